package event_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samling/internal/event"
)

func TestMessageAfter(t *testing.T) {
	tried := time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name     string
		state    event.MessageState // before; Queued if empty
		attempts int                // before
		outcome  event.Outcome
		after    time.Duration // since it was first tried
		want     event.MessageState
		pause    time.Duration // until the next try, where there is one
		counts   bool          // as an attempt
	}{
		{"accepted", "", 0, event.Delivered, 0, event.Sent, 0, true},
		{"accepted at the second try after a lost answer", event.Doubtful, 1, event.Delivered, 0, event.Sent, 0, true},
		{"refused for good", "", 0, event.Refused, 0, event.Failed, 0, true},
		{"refused for good after a lost answer", event.Doubtful, 1, event.Refused, 0, event.Failed, 0, true},
		{"deferred once", "", 0, event.Deferred, 0, event.Queued, time.Minute, true},
		{"deferred twice", "", 1, event.Deferred, 0, event.Queued, 5 * time.Minute, true},
		{"deferred three times", "", 2, event.Deferred, 0, event.Queued, 15 * time.Minute, true},
		{"deferred four times", "", 3, event.Deferred, 0, event.Queued, time.Hour, true},
		{"deferred very often", "", 70, event.Deferred, 71 * time.Hour, event.Queued, time.Hour, true},
		{"deferred after a lost answer stays in doubt", event.Doubtful, 1, event.Deferred, 0, event.Doubtful, 5 * time.Minute, true},
		{"broken off before anything was accepted", "", 0, event.Interrupted, 0, event.Queued, 0, true},
		{"broken off again", "", 1, event.Interrupted, 0, event.Queued, 5 * time.Minute, true},
		{"lost after the final dot", "", 0, event.Unknown, 0, event.Doubtful, 15 * time.Minute, true},
		{"lost after the final dot, twice", event.Doubtful, 1, event.Unknown, 0, event.Failed, 0, true},
		{"no server", "", 0, event.Unreachable, 0, event.Queued, time.Minute, false},
		{"no server for long", "", 4, event.Unreachable, 71 * time.Hour, event.Queued, time.Minute, false},
		{"nothing to tell", "", 0, event.Pointless, 0, event.Dropped, 0, true},

		{"a nanosecond before 72 hours", "", 9, event.Deferred, event.MaxWait - 1, event.Queued, time.Hour, true},
		{"deferred at 72 hours", "", 9, event.Deferred, event.MaxWait, event.Failed, 0, true},
		{"broken off at 72 hours", "", 9, event.Interrupted, event.MaxWait, event.Failed, 0, true},
		{"no server at 72 hours", "", 9, event.Unreachable, event.MaxWait, event.Failed, 0, false},
		{"accepted after 72 hours", "", 9, event.Delivered, event.MaxWait + time.Hour, event.Sent, 0, true},
		{"lost after the final dot at 72 hours is tried once more", "", 9, event.Unknown, event.MaxWait, event.Doubtful, 15 * time.Minute, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now, lease := tried.Add(tt.after), tried.Add(tt.after+time.Minute)
			before := event.Message{
				State: event.MessageState(firstOf(string(tt.state), string(event.Queued))), Attempts: tt.attempts,
				CreatedAt: tried.Add(-time.Hour), FirstTriedAt: &tried, DueAt: now, LeasedUntil: &lease, MessageID: "confirmed.x@example.org", LastError: "earlier",
			}
			got := before.After(tt.outcome, "450 later", now)
			if got.State != tt.want {
				t.Errorf("state %s, want %s", got.State, tt.want)
			}
			if wait := got.DueAt.Sub(now); wait != tt.pause {
				t.Errorf("next try in %s, want %s", wait, tt.pause)
			}
			if counts := got.Attempts > tt.attempts; counts != tt.counts {
				t.Errorf("counts as an attempt: %v, want %v", counts, tt.counts)
			}
			if got.FirstTriedAt == nil || !got.FirstTriedAt.Equal(tried) {
				t.Errorf("first tried at %v", got.FirstTriedAt)
			}
			if got.LeasedUntil != nil {
				t.Error("the lease was kept")
			}
			if got.MessageID != before.MessageID {
				t.Error("the Message-ID changed")
			}
			sent := tt.outcome == event.Delivered
			if sent != (got.SentAt != nil) || sent != (got.LastError == "") {
				t.Errorf("sent at %v, last error %q", got.SentAt, got.LastError)
			}
		})
	}
}

// Mail that waited for weeks, since no server was set, has all the time there is
// from its first try on.
func TestTheFirstTryStartsTheClock(t *testing.T) {
	written := time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)
	first := written.Add(10 * event.MaxWait)
	want := map[event.Outcome]event.MessageState{
		event.Delivered: event.Sent, event.Refused: event.Failed, event.Deferred: event.Queued, event.Interrupted: event.Queued,
		event.Unknown: event.Doubtful, event.Unreachable: event.Queued, event.Pointless: event.Dropped,
	}
	for outcome, state := range want {
		m := event.Message{State: event.Queued, CreatedAt: written, DueAt: written}.After(outcome, "", first)
		if m.State != state || m.FirstTriedAt == nil || !m.FirstTriedAt.Equal(first) {
			t.Errorf("outcome %d: %s, first tried at %v", outcome, m.State, m.FirstTriedAt)
		}
	}
}

// Whatever the servers answer, a mail is finished in the end, and not much
// later than MaxWait after its first try.
func TestMessageIsFinishedInTheEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		written := time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)
		m, now := event.Message{State: event.Queued, CreatedAt: written.AddDate(0, 0, -rapid.IntRange(0, 30).Draw(t, "days old")), DueAt: written}, written
		outcome := rapid.SampledFrom([]event.Outcome{event.Deferred, event.Interrupted, event.Unknown, event.Unreachable})
		for m.State == event.Queued || m.State == event.Doubtful {
			now = m.DueAt.Add(time.Duration(rapid.IntRange(1, 60).Draw(t, "seconds late")) * time.Second)
			if limit := written.Add(event.MaxWait + 3*time.Hour); now.After(limit) {
				t.Fatalf("still %s at %s", m.State, now)
			}
			m = m.After(outcome.Draw(t, "outcome"), "", now)
			if m.DueAt.After(now.Add(time.Hour)) {
				t.Fatalf("the next try is at %s, more than an hour after %s", m.DueAt, now)
			}
		}
	})
}

func TestNewMessage(t *testing.T) {
	e := seminar(10, true)
	r := event.Registration{ID: 3, EventID: e.ID, Email: "anna@ale.se", Language: "en", Sequence: 2}
	m := event.NewMessage(event.MailWithdrawn, &e, &r, during)
	event.NameMessage(&m, "RANDOM", "events.example.org")
	if m.Recipient != "anna@ale.se" || m.Language != "en" || m.Sequence != 2 || m.State != event.Queued ||
		*m.EventID != 7 || *m.RegistrationID != 3 || !m.DueAt.Equal(during) || !m.CreatedAt.Equal(during) {
		t.Errorf("NewMessage = %+v", m)
	}
	if m.MessageID != "withdrawn.RANDOM@events.example.org" {
		t.Errorf("Message-ID %q", m.MessageID)
	}
}

func TestCarriesCalendar(t *testing.T) {
	with := []event.MessageKind{
		event.MailConfirmed, event.MailPromoted, event.MailWithdrawn, event.MailEventChanged, event.MailEventCancelled,
	}
	for _, kind := range allKinds {
		if got, want := kind.CarriesCalendar(), slices.Contains(with, kind); got != want {
			t.Errorf("%s carries a calendar entry: %v, want %v", kind, got, want)
		}
	}
}

var allKinds = []event.MessageKind{
	event.MailConfirmed, event.MailWaiting, event.MailPromoted, event.MailAlready, event.MailWithdrawn,
	event.MailLeft, event.MailEventChanged, event.MailEventCancelled, event.MailLinks, event.MailSignIn, event.MailTest,
	event.MailSecurity,
}

func TestIsPointless(t *testing.T) {
	live, gone := &event.Registration{Standing: event.Waiting}, &event.Registration{Standing: event.Withdrawn}
	on, off := &event.Event{Status: event.Published}, &event.Event{Status: event.Cancelled}
	tests := []struct {
		name   string
		kinds  []event.MessageKind
		letter event.Letter
		want   bool
	}{
		{"to somebody who takes part",
			except(event.MailSecurity, event.MailLinks, event.MailSignIn), event.Letter{Event: on, Registration: live}, false},
		{"to somebody who gave the place back",
			except(event.MailSecurity, event.MailLinks, event.MailSignIn, event.MailTest, event.MailWithdrawn, event.MailLeft), event.Letter{Event: on, Registration: gone}, true},
		{"that the place was given back",
			[]event.MessageKind{event.MailWithdrawn, event.MailLeft}, event.Letter{Event: on, Registration: gone}, false},
		{"to somebody who was erased",
			except(event.MailSecurity, event.MailLinks, event.MailSignIn, event.MailTest), event.Letter{Event: on}, true},
		{"about an event that was called off meanwhile",
			except(event.MailSecurity, event.MailLinks, event.MailSignIn, event.MailTest, event.MailWithdrawn, event.MailLeft, event.MailEventCancelled),
			event.Letter{Event: off, Registration: live}, true},
		{"that the event was called off",
			[]event.MessageKind{event.MailEventCancelled}, event.Letter{Event: off, Registration: live}, false},
		{"that the event was called off, to somebody who will not come",
			[]event.MessageKind{event.MailEventCancelled}, event.Letter{Event: off, Registration: gone}, true},
		{"that an offer is over", []event.MessageKind{event.MailOfferExpired}, event.Letter{Event: on, Registration: gone}, false},
		{"that an offer is over, of an event that was called off", []event.MessageKind{event.MailOfferExpired}, event.Letter{Event: off, Registration: gone}, true},
		{"links to nothing", []event.MessageKind{event.MailLinks}, event.Letter{}, true},
		{"links to a place", []event.MessageKind{event.MailLinks}, event.Letter{Places: []event.Held{{}}}, false},
		{"a sign-in of somebody who is no user", []event.MessageKind{event.MailSignIn}, event.Letter{Ticket: &event.Ticket{}}, true},
		{"a sign-in too late", []event.MessageKind{event.MailSignIn}, event.Letter{}, true},
		{"a sign-in", []event.MessageKind{event.MailSignIn}, event.Letter{Ticket: &event.Ticket{UserID: new(uint)}}, false},
		{"a change of what somebody signs in with", []event.MessageKind{event.MailSecurity}, event.Letter{}, false},
		{"a test", []event.MessageKind{event.MailTest}, event.Letter{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, kind := range tt.kinds {
				tt.letter.Message.Kind = kind
				if got := tt.letter.IsPointless(); got != tt.want {
					t.Errorf("%s is pointless: %v, want %v", kind, got, tt.want)
				}
			}
		})
	}
}

// except lists all other kinds of mail.
func except(kinds ...event.MessageKind) []event.MessageKind {
	return slices.DeleteFunc(slices.Clone(allKinds), func(k event.MessageKind) bool { return slices.Contains(kinds, k) })
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// A place in a session that was given back meanwhile is not told of.
func TestIsPointlessForSessions(t *testing.T) {
	e := seminar(10, true)
	letter := event.Letter{Event: &e, Registration: &event.Registration{Standing: event.Confirmed},
		Message: event.Message{Kind: event.MailSession, Data: event.MessageData{Session: "a"}}}
	for standing, want := range map[event.Standing]bool{event.Confirmed: false, event.Waiting: true, event.Withdrawn: true} {
		letter.Chosen = []event.SessionChoice{{Session: "b", Standing: event.Confirmed}, {Session: "a", Standing: standing}}
		if got := letter.IsPointless(); got != want {
			t.Errorf("%s: %t, want %t", standing, got, want)
		}
	}
}
