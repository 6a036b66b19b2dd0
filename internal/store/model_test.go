package store_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
	"samling/internal/store"
)

var steps = flag.Int("steps", 300, "how many steps the model test takes on each database")

// worldSteps is how long one world lives: checks get slower with its rows.
const worldSteps = 1000

// TestModel lets many people and organisers do whatever they like through two
// processes, at the same time, and looks after every round of it whether all
// promises still hold. More: -steps 1000000.
func TestModel(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		random := rand.New(rand.NewPCG(seed, 0))
		stores := []*store.Store{h.Store, h.another(t)}
		for left := *steps; left > 0 && !t.Failed(); left -= worldSteps {
			w := newWorld(t, h, stores, random)
			for done := 0; done < min(left, worldSteps) && !t.Failed(); {
				done += w.round(t)
			}
		}
	})
}

// world is what the model knows besides the database.
type world struct {
	*house
	ctx    context.Context
	stores []*store.Store
	random *rand.Rand
	now    time.Time
	slugs  []string

	mu      sync.Mutex
	answers map[string]event.Receipt // by form key and event
	calls   []event.Call             // that were answered
	byHand  map[uint]bool            // registrations the organiser promoted
}

func newWorld(t *testing.T, h *house, stores []*store.Store, random *rand.Rand) *world {
	t.Helper()
	for _, table := range []string{"messages", "receipts", "registrations", "late_links", "events"} {
		h.execute(t, "DELETE FROM "+table)
	}
	w := &world{
		house: h, ctx: t.Context(), stores: stores, random: random, now: noon,
		slugs: []string{"one", "two", "three"}, answers: map[string]event.Receipt{}, byHand: map[uint]bool{},
	}
	for i, slug := range w.slugs {
		h.save(t, seminar(slug, 2+3*i), w.now)
	}
	return w
}

// before is how an event stood before a round.
type before struct {
	event     event.Event
	confirmed int
	most      int // the largest capacity it has had since; 0 for no limit
}

// round does a few things at once and checks the promises. It returns how many
// things it did.
func (w *world) round(t *testing.T) int {
	t.Helper()
	w.now = w.now.Add(time.Duration(w.random.IntN(90)) * time.Minute)
	olds := map[string]*before{}
	var people []event.Registration
	for _, slug := range w.slugs {
		ev, err := w.EventBySlug(t.Context(), slug)
		if err != nil {
			t.Fatal(err)
		}
		olds[slug] = &before{*ev, w.places(t, ev.ID).Confirmed, ev.Capacity}
		people = append(people, w.participants(t, ev.ID)...)
	}
	doing := make([]func(*store.Store) error, 1+w.random.IntN(8))
	for i := range doing {
		doing[i] = w.step(olds, people)
	}
	together(len(doing), func(i int) {
		if err := doing[i](w.stores[i%len(w.stores)]); err != nil && !isRefusal(err) {
			t.Errorf("step %d: %v", i, err)
		}
	})
	for _, old := range olds {
		w.checkEvent(t, old)
	}
	w.promisesAfterCuts(t)
	return len(doing)
}

// isRefusal tells a decision from a fault.
func isRefusal(err error) bool {
	return slices.ContainsFunc([]error{
		event.ErrFull, event.ErrClosed, event.ErrNotOpen, event.ErrNotPublished, event.ErrStaysOff, event.ErrNotLive, event.ErrNotWaiting,
	}, func(refusal error) bool { return errors.Is(err, refusal) })
}

// step draws one thing to do.
func (w *world) step(olds map[string]*before, people []event.Registration) func(*store.Store) error {
	slug := w.slugs[w.random.IntN(len(w.slugs))]
	somebody := func() uint {
		if len(people) == 0 {
			return 0
		}
		return people[w.random.IntN(len(people))].ID
	}
	switch n := w.random.IntN(100); {
	case n < 45:
		return w.register(slug, call(fmt.Sprintf("p%d@ale.se", w.random.IntN(40)), w.now))
	case n < 50 && len(w.calls) > 0:
		return w.register(slug, w.calls[w.random.IntN(len(w.calls))])
	case n < 75:
		id := somebody()
		return w.ofNobody(id, func(s *store.Store) error { return s.Withdraw(w.ctx, id, "", w.now) })
	case n < 80:
		id := somebody()
		return w.ofNobody(id, func(s *store.Store) error { return w.promote(s, id) })
	case n < 85:
		return w.claimAndSend
	}
	return w.change(olds[slug])
}

// ofNobody leaves out what is about a registration while there is none.
func (w *world) ofNobody(id uint, do func(*store.Store) error) func(*store.Store) error {
	if id == 0 {
		return func(*store.Store) error { return nil }
	}
	return do
}

// register signs up and holds the answer against an earlier one to the same
// form.
func (w *world) register(slug string, c event.Call) func(*store.Store) error {
	return func(s *store.Store) error {
		receipt, err := s.Register(w.ctx, slug, c)
		if err != nil {
			return err
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		key := slug + " " + c.FormKey
		if earlier, seen := w.answers[key]; seen && !cmp.Equal(earlier, receipt) {
			return fmt.Errorf("form %s was answered %+v and then %+v", key, earlier, receipt)
		}
		w.answers[key] = receipt
		w.calls = append(w.calls, c)
		return nil
	}
}

func (w *world) promote(s *store.Store, id uint) error {
	err := s.Promote(w.ctx, id, w.now)
	if err == nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.byHand[id] = true
	}
	return err
}

// claimAndSend is what a worker does with a few mails.
func (w *world) claimAndSend(s *store.Store) error {
	letters, err := s.ClaimLetters(w.ctx, 5, time.Minute, w.now)
	for _, l := range letters {
		err = errors.Join(err, s.FinishMessage(w.ctx, l.Message.After(event.Delivered, "", w.now)))
	}
	return err
}

// change saves an event with something else about it.
func (w *world) change(old *before) func(*store.Store) error {
	ev := old.event
	switch n := w.random.IntN(10); {
	case n < 5:
		ev.Capacity = w.random.IntN(9)
		if ev.Capacity == 0 || old.most == 0 {
			old.most = 0
		} else {
			old.most = max(old.most, ev.Capacity)
		}
	case n < 7: // later, or now that it is near
		ev.StartsAt = w.now.Add(time.Duration(1+w.random.IntN(100)) * time.Hour).UTC()
		ev.EndsAt, ev.ClosesAt = ev.StartsAt.Add(3*time.Hour), ev.StartsAt.Add(-time.Hour)
	case n < 8:
		ev.HasWaitingList = !ev.HasWaitingList
	case n < 9:
		ev.Status = []event.Status{event.Published, event.Draft, event.Cancelled}[w.random.IntN(3)]
	default:
		ev.Status = event.Published
	}
	return func(s *store.Store) error {
		_, err := s.SaveEvent(w.ctx, &ev, w.now)
		return err
	}
}

// checkEvent checks what a round may have made of an event.
func (w *world) checkEvent(t *testing.T, old *before) {
	t.Helper()
	ev, err := w.EventBySlug(t.Context(), old.event.Slug)
	if err != nil {
		t.Fatal(err)
	}
	places := w.places(t, ev.ID)
	if old.most > 0 && places.Confirmed > max(old.most, old.confirmed) {
		t.Errorf("%s: %d people, %d before, never more than %d places", ev.Slug, places.Confirmed, old.confirmed, old.most)
	}
	queue, err := w.Queue(t.Context(), ev.ID)
	if err != nil {
		t.Fatal(err)
	}
	tally, err := w.Places(t.Context(), ev.ID)
	if err != nil {
		t.Fatal(err)
	}
	if up := ev.Promotions(tally[ev.ID], queue, w.now); len(up) > 0 {
		t.Errorf("%s: %v should have moved up; %+v of %d", ev.Slug, up, places, ev.Capacity)
	}
	movedUp := map[uint]bool{}
	for _, m := range w.loadMessages(t) {
		if id := uint(m.registration.Int64); m.kind == event.MailPromoted && !w.byHand[id] {
			movedUp[id] = true
		}
	}
	live, firstWaiting := 0, uint(0)
	for _, r := range w.participants(t, ev.ID) {
		if r.IsLive() {
			live++
		}
		switch {
		case r.Standing == event.Waiting && firstWaiting == 0:
			firstWaiting = r.ID
		case movedUp[r.ID] && firstWaiting > 0:
			t.Errorf("%s: registration %d moved up before %d", ev.Slug, r.ID, firstWaiting)
		}
	}
	if live != places.Confirmed+places.Waiting {
		t.Errorf("%s: %d live registrations, places %+v", ev.Slug, live, places)
	}
}
