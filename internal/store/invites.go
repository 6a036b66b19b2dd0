package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// Invites lists the invites of an event in the order they were made, with what
// came of them.
func (s *Store) Invites(ctx context.Context, eventID uint) ([]event.Invited, error) {
	return invited(s.read.WithContext(ctx), "invites.event_id = ?", eventID)
}

// HasInvites reports whether anybody was ever invited to an event.
func (s *Store) HasInvites(ctx context.Context, eventID uint) (bool, error) {
	var ids []uint
	err := s.read.WithContext(ctx).Model(&event.Invite{}).Where("event_id = ?", eventID).Limit(1).Pluck("id", &ids).Error
	return len(ids) > 0, err
}

// RegisteredWith lists who has registered with an invite, in the order they came.
func (s *Store) RegisteredWith(ctx context.Context, eventID, id uint) ([]event.Registration, error) {
	var regs []event.Registration
	err := s.read.WithContext(ctx).Where("event_id = ? AND invite_id = ?", eventID, id).Order("id").Find(&regs).Error
	return regs, err
}

// FindInvite finds an invite of an event.
func (s *Store) FindInvite(ctx context.Context, eventID, id uint) (event.Invited, error) {
	return oneInvited(s.read.WithContext(ctx), "invites.event_id = ? AND invites.id = ?", eventID, id)
}

// FindInviteByCode finds an invite by what somebody typed.
func (s *Store) FindInviteByCode(ctx context.Context, eventID uint, typed string) (event.Invited, error) {
	code := event.NormalInviteCode(typed)
	return oneInvited(s.read.WithContext(ctx), "invites.event_id = ? AND invites.code = ?", eventID, code)
}

// invited counts the registrations of invites while it reads them.
func invited(tx *gorm.DB, where string, args ...any) ([]event.Invited, error) {
	count := func(standing event.Standing) string {
		return fmt.Sprintf("count(CASE WHEN r.standing = '%s' THEN 1 END)", standing)
	}
	var all []event.Invited
	err := tx.Table("invites").Joins("LEFT JOIN registrations r ON r.invite_id = invites.id").
		Select("invites.*, "+count(event.Confirmed)+" AS confirmed, "+count(event.Waiting)+" AS waiting, "+
			count(event.Applied)+" AS applied, "+count(event.Withdrawn)+" AS cancelled").
		Where(where, args...).Group("invites.id").Order("invites.id").Find(&all).Error
	if err != nil {
		return nil, fmt.Errorf("read invites: %w", err)
	}
	return all, nil
}

func oneInvited(tx *gorm.DB, where string, args ...any) (event.Invited, error) {
	all, err := invited(tx, where, args...)
	if err != nil || len(all) == 0 {
		return event.Invited{}, cmpErr(err, event.ErrNotFound)
	}
	return all[0], nil
}

// AddInvites makes invites with codes of their own, and returns them. Those that
// the event has already are left out.
func (s *Store) AddInvites(ctx context.Context, by event.Actor, eventID uint, invites []event.Invite, now time.Time) ([]event.Invite, error) {
	made, err := s.addInvites(ctx, by, eventID, invites, moment(now))
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		made, err = s.addInvites(ctx, by, eventID, invites, moment(now)) // a code was taken: chance gives others
	}
	return made, err
}

func (s *Store) addInvites(ctx context.Context, by event.Actor, eventID uint, invites []event.Invite, now time.Time) ([]event.Invite, error) {
	var made []event.Invite
	err := s.changeInvites(ctx, by, eventID, func(tx *gorm.DB, ev *event.Event) error {
		known, err := invited(tx, "invites.event_id = ?", ev.ID)
		if err != nil {
			return err
		}
		made = event.UnknownInvites(invites, known)
		if len(made) == 0 {
			return nil
		}
		for i := range made {
			m := &made[i]
			m.ID, m.EventID, m.Code, m.CreatedAt, m.ExpiresAt = 0, ev.ID, randomCode(), now, momentOrNone(m.ExpiresAt)
		}
		if err := createAll(tx, made); err != nil {
			return fmt.Errorf("add invites: %w", err)
		}
		return s.auditInvites(tx, by, "invite.added", ev, made, now)
	})
	return made, err
}

// ChangeInvite gives an invite another name, address, number of uses and last
// day. Its link and its code stay. What goes to another address is sent anew. The
// mark says what was changed: if it has become something else, nothing is.
func (s *Store) ChangeInvite(ctx context.Context, by event.Actor, eventID, id uint, mark string, to event.Invite, now time.Time) error {
	isOther := false
	err := s.changeInvite(ctx, by, eventID, id, "invite.changed", func(i *event.Invited) map[string]any {
		if isOther = i.Mark() != mark; isOther {
			return nil
		}
		fields := map[string]any{"name": to.Name, "email": to.Email, "uses": to.Uses, "expires_at": momentOrNone(to.ExpiresAt)}
		if i.Email != to.Email {
			fields["sent_at"], fields["reminded_at"] = nil, nil
		}
		return fields
	}, now)
	if isOther {
		return event.ErrChanged
	}
	return err
}

// RevokeInvite makes an invite useless. Whoever has registered with it stays.
func (s *Store) RevokeInvite(ctx context.Context, by event.Actor, eventID, id uint, now time.Time) error {
	return s.changeInvite(ctx, by, eventID, id, "invite.revoked", func(i *event.Invited) map[string]any {
		if i.RevokedAt != nil {
			return nil
		}
		return map[string]any{"revoked_at": moment(now)}
	}, now)
}

// RestoreInvite takes back that an invite was revoked.
func (s *Store) RestoreInvite(ctx context.Context, by event.Actor, eventID, id uint, now time.Time) error {
	return s.changeInvite(ctx, by, eventID, id, "invite.restored", func(i *event.Invited) map[string]any {
		if i.RevokedAt == nil {
			return nil
		}
		return map[string]any{"revoked_at": nil}
	}, now)
}

// changeInvite changes one invite, and writes it down unless nothing changes.
func (s *Store) changeInvite(ctx context.Context, by event.Actor, eventID, id uint, verb event.Verb,
	change func(*event.Invited) map[string]any, now time.Time,
) error {
	return s.changeInvites(ctx, by, eventID, func(tx *gorm.DB, ev *event.Event) error {
		i, err := oneInvited(tx, "invites.event_id = ? AND invites.id = ?", ev.ID, id)
		if err != nil {
			return err
		}
		fields := change(&i)
		if fields == nil {
			return nil
		}
		if err := one(tx.Model(&event.Invite{}).Where("id = ?", i.ID).Updates(fields)); err != nil {
			return fmt.Errorf("change invite %d: %w", i.ID, err)
		}
		return s.auditInvites(tx, by, verb, ev, []event.Invite{i.Invite}, now)
	})
}

// changeInvites locks an event of the actor's organisation, so that nobody
// registers with its invites or changes them meanwhile.
func (s *Store) changeInvites(ctx context.Context, by event.Actor, eventID uint, do func(*gorm.DB, *event.Event) error) error {
	return s.transaction(ctx, func(tx *gorm.DB) error {
		ev, err := lockOwnEvent(tx, by, eventID)
		if err != nil {
			return err
		}
		return do(tx, ev)
	})
}

// auditInvites writes down what was done with invites. Whom they are for may be
// a person, who must be erasable.
func (s *Store) auditInvites(tx *gorm.DB, by event.Actor, verb event.Verb, ev *event.Event, invites []event.Invite, now time.Time) error {
	detail := map[string]string{"invites": fmt.Sprint(len(invites))}
	if len(invites) == 1 {
		detail = map[string]string{"invite": fmt.Sprint(invites[0].ID)}
	}
	return s.audit(tx, by, event.Entry{Verb: verb, EventID: &ev.ID, Detail: detail}, now)
}

// randomCode is a code that only chance knows.
func randomCode() string {
	var b [8]byte
	rand.Read(b[:]) // never fails since Go 1.24
	return event.NewInviteCode(b)
}
