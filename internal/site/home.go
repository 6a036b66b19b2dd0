package site

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"html/template"

	"samling/internal/design"
	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/store"
	"samling/internal/web"
)

// homePage lists events.
type homePage struct {
	web.Page
	Find       event.Search
	Past       bool // the list of past events instead of the coming
	Months     []month
	PastEvents []row
	MorePast   int // how many more there are than shown
	Found      int
	Organisers []event.Organisation
	Chips      []chip
}

// month is the events that begin in one month.
type month struct {
	ID, Name, Year string
	Rows           []row
}

// row is an event in a list.
type row struct {
	store.Listed
	State   event.State
	When    i18n.When
	Leaf    leaf
	Percent int
	Place   string
	LastDay string
	Brand   string
	Lang    template.HTMLAttr
}

// leaf is the page of a calendar beside a row.
type leaf struct{ Top, Day, End string }

// chip is a filter that can be taken away.
type chip struct{ Text, Href string }

// shownPast is how many past events the start page lists under the coming.
const shownPast = 4

// home answers GET /: what is to come, and what has been.
func (s *server) home(c echo.Context) error {
	ctx, now := c.Request().Context(), s.now()
	page := homePage{Page: s.Page(c), Find: readSearch(c), Past: c.QueryParam("when") == "past"}
	page.Nav, page.Title, page.Description = "events", page.T("home.title"), page.T("home.lead")
	page.Canonical = page.Absolute("/")
	coming, err := s.store.ComingEvents(ctx, now)
	if err != nil {
		return err
	}
	past, err := s.past(ctx, &page)
	if err != nil {
		return err
	}
	page.Organisers = organisers(page.Lang(), append(slices.Clone(coming), past...))
	coming, past = matching(coming, page.Find), matching(past, page.Find)
	if page.Past {
		page.Title = page.T("home.past")
		coming, page.Found = nil, len(past)
	} else {
		page.Found = len(coming)
		if len(past) > shownPast {
			page.MorePast, past = len(past)-shownPast, past[:shownPast]
		}
	}
	page.Months = s.months(&page.Page, coming)
	page.PastEvents = s.rows(&page.Page, past)
	page.Chips = page.chips()
	return s.Render(c, http.StatusOK, "site/home", page)
}

// past lists the past events that the page may show: all of them where they are
// looked through, else the latest.
func (s *server) past(ctx context.Context, page *homePage) ([]store.Listed, error) {
	if page.Past || !page.Find.IsZero() {
		return s.store.PastEvents(ctx, s.now())
	}
	latest, all, err := s.store.LatestPastEvents(ctx, shownPast, s.now())
	page.MorePast = all - len(latest)
	return latest, err
}

// readSearch reads the filters of the address.
func readSearch(c echo.Context) event.Search {
	return event.Search{
		Words: strings.TrimSpace(c.QueryParam("q")), Attendance: event.Attendance(c.QueryParam("form")),
		Organisation: c.QueryParam("org"), Cost: c.QueryParam("cost"),
	}
}

func matching(list []store.Listed, find event.Search) []store.Listed {
	var out []store.Listed
	for _, l := range list {
		if find.Matches(&l.Event) {
			out = append(out, l)
		}
	}
	return out
}

// months gathers rows under the month they begin in.
func (s *server) months(p *web.Page, list []store.Listed) []month {
	var out []month
	for i, r := range s.rows(p, list) {
		start := list[i].Event.Start()
		id := start.Format("m-2006-01")
		if len(out) == 0 || out[len(out)-1].ID != id {
			out = append(out, month{ID: id, Name: p.Month(start), Year: start.Format("2006")})
		}
		last := &out[len(out)-1]
		last.Rows = append(last.Rows, r)
	}
	return out
}

// rows prepares events for a list, and names the brands they need.
func (s *server) rows(p *web.Page, list []store.Listed) []row {
	out := make([]row, len(list))
	for i, l := range list {
		ev := &list[i].Event
		start := ev.Start()
		brand := s.brands.of(&ev.Organisation)
		out[i] = row{
			Listed: l, State: ev.State(l.Places, s.now()), When: p.EventWhen(ev),
			Leaf:    leaf{p.WeekdayShort(start), p.Day(start), p.MonthShort(start)},
			Percent: percent(ev, l.Places), Place: shortPlace(p.Printer, ev), LastDay: p.DayMonth(ev.LastMoment()), Brand: brand.Name,
		}
		if ev.Language != string(p.Lang()) {
			out[i].Lang = template.HTMLAttr(` lang="` + template.HTMLEscapeString(ev.Language) + `"`)
		}
		if brand.Href != "" && !slices.Contains(p.Brands, brand) {
			p.Brands = append(p.Brands, brand)
		}
	}
	return out
}

// organisers are those who have public events, by name.
func organisers(lang i18n.Lang, list []store.Listed) []event.Organisation {
	var out []event.Organisation
	seen := map[uint]bool{}
	for _, l := range list {
		if o := l.Event.Organisation; !seen[o.ID] {
			seen[o.ID] = true
			out = append(out, o)
		}
	}
	i18n.Sort(lang, out, func(o event.Organisation) string { return o.Name })
	return out
}

// With is the address of the list with one filter set to a value; an empty
// value takes it away.
func (p homePage) With(name, value string) string {
	q := url.Values{}
	for key, v := range map[string]string{
		"q": p.Find.Words, "form": string(p.Find.Attendance), "org": p.Find.Organisation, "cost": p.Find.Cost,
	} {
		if v != "" {
			q.Set(key, v)
		}
	}
	if p.Past {
		q.Set("when", "past")
	}
	q.Del(name)
	if value != "" {
		q.Set(name, value)
	}
	if len(q) == 0 {
		return p.URL("/")
	}
	return p.URL("/") + "?" + q.Encode()
}

// chips are the filters that are set.
func (p homePage) chips() []chip {
	var out []chip
	if p.Find.Words != "" {
		out = append(out, chip{p.Find.Words, p.With("q", "")})
	}
	for _, o := range p.Organisers {
		if o.Slug == p.Find.Organisation {
			out = append(out, chip{o.Name, p.With("org", "")})
		}
	}
	if p.Find.Cost == event.CostFree || p.Find.Cost == event.CostFee {
		out = append(out, chip{p.T("home.cost_" + p.Find.Cost), p.With("cost", "")})
	}
	return out
}

// Horizon is the landscape of the start page.
func (p homePage) Horizon() template.HTML { return design.Horizon("samling", design.Wide) }

// EmptyHorizon stands where nothing was found.
func (p homePage) EmptyHorizon() template.HTML { return design.Horizon("nothing", design.Small) }
