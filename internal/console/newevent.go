package console

import (
	"errors"
	"net/http"

	"samling/internal/event"
)

// newPage asks for the few things that an event needs to begin with.
type newPage struct {
	Page
	eventFields
}

// newEvent answers GET /console/o/:org/events/new.
func (s *server) newEvent(v *visit) error {
	form := event.NewForm(&event.Event{Language: string(s.Lang(v)), Zone: homeZone, Attendance: event.OnSite, WaitingListStops: 24})
	for _, field := range []string{"date", "end_date", "starts", "ends", "registration.last_day", "registration.closes"} {
		form[field] = "" // an event of no time has the first day there is
	}
	return s.renderNew(v, http.StatusOK, newPage{eventFields: eventFields{Form: form}})
}

// homeZone is where the clocks of new events hang, and goes without saying.
const homeZone = "Europe/Stockholm"

// submitNewEvent answers POST of the same: the draft is made, and the editor
// asks for the rest.
func (s *server) submitNewEvent(v *visit) error {
	form, err := readEventForm(v)
	if err != nil {
		return err
	}
	form["zone"], form["language"], form["slug"] = homeZone, string(s.Lang(v)), event.SlugFrom(form["title"])
	ev, invalid := form.Event(&event.Event{Status: event.Draft})
	if len(invalid) > 0 {
		return s.renderNew(v, http.StatusUnprocessableEntity, newPage{eventFields: eventFields{Form: form, Invalid: invalid}})
	}
	if err := s.createDraft(v, &ev); err != nil {
		return err
	}
	v.Event = &ev
	return v.done(v.eventPath("/edit"), "event_created")
}

// mostSlugs is how many events may have one title.
const mostSlugs = 200

// createDraft stores a new event under the first address that is free.
func (s *server) createDraft(v *visit, ev *event.Event) error {
	slug := ev.Slug
	for try := 1; ; try++ {
		ev.Slug = event.NumberedSlug(slug, try)
		err := s.store.CreateEvent(v.ctx(), v.actor(), ev, s.now())
		if !errors.Is(err, event.ErrKnown) || try == mostSlugs {
			return err
		}
	}
}

// renderNew writes the form for a new event.
func (s *server) renderNew(v *visit, status int, page newPage) error {
	page.Page = s.page(v, "editor.new")
	page.prepare(page.Page)
	page.IsNew = true
	page.Rail = "events"
	page.Crumbs = []Crumb{{page.T("console.events"), page.OrgURL("/events")}, {Name: page.Title}}
	if status >= http.StatusBadRequest {
		page.Title = page.T("register.error") + " " + page.Title
	}
	return s.Render(v, status, "console/new", page)
}
