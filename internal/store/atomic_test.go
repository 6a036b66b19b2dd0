package store_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// Where the mail cannot be written, nothing else is: never a registration
// without its mail.
func TestNothingIsWrittenWithoutItsMail(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 2), noon)
		regs := h.fill(t, ev, 4, noon)
		h.refuseMail(t, "p2@ale.se", "new@ale.se")
		before := h.participants(t, ev.ID)
		cancelled, moved, larger := *seminar("gophers", 2), *seminar("gophers", 2), *seminar("gophers", 5)
		cancelled.Status = event.Cancelled
		moved.PlaceName = "Folkets hus"
		for what, do := range map[string]func() error{
			"sign up": func() error {
				_, err := h.Register(t.Context(), "gophers", call("new@ale.se", noon))
				return err
			},
			"withdraw from the list":             func() error { return h.Withdraw(t.Context(), regs[2].ID, 1, "", noon) },
			"withdraw, and the next moves up":    func() error { return h.Withdraw(t.Context(), regs[0].ID, 1, "", noon) },
			"more places, and the list moves up": func() error { _, err := h.SaveEvent(t.Context(), &larger, noon); return err },
			"call off":                           func() error { _, err := h.SaveEvent(t.Context(), &cancelled, noon); return err },
		} {
			if err := do(); err == nil {
				t.Errorf("%s: done without the mail", what)
			}
			if diff := cmp.Diff(before, h.participants(t, ev.ID)); diff != "" {
				t.Errorf("%s: %s", what, diff)
			}
		}
		got, err := h.EventBySlug(t.Context(), "gophers")
		if err != nil || got.Status != event.Published || got.Capacity != 2 {
			t.Errorf("the event is %s with %d places, %v", got.Status, got.Capacity, err)
		}
		h.save(t, &moved, noon) // concerns only people whose mail can be written
		h.promises(t)
	})
}

// refuseMail makes the database refuse mail to these addresses from now on.
func (h *house) refuseMail(t testing.TB, addresses ...string) {
	t.Helper()
	for i, a := range addresses {
		if h.options.Postgres != "" {
			h.execute(t, fmt.Sprintf("ALTER TABLE messages ADD CONSTRAINT mail%d CHECK (recipient <> '%s') NOT VALID", i, a))
			continue
		}
		h.execute(t, fmt.Sprintf("CREATE TRIGGER mail%d BEFORE INSERT ON messages WHEN NEW.recipient = '%s' BEGIN SELECT RAISE(ABORT, 'mail'); END", i, a))
	}
}
