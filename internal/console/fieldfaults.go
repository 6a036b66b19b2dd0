package console

import "samling/internal/event"

// fieldFault is what is wrong with a field.
type fieldFault struct {
	Field string
	Text  string
}

// fieldFaults are what is wrong with a form, in the order of its fields.
type fieldFaults struct {
	Complaints []fieldFault
}

// complain says in words what is wrong, in the given order of fields, and in the
// title, which is what is read aloud first.
func (c *fieldFaults) complain(p *Page, invalid event.Invalid, fields ...string) {
	for _, field := range fields {
		if key := invalid[field]; key != "" {
			c.Complaints = append(c.Complaints, fieldFault{field, p.T(string(key))})
		}
	}
	p.Title = p.T("register.error") + " " + p.Title
}

// Complaint is what is wrong with a field, empty for nothing.
func (c fieldFaults) Complaint(field string) string {
	for _, known := range c.Complaints {
		if known.Field == field {
			return known.Text
		}
	}
	return ""
}
