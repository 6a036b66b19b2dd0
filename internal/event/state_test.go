package event_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samling/internal/event"
)

// The moments of the event that most tests use: it opens, closes, starts and
// ends on days of their own.
var (
	opens  = time.Date(2030, 4, 1, 8, 0, 0, 0, time.UTC)
	closes = time.Date(2030, 5, 1, 22, 0, 0, 0, time.UTC)
	starts = time.Date(2030, 5, 10, 7, 0, 0, 0, time.UTC)
	ends   = time.Date(2030, 5, 10, 10, 0, 0, 0, time.UTC)
	during = time.Date(2030, 4, 15, 12, 0, 0, 0, time.UTC) // registration is open
)

// seminar is a published event with these places.
func seminar(capacity int, waitingList bool) event.Event {
	return event.Event{
		ID: 7, Slug: "gophers", Status: event.Published, Zone: "Europe/Stockholm", Language: "sv",
		StartsAt: starts, EndsAt: ends, OpensAt: &opens, ClosesAt: closes,
		Attendance: event.OnSite, PlaceName: "Stadshuset",
		Capacity: capacity, HasWaitingList: waitingList, WaitingListStops: 24,
	}
}

func TestState(t *testing.T) {
	tests := []struct {
		name     string
		capacity int
		list     bool
		places   event.Places
		status   event.Status
		now      time.Time
		want     event.State
	}{
		{"a second before it opens", 10, false, event.Places{}, event.Published, opens.Add(-time.Second), event.NotOpen},
		{"as it opens", 10, false, event.Places{}, event.Published, opens, event.Open},
		{"more than a tenth left", 10, false, event.Places{Confirmed: 8}, event.Published, during, event.Open},
		{"a tenth left", 10, false, event.Places{Confirmed: 9}, event.Published, during, event.Few},
		{"eleven left of a large hall", 200, false, event.Places{Confirmed: 179}, event.Published, during, event.Open},
		{"twenty left of two hundred is a tenth", 200, false, event.Places{Confirmed: 180}, event.Published, during, event.Few},
		{"ten left of a hall for thirty", 30, false, event.Places{Confirmed: 20}, event.Published, during, event.Few},
		{"eleven left of a hall for thirty", 30, false, event.Places{Confirmed: 19}, event.Published, during, event.Open},
		{"ten left of twenty is half", 20, false, event.Places{Confirmed: 10}, event.Published, during, event.Open},
		{"full", 10, false, event.Places{Confirmed: 10}, event.Published, during, event.Full},
		{"full with a waiting list", 10, true, event.Places{Confirmed: 10}, event.Published, during, event.WaitList},
		{"free places belong to those who wait", 10, true, event.Places{Confirmed: 8, Waiting: 2}, event.Published, during, event.WaitList},
		{"more people than places after a cut", 10, false, event.Places{Confirmed: 15}, event.Published, during, event.Full},
		{"no limit", 0, false, event.Places{Confirmed: 5000}, event.Published, during, event.Open},
		{"a nanosecond before it closes", 10, false, event.Places{}, event.Published, closes.Add(-1), event.Open},
		{"as it closes", 10, false, event.Places{}, event.Published, closes, event.Closed},
		{"closed and full", 10, true, event.Places{Confirmed: 10}, event.Published, closes, event.Closed},
		{"closed without limit", 0, false, event.Places{}, event.Published, closes, event.Closed},
		{"while it takes place", 10, false, event.Places{}, event.Published, starts, event.Closed},
		{"as it ends", 10, false, event.Places{}, event.Published, ends, event.Past},
		{"called off", 10, false, event.Places{}, event.Cancelled, during, event.CalledOff},
		{"called off and over", 10, false, event.Places{}, event.Cancelled, ends, event.CalledOff},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := seminar(tt.capacity, tt.list)
			e.Status = tt.status
			if got := e.State(event.Tally{Places: tt.places}, tt.now); got != tt.want {
				t.Errorf("State(%+v) = %q, want %q", tt.places, got, tt.want)
			}
		})
	}
}

func TestAdmit(t *testing.T) {
	tests := []struct {
		name     string
		capacity int
		list     bool
		places   event.Places
		status   event.Status
		now      time.Time
		want     event.Standing
		wantErr  error
	}{
		{"place left", 2, false, event.Places{Confirmed: 1}, event.Published, during, event.Confirmed, nil},
		{"last place taken", 2, false, event.Places{Confirmed: 2}, event.Published, during, "", event.ErrFull},
		{"full with waiting list", 2, true, event.Places{Confirmed: 2}, event.Published, during, event.Waiting, nil},
		{"freed place belongs to the queue", 2, true, event.Places{Confirmed: 1, Waiting: 1}, event.Published, during, event.Waiting, nil},
		{"freed place belongs to a queue that takes nobody more", 2, false, event.Places{Confirmed: 1, Waiting: 1}, event.Published, during, "", event.ErrFull},
		{"more places than people in the queue", 3, true, event.Places{Confirmed: 1, Waiting: 1}, event.Published, during, event.Confirmed, nil},
		{"capacity cut below what is taken", 2, false, event.Places{Confirmed: 5}, event.Published, during, "", event.ErrFull},
		{"no limit", 0, false, event.Places{Confirmed: 900}, event.Published, during, event.Confirmed, nil},
		{"no limit any more, though some still wait", 0, true, event.Places{Confirmed: 9, Waiting: 4}, event.Published, during, event.Confirmed, nil},
		{"before it opens", 2, false, event.Places{}, event.Published, opens.Add(-1), "", event.ErrNotOpen},
		{"exactly as it opens", 2, false, event.Places{}, event.Published, opens, event.Confirmed, nil},
		{"the last instant", 2, false, event.Places{}, event.Published, closes.Add(-1), event.Confirmed, nil},
		{"exactly at the deadline", 2, false, event.Places{}, event.Published, closes, "", event.ErrClosed},
		{"after the deadline, with a waiting list", 0, true, event.Places{}, event.Published, closes.Add(1), "", event.ErrClosed},
		{"full and closed says closed", 2, false, event.Places{Confirmed: 2}, event.Published, closes, "", event.ErrClosed},
		{"draft", 2, false, event.Places{}, event.Draft, during, "", event.ErrNotPublished},
		{"called off", 2, false, event.Places{}, event.Cancelled, during, "", event.ErrNotPublished},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := seminar(tt.capacity, tt.list)
			e.Status = tt.status
			got, err := e.Admit(event.Tally{Places: tt.places}, event.Share{}, tt.now)
			if got != tt.want || !errors.Is(err, tt.wantErr) {
				t.Errorf("Admit(%+v) = %q, %v; want %q, %v", tt.places, got, err, tt.want, tt.wantErr)
			}
		})
	}
}

// A deadline on the day of the event lies after the event's end, where the last
// day counts whole.
func TestAdmitNobodyAfterTheEnd(t *testing.T) {
	e := seminar(10, false)
	e.ClosesAt = ends.Add(12 * time.Hour)
	if _, err := e.Admit(event.Tally{Places: event.Places{}}, event.Share{}, ends.Add(-1)); err != nil {
		t.Errorf("before the end: %v", err)
	}
	if _, err := e.Admit(event.Tally{Places: event.Places{}}, event.Share{}, ends); !errors.Is(err, event.ErrClosed) {
		t.Errorf("as it ends: %v, want %v", err, event.ErrClosed)
	}
}

func TestLeft(t *testing.T) {
	tests := []struct {
		name     string
		capacity int
		places   event.Places
		want     int
	}{
		{"nobody yet", 10, event.Places{}, 10},
		{"some", 10, event.Places{Confirmed: 4}, 6},
		{"those who wait come first", 10, event.Places{Confirmed: 4, Waiting: 2}, 4},
		{"more wait than there is room for", 10, event.Places{Confirmed: 9, Waiting: 3}, 0},
		{"more people than places", 10, event.Places{Confirmed: 12}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := seminar(tt.capacity, true)
			if got := e.Left(event.Tally{Places: tt.places}); got != tt.want {
				t.Errorf("Left(%+v) = %d, want %d", tt.places, got, tt.want)
			}
		})
	}
}

func TestPromotions(t *testing.T) {
	stops := starts.Add(-24 * time.Hour)
	tests := []struct {
		name     string
		capacity int
		places   event.Places
		status   event.Status
		now      time.Time
		want     int // that happen by themselves
		wantRoom int // that the organiser could make
	}{
		{"one place free, three wait", 10, event.Places{Confirmed: 9, Waiting: 3}, event.Published, during, 1, 1},
		{"more places than people who wait", 10, event.Places{Confirmed: 5, Waiting: 3}, event.Published, during, 3, 3},
		{"full", 10, event.Places{Confirmed: 10, Waiting: 3}, event.Published, during, 0, 0},
		{"cut below what is taken", 10, event.Places{Confirmed: 12, Waiting: 3}, event.Published, during, 0, 0},
		{"nobody waits", 10, event.Places{Confirmed: 5}, event.Published, during, 0, 0},
		{"no limit any more", 0, event.Places{Confirmed: 5, Waiting: 3}, event.Published, during, 3, 3},
		{"after the deadline the list still moves", 10, event.Places{Confirmed: 9, Waiting: 3}, event.Published, closes, 1, 1},
		{"the last instant it moves", 10, event.Places{Confirmed: 9, Waiting: 3}, event.Published, stops.Add(-1), 1, 1},
		{"24 hours before the start it stands still", 10, event.Places{Confirmed: 9, Waiting: 3}, event.Published, stops, 0, 1},
		{"draft", 10, event.Places{Confirmed: 9, Waiting: 3}, event.Draft, during, 0, 1},
		{"called off", 10, event.Places{Confirmed: 9, Waiting: 3}, event.Cancelled, during, 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := seminar(tt.capacity, true)
			e.Status = tt.status
			if got := promoted(&e, tt.places, tt.now); got != tt.want {
				t.Errorf("Promotions(%+v) = %d, want %d", tt.places, got, tt.want)
			}
			if got := e.FreePlaces(event.Tally{Places: tt.places}); got != tt.wantRoom {
				t.Errorf("FreePlaces(%+v) = %d, want %d", tt.places, got, tt.wantRoom)
			}
		})
	}
}

// promoted counts who moves up of a list whose people all want the same.
func promoted(e *event.Event, p event.Places, now time.Time) int {
	return len(e.Promotions(event.Tally{Places: p}, make(event.Queue, p.Waiting), now))
}

func TestAdmitWaiting(t *testing.T) {
	tests := []struct {
		name   string
		status event.Status
		places event.Places
		want   error
	}{
		{"a place is free", event.Published, event.Places{Confirmed: 9, Waiting: 1}, nil},
		{"no place is free", event.Published, event.Places{Confirmed: 10, Waiting: 1}, event.ErrFull},
		{"called off", event.Cancelled, event.Places{Confirmed: 9, Waiting: 1}, event.ErrNotPublished},
		{"taken back to a draft", event.Draft, event.Places{Confirmed: 9, Waiting: 1}, event.ErrNotPublished},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := seminar(10, true)
			e.Status = tt.status
			if err := e.AdmitWaiting(event.Tally{Places: tt.places}, event.Share{}); !errors.Is(err, tt.want) {
				t.Errorf("AdmitWaiting(%+v) = %v, want %v", tt.places, err, tt.want)
			}
		})
	}
}

func TestTakesSignups(t *testing.T) {
	for state, want := range map[event.State]bool{
		event.NotOpen: false, event.Open: true, event.Few: true, event.WaitList: true,
		event.Full: false, event.Closed: false, event.Past: false, event.CalledOff: false,
	} {
		if got := state.TakesSignups(); got != want {
			t.Errorf("%s takes sign-ups: %v, want %v", state, got, want)
		}
	}
}

// The page and the door never disagree: the form is offered exactly while the
// next person would be admitted.
func TestStateAgreesWithAdmit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, places, now := drawEvent(t), drawPlaces(t), drawMoment(t, "now")
		if e.Status == event.Draft {
			e.Status = event.Published // drafts have no page
		}
		standing, err := e.Admit(event.Tally{Places: places}, event.Share{}, now)
		state := e.State(event.Tally{Places: places}, now)
		if state.TakesSignups() != (err == nil) {
			t.Errorf("%s with %+v at %s: the page says %s, the door %q, %v", e.Status, places, now, state, standing, err)
		}
		if (state == event.WaitList) != (standing == event.Waiting) {
			t.Errorf("the page says %s, the door %q", state, standing)
		}
	})
}

// Whoever is admitted to a place or promoted to one never makes more people
// than places.
func TestNeverMorePeopleThanPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, places, now := drawEvent(t), drawPlaces(t), drawMoment(t, "now")
		standing, err := e.Admit(event.Tally{Places: places}, event.Share{}, now)
		if err == nil && standing == event.Confirmed && e.Capacity > 0 && places.Confirmed+places.Waiting >= e.Capacity {
			t.Errorf("a newcomer got a place of %d with %+v", e.Capacity, places)
		}
		for name, n := range map[string]int{"Promotions": promoted(&e, places, now), "FreePlaces": e.FreePlaces(event.Tally{Places: places})} {
			if n < 0 || n > places.Waiting {
				t.Errorf("%s = %d of %d who wait", name, n, places.Waiting)
			}
			if n > 0 && e.Capacity > 0 && places.Confirmed+n > e.Capacity {
				t.Errorf("%s = %d with %+v of %d", name, n, places, e.Capacity)
			}
		}
	})
}

func drawEvent(t *rapid.T) event.Event {
	e := seminar(rapid.IntRange(0, 12).Draw(t, "capacity"), rapid.Bool().Draw(t, "list"))
	e.Status = rapid.SampledFrom([]event.Status{event.Draft, event.Published, event.Cancelled}).Draw(t, "status")
	e.ClosesAt = drawMoment(t, "closes")
	if rapid.Bool().Draw(t, "open from the beginning") {
		e.OpensAt = nil
	}
	return e
}

func drawPlaces(t *rapid.T) event.Places {
	return event.Places{
		Confirmed: rapid.IntRange(0, 14).Draw(t, "confirmed"),
		Waiting:   rapid.IntRange(0, 4).Draw(t, "waiting"),
	}
}

// drawMoment prefers the moments at which something changes.
func drawMoment(t *rapid.T, name string) time.Time {
	at := rapid.SampledFrom([]time.Time{opens, during, closes, starts.Add(-24 * time.Hour), starts, ends}).Draw(t, name)
	return at.Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, name+" and")))
}
