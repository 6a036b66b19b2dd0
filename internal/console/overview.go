package console

import (
	"cmp"
	"context"
	"strings"
	"time"
	"unicode"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/store"
)

// overviewPage is what an organiser sees first.
type overviewPage struct {
	Page
	Greeting  string
	Say       []piece
	Tasks     []taskLine
	Feed      []feedLine
	Rows      []eventRow
	Past      int
	More      int  // events that the page has no room for
	IsNew     bool // there is no event yet
	MayCreate bool
	ShowTasks bool
	ShowFeed  bool
}

// How much the page shows before it refers to another.
const (
	mostEvents = 20
	mostFeed   = 4
	feedDays   = 7
)

// taskLine is something to do.
type taskLine struct {
	Colour, Icon string
	Text         []piece
	Href, Do     string
}

// feedLine is something that happened.
type feedLine struct {
	Name    string
	Text    []piece
	When    string
	Machine string
}

// overview answers GET /console/o/:org.
func (s *server) overview(v *visit) error {
	now := s.now()
	o, err := s.store.Overview(v.ctx(), v.Organisation.ID, now, v.scope()...)
	if err != nil {
		return err
	}
	p := overviewPage{Page: s.page(v, "console.overview"), Past: o.Past, IsNew: o.All == 0}
	p.Rail, p.MayCreate = "overview", v.may(organiser)
	p.Greeting = greeting(p.Page, now.In(zoneOf(o.Facts)))
	p.Say = overviewSay(p.Page, o, now)
	p.Tasks, p.ShowTasks = s.taskLines(v, p.Page, o.Facts, now)
	p.Rows = s.overviewRows(v, p.Page, o, now)
	if len(p.Rows) > mostEvents {
		p.Rows, p.More = p.Rows[:mostEvents], len(p.Rows)
	}
	if p.Feed, p.ShowFeed, err = s.feed(v.ctx(), v, p.Page, o.Facts, now); err != nil {
		return err
	}
	return s.render(v, "overview", p)
}

// zoneOf is where the organisation's clocks stand: at its next event.
func zoneOf(facts []event.Facts) *time.Location {
	e := event.Event{Zone: "Europe/Stockholm"}
	if len(facts) > 0 {
		e = *facts[0].Event
	}
	return e.Location()
}

// greeting goes by the time of day.
func greeting(p Page, now time.Time) string {
	first, _, _ := strings.Cut(p.Me.Name, " ")
	switch hour := now.Hour(); {
	case hour >= 5 && hour < 10:
		return p.T("overview.morning", "Name", first)
	case hour >= 10 && hour < 18:
		return p.T("overview.day", "Name", first)
	case hour >= 18 && hour < 23:
		return p.T("overview.evening", "Name", first)
	}
	return p.T("overview.night", "Name", first)
}

// overviewSay is the sentence with the figures.
func overviewSay(p Page, o store.Overview, now time.Time) []piece {
	open, people, recent := 0, 0, 0
	for _, f := range o.Facts {
		if f.Event.Shelf(now) != event.OnComing {
			continue
		}
		if f.Event.State(f.Tally, now).TakesSignups() {
			open++
		}
		people += f.Tally.Confirmed
		for _, t := range o.Tallies {
			if t.EventID == f.Event.ID {
				recent += event.SinceYesterday([]event.DayCount{t})
			}
		}
	}
	text := p.T("overview.say_none")
	if open > 0 {
		text = p.T("overview.say_open", "Count", open, "Events", stressed(p.T("overview.events", "Count", open)))
	}
	persons := stressed(p.T("overview.people", "Count", people))
	switch {
	case recent > 0:
		text += " " + p.T("overview.say_recent", "Count", people, "People", persons, "Recent", stressed(p.Number(recent)))
	case people > 0:
		text += " " + p.T("overview.say_people", "Count", people, "People", persons)
	}
	return pieces(text)
}

// overviewRows are what is still to come, and drafts whose day is over last.
func (s *server) overviewRows(v *visit, p Page, o store.Overview, now time.Time) []eventRow {
	var rows, stale []eventRow
	for _, f := range o.Facts {
		over := !now.Before(f.Event.EndsAt)
		if over && f.Event.Status != event.Draft || f.Event.ArchivedAt != nil {
			continue
		}
		row := s.eventRow(v, p, f.Event, f.Tally)
		row.Trend = event.NewTrend(f.Event.ID, o.Tallies)
		if over {
			stale = append(stale, row)
			continue
		}
		rows = append(rows, row)
	}
	return append(rows, stale...)
}

// feed lists what happened lately, where the visitor may know who it was.
func (s *server) feed(ctx context.Context, v *visit, p Page, facts []event.Facts, now time.Time) ([]feedLine, bool, error) {
	events := map[uint]*event.Event{}
	var ids []uint
	for _, f := range facts {
		if v.Roles.At(f.Event.ID).Covers(reader) {
			events[f.Event.ID], ids = f.Event, append(ids, f.Event.ID)
		}
	}
	if len(ids) == 0 {
		return nil, false, nil
	}
	all, err := s.store.Latest(ctx, v.Organisation.ID, ids, v.User.ID, now.AddDate(0, 0, -feedDays), mostFeed)
	if err != nil {
		return nil, false, err
	}
	var lines []feedLine
	for _, h := range all {
		what := ""
		if h.Kind != store.Worked {
			if err := s.sawParticipants(v, h.EventID); err != nil {
				return nil, false, err
			}
		} else {
			verb := "audit." + strings.ReplaceAll(string(h.Verb), ".", "_")
			if !p.Has(verb) {
				continue
			}
			what = p.T(verb)
		}
		e := events[h.EventID]
		at := h.At.In(e.Location())
		text := p.T("overview.latest_"+string(h.Kind), "Who", stressed(h.Name), "Title", e.Title, "What", what)
		lines = append(lines, feedLine{h.Name, pieces(text), p.sinceWhen(at, now), at.Format(time.RFC3339)})
	}
	return lines, true, nil
}

// sinceWhen is a time of the latest days: "08.12", "i går 08.12", "12 januari 08.12".
func (p Page) sinceWhen(at, now time.Time) string {
	switch days := i18n.DaysUntil(now, at, at.Location()); days {
	case 0:
		return p.ClockShort(at)
	case -1:
		return p.Sentence(p.InDays(days)) + " " + p.ClockShort(at)
	}
	return p.DayMonth(at) + " " + p.ClockShort(at)
}

// Initials stand where a person has no photo.
func (l feedLine) Initials() string {
	var out []rune
	for _, word := range strings.Fields(l.Name) {
		if r := []rune(word)[0]; unicode.IsLetter(r) {
			out = append(out, unicode.ToUpper(r))
		}
	}
	if len(out) > 2 {
		out = []rune{out[0], out[len(out)-1]}
	}
	return cmp.Or(string(out), "–")
}
