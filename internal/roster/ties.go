package roster

import (
	"strings"

	"samling/internal/ask"
	"samling/internal/event"
	"samling/internal/sheet"
)

// gates are the columns of how people come and as what, and of who let them in,
// where the event asks for that.
func (r *Roster) gates() []column {
	ev := r.Event
	var all []column
	add := func(yes bool, name string, cell func(*Roster, *entry) any) {
		if yes {
			all = append(all, column{name, "participants.column_" + name, sheet.Text, cell, ""})
		}
	}
	add(len(ev.Categories) > 0, "category", func(r *Roster, e *entry) any {
		if c := r.Event.Category(e.Category); c != nil {
			return c.Name
		}
		return e.Category
	})
	add(ev.Attendance == event.Both, "attendance", func(r *Roster, e *entry) any { return ask.Attendance(r.Words, e.Attendance) })
	add(ev.TakesGroups(), "group", func(r *Roster, e *entry) any {
		if g := e.Ties.Group; g != nil {
			return r.Words.T("export.group", "Name", g.Name, "Email", g.Email)
		}
		return nil
	})
	add(ev.TakesInvites(), "invite", func(_ *Roster, e *entry) any {
		if i := e.Ties.Invite; i != nil {
			return i.Name
		}
		return nil
	})
	return all
}

// choices are the columns of the sessions that people have chosen, one for each
// group of them.
func (r *Roster) choices() []column {
	var all []column
	for _, g := range r.Event.Choices {
		all = append(all, column{event.ChoiceField(g.Key), "", sheet.Text, func(r *Roster, e *entry) any { return r.chosen(e, g) }, g.Title})
	}
	return all
}

func (r *Roster) chosen(e *entry, g event.ChoiceGroup) any {
	var titles []string
	for _, c := range e.Ties.Chosen(g) {
		switch title := c.Title; c.Standing {
		case event.Waiting:
			titles = append(titles, r.Words.T("export.session_waiting", "Title", title))
		case event.Applied:
			titles = append(titles, r.Words.T("export.session_wanted", "Title", title))
		default:
			titles = append(titles, title)
		}
	}
	if titles == nil {
		return nil
	}
	return strings.Join(titles, "; ")
}

// NeedsTies reports whether some column tells of what registrations have to do
// with others or with the programme, so that they must bring it.
func (r *Roster) NeedsTies() bool {
	ties := map[string]bool{"group": true, "invite": true}
	for _, g := range r.Event.Choices {
		ties[event.ChoiceField(g.Key)] = true
	}
	for _, c := range r.columns() {
		if ties[c.name] {
			return true
		}
	}
	return false
}
