package store_test

import (
	"testing"

	"samling/internal/event"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

// BenchmarkDoor finds people and checks one in while 100 000 have a place.
func BenchmarkDoor(b *testing.B) {
	for name, options := range map[string]func(testing.TB) store.Options{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			h := newHouse(b, options(b))
			ev := h.save(b, seminar("gophers", 0), noon)
			h.multitude(b, ev, benchParticipants)
			reg, err := h.AtDoor(b.Context(), ev.ID, store.DoorQuery{}, 1)
			if err != nil || len(reg) != 1 {
				b.Fatal(len(reg), err)
			}
			for _, search := range []string{"namn77 7", "a", "finns inte", reg[0].Reference} {
				b.Run("search/"+search, func(b *testing.B) {
					for b.Loop() {
						if _, err := h.AtDoor(b.Context(), ev.ID, store.DoorQuery{Search: search}, 51); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
			b.Run("count", func(b *testing.B) {
				for b.Loop() {
					if _, err := h.CountArrived(b.Context(), ev.ID); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("check in and out", func(b *testing.B) {
				by := event.Actor{OrganisationID: ev.OrganisationID}
				for in := true; b.Loop(); in = !in {
					if _, news, err := h.Arrive(b.Context(), by, ev.ID, reg[0].Reference, in, noon); !news || err != nil {
						b.Fatal(news, err)
					}
				}
			})
		})
	}
}
