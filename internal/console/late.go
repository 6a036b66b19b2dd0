package console

import (
	"slices"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

// latePage lists the late links of an event, and issues one more.
type latePage struct {
	Page
	mending
	Note, Expires string // as typed
	Links         []lateLine
}

// lateLine is a late link and how it stands.
type lateLine struct {
	store.IssuedLink
	Href  string // empty for one that lets nobody in any more
	Until string
}

// clockField is how browsers write a date with a time.
const clockField = "2006-01-02T15:04"

// lateLinks answers GET /console/o/:org/e/:event/participants/late.
func (s *server) lateLinks(v *visit) error {
	p, err := s.latePage(v)
	if err != nil {
		return err
	}
	p.Expires = v.Event.Start().Format(clockField)
	return s.render(v, "late", p)
}

func (s *server) latePage(v *visit) (latePage, error) {
	var p latePage
	var err error
	if p.Page, err = s.eventPage(v, "participants.late_title", "participants"); err != nil {
		return p, err
	}
	p.Crumbs = append(p.participantCrumbs(), Crumb{Name: p.T("participants.late_title")})
	links, err := s.store.LateLinks(v.ctx(), v.Event.ID)
	for _, l := range links {
		line := lateLine{IssuedLink: l, Until: p.DayMoment(l.ExpiresAt.In(v.Event.Location()))}
		if l.Opens(v.Event, s.now()) {
			line.Href = s.links.Late(v.Event, &l.LateLink)
		}
		p.Links = append(p.Links, line)
	}
	if err == nil && slices.ContainsFunc(links, func(l store.IssuedLink) bool { return l.Registration != nil }) {
		err = s.sawParticipants(v, v.Event.ID)
	}
	return p, err
}

// issueLateLink answers the same address when the form is sent.
func (s *server) issueLateLink(v *visit) error {
	p, err := s.latePage(v)
	if err != nil {
		return err
	}
	p.Note, p.Expires = v.FormValue("note"), v.FormValue("expires")
	note := cutSearch(p.Note)
	expires, err := time.ParseInLocation(clockField, p.Expires, v.Event.Location())
	switch {
	case v.Event.Status != event.Published:
		p.Complaints = append(p.Complaints, flaw{"note", p.T("participants.not_published")})
	case note == "":
		p.Complaints = append(p.Complaints, flaw{"note", p.T("participants.late_note_missing")})
	}
	if err != nil || !expires.After(s.now()) || expires.After(v.Event.EndsAt) {
		p.Complaints = append(p.Complaints, flaw{"expires", p.T("participants.late_expires_wrong", "When", p.DayMoment(v.Event.End()))})
	}
	if len(p.Complaints) > 0 {
		p.Title = p.T("register.error") + " " + p.Title
		return s.renderInvalid(v, "late", p)
	}
	link := event.LateLink{Note: note, ExpiresAt: expires}
	if err := s.store.IssueLateLink(v.ctx(), v.actor(), v.Event.ID, &link, s.now()); err != nil {
		return err
	}
	return v.done(v.eventPath("/participants/late"), "late_link")
}
