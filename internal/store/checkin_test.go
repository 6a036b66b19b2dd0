package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
	"samling/internal/store"
)

// arrive checks somebody in at the door, which must be news.
func (h *house) arrive(t *testing.T, by event.Actor, r event.Registration, now time.Time) {
	t.Helper()
	if _, news, err := h.Arrive(t.Context(), by, r.EventID, r.Reference, true, now); err != nil || !news {
		t.Fatal(news, err)
	}
}

// hasArrived reports whether somebody is checked in.
func (h *house) hasArrived(t *testing.T, r event.Registration) bool {
	t.Helper()
	a, err := h.Arrival(t.Context(), r.EventID, r.Reference)
	if err != nil {
		t.Fatal(err)
	}
	return a.ArrivedAt != nil
}

// Whom the door has checked in since a deed is not put back.
func TestUndoingKeepsACheckIn(t *testing.T) {
	tests := []struct {
		name string
		kind event.DeedKind
		who  int // with two places, one more who waits and one who has cancelled
	}{
		{"given a place", event.DeedPromote, 2},
		{"reinstated", event.DeedReinstate, 3},
	}
	each(t, func(t *testing.T, h *house) {
		_, by := h.organiser(t, h.save(t, seminar("gophers", 0), noon))
		for _, tt := range tests {
			ev := h.save(t, seminar(string(tt.kind), 2), noon)
			regs := h.fill(t, ev, 4, noon)
			if err := h.Withdraw(t.Context(), regs[3].ID, 1, "", noon); err != nil {
				t.Fatal(err)
			}
			deed := h.do(t, by, ev, store.Order{Kind: tt.kind, References: references(regs[tt.who : tt.who+1]), Extra: true}, noon)
			h.arrive(t, by, regs[tt.who], noon.Add(time.Minute))
			if last, err := h.LastDeed(t.Context(), ev.ID, by.UserID, noon.Add(time.Minute)); err != nil || last != nil {
				t.Errorf("%s: offered to be undone: %+v, %v", tt.name, last, err)
			}
			refusal, err := h.UndoDeed(t.Context(), by, ev.ID, deed.ID, noon.Add(time.Minute))
			if err != nil || refusal != event.UndoChanged || !h.hasArrived(t, regs[tt.who]) {
				t.Errorf("%s: %q, %v", tt.name, refusal, err)
			}
		}
	})
}

// Whom the door has checked out again is not put back either, and whoever is as
// the deed left them is.
func TestUndoingArrivals(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 0), noon)
		regs := h.fill(t, ev, 2, noon)
		_, by := h.organiser(t, ev)
		for who, want := range []event.UndoRefusal{event.UndoChanged, ""} {
			deed := h.do(t, by, ev, store.Order{Kind: event.DeedArrive, References: references(regs[who : who+1])}, noon)
			if want != "" {
				if _, _, err := h.Arrive(t.Context(), by, ev.ID, regs[who].Reference, false, noon); err != nil {
					t.Fatal(err)
				}
			}
			if refusal, err := h.UndoDeed(t.Context(), by, ev.ID, deed.ID, noon); err != nil || refusal != want || h.hasArrived(t, regs[who]) {
				t.Errorf("%q, %v; want %q", refusal, err, want)
			}
		}
	})
}

// Whoever gives a place up has not come to it, also when they come back. Undoing
// brings the check-in back with the rest.
func TestACancelledPlaceHasNoCheckIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 0), noon)
		regs := h.fill(t, ev, 2, noon)
		_, by := h.organiser(t, ev)
		h.arrive(t, by, regs[0], noon)
		h.arrive(t, by, regs[1], noon)
		before := h.participants(t, ev.ID)
		deed := h.do(t, by, ev, store.Order{Kind: event.DeedCancel, References: references(regs[:1])}, noon)
		if h.hasArrived(t, regs[0]) {
			t.Error("cancelled, and still checked in")
		}
		if refusal, err := h.UndoDeed(t.Context(), by, ev.ID, deed.ID, noon); err != nil || refusal != "" {
			t.Fatal(refusal, err)
		}
		if diff := cmp.Diff(before, h.participants(t, ev.ID)); diff != "" {
			t.Errorf("not what was before:\n%s", diff)
		}
		if err := h.Withdraw(t.Context(), regs[1].ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		if h.hasArrived(t, regs[1]) {
			t.Error("withdrawn, and still checked in")
		}
		// As older versions left it.
		h.execute(t, "UPDATE registrations SET arrived_at = created_at WHERE standing = 'withdrawn'")
		h.do(t, by, ev, store.Order{Kind: event.DeedReinstate, References: references(regs[1:])}, noon)
		if h.hasArrived(t, regs[1]) {
			t.Error("reinstated, and checked in before they came")
		}
	})
}
