package store

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// lookPause is how long somebody may go on looking at a list before it is
// written down again.
const lookPause = 15 * time.Minute

// RecordOnce is Record for a look: going back and forth within a quarter of an
// hour is one.
func (s *Store) RecordOnce(ctx context.Context, by event.Actor, e event.Entry, now time.Time) error {
	return s.transaction(ctx, func(tx *gorm.DB) error {
		if err := lockOrganisation(tx, by.OrganisationID); err != nil {
			return err
		}
		var n int64
		err := tx.Model(&event.Entry{}).Where("organisation_id = ? AND user_id = ? AND verb = ? AND at > ?",
			by.OrganisationID, by.UserID, e.Verb, moment(now.Add(-lookPause))).Count(&n).Error
		if err != nil || n > 0 {
			return err
		}
		return s.audit(tx, by, e, now)
	})
}

// AuditParts is what an organisation's log tells of, to choose from.
type AuditParts struct {
	Users  map[uint]string // their latest names
	Events map[uint]string // their titles, empty for those that are gone
	Kinds  []string        // "event", "member", …
}

// AuditParts finds out who and what an organisation's log tells of.
func (s *Store) AuditParts(ctx context.Context, organisationID uint) (AuditParts, error) {
	parts := AuditParts{Users: map[uint]string{}, Events: map[uint]string{}}
	log := func() *gorm.DB {
		return s.read.WithContext(ctx).Model(&event.Entry{}).Where("audit_entries.organisation_id = ?", organisationID)
	}
	var users []struct {
		UserID uint
		Name   string
	}
	err := log().Select("user_id, coalesce(max(users.name), max(who)) AS name").Joins("LEFT JOIN users ON users.id = user_id").
		Where("user_id IS NOT NULL").Group("user_id").Find(&users).Error
	if err != nil {
		return parts, fmt.Errorf("list who did something: %w", err)
	}
	for _, u := range users {
		parts.Users[u.UserID] = u.Name
	}
	var events []struct {
		EventID uint
		Title   string
	}
	err = log().Select("event_id, coalesce(max(events.title), '') AS title").Joins("LEFT JOIN events ON events.id = event_id").
		Where("event_id IS NOT NULL").Group("event_id").Find(&events).Error
	if err != nil {
		return parts, fmt.Errorf("list what was done to: %w", err)
	}
	for _, e := range events {
		parts.Events[e.EventID] = e.Title
	}
	var verbs []string
	if err := log().Distinct("verb").Pluck("verb", &verbs).Error; err != nil {
		return parts, fmt.Errorf("list what was done: %w", err)
	}
	for _, v := range verbs {
		kind, _, _ := strings.Cut(v, ".")
		parts.Kinds = append(parts.Kinds, kind)
	}
	slices.Sort(parts.Kinds)
	parts.Kinds = slices.Compact(parts.Kinds)
	return parts, nil
}

// EachEntry yields what a query finds, from the latest entry on, however much
// that is.
func (s *Store) EachEntry(ctx context.Context, organisationID uint, q AuditQuery) iter.Seq2[event.Entry, error] {
	return func(yield func(event.Entry, error) bool) {
		for q.Limit = auditPage; ; {
			page, err := s.Entries(ctx, organisationID, q)
			if err != nil {
				yield(event.Entry{}, err)
				return
			}
			for _, e := range page {
				if !yield(e, nil) {
					return
				}
				q.Before = e.Number
			}
			if len(page) < auditPage {
				return
			}
		}
	}
}
