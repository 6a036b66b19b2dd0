package worker

import (
	"context"
	"errors"
	"time"

	"samling/internal/event"
	"samling/internal/mail"
)

// How mails are claimed. No mail is begun later than half the lease after it was
// claimed: the other half is for the slowest of servers, so that nobody else
// claims a mail that is being sent.
const (
	most  = 50
	lease = 10 * time.Minute
)

// deliver empties the outbox whenever something may be in it.
func (w *Worker) deliver(ctx context.Context) {
	tick := time.NewTicker(w.Every)
	defer tick.Stop()
	for {
		queued := w.Store.Queued()
		if reached := w.empty(ctx); !reached {
			queued = nil // new mails would fare no better: wait for the tick
		}
		select {
		case <-ctx.Done():
			return
		case <-queued:
		case <-tick.C:
		}
	}
}

// empty delivers until nothing is due, and reports whether the mail server
// takes mail.
func (w *Worker) empty(ctx context.Context) (reached bool) {
	for ctx.Err() == nil {
		composer, err := w.composer(ctx)
		if err != nil {
			w.Log.Error("sender of mail cannot be read", "cause", err)
			return false
		}
		if composer == nil {
			return true // what says who sends queues mail too, and so wakes us
		}
		letters, err := w.claim(ctx)
		if err != nil {
			w.Log.Error("outbox cannot be read", "cause", err)
			return false
		}
		if len(letters) == 0 {
			return true
		}
		if !w.send(ctx, composer, letters) {
			return false
		}
	}
	return true
}

// composer writes mails from whoever is the sender now. It is nil if that is
// nobody yet.
func (w *Worker) composer(ctx context.Context) (*mail.Composer, error) {
	if w.From == nil {
		return w.Composer, nil
	}
	from, err := w.From(ctx)
	if err != nil || from.Email == "" {
		return nil, err
	}
	return w.Composer.As(mail.Address(from)), nil
}

// claim takes mails. It is not broken off when the worker is to stop, since the
// mails would then be neither sent nor given back.
func (w *Worker) claim(ctx context.Context) ([]event.Letter, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	return w.Store.ClaimLetters(ctx, most, lease, w.Now())
}

// send composes and sends what was claimed, outside any transaction, and writes
// down how each mail fared as soon as that is known.
func (w *Worker) send(ctx context.Context, composer *mail.Composer, letters []event.Letter) (reached bool) {
	msgs, mails := w.compose(ctx, composer, letters)
	turn, cancel := context.WithTimeout(ctx, lease/2)
	defer cancel()
	tried, reached := 0, true
	for i, r := range w.Sender.Send(turn, mails) {
		if r.Outcome == event.Unreachable && reached {
			w.Log.Warn("mail server takes no mail", "reason", r.Reason, "waiting", len(mails)-i)
			reached = false
		}
		if !w.finish(ctx, msgs[i], r) {
			return false // send nothing more that would be forgotten
		}
		tried = i + 1
	}
	w.release(ctx, msgs[tried:])
	return reached
}

// release gives back mails that were not tried. If that fails, their lease ends
// by itself.
func (w *Worker) release(ctx context.Context, msgs []event.Message) {
	for _, m := range msgs {
		m.LeasedUntil = nil
		if err := w.writeOnce(ctx, m); err != nil {
			w.Log.Warn("mail not given back", "message", m.ID, "cause", err)
			return
		}
	}
}

// compose writes the mails that are worth sending, and finishes the others: what
// cannot be composed now never can.
func (w *Worker) compose(ctx context.Context, composer *mail.Composer, letters []event.Letter) ([]event.Message, []mail.Mail) {
	var msgs []event.Message
	var mails []mail.Mail
	for _, l := range letters {
		if l.IsPointless() {
			w.finish(ctx, l.Message, mail.Result{Outcome: event.Pointless})
			continue
		}
		m, err := composer.Compose(l)
		if err != nil {
			w.finish(ctx, l.Message, mail.Result{Outcome: event.Refused, Reason: err.Error()})
			continue
		}
		msgs, mails = append(msgs, l.Message), append(mails, m)
	}
	return msgs, mails
}

// finish writes down how a try ended, and reports whether it could.
func (w *Worker) finish(ctx context.Context, m event.Message, r mail.Result) bool {
	m = m.After(r.Outcome, r.Reason, w.Now())
	switch {
	case m.State == event.Sent, m.State == event.Dropped:
		w.Log.Info("mail done", "message", m.ID, "kind", m.Kind, "state", m.State, "tries", m.Attempts)
	case r.Outcome != event.Unreachable || m.State == event.Failed:
		w.Log.Warn("mail not sent", "message", m.ID, "kind", m.Kind, "state", m.State, "tries", m.Attempts, "reason", r.Reason)
	}
	return w.write(ctx, m)
}

// How hard to try to write down what happened: a mail whose delivery is
// forgotten is sent again. The database may be restarting.
const (
	patience   = 5 * time.Second
	writeTries = 6
	writePause = time.Second
)

// write stores a message, also when the worker is to stop, and reports whether
// it could.
func (w *Worker) write(ctx context.Context, m event.Message) bool {
	for try := 1; ; try++ {
		err := w.writeOnce(ctx, m)
		switch {
		case err == nil, errors.Is(err, event.ErrNotFound): // erased while it was sent
			return true
		case try == writeTries:
			w.Log.Error("state of mail cannot be written", "message", m.ID, "state", m.State, "cause", err)
			return false
		}
		time.Sleep(writePause)
	}
}

func (w *Worker) writeOnce(ctx context.Context, m event.Message) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	return w.Store.FinishMessage(ctx, m)
}
