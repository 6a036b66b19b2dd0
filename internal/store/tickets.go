package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// IssueTicket writes a ticket down, and the mail that brings it if there is one.
// The message is about the ticket: its Data.Ticket is set here.
func (s *Store) IssueTicket(ctx context.Context, t *event.Ticket, mail *event.Message, now time.Time) error {
	err := s.transaction(ctx, func(tx *gorm.DB) error { return s.issueTicket(tx, t, mail, now) })
	s.wake()
	return err
}

func (s *Store) issueTicket(tx *gorm.DB, t *event.Ticket, mail *event.Message, now time.Time) error {
	t.ID, t.CreatedAt, t.ExpiresAt = 0, moment(now), moment(t.ExpiresAt)
	if t.Data == "" {
		t.Data = "{}"
	}
	if err := tx.Create(t).Error; err != nil {
		return fmt.Errorf("issue a ticket: %w", err)
	}
	if mail == nil {
		return nil
	}
	mail.Data.Ticket = t.ID
	return s.queue(tx, []event.Message{*mail})
}

// Ticket finds a ticket that can be used now. It returns event.ErrGone for one
// that no longer can.
func (s *Store) Ticket(ctx context.Context, kind event.TicketKind, id uint, now time.Time) (event.Ticket, error) {
	return openTicket(s.read.WithContext(ctx), kind, id, now)
}

func openTicket(tx *gorm.DB, kind event.TicketKind, id uint, now time.Time) (event.Ticket, error) {
	var t event.Ticket
	if err := tx.Where("kind = ?", kind).Take(&t, id).Error; err != nil {
		return t, notFound(err)
	}
	if !t.Opens(kind, moment(now)) {
		return t, event.ErrGone
	}
	return t, nil
}

// UseTicket uses a ticket up. Of several who try at once, one does; the others
// get event.ErrGone.
func (s *Store) UseTicket(ctx context.Context, kind event.TicketKind, id uint, now time.Time) (event.Ticket, error) {
	var t event.Ticket
	err := s.transaction(ctx, func(tx *gorm.DB) (err error) {
		t, err = useTicket(tx, kind, id, now)
		return err
	})
	return t, err
}

func useTicket(tx *gorm.DB, kind event.TicketKind, id uint, now time.Time) (event.Ticket, error) {
	t, err := openTicket(tx, kind, id, now)
	if err != nil {
		return t, err
	}
	used := tx.Model(&event.Ticket{}).Where("id = ? AND used_at IS NULL", id).Updates(map[string]any{"used_at": moment(now)})
	switch {
	case used.Error != nil:
		return t, fmt.Errorf("use ticket %d: %w", id, used.Error)
	case used.RowsAffected == 0:
		return t, event.ErrGone
	}
	return t, nil
}

// attempt is one try at something that must not be tried often.
type attempt struct {
	ID   uint
	Kind string
	Who  string
	At   time.Time
}

// Attempt notes a try, and counts those of the same kind by or at the same
// person, network or address since then, this one included. The count holds for
// all processes.
func (s *Store) Attempt(ctx context.Context, kind, who string, since, now time.Time) (int, error) {
	who = hashToken(string(s.key) + who) // addresses need not be known, only told apart
	var n int64
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		if err := tx.Create(&attempt{Kind: kind, Who: who, At: moment(now)}).Error; err != nil {
			return err
		}
		return tx.Model(&attempt{}).Where("kind = ? AND who = ? AND at > ?", kind, who, moment(since)).Count(&n).Error
	})
	if err != nil {
		return 0, fmt.Errorf("count attempts: %w", err)
	}
	return int(n), nil
}
