package site

import (
	"cmp"

	"samling/internal/event"
	"samling/internal/i18n"
)

// when is the time of an event in words: the day, and the clock or what stands
// for it.
type when struct {
	Day, Clock string
	Machine    string // for <time datetime>
}

// newWhen puts the time of an event into words.
func newWhen(p *i18n.Printer, e *event.Event) when {
	start, end := e.Start(), e.End()
	w := when{Day: p.Sentence(p.LongDate(start)), Machine: start.Format("2006-01-02")}
	switch {
	case !e.HasTimes():
		w.Clock = e.TimeText
	case i18n.SameDay(start, end):
		w.Clock, w.Machine = p.ClockRange(start, end), start.Format("2006-01-02T15:04")
	default:
		w.Day, w.Machine = p.Sentence(p.DateRange(start, end)), start.Format("2006-01-02T15:04")
		w.Clock = p.T("event.from_to", "Start", p.DayMoment(start), "End", p.DayMoment(end))
	}
	return w
}

// where is the place of an event in words: the short answer, and more.
type where struct{ Place, More string }

// newWhere puts the place of an event into words.
func newWhere(p *i18n.Printer, e *event.Event) where {
	switch e.Attendance {
	case event.Online:
		return where{p.T("event.online"), p.T("event.online_more")}
	case event.Both:
		return where{e.PlaceName, e.PlaceAddress + sep(e.PlaceAddress, " · ") + p.T("event.or_online")}
	}
	return where{e.PlaceName, e.PlaceAddress}
}

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

// newCost puts the cost into words: the short answer, and more.
func newCost(p *i18n.Printer, e *event.Event) (cost, more string) {
	switch {
	case e.Free:
		return p.T("event.free"), e.CostText
	case e.CostText != "":
		return e.CostText, ""
	}
	return "", ""
}

// closedText says that registration is over, in the organiser's words or ours,
// with the day and the clock filled in.
func closedText(p *i18n.Printer, e *event.Event) string {
	last := e.LastMoment()
	if text := e.Texts.Closed; text != "" {
		return event.Fill(text, fillings(p, e))
	}
	return p.T("event.closed_text", "Day", p.DayMonth(last), "Clock", p.ClockSpoken(last))
}

// stateText is the organiser's own text for a state, filled in, or "".
func stateText(p *i18n.Printer, e *event.Event, s event.State) string {
	return event.Fill(e.Texts.ForState(s), fillings(p, e))
}

// fillings are the values of the placeholders in an organiser's texts.
func fillings(p *i18n.Printer, e *event.Event) map[string]string {
	last := e.LastMoment()
	return map[string]string{
		"title": e.Title, "day": p.DayMonth(last), "clock": p.ClockShort(last),
		"contact": cmp.Or(e.Contact.Name, e.Contact.Unit),
	}
}

// sep is the separator after a text that is there.
func sep(text, separator string) string {
	if text == "" {
		return ""
	}
	return separator
}
