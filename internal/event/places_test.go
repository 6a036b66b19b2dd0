package event_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// limited has limits of every kind: 10 in all, 6 on site, and 3 of its own
// staff.
func limited(list bool) event.Event {
	e := seminar(10, list)
	e.Attendance = event.Both
	e.OnSiteWay.Capacity = 6
	e.Categories = []event.Category{{ID: "own", Name: "Egna", Capacity: 3}, {ID: "other", Name: "Andra"}}
	return e
}

// The shares of the conference.
var (
	ownSite    = event.Share{Attendance: event.OnSite, Category: "own"}
	otherSite  = event.Share{Attendance: event.OnSite, Category: "other"}
	ownNet     = event.Share{Attendance: event.Online, Category: "own"}
	otherNet   = event.Share{Attendance: event.Online, Category: "other"}
	allOfThem  = []event.Share{ownSite, otherSite, ownNet, otherNet}
	fullOnSite = map[event.Share]event.Places{ownSite: {Confirmed: 2}, otherSite: {Confirmed: 4}}
)

// spread makes a tally of shares.
func spread(shares map[event.Share]event.Places) event.Tally {
	var t event.Tally
	for s, p := range shares {
		t.Add(s, p)
	}
	return t
}

func TestRoom(t *testing.T) {
	tests := []struct {
		name   string
		shares map[event.Share]event.Places
		want   []int // of each share, -1 for no limit
	}{
		{"nobody yet: the smallest limit counts", nil, []int{3, 6, 3, 10}},
		{"on site is full, the net is not", fullOnSite, []int{0, 0, 1, 4}},
		{"own staff is full in every way", map[event.Share]event.Places{ownNet: {Confirmed: 3}}, []int{0, 6, 0, 7}},
		{"what is offered is taken", map[event.Share]event.Places{otherNet: {Confirmed: 8, Offered: 2}}, []int{0, 0, 0, 0}},
		{"who applies holds nothing", map[event.Share]event.Places{otherNet: {Applied: 20}}, []int{3, 6, 3, 10}},
		{"who waits for a full hall keeps nobody from the net",
			map[event.Share]event.Places{ownSite: {Confirmed: 2}, otherSite: {Confirmed: 4, Waiting: 9}}, []int{0, 0, 1, 4}},
		{"who waits though there is room comes first in every limit",
			map[event.Share]event.Places{otherSite: {Confirmed: 4, Waiting: 1}}, []int{1, 1, 3, 5}},
		{"cut below what is taken", map[event.Share]event.Places{otherSite: {Confirmed: 12}}, []int{0, 0, 0, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := limited(true)
			var got []int
			for _, s := range allOfThem {
				left, isLimited := e.Room(spread(tt.shares), s)
				if !isLimited {
					left = -1
				}
				got = append(got, left)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	e := seminar(0, false)
	if left, isLimited := e.Room(event.Tally{}, event.Share{}); isLimited {
		t.Errorf("%d places of an event without limits", left)
	}
}

func TestPlacesInAll(t *testing.T) {
	tests := []struct {
		name   string
		change func(*event.Event)
		want   int
	}{
		{"the event's own", func(*event.Event) {}, 10},
		{"both ways together, where each has a limit", func(e *event.Event) { e.OnlineWay.Capacity = 3 }, 9},
		{"all categories together", func(e *event.Event) { e.Categories[1].Capacity = 4 }, 7},
		{"one way without a limit leaves the event's own", func(e *event.Event) { e.OnlineWay.Capacity = 0 }, 10},
		{"no limit at all", func(e *event.Event) { e.Capacity = 0 }, 0},
		{"a retired category does not count", func(e *event.Event) { e.Categories[1].Retired = true }, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := limited(false)
			tt.change(&e)
			if got := e.PlacesInAll(); got != tt.want {
				t.Errorf("%d, want %d", got, tt.want)
			}
		})
	}
}

func TestAboveSaysWhichLimitIsExceeded(t *testing.T) {
	e := limited(true)
	tally := spread(map[event.Share]event.Places{ownSite: {Confirmed: 4}, otherSite: {Confirmed: 3, Waiting: 5}})
	want := []event.Above{
		{Limit: event.Limit{Share: event.Share{Attendance: event.OnSite}, Capacity: 6}, By: 1},
		{Limit: event.Limit{Share: event.Share{Category: "own"}, Capacity: 3}, By: 1},
	}
	if diff := cmp.Diff(want, e.Above(tally)); diff != "" {
		t.Error(diff)
	}
}

func TestStateWithSeveralLimits(t *testing.T) {
	full := map[event.Share]event.Places{ownSite: {Confirmed: 3}, otherSite: {Confirmed: 3}, otherNet: {Confirmed: 4}}
	for _, tt := range []struct {
		name   string
		shares map[event.Share]event.Places
		list   bool
		want   event.State
	}{
		{"one way is full", fullOnSite, true, event.Open},
		{"both are, through the event's own limit", full, true, event.WaitList},
		{"and there is no list", full, false, event.Full},
	} {
		e := limited(tt.list)
		if got := e.State(spread(tt.shares), during); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	// The clock of the categories counts too.
	later := during.Add(1)
	e := limited(false)
	e.Categories[0].OpensAt, e.Categories[1].ClosesAt = &later, &during
	if got := e.State(event.Tally{}, during); got != event.NotOpen {
		t.Errorf("one category is over and the other not open: %s", got)
	}
	e.Categories[0].Retired = true
	if got := e.State(event.Tally{}, during); got != event.Closed {
		t.Errorf("the only category is over: %s", got)
	}
}
