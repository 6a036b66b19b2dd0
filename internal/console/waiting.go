package console

import (
	"strings"

	"samling/internal/ask"
	"samling/internal/event"
	"samling/internal/store"
)

// mostWaiting is how many who wait the page shows; the list of participants has
// all.
const mostWaiting = 200

// mostAbove is how many names are told of those above a limit.
const mostAbove = 10

// waitingPage is the waiting list as organisers need it: in order, with the
// reason why each stays where they are.
type waitingPage struct {
	Page
	Rows    []waitingRow
	Offered []event.Registration
	Above   []aboveLine
	Queue   int // how many wait, shown or not
	Moves   bool
}

// waitingRow is somebody who waits.
type waitingRow struct {
	event.Registration
	Number int // as they see it
	For    string
	Why    string
}

// aboveLine is a limit that more people have a place in than it has.
type aboveLine struct {
	Text string
	Last string // who got a place last
}

// waitingList answers GET /console/o/:org/e/:event/participants/waiting.
func (s *server) waitingList(v *visit) error {
	p := waitingPage{Moves: s.now().Before(v.Event.ListStopsAt())}
	var err error
	if p.Page, err = s.eventPage(v, "waiting.title", "participants"); err != nil {
		return err
	}
	p.Crumbs = append(p.participantCrumbs(), Crumb{Name: p.T("waiting.title")})
	queue, err := s.store.Queue(v.ctx(), v.Event.ID)
	if err != nil {
		return err
	}
	waiting := store.ParticipantQuery{Standing: event.Waiting}
	regs, n, err := s.store.FindParticipants(v.ctx(), v.Event.ID, waiting, 0, mostWaiting)
	if err != nil {
		return err
	}
	p.Queue = n - p.Places.Offered
	p.rows(regs, v.Event.Holds(p.Places, queue, s.now()))
	if p.Offered, _, err = s.store.FindParticipants(v.ctx(), v.Event.ID, store.ParticipantQuery{Unanswered: store.Offered}, 0, mostWaiting); err != nil {
		return err
	}
	if err := s.above(v, &p); err != nil {
		return err
	}
	if n > 0 || len(p.Above) > 0 {
		if err := s.sawParticipants(v, v.Event.ID); err != nil {
			return err
		}
	}
	return s.render(v, "waiting", p)
}

// rows are those who wait and have no offer.
func (p *waitingPage) rows(regs []event.Registration, stays map[uint]event.Stay) {
	var ahead event.Tally
	for _, r := range regs {
		if r.OfferUntil != nil {
			continue
		}
		row := waitingRow{Registration: r, Number: p.Event.Ahead(ahead, r.Share()) + 1, For: p.waitsFor(&r)}
		ahead.Add(r.Share(), event.Places{Waiting: 1})
		stay, stays := stays[r.ID]
		switch {
		case r.VerifyBy != nil:
			stay = event.Stay{Hold: event.HeldAddress}
		case !stays:
			stay = event.Stay{Hold: "none"}
		}
		row.Why = p.T("waiting.hold_"+strings.ReplaceAll(string(stay.Hold), "-", "_"), "Limit", p.limitName(stay.Limit))
		p.Rows = append(p.Rows, row)
	}
}

// waitsFor says what somebody wants.
func (p waitingPage) waitsFor(r *event.Registration) string {
	var parts []string
	if p.Event.Attendance == event.Both && r.Attendance != "" {
		parts = append(parts, ask.Attendance(p.Printer, r.Attendance))
	}
	if r.Category != "" {
		parts = append(parts, p.CategoryName(r.Category))
	}
	if len(parts) == 0 {
		parts = []string{p.T("waiting.any_place")}
	}
	if r.Together {
		parts = append(parts, p.T("waiting.with_group"))
	}
	return strings.Join(parts, ", ")
}

// limitName says whose places a limit counts.
func (p Page) limitName(l event.Limit) string {
	switch {
	case l.Category != "":
		return p.CategoryName(l.Category)
	case l.Attendance != "":
		return ask.Attendance(p.Printer, l.Attendance)
	}
	return p.T("waiting.limit_all")
}

// above finds the limits that are exceeded, and who came last.
func (s *server) above(v *visit, p *waitingPage) error {
	for _, a := range v.Event.Above(p.Places) {
		last, err := s.store.LastPlaces(v.ctx(), v.Event.ID, a.Limit.Share, min(a.By, mostAbove))
		if err != nil {
			return err
		}
		var names []string
		for _, r := range last {
			names = append(names, r.Name)
		}
		p.Above = append(p.Above, aboveLine{
			p.T("waiting.above", "Of", p.limitName(a.Limit), "Count", a.By, "Capacity", a.Limit.Capacity),
			p.T("waiting.above_last", "Names", strings.Join(names, ", ")),
		})
	}
	return nil
}

// Say says how the list moves, or since when it does not.
func (p waitingPage) Say() []string {
	when := p.Until(p.Event.ListStopsAt())
	if !p.Moves {
		return []string{p.T("waiting.stopped", "When", when)}
	}
	say := []string{p.T("waiting.moves")}
	if p.Event.OfferHours > 0 {
		say = []string{p.T("waiting.offers", "Hours", p.Event.OfferHours)}
	}
	return append(say, p.T("waiting.stops", "When", when))
}

// More is how many are shown if more wait, else 0.
func (p waitingPage) More() int {
	if p.Queue > len(p.Rows) {
		return len(p.Rows)
	}
	return 0
}

// Deeds are what can be done with those who wait.
func (p waitingPage) Deeds() []event.DeedKind {
	if p.Event.OfferHours > 0 {
		return []event.DeedKind{event.DeedPromote, event.DeedOffer, event.DeedCancel}
	}
	return []event.DeedKind{event.DeedPromote, event.DeedCancel}
}

// Sessions are the sessions that somebody waits for.
func (p waitingPage) Sessions() []Link {
	var all []Link
	for _, g := range p.Event.Choices {
		for _, c := range g.Sessions {
			if n := p.Places.Sessions[c.Key].Waiting; n > 0 {
				all = append(all, Link{Name: p.T("waiting.session", "Title", c.Title, "Count", n), Href: p.EventURL("/sessions/" + c.Key)})
			}
		}
	}
	return all
}
