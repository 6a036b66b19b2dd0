package i18n

import (
	"cmp"
	"strings"

	"samling/internal/event"
)

// When is the time of an event in words: the day, and the clock or what stands
// for it.
type When struct {
	Day, Clock string
	Machine    string // for <time datetime>
}

// EventWhen puts the time of an event into words.
func (p *Printer) EventWhen(e *event.Event) When {
	start, end := e.Start(), e.End()
	w := When{Day: p.Sentence(p.LongDate(start)), Machine: start.Format("2006-01-02")}
	switch {
	case !e.HasTimes():
		w.Clock = e.TimeText
	case SameDay(start, end):
		w.Clock, w.Machine = p.ClockRange(start, end), start.Format("2006-01-02T15:04")
	default:
		w.Day, w.Machine = p.Sentence(p.DateRange(start, end)), start.Format("2006-01-02T15:04")
		w.Clock = p.T("event.from_to", "Start", p.DayMoment(start), "End", p.DayMoment(end))
	}
	return w
}

// SessionWhen is when a session takes place, with the day where the event has
// several; "" where it has no time.
func (p *Printer) SessionWhen(e *event.Event, s event.Choosable) string {
	if s.StartsAt == nil {
		return ""
	}
	start := s.StartsAt.In(e.Location())
	text := p.Clock(start)
	if s.EndsAt != nil {
		text = p.ClockRange(start, s.EndsAt.In(e.Location()))
	}
	if !SameDay(e.Start(), e.End()) {
		text = p.DayMonth(start) + ", " + text
	}
	return text
}

// Where is the place of an event in words: the short answer, and more.
type Where struct{ Place, More string }

// EventWhere puts the place of an event into words.
func (p *Printer) EventWhere(e *event.Event) Where {
	switch {
	case e.Attendance == event.Online:
		return Where{p.T("event.online"), p.T("event.online_more")}
	case e.Attendance != event.Both:
		return Where{e.PlaceName, e.PlaceAddress}
	case e.PlaceAddress == "":
		return Where{e.PlaceName, p.T("event.or_online")}
	}
	return Where{e.PlaceName, e.PlaceAddress + " · " + p.T("event.or_online")}
}

// EventCost puts the cost into words: the short answer, and more.
func (p *Printer) EventCost(e *event.Event) (cost, more string) {
	switch {
	case e.Free:
		return p.T("event.free"), e.CostText
	case e.CostText != "":
		return e.CostText, ""
	}
	return "", ""
}

// Fillings are the values of the placeholders in an organiser's texts about
// registration.
func (p *Printer) Fillings(e *event.Event) map[string]string {
	last := e.LastMoment()
	return map[string]string{
		"title": e.Title, "day": p.DayMonth(last), "clock": p.ClockShort(last),
		"contact": cmp.Or(e.Contact.Name, e.Contact.Unit),
	}
}

// WelcomeFillings are the values of the placeholders in the organiser's greeting
// to those who have registered.
func (p *Printer) WelcomeFillings(e *event.Event) map[string]string {
	clock := e.TimeText
	if e.HasTimes() {
		clock = p.ClockRange(e.Start(), e.End())
	}
	var contact []string
	for _, part := range []string{cmp.Or(e.Contact.Name, e.Contact.Unit), e.Contact.Email, Phone(e.Contact.Phone)} {
		if part != "" {
			contact = append(contact, part)
		}
	}
	return map[string]string{"title": e.Title, "day": p.DayMonth(e.Start()), "clock": clock, "contact": strings.Join(contact, ", ")}
}
