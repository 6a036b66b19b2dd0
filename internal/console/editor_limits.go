package console

import (
	"samling/internal/event"
)

// limitLine says that more people have a place than a limit allows.
type limitLine struct {
	Field string // of the form that says the limit
	What  string // which limit
	Text  string
}

// ID is where the field of the limit stands on the page.
func (a limitLine) ID() string { return fieldID(a.Field) }

// limitLines are the limits that are exceeded, in the order of the form.
func (p editPage) limitLines(all []event.Above) []limitLine {
	var lines []limitLine
	for _, a := range all {
		line := limitLine{Field: p.limitField(a.Limit), Text: p.T("editor.above", "Count", a.By, "Of", a.Limit.Capacity)}
		line.What = partLabel(p.Printer, line.Field)
		if c := p.Preview.Event.Category(a.Limit.Category); c != nil {
			line.What = c.Name
		}
		lines = append(lines, line)
	}
	return lines
}

// limitField is the field in which a limit is typed.
func (p editPage) limitField(l event.Limit) string {
	switch {
	case l.Category != "":
		for i := range p.Form.Rows("categories") {
			if p.Form[event.RowField("categories", i, "id")] == l.Category {
				return event.RowField("categories", i, "capacity")
			}
		}
		return "categories"
	case l.Attendance == event.OnSite:
		return "on_site.capacity"
	case l.Attendance == event.Online:
		return "online.capacity"
	}
	return "registration.capacity"
}
