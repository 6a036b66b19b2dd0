package store_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"samling/internal/store"
	"samling/internal/store/storetest"
)

// BenchmarkRegister measures sign-ups that come at the same time: sharing
// transactions (batch=256), and each with one of its own (batch=1).
func BenchmarkRegister(b *testing.B) {
	for name, options := range map[string]func(testing.TB) store.Options{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		for _, batch := range []int{256, 1} {
			b.Run(fmt.Sprintf("%s/batch=%d", name, batch), func(b *testing.B) {
				o := options(b)
				o.Batch = batch
				h := newHouse(b, o)
				h.save(b, seminar("gophers", 0), noon)
				var n atomic.Int64
				b.SetParallelism(256)
				b.ResetTimer()
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						if _, err := h.Register(b.Context(), "gophers", call(fmt.Sprintf("p%d@ale.se", n.Add(1)), noon)); err != nil {
							b.Error(err)
						}
					}
				})
				b.StopTimer()
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "sign-ups/s")
			})
		}
	}
}
