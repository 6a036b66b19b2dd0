package site_test

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

// The rush: a thousand people want fifty places.
const (
	rushPlaces = 50
	rushPeople = 1000
	rushAtOnce = 200
	rushRounds = 2
)

// TestRushForTheLastPlaces sends a thousand forms to two processes on one
// database. Fifty people get a place, everybody else a kind page, nobody a
// fault. Built with the tag canary_nolock, which takes the lock away, it fails.
func TestRushForTheLastPlaces(t *testing.T) {
	rounds := storetest.Rounds(t, rushRounds)
	storetest.EachDatabase(t, func(t *testing.T, o store.Options) {
		sites := []*testSite{newSite(t, storetest.Open(t, o)), newSite(t, storetest.Open(t, o))}
		for _, s := range sites {
			s.Client().Transport.(*http.Transport).MaxIdleConnsPerHost = rushAtOnce
		}
		for round := range rounds {
			slug := fmt.Sprintf("rush-%d", round)
			ev := sites[0].save("tidiga-insatser", func(e *event.Event) {
				later := 8 * 365 * 24 * time.Hour
				e.StartsAt, e.EndsAt, e.ClosesAt = e.StartsAt.Add(later), e.EndsAt.Add(later), e.ClosesAt.Add(later)
				e.Slug, e.Capacity, e.HasWaitingList = slug, rushPlaces, false
			})
			accepted := rush(t, sites, slug)
			places, err := sites[0].store.Places(t.Context(), ev.ID)
			if err != nil {
				t.Fatal(err)
			}
			if got := places[ev.ID].Confirmed; got != rushPlaces || accepted != rushPlaces {
				t.Errorf("round %d: %d people told that they have a place, %d in the table, %d places", round, accepted, got, rushPlaces)
			}
		}
	})
}

// rush sends the forms and counts how many led to a receipt.
func rush(t *testing.T, sites []*testSite, slug string) int {
	var accepted, sent atomic.Int64
	var wg sync.WaitGroup
	for range rushAtOnce {
		wg.Go(func() {
			for n := sent.Add(1); n <= rushPeople; n = sent.Add(1) {
				s := sites[n%int64(len(sites))]
				switch status := s.sendForm(slug, n); status {
				case http.StatusSeeOther:
					accepted.Add(1)
				case http.StatusConflict:
				default:
					t.Errorf("form %d answered with %d", n, status)
				}
			}
		})
	}
	wg.Wait()
	return int(accepted.Load())
}

// sendForm sends a form that was opened a minute ago.
func (s *testSite) sendForm(slug string, n int64) int {
	key := rand.Text()
	form := url.Values{
		"key": {key}, "mark": {s.links.FormMark(key, s.clock().Add(-time.Minute))},
		"name": {fmt.Sprintf("Person %d", n)}, "email": {fmt.Sprintf("p%d@example.org", n)}, "organisation": {"Exempelkommunen"},
	}
	resp, err := s.Client().Post(s.URL+"/e/"+slug+"/register", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Error(err)
		return 0
	}
	resp.Body.Close()
	return resp.StatusCode
}

// BenchmarkSignups sends forms over HTTP as fast as they are answered, with
// batches and with one sign-up a transaction, both with full durability.
func BenchmarkSignups(b *testing.B) {
	databases := []struct {
		name string
		open func(testing.TB) store.Options
	}{{"sqlite", storetest.SQLite}, {"postgres", storetest.Postgres}}
	for _, database := range databases {
		for _, batch := range []int{1, 256} {
			b.Run(fmt.Sprintf("%s/batch=%d", database.name, batch), func(b *testing.B) {
				o := database.open(b)
				o.Batch = batch
				s := newSite(b, storetest.Open(b, o))
				s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Capacity = 0 })
				s.Client().Transport.(*http.Transport).MaxIdleConnsPerHost = rushAtOnce
				var n atomic.Int64
				b.SetParallelism(rushAtOnce)
				b.ResetTimer()
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						if status := s.sendForm("goda-uppvaxtvillkor", n.Add(1)); status != http.StatusSeeOther {
							b.Errorf("answered %d", status)
						}
					}
				})
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "signups/s")
			})
		}
	}
}

// BenchmarkEventPage reads a page from memory, and makes it anew.
func BenchmarkEventPage(b *testing.B) {
	s := newSite(b, storetest.Open(b, storetest.SQLite(b)))
	s.save("goda-uppvaxtvillkor")
	for _, path := range []string{"/e/goda-uppvaxtvillkor", "/e/goda-uppvaxtvillkor?fresh=1"} {
		b.Run(strings.Trim(path, "/"), func(b *testing.B) {
			for b.Loop() {
				s.get(path)
			}
		})
	}
}
