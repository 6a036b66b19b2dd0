package store_test

import (
	"fmt"
	"regexp"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
	"samling/internal/store"
)

// claim takes letters that are due, which must succeed.
func claim(t testing.TB, s *store.Store, most int, now time.Time) []event.Letter {
	t.Helper()
	letters, err := s.ClaimLetters(t.Context(), most, time.Minute, now)
	if err != nil {
		t.Fatal(err)
	}
	return letters
}

// finish writes how a try ended, which must succeed.
func finish(t testing.TB, s *store.Store, m event.Message, o event.Outcome, now time.Time) {
	t.Helper()
	if err := s.FinishMessage(t.Context(), m.After(o, "450 later", now)); err != nil {
		t.Fatal(err)
	}
}

func ids(letters []event.Letter) []uint {
	list := []uint{}
	for _, l := range letters {
		list = append(list, l.Message.ID)
	}
	return list
}

func TestLettersAreWhole(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, example(t, "tidiga-insatser"), noon)
		now := time.Date(2022, 3, 1, 12, 0, 0, 0, time.UTC)
		h.register(t, ev.Slug, "anna@ale.se", now)
		letters := claim(t, h.Store, 10, now)
		if len(letters) != 1 {
			t.Fatalf("%d letters, want 1", len(letters))
		}
		l := letters[0]
		reg := h.participant(t, ev.ID, "anna@ale.se")
		if diff := cmp.Diff(&reg, l.Registration); diff != "" {
			t.Error(diff)
		}
		if l.Event.Title != ev.Title || l.Event.Organisation.Name != "Göteborgsregionen (GR)" || l.Event.Contact.Name != "Patrick Gruczkun" {
			t.Errorf("event %+v", l.Event)
		}
		if !regexp.MustCompile(`^confirmed\.[A-Z2-7]{24}@events\.example\.org$`).MatchString(l.Message.MessageID) {
			t.Errorf("Message-ID %q", l.Message.MessageID)
		}
		if l.Message.Recipient != "anna@ale.se" || l.Message.Kind != event.MailConfirmed || l.Message.State != event.Queued {
			t.Errorf("message %+v", l.Message)
		}
	})
}

func TestANumberInTheListGoesIntoTheMail(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 1), noon)
		regs := h.fill(t, ev, 3, noon)
		for i, r := range regs {
			msgs, err := h.Messages(t.Context(), r.ID)
			if err != nil || len(msgs) != 1 || msgs[0].Data.Number != i {
				t.Errorf("registration %d: %+v, %v", i, msgs, err)
			}
		}
	})
}

// Two processes that look for mail at the same time never get the same one.
func TestTwoClaimersNeverGetTheSameMail(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		const people = 60
		ev := h.save(t, seminar("gophers", 0), noon)
		h.crowd(t, ev, people)
		second := h.another(t)
		var mu sync.Mutex
		claimed := map[uint]int{}
		together(8, func(i int) {
			s := h.Store
			if i%2 == 1 {
				s = second
			}
			for empty := 0; empty < 3; {
				letters := claim(t, s, 7, noon)
				if len(letters) == 0 {
					empty++
				}
				mu.Lock()
				for _, id := range ids(letters) {
					claimed[id]++
				}
				mu.Unlock()
			}
		})
		if len(claimed) != people {
			t.Errorf("%d of %d mails were claimed", len(claimed), people)
		}
		for id, n := range claimed {
			if n != 1 {
				t.Errorf("mail %d was claimed %d times", id, n)
			}
		}
	})
}

func TestLeases(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 0), noon)
		h.fill(t, ev, 3, noon)
		first := claim(t, h.Store, 2, noon)
		if len(first) != 2 {
			t.Fatalf("claimed %d, want 2", len(first))
		}
		if rest := claim(t, h.Store, 10, noon); len(rest) != 1 || slices.Contains(ids(first), rest[0].Message.ID) {
			t.Errorf("claimed %v and then %v", ids(first), ids(rest))
		}
		if none := claim(t, h.Store, 10, noon.Add(time.Minute-time.Microsecond)); len(none) > 0 {
			t.Errorf("claimed %v while they were leased", ids(none))
		}
		// The process died: its mails are free again when the lease ends.
		if again := claim(t, h.Store, 10, noon.Add(time.Minute)); len(again) != 3 {
			t.Errorf("claimed %d after the leases, want 3", len(again))
		}
	})
}

func TestMailsLeaveInOrder(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 0), noon)
		h.fill(t, ev, 3, noon)
		letters := claim(t, h.Store, 1, noon)
		finish(t, h.Store, letters[0].Message, event.Deferred, noon) // due in a minute
		want := ids(letters)
		h.register(t, "gophers", "later@ale.se", noon.Add(30*time.Second))
		letters = claim(t, h.Store, 10, noon.Add(time.Minute))
		got := ids(letters)
		if len(got) != 4 || got[2] < got[0] || got[3] != want[0] {
			t.Errorf("claimed %v, want %d last", got, want[0])
		}
		if m := letters[3].Message; m.Attempts != 1 || m.LastError != "450 later" {
			t.Errorf("the deferred mail is %+v", m)
		}
	})
}

func TestFinishMessage(t *testing.T) {
	tests := []struct {
		outcome event.Outcome
		state   event.MessageState
		again   time.Duration // when it is claimed again; 0 for never
	}{
		{event.Delivered, event.Sent, 0},
		{event.Refused, event.Failed, 0},
		{event.Pointless, event.Dropped, 0},
		{event.Deferred, event.Queued, time.Minute},
		{event.Unreachable, event.Queued, time.Minute},
		{event.Unknown, event.Doubtful, 15 * time.Minute},
	}
	each(t, func(t *testing.T, h *house) {
		for i, tt := range tests {
			ev := h.save(t, seminar(fmt.Sprint("e", i), 0), noon)
			h.register(t, ev.Slug, "anna@ale.se", noon)
			reg := h.participant(t, ev.ID, "anna@ale.se")
			letter := claim(t, h.Store, 10, noon)[0]
			finish(t, h.Store, letter.Message, tt.outcome, noon)
			msgs, err := h.Messages(t.Context(), reg.ID)
			if err != nil || len(msgs) != 1 {
				t.Fatalf("%d mails, %v", len(msgs), err)
			}
			if diff := cmp.Diff(letter.Message.After(tt.outcome, "450 later", noon), msgs[0]); diff != "" {
				t.Errorf("%s: %s", tt.state, diff)
			}
			if tt.again == 0 {
				if later := claim(t, h.Store, 10, noon.Add(100*time.Hour)); len(later) > 0 {
					t.Errorf("%s: claimed again", tt.state)
				}
				continue
			}
			if early := claim(t, h.Store, 10, noon.Add(tt.again-time.Microsecond)); len(early) > 0 {
				t.Errorf("%s: claimed too early", tt.state)
			}
			again := claim(t, h.Store, 10, noon.Add(tt.again))
			if len(again) != 1 || again[0].Message.MessageID != letter.Message.MessageID {
				t.Errorf("%s: claimed %v", tt.state, ids(again))
			}
			finish(t, h.Store, again[0].Message, event.Delivered, noon)
		}
		h.promises(t)
	})
}

// A process that was so slow that another delivered its mail cannot queue it
// once more.
func TestAFinishedMailStaysFinished(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 0), noon)
		h.fill(t, ev, 1, noon)
		slow := claim(t, h.Store, 1, noon)[0].Message
		quick := claim(t, h.Store, 1, noon.Add(time.Minute))[0].Message
		finish(t, h.Store, quick, event.Delivered, noon.Add(time.Minute))
		if err := h.FinishMessage(t.Context(), slow.After(event.Deferred, "timeout", noon)); err == nil {
			t.Error("the slow process was not told")
		}
		if again := claim(t, h.Store, 1, noon.Add(time.Hour)); len(again) > 0 {
			t.Error("the mail leaves a second time")
		}
		wantErr(t, "a mail that does not exist", h.FinishMessage(t.Context(), event.Message{ID: 99}), event.ErrNotFound)
	})
}

func TestQueuedWakes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 1), noon)
		drain := func() bool {
			select {
			case <-h.Queued():
				return true
			default:
				return false
			}
		}
		drain()
		for what, do := range map[string]func() error{
			"a sign-up": func() error {
				_, err := h.Register(t.Context(), "gophers", call("anna@ale.se", noon))
				return err
			},
			"a question for links": func() error { return h.RequestLinks(t.Context(), "bo@ale.se", "sv", noon) },
		} {
			if err := do(); err != nil {
				t.Fatal(err)
			}
			if !waitFor(drain) {
				t.Errorf("%s woke nobody", what)
			}
		}
		if err := h.Withdraw(t.Context(), h.participant(t, ev.ID, "anna@ale.se").ID, 1, "", noon); err != nil || !drain() {
			t.Errorf("a withdrawal woke nobody, %v", err)
		}
	})
}

// waitFor waits until something that is about to happen has happened.
func waitFor(happened func() bool) bool {
	for range 1000 {
		if happened() {
			return true
		}
		time.Sleep(time.Millisecond)
	}
	return false
}

func TestPendingMessages(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if pending, err := h.PendingMessages(t.Context()); err != nil || len(pending) != 0 {
			t.Errorf("at first: %v, %v", pending, err)
		}
		ev := h.save(t, seminar("gophers", 4), noon)
		h.fill(t, ev, 5, noon)
		letters := claim(t, h.Store, 3, noon)
		for i, o := range []event.Outcome{event.Delivered, event.Refused, event.Unknown} {
			finish(t, h.Store, letters[i].Message, o, noon)
		}
		h.register(t, "gophers", "later@ale.se", noon.Add(time.Hour))
		pending, err := h.PendingMessages(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want := []store.Pending{
			{State: event.Failed, Kind: event.MailConfirmed, N: 1, Oldest: noon, Error: "450 later"},
			{State: event.Doubtful, Kind: event.MailConfirmed, N: 1, Oldest: noon, Error: "450 later"},
			{State: event.Queued, Kind: event.MailConfirmed, N: 1, Oldest: noon},
			{State: event.Queued, Kind: event.MailWaiting, N: 2, Oldest: noon},
		}
		if diff := cmp.Diff(want, pending); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPurgeReceipts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 5), noon)
		old, young := call("anna@ale.se", noon), call("bo@ale.se", noon.Add(time.Second))
		for _, c := range []event.Call{old, young} {
			if _, err := h.Register(t.Context(), "gophers", c); err != nil {
				t.Fatal(err)
			}
		}
		for _, before := range []time.Time{noon, noon.Add(time.Second).In(time.FixedZone("", 3600))} {
			if err := h.PurgeReceipts(t.Context(), before); err != nil {
				t.Fatal(err)
			}
			_, err := h.Receipt(t.Context(), ev.ID, old.FormKey)
			if before.Equal(noon) {
				wantErr(t, "a receipt as old as that", err, nil)
			} else {
				wantErr(t, "an older receipt", err, event.ErrNotFound)
			}
			_, err = h.Receipt(t.Context(), ev.ID, young.FormKey)
			wantErr(t, "a younger receipt", err, nil)
		}
		if places := h.places(t, ev.ID); places.Confirmed != 2 {
			t.Error("a registration went with its receipt")
		}
	})
}
