package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// SignInRequest is somebody's wish for a link to sign in with.
type SignInRequest struct {
	Email    string
	Language string // of the page that it was asked for on
	Data     string // for the ticket
}

// signInLink is the kind of attempts that were mailed a link.
const signInLink = "sign-in link"

// RequestSignIn queues a mail with a link for whoever signs in with the address.
// It does the same for every address, known or not, so that nobody learns from
// it who works here; for an unknown one the mail is dropped when it is due. It
// returns event.ErrTooMany if enough links are on their way to the address.
func (s *Store) RequestSignIn(ctx context.Context, r SignInRequest, now time.Time) error {
	now = moment(now)
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		if err := s.countLink(tx, event.NormalAddress(r.Email), now); err != nil {
			return err
		}
		t := event.Ticket{Kind: event.TicketSignIn, Data: r.Data, ExpiresAt: now.Add(event.SignInLinkLife)}
		m := event.Message{
			Kind: event.MailSignIn, Recipient: r.Email, Language: r.Language, State: event.Queued, DueAt: now, CreatedAt: now,
		}
		u, err := oneUser(tx, "email_normal = ?", event.NormalAddress(r.Email))
		switch {
		case err == nil:
			// To the address that we know, however it was written this time.
			t.UserID, m.Recipient = &u.ID, u.Email
		case !errors.Is(err, event.ErrNotFound):
			return fmt.Errorf("find a user: %w", err)
		}
		return s.issueTicket(tx, &t, &m, now)
	})
	s.wake()
	return err
}

// countLink counts a link to an address, unless there are enough. PostgreSQL has
// several writers, so those who ask for one address at once wait for each other.
func (s *Store) countLink(tx *gorm.DB, normal string, now time.Time) error {
	if s.kind == "postgres" {
		if err := tx.Exec("SELECT pg_advisory_xact_lock(?, hashtext(?))", linksLock, normal).Error; err != nil {
			return err
		}
	}
	n, err := s.countAttempts(tx, signInLink, normal, now.Add(-event.SignInLinkLife))
	if err != nil {
		return err
	}
	if n >= event.MaxSignInLinks {
		return event.ErrTooMany
	}
	return s.noteAttempt(tx, signInLink, normal, now)
}
