package store_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samling/internal/event"
	"samling/internal/store"
)

// steps is how long a world lives; how many there are says -rapid.checks. Checks
// get slower with the rows of a world, so a million steps are rather many worlds:
//
//	go test ./internal/store -run Model -steps 250 -rapid.checks 2000
var steps = flag.Int("steps", 8, "how many steps the model test takes in each world")

// mostAtOnce is how many people and organisers do something at the same time.
const mostAtOnce = 8

// TestModel lets many people and organisers do whatever they like through two
// processes, at the same time, and looks after every round of it whether all
// promises still hold. Each database has two worlds at a time, for one alone waits
// for its locks.
func TestModel(t *testing.T) {
	for _, name := range []string{"one world", "another world"} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				stores := []*store.Store{h.Store, h.another(t)}
				_, by := h.organiser(t, h.save(t, seminar("first", 0), noon))
				rapid.Check(t, func(t *rapid.T) {
					w := newWorld(t, h, stores, by)
					for done := 0; done < *steps; {
						done += w.round(t)
					}
				})
			})
		})
	}
}

// world is what the model knows besides the database.
type world struct {
	*house
	ctx    context.Context
	stores []*store.Store
	by     event.Actor
	now    time.Time
	slugs  []string

	invites map[string]uint // by slug

	stands map[string]stand // by slug

	mu      sync.Mutex
	answers map[string]event.Receipt // by form key and event
	calls   map[string][]event.Call  // that were answered, by event
	byHand  map[uint]bool            // registrations the organiser gave something
	moved   map[uint]bool            // registrations that went to another address
	forms   int
}

// newWorld empties the house and opens three events.
func newWorld(t *rapid.T, h *house, stores []*store.Store, by event.Actor) *world {
	for _, table := range []string{
		"deeds", "messages", "receipts", "group_people", "session_choices", "registration_changes", "registrations", "registration_groups",
		"invites", "late_links", "events",
	} {
		if _, err := h.raw.Exec("DELETE FROM " + table); err != nil {
			t.Fatalf("empty %s: %v", table, err)
		}
	}
	w := &world{
		house: h, ctx: context.Background(), stores: stores, by: by, now: noon, slugs: []string{"one", "two", "three"},
		invites: map[string]uint{}, stands: map[string]stand{},
		answers: map[string]event.Receipt{}, calls: map[string][]event.Call{}, byHand: map[uint]bool{}, moved: map[uint]bool{},
	}
	for i, slug := range w.slugs {
		ev := gathering(slug, 2+2*i)
		if _, err := h.SaveEvent(w.ctx, ev, w.now); err != nil {
			t.Fatal(err)
		}
		invites, err := h.AddInvites(w.ctx, by, ev.ID, []event.Invite{{Name: "Miljökontoret", Uses: 2}}, w.now)
		if err != nil {
			t.Fatal(err)
		}
		w.invites[slug] = invites[0].ID
		w.stands[slug] = w.look(t, slug)
	}
	return w
}

// gathering is a seminar with all that registrations can be limited by.
func gathering(slug string, capacity int) *event.Event {
	ev := seminar(slug, capacity)
	ev.Attendance = event.Both
	ev.OnSiteWay.Capacity = 2
	ev.Categories = []event.Category{{ID: "own", Name: "Egna", Capacity: 3}, {ID: "other", Name: "Andra"}}
	ev.GroupMax = 4
	ev.Sessions = []event.Session{{
		Kind: event.Heading, Title: "Workshoppar", Key: "g", Choice: &event.Choice{Max: 1},
		Sessions: []event.Session{
			{Kind: event.Talk, Title: "Ett", Key: "a", Capacity: 1, Position: 0}, {Kind: event.Talk, Title: "Två", Key: "b", Capacity: 2, Position: 1},
		},
	}}
	return ev
}

// stand is how an event stands after a round, and so before the next.
type stand struct {
	event  event.Event
	tally  event.Tally
	people []event.Registration
}

// before is how an event stood before a round, and the largest capacities since:
// none where there was no limit.
type before struct {
	stand
	limits   map[event.Share]int
	sessions map[string]int
	isMoved  bool // somebody gave it another time in the round
}

func (s stand) limited() *before {
	b := &before{stand: s, limits: map[event.Share]int{}, sessions: map[string]int{}}
	for _, l := range s.event.Limits() {
		b.limits[l.Share] = l.Capacity
	}
	for _, g := range s.event.Choices {
		for _, choosable := range g.Sessions {
			if choosable.Capacity > 0 {
				b.sessions[choosable.Key] = choosable.Capacity
			}
		}
	}
	return b
}

// round does a few things at once and checks the promises. It returns how many
// things it did.
func (w *world) round(t *rapid.T) int {
	w.now = w.now.Add(time.Duration(rapid.IntRange(0, 120).Draw(t, "minutes")) * time.Minute)
	olds := map[string]*before{}
	for _, slug := range w.slugs {
		olds[slug] = w.stands[slug].limited()
	}
	doing := make([]func(*store.Store) error, rapid.IntRange(mostAtOnce/2, mostAtOnce).Draw(t, "at once"))
	for i := range doing {
		doing[i] = w.step(t, olds)
	}
	errs := make([]error, len(doing))
	together(len(doing), func(i int) { errs[i] = doing[i](w.stores[i%len(w.stores)]) })
	for i, err := range errs {
		if err != nil && !isRefusal(err) {
			t.Fatalf("step %d: %v", i, err)
		}
	}
	for _, slug := range w.slugs {
		w.stands[slug] = w.look(t, slug)
		w.checkEvent(t, olds[slug], w.stands[slug])
	}
	w.checkMails(t)
	return len(doing)
}

// look reads how an event stands.
func (w *world) look(t *rapid.T, slug string) stand {
	ev, err := w.EventBySlug(w.ctx, slug)
	if err != nil {
		t.Fatal(err)
	}
	tallies, err := w.Places(w.ctx, ev.ID)
	if err != nil {
		t.Fatal(err)
	}
	s := stand{event: *ev, tally: tallies[ev.ID]}
	for r, err := range w.Participants(w.ctx, ev.ID) {
		if err != nil {
			t.Fatal(err)
		}
		s.people = append(s.people, r)
	}
	return s
}

// isRefusal tells a decision from a fault.
func isRefusal(err error) bool {
	return slices.ContainsFunc([]error{
		event.ErrFull, event.ErrShareFull, event.ErrClosed, event.ErrNotOpen, event.ErrNotPublished, event.ErrStaysOff, event.ErrNotLive,
		event.ErrNotWaiting, event.ErrGone, event.ErrInviteOnly, event.ErrInviteUsed, event.ErrCategoryShut, event.ErrChanged, event.ErrKnown,
		event.ErrTooMany, event.ErrNotFound,
	}, func(refusal error) bool { return errors.Is(err, refusal) })
}

// checkEvent checks what a round may have made of an event.
func (w *world) checkEvent(t *rapid.T, old *before, now stand) {
	ev, tally := &now.event, now.tally
	for share, most := range old.limits {
		l := event.Limit{Share: share, Capacity: most}
		if was, is := old.tally.Of(l).Taken(), tally.Of(l).Taken(); is > max(most, was) {
			t.Fatalf("%s: %d places taken of %+v, %d before", ev.Slug, is, l, was)
		}
	}
	for key, most := range old.sessions {
		if was, is := old.tally.Sessions[key].Confirmed, tally.Sessions[key].Confirmed; is > max(most, was) {
			t.Fatalf("%s: %d in session %s for %d, %d before", ev.Slug, is, key, most, was)
		}
	}
	queue, err := w.Queue(w.ctx, ev.ID)
	if err != nil {
		t.Fatal(err)
	}
	if up := ev.Promotions(tally, queue, w.now); len(up) > 0 {
		t.Fatalf("%s: %v of %+v should have moved up; %+v, limits %+v", ev.Slug, up, queue, tally, ev.Limits())
	}
	w.checkOrder(t, old, now)
	w.checkSessions(t, now)
	w.checkInvite(t, ev)
}

// checkInvite demands that nobody more came by an invite than it is for.
func (w *world) checkInvite(t *rapid.T, ev *event.Event) {
	invite, err := w.FindInvite(w.ctx, ev.ID, w.invites[ev.Slug])
	if err != nil {
		t.Fatal(err)
	}
	if invite.Used() > invite.Uses {
		t.Fatalf("%s: %d came by an invite for %d", ev.Slug, invite.Used(), invite.Uses)
	}
}

// checkOrder demands that nobody who waited was overtaken by somebody who wanted
// the same.
func (w *world) checkOrder(t *rapid.T, old *before, now stand) {
	// While the list stands still, a place is kept for who waits, and whoever
	// comes may get another.
	if old.isMoved || !w.now.Before(old.event.ListStopsAt()) {
		return
	}
	were := map[uint]event.Registration{}
	for _, r := range old.people {
		were[r.ID] = r
	}
	waits := func(r event.Registration) bool {
		return r.Standing == event.Waiting && r.OfferUntil == nil && r.VerifyBy == nil && !r.Together
	}
	first := map[event.Share]uint{} // of those who have waited the whole round
	for _, r := range now.people {
		if was, there := were[r.ID]; there && waits(was) && waits(r) && was.Share() == r.Share() && first[r.Share()] == 0 {
			first[r.Share()] = r.ID
		}
	}
	for _, r := range now.people {
		was, there := were[r.ID]
		got := r.Standing == event.Confirmed || r.OfferUntil != nil
		had := there && (was.Standing == event.Confirmed || was.OfferUntil != nil || was.Standing == event.Applied || was.Share() != r.Share())
		if waiting := first[r.Share()]; got && !had && waiting > 0 && waiting < r.ID && !r.Together && !w.byHand[r.ID] {
			t.Fatalf("%s: registration %d got a place before %d, who waits for the same", now.event.Slug, r.ID, waiting)
		}
	}
}

// checkSessions holds chosen sessions against the registrations.
func (w *world) checkSessions(t *rapid.T, now stand) {
	ev := &now.event
	ids := make([]uint, len(now.people))
	byID := map[uint]event.Registration{}
	for i, r := range now.people {
		ids[i], byID[r.ID] = r.ID, r
	}
	chosen, err := w.SessionChoices(w.ctx, ids...)
	if err != nil {
		t.Fatal(err)
	}
	for id, choices := range chosen {
		for _, c := range choices {
			holds := c.Standing == event.Confirmed || c.Standing == event.Waiting
			if holds != (byID[id].Standing == event.Confirmed) {
				t.Fatalf("%s: registration %d is %s, and %s in session %s", ev.Slug, id, byID[id].Standing, c.Standing, c.Session)
			}
		}
	}
	if ev.Status != event.Published || !w.now.Before(ev.ListStopsAt()) {
		return
	}
	for _, g := range ev.Choices {
		for _, s := range g.Sessions {
			if p := now.tally.Sessions[s.Key]; p.Waiting > 0 && (s.Capacity == 0 || p.Confirmed < s.Capacity) {
				t.Fatalf("%s: %d wait for session %s, where %d of %d places are taken", ev.Slug, p.Waiting, s.Key, p.Confirmed, s.Capacity)
			}
		}
	}
}

// follows says which mails about what somebody has may come after which.
var follows = map[event.MessageKind][]event.MessageKind{
	"":                     {event.MailVerify, event.MailConfirmed, event.MailWaiting, event.MailApplied},
	event.MailVerify:       {event.MailConfirmed, event.MailWaiting, event.MailApplied, event.MailPromoted, event.MailOffer, event.MailWithdrawn, event.MailLeft, event.MailRemoved, event.MailDeclined, event.MailTakenOver},
	event.MailWaiting:      {event.MailPromoted, event.MailOffer, event.MailLeft, event.MailRemoved},
	event.MailApplied:      {event.MailConfirmed, event.MailWaiting, event.MailLeft, event.MailRemoved, event.MailDeclined},
	event.MailOffer:        {event.MailPromoted, event.MailOfferExpired, event.MailLeft, event.MailRemoved},
	event.MailConfirmed:    {event.MailWithdrawn, event.MailRemoved, event.MailTakenOver},
	event.MailPromoted:     {event.MailWithdrawn, event.MailRemoved, event.MailTakenOver},
	event.MailTakenOver:    {event.MailWithdrawn, event.MailRemoved, event.MailTakenOver},
	event.MailWithdrawn:    nil,
	event.MailLeft:         nil,
	event.MailRemoved:      nil,
	event.MailDeclined:     nil,
	event.MailOfferExpired: nil,
}

// checkMails demands that everybody was told exactly what became of them: each
// mail says something new, and the last one what is.
func (w *world) checkMails(t *rapid.T) {
	told := map[uint][]event.MessageKind{}
	rows, err := w.raw.Query("SELECT registration_id, kind FROM messages WHERE registration_id IS NOT NULL ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id uint
		var kind event.MessageKind
		if err := rows.Scan(&id, &kind); err != nil {
			t.Fatal(err)
		}
		if _, tells := follows[kind]; tells {
			told[id] = append(told[id], kind)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for _, slug := range w.slugs {
		for _, r := range w.stands[slug].people {
			w.checkTold(t, r, told[r.ID])
			delete(told, r.ID)
		}
	}
	if len(told) > 0 {
		t.Fatalf("mails about registrations that do not exist: %v", slices.Collect(maps.Keys(told)))
	}
}

func (w *world) checkTold(t *rapid.T, r event.Registration, told []event.MessageKind) {
	last := event.MessageKind("")
	for _, kind := range told {
		again := w.moved[r.ID] && says(kind) == says(last) // to the address that is right
		if !again && !slices.Contains(follows[last], kind) {
			t.Fatalf("registration %d was told %v", r.ID, told)
		}
		last = kind
	}
	var want []event.MessageKind
	switch {
	case r.Standing == event.Withdrawn:
		want = []event.MessageKind{event.MailWithdrawn, event.MailLeft, event.MailRemoved, event.MailDeclined, event.MailOfferExpired, event.MailVerify}
	case r.VerifyBy != nil:
		want = []event.MessageKind{event.MailVerify}
	case r.Standing == event.Confirmed:
		want = []event.MessageKind{event.MailConfirmed, event.MailPromoted, event.MailTakenOver}
	case r.OfferUntil != nil:
		want = []event.MessageKind{event.MailOffer}
	case r.Standing == event.Waiting:
		want = []event.MessageKind{event.MailWaiting}
	case r.Standing == event.Applied:
		want = []event.MessageKind{event.MailApplied}
	}
	if r.Standing == event.Withdrawn && w.moved[r.ID] {
		return // the address it was moved to has another, and the old one is told no more than that
	}
	if !slices.Contains(want, last) {
		t.Fatalf("registration %d is %s, to be verified by %v, offered until %v, and was told %v", r.ID, r.Standing, r.VerifyBy, r.OfferUntil, told)
	}
}

// says is what a mail says that somebody has.
func says(kind event.MessageKind) event.MessageKind {
	if kind == event.MailPromoted || kind == event.MailTakenOver {
		return event.MailConfirmed
	}
	return kind
}

// same holds the answer to a form against an earlier one.
func (w *world) same(key string, receipt event.Receipt) error {
	if earlier, seen := w.answers[key]; seen && !cmp.Equal(earlier, receipt) {
		return fmt.Errorf("form %s was answered %+v and then %+v", key, earlier, receipt)
	}
	w.answers[key] = receipt
	return nil
}
