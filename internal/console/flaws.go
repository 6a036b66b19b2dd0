package console

import "samling/internal/event"

// flaw is a line of the error summary.
type flaw struct{ Field, Text string }

// mending is what is wrong with a form, for the pages that have one.
type mending struct {
	Complaints []flaw // in the order of the fields
}

// complain puts what is wrong into words, in the order of the fields, and says so
// in the title of the page.
func (m *mending) complain(p *Page, invalid event.Invalid, fields ...string) {
	for _, field := range fields {
		if key := invalid[field]; key != "" {
			m.Complaints = append(m.Complaints, flaw{field, p.T(string(key))})
		}
	}
	if len(m.Complaints) > 0 {
		p.Title = p.T("register.error") + " " + p.Title
	}
}

// Complaint is what is wrong with a field, or "".
func (m mending) Complaint(field string) string {
	for _, c := range m.Complaints {
		if c.Field == field {
			return c.Text
		}
	}
	return ""
}
