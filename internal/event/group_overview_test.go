package event_test

import (
	"testing"
	"time"

	"samling/internal/event"
)

// member is somebody in a group as they stand now.
func member(id uint, email string, r event.Registration) event.GroupMember {
	return event.GroupMember{GroupPerson: event.GroupPerson{ID: id, Name: "Anna", Email: email}, Registration: r}
}

func TestStageOfAMember(t *testing.T) {
	at := time.Date(2030, 5, 1, 12, 0, 0, 0, time.UTC)
	cancelled := member(1, "a@ale.se", event.Registration{Standing: event.Withdrawn})
	cancelled.CancelledAt = &at
	tests := []struct {
		want   event.Stage
		member event.GroupMember
	}{
		{event.StagePlace, member(1, "a@ale.se", event.Registration{Standing: event.Confirmed})},
		{event.StageWaiting, member(1, "a@ale.se", event.Registration{Standing: event.Waiting})},
		{event.StageOffered, member(1, "a@ale.se", event.Registration{Standing: event.Waiting, OfferUntil: &at})},
		{event.StageUnverified, member(1, "a@ale.se", event.Registration{Standing: event.Confirmed, VerifyBy: &at})},
		{event.StageApplied, member(1, "a@ale.se", event.Registration{Standing: event.Applied})},
		{event.StageGone, member(1, "a@ale.se", event.Registration{Standing: event.Withdrawn})},
		{event.StageCancelled, cancelled},
	}
	for _, tt := range tests {
		if got := tt.member.Stage(); got != tt.want {
			t.Errorf("stage %q, want %q", got, tt.want)
		}
	}
}

// Who was registered before looks to the sender like who was not.
func TestStandInLooksLikeANewRegistration(t *testing.T) {
	now := time.Date(2030, 5, 1, 12, 0, 0, 0, time.UTC)
	later := now.Add(time.Hour)
	for _, standing := range []event.Standing{event.Confirmed, event.Waiting, event.Applied} {
		p := event.NewGroupPerson(6, sender(), standing, &later, now)
		for name, moment := range map[string]time.Time{"at once": now, "when the time to confirm is out": later} {
			s := p.StandIn(7, moment)
			m := event.GroupMember{GroupPerson: p, Registration: s}
			want := event.StageUnverified
			if moment.Equal(later) {
				want = event.StageGone
			}
			if m.Stage() != want {
				t.Errorf("%s, %s: %s", standing, name, m.Stage())
			}
		}
		p.VerifyBy = nil
		if s := p.StandIn(7, later); s.Standing != standing || s.Name != "Nadia Test" || s.Attendance != event.OnSite || s.Category != "staff" {
			t.Errorf("%+v", s)
		}
		p.CancelledAt = &now
		if s := p.StandIn(7, later); s.IsLive() {
			t.Errorf("%s is live after the sender cancelled", standing)
		}
	}
}

func TestMaySenderCancel(t *testing.T) {
	start := time.Date(2030, 5, 10, 7, 0, 0, 0, time.UTC)
	before, cancelBy := start.Add(-time.Hour), start.Add(-2*time.Hour)
	open := event.Event{Status: event.Published, StartsAt: start, EndsAt: start.Add(time.Hour)}
	shut := open
	shut.CancelBy = &cancelBy
	off := open
	off.Status = event.Cancelled
	handed := member(1, "a@ale.se", event.Registration{Standing: event.Confirmed})
	handed.Mails = []event.Message{{Kind: event.MailConfirmed}, {Kind: event.MailTakenOver}}
	held := member(1, "a@ale.se", event.Registration{Standing: event.Confirmed, VerifyBy: &start})
	here := func(s event.Standing) event.GroupMember {
		return member(1, "a@ale.se", event.Registration{Standing: s})
	}
	tests := []struct {
		name   string
		ev     event.Event
		member event.GroupMember
		now    time.Time
		want   bool
	}{
		{"a place", open, here(event.Confirmed), before, true},
		{"a number in the list", open, here(event.Waiting), before, true},
		{"nothing any more", open, here(event.Withdrawn), before, false},
		{"a place that was handed over", open, handed, before, false},
		{"after the end", open, here(event.Confirmed), open.EndsAt, false},
		{"an event that was called off", off, here(event.Confirmed), before, false},
		{"a place, too late", shut, here(event.Confirmed), before, false},
		{"a place that is only held until the address is confirmed", shut, held, before, true},
		{"a number in the list, which can always be left", shut, here(event.Waiting), before, true},
	}
	for _, tt := range tests {
		if got := tt.member.MaySenderCancel(&tt.ev, tt.now); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func TestAddToAGroup(t *testing.T) {
	g := event.OpenGroup{Group: event.Group{ID: 6, Together: true}, Event: event.Event{GroupMax: 3, Attendance: event.OnSite}, Members: []event.GroupMember{
		member(1, "a@ale.se", event.Registration{Standing: event.Confirmed}),
		member(2, "b@ale.se", event.Registration{Standing: event.Withdrawn}),
		member(3, "c@ale.se", event.Registration{Standing: event.Waiting}),
	}}
	if !g.HasRoom() || g.Live() != 2 {
		t.Errorf("%d of 3, room: %v", g.Live(), g.HasRoom())
	}
	one := g
	one.Event.GroupMax = 2
	if one.HasRoom() {
		t.Error("two of two, and room for more")
	}
	for email, want := range map[string]event.Key{"A@ale.se": event.MsgColleagueThere, "b@ale.se": "", "d@ale.se": "", "": event.MsgColleagueEmail, "d": event.MsgEmailMalformed} {
		got, invalid := g.NewMember(event.Colleague{Name: "Dan", Email: email}, sender())
		if invalid["email"] != want {
			t.Errorf("%q: %v", email, invalid)
		}
		if want == "" && (got.ID != 6 || !got.Together || len(got.People) != 1 || got.People[0].Email != email) {
			t.Errorf("%q: %+v", email, got)
		}
	}
	if _, err := g.Member(4); err == nil {
		t.Error("found somebody who is not there")
	}
	if m, err := g.Member(3); err != nil || m.Email != "c@ale.se" {
		t.Errorf("%+v, %v", m, err)
	}
}
