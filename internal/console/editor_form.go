package console

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"samling/internal/event"
	"samling/internal/i18n"
)

// readEventForm takes what was typed, as it was typed.
func readEventForm(v *visit) (event.Form, error) {
	if err := v.Request().ParseForm(); err != nil {
		return nil, echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
	}
	sent := v.Request().PostForm
	form := event.Form{}
	for _, field := range event.FormFields() {
		form[field] = sent.Get(field)
	}
	for _, rows := range rowParts {
		for i := range event.MaxRows + 1 {
			there := false
			for _, field := range event.RowFields(rows) {
				there = there || sent.Has(event.RowField(rows, i, field))
			}
			if !there {
				break
			}
			for _, field := range event.RowFields(rows) {
				name := event.RowField(rows, i, field)
				form[name] = sent.Get(name)
			}
		}
	}
	if v.Event != nil && v.Event.IsPublic() {
		form["slug"] = v.Event.Slug // it is kept, and the form does not ask for it
	}
	return form, nil
}

// rowParts are the parts of the form that have rows.
var rowParts = []string{"categories", "practical", "partners"}

// addRow adds a blank row and returns its first field.
func addRow(form event.Form, rows string) string {
	fields := event.RowFields(rows)
	if fields == nil || form.Rows(rows) >= event.MaxRows {
		return ""
	}
	i := form.Rows(rows)
	for _, field := range fields {
		form[event.RowField(rows, i, field)] = ""
	}
	return event.RowField(rows, i, fields[0])
}

// removeRow takes a row away, "partners:1" the second partner.
func removeRow(form event.Form, which string) {
	rows, number, _ := strings.Cut(which, ":")
	i, err := strconv.Atoi(number)
	all := form.RowsOf(rows)
	if err != nil || i < 0 || i >= len(all) || event.RowFields(rows) == nil {
		return
	}
	form.SetRows(rows, append(all[:i], all[i+1:]...))
}

// restoreCategory offers a retired category again, "categories:2" the third.
func restoreCategory(form event.Form, which string) {
	rows, number, _ := strings.Cut(which, ":")
	i, err := strconv.Atoi(number)
	if err == nil && rows == "categories" && i >= 0 && i < form.Rows(rows) {
		form[event.RowField(rows, i, "retired")] = ""
	}
}

// eventFields are the fields of an event's form on a page.
type eventFields struct {
	*i18n.Printer
	Form       event.Form
	Invalid    event.Invalid
	Complaints []flaw // in the order of the form
	Focus      string // the field to begin with
	IsNew      bool   // there is no event yet
	opened     map[string]bool
	clashes    map[string]*clash
}

// field is one field of the form on the page.
type field struct {
	ID, Name, Label, Hint, Value, Complaint string

	Optional bool
	Focus    bool
	Clash    *clash
	Lang     string
}

// prepare gathers the complaints in the order of the form. Where several fields
// lack the same, each says which it is.
func (f *eventFields) prepare(head Page) {
	f.Printer = head.Printer
	f.Complaints = nil
	var names []string
	times := map[string]int{}
	for _, name := range f.inOrder() {
		if f.Invalid[name] != "" {
			names = append(names, name)
			times[f.complain(name)]++
		}
	}
	for _, name := range names {
		text := f.complain(name)
		if times[text] > 1 {
			text = partLabel(f.Printer, name) + ": " + text
		}
		f.Complaints = append(f.Complaints, flaw{fieldID(name), text})
	}
}

// inOrder lists all fields as they stand in the form.
func (f *eventFields) inOrder() []string {
	names := event.FormFields()
	for _, rows := range rowParts {
		names = append(names, rows)
		for i := range f.Form.Rows(rows) + 1 {
			for _, name := range event.RowFields(rows) {
				names = append(names, event.RowField(rows, i, name))
			}
		}
	}
	return append(names, "tell")
}

// complain says what is wrong with a field.
func (f eventFields) complain(name string) string {
	key := f.Invalid[name]
	if own := "editor.missing_" + labelKey(name); key == event.MsgMissing && f.Has(own) {
		return f.T(own)
	}
	return f.T(string(key))
}

// fieldID is the id of a field on the page.
func fieldID(name string) string {
	return strings.Trim(strings.NewReplacer(".", "-", "[", "-", "].", "-", "]", "").Replace(name), "-")
}

// labelKey is a field in the names of its words: "partners_name" for each
// partner's name.
func labelKey(name string) string {
	if rows := event.PartOf(name); strings.Contains(name, "[") {
		return rows + "_" + name[strings.LastIndex(name, ".")+1:]
	}
	return strings.ReplaceAll(name, ".", "_")
}

// needed are the fields that must be filled in.
var needed = map[string]bool{
	"title": true, "slug": true, "date": true, "starts": true, "ends": true, "time_text": true, "zone": true, "place.name": true,
	"registration.last_day": true, "language": true,
}

// isOptional reports whether a field says that it may stay empty. Those of most
// rows are all needed, or chosen.
func isOptional(name string) bool {
	if strings.Contains(name, "[") {
		return event.PartOf(name) == "categories" && !strings.HasSuffix(name, "].name")
	}
	return !needed[name]
}

// Field is a field for the page.
func (f eventFields) Field(name string) field {
	out := field{
		ID: fieldID(name), Name: name, Label: partLabel(f.Printer, name), Value: f.Form[name],
		Optional: isOptional(name), Focus: f.Focus == name,
	}
	if hint := "editor.hint_" + labelKey(name); f.Has(hint) && !(f.IsNew && name == "date") {
		out.Hint = f.T(hint)
	}
	if f.Invalid[name] != "" {
		out.Complaint = f.complain(name)
	}
	if event.PartOf(name) == name {
		out.Clash = f.clashes[name]
	}
	return out
}

// Row is a field of a row for the page.
func (f eventFields) Row(rows string, i int, name string) field {
	return f.Field(event.RowField(rows, i, name))
}

// Rows counts the rows of a part, for the page to range over.
func (f eventFields) Rows(rows string) []int { return make([]int, f.Form.Rows(rows)) }

// hidden is a field that is sent along without being shown.
type hidden struct{ Name, Value string }

// Hidden are fields of a row that are not shown: all of them, if none is named.
func (f eventFields) Hidden(rows string, i int, names ...string) []hidden {
	if len(names) == 0 {
		names = event.RowFields(rows)
	}
	var all []hidden
	for _, name := range names {
		field := event.RowField(rows, i, name)
		all = append(all, hidden{field, f.Form[field]})
	}
	return all
}

// Retired reports whether a category is no longer offered.
func (f eventFields) Retired(i int) bool {
	return f.Form[event.RowField("categories", i, "retired")] != ""
}

// HasRetired reports whether any category is no longer offered.
func (f eventFields) HasRetired() bool {
	for i := range f.Form.Rows("categories") {
		if f.Retired(i) {
			return true
		}
	}
	return false
}

// RowName tells a row from the others: by what is written in it, or by its
// number.
func (f eventFields) RowName(rows string, i int) string {
	for _, name := range []string{"name", "term"} {
		if text := f.Form[event.RowField(rows, i, name)]; text != "" {
			return text
		}
	}
	return f.T("editor.row", "Number", i+1)
}

// Clash is what somebody else made of a part.
func (f eventFields) Clash(part string) *clash { return f.clashes[part] }

// Complaint is what is wrong with a field, or "".
func (f eventFields) Complaint(name string) string {
	if f.Invalid[name] == "" {
		return ""
	}
	return f.complain(name)
}

// Is reports what is chosen.
func (f eventFields) Is(name, value string) bool { return f.Form[name] == value }

// Open reports whether a section of the form is unfolded.
func (f eventFields) Open(section string) bool { return f.opened[section] }

// Facts are what a venue can offer, as fields that can be ticked.
func (f eventFields) Facts() []field {
	var all []field
	for _, fact := range event.AccessFacts {
		all = append(all, f.Field("access.facts."+fact))
	}
	return all
}

// Describes are the ids of what stands with a field, for aria-describedby.
func (f field) Describes() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID+"-hint")
	}
	if f.Clash != nil {
		ids = append(ids, f.ID+"-clash")
	}
	if f.Complaint != "" {
		ids = append(ids, f.ID+"-error")
	}
	return strings.Join(ids, " ")
}
