package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// ChangeRegistration gives a registration what its owner wants: details, answers,
// how they come, their category and their sessions. The mark is that of the
// registration the form was made from: event.ErrChanged if it is another by now.
// What there is no room for is said beside its field, and then nothing changes: a
// place is never given up by a change.
func (s *Store) ChangeRegistration(ctx context.Context, id uint, mark string, signup event.Signup, now time.Time) (event.Invalid, error) {
	now = moment(now)
	var invalid event.Invalid
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		invalid = nil
		ev, r, err := lockRegistration(tx, id)
		if err != nil {
			return err
		}
		if err := readSensitive(tx, r); err != nil {
			return err
		}
		chosen, err := sessionChoices(tx, []uint{id})
		if err != nil {
			return err
		}
		have := chosen[id]
		switch {
		case r.Mark(have...) != mark:
			return event.ErrChanged
		case !ev.MayChange(r, now):
			return event.ErrClosed
		}
		t, err := tallyOf(tx, ev)
		if err != nil {
			return err
		}
		queue, err := loadQueue(tx, ev.ID, noLimit)
		if err != nil {
			return err
		}
		invalid = ev.Shift(t, queue, r, event.Share{Attendance: signup.Attendance, Category: signup.Category}, now)
		if len(invalid) == 0 && r.Standing == event.Confirmed {
			invalid = ev.Rechoose(t, have, signup.Sessions)
		}
		if len(invalid) > 0 {
			return nil
		}
		return s.alter(tx, ev, r, have, signup, now)
	})
	s.wake()
	return invalid, err
}

// alter is ChangeRegistration once it is decided.
func (s *Store) alter(tx *gorm.DB, ev *event.Event, r *event.Registration, have []event.SessionChoice, signup event.Signup, now time.Time) error {
	before := r.Share()
	changes := append(r.Alter(ev, signup), ev.RechoiceChanges(have, signup.Sessions)...)
	if len(changes) == 0 {
		return nil
	}
	if err := writeDetails(tx, r); err != nil {
		return err
	}
	err := one(tx.Model(&event.Registration{}).Where("id = ?", r.ID).Updates(map[string]any{"category": r.Category, "sequence": r.Sequence}))
	if err != nil {
		return fmt.Errorf("change registration %d: %w", r.ID, err)
	}
	if err := changeAnswers(tx, ev, r, now); err != nil {
		return err
	}
	if err := keepChanges(tx, event.Actor{}, r, changes, now); err != nil {
		return err
	}
	if err := s.chooseSessions(tx, ev, r, signup.Sessions, now); err != nil {
		return err
	}
	if r.VerifyBy == nil { // until then the address may be anybody's
		m := event.NewMessage(event.MailChanged, ev, r, now)
		if m.Data.Number, err = number(tx, ev, r); err != nil {
			return err
		}
		if err := s.queue(tx, []event.Message{m}); err != nil {
			return err
		}
	}
	if r.Share() == before {
		return nil
	}
	return s.moveUp(tx, ev, now)
}
