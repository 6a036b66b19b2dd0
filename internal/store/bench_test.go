package store_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"samling/internal/event"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

// BenchmarkRegister measures sign-ups that come at the same time: sharing
// transactions (batch=256), and each with one of its own (batch=1); for a plain
// event, and for one with limits of every kind, questions, sessions to choose and
// colleagues on every tenth form.
func BenchmarkRegister(b *testing.B) {
	forms := map[string]func(n int64) event.Call{"plain": plainForm, "deep": deepForm}
	for name, options := range map[string]func(testing.TB) store.Options{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		for kind, form := range forms {
			for _, batch := range []int{256, 1} {
				b.Run(fmt.Sprintf("%s/%s/batch=%d", name, kind, batch), func(b *testing.B) {
					o := options(b)
					o.Batch = batch
					h := newHouse(b, o)
					h.save(b, seminar("plain", 0), noon)
					h.save(b, roomy(b.N), noon)
					var n atomic.Int64
					b.SetParallelism(256)
					b.ResetTimer()
					b.RunParallel(func(pb *testing.PB) {
						for pb.Next() {
							if _, err := h.Register(b.Context(), kind, form(n.Add(1))); err != nil {
								b.Error(err)
							}
						}
					})
					b.StopTimer()
					people := h.count(b, "SELECT count(*) FROM registrations")
					b.ReportMetric(float64(people)/b.Elapsed().Seconds(), "people/s")
				})
			}
		}
	}
}

func plainForm(n int64) event.Call { return call(fmt.Sprintf("p%d@ale.se", n), noon) }

// deepForm is a form that says all there is to say, every tenth for three people.
func deepForm(n int64) event.Call {
	c := deepCall(n, 0)
	if n%10 == 0 {
		c.Group = &event.GroupSignup{People: []event.Signup{c.Signup, deepCall(n, 1).Signup, deepCall(n, 2).Signup}}
	}
	return c
}

func deepCall(n int64, i int) event.Call {
	c := call(fmt.Sprintf("p%d-%d@ale.se", n, i), noon)
	c.Signup.Attendance = []event.Attendance{event.OnSite, event.Online}[n%2]
	c.Signup.Category = []string{"own", "other"}[n%2]
	c.Signup.Sessions = []string{[]string{"a", "b"}[n%2]}
	c.Signup.Answers = event.Answers{"food": {"Veganskt"}, "why": {"Jag arbetar med barn och unga."}, "diet": {"Nötter"}}
	return c
}

// roomy is an event with limits of every kind that so many forms do not reach.
func roomy(forms int) *event.Event {
	ev := gathering("deep", 3*forms+3)
	ev.OnSiteWay.Capacity, ev.Categories[0].Capacity = ev.Capacity, ev.Capacity
	for i := range ev.Sessions[0].Sessions {
		ev.Sessions[0].Sessions[i].Capacity = ev.Capacity
	}
	ev.Questions = []event.Question{
		{ID: "food", Kind: event.AskOne, Label: "Mat", Options: []string{"Allt", "Veganskt"}}, {ID: "why", Kind: event.AskLong, Label: "Varför?"},
		{ID: "diet", Kind: event.AskShort, Label: "Allergi", Sensitive: true, Purpose: "Maten"},
	}
	return ev
}
