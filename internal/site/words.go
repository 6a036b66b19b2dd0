package site

import (
	"samling/internal/event"
	"samling/internal/i18n"
)

// shortPlace is where, in one line: "Folkets hus, Laholm".
func shortPlace(p *i18n.Printer, e *event.Event) string {
	switch e.Attendance {
	case event.Online:
		return p.T("event.online")
	case event.Both:
		return p.T("event.place_or_online", "Place", e.PlaceName)
	}
	return e.Place()
}

// placeFor is where, for somebody who may have chosen how to come.
func placeFor(p *i18n.Printer, e *event.Event, way event.Attendance) string {
	switch {
	case e.Attendance != event.Both || way == "":
		return shortPlace(p, e)
	case way == event.Online:
		return p.T("event.online")
	}
	return e.Place()
}

// closedText says that registration is over, in the organiser's words or ours,
// with the day and the clock filled in.
func closedText(p *i18n.Printer, e *event.Event) string {
	last := e.LastMoment()
	if text := e.Texts.Closed; text != "" {
		return event.Fill(text, p.Fillings(e))
	}
	return p.T("event.closed_text", "Day", p.DayMonth(last), "Clock", p.ClockSpoken(last))
}

// stateText is the organiser's own text for a state, filled in, or "".
func stateText(p *i18n.Printer, e *event.Event, s event.State) string {
	return event.Fill(e.StateText(s), p.Fillings(e))
}
