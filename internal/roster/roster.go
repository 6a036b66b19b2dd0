// Package roster is the list of an event's participants as organisers take it
// away: which columns it has, in which words, and what its cover says. It
// writes no file and asks no database; see packages sheet and store.
package roster

import (
	"iter"
	"slices"
	"strings"
	"time"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/sheet"
)

// Roster is an event's list of participants in one language.
type Roster struct {
	Event *event.Event // with its organisation
	Words *i18n.Printer
	// Registrations are all there are, withdrawn ones too, in the order they
	// came: the place in the waiting list is counted on the way.
	Registrations iter.Seq2[event.Registration, error]
	Taken         time.Time // when the list was taken
	// Chosen are the columns by name, in their order. Without any, the list has
	// those of a whole list.
	Chosen []string
	// Sensitive are the sensitive questions, by id, whose answers are wanted. The
	// registrations must bring them. Nobody gets them without asking.
	Sensitive []string
	Filter    string // what was asked for, in words; empty for a whole list
	By        string // who took it, empty for the program itself

	counts map[event.Standing]int // of the rows that were written, as lists tell standings
}

// column is a heading and what stands below it.
type column struct {
	name    string
	key     string // of the heading
	kind    sheet.Kind
	cell    func(*Roster, *entry) any
	heading string // where there is no key: the words of a question
}

// entry is a registration and its place in the waiting list, 0 for one that
// does not wait.
type entry struct {
	event.Registration
	number int
}

// columns are those of a whole list.
var columns = []column{
	{"reference", "export.reference", sheet.Text, func(_ *Roster, e *entry) any { return e.Reference }, ""},
	{"standing", "export.standing", sheet.Text, func(r *Roster, e *entry) any { return r.stands(&e.Registration) }, ""},
	{"number", "export.number", sheet.Number, func(_ *Roster, e *entry) any { return e.place() }, ""},
	{"name", "export.name", sheet.Text, func(_ *Roster, e *entry) any { return e.Name }, ""},
	{"email", "export.email", sheet.Text, func(_ *Roster, e *entry) any { return e.Email }, ""},
	{"organisation", "export.organisation", sheet.Text, func(_ *Roster, e *entry) any { return e.Organisation }, ""},
	{"role", "export.role", sheet.Text, func(_ *Roster, e *entry) any { return e.Role }, ""},
	{"municipality", "export.municipality", sheet.Text, func(_ *Roster, e *entry) any { return e.Municipality }, ""},
	{"comment", "export.comment", sheet.Text, func(_ *Roster, e *entry) any { return e.Comment }, ""},
	{"language", "export.language", sheet.Text, func(r *Roster, e *entry) any { return r.language(e.Language) }, ""},
	{"registered", "export.registered_at", sheet.Time, func(r *Roster, e *entry) any { return r.local(&e.CreatedAt) }, ""},
	{"cancelled", "export.cancelled_at", sheet.Time, func(r *Roster, e *entry) any { return r.local(e.CancelledAt) }, ""},
}

// more are columns that only those who ask for them get.
var more = []column{
	{"arrived", "export.arrived_at", sheet.Time, func(r *Roster, e *entry) any { return r.local(e.ArrivedAt) }, ""},
	{"case_number", "export.case_number", sheet.Text, func(r *Roster, _ *entry) any { return r.Event.CaseNumber }, ""},
}

// columns are those that the list has.
func (r *Roster) columns() []column {
	if len(r.Chosen) == 0 {
		return slices.Concat(columns, r.gates(), r.answers(), r.choices(), r.sensitive())
	}
	var chosen []column
	for _, name := range r.Chosen {
		for _, c := range slices.Concat(columns, more, r.gates(), r.answers(), r.choices()) {
			if c.name == name {
				chosen = append(chosen, c)
			}
		}
	}
	return append(chosen, r.sensitive()...)
}

// Table is the list itself.
func (r *Roster) Table() sheet.Table {
	t := sheet.Table{Name: r.Words.T("export.sheet"), Rows: r.rows}
	for _, c := range r.columns() {
		heading := c.heading
		if c.key != "" {
			heading = r.Words.T(c.key)
		}
		t.Columns = append(t.Columns, sheet.Column{Heading: heading, Kind: c.kind})
	}
	return t
}

func (r *Roster) rows(yield func([]any, error) bool) {
	r.counts = map[event.Standing]int{}
	columns := r.columns()
	row := make([]any, len(columns))
	for reg, err := range r.Registrations {
		if err != nil {
			yield(nil, err)
			return
		}
		r.counts[reg.Listed()]++
		e := &entry{Registration: reg}
		if reg.Standing == event.Waiting {
			e.number = r.counts[event.Waiting]
		}
		for i, c := range columns {
			row[i] = c.cell(r, e)
		}
		if !yield(row, nil) {
			return
		}
	}
}

// Cover is the first sheet of a workbook.
func (r *Roster) Cover() sheet.Cover {
	return sheet.Cover{
		Name: r.Words.T("export.cover"), Title: r.Event.Title, Taken: r.Taken,
		Facts: func(rows int) []sheet.Fact { return r.facts(rows) },
	}
}

func (r *Roster) facts(rows int) []sheet.Fact {
	ev, taken := r.Event, r.Taken
	facts := []sheet.Fact{
		{Label: r.Words.T("export.event_time"), Value: r.when()},
		{Label: r.Words.T("export.organiser"), Value: ev.Organisation.Name},
	}
	if ev.CaseNumber != "" {
		facts = append(facts, sheet.Fact{Label: r.Words.T("export.case_number"), Value: ev.CaseNumber})
	}
	if names := r.SensitiveNames(); names != "" {
		facts = append(facts, sheet.Fact{Label: r.Words.T("export.sensitive"), Value: names})
	}
	if r.Filter != "" {
		facts = append(facts, sheet.Fact{Label: r.Words.T("export.filter"), Value: r.Filter})
	}
	if r.By != "" {
		facts = append(facts, sheet.Fact{Label: r.Words.T("export.by"), Value: r.By})
	}
	facts = append(facts,
		sheet.Fact{Label: r.Words.T("export.taken_at"), Kind: sheet.Time, Value: r.local(&taken)},
		sheet.Fact{Label: r.Words.T("export.count_confirmed"), Kind: sheet.Number, Value: r.counts[event.Confirmed]},
		sheet.Fact{Label: r.Words.T("export.count_waiting"), Kind: sheet.Number, Value: r.counts[event.Waiting]},
	)
	if n := r.counts[event.Applied]; n > 0 || ev.NeedsApproval {
		facts = append(facts, sheet.Fact{Label: r.Words.T("export.count_applied"), Kind: sheet.Number, Value: n})
	}
	facts = append(facts, sheet.Fact{Label: r.Words.T("export.count_withdrawn"), Kind: sheet.Number, Value: r.counts[event.Withdrawn]})
	if n := r.counts[event.Declined]; n > 0 || ev.NeedsApproval {
		facts = append(facts, sheet.Fact{Label: r.Words.T("export.count_declined"), Kind: sheet.Number, Value: n})
	}
	return append(facts,
		sheet.Fact{Label: r.Words.T("export.rows"), Kind: sheet.Number, Value: rows},
		sheet.Fact{Label: r.Words.T("export.erase_by"), Kind: sheet.Date, Value: ev.EraseBy()},
	)
}

// when is the day of the event, and the clock where it is known.
func (r *Roster) when() string {
	start, end := r.Event.Start(), r.Event.End()
	switch {
	case !r.Event.HasTimes():
		return searchable(r.Words.DateRange(start, end)) + ", " + r.Event.TimeText
	case i18n.SameDay(start, end):
		return searchable(r.Words.Date(start) + " " + r.Words.ClockRange(start, end))
	}
	return searchable(r.Words.DateRange(start, end))
}

// searchable is a text as it is typed: a spreadsheet finds no space in which a line
// must not end.
func searchable(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

func (r *Roster) standing(s event.Standing) string {
	switch s {
	case event.Confirmed:
		return r.Words.T("export.standing_confirmed")
	case event.Waiting:
		return r.Words.T("export.standing_waiting")
	case event.Applied:
		return r.Words.T("export.standing_applied")
	case event.Declined:
		return r.Words.T("export.standing_declined")
	}
	return r.Words.T("export.standing_withdrawn")
}

// stands is what a registration gives right to, and what is missing or on offer.
func (r *Roster) stands(reg *event.Registration) string {
	words := r.standing(reg.Listed())
	if reg.OfferUntil != nil && reg.Standing == event.Waiting {
		words = r.Words.T("export.standing_offered", "When", searchable(r.Words.DayMoment(reg.OfferUntil.In(r.Event.Location()))))
	}
	if reg.VerifyBy != nil && reg.IsLive() {
		words = r.Words.T("export.unverified", "Standing", words)
	}
	return words
}

func (r *Roster) language(lang string) string {
	switch i18n.Lang(lang) {
	case i18n.Swedish:
		return r.Words.T("export.language_sv")
	case i18n.English:
		return r.Words.T("export.language_en")
	}
	return lang
}

// local is a time on the event's clock, or an empty cell.
func (r *Roster) local(t *time.Time) any {
	if t == nil {
		return nil
	}
	return t.In(r.Event.Location())
}

// place is the place in the waiting list, or an empty cell.
func (e *entry) place() any {
	if e.number == 0 {
		return nil
	}
	return e.number
}
