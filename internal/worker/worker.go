// Package worker follows up what was decided and stored: it delivers the mails
// of the outbox and does what is due from time to time. It decides nothing
// itself, and any number of processes may run it on one database.
package worker

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"samling/internal/event"
	"samling/internal/mail"
	"samling/internal/store"
)

// Options are what a worker needs.
type Options struct {
	Store    *store.Store
	Composer *mail.Composer
	// From says who mail comes from, where the composer does not know. Until there
	// is somebody, mail waits.
	From   func(context.Context) (event.Sender, error)
	Sender mail.Sender // nil leaves the mails in the outbox
	Now    func() time.Time
	// Every is how often to look for mails that nobody in this process queued:
	// those of others, and those that wait for another try. 0 means five
	// seconds.
	Every time.Duration
	// RemoveUpload removes a file that somebody sent and nobody owns. nil leaves
	// such files where they are.
	RemoveUpload func(file string) error
	Log          *slog.Logger
}

// Worker works until it is told to stop.
type Worker struct {
	Options
}

// New makes a worker.
func New(o Options) *Worker {
	if o.Every == 0 {
		o.Every = 5 * time.Second
	}
	return &Worker{o}
}

// Run works until ctx is done. The mail in hand then is finished, and the rest
// of what was claimed is given back.
func (w *Worker) Run(ctx context.Context) {
	var running sync.WaitGroup
	if w.Sender != nil {
		running.Go(func() { w.deliver(ctx) })
	}
	for _, t := range w.tasks() {
		running.Go(func() { w.repeat(ctx, t) })
	}
	running.Wait()
}
