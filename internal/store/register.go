package store

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"samling/internal/event"
)

// errStopped is what sign-ups get that arrive while the program stops.
var errStopped = errors.New("the store is closed")

// admission is one sign-up on its way into a batch.
type admission struct {
	slug string
	call event.Call
	late uint // id of the late link, 0 for none

	receipt *event.Receipt
	err     error
	answer  chan struct{} // closed when receipt and err are final
}

// Register gives a person a place at the event, or a place in its waiting list.
// The registration, its receipt and the mail about it are written together or
// not at all, and are on the disk when Register returns. A form key that was
// seen before gives the same receipt again and writes nothing.
//
// Calls that arrive while a transaction is being written share the next one. On
// an idle system a call commits at once.
func (s *Store) Register(ctx context.Context, slug string, call event.Call) (event.Receipt, error) {
	return s.register(ctx, &admission{slug: slug, call: call, answer: make(chan struct{})})
}

// RegisterLate is Register with a late link, which may be used once.
func (s *Store) RegisterLate(ctx context.Context, slug string, lateID uint, call event.Call) (event.Receipt, error) {
	return s.register(ctx, &admission{slug: slug, late: lateID, call: call, answer: make(chan struct{})})
}

func (s *Store) register(ctx context.Context, a *admission) (event.Receipt, error) {
	a.call.Now = moment(a.call.Now)
	select {
	case s.admissions <- a:
		<-a.answer // from here on the answer is the truth, even if the visitor has left
		if a.err != nil {
			return event.Receipt{}, a.err
		}
		return *a.receipt, nil
	case <-s.stop:
		return event.Receipt{}, errStopped
	case <-ctx.Done():
		return event.Receipt{}, ctx.Err()
	}
}

// admitUntilStopped writes one batch after the other.
func (s *Store) admitUntilStopped() {
	for {
		select {
		case first := <-s.admissions:
			s.admitAll(s.gather(first))
		case <-s.stop:
			return
		}
	}
}

// gather takes everybody who is waiting, in order of arrival.
func (s *Store) gather(first *admission) []*admission {
	batch := []*admission{first}
	for len(batch) < s.batch {
		select {
		case a := <-s.admissions:
			batch = append(batch, a)
		default:
			return batch
		}
	}
	return batch
}

// admitAll answers everybody.
func (s *Store) admitAll(batch []*admission) {
	ctx, cancel := context.WithTimeout(context.Background(), admitTimeout)
	defer cancel()
	err := s.admit(ctx, batch)
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		err = s.admit(ctx, batch) // a reference was taken: chance gives others
	}
	switch {
	case errors.Is(err, event.ErrBusy) && s.kind == "sqlite":
		// The whole file is locked: each alone would only wait as long again.
		for _, a := range batch {
			a.err = err
		}
	case err != nil:
		s.admitEach(ctx, batch)
	}
	for _, a := range batch {
		close(a.answer)
	}
	s.wake()
}

// admitEach tries each call of a failed batch alone, so that one bad row never
// hurts a neighbour. An event that somebody else keeps locked is tried once:
// those who wait for other events should not wait for it again and again.
func (s *Store) admitEach(ctx context.Context, batch []*admission) {
	stuck := map[string]error{}
	for _, a := range batch {
		if a.err = stuck[a.slug]; a.err != nil {
			continue
		}
		err := s.admit(ctx, []*admission{a})
		if err != nil {
			a.err = err
		}
		if isLockTimeout(err) {
			stuck[a.slug] = err
		}
	}
}
