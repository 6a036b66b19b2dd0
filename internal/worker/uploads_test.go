package worker

import (
	"testing"
	"time"

	"samling/internal/event"
)

// Files that nobody sent a form with do not stay.
func TestUploadsArePurged(t *testing.T) {
	eachWorld(t, func(w *world) {
		u := event.Upload{EventID: &w.event.ID, Question: "cv", Name: "cv.pdf", File: "a.pdf", Size: 1}
		if err := w.store.KeepUpload(t.Context(), &u, w.clock.Now()); err != nil {
			t.Fatal(err)
		}
		worker := w.workerWith(nil)
		purge := func() int {
			t.Helper()
			n := 0
			for _, task := range worker.tasks() {
				if task.name != "purge uploads" {
					continue
				}
				n++
				if err := task.do(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			return n
		}
		if purge() != 0 {
			t.Error("files are purged, but nobody can remove them")
		}
		var removed []string
		worker.RemoveUpload = func(file string) error { removed = append(removed, file); return nil }
		if purge() != 1 || len(removed) != 0 {
			t.Errorf("removed %v at once", removed)
		}
		w.clock.advance(event.UploadLife + 2*time.Hour)
		if purge(); len(removed) != 1 || removed[0] != "a.pdf" {
			t.Errorf("removed %v", removed)
		}
	})
}
