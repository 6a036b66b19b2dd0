package console

import (
	"strings"
	"time"

	"samling/internal/ask"
	"samling/internal/event"
	"samling/internal/store"
)

// AttendanceChoices are the ways to come that the list can be narrowed to.
func (p participantsPage) AttendanceChoices() []listChoice {
	if p.Event.Attendance != event.Both {
		return nil
	}
	var all []listChoice
	for _, a := range []event.Attendance{event.OnSite, event.Online} {
		all = append(all, listChoice{string(a), ask.Attendance(p.Printer, a), p.Query.Attendance == a})
	}
	return all
}

// CategoryChoices are the categories that the list can be narrowed to, those too
// that are no longer offered.
func (p participantsPage) CategoryChoices() []listChoice {
	var all []listChoice
	for _, c := range p.Event.Categories {
		all = append(all, listChoice{c.ID, c.Name, p.Query.Category == c.ID})
	}
	return all
}

// SessionChoices are the sessions that the list can be narrowed to: everybody who
// chose one, those with a place in it, and those who wait for it.
func (p participantsPage) SessionChoices() []listChoice {
	var all []listChoice
	for _, g := range p.Event.Choices {
		for _, s := range g.Sessions {
			for _, standing := range []event.Standing{"", event.Confirmed, event.Waiting} {
				f := store.SessionFilter{Key: s.Key, Standing: standing}
				all = append(all, listChoice{sessionValue(f), p.sessionText(f), p.Query.Session == f})
			}
		}
	}
	return all
}

// UnansweredChoices are the questions that may be open.
func (p participantsPage) UnansweredChoices() []listChoice {
	var all []listChoice
	for _, u := range []store.Unanswered{store.Offered, store.Unverified} {
		all = append(all, listChoice{string(u), p.unansweredText(u), p.Query.Unanswered == u})
	}
	return all
}

// unansweredText says what somebody has not answered, "" for nothing.
func (p Page) unansweredText(u store.Unanswered) string {
	if u == "" {
		return ""
	}
	return p.T("participants.unanswered_" + string(u))
}

func (p Page) categoryChip(id string) string {
	return p.T("participants.chip_category", "Text", p.CategoryName(id))
}

func (p Page) sessionChip(f store.SessionFilter) string {
	return p.T("participants.chip_session", "Text", p.sessionText(f))
}

// sessionText names a session, and which of those who chose it.
func (p Page) sessionText(f store.SessionFilter) string {
	title := f.Key
	if s := p.Event.Choosable(f.Key); s != nil {
		title = s.Title
	}
	switch f.Standing {
	case event.Confirmed:
		return p.T("participants.session_confirmed", "Title", title)
	case event.Waiting:
		return p.T("export.session_waiting", "Title", title)
	}
	return title
}

// CategoryName is what a category is called, or its id if nobody knows it.
func (p Page) CategoryName(id string) string {
	if c := p.Event.Category(id); c != nil {
		return c.Name
	}
	return id
}

// Until is a moment on the event's own clock.
func (p Page) Until(t time.Time) string { return p.DayMoment(t.In(p.Event.Location())) }

// Attends is how somebody comes.
func (p participantsPage) Attends(r event.Registration) string {
	return ask.Attendance(p.Printer, r.Attendance)
}

// ChoiceColumns are the groups of sessions that are shown.
func (p participantsPage) ChoiceColumns() []event.ChoiceGroup {
	var all []event.ChoiceGroup
	for _, g := range p.Event.Choices {
		if p.Has(event.ChoiceField(g.Key)) {
			all = append(all, g)
		}
	}
	return all
}

// Picked are the sessions of a group that somebody has chosen, in words.
func (p Page) Picked(r *event.Registration, g event.ChoiceGroup) string {
	var titles []string
	for _, c := range r.Ties.Chosen(g) {
		titles = append(titles, p.picked(c))
	}
	return strings.Join(titles, "; ")
}

// picked is a session that somebody has chosen, and whether they have a place.
func (p Page) picked(c event.PickedSession) string {
	switch c.Standing {
	case event.Waiting:
		return p.T("export.session_waiting", "Title", c.Title)
	case event.Applied:
		return p.T("export.session_wanted", "Title", c.Title)
	}
	return c.Title
}
