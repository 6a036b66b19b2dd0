package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// Overview is what organisers see first.
type Overview struct {
	Facts   []event.Facts // drafts, what has not ended, and what is to be erased, the next first
	Tallies []event.Tally // of the latest days
	Past    int           // events that took place
	All     int
}

// longTexts are left out where many events are read.
var longTexts = []string{"Body", "AccessText", "Practical", "Texts", "PrivacyText"}

// Overview reads what there is to know about an organisation's events. If ids
// are given, only those are looked at.
func (s *Store) Overview(ctx context.Context, organisationID uint, now time.Time, ids ...uint) (Overview, error) {
	tx := s.read.WithContext(ctx)
	var events []event.Event
	if err := ofOrganisation(tx, organisationID, ids).Omit(longTexts...).Order("starts_at, id").Find(&events).Error; err != nil {
		return Overview{}, fmt.Errorf("read events: %w", err)
	}
	if err := loadOrganisations(tx, events); err != nil {
		return Overview{}, fmt.Errorf("read organisations: %w", err)
	}
	o := Overview{All: len(events)}
	var current, overdue []uint
	for i := range events {
		e := &events[i]
		switch shelf := e.Shelf(now); {
		case shelf == event.OnComing, shelf == event.OnDrafts, shelf == event.OnCancelled && now.Before(e.EndsAt):
			current = append(current, e.ID)
		case e.EraseOverdue(now):
			overdue = append(overdue, e.ID)
		}
		if e.Shelf(now) == event.OnPast {
			o.Past++
		}
	}
	return o, o.gather(tx, events, current, overdue, s.hour("created_at"), now)
}

// gather counts what belongs to the events that are current, and what is left of
// those that are overdue.
func (o *Overview) gather(tx *gorm.DB, events []event.Event, current, overdue []uint, hour string, now time.Time) error {
	places, err := countPlaces(tx, current)
	if err != nil {
		return fmt.Errorf("count places: %w", err)
	}
	bounced, err := countBounced(tx, current)
	if err != nil {
		return fmt.Errorf("count failed mails: %w", err)
	}
	kept, err := perEvent(tx.Model(&event.Registration{}).Where("event_id IN ?", overdue))
	if err != nil {
		return fmt.Errorf("count what is to be erased: %w", err)
	}
	for i := range events {
		e := &events[i]
		if slices.Contains(current, e.ID) || kept[e.ID] > 0 {
			o.Facts = append(o.Facts, event.Facts{Event: e, Places: places[e.ID], Bounced: bounced[e.ID], Kept: kept[e.ID]})
		}
	}
	o.Tallies, err = tallies(tx.Where("event_id IN ? AND created_at >= ?", current, moment(event.TrendSince(now))), hour)
	return err
}

// ofOrganisation are the events of an organisation, or those of them with the ids.
func ofOrganisation(tx *gorm.DB, organisationID uint, ids []uint) *gorm.DB {
	tx = tx.Where("organisation_id = ?", organisationID)
	if len(ids) > 0 {
		tx = tx.Where("id IN ?", ids)
	}
	return tx
}

// countBounced counts the mails that failed, unless a later one to the same
// person arrived: then somebody has mended the address.
func countBounced(tx *gorm.DB, ids []uint) (map[uint]int, error) {
	// The state stands in the text of the query, so that a partial index answers.
	return perEvent(tx.Model(&event.Message{}).Where("event_id IN ? AND state = 'failed'", ids).Where(
		"NOT EXISTS (SELECT 1 FROM messages AS later WHERE later.registration_id = messages.registration_id " +
			"AND later.id > messages.id AND later.state = 'sent')"))
}

// perEvent counts rows by the event that they belong to.
func perEvent(tx *gorm.DB) (map[uint]int, error) {
	var rows []struct {
		EventID uint
		N       int
	}
	err := tx.Select("event_id, count(*) AS n").Group("event_id").Find(&rows).Error
	n := map[uint]int{}
	for _, r := range rows {
		n[r.EventID] = r.N
	}
	return n, err
}

// tallies counts registrations by the hour in which something happened to them.
func tallies(tx *gorm.DB, hour string) ([]event.Tally, error) {
	var rows []struct {
		EventID  uint
		Standing event.Standing
		Hour     string
		N        int
	}
	err := tx.Model(&event.Registration{}).Select("event_id, standing, " + hour + " AS hour, count(*) AS n").
		Group("event_id, standing, " + hour).Order("hour").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count by the hour: %w", err)
	}
	all := make([]event.Tally, len(rows))
	for i, r := range rows {
		at, err := time.Parse("2006-01-02 15", r.Hour)
		if err != nil {
			return nil, fmt.Errorf("count by the hour: %w", err)
		}
		all[i] = event.Tally{EventID: r.EventID, Standing: r.Standing, Hour: at, Count: r.N}
	}
	return all, nil
}

// hour is the hour of a moment in a column, in UTC, as text.
func (s *Store) hour(column string) string {
	if s.kind == "postgres" {
		return "to_char(" + column + " AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')"
	}
	return "substr(" + column + ", 1, 13)"
}
