package event_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// groupCall registers so many people with one form.
func groupCall(key string, n int, together bool) event.Call {
	c := call(key, key+"@ale.se")
	c.Group = &event.GroupSignup{Together: together}
	for i := range n {
		email := fmt.Sprintf("%s%d@ale.se", key, i)
		c.Group.People = append(c.Group.People, event.Signup{Name: email, Email: email, Language: "sv"})
	}
	refs := 0
	c.Reference = func() string { refs++; return fmt.Sprintf("GOP-%s%d", key, refs) }
	return c
}

// standingsOf is what the people of a call got.
func standingsOf(a event.Admitted) []string {
	var all []string
	for _, p := range a.People {
		all = append(all, fmt.Sprintf("%s %d", p.Standing, p.Number))
	}
	return all
}

func TestGroupsAtTheDesk(t *testing.T) {
	tests := []struct {
		name     string
		taken    int
		list     bool
		together bool
		want     []string
		err      error
	}{
		{"room for all", 0, false, true, []string{"confirmed 0", "confirmed 0", "confirmed 0"}, nil},
		{"apart, those who come first", 8, true, false, []string{"confirmed 0", "confirmed 0", "waiting 1"}, nil},
		{"together, all wait", 8, true, true, []string{"waiting 1", "waiting 2", "waiting 3"}, nil},
		{"apart, but not even a list for the last", 8, false, false, nil, event.ErrFull},
		{"together, but no list", 8, false, true, nil, event.ErrShareFull},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := openDesk(seminar(10, tt.list))
			d.Tally.Confirmed = tt.taken
			before := d.Tally.Places
			a, err := d.Admit(groupCall("g", 3, tt.together))
			if !errors.Is(err, tt.err) {
				t.Fatalf("%v, want %v", err, tt.err)
			}
			if diff := cmp.Diff(tt.want, standingsOf(a)); diff != "" {
				t.Error(diff)
			}
			if err != nil {
				if d.Tally.Places != before || len(d.Known) > 0 {
					t.Errorf("a refused group left %+v and %d known", d.Tally.Places, len(d.Known))
				}
				return
			}
			if a.Group == nil || len(a.Receipt.People) != 3 || a.Receipt.Signup != nil {
				t.Errorf("group %+v, receipt %+v", a.Group, a.Receipt)
			}
			for i, p := range a.People {
				if p.Registration.Together != tt.together || p.Registration.Reference != fmt.Sprintf("GOP-g%d", i+1) {
					t.Errorf("person %d: %+v", i, p.Registration)
				}
			}
		})
	}
}

// Of a group, whoever is registered already gets nothing new, and the answer
// does not tell.
func TestGroupsDoNotTellWhoIsKnown(t *testing.T) {
	d := openDesk(seminar(10, false))
	d.Known["g1@ale.se"] = &event.Registration{ID: 5}
	a := admit(t, d, groupCall("g", 3, false))
	if a.People[1].Registration != nil || a.People[1].Known.ID != 5 {
		t.Errorf("%+v", a.People[1])
	}
	for i, p := range a.Receipt.People {
		if p.Standing != event.Confirmed {
			t.Errorf("person %d is told %+v", i, p)
		}
	}
	if d.Tally.Confirmed != 2 {
		t.Errorf("%d places taken, want 2", d.Tally.Confirmed)
	}
}

func TestGates(t *testing.T) {
	invite := event.Invite{ID: 4, EventID: 7, Uses: 2}
	past := during.Add(-time.Hour)
	tests := []struct {
		name   string
		change func(*event.Event, *event.Call, *event.Desk)
		want   event.Standing
		err    error
		verify bool
	}{
		{"nobody comes uninvited", func(e *event.Event, _ *event.Call, _ *event.Desk) { e.InviteOnly = true }, "", event.ErrInviteOnly, false},
		{"who is invited does", func(e *event.Event, c *event.Call, _ *event.Desk) { e.InviteOnly, c.InviteID = true, 4 }, event.Confirmed, nil, false},
		{"not with an invite there is not", func(_ *event.Event, c *event.Call, _ *event.Desk) { c.InviteID = 5 }, "", event.ErrInviteOnly, false},
		{"as many as were asked for, and no more", func(e *event.Event, c *event.Call, d *event.Desk) {
			e.InviteOnly, c.InviteID, d.Invites[4].Confirmed = true, 4, 2
		}, "", event.ErrInviteUsed, false},
		{"not with an invite that has ended", func(e *event.Event, c *event.Call, d *event.Desk) {
			e.InviteOnly, c.InviteID, d.Invites[4].ExpiresAt = true, 4, &past
		}, "", event.ErrGone, false},
		{"an invite does not outlast the event's deadline", func(e *event.Event, c *event.Call, _ *event.Desk) { c.InviteID, c.Now = 4, closes }, "", event.ErrClosed, false},
		{"the organiser decides", func(e *event.Event, _ *event.Call, _ *event.Desk) { e.NeedsApproval = true }, event.Applied, nil, false},
		{"but has decided on who is invited", func(e *event.Event, c *event.Call, _ *event.Desk) { e.NeedsApproval, c.InviteID = true, 4 }, event.Confirmed, nil, false},
		{"nobody applies for what is full", func(e *event.Event, _ *event.Call, d *event.Desk) {
			e.NeedsApproval, e.HasWaitingList, d.Tally.Confirmed = true, false, 10
		}, "", event.ErrFull, false},
		{"an address is to be confirmed", func(e *event.Event, _ *event.Call, _ *event.Desk) { e.VerifyHours = 24 }, event.Confirmed, nil, true},
		{"a category that is over", func(e *event.Event, c *event.Call, _ *event.Desk) {
			e.Categories = []event.Category{{ID: "a", ClosesAt: &past}, {ID: "b"}}
			c.Signup.Category = "a"
		}, "", event.ErrCategoryShut, false},
		{"and one that is not", func(e *event.Event, c *event.Call, _ *event.Desk) {
			e.Categories = []event.Category{{ID: "a", ClosesAt: &past}, {ID: "b"}}
			c.Signup.Category = "b"
		}, event.Confirmed, nil, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := openDesk(seminar(10, true))
			d.Invites = map[uint]*event.Invited{4: {Invite: invite}}
			c := call("k", "anna@ale.se")
			tt.change(&d.Event, &c, d)
			a, err := d.Admit(c)
			if !errors.Is(err, tt.err) {
				t.Fatalf("%v, want %v", err, tt.err)
			}
			if err != nil {
				return
			}
			r := a.People[0].Registration
			if r.Standing != tt.want || (r.VerifyBy != nil) != tt.verify || (a.Receipt.VerifyBy != nil) != tt.verify {
				t.Errorf("%s, to be confirmed by %v; receipt %+v", r.Standing, r.VerifyBy, a.Receipt)
			}
			if c.InviteID != 0 && (r.InviteID == nil || *r.InviteID != 4 || d.Invites[4].Used() != 1) {
				t.Errorf("invite %v, used %d", r.InviteID, d.Invites[4].Used())
			}
		})
	}
}

// workshops is a seminar with three workshops of one place each at the same time,
// and a talk that anybody may hear.
func workshops(capacity int) event.Event {
	e := seminar(capacity, true)
	one, two := starts.Add(time.Hour), starts.Add(2*time.Hour)
	e.Choices = []event.ChoiceGroup{{Key: "g", Choice: event.Choice{Min: 1, Max: 1}, Sessions: []event.Choosable{
		{Key: "a", StartsAt: &one, EndsAt: &two, Capacity: 1}, {Key: "b", StartsAt: &one, EndsAt: &two, Capacity: 1},
	}}, {Key: "h", Choice: event.Choice{}, Sessions: []event.Choosable{{Key: "c", StartsAt: &one, EndsAt: &two}, {Key: "d", StartsAt: &two}}}}
	return e
}

func TestSessionsAtTheDesk(t *testing.T) {
	d := openDesk(workshops(2))
	choose := func(key string) event.Admission {
		c := call(key, key+"@ale.se")
		c.Signup.Sessions = []string{"a"}
		return admit(t, d, c).People[0]
	}
	for i, want := range []event.Standing{event.Confirmed, event.Waiting, event.Applied} {
		a := choose(fmt.Sprint(i))
		if a.Sessions[0].Standing != want {
			t.Errorf("person %d, who is %s: %s in the session, want %s", i, a.Standing, a.Sessions[0].Standing, want)
		}
	}
	// The third waits for the event itself, and takes no place in its sessions.
	if p := d.Tally.Sessions["a"]; p.Confirmed != 1 || p.Waiting != 1 {
		t.Errorf("%+v", p)
	}
}

func TestReadingChoices(t *testing.T) {
	onlyOnSite := workshops(10)
	onlyOnSite.Attendance = event.Both
	onlyOnSite.Choices[0].When = &event.Condition{Attendance: []event.Attendance{event.OnSite}}
	tests := []struct {
		name    string
		event   event.Event
		raw     map[string][]string
		want    []string
		invalid event.Invalid
	}{
		{"one must be chosen", workshops(10), nil, nil, event.Invalid{"sessions-g": event.MsgChooseOne}},
		{"one is", workshops(10), map[string][]string{"sessions-g": {"b"}, "sessions-h": {"d"}}, []string{"b", "d"}, event.Invalid{}},
		{"not two", workshops(10), map[string][]string{"sessions-g": {"a", "b"}}, []string{"a", "b"}, event.Invalid{"sessions-g": event.MsgTooManyChosen}},
		{"none that there is not", workshops(10), map[string][]string{"sessions-g": {"d"}}, nil, event.Invalid{"sessions-g": event.MsgNotAChoice}},
		{"none at the same time, from whatever group", workshops(10), map[string][]string{"sessions-g": {"a"}, "sessions-h": {"c"}}, []string{"a", "c"},
			event.Invalid{"sessions-h": event.MsgSessionsOverlap}},
		{"who is not asked chooses nothing", onlyOnSite, map[string][]string{"attendance": {"online"}, "sessions-g": {"a"}}, nil, event.Invalid{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var s event.Signup
			invalid := s.Answer(&tt.event, func(field string) []string { return tt.raw[field] })
			if diff := cmp.Diff(tt.invalid, invalid) + cmp.Diff(tt.want, s.Sessions); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOverlaps(t *testing.T) {
	at := func(from, to int) event.Choosable {
		var c event.Choosable
		if from >= 0 {
			start := starts.Add(time.Duration(from) * time.Minute)
			c.StartsAt = &start
		}
		if to >= 0 {
			end := starts.Add(time.Duration(to) * time.Minute)
			c.EndsAt = &end
		}
		return c
	}
	for _, tt := range []struct {
		name string
		a, b event.Choosable
		want bool
	}{
		{"one after the other", at(0, 60), at(60, 90), false},
		{"a minute too early", at(0, 60), at(59, 90), true},
		{"one within the other", at(0, 90), at(30, 60), true},
		{"together, without an end", at(0, -1), at(0, -1), true},
		{"later, without an end", at(0, -1), at(60, 90), false},
		{"no clock", at(-1, -1), at(0, 90), false},
	} {
		if got := tt.a.Overlaps(tt.b); got != tt.want || tt.b.Overlaps(tt.a) != got {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func TestWhoGetsASession(t *testing.T) {
	waiting := []event.SessionChoice{{ID: 1}, {ID: 2}, {ID: 3}}
	late := starts.Add(-time.Hour)
	tests := []struct {
		name      string
		confirmed int
		fresh     uint
		now       time.Time
		want      []uint
	}{
		{"the first", 0, 0, during, []uint{1}},
		{"nobody, it is full", 1, 0, during, nil},
		{"nobody, it was cut", 3, 0, during, nil},
		{"nobody while the lists stand still", 0, 0, late, nil},
		{"nor who has just come, for others wait for it", 0, 3, late, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := workshops(10)
			tally := event.Tally{Sessions: map[string]event.Places{"a": {Confirmed: tt.confirmed, Waiting: 3}}}
			fresh := func(c event.SessionChoice) bool { return c.ID == tt.fresh }
			var got []uint
			for _, c := range e.SessionPromotions(tally, "a", waiting, fresh, tt.now) {
				got = append(got, c.ID)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	e := workshops(10)
	only := func(event.SessionChoice) bool { return true }
	if got := e.SessionPromotions(event.Tally{}, "a", waiting[:1], only, late); len(got) != 1 {
		t.Error("who has just come does not get what nobody else waits for")
	}
}

// A late link lets in one person, not a group.
func TestLateLinksAreForOne(t *testing.T) {
	d := openDesk(seminar(10, true))
	c := groupCall("g", 2, false)
	c.Now, c.Late = closes, &event.LateLink{ID: 4, EventID: 7, ExpiresAt: ends}
	if _, err := d.Admit(c); !errors.Is(err, event.ErrClosed) || c.Late.Used {
		t.Errorf("%v, used: %v", err, c.Late.Used)
	}
}
