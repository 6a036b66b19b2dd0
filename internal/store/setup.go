package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// SetUp begins an installation: it uses the ticket up, writes the first user
// down as administrator of the organisation, and queues a mail to them that
// tries everything. It returns the number of that mail. Of several who try at
// once, one does; the others get event.ErrGone.
func (s *Store) SetUp(ctx context.Context, ticketID uint, begin *event.SetUp, now time.Time) (testMail uint, err error) {
	now = moment(now)
	err = s.transaction(ctx, func(tx *gorm.DB) error {
		if err := s.lockSetUp(tx); err != nil {
			return err
		}
		if _, err := useTicket(tx, event.TicketSetUp, ticketID, now); err != nil {
			return err
		}
		if err := createUser(tx, &begin.User, now); err != nil {
			return fmt.Errorf("create the first user: %w", err)
		}
		if err := s.beginOrganisation(tx, &begin.User, &begin.Organisation, now); err != nil {
			return err
		}
		if err := saveSender(tx, begin.Sender); err != nil {
			return err
		}
		testMail, err = s.queueTest(tx, &begin.User, now)
		return err
	})
	s.wake()
	return testMail, err
}

// lockSetUp makes sure that nobody can sign in yet, and that nobody else finds
// the same at the same time.
func (s *Store) lockSetUp(tx *gorm.DB) error {
	if s.kind == "postgres" {
		if err := tx.Exec("SELECT pg_advisory_xact_lock(?)", setUpLock).Error; err != nil {
			return err
		}
	}
	var users int64
	if err := tx.Model(&event.User{}).Count(&users).Error; err != nil {
		return fmt.Errorf("count users: %w", err)
	}
	if users > 0 {
		return event.ErrGone
	}
	return nil
}

// beginOrganisation makes an organisation with its first administrator. One
// that came with an imported event is taken over, and changed to what was typed.
func (s *Store) beginOrganisation(tx *gorm.DB, u *event.User, o *event.Organisation, now time.Time) error {
	var old event.Organisation
	err := tx.Where("slug = ?", o.Slug).Take(&old).Error
	verb := event.Verb("organisation.changed")
	switch {
	case errors.Is(err, gorm.ErrRecordNotFound):
		o.ID, o.CreatedAt, verb = 0, now, "organisation.created"
		err = tx.Create(o).Error
	case err == nil:
		o.ID = old.ID
		fields := map[string]any{"name": o.Name}
		if o.Number != "" {
			fields["number"] = o.Number
		}
		if o.Email != "" {
			fields["email"] = o.Email
		}
		err = one(tx.Model(&event.Organisation{}).Where("id = ?", o.ID).Updates(fields))
	}
	if err != nil {
		return fmt.Errorf("save the first organisation: %w", err)
	}
	by := event.Actor{UserID: u.ID, Who: u.Name, OrganisationID: o.ID}
	if err := s.audit(tx, by, event.Entry{Verb: verb, Detail: map[string]string{"name": o.Name}}, now); err != nil {
		return err
	}
	return s.addMember(tx, by, &event.Member{UserID: u.ID, Role: event.Administrator}, now)
}

// SendTest queues a mail to a user that tries the settings, and returns its
// number. From then on mail comes from the sender, unless that is zero.
func (s *Store) SendTest(ctx context.Context, u *event.User, from event.Sender, now time.Time) (id uint, err error) {
	err = s.transaction(ctx, func(tx *gorm.DB) (err error) {
		if err := saveSender(tx, from); err != nil {
			return err
		}
		id, err = s.queueTest(tx, u, moment(now))
		return err
	})
	s.wake()
	return id, err
}

func (s *Store) queueTest(tx *gorm.DB, u *event.User, now time.Time) (uint, error) {
	msgs := []event.Message{{
		Kind: event.MailTest, Recipient: u.Email, Language: u.Language, State: event.Queued, DueAt: now, CreatedAt: now,
	}}
	err := s.queue(tx, msgs)
	return msgs[0].ID, err
}

// TestMail finds a mail that tries the settings, and how it fares.
func (s *Store) TestMail(ctx context.Context, id uint) (event.Message, error) {
	var m event.Message
	err := s.read.WithContext(ctx).Where("kind = ?", event.MailTest).Take(&m, id).Error
	return m, notFound(err)
}
