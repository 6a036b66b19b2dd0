package event_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samling/internal/event"
)

// waiter makes somebody who waits.
func waiter(id uint, s event.Share, group uint) event.Waiter {
	return event.Waiter{ID: id, Share: s, Group: group}
}

func TestWhoMovesUp(t *testing.T) {
	tests := []struct {
		name   string
		taken  map[event.Share]event.Places
		queue  event.Queue
		change func(*event.Event)
		now    time.Time
		want   []uint
		holds  map[uint]event.Hold
	}{
		{name: "in order, as far as there is room", taken: map[event.Share]event.Places{otherNet: {Confirmed: 8, Waiting: 3}},
			queue: event.Queue{waiter(1, otherNet, 0), waiter(2, otherNet, 0), waiter(3, otherNet, 0)},
			now:   during, want: []uint{1, 2}, holds: map[uint]event.Hold{3: event.HeldFull}},
		{name: "who waits for a full hall lets the net pass", taken: map[event.Share]event.Places{otherSite: {Confirmed: 6, Waiting: 1}, otherNet: {Waiting: 1}},
			queue: event.Queue{waiter(1, otherSite, 0), waiter(2, otherNet, 0)},
			now:   during, want: []uint{2}, holds: map[uint]event.Hold{1: event.HeldFull}},
		{name: "a group keeps what is too little for it", taken: map[event.Share]event.Places{otherSite: {Confirmed: 5, Waiting: 3}, otherNet: {Waiting: 1}},
			queue: event.Queue{waiter(1, otherSite, 9), waiter(2, otherSite, 0), waiter(3, otherSite, 9), waiter(4, otherNet, 0)},
			now:   during, want: []uint{4}, holds: map[uint]event.Hold{1: event.HeldTogether, 2: event.HeldByGroup, 3: event.HeldTogether}},
		{name: "a group comes together, and at the place of its first", taken: map[event.Share]event.Places{otherSite: {Confirmed: 4, Waiting: 3}},
			queue: event.Queue{waiter(1, otherSite, 9), waiter(2, otherSite, 0), waiter(3, otherSite, 9)},
			now:   during, want: []uint{1, 3}, holds: map[uint]event.Hold{2: event.HeldFull}},
		{name: "what somebody could have who has not confirmed the address is kept for them", taken: map[event.Share]event.Places{otherSite: {Confirmed: 5, Waiting: 2}},
			queue: event.Queue{{ID: 1, Share: otherSite, Unverified: true}, waiter(2, otherSite, 0)},
			now:   during, holds: map[uint]event.Hold{1: event.HeldAddress, 2: event.HeldOffered}},
		{name: "what is offered to others is not there", taken: map[event.Share]event.Places{otherSite: {Confirmed: 5, Offered: 1, Waiting: 1}},
			queue: event.Queue{waiter(1, otherSite, 0)}, now: during, holds: map[uint]event.Hold{1: event.HeldOffered}},
		{name: "near the start the organiser decides", taken: map[event.Share]event.Places{otherSite: {Waiting: 1}},
			queue: event.Queue{waiter(1, otherSite, 0)}, now: starts.Add(-24 * time.Hour), holds: map[uint]event.Hold{1: event.HeldStopped}},
		{name: "nobody moves up in a draft", taken: map[event.Share]event.Places{otherSite: {Waiting: 1}},
			queue: event.Queue{waiter(1, otherSite, 0)}, change: func(e *event.Event) { e.Status = event.Draft },
			now: during, holds: map[uint]event.Hold{1: event.HeldOff}},
		{name: "no limit any more", taken: map[event.Share]event.Places{otherSite: {Confirmed: 40, Waiting: 2}},
			queue:  event.Queue{waiter(1, otherSite, 9), waiter(2, otherSite, 9)},
			change: func(e *event.Event) { e.Capacity, e.OnSiteWay, e.Categories = 0, event.Way{}, nil }, now: during, want: []uint{1, 2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := limited(true)
			if tt.change != nil {
				tt.change(&e)
			}
			tally := spread(tt.taken)
			var got []uint
			for _, w := range e.Promotions(tally, tt.queue, tt.now) {
				got = append(got, w.ID)
			}
			holds := map[uint]event.Hold{}
			for id, stay := range e.Holds(tally, tt.queue, tt.now) {
				holds[id] = stay.Hold
			}
			if tt.holds == nil {
				tt.holds = map[uint]event.Hold{}
			}
			if diff := cmp.Diff(tt.want, got) + cmp.Diff(tt.holds, holds); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever waits and whatever is taken: no limit is exceeded by who moves up, and
// whoever stays behind finds a limit full, or kept for a group, that they need.
// Everybody else who waits is either moved up or told why not.
func TestNobodyIsOvertaken(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := limited(true)
		e.Capacity = rapid.IntRange(0, 10).Draw(t, "capacity")
		e.OnSiteWay.Capacity = rapid.IntRange(0, 6).Draw(t, "on site")
		taken := map[event.Share]event.Places{}
		var queue event.Queue
		for i := range rapid.IntRange(0, 12).Draw(t, "waiting") {
			s := rapid.SampledFrom(allOfThem).Draw(t, "share")
			queue = append(queue, waiter(uint(i+1), s, uint(rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(t, "group"))))
			p := taken[s]
			p.Waiting++
			taken[s] = p
		}
		for _, s := range allOfThem {
			p := taken[s]
			p.Confirmed, p.Offered = rapid.IntRange(0, 3).Draw(t, "confirmed"), rapid.IntRange(0, 1).Draw(t, "offered")
			taken[s] = p
		}
		tally := spread(taken)
		up := e.Promotions(tally, queue, during)
		after := maps.Clone(taken)
		for _, w := range up {
			p := after[w.Share]
			p.Confirmed, p.Waiting = p.Confirmed+1, p.Waiting-1
			after[w.Share] = p
		}
		then := spread(after)
		for _, l := range e.Limits() {
			if was, is := tally.Of(l).Taken(), then.Of(l).Taken(); is > max(was, l.Capacity) {
				t.Fatalf("%d of %d places taken after %v moved up, %d before", is, l.Capacity, up, was)
			}
		}
		if again := e.Promotions(then, without(queue, up), during); len(again) > 0 {
			t.Fatalf("%v should have moved up at once", again)
		}
		holds := e.Holds(tally, queue, during)
		for i, w := range queue {
			isUp := slices.Contains(up, w)
			if _, isHeld := holds[w.ID]; isHeld == isUp {
				t.Fatalf("%+v moves up: %v, is told why not: %v", w, isUp, isHeld)
			}
			for _, later := range queue[i+1:] {
				if !isUp && w.Group == 0 && later.Share == w.Share && slices.Contains(up, later) {
					if later.Group == 0 || !slices.ContainsFunc(queue[:i], func(q event.Waiter) bool { return q.Group == later.Group }) {
						t.Fatalf("%+v overtook %+v, who wants the same", later, w)
					}
				}
			}
		}
	})
}

func without(queue event.Queue, up []event.Waiter) event.Queue {
	return slices.DeleteFunc(slices.Clone(queue), func(w event.Waiter) bool { return slices.Contains(up, w) })
}

func TestOffersEndBeforeTheEvent(t *testing.T) {
	e := seminar(1, true)
	e.OfferHours = 24
	for now, want := range map[time.Time]time.Time{
		during:                        during.Add(24 * time.Hour),
		starts.Add(-30 * time.Minute): starts,
	} {
		if got := e.OfferedUntil(now); !got.Equal(want) {
			t.Errorf("offered at %s until %s, want %s", now, got, want)
		}
	}
}
