package store_test

import (
	"fmt"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store/storetest"
)

// A client that got stuck holds one event. People who sign up for another are
// served, and those who wait for it get an answer, all in reasonable time.
func TestAStuckClient(t *testing.T) {
	t.Parallel()
	h := newHouse(t, storetest.Postgres(t))
	h.save(t, seminar("stuck", 0), noon)
	ev := h.save(t, seminar("free", 0), noon)
	tx, err := h.raw.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("SELECT 1 FROM events WHERE slug = 'stuck' FOR UPDATE"); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	together(60, func(i int) {
		slug := []string{"stuck", "free"}[i%2]
		_, err := h.Register(t.Context(), slug, call(fmt.Sprintf("p%d@ale.se", i), noon))
		wantErr(t, slug, err, map[string]error{"stuck": event.ErrBusy}[slug])
	})
	// Twice the lock timeout of three seconds, for each of two batches at most.
	if d := time.Since(began); d > 14*time.Second {
		t.Errorf("the last answer took %s", d)
	}
	if places := h.places(t, ev.ID); places.Confirmed != 30 {
		t.Errorf("%d got a place, want 30", places.Confirmed)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	h.register(t, "stuck", "patient@ale.se", noon)
	h.promises(t)
}
