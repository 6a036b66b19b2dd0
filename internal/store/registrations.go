package store

import (
	"context"
	"fmt"
	"iter"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// RegistrationByReference finds a registration and its event.
func (s *Store) RegistrationByReference(ctx context.Context, reference string) (event.Held, error) {
	var h event.Held
	tx := s.read.WithContext(ctx)
	if err := tx.Where("reference = ?", reference).Take(&h.Registration).Error; err != nil {
		return h, notFound(err)
	}
	events, err := eventsByID(tx, []uint{h.Registration.EventID})
	if err != nil {
		return h, err
	}
	h.Event = *events[h.Registration.EventID]
	return h, nil
}

// Receipt finds the answer to a form, while it is kept.
func (s *Store) Receipt(ctx context.Context, eventID uint, formKey string) (event.Receipt, error) {
	var r event.Receipt
	err := s.read.WithContext(ctx).Where("event_id = ? AND form_key = ?", eventID, formKey).Take(&r).Error
	return r, notFound(err)
}

// PurgeReceipts removes receipts written before the given moment.
func (s *Store) PurgeReceipts(ctx context.Context, before time.Time) error {
	return s.write.WithContext(ctx).Where("created_at < ?", moment(before)).Delete(&event.Receipt{}).Error
}

// Withdraw gives a place back, or leaves the waiting list, and moves the list
// on. Its owner gets a mail, and so does everybody who moves up to a place.
func (s *Store) Withdraw(ctx context.Context, id uint, generation int, reason string, now time.Time) error {
	now = moment(now)
	return s.change(ctx, id, generation, func(tx *gorm.DB, ev *event.Event, r *event.Registration) error {
		switch {
		case !r.IsLive():
			return event.ErrNotLive
		case !ev.MayCancel(r, now):
			return event.ErrClosed
		}
		return s.withdraw(tx, ev, r, reason, 0, now)
	})
}

// withdraw is Withdraw once the event is locked. The group is that of the sender
// who does it, 0 for the person.
func (s *Store) withdraw(tx *gorm.DB, ev *event.Event, reg *event.Registration, reason string, group uint, now time.Time) error {
	told := event.NewMessage(event.WithdrawalMail(reg), ev, reg, now)
	reg.Sequence++
	err := one(tx.Model(&event.Registration{}).Where("id = ?", reg.ID).Updates(map[string]any{
		"standing": event.Withdrawn, "cancelled_at": now, "cancel_reason": reason, "arrived_at": nil, "sequence": reg.Sequence,
		"verify_by": nil, "offer_until": nil, "is_extra": false,
	}))
	if err != nil {
		return fmt.Errorf("withdraw registration %d: %w", reg.ID, err)
	}
	told.Sequence, told.Data.Group = reg.Sequence, group
	if err := s.queue(tx, []event.Message{told}); err != nil {
		return err
	}
	if err := followChoices(tx, ev, []uint{reg.ID}); err != nil {
		return err
	}
	return s.moveUp(tx, ev, now)
}

// Promote gives one person from the waiting list a place, because the organiser
// says so. It needs a free place, but not that the list moves by itself.
func (s *Store) Promote(ctx context.Context, id uint, now time.Time) error {
	now = moment(now)
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		ev, reg, err := lockRegistration(tx, id)
		if err != nil {
			return err
		}
		if reg.Standing != event.Waiting {
			return event.ErrNotWaiting
		}
		if reg.OfferUntil == nil {
			t, err := tallyOf(tx, ev)
			if err != nil {
				return err
			}
			if err := ev.AdmitWaiting(t, reg.Share()); err != nil {
				return err
			}
		}
		if err := s.promote(tx, ev, []event.Registration{*reg}, now); err != nil {
			return err
		}
		if err := s.moveSessions(tx, ev, []uint{id}, now); err != nil {
			return err
		}
		return s.moveUp(tx, ev, now)
	})
	s.wake()
	return err
}

// lockRegistration locks the event of a registration and then loads both.
func lockRegistration(tx *gorm.DB, id uint) (*event.Event, *event.Registration, error) {
	var reg event.Registration
	if err := tx.Take(&reg, id).Error; err != nil {
		return nil, nil, notFound(err)
	}
	ev, err := lockEvent(tx, reg.EventID)
	if err != nil {
		return nil, nil, err
	}
	// Before the lock was ours, the registration may have changed.
	err = tx.Take(&reg, id).Error
	return ev, &reg, notFound(err)
}

// moveUp gives free places to the head of the waiting list, or offers them, where
// the rule says so, and then those in sessions. The event must be locked.
func (s *Store) moveUp(tx *gorm.DB, ev *event.Event, now time.Time) error {
	t, err := tallyOf(tx, ev)
	if err != nil {
		return err
	}
	ids, err := movingUp(tx, ev, t, now)
	if err != nil {
		return err
	}
	if len(ids) > 0 {
		var head []event.Registration
		if err := tx.Where("id IN ?", ids).Order("id").Find(&head).Error; err != nil {
			return err
		}
		give := s.promote
		if ev.OfferHours > 0 {
			give = s.offer
		}
		if err := give(tx, ev, head, now); err != nil {
			return err
		}
	}
	return s.moveSessions(tx, ev, ids, now)
}

// promote gives people in the waiting list a place each and tells them. What they
// have chosen in the programme waits for moveSessions.
func (s *Store) promote(tx *gorm.DB, ev *event.Event, regs []event.Registration, now time.Time) error {
	var msgs []event.Message
	var ids []uint
	for i := range regs {
		r := &regs[i]
		if r.Sequence > 0 {
			r.Sequence++ // had a place before: a higher number brings the calendar entry back
		}
		err := one(tx.Model(&event.Registration{}).Where("id = ? AND standing = ?", r.ID, event.Waiting).
			Updates(map[string]any{"standing": event.Confirmed, "confirmed_at": now, "sequence": r.Sequence, "offer_until": nil, "verify_by": nil}))
		if err != nil {
			return fmt.Errorf("promote registration %d: %w", r.ID, err)
		}
		ids = append(ids, r.ID)
		msgs = append(msgs, event.NewMessage(event.MailPromoted, ev, r, now))
	}
	if err := followChoices(tx, ev, ids); err != nil {
		return err
	}
	return s.queue(tx, msgs)
}

// How many participants are read at a time. A long reader would keep SQLite's
// log from being folded back into the database.
const participantsPage = 1000

// Participants yields all registrations for an event in the order they came,
// withdrawn ones included.
func (s *Store) Participants(ctx context.Context, eventID uint) iter.Seq2[event.Registration, error] {
	return func(yield func(event.Registration, error) bool) {
		var last uint
		for {
			var page []event.Registration
			err := s.read.WithContext(ctx).Where("event_id = ? AND id > ?", eventID, last).
				Order("id").Limit(participantsPage).Find(&page).Error
			if err != nil {
				yield(event.Registration{}, fmt.Errorf("read participants: %w", err))
				return
			}
			for _, r := range page {
				if !yield(r, nil) {
					return
				}
				last = r.ID
			}
			if len(page) < participantsPage {
				return
			}
		}
	}
}
