package console

import (
	"errors"
	"net/url"

	"samling/internal/event"
	"samling/internal/store"
)

// How many names the door shows: all of them while there are few, else the first
// that a search finds.
const (
	doorMost  = 200
	doorFound = 50
)

// doorPage is what whoever stands at the door holds in their hand.
type doorPage struct {
	Page
	Search   string
	People   []store.Arrival
	IsListed bool // false: too many to list, search first
	HasMore  bool
	Arrived  int
	Last     *store.Arrival // who was just checked in, or out
	IsAgain  bool           // had been so before
	Now      string
}

// ChecksIn reports whether there are buttons.
func (p doorPage) ChecksIn() bool { return p.Role.ChecksIn() && p.Event.HasDoor() }

// Share is how much of the bar is filled, in percent.
func (p doorPage) Share() int {
	if p.Places.Confirmed == 0 {
		return 0
	}
	return p.Arrived * 100 / p.Places.Confirmed
}

// Clock is when somebody came, on the event's clock.
func (p doorPage) Clock(a store.Arrival) string {
	return p.Page.Clock(a.ArrivedAt.In(p.Event.Location()))
}

// Close is where the way out of the page leads.
func (p doorPage) Close() string {
	if p.May(reader) {
		return p.EventURL("/participants")
	}
	return p.OrgURL("")
}

// door answers GET /console/o/:org/e/:event/door.
func (s *server) door(v *visit) error {
	p, err := s.doorPage(v, "")
	if err != nil {
		return err
	}
	if last := v.QueryParam("last"); last != "" {
		// A reference says nothing about anybody, so it may stand in an address.
		a, err := s.store.Arrival(v.ctx(), v.Event.ID, last)
		if err != nil && !errors.Is(err, event.ErrNotFound) {
			return err
		}
		if err == nil {
			p.Last, p.IsAgain = &a, v.QueryParam("again") != ""
		}
	}
	return s.showDoor(v, p)
}

// showDoor shows the list, and writes down who saw the names in it.
func (s *server) showDoor(v *visit, p doorPage) error {
	if len(p.People) > 0 || p.Last != nil {
		if err := s.sawParticipants(v, v.Event.ID); err != nil {
			return err
		}
	}
	return s.render(v, "door", p)
}

// sawParticipants writes down that the visitor saw names of an event's
// participants.
func (s *server) sawParticipants(v *visit, eventID uint) error {
	return s.store.RecordSeen(v.ctx(), v.actor(), event.Entry{Verb: "participants.seen", EventID: &eventID}, s.now())
}

// searchDoor answers POST /console/o/:org/e/:event/door. It changes nothing; it
// is a post because names do not belong into addresses.
func (s *server) searchDoor(v *visit) error {
	p, err := s.doorPage(v, v.FormValue("q"))
	if err != nil {
		return err
	}
	return s.showDoor(v, p)
}

// checkIn answers POST /console/o/:org/e/:event/door/:reference.
func (s *server) checkIn(v *visit) error {
	if !v.Role.ChecksIn() {
		return event.ErrForbidden
	}
	if !v.Event.HasDoor() {
		return event.ErrNotPublished
	}
	reference, in := v.Param("reference"), v.FormValue("in")
	if _, err := s.store.Arrival(v.ctx(), v.Event.ID, reference); err != nil {
		return err
	}
	if in != "0" && in != "1" {
		return v.redirect(v.eventPath("/door"))
	}
	a, news, err := s.store.Arrive(v.ctx(), v.actor(), v.Event.ID, reference, in == "1", s.now())
	if err != nil {
		return err
	}
	// The page's script puts the answer where it is; a reload would lose the
	// place in the list.
	if v.Request().Header.Get("X-Part") == "door" {
		p, err := s.doorPage(v, v.FormValue("q"))
		p.Last, p.IsAgain = &a, !news
		if err != nil {
			return err
		}
		return s.showDoor(v, p)
	}
	query := url.Values{"last": {reference}}
	if !news {
		query.Set("again", "1")
	}
	return v.redirect(v.eventPath("/door") + "?" + query.Encode())
}

// doorPage is the list with those a search finds.
func (s *server) doorPage(v *visit, search string) (doorPage, error) {
	page, err := s.eventPage(v, "door.title", "door")
	p := doorPage{Page: page, Search: search, IsListed: true, Now: page.ClockShort(s.now().In(v.Event.Location()))}
	if err != nil {
		return p, err
	}
	p.Crumbs = nil // room for names
	if p.Arrived, err = s.store.CountArrived(v.ctx(), v.Event.ID); err != nil {
		return p, err
	}
	most := doorFound
	if search == "" {
		most = doorMost
		if p.IsListed = p.Places.Confirmed <= doorMost; !p.IsListed {
			return p, nil
		}
	}
	query := store.DoorQuery{Search: search, Everybody: v.Role.SeesEverybody()}
	if p.People, err = s.store.AtDoor(v.ctx(), v.Event.ID, query, most+1); err != nil {
		return p, err
	}
	if p.HasMore = len(p.People) > most; p.HasMore {
		p.People = p.People[:most]
	}
	return p, nil
}
