package console

import (
	"cmp"

	"samling/internal/event"
	"samling/internal/store"
)

// mostColleagues is how many of those who were registered together a page names.
const mostColleagues = 30

// readTies finds what the participant has to do with others and with the
// programme.
func (s *server) readTies(v *visit, p *participantPage) error {
	if err := s.readTiesOf(v, &p.Registration); err != nil {
		return err
	}
	if p.Registration.Ties.Group == nil {
		return nil
	}
	all, _, err := s.store.FindParticipants(v.ctx(), v.Event.ID, store.ParticipantQuery{Group: p.Registration.Ties.Group.ID}, 0, mostColleagues)
	for _, r := range all {
		if r.ID != p.Registration.ID {
			p.Colleagues = append(p.Colleagues, r)
		}
	}
	return err
}

// readTiesOf finds what one registration has to do with others and with the
// programme.
func (s *server) readTiesOf(v *visit, r *event.Registration) error {
	alone := []event.Registration{*r}
	err := s.store.ReadTies(v.ctx(), alone)
	r.Ties = alone[0].Ties
	return err
}

// GroupURL is the list of those who were registered together.
func (p participantPage) GroupURL() string {
	return p.EventURL("/participants?group=" + idValue(p.Registration.Ties.Group.ID))
}

// Chosen are the groups of sessions, each with what was chosen in it.
func (p participantPage) Chosen() []fact {
	var all []fact
	for _, g := range p.Event.Choices {
		all = append(all, fact{g.Title, cmp.Or(p.Picked(&p.Registration, g), p.T("participants.sessions_none"))})
	}
	return all
}
