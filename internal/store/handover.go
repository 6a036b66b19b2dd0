package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// RefusedHandOver is the field under which a try to hand a place to somebody who
// is registered already is kept. It says nothing of them.
const RefusedHandOver = "hand_over"

// HandOver gives a place to a colleague: the registration becomes theirs, what
// only its former owner could say is erased, and both get a mail. It returns
// event.ErrKnown if the colleague is registered already, who is then told, and
// event.ErrTooMany if that has happened too often.
func (s *Store) HandOver(ctx context.Context, id uint, generation int, to event.Successor, now time.Time) error {
	now = moment(now)
	known := false
	err := s.change(ctx, id, generation, func(tx *gorm.DB, ev *event.Event, r *event.Registration) error {
		known = false
		if !ev.MayHandOver(r, now) {
			return event.ErrClosed
		}
		tries, err := countRefusals(tx, r.ID)
		switch {
		case err != nil:
			return err
		case tries >= event.MaxRefusals:
			return event.ErrTooMany
		}
		there, err := liveRegistration(tx, ev.ID, event.NormalAddress(to.Email))
		if err != nil {
			return err
		}
		if known = there != nil; known {
			return s.refuseHandOver(tx, ev, r, there, now)
		}
		return s.handOver(tx, ev, r, to, now)
	})
	if err == nil && known {
		return event.ErrKnown
	}
	return err
}

func countRefusals(tx *gorm.DB, registrationID uint) (int64, error) {
	var n int64
	err := tx.Model(&RegistrationChange{}).Where("registration_id = ? AND field = ?", registrationID, RefusedHandOver).Count(&n).Error
	return n, err
}

// refuseHandOver leaves everything as it is, and tells the colleague.
func (s *Store) refuseHandOver(tx *gorm.DB, ev *event.Event, r, there *event.Registration, now time.Time) error {
	if err := keepChanges(tx, event.Actor{}, r, []event.DetailChange{{Field: RefusedHandOver}}, now); err != nil {
		return err
	}
	return s.tellAgain(tx, ev, there, nil, now)
}

func (s *Store) handOver(tx *gorm.DB, ev *event.Event, r *event.Registration, to event.Successor, now time.Time) error {
	old := event.NewMessage(event.MailHandedOver, ev, r, now)
	old.Data.Name = r.Name
	old.Sequence++
	from := r.Name
	changes := r.HandOver(ev, to)
	if err := writeDetails(tx, r); err != nil {
		return err
	}
	err := one(tx.Model(&event.Registration{}).Where("id = ?", r.ID).Updates(map[string]any{"language": r.Language, "sequence": r.Sequence}))
	if err != nil {
		return fmt.Errorf("hand over registration %d: %w", r.ID, err)
	}
	if err := changeAnswers(tx, ev, r, now); err != nil {
		return err
	}
	chosen, err := sessionChoices(tx, []uint{r.ID})
	if err != nil {
		return err
	}
	kept := r.KeptSessions(ev, chosen[r.ID])
	if err := s.chooseSessions(tx, ev, r, kept, now); err != nil {
		return err
	}
	changes = append(changes, ev.RechoiceChanges(chosen[r.ID], kept)...)
	if err := keepChanges(tx, event.Actor{}, r, changes, now); err != nil {
		return err
	}
	taken := event.NewMessage(event.MailTakenOver, ev, r, now)
	taken.Data.From = from
	return s.queue(tx, []event.Message{old, taken})
}
