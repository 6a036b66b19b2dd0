package console

import (
	"slices"
	"strconv"
	"strings"

	"samling/internal/event"
	"samling/internal/store"
)

// mostInSession is how many names a page about a session shows of each list.
const mostInSession = 500

// sessionsPage shows what people have chosen in the programme.
type sessionsPage struct {
	Page
}

// sessions answers GET /console/o/:org/e/:event/sessions.
func (s *server) sessions(v *visit) error {
	page, err := s.eventPage(v, "sessions.title", "participants")
	if err != nil {
		return err
	}
	page.Crumbs = append(page.participantCrumbs(), Crumb{Name: page.T("sessions.title")})
	return s.render(v, "sessions", sessionsPage{page})
}

// Counts are who has chosen a session.
func (p Page) Counts(key string) event.Places { return p.Places.Sessions[key] }

// TakenIn is how many have a place in a session, and of how many.
func (p Page) TakenIn(s event.Choosable) string {
	n := p.Counts(s.Key).Confirmed
	if s.Capacity == 0 {
		return p.T("sessions.has_unlimited", "Count", n)
	}
	return p.T("console.taken", "Count", n, "Of", s.Capacity)
}

// Meets is when and where a session takes place.
func (p Page) Meets(s event.Choosable) string {
	parts := []string{p.SessionWhen(p.Event, s), s.Room}
	return strings.Join(slices.DeleteFunc(parts, func(text string) bool { return text == "" }), ", ")
}

// SessionURL is the page about a session.
func (p Page) SessionURL(key string) string { return p.EventURL("/sessions/" + key) }

// sessionPage is who has chosen a session.
type sessionPage struct {
	Page
	Session *event.Choosable
	Lists   []sessionList
	Sign    string // the list to sign, "" where the programme has lost the session
}

// sessionList is those of one standing in a session.
type sessionList struct {
	Title    string
	Empty    string // what is said of nobody, "" to leave the list out
	Numbered bool
	People   []event.Registration
}

// session answers GET /console/o/:org/e/:event/sessions/:session.
func (s *server) session(v *visit) error {
	p := sessionPage{Session: v.Event.Choosable(v.Param("session"))}
	if p.Session == nil {
		return event.ErrNotFound
	}
	var err error
	if p.Page, err = s.eventPage(v, "sessions.title", "participants"); err != nil {
		return err
	}
	p.Title = p.Session.Title + " – " + v.Event.Title
	p.Crumbs = append(p.participantCrumbs(), Crumb{p.T("sessions.title"), p.EventURL("/sessions")}, Crumb{Name: p.Session.Title})
	for _, list := range []struct {
		standing event.Standing
		title    string
		empty    string
	}{
		{event.Confirmed, p.T("sessions.has"), p.T("sessions.has_none")},
		{event.Waiting, p.T("sessions.waits"), ""},
		{event.Applied, p.T("sessions.wants"), ""},
	} {
		people, err := s.store.SessionPeople(v.ctx(), v.Event.ID, p.Session.Key, list.standing, mostInSession)
		if err != nil {
			return err
		}
		if len(people) > 0 || list.empty != "" {
			p.Lists = append(p.Lists, sessionList{list.title, list.empty, list.standing == event.Waiting, people})
		}
	}
	if id := idOfKey(v.Event.Sessions, p.Session.Key); id > 0 {
		p.Sign = p.EventURL("/attendance?session=" + strconv.FormatUint(uint64(id), 10))
	}
	if err := s.sawParticipants(v, v.Event.ID); err != nil {
		return err
	}
	return s.render(v, "session", p)
}

// idOfKey is the id of the session with a key, 0 for none.
func idOfKey(sessions []event.Session, key string) uint {
	for _, s := range talks(sessions) {
		if s.Key == key {
			return s.ID
		}
	}
	return 0
}

// Above is how many have a place beyond those of the session.
func (p sessionPage) Above() int {
	if p.Session.Capacity == 0 {
		return 0
	}
	return max(0, p.Counts(p.Session.Key).Confirmed-p.Session.Capacity)
}

// More is how many of a list are shown if there may be more, else 0.
func (l sessionList) More() int {
	if len(l.People) < mostInSession {
		return 0
	}
	return mostInSession
}

// InList is where all who chose the session stand.
func (p sessionPage) InList() string {
	q := store.ParticipantQuery{Session: store.SessionFilter{Key: p.Session.Key}, Sort: store.ByName}
	return withQuery(p.EventURL("/participants"), queryValues(q, usualColumns))
}
