package paper

import (
	"iter"
	"strings"
	"time"

	"samling/internal/event"
	"samling/internal/i18n"
)

// emptyRows is how many rows there are at least for people who come unannounced.
const emptyRows = 4

// Attendance is a list to tick and sign: who has a place, in the order given. It
// never shows what food people eat or what help they need.
type Attendance struct {
	Words   *i18n.Printer
	Event   *event.Event   // with its organisation
	Session *event.Session // the item of the programme the list is for, or nil for the whole event
	Count   int            // how many people there are
	Made    time.Time
	People  iter.Seq2[event.Registration, error]
}

// List is the list as it stands on paper.
func (a Attendance) List() *List {
	t := a.Words.T
	return &List{
		Words: a.Words, Organisation: a.Event.Organisation.Name, Title: t("attendance.heading", "Title", a.Event.Title),
		Facts: a.Facts(), Foot: t("attendance.foot"), Made: a.Made, Empty: emptyRows,
		Columns: []Column{
			{t("attendance.number"), Count, 10}, {"", Box, 9}, {t("attendance.name"), Strong, 62},
			{t("attendance.organisation"), Text, 53}, {t("attendance.signature"), Blank, 46},
		},
		Rows: func(yield func([]string, error) bool) {
			for r, err := range a.People {
				if !yield([]string{r.Name, r.Organisation}, err) {
					return
				}
			}
		},
	}
}

// Facts are the lines of the head: when and where, and what the list is.
func (a Attendance) Facts() []string {
	ev, made := a.Event, a.Made.In(a.Event.Location())
	where := []string{a.when()}
	for _, part := range []string{ev.PlaceName, ev.PlaceAddress} {
		if part != "" && ev.IsOnSite() {
			where = append(where, part)
		}
	}
	facts := []string{strings.Join(where, ", ")}
	if a.Session != nil {
		facts = append([]string{a.item()}, facts...)
	}
	what := []string{
		a.Words.T("attendance.count", "Count", a.Count),
		a.Words.T("attendance.printed", "When", a.Words.DayMoment(made)),
	}
	if ev.CaseNumber != "" {
		what = append([]string{a.Words.T("attendance.case_number", "Number", ev.CaseNumber)}, what...)
	}
	return append(facts, strings.Join(what, " "))
}

// when is the day and the clock of the event.
func (a Attendance) when() string {
	start, end := a.Event.Start(), a.Event.End()
	switch {
	case !a.Event.HasTimes():
		return a.Words.Sentence(a.Words.LongDate(start)) + ", " + a.Event.TimeText
	case i18n.SameDay(start, end):
		return a.Words.Sentence(a.Words.LongDate(start)) + ", " + a.Words.ClockRange(start, end)
	}
	return a.Words.Sentence(a.Words.DateRange(start, end))
}

// item is the item of the programme, with its clock and room.
func (a Attendance) item() string {
	s := a.Session
	parts := []string{a.Words.T("attendance.session", "Title", s.Title)}
	if s.StartsAt != nil {
		start := s.StartsAt.In(a.Event.Location())
		clock := a.Words.Clock(start)
		if s.EndsAt != nil {
			clock = a.Words.ClockRange(start, s.EndsAt.In(a.Event.Location()))
		}
		if !i18n.SameDay(a.Event.Start(), a.Event.End()) {
			clock = a.Words.DayMonth(start) + " " + clock
		}
		parts = append(parts, clock)
	}
	if s.Room != "" {
		parts = append(parts, s.Room)
	}
	return strings.Join(parts, ", ")
}
