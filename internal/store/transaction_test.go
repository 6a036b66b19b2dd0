package store_test

import (
	"fmt"
	"testing"

	"samling/internal/event"
	"samling/internal/store/storetest"
)

// PostgreSQL may break off a transaction because of others, and means that it
// should be tried again.
func TestBrokenOffTransactionsAreTriedAgain(t *testing.T) {
	for _, code := range []string{"serialization_failure", "deadlock_detected"} {
		for times, want := range map[int]error{2: nil, 3: event.ErrBusy} {
			t.Run(fmt.Sprintf("%s %d times", code, times), func(t *testing.T) {
				t.Parallel()
				h := newHouse(t, storetest.Postgres(t))
				ev := h.save(t, seminar("gophers", 1), noon)
				regs := h.fill(t, ev, 2, noon)
				h.breakOff(t, code, times)
				wantErr(t, "withdraw", h.Withdraw(t.Context(), regs[0].ID, 1, "", noon), want)
				wanted := event.Withdrawn
				if want != nil {
					wanted = event.Confirmed
				}
				if got := h.participants(t, ev.ID)[0].Standing; got != wanted {
					t.Errorf("the registration is %s, want %s", got, wanted)
				}
				h.promises(t)
			})
		}
	}
}

// breakOff makes PostgreSQL break off so many transactions that change a
// registration. A sequence counts on when a transaction fails.
func (h *house) breakOff(t testing.TB, code string, times int) {
	t.Helper()
	h.execute(t, fmt.Sprintf(`CREATE SEQUENCE tries;
		CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			IF nextval('tries') <= %d THEN RAISE %s; END IF;
			RETURN NEW;
		END $$;
		CREATE TRIGGER break_off BEFORE UPDATE ON registrations FOR EACH ROW EXECUTE FUNCTION break_off()`, times, code))
}
