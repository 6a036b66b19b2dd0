package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"samling/internal/event"
)

// CreateOrganisation adds an organisation, with whoever makes it as its first
// administrator. It returns event.ErrKnown if the slug is taken.
func (s *Store) CreateOrganisation(ctx context.Context, userID uint, o *event.Organisation, now time.Time) error {
	return s.transaction(ctx, func(tx *gorm.DB) error {
		user, err := oneUser(tx, "id = ?", userID)
		if err != nil {
			return err
		}
		o.ID, o.CreatedAt = 0, moment(now)
		if err := tx.Create(o).Error; err != nil {
			return fmt.Errorf("create organisation: %w", known(err))
		}
		by := event.Actor{UserID: user.ID, Who: user.Name, OrganisationID: o.ID}
		entry := event.Entry{Verb: "organisation.created", Detail: map[string]string{"name": o.Name}}
		if err := s.audit(tx, by, entry, now); err != nil {
			return err
		}
		return s.addMember(tx, by, &event.Member{UserID: user.ID, Role: event.Administrator}, now)
	})
}

// OrganisationOf finds an organisation as it is now.
func (s *Store) OrganisationOf(ctx context.Context, id uint) (event.Organisation, error) {
	var o event.Organisation
	err := s.read.WithContext(ctx).Take(&o, id).Error
	return o, notFound(err)
}

// DescribeOrganisation saves what the actor's organisation says about itself. If
// it no longer is what the mark stands for, somebody else has changed it
// meanwhile: then nothing happens, and event.ErrChanged is returned.
func (s *Store) DescribeOrganisation(ctx context.Context, by event.Actor, o event.Organisation, mark string, now time.Time) error {
	return s.changeOrganisation(ctx, by, now, func(tx *gorm.DB, old *event.Organisation) (event.Verb, error) {
		if old.DescriptionMark() != mark {
			return "", event.ErrChanged
		}
		// Not a map: the address lines go through their serializer.
		columns := []string{"name", "address_lines", "number", "email", "phone", "website", "privacy_text"}
		return "organisation.changed", one(tx.Model(&event.Organisation{}).Where("id = ?", old.ID).Select(columns).Updates(&o))
	})
}

// DressOrganisation saves the colour and the logos of the actor's organisation,
// as DescribeOrganisation does the rest.
func (s *Store) DressOrganisation(ctx context.Context, by event.Actor, o event.Organisation, mark string, now time.Time) error {
	return s.changeOrganisation(ctx, by, now, func(tx *gorm.DB, old *event.Organisation) (event.Verb, error) {
		if old.LookMark() != mark {
			return "", event.ErrChanged
		}
		look := map[string]any{"colour": o.Colour, "logo": o.Logo, "logo_dark": o.LogoDark}
		return "organisation.dressed", one(tx.Model(&event.Organisation{}).Where("id = ?", old.ID).Updates(look))
	})
}

func (s *Store) changeOrganisation(ctx context.Context, by event.Actor, now time.Time,
	change func(*gorm.DB, *event.Organisation) (event.Verb, error)) error {
	return s.transaction(ctx, func(tx *gorm.DB) error {
		var old event.Organisation
		if err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).Take(&old, by.OrganisationID).Error; err != nil {
			return notFound(err)
		}
		verb, err := change(tx, &old)
		if err != nil {
			return err
		}
		return s.audit(tx, by, event.Entry{Verb: verb}, now)
	})
}
