package event_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

func TestDeeds(t *testing.T) {
	start := time.Date(2030, 5, 10, 7, 0, 0, 0, time.UTC)
	early, late := start.AddDate(0, 0, -20), start.Add(-time.Hour)
	const c, w, a, x = event.Confirmed, event.Waiting, event.Applied, event.Withdrawn
	tests := []struct {
		name     string
		kind     event.DeedKind
		capacity int
		places   event.Places
		of       []event.Standing
		extra    bool
		noList   bool
		now      time.Time
		want     []event.Standing
		skipped  map[event.Skip]int
		extras   int
		movingUp int
	}{
		{name: "cancelling frees places for those who wait", kind: event.DeedCancel, capacity: 2, places: event.Places{Confirmed: 2, Waiting: 3},
			of: []event.Standing{c, x}, now: early, want: []event.Standing{x}, skipped: map[event.Skip]int{event.SkipWithdrawn: 1}, movingUp: 1},
		{name: "cancelling all leaves nobody to move up", kind: event.DeedCancel, capacity: 1, places: event.Places{Confirmed: 1, Waiting: 1},
			of: []event.Standing{c, w}, now: early, want: []event.Standing{x, x}},
		{name: "nobody moves up when the list stands still", kind: event.DeedCancel, capacity: 2, places: event.Places{Confirmed: 2, Waiting: 3},
			of: []event.Standing{c}, now: late, want: []event.Standing{x}},
		{name: "places go to the first who wait", kind: event.DeedPromote, capacity: 3, places: event.Places{Confirmed: 2, Waiting: 3},
			of: []event.Standing{w, w, c}, now: late, want: []event.Standing{c}, skipped: map[event.Skip]int{event.SkipFull: 1, event.SkipNotWaiting: 1}},
		{name: "beyond the capacity if the organiser says so", kind: event.DeedPromote, capacity: 3, places: event.Places{Confirmed: 2, Waiting: 3},
			of: []event.Standing{w, w, w}, extra: true, now: early, want: []event.Standing{c, c, c}, extras: 2},
		{name: "whoever is too many can be moved to the list", kind: event.DeedDemote, capacity: 2, places: event.Places{Confirmed: 3},
			of: []event.Standing{c, c}, now: early, want: []event.Standing{w}, skipped: map[event.Skip]int{event.SkipFree: 1}},
		{name: "one moves down and another up", kind: event.DeedDemote, capacity: 2, places: event.Places{Confirmed: 2, Waiting: 1},
			of: []event.Standing{c, c}, now: early, want: []event.Standing{w}, skipped: map[event.Skip]int{event.SkipFree: 1}, movingUp: 1},
		{name: "anybody can be moved down when the list stands still", kind: event.DeedDemote, capacity: 5, places: event.Places{Confirmed: 2},
			of: []event.Standing{c, c}, now: late, want: []event.Standing{w, w}},
		{name: "no list to move to", kind: event.DeedDemote, capacity: 2, places: event.Places{Confirmed: 3},
			of: []event.Standing{c, w}, noList: true, now: early, skipped: map[event.Skip]int{event.SkipNoList: 1, event.SkipNotConfirmed: 1}},
		{name: "somebody back gets what a newcomer would get", kind: event.DeedReinstate, capacity: 2, places: event.Places{Confirmed: 1},
			of: []event.Standing{x, x, c}, now: early, want: []event.Standing{c, w}, skipped: map[event.Skip]int{event.SkipNotWithdrawn: 1}},
		{name: "and a place beyond the capacity if the organiser says so", kind: event.DeedReinstate, capacity: 1, places: event.Places{Confirmed: 1},
			of: []event.Standing{x}, extra: true, now: early, want: []event.Standing{c}, extras: 1},
		{name: "nobody comes back to a full event without a list", kind: event.DeedReinstate, capacity: 1, places: event.Places{Confirmed: 1},
			of: []event.Standing{x}, noList: true, now: early, skipped: map[event.Skip]int{event.SkipFull: 1}},
		{name: "the link goes again to those who are in", kind: event.DeedResend, capacity: 1, places: event.Places{Confirmed: 1},
			of: []event.Standing{c, w, x}, now: early, want: []event.Standing{c, w}, skipped: map[event.Skip]int{event.SkipWithdrawn: 1}},
		{name: "only who has a place arrives", kind: event.DeedArrive, capacity: 1, places: event.Places{Confirmed: 1},
			of: []event.Standing{c, w}, now: late, want: []event.Standing{c}, skipped: map[event.Skip]int{event.SkipNotConfirmed: 1}},
		{name: "an application that is approved gets a place while there is one, and then joins the list", kind: event.DeedApprove, capacity: 2,
			places: event.Places{Confirmed: 1}, of: []event.Standing{a, a, c, x}, now: late, want: []event.Standing{c, w}, skipped: map[event.Skip]int{event.SkipNotApplied: 2}},
		{name: "those who wait come before an application when the list stands still", kind: event.DeedApprove, capacity: 2,
			places: event.Places{Confirmed: 1, Waiting: 1}, of: []event.Standing{a}, now: late, want: []event.Standing{w}},
		{name: "who applied before those who wait stands before them", kind: event.DeedApprove, capacity: 2,
			places: event.Places{Confirmed: 1, Waiting: 1}, of: []event.Standing{a}, now: early, want: []event.Standing{c}},
		{name: "no application is approved to a full event without a list", kind: event.DeedApprove, capacity: 1, places: event.Places{Confirmed: 1},
			of: []event.Standing{a}, noList: true, now: early, skipped: map[event.Skip]int{event.SkipFull: 1}},
		{name: "but if the organiser says so, beyond the capacity", kind: event.DeedApprove, capacity: 1, places: event.Places{Confirmed: 1},
			of: []event.Standing{a, a}, noList: true, extra: true, now: early, want: []event.Standing{c, c}, extras: 2},
		{name: "an application is declined, and nothing else is", kind: event.DeedDecline, capacity: 1, places: event.Places{Confirmed: 1, Waiting: 1},
			of: []event.Standing{a, c, w}, now: early, want: []event.Standing{x}, skipped: map[event.Skip]int{event.SkipNotApplied: 2}},
		{name: "who has applied does not wait", kind: event.DeedPromote, capacity: 3, places: event.Places{Confirmed: 1},
			of: []event.Standing{a}, now: early, skipped: map[event.Skip]int{event.SkipNotWaiting: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ev := &event.Event{Status: event.Published, Capacity: tt.capacity, HasWaitingList: !tt.noList, WaitingListStops: 24, StartsAt: start}
			var regs []event.Registration
			for i, s := range tt.of {
				regs = append(regs, event.Registration{ID: uint(i + 1), Standing: s, EmailNormal: string(rune('a' + i))})
			}
			plan := event.Deed{Kind: tt.kind, Extra: tt.extra, Event: ev, Tally: event.Tally{Places: tt.places}, Queue: queueOf(regs, tt.places.Waiting), Now: tt.now}.Plan(regs)
			var got []event.Standing
			for _, change := range plan.Changes {
				got = append(got, change.To)
				if change.Mail == "" && tt.kind.MayMail() {
					t.Errorf("no mail about %s", change.To)
				}
			}
			if tt.skipped == nil {
				tt.skipped = map[event.Skip]int{}
			}
			if diff := cmp.Diff(tt.want, got) + cmp.Diff(tt.skipped, plan.Skipped); diff != "" || plan.Extra != tt.extras || plan.MovingUp != tt.movingUp {
				t.Errorf("%d extra, %d moving up\n%s", plan.Extra, plan.MovingUp, diff)
			}
		})
	}
}

// queueOf is a waiting list with those of the registrations that wait, and others
// behind them.
func queueOf(regs []event.Registration, n int) event.Queue {
	var queue event.Queue
	for _, r := range regs {
		if r.Standing == event.Waiting {
			queue = append(queue, event.Waiter{ID: r.ID})
		}
	}
	for len(queue) < n {
		queue = append(queue, event.Waiter{ID: uint(100 + len(queue))})
	}
	return queue
}

func TestOneAddressComesBackOnce(t *testing.T) {
	ev := &event.Event{Status: event.Published}
	regs := []event.Registration{
		{ID: 1, Standing: event.Withdrawn, EmailNormal: "a"}, {ID: 2, Standing: event.Withdrawn, EmailNormal: "a"}, {ID: 3, Standing: event.Withdrawn, EmailNormal: "b"},
	}
	plan := event.Deed{Kind: event.DeedReinstate, Event: ev, Taken: map[string]bool{"b": true}}.Plan(regs)
	if len(plan.Changes) != 1 || plan.Changes[0].Registration.ID != 1 || plan.Skipped[event.SkipKnown] != 2 {
		t.Errorf("%+v", plan)
	}
}

func TestUndoing(t *testing.T) {
	done := time.Date(2030, 5, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name   string
		change func(*event.UndoFacts)
		after  time.Duration
		want   event.UndoRefusal
	}{
		{"at once", func(*event.UndoFacts) {}, time.Second, ""},
		{"just in time", func(*event.UndoFacts) {}, event.UndoTime - time.Second, ""},
		{"too late", func(*event.UndoFacts) {}, event.UndoTime, event.UndoLate},
		{"a second time", func(f *event.UndoFacts) { f.IsUndone = true }, time.Second, event.UndoTwice},
		{"a mail has left", func(f *event.UndoFacts) { f.Left = 1 }, time.Second, event.UndoMailed},
		{"somebody has done something since", func(f *event.UndoFacts) { f.Changed = 1 }, time.Second, event.UndoChanged},
		{"others have taken the places", func(f *event.UndoFacts) { f.After = 11 }, time.Second, event.UndoFull},
		{"more than places, as before", func(f *event.UndoFacts) { f.Before, f.After = 12, 12 }, time.Second, ""},
		{"no limit", func(f *event.UndoFacts) { f.Capacity, f.After = 0, 11 }, time.Second, ""},
		{"what leaves at once", func(f *event.UndoFacts) { f.Kind = event.DeedResend }, time.Second, event.UndoLate},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := event.UndoFacts{DoneAt: done, Kind: event.DeedCancel, Before: 10, After: 10, Capacity: 10}
			tt.change(&f)
			if got := f.Refusal(done.Add(tt.after)); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestAddingByHand(t *testing.T) {
	ev := &event.Event{Status: event.Published, Capacity: 1}
	full := event.Places{Confirmed: 1}
	for _, tt := range []struct {
		name     string
		standing event.Standing
		places   event.Places
		extra    bool
		isExtra  bool
		err      error
	}{
		{"a place left", event.Confirmed, event.Places{}, true, false, nil},
		{"none left", event.Confirmed, full, false, false, event.ErrFull},
		{"none left, and the organiser says so", event.Confirmed, full, true, true, nil},
		{"the waiting list", event.Waiting, full, false, false, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if isExtra, err := ev.AdmitByHand(event.Tally{Places: tt.places}, event.Share{}, tt.standing, tt.extra); isExtra != tt.isExtra || err != tt.err {
				t.Errorf("%v, %v", isExtra, err)
			}
		})
	}
}
