package event

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Form is an event as an editor holds it: what somebody typed into each field,
// right or wrong. Fields bear the names they have in a File; days and clocks
// stand apart, and what is ticked is "on". The programme, the pictures and the
// status are not in it.
type Form map[string]string

// How the time of an event is given: what a form says under "time".
const (
	TimeClock = "clock" // from when to when
	TimeWords = "words" // "förmiddag", until it is known
)

// part is what a Form is compared and merged by: fields that make no sense
// apart, such as the day and the clock.
type part struct {
	name   string
	fields []string // of the part itself, or of each of its rows
	isRows bool
}

// formParts are all parts, in the order of the form.
var formParts = slices.Concat(
	alone("title", "slug", "kind", "lead", "body", "target_group", "languages", "language"),
	[]part{{name: "time", fields: []string{"time", "date", "starts", "ends", "end_date", "time_text", "zone"}}},
	alone("attendance", "place.name", "place.address", "join_url",
		"on_site.capacity", "on_site.text", "on_site.welcome", "online.capacity", "online.text", "online.welcome"),
	[]part{
		{name: "opening", fields: []string{"registration.opens", "registration.opens_clock"}},
		{name: "closing", fields: []string{"registration.last_day", "registration.closes"}},
	},
	alone("registration.capacity", "registration.waiting_list", "registration.offer_hours", "registration.waiting_list_stops_hours",
		"cost.free", "cost.text"),
	[]part{{name: "categories", fields: categoryFields, isRows: true}},
	alone("registration.invite_only", "registration.approval", "registration.verify_hours", "unlisted", "registration.group_max"),
	[]part{
		{name: "changing", fields: []string{"registration.changes_until", "registration.changes_until_clock"}},
		{name: "cancelling", fields: []string{"registration.cancel_until", "registration.cancel_until_clock"}},
	},
	[]part{{name: "practical", fields: []string{"term", "text"}, isRows: true}},
	accessParts(),
	alone("access.text", "contact.name", "contact.unit", "contact.email", "contact.phone"),
	[]part{{name: "partners", fields: []string{"role", "name", "text"}, isRows: true}},
	alone("texts.not_open", "texts.open", "texts.invite_only", "texts.full", "texts.closed", "texts.past", "texts.cancelled", "texts.email_hint", "texts.applied", "texts.welcome",
		"retention_days", "privacy_text", "case_number"),
)

// categoryFields are those of each category. Its id and whether it is retired are
// not typed.
var categoryFields = []string{"name", "text", "cost", "capacity", "opens", "opens_clock", "closes", "closes_clock", "id", "retired"}

func alone(names ...string) []part {
	var parts []part
	for _, n := range names {
		parts = append(parts, part{name: n, fields: []string{n}})
	}
	return parts
}

// accessPrefix begins the fields that say what the venue offers.
const accessPrefix = "access.facts."

func accessParts() []part {
	var parts []part
	for _, fact := range AccessFacts {
		parts = append(parts, alone(accessPrefix+fact)...)
	}
	return parts
}

// FormFields are the fields of a form that stand alone, in its order.
func FormFields() []string {
	var names []string
	for _, p := range formParts {
		if !p.isRows {
			names = append(names, p.fields...)
		}
	}
	return names
}

// RowFields are the fields of each row of a part that has rows, nil for others.
func RowFields(name string) []string {
	for _, p := range formParts {
		if p.name == name && p.isRows {
			return p.fields
		}
	}
	return nil
}

// RowField is the name of a field in a row: "partners[0].name".
func RowField(rows string, i int, field string) string {
	return fmt.Sprintf("%s[%d].%s", rows, i, field)
}

// rowShape takes the name of a field in a row apart.
var rowShape = regexp.MustCompile(`^([a-z]+)\[(\d{1,3})\]\.([a-z_]+)$`)

// PartOf is the part that a field belongs to.
func PartOf(field string) string {
	if m := rowShape.FindStringSubmatch(field); m != nil {
		return m[1]
	}
	for _, p := range formParts {
		if !p.isRows && slices.Contains(p.fields, field) {
			return p.name
		}
	}
	return ""
}

// MaxRows is how many rows of a kind an event may have.
const MaxRows = 100

// Rows counts the rows of a part, empty ones too.
func (f Form) Rows(name string) int {
	n := 0
	for field := range f {
		if m := rowShape.FindStringSubmatch(field); m != nil && m[1] == name {
			i, _ := strconv.Atoi(m[2])
			n = max(n, i+1)
		}
	}
	return n
}

// SetRows puts rows in place of those there are.
func (f Form) SetRows(name string, rows []map[string]string) {
	maps.DeleteFunc(f, func(field, _ string) bool { return rowShape.MatchString(field) && PartOf(field) == name })
	for i, row := range rows {
		for _, field := range RowFields(name) {
			f[RowField(name, i, field)] = row[field]
		}
	}
}

// RowsOf are the rows of a part.
func (f Form) RowsOf(name string) []map[string]string {
	rows := make([]map[string]string, f.Rows(name))
	for i := range rows {
		rows[i] = map[string]string{}
		for _, field := range RowFields(name) {
			rows[i][field] = f[RowField(name, i, field)]
		}
	}
	return rows
}

// Compact is the form without rows in which nothing is written. What is only
// chosen, such as a role, or made for a row, such as an id, is not written.
func (f Form) Compact() Form {
	out := maps.Clone(f)
	for _, p := range formParts {
		if p.isRows {
			out.SetRows(p.name, slices.DeleteFunc(f.RowsOf(p.name), isBlankRow))
		}
	}
	return out
}

func isBlankRow(row map[string]string) bool {
	for field, value := range row {
		if !slices.Contains([]string{"role", "id", "retired"}, field) && strings.TrimSpace(value) != "" {
			return false
		}
	}
	return true
}

// Part is what a form says in a part, in a form that can be compared: without
// blanks around it and without what does not count.
func (f Form) Part(name string) map[string]string {
	said := map[string]string{}
	for _, p := range formParts {
		switch {
		case p.name != name:
		case p.isRows:
			for field, value := range f.Compact() {
				if rowShape.MatchString(field) && PartOf(field) == name {
					said[field] = tidy(value)
				}
			}
		default:
			for _, field := range p.fields {
				said[field] = tidy(f[field])
			}
		}
	}
	if name == "time" {
		tidyTime(said)
	}
	maps.DeleteFunc(said, func(_, value string) bool { return value == "" })
	return said
}

// tidyTime takes away the way of giving the time that was not chosen.
func tidyTime(said map[string]string) {
	if said["time"] == TimeWords {
		said["starts"], said["ends"], said["end_date"] = "", "", ""
	} else {
		said["time_text"] = ""
	}
	if said["end_date"] == said["date"] {
		said["end_date"] = ""
	}
}

// tidy is a value as it is compared: browsers send line breaks of their own.
func tidy(value string) string { return strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n")) }

// Differ lists the parts in which two forms say something else, in the order of
// the form.
func (f Form) Differ(other Form) []string {
	var names []string
	for _, p := range formParts {
		if !maps.Equal(f.Part(p.name), other.Part(p.name)) {
			names = append(names, p.name)
		}
	}
	return names
}
