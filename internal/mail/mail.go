// Package mail turns a message of the outbox into an e-mail and hands it to an
// SMTP server: message, templates, MIME, conversation. It is the only package
// that imports go-mail.
//
// It knows nothing of the database: who is to get what, how often to try and
// what a failure means for a registration is decided elsewhere.
package mail

import (
	"context"
	"iter"
	"time"

	"samling/internal/event"
)

// Mail is an e-mail to one person, ready to leave.
type Mail struct {
	MessageID string // without brackets, the same at every try
	Date      time.Time
	Language  string
	From      Address
	ReplyTo   Address // zero for none
	To        string
	Subject   string
	Text      string
	HTML      string
	Calendar  Calendar // zero for none
}

// Calendar is the calendar entry that goes along.
type Calendar struct {
	Method   string // "REQUEST" or "CANCEL"
	FileName string // "goda-uppvaxtvillkor.ics"
	Data     []byte
}

// Result is how one try to deliver a mail ended.
type Result struct {
	Outcome event.Outcome
	Reason  string // the server's answer, without addresses
}

// Sender takes mails away. It yields the index of each mail and how it fared,
// as soon as that is known. When ctx is done it stops after the mail in hand:
// those it did not yield were not tried.
type Sender interface {
	Send(ctx context.Context, mails []Mail) iter.Seq2[int, Result]
}
