package store_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

// Whoever was told that they have a place has it after the program stopped, and
// nobody waits for an answer that never comes.
func TestCloseWhilePeopleSignUp(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, o store.Options) {
		t.Parallel()
		h := newHouse(t, o)
		ev := h.save(t, seminar("gophers", 0), noon)
		for round := range 5 {
			s, err := store.Open(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			var told, refused atomic.Int32
			var people sync.WaitGroup
			for i := range 50 {
				people.Go(func() {
					for j := 0; ; j++ {
						if _, err := s.Register(t.Context(), "gophers", call(fmt.Sprintf("r%d-p%d-%d@ale.se", round, i, j), noon)); err != nil {
							refused.Add(1)
							return
						}
						told.Add(1)
					}
				})
			}
			time.Sleep(time.Duration(5+10*round) * time.Millisecond)
			before := h.places(t, ev.ID).Confirmed
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			people.Wait()
			if _, err := s.Register(t.Context(), "gophers", call("afterwards@ale.se", noon)); err == nil {
				t.Error("a closed store takes sign-ups")
			}
			if refused.Load() != 50 {
				t.Errorf("%d of 50 were refused in the end", refused.Load())
			}
			var kept int
			for _, r := range h.participants(t, ev.ID) {
				if r.Standing == event.Confirmed {
					kept++
				}
			}
			if kept < before || int(told.Load()) != h.count(t, "SELECT count(*) FROM registrations WHERE email LIKE 'r%d-%%'", round) {
				t.Errorf("round %d: %d were told that they have a place, %d kept", round, told.Load(), kept)
			}
		}
		h.promises(t)
	})
}
