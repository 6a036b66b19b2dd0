package store_test

import (
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

// A place of a category that somebody else has got since is not given back.
func TestUndoingGivesNoPlaceTwice(t *testing.T) {
	tests := []struct {
		name     string
		newcomer string // the category of who comes meanwhile
		want     event.UndoRefusal
	}{
		{"nobody came", "", ""},
		{"somebody has the place", "c1", event.UndoFull},
		{"somebody has another place", "c2", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				ev := seminar("gophers", 100)
				ev.Categories = []event.Category{{ID: "c1", Name: "Egna", Capacity: 1}, {ID: "c2", Name: "Externa"}}
				h.save(t, ev, noon)
				comes := func(email, category string, now time.Time) {
					c := call(email, now)
					c.Signup.Category = category
					if _, err := h.Register(t.Context(), ev.Slug, c); err != nil {
						t.Fatal(err)
					}
				}
				comes("anna@ale.se", "c1", noon)
				_, by := h.organiser(t, ev)
				deed := h.do(t, by, ev, store.Order{Kind: event.DeedCancel, References: references(h.participants(t, ev.ID))}, noon.Add(time.Minute))
				if tt.newcomer != "" {
					comes("bo@ale.se", tt.newcomer, noon.Add(2*time.Minute))
				}
				if refusal, err := h.UndoDeed(t.Context(), by, ev.ID, deed.ID, noon.Add(3*time.Minute)); err != nil || refusal != tt.want {
					t.Errorf("%q, %v; want %q", refusal, err, tt.want)
				}
			})
		})
	}
}

// What a deed did not touch stays when it is undone: an address that was
// confirmed meanwhile is still confirmed.
func TestUndoingLeavesConfirmedAddressesConfirmed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := seminar("gophers", 1)
		ev.VerifyHours = 2
		h.save(t, ev, noon)
		regs := h.fill(t, ev, 2, noon)
		_, by := h.organiser(t, ev)
		if err := h.Verify(t.Context(), regs[1].ID, 1, noon); err != nil {
			t.Fatal(err)
		}
		deed := h.do(t, by, ev, store.Order{Kind: event.DeedDemote, References: references(regs[:1])}, noon.Add(time.Minute))
		if err := h.Verify(t.Context(), regs[0].ID, 1, noon.Add(2*time.Minute)); err != nil {
			t.Fatal(err)
		}
		if refusal, err := h.UndoDeed(t.Context(), by, ev.ID, deed.ID, noon.Add(3*time.Minute)); err != nil || refusal != "" {
			t.Fatalf("%q, %v", refusal, err)
		}
		if n, err := h.ExpireHolds(t.Context(), noon.Add(3*time.Hour)); err != nil || n != 0 {
			t.Errorf("%d expired, %v", n, err)
		}
		if r := h.participants(t, ev.ID)[0]; r.Standing != event.Confirmed || r.VerifyBy != nil {
			t.Errorf("%+v", r)
		}
	})
}

// Mails tell the number that the page tells: among those who want something of
// the same, without those who have an offer.
func TestDeedsTellTheNumberInTheList(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := seminar("gophers", 0)
		ev.Categories = []event.Category{{ID: "c1", Name: "Egna", Capacity: 1}, {ID: "c2", Name: "Externa", Capacity: 1}}
		h.save(t, ev, noon)
		for i, category := range []string{"c1", "c2", "c1", "c1", "c2"} {
			c := call(string(rune('a'+i))+"@ale.se", noon)
			c.Signup.Category = category
			if _, err := h.Register(t.Context(), ev.Slug, c); err != nil {
				t.Fatal(err)
			}
		}
		_, by := h.organiser(t, ev)
		last := h.participant(t, ev.ID, "e@ale.se")
		h.do(t, by, ev, store.Order{Kind: event.DeedResend, References: []string{last.Reference}, Mail: true}, noon.Add(time.Minute))
		msgs, err := h.Messages(t.Context(), last.ID)
		if err != nil || len(msgs) != 2 || msgs[1].Data.Number != 1 {
			t.Errorf("%+v, %v", msgs, err)
		}
	})
}
