package console

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"samling/internal/event"
)

// eventsPage lists the events of an organisation.
type eventsPage struct {
	Page
	Words     string
	Shelves   []shelfLink
	Rows      []eventRow
	Found     int
	Leaf      int // of the page, from 1
	Last      int
	Older     string // address of the page before, and of the next
	Newer     string
	IsNew     bool
	MayCreate bool
}

// shelfLink leads to one of the lists.
type shelfLink struct {
	Link
	Count int
}

// eventsOnPage is how many events stand on one page.
const eventsOnPage = 25

// events answers GET /console/o/:org/events.
func (s *server) events(v *visit) error {
	all, err := s.store.BriefEvents(v.ctx(), v.Organisation.ID, v.scope()...)
	if err != nil {
		return err
	}
	p := eventsPage{Page: s.page(v, "console.events"), Words: strings.TrimSpace(v.QueryParam("q")), IsNew: len(all) == 0}
	p.Rail, p.MayCreate = "events", v.may(organiser)
	shelf := event.OnComing
	if asked := event.Shelf(v.QueryParam("show")); slices.Contains(event.Shelves, asked) {
		shelf = asked
	}
	found := map[event.Shelf][]*event.Event{}
	for i := range all {
		if e := &all[i]; (event.Search{Words: p.Words}).Matches(e) {
			found[e.Shelf(s.now())] = append(found[e.Shelf(s.now())], e)
		}
	}
	for _, sh := range event.Shelves {
		link := Link{Name: p.T("events.shelf_" + string(sh)), Href: p.address(sh, 1), Current: sh == shelf}
		p.Shelves = append(p.Shelves, shelfLink{link, len(found[sh])})
	}
	list := found[shelf]
	if shelf.LatestFirst() {
		slices.Reverse(list)
	}
	p.turn(list, shelf, v.QueryParam("page"))
	list = list[min(len(list), (p.Leaf-1)*eventsOnPage):min(len(list), p.Leaf*eventsOnPage)]
	return s.renderEvents(v, p, list)
}

// turn opens a page of the list.
func (p *eventsPage) turn(list []*event.Event, shelf event.Shelf, asked string) {
	p.Found, p.Last = len(list), max(1, (len(list)+eventsOnPage-1)/eventsOnPage)
	number, _ := strconv.Atoi(asked)
	p.Leaf = min(max(number, 1), p.Last)
	if p.Leaf > 1 {
		p.Older = p.address(shelf, p.Leaf-1)
	}
	if p.Leaf < p.Last {
		p.Newer = p.address(shelf, p.Leaf+1)
	}
}

// renderEvents fills the rows that are shown.
func (s *server) renderEvents(v *visit, p eventsPage, list []*event.Event) error {
	ids := make([]uint, len(list))
	for i, e := range list {
		ids[i] = e.ID
	}
	places, err := s.store.Places(v.ctx(), ids...)
	if err != nil {
		return err
	}
	for _, e := range list {
		row := s.eventRow(v, p.Page, e, places[e.ID])
		row.ShowLinks = true
		p.Rows = append(p.Rows, row)
	}
	return s.render(v, "events", p)
}

// address is that of a page of a list, with the words that are looked for.
func (p *eventsPage) address(shelf event.Shelf, number int) string {
	q := url.Values{}
	if shelf != event.OnComing {
		q.Set("show", string(shelf))
	}
	if p.Words != "" {
		q.Set("q", p.Words)
	}
	if number > 1 {
		q.Set("page", strconv.Itoa(number))
	}
	if len(q) == 0 {
		return p.OrgURL("/events")
	}
	return p.OrgURL("/events?" + q.Encode())
}

// ShelfName is what the open list is called.
func (p eventsPage) ShelfName() string { return p.T("events.shelf_" + string(p.Show())) }

// Show is the list that is open, for the search form.
func (p eventsPage) Show() event.Shelf {
	for i, l := range p.Shelves {
		if l.Current {
			return event.Shelves[i]
		}
	}
	return event.OnComing
}
