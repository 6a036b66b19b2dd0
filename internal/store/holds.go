package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// Verify notes that the owner of an address has opened the link in the mail. What
// was held for them is theirs, and they are told what that is. Verifying twice is
// the same as once; event.ErrGone says that it is too late.
func (s *Store) Verify(ctx context.Context, id uint, generation int, now time.Time) error {
	now = moment(now)
	return s.change(ctx, id, generation, func(tx *gorm.DB, ev *event.Event, r *event.Registration) error {
		switch {
		case !r.IsLive():
			return event.ErrGone
		case r.VerifyBy == nil:
			return nil
		}
		if err := one(tx.Model(&event.Registration{}).Where("id = ?", id).Updates(map[string]any{"verify_by": nil})); err != nil {
			return fmt.Errorf("verify registration %d: %w", id, err)
		}
		r.VerifyBy = nil
		if err := s.tellStanding(tx, ev, r, now); err != nil {
			return err
		}
		return s.moveUp(tx, ev, now)
	})
}

// tellStanding queues the mail that says what somebody has, or is offered.
func (s *Store) tellStanding(tx *gorm.DB, ev *event.Event, r *event.Registration, now time.Time) error {
	m := event.NewMessage(event.PresentMail(r), ev, r, now)
	var err error
	if m.Data.Number, err = number(tx, ev, r); err != nil {
		return err
	}
	return s.queue(tx, []event.Message{m})
}

// AcceptOffer gives somebody in the waiting list the place that is held for
// them. Accepting twice is the same as once; event.ErrGone says that the place is
// not held any more.
func (s *Store) AcceptOffer(ctx context.Context, id uint, generation int, now time.Time) error {
	now = moment(now)
	return s.change(ctx, id, generation, func(tx *gorm.DB, ev *event.Event, r *event.Registration) error {
		switch {
		case r.Standing == event.Confirmed:
			return nil
		case r.OfferUntil == nil, ev.Status != event.Published:
			return event.ErrGone
		}
		if err := s.promote(tx, ev, []event.Registration{*r}, now); err != nil {
			return err
		}
		return s.moveSessions(tx, ev, []uint{id}, now)
	})
}

// offer holds a place for each of some who wait, and asks them.
func (s *Store) offer(tx *gorm.DB, ev *event.Event, regs []event.Registration, now time.Time) error {
	until := ev.OfferedUntil(now)
	var msgs []event.Message
	for i := range regs {
		r := &regs[i]
		err := one(tx.Model(&event.Registration{}).Where("id = ? AND standing = ?", r.ID, event.Waiting).
			Updates(map[string]any{"offer_until": until}))
		if err != nil {
			return fmt.Errorf("offer registration %d a place: %w", r.ID, err)
		}
		r.OfferUntil = &until
		msgs = append(msgs, event.NewMessage(event.MailOffer, ev, r, now))
	}
	return s.queue(tx, msgs)
}

// ExpireHolds gives back what was held for people who did not answer in time:
// places for addresses that nobody confirmed, and offers. Whoever did not answer
// an offer is told. It may run on several processes at once.
func (s *Store) ExpireHolds(ctx context.Context, now time.Time) (expired int, err error) {
	now = moment(now)
	const due = "standing <> 'withdrawn' AND (verify_by IS NOT NULL AND verify_by <= ? OR offer_until IS NOT NULL AND offer_until <= ?)"
	var events []uint
	err = s.read.WithContext(ctx).Model(&event.Registration{}).Where(due, now, now).Distinct("event_id").Order("event_id").Pluck("event_id", &events).Error
	if err != nil {
		return 0, fmt.Errorf("find what is held too long: %w", err)
	}
	var errs []error
	for _, id := range events {
		n := 0
		err := s.transaction(ctx, func(tx *gorm.DB) error {
			ev, err := lockEvent(tx, id)
			if err != nil {
				return err
			}
			var regs []event.Registration
			if err := tx.Where("event_id = ?", id).Where(due, now, now).Order("id").Find(&regs).Error; err != nil {
				return err
			}
			n = len(regs)
			return s.expire(tx, ev, regs, now)
		})
		if err != nil {
			errs = append(errs, fmt.Errorf("expire what is held at event %d: %w", id, err))
			continue
		}
		expired += n
	}
	s.wake()
	return expired, errors.Join(errs...)
}

// expire withdraws registrations whose time is out and lets others take their
// places.
func (s *Store) expire(tx *gorm.DB, ev *event.Event, regs []event.Registration, now time.Time) error {
	if len(regs) == 0 {
		return nil
	}
	var ids []uint
	var msgs []event.Message
	for i := range regs {
		r := &regs[i]
		ids = append(ids, r.ID)
		if r.VerifyBy == nil {
			msgs = append(msgs, event.NewMessage(event.MailOfferExpired, ev, r, now))
		}
	}
	err := tx.Model(&event.Registration{}).Where("id IN ?", ids).
		Updates(map[string]any{"standing": event.Withdrawn, "cancelled_at": now, "verify_by": nil, "offer_until": nil, "arrived_at": nil, "is_extra": false}).Error
	if err != nil {
		return err
	}
	if err := s.queue(tx, msgs); err != nil {
		return err
	}
	if err := followChoices(tx, ev, ids); err != nil {
		return err
	}
	return s.moveUp(tx, ev, now)
}
