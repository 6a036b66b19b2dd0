package store_test

import (
	"errors"
	"fmt"
	"testing"

	"samling/internal/event"
	"samling/internal/store"
)

// Two processes and many people want the last places at the same instant, over
// and over: exactly as many get one as there are. Without the lock (see
// lock_canary.go) this test fails.
func TestLastPlace(t *testing.T) {
	tests := []struct{ places, people, rounds int }{
		{1, 40, 25},
		{50, 120, 4},
	}
	each(t, func(t *testing.T, h *house) {
		stores := []*store.Store{h.Store, h.another(t)}
		for _, tt := range tests {
			for round := range tt.rounds {
				ev := seminar(fmt.Sprintf("e%d-%d", tt.places, round), tt.places)
				ev.HasWaitingList = false
				h.save(t, ev, noon)
				answers := make([]error, tt.people)
				together(tt.people, func(i int) {
					_, answers[i] = stores[i%2].Register(t.Context(), ev.Slug, call(fmt.Sprintf("p%d@ale.se", i), noon))
				})
				n := map[string]int{}
				for _, err := range answers {
					switch {
					case err == nil:
						n["a place"]++
					case errors.Is(err, event.ErrFull):
						n["full"]++
					default:
						n[err.Error()]++
					}
				}
				wantEqual(t, fmt.Sprintf("answers in round %d", round), n, map[string]int{"a place": tt.places, "full": tt.people - tt.places})
				if places := h.places(t, ev.ID); places != (event.Places{Confirmed: tt.places}) {
					t.Errorf("%d people in %d places", places.Confirmed, tt.places)
				}
			}
		}
		h.promises(t)
	})
}
