package store

import (
	"context"
	"errors"
	"slices"

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
	s.settle(ctx, batch)
	for _, a := range batch {
		close(a.answer)
	}
	s.wake()
}

// settle writes a batch, or as much of it as can be written. If it fails as a
// whole, each call is tried alone, so that one bad row never hurts a neighbour;
// and if somebody keeps an event locked, those who want another do not wait for
// that one again. Without time or room for anything, it gives up.
func (s *Store) settle(ctx context.Context, batch []*admission) {
	err := s.admit(ctx, batch)
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		err = s.admit(ctx, batch) // a reference was taken: chance gives others
	}
	var parts [][]*admission
	switch busy := errors.Is(err, event.ErrBusy); {
	case err == nil:
		return
	case busy && s.kind == "postgres":
		parts = byEvent(batch)
	case !busy:
		parts = slices.Collect(slices.Chunk(batch, 1))
	}
	if len(parts) < 2 {
		for _, a := range batch {
			a.err = err
		}
		return
	}
	for _, part := range parts {
		s.settle(ctx, part)
	}
}

// byEvent divides a batch, keeping the order of arrival for each event.
func byEvent(batch []*admission) [][]*admission {
	var parts [][]*admission
	at := map[string]int{}
	for _, a := range batch {
		i, seen := at[a.slug]
		if !seen {
			i = len(parts)
			at[a.slug] = i
			parts = append(parts, nil)
		}
		parts[i] = append(parts[i], a)
	}
	return parts
}
