package store_test

import (
	"context"
	"testing"

	"samling/internal/event"
)

// More participants than are read at a time, in the order they came.
func TestParticipantsInPages(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		const people = 2000 // exactly two pages
		ev := h.save(t, seminar("gophers", 0), noon)
		h.save(t, seminar("other", 0), noon)
		h.crowd(t, ev, people)
		h.register(t, "other", "anna@ale.se", noon)
		seen, last := map[string]bool{}, uint(0)
		for _, r := range h.participants(t, ev.ID) {
			if r.ID <= last || r.EventID != ev.ID || seen[r.Email] {
				t.Fatalf("%+v after %d", r, last)
			}
			seen[r.Email], last = true, r.ID
		}
		if len(seen) != people {
			t.Errorf("%d participants, want %d", len(seen), people)
		}
	})
}

func TestParticipantsStopWhenAsked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 0), noon)
		h.fill(t, ev, 5, noon)
		n := 0
		for _, err := range h.Participants(t.Context(), ev.ID) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n == 2 {
				break
			}
		}
		if n != 2 {
			t.Errorf("read %d, want 2", n)
		}
	})
}

func TestParticipantsGiveTheirError(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		rows, failed := 0, false
		for r, err := range h.Participants(ctx, 1) {
			rows++
			failed = err != nil && r.ID == 0
		}
		if rows != 1 || !failed {
			t.Errorf("%d rows, failed: %v", rows, failed)
		}
	})
}

func TestPlacesOfSeveralEvents(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		one, two, three := h.save(t, seminar("one", 1), noon), h.save(t, seminar("two", 5), noon), h.save(t, seminar("three", 5), noon)
		for _, email := range []string{"a@ale.se", "b@ale.se", "c@ale.se"} {
			h.register(t, "one", email, noon)
		}
		h.register(t, "two", "a@ale.se", noon)
		if err := h.Withdraw(t.Context(), h.participant(t, two.ID, "a@ale.se").ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		places, err := h.Places(t.Context(), one.ID, two.ID, three.ID)
		if err != nil || places[one.ID].Places != (event.Places{Confirmed: 1, Waiting: 2}) || places[two.ID].Places != (event.Places{}) || len(places) != 1 {
			t.Errorf("places %+v, %v", places, err)
		}
		if places, err := h.Places(t.Context()); err != nil || len(places) != 0 {
			t.Errorf("places of no event: %+v, %v", places, err)
		}
	})
}
