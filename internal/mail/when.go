package mail

import (
	"time"

	"samling/internal/event"
	"samling/internal/i18n"
)

// when says a time as people do: "Tisdag 6 februari 2024, kl. 09.00–12.00", or
// the day and the organiser's own words while the clock is not known.
func when(p *i18n.Printer, w event.When, zone *time.Location) string {
	start, end := w.StartsAt.In(zone), w.EndsAt.In(zone)
	switch {
	case w.TimeText != "":
		return p.DateRange(start, end) + ", " + w.TimeText
	case i18n.SameDay(start, end):
		return p.Sentence(p.LongDate(start)) + ", " + p.ClockRange(start, end)
	}
	return p.Moment(start) + " – " + p.Moment(end)
}

// clock is the time of day alone.
func clock(p *i18n.Printer, ev *event.Event) string {
	if !ev.HasTimes() {
		return ev.TimeText
	}
	return p.ClockRange(ev.Start(), ev.End())
}

// where says where somebody is to go.
func where(p *i18n.Printer, ev *event.Event, r *event.Registration) string {
	place := ev.Place()
	switch {
	case place == "", r.Attendance == event.Online:
		return p.T("mail.online")
	case r.Attendance == event.OnSite:
		return place
	case ev.IsOnline():
		return p.T("mail.both", "Place", place)
	}
	return place
}

// sameTime reports whether two times would be said alike.
func sameTime(a, b event.When) bool {
	return a.StartsAt.Equal(b.StartsAt) && a.EndsAt.Equal(b.EndsAt) && a.TimeText == b.TimeText
}
