package site

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"samling/internal/event"
	"samling/internal/ical"
)

// ownCalendar answers GET /r/:reference/:code/event.ics with the entry the
// confirmation carries, so that adding it by hand makes no double.
func (s *server) ownCalendar(c echo.Context) error {
	held, err := s.held(c)
	if err != nil {
		return err
	}
	if held.Registration.Standing != event.Confirmed || !held.Event.HasTimes() {
		return event.ErrNotFound
	}
	entry := s.entry(c, &held.Event, held.Registration.Attendance)
	entry.UID, entry.Sequence = s.links.CalendarUID(&held.Registration), held.Registration.Sequence
	entry.Cancelled = held.Event.Status == event.Cancelled
	return s.sendCalendar(c, held.Event.Slug, entry)
}

// eventCalendar answers GET /e/:slug/event.ics, for those who only want to keep
// the day free.
func (s *server) eventCalendar(c echo.Context) error {
	ev, _, err := s.publicEvent(c)
	if err != nil {
		return err
	}
	if !ev.HasTimes() {
		return event.ErrNotFound
	}
	entry := s.entry(c, ev, "")
	entry.UID = s.links.EventUID(ev)
	entry.Cancelled = ev.Status == event.Cancelled
	return s.sendCalendar(c, ev.Slug, entry)
}

// entry is what all calendar entries about an event share. Calendars are shown
// to whole teams, so it holds no private link. The place is that of the way to come,
// where one is chosen.
func (s *server) entry(c echo.Context, ev *event.Event, way event.Attendance) ical.Entry {
	p := s.Words.Printer(s.Lang(c))
	return ical.Entry{
		Start: ev.Start(), End: ev.End(), Stamp: ev.ContentChangedAt, LastModified: ev.ContentChangedAt,
		Summary: ev.Title, Description: ev.Lead, Location: placeFor(p, ev, way),
		URL: s.links.Event(ev.Slug, string(p.Lang())),
	}
}

func (s *server) sendCalendar(c echo.Context, slug string, entry ical.Entry) error {
	file, err := ical.Encode(ical.Publish, entry)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+slug+`.ics"`)
	return c.Blob(http.StatusOK, "text/calendar; charset=utf-8", file)
}
