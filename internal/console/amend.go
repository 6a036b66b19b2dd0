package console

import (
	"errors"
	"strings"

	"samling/internal/event"
)

// Speakers, programme and pictures may be changed by several people at once, as
// long as each changes something else. The form names the version it was made
// from; amend finds out what happened since.

// mostTries is how often a change is put on top of somebody else's.
const mostTries = 5

// amend changes the event for somebody who was looking at a version of it. It
// hands change the event as it was then, nil if nobody knows, and as it is now,
// and saves the latter if that says Apply. v.Event is what there is afterwards.
func (s *server) amend(v *visit, version int, verb event.Verb, change func(base, now *event.Event) event.Verdict) (event.Verdict, error) {
	for range mostTries {
		base, err := s.asOf(v, version)
		if err != nil {
			return event.Same, err
		}
		now := *v.Event
		if verdict := change(base, &now); verdict != event.Apply {
			return verdict, nil
		}
		err = s.store.ChangeEvent(v.ctx(), v.actor(), &now, verb, s.now())
		if err == nil {
			v.Event = &now
			return event.Apply, nil
		}
		if !errors.Is(err, event.ErrChanged) {
			return event.Same, err
		}
		if v.Event, err = s.store.EventOf(v.ctx(), v.Organisation.ID, v.Event.Slug); err != nil {
			return event.Same, err
		}
	}
	return event.Same, event.ErrBusy
}

// asOf finds what the event was at a version, or nil.
func (s *server) asOf(v *visit, version int) (*event.Event, error) {
	if version == v.Event.Version {
		was := *v.Event
		return &was, nil
	}
	kept, err := s.store.EventVersion(v.ctx(), v.Event.ID, version)
	if errors.Is(err, event.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	file, err := event.ReadFile(strings.NewReader(kept.Text))
	if err != nil {
		return nil, nil //nolint:nilerr // written by an older program: nobody knows
	}
	was, err := file.Event()
	if err != nil {
		return nil, nil //nolint:nilerr // the same
	}
	return &was, nil
}

// latest is who made the event what it is now.
func (s *server) latest(v *visit) (string, error) {
	kept, err := s.store.EventVersion(v.ctx(), v.Event.ID, v.Event.Version)
	if errors.Is(err, event.ErrNotFound) {
		return "", nil
	}
	return kept.Who, err
}
