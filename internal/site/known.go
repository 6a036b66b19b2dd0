package site

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"samling/internal/event"
	"samling/internal/store"
)

// How stale an event may be where the store decides again, how long reading it
// may take, and how many are kept. A page made from it may be as old once more.
const (
	knownLife     = time.Second / 2
	knownPatience = 5 * time.Second
	knownSize     = 500
)

// known keeps the events that visitors ask for in the same moment, so that a
// rush for one of them costs a few queries and not thousands. Whoever gets an
// event from here must not change it.
type known struct {
	store  *store.Store
	flight singleflight.Group
	mu     sync.Mutex
	events map[string]knownEvent
}

// knownEvent is an event as it was a moment ago.
type knownEvent struct {
	at     time.Time
	event  *event.Event
	places event.Tally
}

func newKnown(s *store.Store) *known { return &known{store: s, events: map[string]knownEvent{}} }

// public finds an event that strangers may see, with its places.
func (k *known) public(ctx context.Context, slug string, now time.Time) (*event.Event, event.Tally, error) {
	e, ok := k.fresh(slug, now)
	if !ok {
		var err error
		if e, err = k.load(ctx, slug, now); err != nil {
			return nil, event.Tally{}, err
		}
	}
	if !e.event.IsPublic() {
		return nil, event.Tally{}, event.ErrNotPublished
	}
	return e.event, e.places, nil
}

// fresh is the event as it is kept. A clock that was set back must not keep an
// old one alive.
func (k *known) fresh(slug string, now time.Time) (knownEvent, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	e, ok := k.events[slug]
	return e, ok && !now.Before(e.at) && now.Before(e.at.Add(knownLife))
}

// load reads the event once for all who ask at the same time. Whoever leaves
// does not stop it for the others, and a fault is everybody's.
func (k *known) load(ctx context.Context, slug string, now time.Time) (knownEvent, error) {
	read := k.flight.DoChan(slug, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), knownPatience)
		defer cancel()
		ev, err := k.store.EventBySlug(ctx, slug)
		if err != nil {
			return nil, err
		}
		places, err := k.store.Places(ctx, ev.ID)
		if err != nil {
			return nil, err
		}
		e := knownEvent{now, ev, places[ev.ID]}
		k.keep(slug, e)
		return e, nil
	})
	select {
	case r := <-read:
		e, _ := r.Val.(knownEvent)
		return e, r.Err
	case <-ctx.Done():
		return knownEvent{}, ctx.Err()
	}
}

// keep remembers an event. Beyond its size the memory starts over.
func (k *known) keep(slug string, e knownEvent) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, ok := k.events[slug]; !ok && len(k.events) >= knownSize {
		clear(k.events)
	}
	k.events[slug] = e
}
