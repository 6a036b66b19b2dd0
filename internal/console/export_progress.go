package console

import (
	"fmt"
	"iter"
	"net/http"
	"sync"
	"time"

	"samling/internal/event"
)

// progress knows how far lists on their way out have come, for pages with a
// script to show. It lives in this process only: where several share the work, a
// page may not find its list and then shows nothing.
type progress struct {
	mu    sync.Mutex
	lists map[string]*steps
}

// steps is how far one list has come.
type steps struct {
	mu       sync.Mutex
	begun    time.Time
	rows, of int
	state    string // "running", "done" or "failed"
}

// How long it is remembered how a list fared.
const progressLife = 10 * time.Minute

// begin notes that a list has begun. Without a name nobody will ask.
func (p *progress) begin(userID uint, name string, of int, now time.Time) *steps {
	s := &steps{begun: now, of: of, state: "running"}
	const longest = 64
	if name == "" || len(name) > longest {
		return s
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.lists == nil {
		p.lists = map[string]*steps{}
	}
	for key, old := range p.lists {
		if now.Sub(old.begun) > progressLife {
			delete(p.lists, key)
		}
	}
	p.lists[progressKey(userID, name)] = s
	return s
}

// progressKey keeps the lists of different people apart.
func progressKey(userID uint, name string) string { return fmt.Sprintf("%d %s", userID, name) }

// count counts rows as they go by.
func (s *steps) count(regs iter.Seq2[event.Registration, error]) iter.Seq2[event.Registration, error] {
	return func(yield func(event.Registration, error) bool) {
		for r, err := range regs {
			s.mu.Lock()
			s.rows++
			s.mu.Unlock()
			if !yield(r, err) {
				return
			}
		}
	}
}

// end notes how it ended.
func (s *steps) end(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state = "done"; err != nil {
		s.state = "failed"
	}
}

// exportProgress answers GET /console/o/:org/e/:event/exports/:progress, for the
// page's script: how many rows of one's own list have been written.
func (s *server) exportProgress(v *visit) error {
	s.progress.mu.Lock()
	list := s.progress.lists[progressKey(v.User.ID, v.Param("progress"))]
	s.progress.mu.Unlock()
	if list == nil {
		return event.ErrNotFound
	}
	list.mu.Lock()
	defer list.mu.Unlock()
	p := s.page(v, "participants.title")
	say := p.T("export.running", "Count", list.rows, "Of", list.of)
	switch list.state {
	case "done":
		say = p.T("export.done", "Count", list.rows)
	case "failed":
		say = p.T("export.failed")
	}
	return v.JSON(http.StatusOK, map[string]any{"rows": list.rows, "of": list.of, "state": list.state, "say": say})
}
