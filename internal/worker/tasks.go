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
	tasks := []task{
		{"purge receipts", time.Hour, func(ctx context.Context) error {
			return w.Store.PurgeReceipts(ctx, w.Now().Add(-event.ReceiptLife))
		}},
		{"publish what is due", publishEvery, w.publish},
		{"give back what nobody answered for", time.Minute, w.expire},
		{"purge requests for links", 10 * time.Minute, func(ctx context.Context) error {
			return w.Store.PurgeLinks(ctx, w.Now().Add(-linksLife))
		}},
		{"purge sign-ins", time.Hour, func(ctx context.Context) error {
			return w.Store.PurgeSignins(ctx, w.Now())
		}},
		{"purge imports", 10 * time.Minute, func(ctx context.Context) error {
			return w.Store.PurgeImports(ctx, w.Now().Add(-event.ImportLife))
		}},
	}
	if w.RemoveUpload != nil {
		tasks = append(tasks, task{"purge uploads", 10 * time.Minute, func(ctx context.Context) error {
			return w.Store.PurgeUploads(ctx, w.Now(), w.RemoveUpload)
		}})
	}
	return tasks
}

// publishEvery is how late an event may go public that was told to do so by
// itself.
const publishEvery = 15 * time.Second

func (w *Worker) publish(ctx context.Context) error {
	ids, err := w.Store.PublishDue(ctx, w.Now())
	for _, id := range ids {
		w.Log.Info("event published, as was scheduled", "event", id)
	}
	return err
}

func (w *Worker) expire(ctx context.Context) error {
	n, err := w.Store.ExpireHolds(ctx, w.Now())
	if n > 0 {
		w.Log.Info("places and offers given back that nobody answered for", "count", n)
	}
	return err
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
