package event_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samling/internal/event"
)

// dialogue is a meeting that only those who are invited can come to.
func dialogue() *event.Event {
	return &event.Event{
		ID: 7, Slug: "dialog-halmstad", Zone: "Europe/Stockholm", Status: event.Published, InviteOnly: true, Unlisted: true,
		StartsAt: time.Date(2018, 11, 9, 8, 0, 0, 0, time.UTC), EndsAt: time.Date(2018, 11, 9, 11, 0, 0, 0, time.UTC),
		ClosesAt: time.Date(2018, 11, 2, 23, 0, 0, 0, time.UTC), // last day 2 November
	}
}

func TestNewInvite(t *testing.T) {
	now := time.Date(2018, 10, 15, 9, 0, 0, 0, time.UTC)
	expires := time.Date(2018, 10, 26, 22, 0, 0, 0, time.UTC)
	tests := []struct {
		name    string
		raw     event.RawInvite
		want    event.Invite
		invalid event.Invalid
	}{
		{
			"a department that is asked for two", event.RawInvite{" Socialtjänsten  Halmstad ", " Soc@Halmstad.example ", "2", "2018-10-26"},
			event.Invite{EventID: 7, Name: "Socialtjänsten Halmstad", Email: "Soc@halmstad.example", Uses: 2, ExpiresAt: &expires, CreatedAt: now}, nil,
		},
		{"only a name", event.RawInvite{Name: "Räddningstjänsten"}, event.Invite{EventID: 7, Name: "Räddningstjänsten", CreatedAt: now}, nil},
		{"no name", event.RawInvite{Email: "a@b.example", Uses: "1"}, event.Invite{}, event.Invalid{"name": event.MsgInviteName}},
		{"a malformed address", event.RawInvite{Name: "A", Email: "a.example"}, event.Invite{}, event.Invalid{"email": event.MsgEmailMalformed}},
		{"odd characters", event.RawInvite{Name: "A\u202eB"}, event.Invite{}, event.Invalid{"name": event.MsgOddCharacters}},
		{"no places", event.RawInvite{Name: "A", Uses: "0"}, event.Invite{}, event.Invalid{"uses": event.MsgInviteUses}},
		{"too many places", event.RawInvite{Name: "A", Uses: "1000"}, event.Invite{}, event.Invalid{"uses": event.MsgInviteUses}},
		{"places in words", event.RawInvite{Name: "A", Uses: "två"}, event.Invite{}, event.Invalid{"uses": event.MsgInviteUses}},
		{"yesterday", event.RawInvite{Name: "A", Expires: "2018-10-14"}, event.Invite{}, event.Invalid{"expires": event.MsgInviteExpires}},
		{"no day at all", event.RawInvite{Name: "A", Expires: "snart"}, event.Invite{}, event.Invalid{"expires": event.MsgInviteExpires}},
		{
			"everything at once", event.RawInvite{Email: "x", Uses: "-1", Expires: "9999-01-01"}, event.Invite{},
			event.Invalid{"name": event.MsgInviteName, "email": event.MsgEmailMalformed, "uses": event.MsgInviteUses, "expires": event.MsgInviteExpires},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, invalid := event.NewInvite(tt.raw, dialogue(), now)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.invalid, invalid); diff != "" && len(tt.invalid)+len(invalid) > 0 {
				t.Errorf("complaints (-want +got):\n%s", diff)
			}
		})
	}
}

func TestInviteAsItWasTyped(t *testing.T) {
	now := time.Date(2018, 10, 15, 9, 0, 0, 0, time.UTC)
	for _, raw := range []event.RawInvite{{"Socialtjänsten", "soc@halmstad.example", "2", "2018-10-28"}, {Name: "Polisen"}} {
		i, invalid := event.NewInvite(raw, dialogue(), now) // on the 28th the clock is moved
		if len(invalid) > 0 || i.Raw(dialogue()) != raw {
			t.Errorf("%+v became %+v, %v", raw, i.Raw(dialogue()), invalid)
		}
	}
}

func TestCheckInvite(t *testing.T) {
	now := time.Date(2018, 10, 15, 9, 0, 0, 0, time.UTC)
	past, soon := now, now.Add(time.Nanosecond)
	tests := []struct {
		name   string
		invite event.Invite
		used   int
		want   error
	}{
		{"nobody yet", event.Invite{EventID: 7, Uses: 2}, 0, nil},
		{"one of two", event.Invite{EventID: 7, Uses: 2}, 1, nil},
		{"both", event.Invite{EventID: 7, Uses: 2}, 2, event.ErrInviteUsed},
		{"more, since the number was lowered", event.Invite{EventID: 7, Uses: 1}, 2, event.ErrInviteUsed},
		{"no limit", event.Invite{EventID: 7}, 1000, nil},
		{"in its last instant", event.Invite{EventID: 7, Uses: 1, ExpiresAt: &soon}, 0, nil},
		{"expired", event.Invite{EventID: 7, Uses: 1, ExpiresAt: &past}, 0, event.ErrGone},
		{"revoked", event.Invite{EventID: 7, RevokedAt: &past}, 0, event.ErrGone},
		{"revoked and used", event.Invite{EventID: 7, Uses: 1, RevokedAt: &past}, 1, event.ErrGone},
		{"of another event", event.Invite{EventID: 8}, 0, event.ErrNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.invite.Check(dialogue(), tt.used, now); !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
		})
	}
}

func TestUntilWhenAnInviteCanBeAnswered(t *testing.T) {
	early, late := time.Date(2018, 10, 26, 22, 0, 0, 0, time.UTC), time.Date(2018, 12, 1, 0, 0, 0, 0, time.UTC)
	closing := "2018-11-02 23:59"
	for _, tt := range []struct {
		name    string
		expires *time.Time
		want    string
	}{{"with the event", nil, closing}, {"before it", &early, "2018-10-26 23:59"}, {"not after it", &late, closing}} {
		t.Run(tt.name, func(t *testing.T) {
			i, ev := event.Invite{EventID: 7, ExpiresAt: tt.expires}, dialogue()
			last := i.LastMoment(ev)
			if got := last.Format("2006-01-02 15:04"); got != tt.want {
				t.Errorf("until %s, want %s", got, tt.want)
			}
			if !i.IsOpen(ev, last) || i.IsOpen(ev, last.Add(time.Minute)) {
				t.Error("it is not open until then, or longer")
			}
			for _, status := range []event.Status{event.Draft, event.Cancelled} {
				if ev.Status = status; i.IsOpen(ev, last) {
					t.Errorf("it opens an event that is %s", status)
				}
			}
		})
	}
}

func TestInviteCodes(t *testing.T) {
	code := event.NewInviteCode([8]byte{0, 1, 2, 8, 26, 27, 54, 255})
	if code != "234B-Z22G" {
		t.Errorf("code %s", code)
	}
	for _, typed := range []string{"234B-Z22G", " 234b z22g", "234bz22g", "2 3 4 b – Z.2.2.g\n", "234B_Z22G"} {
		if got := event.NormalInviteCode(typed); got != code {
			t.Errorf("%q became %q", typed, got)
		}
	}
	for _, typed := range []string{"", "-", "234B-Z22GF", "234B", strings.Repeat("2", 1000)} {
		if got := event.NormalInviteCode(typed); got == code || len(got) > 12 {
			t.Errorf("%q became %q", typed, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		var b [8]byte
		copy(b[:], rapid.SliceOfN(rapid.Byte(), 8, 8).Draw(t, "random"))
		c := event.NewInviteCode(b)
		if len(c) != 9 || strings.ContainsAny(c, "AEIOULS01") || event.NormalInviteCode(strings.ToLower(c)) != c {
			t.Errorf("code %q", c)
		}
	})
}

func TestSilentInvites(t *testing.T) {
	ev := dialogue()
	sent := time.Date(2018, 10, 15, 7, 0, 0, 0, time.UTC)
	nextDay := time.Date(2018, 10, 15, 22, 0, 0, 0, time.UTC) // midnight in Stockholm
	over := time.Date(2018, 11, 2, 23, 0, 0, 0, time.UTC)
	invited := func(change func(*event.Invited)) event.Invited {
		i := event.Invited{Invite: event.Invite{EventID: 7, Name: "Socialtjänsten", Email: "soc@halmstad.example", Uses: 2, SentAt: &sent}}
		change(&i)
		return i
	}
	tests := []struct {
		name    string
		invited event.Invited
		now     time.Time
		silent  bool
		remind  bool
	}{
		{"the day it was sent", invited(func(*event.Invited) {}), nextDay.Add(-time.Second), true, false},
		{"the day after", invited(func(*event.Invited) {}), nextDay, true, true},
		{"reminded that day", invited(func(i *event.Invited) { i.RemindedAt = &nextDay }), nextDay.Add(time.Hour), true, false},
		{"reminded the day before", invited(func(i *event.Invited) { i.RemindedAt = &nextDay }), nextDay.Add(24 * time.Hour), true, true},
		{"one has registered", invited(func(i *event.Invited) { i.Confirmed = 1 }), nextDay, false, false},
		{"one waits", invited(func(i *event.Invited) { i.Waiting = 1 }), nextDay, false, false},
		{"one has applied", invited(func(i *event.Invited) { i.Applied = 1 }), nextDay, false, false},
		{"cancelled is an answer too", invited(func(i *event.Invited) { i.Cancelled = 1 }), nextDay, false, false},
		{"never sent", invited(func(i *event.Invited) { i.SentAt = nil }), nextDay, true, false},
		{"no address", invited(func(i *event.Invited) { i.Email = "" }), nextDay, true, false},
		{"revoked", invited(func(i *event.Invited) { i.RevokedAt = &sent }), nextDay, false, false},
		{"after the last day", invited(func(*event.Invited) {}), over, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.invited.IsSilent(ev, tt.now); got != tt.silent {
				t.Errorf("silent %v", got)
			}
			if got := tt.invited.CanRemind(ev, tt.now); got != tt.remind {
				t.Errorf("can be reminded %v", got)
			}
			if got := tt.invited.IsUnsent(ev, tt.now); got != (tt.name == "never sent") {
				t.Errorf("unsent %v", got)
			}
		})
	}
}

// Whoever got a mail has somewhere to go from it.
func TestInvitesThatCanBeSent(t *testing.T) {
	ev, now := dialogue(), time.Date(2018, 10, 20, 9, 0, 0, 0, time.UTC)
	invite := event.Invite{EventID: ev.ID, Email: "soc@halmstad.example", Uses: 2}
	for _, tt := range []struct {
		name    string
		invited event.Invited
		want    bool
	}{
		{"nobody has come", event.Invited{Invite: invite}, true},
		{"one more may come", event.Invited{Invite: invite, Waiting: 1, Cancelled: 3}, true},
		{"all have come", event.Invited{Invite: invite, Confirmed: 1, Applied: 1}, false},
	} {
		if got := tt.invited.CanSend(ev, now); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func TestSumInvites(t *testing.T) {
	ev, now := dialogue(), time.Date(2018, 10, 20, 9, 0, 0, 0, time.UTC)
	sent, gone := now.AddDate(0, 0, -5), now.AddDate(0, 0, -1)
	of := func(i event.Invite) event.Invite { i.EventID = ev.ID; return i }
	all := []event.Invited{
		{Invite: of(event.Invite{Uses: 2, Email: "a@b.example", SentAt: &sent}), Confirmed: 1},
		{Invite: of(event.Invite{Uses: 2, Email: "c@b.example", SentAt: &sent})},
		{Invite: of(event.Invite{Uses: 2, Email: "d@b.example"})},
		{Invite: of(event.Invite{Uses: 2, ExpiresAt: &gone}), Cancelled: 1},
		{Invite: of(event.Invite{Uses: 5, RevokedAt: &gone}), Confirmed: 1},
		{Invite: of(event.Invite{}), Confirmed: 3, Waiting: 2, Applied: 1},
	}
	want := event.InviteTotals{
		Invites: 5, Asked: 8, Unlimited: 1, Confirmed: 5, Waiting: 2, Applied: 1, Cancelled: 1, Left: 5, Silent: 2, Unsent: 1, Reminding: 1,
	}
	if diff := cmp.Diff(want, event.SumInvites(all, ev, now)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPastedInvites(t *testing.T) {
	now := time.Date(2018, 10, 15, 9, 0, 0, 0, time.UTC)
	known := []event.Invited{
		{Invite: event.Invite{Name: "Polisen", Email: "polisen@halmstad.example"}},
		{Invite: event.Invite{Name: "Kulturförvaltningen", Email: "kultur@halmstad.example", RevokedAt: &now}},
	}
	text := "Avdelning;E-post;Antal\r\n" +
		"Socialtjänsten, soc@halmstad.example, 2\n" +
		"Barn- och ungdomsnämnden, presidiet, bun@halmstad.example\n" +
		"\n" +
		"\"Skolan\"\tskola@halmstad.example\t3\n" +
		"Räddningstjänsten;;4\n" +
		"Överförmyndaren\n" +
		"polisen ; Polisen@halmstad.example; 1\n" +
		"Kulturförvaltningen;kultur@halmstad.example\n" +
		"Socialtjänsten;soc@halmstad.example\n" +
		"Tekniska;halmstad.example;2\n" +
		"Fritid;fritid@halmstad.example;många\n" +
		"bara@halmstad.example\n"
	type line struct {
		number                 int
		name, email, uses, bad string
		known                  bool
	}
	var got []line
	for _, l := range event.ParseInvites(text, event.RawInvite{Uses: "2", Expires: "2018-10-26"}, known, dialogue(), now) {
		bad := ""
		for field := range l.Invalid {
			bad = field
		}
		if l.Invalid == nil && (fmt.Sprint(l.Invite.Uses) != l.Raw.Uses || l.Invite.ExpiresAt == nil) {
			t.Errorf("line %d: %+v of %+v", l.Number, l.Invite, l.Raw)
		}
		got = append(got, line{l.Number, l.Raw.Name, l.Raw.Email, l.Raw.Uses, bad, l.Known})
	}
	want := []line{
		{2, "Socialtjänsten", "soc@halmstad.example", "2", "", false},
		{3, "Barn- och ungdomsnämnden, presidiet", "bun@halmstad.example", "2", "", false},
		{5, "Skolan", "skola@halmstad.example", "3", "", false},
		{6, "Räddningstjänsten", "", "4", "", false},
		{7, "Överförmyndaren", "", "2", "", false},
		{8, "polisen", "Polisen@halmstad.example", "1", "", true},
		{9, "Kulturförvaltningen", "kultur@halmstad.example", "2", "", false},
		{10, "Socialtjänsten", "soc@halmstad.example", "2", "", true},
		{11, "Tekniska", "halmstad.example", "2", "email", false},
		{12, "Fritid", "fritid@halmstad.example", "många", "uses", false},
		{13, "bara@halmstad.example", "", "2", "", false},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(line{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Whatever is pasted, each line becomes an invite or a complaint.
func TestAnythingCanBePasted(t *testing.T) {
	now := time.Date(2018, 10, 15, 9, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		for _, l := range event.ParseInvites(rapid.String().Draw(t, "text"), event.RawInvite{Uses: "1"}, nil, dialogue(), now) {
			if (l.Invalid == nil) == (l.Invite.Name == "") {
				t.Errorf("%+v", l)
			}
		}
	})
}

func TestInviteState(t *testing.T) {
	now := time.Date(2018, 10, 20, 9, 0, 0, 0, time.UTC)
	sent := now.AddDate(0, 0, -1)
	invite := event.Invite{Email: "soc@halmstad.example", Uses: 2, SentAt: &sent}
	with := func(change func(*event.Invited)) event.Invited {
		i := event.Invited{Invite: invite}
		change(&i)
		return i
	}
	tests := []struct {
		want    event.InviteState
		invited event.Invited
		lost    bool
	}{
		{event.InviteSilent, with(func(*event.Invited) {}), false},
		{event.InviteLost, with(func(*event.Invited) {}), true},
		{event.InviteUnsent, with(func(i *event.Invited) { i.SentAt = nil }), false},
		{event.InviteSilent, with(func(i *event.Invited) { i.SentAt, i.Email = nil, "" }), false},
		{event.InviteAnswered, with(func(i *event.Invited) { i.Waiting = 1 }), true},
		{event.InviteFull, with(func(i *event.Invited) { i.Confirmed, i.Applied = 1, 1 }), false},
		{event.InviteCancelled, with(func(i *event.Invited) { i.Cancelled = 2 }), false},
		{event.InviteExpired, with(func(i *event.Invited) { i.ExpiresAt = &sent }), true},
		{event.InviteAnswered, with(func(i *event.Invited) { i.ExpiresAt, i.Confirmed = &sent, 1 }), false},
		{event.InviteRevoked, with(func(i *event.Invited) { i.RevokedAt, i.Confirmed = &sent, 2 }), false},
	}
	for _, tt := range tests {
		if got := tt.invited.State(tt.lost, now); got != tt.want {
			t.Errorf("%+v is %s, not %s", tt.invited, got, tt.want)
		}
	}
}
