package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// Overview is what organisers see first.
type Overview struct {
	Facts   []event.Facts    // drafts, what has not ended, and what is to be erased, the next first
	Tallies []event.DayCount // of the latest days
	Past    int              // events that took place
	All     int
}

// longTexts are left out where many events are read.
var longTexts = []string{"Body", "AccessText", "Practical", "Texts", "PrivacyText"}

// BriefEvents lists the events of an organisation without their long texts and
// programmes, the next first. If ids are given, only those are listed.
func (s *Store) BriefEvents(ctx context.Context, organisationID uint, ids ...uint) ([]event.Event, error) {
	tx := s.read.WithContext(ctx)
	chosen := tx.Where("organisation_id = ?", organisationID)
	if len(ids) > 0 {
		chosen = chosen.Where("id IN ?", ids)
	}
	var events []event.Event
	if err := chosen.Omit(longTexts...).Order("starts_at, id").Find(&events).Error; err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	if err := loadOrganisations(tx, events); err != nil {
		return nil, fmt.Errorf("read organisations: %w", err)
	}
	return events, nil
}

// Overview reads what there is to know about an organisation's events. If ids
// are given, only those are looked at.
func (s *Store) Overview(ctx context.Context, organisationID uint, now time.Time, ids ...uint) (Overview, error) {
	events, err := s.BriefEvents(ctx, organisationID, ids...)
	if err != nil {
		return Overview{}, err
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
	return o, o.gather(s.read.WithContext(ctx), events, current, overdue, now)
}

// gather counts what belongs to the events that are current, and what is left of
// those that are overdue.
func (o *Overview) gather(tx *gorm.DB, events []event.Event, current, overdue []uint, now time.Time) error {
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
			o.Facts = append(o.Facts, event.Facts{Event: e, Tally: places[e.ID], Bounced: bounced[e.ID], Kept: kept[e.ID]})
		}
	}
	o.Tallies, err = countDays(tx, o.Facts, current, now)
	return err
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

// countDays counts the sign-ups of the latest days on the clock of each event.
func countDays(tx *gorm.DB, facts []event.Facts, current []uint, now time.Time) ([]event.DayCount, error) {
	inZone := map[string][]uint{}
	for _, f := range facts {
		if slices.Contains(current, f.Event.ID) {
			inZone[f.Event.Zone] = append(inZone[f.Event.Zone], f.Event.ID)
		}
	}
	var all []event.DayCount
	for _, zone := range slices.Sorted(maps.Keys(inZone)) {
		loc := (&event.Event{Zone: zone}).Location()
		starts := event.TrendStarts(now, loc)
		var ago strings.Builder
		var bounds []any
		for i, start := range starts {
			fmt.Fprintf(&ago, " WHEN created_at >= ? THEN %d", i)
			bounds = append(bounds, moment(start))
		}
		var days []event.DayCount
		err := tx.Model(&event.Registration{}).
			Select("event_id, standing, CASE"+ago.String()+" END AS ago, count(*) AS count", bounds...).
			Where("event_id IN ? AND created_at >= ?", inZone[zone], moment(starts[len(starts)-1])).
			Group("event_id, standing, ago").Find(&days).Error
		if err != nil {
			return nil, fmt.Errorf("count by the day: %w", err)
		}
		all = append(all, days...)
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
