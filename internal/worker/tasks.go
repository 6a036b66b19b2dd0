package worker

import (
	"context"
	"time"

	"samling/internal/event"
)

// task is something to do from time to time. It may be done by several
// processes, and twice.
type task struct {
	name  string
	every time.Duration
	do    func(context.Context) error
}

// linksLife is how long it is remembered who asked for links: long enough that
// nobody's mailbox can be filled by asking again and again.
const linksLife = time.Hour

func (w *Worker) tasks() []task {
	return []task{
		{"purge receipts", time.Hour, func(ctx context.Context) error {
			return w.Store.PurgeReceipts(ctx, w.Now().Add(-event.ReceiptLife))
		}},
		{"purge requests for links", 10 * time.Minute, func(ctx context.Context) error {
			return w.Store.PurgeLinks(ctx, w.Now().Add(-linksLife))
		}},
		{"purge sign-ins", time.Hour, func(ctx context.Context) error {
			return w.Store.PurgeSignins(ctx, w.Now())
		}},
	}
}

// repeat does a task now and then.
func (w *Worker) repeat(ctx context.Context, t task) {
	tick := time.NewTicker(t.every)
	defer tick.Stop()
	for {
		if err := t.do(ctx); err != nil && ctx.Err() == nil {
			w.Log.Error("task failed", "task", t.name, "cause", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
