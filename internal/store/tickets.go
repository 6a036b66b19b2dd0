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

// openTickets finds the tickets that mails bring, by id, as far as they can be
// used now.
func openTickets(tx *gorm.DB, msgs []event.Message, now time.Time) (map[uint]*event.Ticket, error) {
	var ids []uint
	for _, m := range msgs {
		if m.Data.Ticket != 0 {
			ids = append(ids, m.Data.Ticket)
		}
	}
	open := map[uint]*event.Ticket{}
	if len(ids) == 0 {
		return open, nil
	}
	var tickets []event.Ticket
	if err := tx.Where("id IN ?", ids).Find(&tickets).Error; err != nil {
		return nil, fmt.Errorf("read tickets: %w", err)
	}
	for i, t := range tickets {
		if t.Opens(t.Kind, now) {
			open[t.ID] = &tickets[i]
		}
	}
	return open, nil
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
	n := 0
	err := s.transaction(ctx, func(tx *gorm.DB) (err error) {
		if err := s.noteAttempt(tx, kind, who, now); err != nil {
			return err
		}
		n, err = s.countAttempts(tx, kind, who, since)
		return err
	})
	return n, err
}

func (s *Store) noteAttempt(tx *gorm.DB, kind, who string, now time.Time) error {
	if err := tx.Create(&attempt{Kind: kind, Who: s.hashWho(who), At: moment(now)}).Error; err != nil {
		return fmt.Errorf("note an attempt: %w", err)
	}
	return nil
}

func (s *Store) countAttempts(tx *gorm.DB, kind, who string, since time.Time) (int, error) {
	var n int64
	err := tx.Model(&attempt{}).Where("kind = ? AND who = ? AND at > ?", kind, s.hashWho(who), moment(since)).Count(&n).Error
	if err != nil {
		return 0, fmt.Errorf("count attempts: %w", err)
	}
	return int(n), nil
}

// hashWho is what is known of whoever tries: addresses need not be known, only
// told apart.
func (s *Store) hashWho(who string) string { return hashToken(string(s.key) + who) }
