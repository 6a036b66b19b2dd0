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

// auditAll is audit for several entries, at least one.
func (s *Store) auditAll(tx *gorm.DB, by event.Actor, entries []event.Entry, now time.Time) error {
	if err := lockOrganisation(tx, by.OrganisationID); err != nil {
		return fmt.Errorf("lock the audit log: %w", err)
	}
	last, err := s.head(tx, by.OrganisationID)
	if err != nil {
		return fmt.Errorf("read the audit log: %w", err)
	}
	number, seal := last.Number, last.Seal
	for i := range entries {
		e := &entries[i]
		number++
		e.OrganisationID, e.Number, e.At, e.Who = by.OrganisationID, number, moment(now), by.Who
		if by.UserID != 0 {
			e.UserID = &by.UserID
		}
		if e.Detail == nil {
			e.Detail = map[string]string{}
		}
		e.Seal = e.SealAfter(seal, s.key)
		seal = e.Seal
	}
	if err := createAll(tx, entries); err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	head := event.Head{OrganisationID: by.OrganisationID, Number: number, Seal: seal}
	head.Mark = head.MarkWith(s.key)
	if err := tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&head).Error; err != nil {
		return fmt.Errorf("write where the audit log ends: %w", err)
	}
	return nil
}

// lockOrganisation keeps other writers of the organisation, its members and its
// log out until the transaction ends.
func lockOrganisation(tx *gorm.DB, id uint) error {
	var org event.Organisation
	return notFound(tx.Clauses(clause.Locking{Strength: "UPDATE"}).Select("id").Take(&org, id).Error)
}

// head is where the log of an organisation ends. It is not simply the last entry:
// if somebody cuts the log off, the next entry still follows what was there, and
// leaves the gap. Where the head itself was tampered with, the log goes on
// without the seal of the entry before, so that the place stays marked for ever.
func (s *Store) head(tx *gorm.DB, organisationID uint) (event.Head, error) {
	var head event.Head
	err := tx.Where("organisation_id = ?", organisationID).Limit(1).Find(&head).Error
	if err != nil || head.Number > 0 && head.IsGenuine(s.key) {
		return head, err
	}
	var last event.Entry
	err = tx.Where("organisation_id = ?", organisationID).Order("number DESC").Limit(1).Find(&last).Error
	return event.Head{OrganisationID: organisationID, Number: last.Number}, err
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
