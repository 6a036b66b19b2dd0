package store

import (
	"context"
	"fmt"
	"iter"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"samling/internal/event"
)

// audit appends an entry to the log of the actor's organisation, in the
// transaction of what it tells of.
func (s *Store) audit(tx *gorm.DB, by event.Actor, e event.Entry, now time.Time) error {
	return s.auditAll(tx, by, []event.Entry{e}, now)
}

// auditAll is audit for many entries at once.
func (s *Store) auditAll(tx *gorm.DB, by event.Actor, entries []event.Entry, now time.Time) error {
	// Entries of one organisation are written one after the other.
	var org event.Organisation
	err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).Select("id").Take(&org, by.OrganisationID).Error
	if err != nil {
		return fmt.Errorf("lock the audit log: %w", notFound(err))
	}
	var last event.Entry
	err = tx.Where("organisation_id = ?", org.ID).Order("number DESC").Limit(1).Find(&last).Error
	if err != nil {
		return fmt.Errorf("read the audit log: %w", err)
	}
	for i := range entries {
		e := &entries[i]
		e.OrganisationID, e.Number, e.At, e.Who = org.ID, last.Number+1, moment(now), by.Who
		if by.UserID != 0 {
			e.UserID = &by.UserID
		}
		if e.Detail == nil {
			e.Detail = map[string]string{}
		}
		e.Seal = e.SealAfter(last.Seal, s.key)
		last = *e
	}
	if err := createAll(tx, entries); err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return nil
}

// Record writes down what changed nothing: a list that was seen, an export.
func (s *Store) Record(ctx context.Context, by event.Actor, e event.Entry, now time.Time) error {
	return s.transaction(ctx, func(tx *gorm.DB) error { return s.audit(tx, by, e, now) })
}

// AuditQuery chooses entries of an organisation's log. Zero fields choose all.
type AuditQuery struct {
	EventID        uint
	RegistrationID uint
	UserID         uint
	Verb           event.Verb // or the part before the dot: "event"
	Before         int        // entries with a lower number
	Limit          int
}

// Entries lists the log of an organisation, the latest first.
func (s *Store) Entries(ctx context.Context, organisationID uint, q AuditQuery) ([]event.Entry, error) {
	tx := s.read.WithContext(ctx).Where("organisation_id = ?", organisationID).Order("number DESC").Limit(q.Limit)
	if q.EventID != 0 {
		tx = tx.Where("event_id = ?", q.EventID)
	}
	if q.RegistrationID != 0 {
		tx = tx.Where("registration_id = ?", q.RegistrationID)
	}
	if q.UserID != 0 {
		tx = tx.Where("user_id = ?", q.UserID)
	}
	if q.Verb != "" {
		tx = tx.Where("(verb = ? OR substr(verb, 1, ?) = ?)", q.Verb, len(q.Verb)+1, q.Verb+".")
	}
	if q.Before != 0 {
		tx = tx.Where("number < ?", q.Before)
	}
	var entries []event.Entry
	if err := tx.Find(&entries).Error; err != nil {
		return nil, fmt.Errorf("read the audit log: %w", err)
	}
	return entries, nil
}

// auditPage is how many entries are read at a time.
const auditPage = 1000

// AllEntries yields the log of an organisation from its beginning.
func (s *Store) AllEntries(ctx context.Context, organisationID uint) iter.Seq2[event.Entry, error] {
	return func(yield func(event.Entry, error) bool) {
		last := 0
		for {
			var page []event.Entry
			err := s.read.WithContext(ctx).Where("organisation_id = ? AND number > ?", organisationID, last).
				Order("number").Limit(auditPage).Find(&page).Error
			if err != nil {
				yield(event.Entry{}, fmt.Errorf("read the audit log: %w", err))
				return
			}
			for _, e := range page {
				if !yield(e, nil) {
					return
				}
				last = e.Number
			}
			if len(page) < auditPage {
				return
			}
		}
	}
}
