package console

import (
	"samling/internal/event"
	"samling/internal/store"
)

// mostDuplicates is how many pairs the page shows.
const mostDuplicates = 100

// duplicatesPage shows people who are probably registered twice.
type duplicatesPage struct {
	Page
	Pairs []store.Duplicate
	Count int // of all pairs, shown or not
}

// duplicates answers GET /console/o/:org/e/:event/participants/duplicates.
func (s *server) duplicates(v *visit) error {
	var p duplicatesPage
	var err error
	if p.Page, err = s.eventPage(v, "duplicates.title", "participants"); err != nil {
		return err
	}
	p.Crumbs = append(p.participantCrumbs(), Crumb{Name: p.T("duplicates.title")})
	if p.Pairs, p.Count, err = s.store.Duplicates(v.ctx(), v.Event.ID, mostDuplicates); err != nil {
		return err
	}
	if p.Count > 0 {
		if err := s.sawParticipants(v, v.Event.ID); err != nil {
			return err
		}
	}
	return s.render(v, "duplicates", p)
}

// Two are the registrations of a pair.
func (p duplicatesPage) Two(d store.Duplicate) []*event.Registration {
	return []*event.Registration{&d.First, &d.Second}
}

// Most is how many pairs are shown if there are more, else 0.
func (p duplicatesPage) Most() int {
	if p.Count > len(p.Pairs) {
		return len(p.Pairs)
	}
	return 0
}

// When is when somebody registered, on the event's own clock.
func (p duplicatesPage) When(r *event.Registration) string {
	return p.DayMoment(r.CreatedAt.In(p.Event.Location()))
}

// tellApart answers POST at the same address: a pair is two people.
func (s *server) tellApart(v *visit) error {
	form, err := v.FormParams()
	if err != nil {
		return err
	}
	pair := form["ref[]"]
	if len(pair) != 2 {
		return event.ErrNotFound
	}
	if err := s.store.TellApart(v.ctx(), v.actor(), v.Event.ID, [2]string(pair), s.now()); err != nil {
		return err
	}
	return v.done(v.eventPath("/participants/duplicates"), "told_apart")
}
