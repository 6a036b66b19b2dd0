package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

func TestRetryMessages(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 0), noon)
		h.fill(t, ev, 6, noon)
		letters := claim(t, h.Store, 10, noon)
		outcomes := []event.Outcome{event.Refused, event.Refused, event.Delivered, event.Unknown, event.Deferred, event.Refused}
		for i, o := range outcomes {
			finish(t, h.Store, letters[i].Message, o, noon)
		}
		all := ids(letters)
		later := noon.Add(100 * event.MaxWait)
		retry := func(now time.Time, want int, ids ...uint) {
			t.Helper()
			if n, err := h.RetryMessages(t.Context(), ids, now); err != nil || n != want {
				t.Errorf("retry %v: %d, %v; want %d", ids, n, err, want)
			}
		}
		before := h.states(t)
		retry(later, 0, all[2], all[3], all[4], 99) // none of them failed
		if diff := cmp.Diff(before, h.states(t)); diff != "" {
			t.Error(diff)
		}
		retry(later, 1, all[1], all[2])
		want := letters[1].Message
		want.DueAt, want.LastError, want.LeasedUntil = later, "450 later", nil
		if diff := cmp.Diff(want, h.message(t, want)); diff != "" {
			t.Errorf("queued again (-want +got):\n%s", diff)
		}
		retry(later.In(time.FixedZone("", 3600)), 2) // all that are left
		retry(later, 0)

		// Each has the whole time once more, and can fail once more.
		again := claim(t, h.Store, 10, later)
		if len(again) != 5 {
			t.Fatalf("claimed %v", ids(again))
		}
		for _, l := range again {
			if l.Message.ID == all[1] {
				finish(t, h.Store, l.Message, event.Deferred, later)
			}
		}
		if m := h.message(t, want); m.State != event.Queued || m.Attempts != 1 || m.FirstTriedAt == nil || !m.FirstTriedAt.Equal(later) {
			t.Errorf("after the next try: %+v", m)
		}
		h.promises(t)
	})
}

// The clock of a server in Sweden gives times that SQLite would not take.
func TestTimesOfATryInAnotherZone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 0), noon)
		h.fill(t, ev, 4, noon)
		now := noon.Add(1234 * time.Nanosecond).In(time.FixedZone("", 3600))
		for i, o := range []event.Outcome{event.Delivered, event.Deferred, event.Unknown, event.Refused} {
			m := claim(t, h.Store, 1, noon)[0].Message
			finish(t, h.Store, m, o, now)
			got := h.message(t, m)
			if got.FirstTriedAt == nil || !got.FirstTriedAt.Equal(noon.Add(time.Microsecond)) || (got.SentAt != nil) != (i == 0) {
				t.Errorf("outcome %d: first tried at %v, sent at %v", o, got.FirstTriedAt, got.SentAt)
			}
		}
	})
}

func TestRetryWakes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 0), noon)
		h.fill(t, ev, 1, noon)
		finish(t, h.Store, claim(t, h.Store, 1, noon)[0].Message, event.Refused, noon)
		for len(h.Queued()) > 0 {
			<-h.Queued()
		}
		if _, err := h.RetryMessages(t.Context(), nil, noon); err != nil || len(h.Queued()) != 1 {
			t.Errorf("nobody was woken, %v", err)
		}
	})
}

// states is how far each mail has come.
func (h *house) states(t *testing.T) []string {
	t.Helper()
	return load(t, h.raw, "SELECT state FROM messages ORDER BY id", func(state *string) []any { return []any{state} })
}

// message reads a mail about a registration again.
func (h *house) message(t *testing.T, m event.Message) event.Message {
	t.Helper()
	msgs, err := h.Messages(t.Context(), *m.RegistrationID)
	if err != nil || len(msgs) != 1 || msgs[0].ID != m.ID {
		t.Fatalf("mails %+v, %v", msgs, err)
	}
	return msgs[0]
}
