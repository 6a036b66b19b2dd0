package mail

import (
	"context"
	"crypto/x509"
	"iter"
	"time"

	"samling/internal/event"
)

// SMTP hands mails to a server, all of a batch over one connection as long as
// that holds.
type SMTP struct {
	Server   Server
	Hello    string         // the name we give; empty means that of this machine
	Envelope string         // where bounces go; empty means to the sender
	Timeout  time.Duration  // of the talk about one mail; 0 means half a minute
	CAs      *x509.CertPool // who may vouch for the server; nil means whom this machine trusts
}

const defaultTimeout = 30 * time.Second

// Send is Sender's. Without a server the rest of the batch is reported as
// unreachable at once: asking again for each mail would take the timeout every
// time.
func (s SMTP) Send(ctx context.Context, mails []Mail) iter.Seq2[int, Result] {
	return func(yield func(int, Result) bool) {
		var l *line
		defer func() { l.close() }()
		for i, m := range mails {
			if ctx.Err() != nil {
				return
			}
			if l == nil {
				var err error
				if l, err = dial(ctx, s); err != nil {
					s.unreachable(ctx, err, i, len(mails), yield)
					return
				}
			}
			result := l.send(m, s.Envelope)
			if l.broken {
				l.close()
				l = nil
			}
			if !yield(i, result) {
				return
			}
		}
	}
}

// unreachable reports the mails from the first to the last, unless it was us
// who gave up.
func (s SMTP) unreachable(ctx context.Context, err error, first, end int, yield func(int, Result) bool) {
	if ctx.Err() != nil {
		return
	}
	result := Result{event.Unreachable, reason(err)}
	for i := first; i < end && yield(i, result); i++ {
	}
}

func (s SMTP) timeout() time.Duration {
	if s.Timeout == 0 {
		return defaultTimeout
	}
	return s.Timeout
}
