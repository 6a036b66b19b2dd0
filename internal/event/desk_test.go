package event_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samling/internal/event"
)

// openDesk opens a desk at which nobody has been yet.
func openDesk(e event.Event) *event.Desk {
	return &event.Desk{Event: e, Known: map[string]*event.Registration{}, Receipts: map[string]*event.Receipt{}}
}

// call is a sign-up with a form key of its own.
func call(key, email string) event.Call {
	return event.Call{
		FormKey: key, Signup: event.Signup{Name: "Anna " + key, Email: email, Language: "sv"},
		Reference: func() string { return "GOP-" + key }, Now: during,
	}
}

// admit demands that the desk takes the call.
func admit(t *testing.T, d *event.Desk, c event.Call) event.Admitted {
	t.Helper()
	a, err := d.Admit(c)
	if err != nil {
		t.Fatalf("%s: %v", c.FormKey, err)
	}
	return a
}

func TestDeskServesInOrder(t *testing.T) {
	d := openDesk(seminar(2, true))
	want := []struct {
		standing event.Standing
		number   int
	}{{event.Confirmed, 0}, {event.Confirmed, 0}, {event.Waiting, 1}, {event.Waiting, 2}, {event.Waiting, 3}}
	for i, w := range want {
		key := fmt.Sprint(i)
		a := admit(t, d, call(key, key+"@ale.se"))
		if a.Receipt.Standing != w.standing || a.Receipt.Number != w.number {
			t.Errorf("call %d: %s with number %d, want %s with %d", i, a.Receipt.Standing, a.Receipt.Number, w.standing, w.number)
		}
		if a.People[0].Registration == nil || a.People[0].Registration.Standing != w.standing || a.People[0].Known != nil || a.Repeated {
			t.Errorf("call %d: %+v", i, a)
		}
		if confirmed := a.People[0].Registration.ConfirmedAt != nil; confirmed != (w.standing == event.Confirmed) {
			t.Errorf("call %d: confirmed at %v", i, a.People[0].Registration.ConfirmedAt)
		}
	}
	if want := (event.Places{Confirmed: 2, Waiting: 3}); d.Tally.Places != want {
		t.Errorf("places %+v, want %+v", d.Tally.Places, want)
	}
}

func TestDeskKeepsWhatWasSignedUp(t *testing.T) {
	d := openDesk(seminar(2, true))
	c := call("k", "Anna@ale.se")
	c.Signup = event.Signup{
		Name: "Anna Berg", Email: "Anna@ale.se", Organisation: "Ale kommun", Role: "strateg",
		Municipality: "Ale", Comment: "Hej", Language: "en",
	}
	a := admit(t, d, c)
	want := event.Registration{
		EventID: 7, Reference: "GOP-k", Generation: 1, Standing: event.Confirmed,
		Name: "Anna Berg", Email: "Anna@ale.se", EmailNormal: "anna@ale.se", Organisation: "Ale kommun", Role: "strateg",
		Municipality: "Ale", Comment: "Hej", Language: "en", CreatedAt: during, ConfirmedAt: &c.Now, Attendance: event.OnSite,
		NameKey: "anna berg", OrganisationKey: "ale kommun", MunicipalityKey: "ale", SearchKey: "anna berg anna@ale.se ale kommun strateg ale gop-k",
	}
	if diff := cmp.Diff(&want, a.People[0].Registration); diff != "" {
		t.Error(diff)
	}
	receipt := event.Receipt{
		EventID: 7, FormKey: "k", Standing: event.Confirmed, Name: "Anna Berg", Email: "Anna@ale.se", CreatedAt: during,
	}
	if diff := cmp.Diff(&receipt, a.Receipt); diff != "" {
		t.Error(diff)
	}
}

func TestDeskRepeatsAnAnswer(t *testing.T) {
	full := seminar(1, false)
	d := openDesk(full)
	first := admit(t, d, call("k", "anna@ale.se"))
	repeated := call("k", "anna@ale.se")
	repeated.Now = ends // long closed, and the event is full as well
	again := admit(t, d, repeated)
	if !again.Repeated || len(again.People) > 0 || again.Receipt != first.Receipt {
		t.Errorf("the second answer is %+v, the first %+v", again, first)
	}
	if want := (event.Places{Confirmed: 1}); d.Tally.Places != want {
		t.Errorf("places %+v, want %+v", d.Tally.Places, want)
	}
}

func TestDeskGivesAnAddressOnePlace(t *testing.T) {
	d := openDesk(seminar(2, true))
	first := admit(t, d, call("a", "anna@ale.se"))
	second := admit(t, d, call("b", "ANNA@ale.se"))
	if second.People[0].Registration != nil || second.People[0].Known != first.People[0].Registration || second.Repeated {
		t.Errorf("the second sign-up: %+v", second)
	}
	// The answer is that of a first sign-up, so that a stranger learns nothing.
	want := event.Receipt{EventID: 7, FormKey: "b", Standing: event.Confirmed, Name: "Anna b", Email: "ANNA@ale.se", CreatedAt: during,
		Signup: &event.KeptSignup{Signup: event.Signup{Name: "Anna b", Email: "ANNA@ale.se", Language: "sv"}}, // for whoever finds the address wrong
	}
	if diff := cmp.Diff(&want, second.Receipt); diff != "" {
		t.Error(diff)
	}
	if d.Tally.Places.Confirmed != 1 {
		t.Errorf("%d places taken, want 1", d.Tally.Places.Confirmed)
	}
	admit(t, d, call("c", "bo@ale.se"))
	// Now the next newcomer would wait, so that is what the known address hears.
	third := admit(t, d, call("d", "anna@ale.se"))
	if third.Receipt.Standing != event.Waiting || third.Receipt.Number != 1 || third.People[0].Registration != nil {
		t.Errorf("the third sign-up: %+v", third)
	}
	if d.Tally.Places.Waiting != 0 {
		t.Errorf("%d wait, want nobody", d.Tally.Places.Waiting)
	}
}

func TestDeskKnowsAddressesFromBefore(t *testing.T) {
	d := openDesk(seminar(2, false))
	known := &event.Registration{ID: 3, EmailNormal: "anna@ale.se"}
	d.Known["anna@ale.se"] = known
	d.Tally.Places.Confirmed = 2
	for _, email := range []string{"anna@ale.se", "bo@ale.se"} {
		if _, err := d.Admit(call(email, email)); !errors.Is(err, event.ErrFull) {
			t.Errorf("%s at a full event: %v, want %v for known and unknown alike", email, err, event.ErrFull)
		}
	}
	d.Tally.Places.Confirmed = 1
	if a := admit(t, d, call("k", "anna@ale.se")); a.People[0].Known != known || a.People[0].Registration != nil {
		t.Errorf("a known address got %+v", a)
	}
}

func TestDeskRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*event.Event)
		now    time.Time
		want   error
	}{
		{"draft", func(e *event.Event) { e.Status = event.Draft }, during, event.ErrNotPublished},
		{"called off", func(e *event.Event) { e.Status = event.Cancelled }, during, event.ErrNotPublished},
		{"not open yet", func(*event.Event) {}, opens.Add(-1), event.ErrNotOpen},
		{"closed", func(*event.Event) {}, closes, event.ErrClosed},
		{"full", func(e *event.Event) { e.Capacity = 1 }, during, event.ErrFull},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := seminar(10, false)
			tt.change(&e)
			d := openDesk(e)
			d.Tally.Places.Confirmed = 1
			c := call("k", "anna@ale.se")
			c.Now = tt.now
			if a, err := d.Admit(c); !errors.Is(err, tt.want) || !cmp.Equal(a, event.Admitted{}) {
				t.Errorf("Admit = %+v, %v; want %v", a, err, tt.want)
			}
			if len(d.Receipts)+len(d.Known) > 0 || d.Tally.Places.Confirmed != 1 {
				t.Error("the refused call was remembered")
			}
		})
	}
}

func TestLateLinkOpens(t *testing.T) {
	tests := []struct {
		name   string
		change func(*event.LateLink, *event.Event)
		now    time.Time
		want   bool
	}{
		{"after closing", nil, closes, true},
		{"before closing", nil, during, true},
		{"before it opens", nil, opens.Add(-time.Hour), true},
		{"while it takes place", func(l *event.LateLink, _ *event.Event) { l.ExpiresAt = ends.Add(time.Hour) }, ends.Add(-1), true},
		{"when it is over", func(l *event.LateLink, _ *event.Event) { l.ExpiresAt = ends.Add(time.Hour) }, ends, false},
		{"the last instant", nil, starts.Add(-1), true},
		{"expired", nil, starts, false},
		{"used", func(l *event.LateLink, _ *event.Event) { l.Used = true }, closes, false},
		{"for another event", func(l *event.LateLink, _ *event.Event) { l.EventID = 8 }, closes, false},
		{"for no event", func(l *event.LateLink, _ *event.Event) { *l = event.LateLink{} }, closes, false},
		{"draft", func(_ *event.LateLink, e *event.Event) { e.Status = event.Draft }, closes, false},
		{"called off", func(_ *event.LateLink, e *event.Event) { e.Status = event.Cancelled }, closes, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := seminar(10, false)
			l := event.LateLink{ID: 4, EventID: e.ID, ExpiresAt: starts}
			if tt.change != nil {
				tt.change(&l, &e)
			}
			if got := l.Opens(&e, tt.now); got != tt.want {
				t.Errorf("Opens = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestDeskTakesALateLinkOnce(t *testing.T) {
	d := openDesk(seminar(2, false))
	link := &event.LateLink{ID: 4, EventID: 7, ExpiresAt: starts}
	late := func(key string) event.Call {
		c := call(key, key+"@ale.se")
		c.Late, c.Now = link, closes.Add(time.Hour)
		return c
	}
	a := admit(t, d, late("a"))
	if !link.Used || a.People[0].Registration.LateLinkID == nil || *a.People[0].Registration.LateLinkID != 4 {
		t.Errorf("used: %v, recorded: %v", link.Used, a.People[0].Registration.LateLinkID)
	}
	if _, err := d.Admit(late("b")); !errors.Is(err, event.ErrClosed) {
		t.Errorf("the second use: %v, want %v", err, event.ErrClosed)
	}
	if again := admit(t, d, late("a")); !again.Repeated {
		t.Error("the first form sent again is not recognised")
	}
}

func TestDeskDoesNotWasteALateLink(t *testing.T) {
	link := func() *event.LateLink { return &event.LateLink{ID: 4, EventID: 7, ExpiresAt: starts} }
	t.Run("full stays full", func(t *testing.T) {
		d := openDesk(seminar(1, false))
		d.Tally.Places.Confirmed = 1
		c := call("k", "anna@ale.se")
		c.Late, c.Now = link(), closes
		if _, err := d.Admit(c); !errors.Is(err, event.ErrFull) || c.Late.Used {
			t.Errorf("Admit = %v, used %v", err, c.Late.Used)
		}
	})
	t.Run("an address that is registered keeps it for another", func(t *testing.T) {
		d := openDesk(seminar(5, false))
		d.Known["anna@ale.se"] = &event.Registration{ID: 1}
		c := call("k", "anna@ale.se")
		c.Late, c.Now = link(), closes
		if a := admit(t, d, c); a.People[0].Registration != nil || c.Late.Used {
			t.Errorf("%+v, used %v", a, c.Late.Used)
		}
	})
	// While the event is open, a link that no longer opens anything does not
	// stand in the way, and is not written down.
	for name, stale := range map[string]*event.LateLink{
		"used":              {ID: 4, EventID: 7, ExpiresAt: starts, Used: true},
		"expired":           {ID: 4, EventID: 7, ExpiresAt: opens},
		"for another event": {ID: 4, EventID: 8, ExpiresAt: starts},
		"gone":              {},
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(seminar(5, false))
			before := *stale
			c := call("k", "anna@ale.se")
			c.Late = stale
			if a := admit(t, d, c); a.People[0].Registration.LateLinkID != nil || *stale != before {
				t.Errorf("late link %v was written down, it is now %+v", *a.People[0].Registration.LateLinkID, *stale)
			}
		})
	}
}

// However people come, with repeated forms and addresses among them, nobody is
// admitted above the capacity and numbers count up without a gap.
func TestDeskNeverOverbooks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := seminar(rapid.IntRange(1, 6).Draw(t, "capacity"), rapid.Bool().Draw(t, "list"))
		d := openDesk(e)
		places, seen := event.Places{}, map[string]bool{}
		for range rapid.IntRange(1, 25).Draw(t, "calls") {
			key := fmt.Sprint(rapid.IntRange(0, 20).Draw(t, "key"))
			email := fmt.Sprintf("%d@ale.se", rapid.IntRange(0, 12).Draw(t, "address"))
			a, err := d.Admit(call(key, email))
			full := places.Confirmed+places.Waiting >= e.Capacity
			switch {
			case err != nil:
				if !errors.Is(err, event.ErrFull) || !full || e.HasWaitingList {
					t.Fatalf("refused with %v at %+v of %d", err, places, e.Capacity)
				}
			case a.Repeated:
			case a.People[0].Registration == nil:
				if !seen[email] {
					t.Fatalf("%s got nothing", email)
				}
			case seen[email]:
				t.Fatalf("%s got a second place", email)
			case a.People[0].Registration.Standing == event.Confirmed:
				seen[email] = true
				places.Confirmed++
			default:
				seen[email] = true
				places.Waiting++
				if a.Receipt.Number != places.Waiting {
					t.Fatalf("number %d in the list, want %d", a.Receipt.Number, places.Waiting)
				}
			}
			if d.Tally.Places != places || places.Confirmed > e.Capacity || places.Waiting > 0 && !e.HasWaitingList {
				t.Fatalf("places %+v, counted %+v, capacity %d", d.Tally.Places, places, e.Capacity)
			}
		}
	})
}
