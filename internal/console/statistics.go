package console

import (
	"slices"
	"strings"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/store"
)

// statisticsPage shows the figures of an event. It names nobody.
type statisticsPage struct {
	Page
	Stats         store.Statistics
	Figures       []statFigure
	Chart         chart
	Weeks         []event.CourseDay
	Sendings      []sendingLine
	Municipality  bars
	Organisations bars
	Roles         bars
	Stack         []stackPart
	Sets          []setOption
	Set           event.MunicipalitySet
	Missing       []event.Municipality
	Attendance    bars
	Categories    bars
	Answers       []answerTotals
}

// statFigure is a number and what it counts.
type statFigure struct{ Value, Label string }

// sendingLine is a mail to all, with its number in the chart.
type sendingLine struct {
	Number int
	Text   string
}

// setOption is a set of municipalities that can be chosen.
type setOption struct {
	Key, Name string
	Chosen    bool
}

// noSet is asked for by those who want no municipalities compared.
const noSet = "none"

// statistics answers GET /console/o/:org/e/:event/statistics.
func (s *server) statistics(v *visit) error {
	p, err := s.statisticsPage(v)
	if err != nil {
		return err
	}
	return s.render(v, "statistics", &p)
}

// statisticsPage counts everything the page and the export show.
func (s *server) statisticsPage(v *visit) (statisticsPage, error) {
	base, err := s.eventPage(v, "statistics.title", "statistics")
	if err != nil {
		return statisticsPage{}, err
	}
	base.Title += " – " + v.Event.Title
	p := statisticsPage{Page: base}
	if p.Stats, err = s.store.Statistics(v.ctx(), v.Event.ID); err != nil {
		return p, err
	}
	course := v.Event.Course(p.Stats.Gained, p.Stats.Lost, s.now())
	p.Weeks = event.Weeks(course)
	marks := p.Stats.Sendings[max(0, len(p.Stats.Sendings)-mostMarks):]
	p.Chart = newChart(p.Printer, v.Event, course, marks)
	for i, m := range marks {
		day := p.DayMonth(m.At.In(v.Event.Location()))
		p.Sendings = append(p.Sendings, sendingLine{i + 1, p.T("statistics.sent_"+sentKey(m.Kind), "Day", day, "Count", m.N)})
	}
	p.compare(v.QueryParam("set"))
	p.Organisations = newBars(p.Page, p.Stats.Organisations, mostBars)
	p.Roles = newBars(p.Page, p.Stats.Roles, mostBars)
	p.Stack = newStack(p.Page, p.Stats.Roles)
	p.answerTotals()
	p.figures()
	return p, nil
}

// sentKey is a kind of mail as keys have it.
func sentKey(k event.MessageKind) string {
	if k == event.MailEventCancelled {
		return "cancelled"
	}
	return "changed"
}

// compare finds the municipalities that nobody comes from, of the set that was
// asked for or the one that fits.
func (p *statisticsPage) compare(asked string) {
	counts := map[string]int{}
	var shares []store.Share
	for _, share := range p.Stats.Municipality {
		if m, ok := event.MunicipalityNamed(share.Name); ok {
			share.Name = m.Name
		}
		if i := slices.IndexFunc(shares, func(have store.Share) bool { return have.Name == share.Name }); i >= 0 {
			shares[i].N += share.N
		} else {
			shares = append(shares, share)
		}
		if share.Name != "" {
			counts[share.Name] += share.N
		}
	}
	slices.SortStableFunc(shares, func(a, b store.Share) int { return b.N - a.N })
	p.Stats.Municipality = shares
	p.Municipality = newBars(p.Page, shares, 2*mostBars)
	sets := event.MunicipalitySets()
	p.Set, _ = event.LikelySet(sets, counts)
	for _, set := range sets {
		if set.Key == asked {
			p.Set = set
		}
	}
	if asked == noSet {
		p.Set = event.MunicipalitySet{}
	}
	for _, set := range sets {
		p.Sets = append(p.Sets, setOption{set.Key, p.setName(set), set.Key == p.Set.Key})
	}
	p.Missing = p.Set.Missing(counts)
	i18n.Sort(p.Lang(), p.Missing, func(m event.Municipality) string { return m.Name })
}

// setName is the name of a set of municipalities.
func (p *statisticsPage) setName(set event.MunicipalitySet) string {
	if set.County == "" {
		return p.T("statistics.set_gr")
	}
	return p.T("statistics.set_county", "Name", set.County)
}

// MissingText names the municipalities that nobody comes from.
func (p *statisticsPage) MissingText() string {
	names := make([]string, len(p.Missing))
	for i, m := range p.Missing {
		names[i] = m.Name
	}
	return p.T("statistics.missing", "Names", strings.Join(names, ", "))
}

// Reached is how many municipalities of the set somebody comes from.
func (p *statisticsPage) Reached() int { return len(p.Set.Municipalities) - len(p.Missing) }

// figures are the numbers at the top.
func (p *statisticsPage) figures() {
	n := p.Stats.Standings
	add := func(value int, label string) { p.Figures = append(p.Figures, statFigure{p.Number(value), label}) }
	if p.Event.PlacesInAll() > 0 {
		add(n[event.Confirmed], p.T("statistics.registered_of", "Count", n[event.Confirmed], "Of", p.Event.PlacesInAll()))
	} else {
		add(n[event.Confirmed], p.T("statistics.registered", "Count", n[event.Confirmed]))
	}
	if n[event.Waiting] > 0 {
		add(n[event.Waiting], p.T("statistics.waiting", "Count", n[event.Waiting]))
	}
	if n[event.Applied] > 0 {
		add(n[event.Applied], p.T("statistics.applied", "Count", n[event.Applied]))
	}
	named := len(slices.DeleteFunc(slices.Clone(p.Stats.Organisations), func(s store.Share) bool { return s.Name == "" }))
	add(named, p.T("statistics.organisations", "Count", named))
	if of := len(p.Set.Municipalities); of > 0 {
		add(p.Reached(), p.T("statistics.reached", "Of", of))
	}
	if n[event.Declined] > 0 {
		add(n[event.Declined], p.T("statistics.declined", "Count", n[event.Declined]))
	}
	add(n[event.Withdrawn], p.T("statistics.withdrawn", "Count", n[event.Withdrawn], "Share", p.shareText(n[event.Withdrawn], n.All())))
	if p.Stats.Late > 0 {
		add(p.Stats.Late, p.T("statistics.late", "Count", p.Stats.Late, "Share", p.shareText(p.Stats.Late, n[event.Confirmed])))
	}
	add(p.Stats.Bounced, p.T("statistics.bounced", "Count", p.Stats.Bounced))
}

// shareText is a share as people write it.
func (p Page) shareText(n, of int) string {
	return p.T("statistics.percent", "Number", (100*n+of/2)/max(1, of))
}

// WeekName is what a week is called: "v. 3, från 15 januari".
func (p *statisticsPage) WeekName(w event.CourseDay) string {
	_, week := w.Day.ISOWeek()
	return p.T("statistics.week", "Number", week, "Day", p.Date(w.Day))
}

// ExportURL is where the figures are fetched as a file.
func (p *statisticsPage) ExportURL(format string) string {
	set := p.Set.Key
	if set == "" {
		set = noSet
	}
	return p.EventURL("/statistics/export?format=" + format + "&set=" + set)
}
