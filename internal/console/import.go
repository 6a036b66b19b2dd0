package console

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"samling/internal/event"
	"samling/internal/sheet"
)

// importPage is where a list is brought.
type importPage struct {
	Page
	Closed    string // why nobody can be brought in, as a key
	Text      string // what was pasted
	Complaint string
	Open      []event.Import // lists brought before and not erased yet
}

// At is when a list was brought, on the event's clock.
func (p importPage) At(i event.Import) string {
	return p.DayMoment(i.CreatedAt.In(p.Event.Location()))
}

// Where a list goes on: to what became of it, if it is in.
func (p importPage) Where(i event.Import) string {
	return p.EventURL(importPath(&i))
}

// importPath is the page where a list stands now.
func importPath(i *event.Import) string {
	switch path := fmt.Sprintf("/import/%d", i.ID); {
	case i.DoneAt != nil:
		return path + "/report"
	case i.Next > 0:
		return path + "/check"
	default:
		return path
	}
}

// imports answers GET /console/o/:org/e/:event/import.
func (s *server) imports(v *visit) error {
	p, err := s.importPage(v)
	if err != nil {
		return err
	}
	return s.render(v, "import", p)
}

func (s *server) importPage(v *visit) (importPage, error) {
	page, err := s.importStart(v, "import.title")
	p := importPage{Page: page}
	if err != nil {
		return p, err
	}
	switch err := v.Event.AdmitsImport(s.now()); {
	case errors.Is(err, event.ErrNotPublished):
		p.Closed = "import.not_published"
	case err != nil:
		p.Closed = "import.over"
	}
	p.Open, err = s.store.OpenImports(v.ctx(), v.Event.ID)
	return p, err
}

// importStart begins every page of an import.
func (s *server) importStart(v *visit, title string) (Page, error) {
	p, err := s.eventPage(v, title, "participants")
	p.Crumbs = append(p.Crumbs[:min(1, len(p.Crumbs))], Crumb{v.Event.Title, p.EventURL("/participants")}, Crumb{Name: p.Title})
	return p, err
}

// importBounds leave room for a row of headings.
var importBounds = sheet.Bounds{Rows: event.ImportRows + 1, Columns: event.ImportColumns}

// importFaults say what is wrong with a file.
var importFaults = []struct {
	err error
	key string
}{
	{sheet.ErrOldWorkbook, "import.error_old"}, {sheet.ErrTooLong, "import.error_long"}, {sheet.ErrTooWide, "import.error_wide"},
	{sheet.ErrNoRows, "import.error_empty"}, {sheet.ErrUnreadable, "import.error_unreadable"},
}

// uploadImport answers POST /console/o/:org/e/:event/import/upload.
func (s *server) uploadImport(v *visit) error {
	p, err := s.importPage(v)
	if err != nil {
		return err
	}
	if p.Closed != "" {
		return s.renderInvalid(v, "import", p)
	}
	p.Text = v.FormValue("text")
	data, err := uploaded(v, "file")
	if err != nil {
		return err
	}
	if len(data) == 0 {
		data = []byte(p.Text)
	}
	rows, err := sheet.Read(data, importBounds)
	for _, f := range importFaults {
		if errors.Is(err, f.err) {
			p.Complaint = p.T(f.key, "Rows", event.ImportRows, "Columns", event.ImportColumns)
			p.Title = p.T("register.error") + " " + p.Title
			return s.renderInvalid(v, "import", p)
		}
	}
	if err != nil {
		return err
	}
	i := event.Import{EventID: v.Event.ID, Rows: rows}
	i.Fields, i.HasHeadings = v.Event.GuessFields(rows)
	if err := s.store.KeepImport(v.ctx(), v.actor(), &i, s.now()); err != nil {
		return err
	}
	return v.redirect(v.eventPath(importPath(&i)))
}

// uploaded reads a file of a form, or nothing if there is none.
func uploaded(v *visit, field string) ([]byte, error) {
	header, err := v.FormFile(field)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	file, err := header.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}

// mapPage is where the organiser says what the columns hold.
type mapPage struct {
	Page
	Import    event.Import
	Fields    []event.ImportField // as chosen
	Headings  bool
	Complaint string
}

// importColumn is a column to choose a meaning for.
type importColumn struct {
	Number  int // from 1
	Name    string
	Heading string
	Samples []string
	Field   event.ImportField
}

// Columns are the columns, each with the first things that stand in it.
func (p mapPage) Columns() []importColumn {
	const samples = 3
	list := p.Import
	list.HasHeadings = p.Headings
	all := make([]importColumn, len(p.Fields))
	for n := range all {
		c := &all[n]
		c.Number, c.Name, c.Field = n+1, "f"+strconv.Itoa(n), p.Fields[n]
		if p.Headings && n < len(p.Import.Rows[0]) {
			c.Heading = p.Import.Rows[0][n]
		}
		for _, row := range list.People() {
			if n < len(row) && row[n] != "" && len(c.Samples) < samples {
				c.Samples = append(c.Samples, row[n])
			}
		}
	}
	return all
}

// Choices are what a column can hold.
func (p mapPage) Choices() []listChoice {
	var all []listChoice
	for _, f := range p.Event.ImportFields() {
		all = append(all, listChoice{Value: string(f), Name: p.T("import.field_" + string(f))})
	}
	return all
}

// People is how many people there are on the list.
func (p mapPage) People() int { return len(p.Import.People()) }

// mapImport answers GET /console/o/:org/e/:event/import/:import.
func (s *server) mapImport(v *visit) error {
	p, err := s.mapPage(v)
	if err != nil {
		return err
	}
	if path := importPath(&p.Import); p.Import.Next > 0 || p.Import.DoneAt != nil {
		return v.redirect(v.eventPath(path))
	}
	return s.render(v, "import-map", p)
}

func (s *server) mapPage(v *visit) (mapPage, error) {
	i, err := s.importOf(v)
	if err != nil {
		return mapPage{}, err
	}
	page, err := s.importStart(v, "import.map_title")
	return mapPage{Page: page, Import: i, Fields: i.Fields, Headings: i.HasHeadings}, err
}

// importOf finds the list that the address names.
func (s *server) importOf(v *visit) (event.Import, error) {
	id, err := strconv.ParseUint(v.Param("import"), 10, 32)
	if err != nil {
		return event.Import{}, event.ErrNotFound
	}
	return s.store.Import(v.ctx(), v.Event.ID, uint(id))
}

// saveImportMap answers POST /console/o/:org/e/:event/import/:import.
func (s *server) saveImportMap(v *visit) error {
	p, err := s.mapPage(v)
	if err != nil {
		return err
	}
	if p.Import.Next > 0 || p.Import.DoneAt != nil {
		return v.redirect(v.eventPath(importPath(&p.Import)))
	}
	p.Headings = v.FormValue("headings") != ""
	for n := range p.Fields {
		p.Fields[n] = event.ImportField(v.FormValue("f" + strconv.Itoa(n)))
		if !slices.Contains(v.Event.ImportFields(), p.Fields[n]) {
			p.Fields[n] = event.ImportNothing
		}
	}
	if wrong := event.CheckFields(p.Fields)["fields"]; wrong != "" {
		p.Complaint = p.T(string(wrong))
		p.Title = p.T("register.error") + " " + p.Title
		return s.renderInvalid(v, "import-map", p)
	}
	if err := s.store.MapImport(v.ctx(), v.Event.ID, p.Import.ID, p.Fields, p.Headings); err != nil && !errors.Is(err, event.ErrChanged) {
		return err
	}
	return v.redirect(v.eventPath(fmt.Sprintf("/import/%d/check", p.Import.ID)))
}

// eraseImport answers POST /console/o/:org/e/:event/import/:import/erase.
func (s *server) eraseImport(v *visit) error {
	i, err := s.importOf(v)
	if err != nil {
		return err
	}
	if err := s.store.EraseImport(v.ctx(), v.actor(), v.Event.ID, i.ID, s.now()); err != nil {
		return err
	}
	return v.done(v.eventPath("/import"), "import_erased")
}

// why says in words what is wrong with a line.
func (p Page) why(l event.ImportLine) string {
	if l.Outcome != event.ImportBad {
		return p.T("import.why_" + string(l.Outcome))
	}
	var reasons []string
	for _, field := range []string{"name", "email", "organisation", "role", "municipality", "category", "comment"} {
		if key := l.Invalid[field]; key != "" {
			reasons = append(reasons, p.T("import.field_"+field)+": "+p.T("import.why_"+strings.TrimPrefix(string(key), "invalid.")))
		}
	}
	return strings.Join(reasons, ". ")
}
