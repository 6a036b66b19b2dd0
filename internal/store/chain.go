package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// VerifyAudit follows the log of an organisation and finds the first place where
// it is not what was written. It looks at one moment of the log, so that others
// may go on writing.
func (s *Store) VerifyAudit(ctx context.Context, organisationID uint) (event.Chain, error) {
	chain := event.Chain{Organisation: organisationID, Key: s.key}
	err := s.read.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := s.follow(tx, &chain); err != nil {
			return err
		}
		var heads []event.Head
		if err := tx.Where("organisation_id = ?", organisationID).Limit(1).Find(&heads).Error; err != nil {
			return err
		}
		var head *event.Head
		if len(heads) > 0 {
			head = &heads[0]
		}
		chain.End(head)
		return nil
	}, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return chain, fmt.Errorf("verify the audit log: %w", err)
	}
	return chain, nil
}

// follow reads the entries of a log as the text they are kept as.
func (s *Store) follow(tx *gorm.DB, chain *event.Chain) error {
	for chain.Broken == nil {
		var page []writtenEntry
		err := tx.Table("audit_entries").Select(s.asText()).
			Where("organisation_id = ? AND number > ?", chain.Organisation, chain.Last).Order("number").Limit(auditPage).Find(&page).Error
		if err != nil {
			return err
		}
		if chain.Last == 0 {
			page, err = s.withOdd(tx, chain.Organisation, page)
			if err != nil {
				return err
			}
		}
		for _, w := range page {
			e, sound := w.entry(s.kind == "sqlite")
			if !sound {
				e.Number = chain.Last + 1
				chain.Change(e)
				break
			}
			chain.Next(e)
		}
		if len(page) < auditPage {
			return nil
		}
	}
	return nil
}

// withOdd puts entries before the first that have numbers nobody gives out.
func (s *Store) withOdd(tx *gorm.DB, organisationID uint, page []writtenEntry) ([]writtenEntry, error) {
	var odd []writtenEntry
	err := tx.Table("audit_entries").Select(s.asText()).Where("organisation_id = ? AND number < 1", organisationID).Limit(1).Find(&odd).Error
	return append(odd, page...), err
}

// writtenEntry is an entry as it is kept. A byte that somebody changed may make
// any column unreadable.
type writtenEntry struct {
	OrganisationID, Number, At, Who, Verb, Detail, Seal string
	UserID, EventID, RegistrationID                     *string
}

// asText selects all columns as text.
func (s *Store) asText() string {
	at := "CAST(at AS text)"
	if s.kind == "postgres" {
		at = "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00:00'"
	}
	return "CAST(organisation_id AS text) AS organisation_id, CAST(number AS text) AS number, " + at + " AS at, CAST(who AS text) AS who, " +
		"CAST(verb AS text) AS verb, CAST(detail AS text) AS detail, CAST(seal AS text) AS seal, CAST(user_id AS text) AS user_id, " +
		"CAST(event_id AS text) AS event_id, CAST(registration_id AS text) AS registration_id"
}

// sqliteTime is how times are kept where they are text.
const sqliteTime = "2006-01-02 15:04:05.999999999-07:00"

// entry reads an entry. It is sound if the program would write it exactly so.
func (w writtenEntry) entry(timeIsText bool) (e event.Entry, sound bool) {
	sound = true
	number := func(text *string) *uint {
		if text == nil {
			return nil
		}
		n, err := strconv.ParseUint(*text, 10, strconv.IntSize)
		sound = sound && err == nil && strconv.FormatUint(n, 10) == *text
		id := uint(n)
		return &id
	}
	e = event.Entry{
		OrganisationID: *number(&w.OrganisationID), Number: int(*number(&w.Number)), UserID: number(w.UserID), Who: w.Who,
		Verb: event.Verb(w.Verb), EventID: number(w.EventID), RegistrationID: number(w.RegistrationID), Seal: w.Seal,
	}
	at, err := time.Parse(sqliteTime, w.At)
	e.At = at
	sound = sound && err == nil && (!timeIsText || at.UTC().Format(sqliteTime) == w.At)
	sound = sound && json.Unmarshal([]byte(w.Detail), &e.Detail) == nil
	again, err := json.Marshal(e.Detail)
	return e, sound && err == nil && string(again) == w.Detail
}
