package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// SetPublishAt makes a draft go public by itself at a moment, or not, if that is
// nil.
func (s *Store) SetPublishAt(ctx context.Context, by event.Actor, eventID uint, at *time.Time, now time.Time) error {
	verb, detail := event.Verb("event.unscheduled"), map[string]string{}
	if at != nil {
		verb, detail["at"] = "event.scheduled", at.UTC().Format(time.RFC3339)
	}
	return s.setEvent(ctx, by, eventID, "status = 'draft'", map[string]any{"publish_at": momentOrNone(at)},
		event.Entry{Verb: verb, Detail: detail}, now)
}

// SetPreview replaces the generation of an event's preview link.
func (s *Store) SetPreview(ctx context.Context, by event.Actor, eventID uint, generation int, now time.Time) error {
	verb := event.Verb("event.preview_made")
	if generation <= 0 {
		verb = "event.preview_ended"
	}
	return s.setEvent(ctx, by, eventID, "1 = 1", map[string]any{"preview": generation}, event.Entry{Verb: verb}, now)
}

// SetArchived puts an event out of the organiser's way, or back.
func (s *Store) SetArchived(ctx context.Context, by event.Actor, eventID uint, archived bool, now time.Time) error {
	at, verb := &now, event.Verb("event.archived")
	if !archived {
		at, verb = nil, "event.unarchived"
	}
	return s.setEvent(ctx, by, eventID, "1 = 1", map[string]any{"archived_at": momentOrNone(at)}, event.Entry{Verb: verb}, now)
}

// setEvent changes what is not content, and makes no version.
func (s *Store) setEvent(ctx context.Context, by event.Actor, eventID uint, where string, values map[string]any, e event.Entry, now time.Time) error {
	e.EventID = &eventID
	return s.transaction(ctx, func(tx *gorm.DB) error {
		err := one(tx.Model(&event.Event{}).Where("id = ? AND organisation_id = ?", eventID, by.OrganisationID).Where(where).Updates(values))
		if err != nil {
			return fmt.Errorf("change event %d: %w", eventID, err)
		}
		return s.audit(tx, by, e, now)
	})
}

// CountRegistrations counts all who ever registered to an event.
func (s *Store) CountRegistrations(ctx context.Context, eventID uint) (int, error) {
	return countRegistrations(s.read.WithContext(ctx), eventID)
}

func countRegistrations(tx *gorm.DB, eventID uint) (int, error) {
	var n int64
	err := tx.Model(&event.Registration{}).Where("event_id = ?", eventID).Count(&n).Error
	return int(n), err
}

// WithdrawEvent makes a public event a draft again, if nobody has registered: an
// answer that comes too late for somebody is event.ErrChanged.
func (s *Store) WithdrawEvent(ctx context.Context, by event.Actor, eventID uint, now time.Time) error {
	return s.leave(ctx, by, eventID, now, func(tx *gorm.DB, ev *event.Event, n int) error {
		if !ev.CanWithdraw(n) {
			return event.ErrChanged
		}
		old, err := wholeEvent(tx, "id = ?", ev.ID)
		if err != nil {
			return err
		}
		// A new version, so that nobody saves it as public again from an older one.
		draft := *old
		draft.Status, draft.PublishAt = event.Draft, nil
		if err := s.replace(tx, by, old, &draft, now); err != nil {
			return err
		}
		return s.audit(tx, by, event.Entry{Verb: "event.withdrawn", EventID: &ev.ID}, now)
	})
}

// DeleteEvent removes a draft that nobody has ever registered to. What the audit
// log says about it stays.
func (s *Store) DeleteEvent(ctx context.Context, by event.Actor, eventID uint, now time.Time) error {
	return s.leave(ctx, by, eventID, now, func(tx *gorm.DB, ev *event.Event, n int) error {
		if !ev.CanDelete(n) {
			return event.ErrChanged
		}
		// Mails to those who were invited before it became a draft again.
		if err := tx.Where("event_id = ?", ev.ID).Delete(&event.Message{}).Error; err != nil {
			return fmt.Errorf("delete the mails of event %d: %w", ev.ID, err)
		}
		if err := one(tx.Delete(&event.Event{}, ev.ID)); err != nil {
			return err
		}
		return s.audit(tx, by, event.Entry{Verb: "event.deleted", EventID: &ev.ID, Detail: map[string]string{"title": ev.Title}}, now)
	})
}

// leave locks an event of the actor's organisation and counts its registrations.
func (s *Store) leave(ctx context.Context, by event.Actor, eventID uint, now time.Time, do func(*gorm.DB, *event.Event, int) error) error {
	return s.transaction(ctx, func(tx *gorm.DB) error {
		ev, err := lockEvent(tx, eventID)
		if err != nil {
			return err
		}
		if ev.OrganisationID != by.OrganisationID {
			return event.ErrNotFound
		}
		n, err := countRegistrations(tx, ev.ID)
		if err != nil {
			return err
		}
		return do(tx, ev, n)
	})
}

// byClock is who publishes an event when its moment has come.
const byClock = "Samling"

// PublishDue publishes the drafts whose moment has come, and returns their ids.
// It may run on several processes at once.
func (s *Store) PublishDue(ctx context.Context, now time.Time) ([]uint, error) {
	now = moment(now)
	var due []event.Event
	err := s.read.WithContext(ctx).Select("id, organisation_id").Order("publish_at, id").
		Where("publish_at IS NOT NULL AND publish_at <= ? AND status = ?", now, event.Draft).Find(&due).Error
	if err != nil {
		return nil, fmt.Errorf("find what is to be published: %w", err)
	}
	var published []uint
	var errs []error
	for _, d := range due {
		done := false
		err := s.transaction(ctx, func(tx *gorm.DB) (err error) {
			done, err = s.publishDue(tx, d, now)
			return err
		})
		if err != nil {
			errs = append(errs, fmt.Errorf("publish event %d: %w", d.ID, err)) // the others go public all the same
		}
		if done && err == nil {
			published = append(published, d.ID)
		}
	}
	return published, errors.Join(errs...)
}

func (s *Store) publishDue(tx *gorm.DB, d event.Event, now time.Time) (bool, error) {
	if _, err := lockEvent(tx, d.ID); err != nil {
		return false, err
	}
	old, err := wholeEvent(tx, "id = ?", d.ID)
	if err != nil || old.Status != event.Draft || old.PublishAt == nil || old.PublishAt.After(now) {
		return false, err // another process was here first, or somebody thought again
	}
	by := event.Actor{Who: byClock, OrganisationID: d.OrganisationID}
	if old.CheckPublish(now) != nil {
		// Something was taken away meanwhile. It stays a draft, and says so.
		if err := one(tx.Model(&event.Event{}).Where("id = ?", d.ID).Updates(map[string]any{"publish_at": nil})); err != nil {
			return false, err
		}
		return false, s.audit(tx, by, event.Entry{Verb: "event.not_published", EventID: &d.ID}, now)
	}
	ev := *old
	ev.Status = event.Published
	if err := s.replace(tx, by, old, &ev, now); err != nil {
		return false, err
	}
	return true, s.audit(tx, by, event.Entry{Verb: "event.published", EventID: &d.ID}, now)
}
