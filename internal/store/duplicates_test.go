package store_test

import (
	"testing"

	"samling/internal/event"
)

// Pairs are found among those who are registered, until somebody says that they
// are two people.
func TestDuplicates(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev, other := h.save(t, seminar("gophers", 0), noon), h.save(t, seminar("other", 0), noon)
		_, by := h.organiser(t, ev)
		for _, p := range [][2]string{{"Anna Berg", "anna.berg@ale.se"}, {"Bo Ek", "bo@ale.se"}, {"Anna Berg", "anna.berg@gmail.com"}, {"Berg Anna", "annaberg@gmail.com"}} {
			c := call(p[1], noon)
			c.Signup.Name = p[0]
			if _, err := h.Register(t.Context(), ev.Slug, c); err != nil {
				t.Fatal(err)
			}
		}
		h.register(t, other.Slug, "anna.berg@ale.se", noon)
		pairs, n, err := h.Duplicates(t.Context(), ev.ID, 2)
		if err != nil || n != 3 || len(pairs) != 2 || pairs[0].Because != event.LikeAddress || pairs[0].First.Email != "anna.berg@ale.se" || pairs[0].Second.Email != "anna.berg@gmail.com" {
			t.Fatalf("%d, %v: %+v", n, err, pairs)
		}
		apart := [2]string{pairs[0].Second.Reference, pairs[0].First.Reference}
		for range 2 {
			if err := h.TellApart(t.Context(), by, ev.ID, apart, noon); err != nil {
				t.Fatal(err)
			}
		}
		if _, n, err := h.Duplicates(t.Context(), ev.ID, 9); err != nil || n != 2 {
			t.Errorf("%d are left, %v", n, err)
		}
		if n := h.count(t, "SELECT count(*) FROM audit_entries WHERE verb = 'participant.told_apart'"); n != 2 {
			t.Errorf("%d entries", n)
		}
		if err := h.Withdraw(t.Context(), pairs[1].Second.ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		if left, n, err := h.Duplicates(t.Context(), ev.ID, 9); err != nil || n != 0 {
			t.Errorf("%+v, %v", left, err)
		}
		wantErr(t, "of another event", h.TellApart(t.Context(), by, other.ID, apart, noon), event.ErrNotFound)
		wantErr(t, "one only", h.TellApart(t.Context(), by, ev.ID, [2]string{apart[0], apart[0]}, noon), event.ErrNotFound)
	})
}
