package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// change runs what somebody does to their own registration, in one transaction
// that locks the event. The generation is that of the link it was done with: a
// link that has died meanwhile changes nothing more.
func (s *Store) change(ctx context.Context, id uint, generation int, do func(tx *gorm.DB, ev *event.Event, r *event.Registration) error) error {
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		ev, r, err := lockRegistration(tx, id)
		switch {
		case err != nil:
			return err
		case r.Generation != generation:
			return event.ErrGone
		}
		return do(tx, ev, r)
	})
	s.wake()
	return err
}

// CorrectAddress moves a registration to another address, which gets what the old
// one had; old links die. If the address has a registration already, that one
// stands and its owner is told, and this one ends: whoever asks sees no
// difference, and neither does the old address.
func (s *Store) CorrectAddress(ctx context.Context, id uint, generation int, email string, now time.Time) error {
	now = moment(now)
	return s.change(ctx, id, generation, func(tx *gorm.DB, ev *event.Event, r *event.Registration) error {
		switch {
		case !ev.MayMove(r, now):
			return event.ErrClosed
		case r.Email == email:
			return nil
		}
		return s.move(tx, ev, r, email, now)
	})
}

// move is CorrectAddress inside a transaction. What was typed wrong may belong
// to somebody else, so the old address learns no more than that it is done with.
func (s *Store) move(tx *gorm.DB, ev *event.Event, r *event.Registration, email string, now time.Time) error {
	gone := event.NewMessage(event.MailChanged, ev, r, now)
	gone.Data.Moved = true
	there, err := liveRegistration(tx, ev.ID, event.NormalAddress(email))
	if err != nil {
		return err
	}
	if there != nil && there.ID != r.ID {
		if err := keepChanges(tx, event.Actor{}, r, []event.DetailChange{{Field: "email", Was: r.Email, Became: email}}, now); err != nil {
			return err
		}
		if err := s.yield(tx, ev, r, now); err != nil {
			return err
		}
		if err := s.tellAgain(tx, ev, there, []event.Message{gone}, now); err != nil {
			return err
		}
		return s.moveUp(tx, ev, now)
	}
	details := r.Details()
	details.Email = email
	changes := r.Amend(details)
	if err := writeDetails(tx, r); err != nil {
		return err
	}
	if err := keepChanges(tx, event.Actor{}, r, changes, now); err != nil {
		return err
	}
	m := event.NewMessage(r.AmendMail(changes, ev, now), ev, r, now)
	if m.Data.Number, err = number(tx, ev, r); err != nil {
		return err
	}
	return s.queue(tx, []event.Message{gone, m})
}

// yield ends a registration whose owner has another one. A late link has let in
// nobody then, and can be used.
func (s *Store) yield(tx *gorm.DB, ev *event.Event, r *event.Registration, now time.Time) error {
	err := one(tx.Model(&event.Registration{}).Where("id = ?", r.ID).Updates(map[string]any{
		"standing": event.Withdrawn, "cancelled_at": now, "arrived_at": nil, "verify_by": nil, "offer_until": nil, "is_extra": false,
		"generation": r.Generation + 1, "sequence": r.Sequence + 1, "late_link_id": nil,
	}))
	if err != nil {
		return fmt.Errorf("end registration %d: %w", r.ID, err)
	}
	if r.LateLinkID != nil {
		if err := one(tx.Model(&event.LateLink{}).Where("id = ?", *r.LateLinkID).Update("used", false)); err != nil {
			return fmt.Errorf("give back late link %d: %w", *r.LateLinkID, err)
		}
	}
	return followChoices(tx, ev, []uint{r.ID})
}

// tellAgain tells somebody that their address was given again, at most once an
// hour, beside other mails.
func (s *Store) tellAgain(tx *gorm.DB, ev *event.Event, r *event.Registration, also []event.Message, now time.Time) error {
	msgs := also
	var told int64
	err := tx.Model(&event.Message{}).Where("registration_id = ? AND kind = ? AND created_at > ?", r.ID, event.MailAlready, now.Add(-time.Hour)).Count(&told).Error
	if err != nil {
		return err
	}
	if told == 0 {
		msgs = append(msgs, event.NewMessage(event.MailAlready, ev, r, now))
	}
	return s.queue(tx, msgs)
}

// Join notes that somebody came to the meeting on the net. The first time counts.
func (s *Store) Join(ctx context.Context, id uint, generation int, now time.Time) error {
	now = moment(now)
	return s.change(ctx, id, generation, func(tx *gorm.DB, ev *event.Event, r *event.Registration) error {
		if !ev.MayJoin(r, now) {
			return event.ErrClosed
		}
		if r.ArrivedAt != nil {
			return nil
		}
		if err := one(tx.Model(&event.Registration{}).Where("id = ?", id).Update("arrived_at", now)); err != nil {
			return fmt.Errorf("note an arrival: %w", err)
		}
		by := event.Actor{OrganisationID: ev.OrganisationID}
		return s.audit(tx, by, event.Entry{Verb: "participant.joined", EventID: &ev.ID, RegistrationID: &r.ID}, now)
	})
}

// Origin tells who registered somebody, if that was a colleague, and as who they
// were invited; "" for neither.
func (s *Store) Origin(ctx context.Context, r *event.Registration) (sender, invited string, err error) {
	tx := s.read.WithContext(ctx)
	if r.GroupID != nil {
		var g event.Group
		if err := tx.Limit(1).Find(&g, *r.GroupID).Error; err != nil {
			return "", "", fmt.Errorf("read the group of registration %d: %w", r.ID, err)
		}
		if event.NormalAddress(g.Email) != r.EmailNormal {
			sender = g.Name
		}
	}
	if r.InviteID != nil {
		var i event.Invite
		if err := tx.Limit(1).Find(&i, *r.InviteID).Error; err != nil {
			return "", "", fmt.Errorf("read the invite of registration %d: %w", r.ID, err)
		}
		invited = i.Name
	}
	return sender, invited, nil
}
