package mail

import (
	"context"
	"iter"
	"slices"
	"sync"
	"time"

	"samling/internal/event"
)

// Catcher is a Sender that keeps mails instead of sending them, so that a
// demonstration writes to nobody. It forgets the oldest.
type Catcher struct {
	most int
	now  func() time.Time

	mu     sync.Mutex
	caught []Caught // oldest first
	number int
}

// Caught is a mail that did not leave.
type Caught struct {
	Mail
	Number   int // from 1, in the order they were caught
	CaughtAt time.Time
	Source   []byte // as it would have gone over the wire
}

// NewCatcher makes a catcher for at most that many mails.
func NewCatcher(most int, now func() time.Time) *Catcher {
	return &Catcher{most: most, now: now}
}

// Send is Sender's.
func (c *Catcher) Send(ctx context.Context, mails []Mail) iter.Seq2[int, Result] {
	return func(yield func(int, Result) bool) {
		for i, m := range mails {
			if ctx.Err() != nil || !yield(i, c.keep(m)) {
				return
			}
		}
	}
}

func (c *Catcher) keep(m Mail) Result {
	source, err := source(m)
	if err != nil {
		return Result{event.Refused, reason(err)}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.number++
	c.caught = append(c.caught, Caught{m, c.number, c.now(), source})
	c.caught = slices.Delete(c.caught, 0, max(0, len(c.caught)-c.most))
	return Result{Outcome: event.Delivered}
}

// Mails lists what was caught, newest first.
func (c *Catcher) Mails() []Caught {
	c.mu.Lock()
	defer c.mu.Unlock()
	mails := slices.Clone(c.caught)
	slices.Reverse(mails)
	return mails
}

// Caught finds a mail by its number.
func (c *Catcher) Caught(number int) (Caught, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.caught, func(m Caught) bool { return m.Number == number })
	if i < 0 {
		return Caught{}, false
	}
	return c.caught[i], true
}
