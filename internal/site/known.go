package site

import (
	"context"
	"sync"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

// How stale an event may be where the store decides again, and how many are
// kept.
const (
	knownLife = time.Second
	knownSize = 500
)

// known keeps the events that visitors ask for in the same second, so that a
// rush for one of them costs a few queries and not thousands. Whoever gets an
// event from here must not change it.
type known struct {
	store  *store.Store
	mu     sync.Mutex
	events map[string]*knownEvent
}

// knownEvent is an event as it was a moment ago.
type knownEvent struct {
	mu     sync.Mutex // held while it is loaded
	at     time.Time
	event  *event.Event
	places event.Places
}

func newKnown(s *store.Store) *known { return &known{store: s, events: map[string]*knownEvent{}} }

// public finds an event that strangers may see, with its places.
func (k *known) public(ctx context.Context, slug string, now time.Time) (*event.Event, event.Places, error) {
	e := k.entry(slug)
	e.mu.Lock()
	defer e.mu.Unlock()
	// A clock that was set back must not keep an old event alive.
	if e.event == nil || now.Before(e.at) || !now.Before(e.at.Add(knownLife)) {
		if err := e.load(ctx, k.store, slug, now); err != nil {
			return nil, event.Places{}, err
		}
	}
	if !e.event.IsPublic() {
		return nil, event.Places{}, event.ErrNotPublished
	}
	return e.event, e.places, nil
}

func (k *known) entry(slug string) *knownEvent {
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.events[slug]
	if e == nil {
		if len(k.events) >= knownSize {
			clear(k.events)
		}
		e = &knownEvent{}
		k.events[slug] = e
	}
	return e
}

func (e *knownEvent) load(ctx context.Context, s *store.Store, slug string, now time.Time) error {
	// One visitor loads for all who wait, so that visitor's leaving must not
	// stop it.
	ctx = context.WithoutCancel(ctx)
	e.event = nil
	ev, err := s.EventBySlug(ctx, slug)
	if err != nil {
		return err
	}
	places, err := s.Places(ctx, ev.ID)
	if err != nil {
		return err
	}
	e.event, e.places, e.at = ev, places[ev.ID], now
	return nil
}
