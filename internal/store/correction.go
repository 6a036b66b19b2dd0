package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// CorrectReceipt gives a receipt another address. What the form had made moves
// there; where the first address was registered before, the form counts anew for
// the right one. Whoever asks cannot tell the two apart, nor whether the second
// led to anything: a mail does. It returns event.ErrTooMany once the address
// cannot be corrected any more.
func (s *Store) CorrectReceipt(ctx context.Context, eventID uint, formKey, email string, now time.Time) error {
	now = moment(now)
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		ev, err := lockEvent(tx, eventID)
		if err != nil {
			return err
		}
		var r event.Receipt
		if err := tx.Where("event_id = ? AND form_key = ?", eventID, formKey).Take(&r).Error; err != nil {
			return notFound(err)
		}
		switch {
		case event.NormalAddress(email) == event.NormalAddress(r.Email):
			return nil
		case !r.MayCorrect(ev, now):
			return event.ErrTooMany
		}
		if err := s.correct(tx, ev, &r, email, now); err != nil {
			return err
		}
		return s.writeCorrection(tx, &r, email)
	})
	s.wake()
	return err
}

// correct moves what the form had made, or sends the form again.
func (s *Store) correct(tx *gorm.DB, ev *event.Event, r *event.Receipt, email string, now time.Time) error {
	if r.RegistrationID == nil {
		return s.resend(tx, ev, r, email, now)
	}
	var reg event.Registration
	if err := tx.Take(&reg, *r.RegistrationID).Error; err != nil {
		return fmt.Errorf("read registration %d: %w", *r.RegistrationID, err)
	}
	if reg.EmailNormal != event.NormalAddress(r.Email) || !ev.MayMove(&reg, now) {
		return nil // its owner has moved it, handed it over or given it back meanwhile
	}
	chosen, err := sessionChoices(tx, []uint{reg.ID})
	if err != nil {
		return err
	}
	kept := reg.SignupAgain(chosen[reg.ID])
	if err := s.move(tx, ev, &reg, email, now); err != nil {
		return err
	}
	if reg.Email != email { // the address had one of its own
		r.RegistrationID, r.Signup = nil, kept
	}
	return nil
}

// resend admits the form of a receipt once more, with another address, by the
// usual rules. If they let nobody in by now, that is not for whoever asks to know.
func (s *Store) resend(tx *gorm.DB, ev *event.Event, r *event.Receipt, email string, now time.Time) error {
	again := event.Call{FormKey: rand.Text(), Signup: r.Resend(ev, email), InviteID: r.Signup.Invite, Now: now}
	a := &admission{slug: ev.Slug, call: again, late: r.Signup.Late}
	batch := []*admission{a}
	desks, err := openDesks(tx, batch)
	if err != nil {
		return err
	}
	made := desks.decide(batch)
	if err := insert(tx, made); err != nil {
		return err
	}
	for _, d := range made {
		r.RegistrationID = d.Receipt.RegistrationID
	}
	return s.queueAnswers(tx, made)
}

func (s *Store) writeCorrection(tx *gorm.DB, r *event.Receipt, email string) error {
	r.Email, r.Corrections = email, r.Corrections+1
	err := one(tx.Model(&event.Receipt{}).Where("id = ?", r.ID).
		Select("email", "corrections", "registration_id", "signup").Updates(r))
	if err != nil {
		return fmt.Errorf("correct receipt %d: %w", r.ID, err)
	}
	return nil
}
