package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// CloneEvent adds a copy of an event to the actor's organisation. It returns
// event.ErrKnown if its slug is taken. Whoever has a role for that event only,
// gets the same role for the copy: nobody makes what they then may not see.
func (s *Store) CloneEvent(ctx context.Context, by event.Actor, from uint, clone *event.Event, now time.Time) error {
	now = moment(now)
	return s.transaction(ctx, func(tx *gorm.DB) error {
		// First, as everybody does who writes the audit log.
		if err := lockOrganisation(tx, by.OrganisationID); err != nil {
			return err
		}
		var old event.Event
		err := tx.Select("id", "slug").Where("id = ? AND organisation_id = ?", from, by.OrganisationID).Take(&old).Error
		if err != nil {
			return notFound(err)
		}
		ev := *clone // stays as it was if the transaction has to be tried again
		ev.OrganisationID = by.OrganisationID
		if err := tx.Take(&ev.Organisation, by.OrganisationID).Error; err != nil {
			return notFound(err)
		}
		if err := s.replace(tx, by, nil, &ev, now); err != nil {
			return err
		}
		entry := event.Entry{Verb: "event.cloned", EventID: &ev.ID, Detail: map[string]string{"title": ev.Title, "from": old.Slug}}
		if err := s.audit(tx, by, entry, now); err != nil {
			return err
		}
		if err := s.keepRole(tx, by, from, ev.ID, now); err != nil {
			return err
		}
		*clone = ev
		return nil
	})
}

// keepRole gives a member of one event the same role at another one.
func (s *Store) keepRole(tx *gorm.DB, by event.Actor, from, to uint, now time.Time) error {
	var roles event.Roles
	if err := tx.Where("user_id = ? AND organisation_id = ?", by.UserID, by.OrganisationID).Find(&roles).Error; err != nil {
		return err
	}
	role := roles.At(from)
	if role == "" || roles.At(to).Covers(role) {
		return nil
	}
	return s.addMember(tx, by, &event.Member{UserID: by.UserID, EventID: &to, Role: role}, now)
}
