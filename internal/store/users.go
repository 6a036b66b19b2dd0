package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// HasUsers reports whether anybody can sign in to the console.
func (s *Store) HasUsers(ctx context.Context) (bool, error) {
	var n int64
	err := s.read.WithContext(ctx).Model(&event.User{}).Limit(1).Count(&n).Error
	return n > 0, err
}

// UserByEmail finds whoever signs in with the address.
func (s *Store) UserByEmail(ctx context.Context, email string) (event.User, error) {
	return oneUser(s.read.WithContext(ctx), "email_normal = ?", event.NormalAddress(email))
}

// Users lists everybody who can sign in, by address.
func (s *Store) Users(ctx context.Context) ([]event.User, error) {
	var all []event.User
	err := s.read.WithContext(ctx).Order("email_normal").Find(&all).Error
	return all, err
}

// User finds a user.
func (s *Store) User(ctx context.Context, id uint) (event.User, error) {
	return oneUser(s.read.WithContext(ctx), "id = ?", id)
}

func oneUser(tx *gorm.DB, where string, args ...any) (event.User, error) {
	var u event.User
	err := tx.Where(where, args...).Take(&u).Error
	return u, notFound(err)
}

// CreateUser adds a user. It returns event.ErrKnown if the address has one.
func (s *Store) CreateUser(ctx context.Context, u *event.User, now time.Time) error {
	return s.transaction(ctx, func(tx *gorm.DB) error { return createUser(tx, u, now) })
}

func createUser(tx *gorm.DB, u *event.User, now time.Time) error {
	u.ID, u.EmailNormal, u.CreatedAt = 0, event.NormalAddress(u.Email), moment(now)
	return known(tx.Create(u).Error)
}

// UserChange is what users change about themselves.
type UserChange struct {
	Name     string
	Language string
	Scheme   string
}

// ChangeUser saves what a user wants to be called, and how to see the console.
func (s *Store) ChangeUser(ctx context.Context, id uint, c UserChange) error {
	return one(s.write.WithContext(ctx).Model(&event.User{}).Where("id = ?", id).
		Updates(map[string]any{"name": c.Name, "language": c.Language, "scheme": c.Scheme}))
}

// SetPassword saves the hash of a password. All browsers but one are signed out:
// whoever knew the old one is to be kept out. Without a second factor a password
// is worth nothing, and refused with event.ErrForbidden.
func (s *Store) SetPassword(ctx context.Context, userID uint, hash string, keep uint, now time.Time) error {
	return s.changeFactors(ctx, userID, event.PasswordSet, now, func(tx *gorm.DB, f event.Factors) error {
		if !f.HasSecond() {
			return event.ErrForbidden
		}
		err := one(tx.Model(&event.User{}).Where("id = ?", userID).Updates(map[string]any{"password_hash": hash}))
		if err != nil {
			return fmt.Errorf("save the password of user %d: %w", userID, err)
		}
		return tx.Where("user_id = ? AND id <> ?", userID, keep).Delete(&event.Signin{}).Error
	})
}

// RemovePassword takes a user's password out of use.
func (s *Store) RemovePassword(ctx context.Context, userID uint, keep uint, now time.Time) error {
	return s.changeFactors(ctx, userID, event.PasswordRemoved, now, func(tx *gorm.DB, f event.Factors) error {
		if !f.HasPassword {
			return event.ErrNotFound
		}
		err := one(tx.Model(&event.User{}).Where("id = ?", userID).Updates(map[string]any{"password_hash": ""}))
		if err != nil {
			return fmt.Errorf("remove the password of user %d: %w", userID, err)
		}
		return tx.Where("user_id = ? AND id <> ?", userID, keep).Delete(&event.Signin{}).Error
	})
}

// Membership is an organisation and what a user may do there.
type Membership struct {
	Organisation event.Organisation
	Roles        event.Roles
}

// MembershipsOf lists the organisations where a user may do something, by name.
func (s *Store) MembershipsOf(ctx context.Context, userID uint) ([]Membership, error) {
	tx := s.read.WithContext(ctx)
	var members event.Roles
	if err := tx.Where("user_id = ?", userID).Order("id").Find(&members).Error; err != nil {
		return nil, fmt.Errorf("read roles: %w", err)
	}
	byOrganisation := map[uint]event.Roles{}
	var ids []uint
	for _, m := range members {
		byOrganisation[m.OrganisationID] = append(byOrganisation[m.OrganisationID], m)
		ids = append(ids, m.OrganisationID)
	}
	var orgs []event.Organisation
	if err := tx.Where("id IN ?", ids).Order("name, id").Find(&orgs).Error; err != nil {
		return nil, fmt.Errorf("read organisations: %w", err)
	}
	all := make([]Membership, len(orgs))
	for i, o := range orgs {
		all[i] = Membership{o, byOrganisation[o.ID]}
	}
	return all, nil
}

// AddMember gives a user a role, in place of the one held there.
func (s *Store) AddMember(ctx context.Context, by event.Actor, m *event.Member, now time.Time) error {
	return s.transaction(ctx, func(tx *gorm.DB) error { return s.addMember(tx, by, m, now) })
}

func (s *Store) addMember(tx *gorm.DB, by event.Actor, m *event.Member, now time.Time) error {
	m.ID, m.OrganisationID, m.CreatedAt = 0, by.OrganisationID, moment(now)
	user, err := oneUser(tx, "id = ?", m.UserID)
	if err != nil {
		return err
	}
	same := tx.Where("user_id = ? AND organisation_id = ?", m.UserID, m.OrganisationID)
	if m.EventID == nil {
		same = same.Where("event_id IS NULL")
	} else {
		same = same.Where("event_id = ?", *m.EventID)
	}
	if err := same.Delete(&event.Member{}).Error; err != nil {
		return fmt.Errorf("take the old role back: %w", err)
	}
	if err := tx.Create(m).Error; err != nil {
		return fmt.Errorf("give a role: %w", err)
	}
	entry := event.Entry{Verb: "member.added", EventID: m.EventID, Detail: map[string]string{"user": user.Name, "role": string(m.Role)}}
	return s.audit(tx, by, entry, now)
}
