package store

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// EventOf finds an event of an organisation, drafts included. An event of
// another organisation is not found.
func (s *Store) EventOf(ctx context.Context, organisationID uint, slug string) (*event.Event, error) {
	return wholeEvent(s.read.WithContext(ctx), "organisation_id = ? AND slug = ?", organisationID, slug)
}

// EventOnceAt finds the event of an organisation that once had the slug, while
// it was a draft.
func (s *Store) EventOnceAt(ctx context.Context, organisationID uint, slug string) (*event.Event, error) {
	if !event.IsSlug(slug) {
		return nil, event.ErrNotFound
	}
	tx := s.read.WithContext(ctx)
	var version Version
	// A version is an event file, which begins with the slug.
	err := tx.Select("event_id").Where("event_id IN (?) AND text LIKE ?",
		tx.Model(&event.Event{}).Select("id").Where("organisation_id = ?", organisationID), "{\n  \"slug\": \""+slug+"\",%").
		Order("id DESC").Take(&version).Error
	if err != nil {
		return nil, notFound(err)
	}
	return wholeEvent(tx, "id = ?", version.EventID)
}

// EventsOf lists the events of an organisation, the next first, drafts
// included. If ids are given, only those are listed.
func (s *Store) EventsOf(ctx context.Context, organisationID uint, ids ...uint) ([]Listed, error) {
	const order = "starts_at, id"
	if len(ids) > 0 {
		return s.list(ctx, noLimit, order, "organisation_id = ? AND id IN ?", organisationID, ids)
	}
	return s.list(ctx, noLimit, order, "organisation_id = ?", organisationID)
}

// CreateEvent adds an event to the actor's organisation. It returns
// event.ErrKnown if its slug is taken.
func (s *Store) CreateEvent(ctx context.Context, by event.Actor, ev *event.Event, now time.Time) error {
	now = moment(now)
	return s.transaction(ctx, func(tx *gorm.DB) error {
		// First, as everybody does who writes the audit log.
		if err := lockOrganisation(tx, by.OrganisationID); err != nil {
			return err
		}
		ev.OrganisationID = by.OrganisationID
		if err := tx.Take(&ev.Organisation, by.OrganisationID).Error; err != nil {
			return notFound(err)
		}
		if err := s.replace(tx, by, nil, ev, now); err != nil {
			return err
		}
		return s.audit(tx, by, event.Entry{Verb: "event.created", EventID: &ev.ID, Detail: map[string]string{"title": ev.Title}}, now)
	})
}

// ChangeEvent saves an event over the version it was made from, which its
// Version says, and raises that. If somebody saved another one meanwhile,
// nothing happens and event.ErrChanged is returned. Participants are told, and
// the waiting list moves up, as SaveEvent has it. The verb says in the audit log
// what was done.
func (s *Store) ChangeEvent(ctx context.Context, by event.Actor, ev *event.Event, verb event.Verb, now time.Time) error {
	now = moment(now)
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		locked, err := lockEvents(tx, "id = ? AND organisation_id = ?", ev.ID, by.OrganisationID)
		switch {
		case err != nil:
			return err
		case len(locked) == 0:
			return event.ErrNotFound
		case locked[0].Version != ev.Version:
			return event.ErrChanged
		}
		old, err := wholeEvent(tx, "id = ?", ev.ID)
		if err != nil {
			return err
		}
		changed := *ev // stays as it was if the transaction has to be tried again
		changed.OrganisationID, changed.Organisation = old.OrganisationID, old.Organisation
		// What is set beside the versions stays as it is now.
		changed.PublishAt, changed.ArchivedAt, changed.Preview = old.PublishAt, old.ArchivedAt, old.Preview
		if err := s.replace(tx, by, old, &changed, now); err != nil {
			return err
		}
		entry := event.Entry{Verb: verb, EventID: &old.ID, Detail: map[string]string{"version": fmt.Sprint(changed.Version)}}
		if err := s.audit(tx, by, entry, now); err != nil {
			return err
		}
		*ev = changed
		return nil
	})
	s.wake()
	return err
}

// Version is what an event was after a save.
type Version struct {
	ID        uint
	EventID   uint
	Version   int
	Text      string // an event file
	UserID    *uint
	Who       string
	CreatedAt time.Time
}

// TableName is the table of versions.
func (Version) TableName() string { return "event_versions" }

// keepVersion writes down what an event is now.
func keepVersion(tx *gorm.DB, by event.Actor, ev *event.Event, now time.Time) error {
	var text bytes.Buffer
	if err := event.NewFile(ev).Write(&text); err != nil {
		return fmt.Errorf("write the event as a file: %w", err)
	}
	v := Version{EventID: ev.ID, Version: ev.Version, Text: text.String(), Who: by.Who, CreatedAt: now}
	if by.UserID != 0 {
		v.UserID = &by.UserID
	}
	if err := tx.Create(&v).Error; err != nil {
		return fmt.Errorf("keep version %d of event %d: %w", ev.Version, ev.ID, err)
	}
	return nil
}

// EventVersion finds what an event of an organisation was after the save that
// made the version.
func (s *Store) EventVersion(ctx context.Context, eventID uint, version int) (Version, error) {
	var v Version
	err := s.read.WithContext(ctx).Where("event_id = ? AND version = ?", eventID, version).Take(&v).Error
	return v, notFound(err)
}

// EventVersions lists who saved an event when, the latest first, without texts.
func (s *Store) EventVersions(ctx context.Context, eventID uint) ([]Version, error) {
	var all []Version
	err := s.read.WithContext(ctx).Omit("text").Where("event_id = ?", eventID).Order("version DESC").Find(&all).Error
	return all, err
}

// EventVersionsUpTo lists at most that many versions of an event with their
// texts, from the given one backwards.
func (s *Store) EventVersionsUpTo(ctx context.Context, eventID uint, version, most int) ([]Version, error) {
	var all []Version
	err := s.read.WithContext(ctx).Where("event_id = ? AND version <= ?", eventID, version).Order("version DESC").Limit(most).Find(&all).Error
	return all, err
}
