package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// Membered is one role that somebody has in an organisation.
type Membered struct {
	event.Member
	User  event.User
	Event string // its title, empty for the whole organisation
}

// Members lists the roles in an organisation, by name of whoever has them.
func (s *Store) Members(ctx context.Context, organisationID uint) ([]Membered, error) {
	return membered(s.read.WithContext(ctx).Where("members.organisation_id = ?", organisationID))
}

// MemberOf finds one role in an organisation.
func (s *Store) MemberOf(ctx context.Context, organisationID, id uint) (Membered, error) {
	found, err := membered(s.read.WithContext(ctx).Where("members.organisation_id = ? AND members.id = ?", organisationID, id))
	if err != nil || len(found) == 0 {
		return Membered{}, errOr(err, event.ErrNotFound)
	}
	return found[0], nil
}

// errOr is the error, or another one if there is none.
func errOr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

func membered(tx *gorm.DB) ([]Membered, error) {
	var rows []struct {
		event.Member `gorm:"embedded"`
		UserName     string
		UserEmail    string
		UserSignedIn *time.Time
		EventTitle   *string
	}
	err := tx.Table("members").
		Select("members.*, users.name AS user_name, users.email AS user_email, users.signed_in_at AS user_signed_in, events.title AS event_title").
		Joins("JOIN users ON users.id = members.user_id").Joins("LEFT JOIN events ON events.id = members.event_id").
		Order("users.name, users.id, members.event_id IS NOT NULL, events.title, members.id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("list members: %w", err)
	}
	all := make([]Membered, len(rows))
	for i, r := range rows {
		all[i] = Membered{Member: r.Member, User: event.User{ID: r.UserID, Name: r.UserName, Email: r.UserEmail, SignedInAt: r.UserSignedIn}}
		if r.EventTitle != nil {
			all[i].Event = *r.EventTitle
		}
	}
	return all, nil
}

// ChangeMember gives a member another role in the actor's organisation. It
// returns event.ErrLastAdministrator if nobody would be left to let others in.
func (s *Store) ChangeMember(ctx context.Context, by event.Actor, id uint, role event.MemberRole, now time.Time) error {
	return s.changeTeam(ctx, by, id, role, now, func(tx *gorm.DB, m Membered) (event.Entry, error) {
		err := one(tx.Model(&event.Member{}).Where("id = ?", m.ID).Updates(map[string]any{"role": role}))
		return event.Entry{Verb: "member.changed", Detail: map[string]string{"was": string(m.Role), "role": string(role)}}, err
	})
}

// RemoveMember takes a role away in the actor's organisation. It returns
// event.ErrLastAdministrator if nobody would be left to let others in.
func (s *Store) RemoveMember(ctx context.Context, by event.Actor, id uint, now time.Time) error {
	return s.changeTeam(ctx, by, id, "", now, func(tx *gorm.DB, m Membered) (event.Entry, error) {
		err := one(tx.Where("id = ?", m.ID).Delete(&event.Member{}))
		return event.Entry{Verb: "member.removed", Detail: map[string]string{"role": string(m.Role)}}, err
	})
}

// changeTeam changes one role after another: of two administrators who remove
// each other at once, one stays.
func (s *Store) changeTeam(ctx context.Context, by event.Actor, id uint, to event.MemberRole, now time.Time,
	change func(*gorm.DB, Membered) (event.Entry, error)) error {
	return s.transaction(ctx, func(tx *gorm.DB) error {
		if err := lockOrganisation(tx, by.OrganisationID); err != nil {
			return err
		}
		if err := stillAdministers(tx, by); err != nil {
			return err
		}
		found, err := membered(tx.Where("members.organisation_id = ? AND members.id = ?", by.OrganisationID, id))
		if err != nil || len(found) == 0 {
			return errOr(err, event.ErrNotFound)
		}
		var team event.Team
		if err := tx.Where("organisation_id = ?", by.OrganisationID).Find(&team).Error; err != nil {
			return fmt.Errorf("read the team: %w", err)
		}
		if err := team.Allows(id, to); err != nil {
			return err
		}
		entry, err := change(tx, found[0])
		if err != nil {
			return err
		}
		entry.EventID, entry.Detail["user"] = found[0].EventID, found[0].User.Name
		return s.audit(tx, by, entry, now)
	})
}

// stillAdministers refuses somebody whose role was taken away while the request
// was on its way. The program itself may.
func stillAdministers(tx *gorm.DB, by event.Actor) error {
	if by.UserID == 0 {
		return nil
	}
	var n int64
	err := tx.Model(&event.Member{}).Where("organisation_id = ? AND user_id = ? AND event_id IS NULL AND role = ?",
		by.OrganisationID, by.UserID, event.Administrator).Count(&n).Error
	if err == nil && n == 0 {
		return event.ErrForbidden
	}
	return err
}
