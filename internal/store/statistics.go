package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// Statistics are the figures of an event. None of them names anybody.
type Statistics struct {
	Standings     map[event.Standing]int
	Late          int               // of those with a place, let in after closing
	Bounced       int               // mails that could not be delivered
	Gained, Lost  []event.HourCount // places that were given and given back
	Organisations []Share
	Municipality  []Share
	Roles         []Share
	Sendings      []Sending
}

// Share is how many of those with a place gave an answer.
type Share struct {
	Name string // empty for those who gave none
	N    int
}

// Sending is a mail that went to all participants at once.
type Sending struct {
	Kind event.MessageKind
	At   time.Time
	N    int
}

// Statistics counts everything in the database: no participant is read. The
// counts do not depend on each other, so they are made beside each other.
func (s *Store) Statistics(ctx context.Context, eventID uint) (Statistics, error) {
	var st Statistics
	tx := s.read.WithContext(ctx)
	var counts sync.WaitGroup
	errs := make([]error, 6)
	for i, count := range []func() error{
		func() error { return countStandings(tx, eventID, &st) },
		func() error { return s.countCourse(tx, eventID, &st) },
		func() error {
			return countShares(tx, eventID, &st.Organisations, "min(organisation)", "organisation_key")
		},
		func() error { return countShares(tx, eventID, &st.Municipality, "municipality", "municipality") },
		func() error { return countShares(tx, eventID, &st.Roles, "min(role)", "lower(role)") },
		func() error { return countMails(tx, eventID, &st) },
	} {
		counts.Go(func() { errs[i] = count() })
	}
	counts.Wait()
	if err := errors.Join(errs...); err != nil {
		return Statistics{}, fmt.Errorf("count the participants of event %d: %w", eventID, err)
	}
	return st, nil
}

func countStandings(tx *gorm.DB, eventID uint, st *Statistics) error {
	var rows []struct {
		Standing event.Standing
		N        int
	}
	registrations := func() *gorm.DB { return tx.Model(&event.Registration{}).Where("event_id = ?", eventID) }
	if err := registrations().Select("standing, count(*) AS n").Group("standing").Find(&rows).Error; err != nil {
		return err
	}
	st.Standings = map[event.Standing]int{}
	for _, r := range rows {
		st.Standings[r.Standing] = r.N
	}
	// Late links are few: begin with them.
	var late int64
	links := tx.Model(&event.LateLink{}).Select("id").Where("event_id = ? AND used", eventID)
	err := registrations().Where("late_link_id IN (?) AND standing = ?", links, event.Confirmed).Count(&late).Error
	st.Late = int(late)
	return err
}

// countShares counts those with a place by what they answered.
func countShares(tx *gorm.DB, eventID uint, into *[]Share, name, key string) error {
	return tx.Model(&event.Registration{}).Where("event_id = ? AND standing = ?", eventID, event.Confirmed).
		Select(name + " AS name, count(*) AS n").Group(key).Order("n DESC, name").Find(into).Error
}

func countMails(tx *gorm.DB, eventID uint, st *Statistics) error {
	bounced, err := countBounced(tx, []uint{eventID})
	if err != nil {
		return err
	}
	st.Bounced = bounced[eventID]
	// The kinds stand in the text of the query, so that a partial index answers.
	return tx.Model(&event.Message{}).Select("kind, created_at AS at, count(*) AS n").
		Where("event_id = ? AND kind IN ('event-changed', 'event-cancelled')", eventID).
		Group("kind, created_at").Order("created_at").Find(&st.Sendings).Error
}

// countCourse counts the places that were given: at once, and later to those who
// waited; and those that were given back.
func (s *Store) countCourse(tx *gorm.DB, eventID uint, st *Statistics) error {
	count := func(column, where string) ([]event.HourCount, error) {
		hour := s.hour(column)
		var rows []struct {
			Hour string
			N    int
		}
		err := tx.Model(&event.Registration{}).Select(hour+" AS hour, count(*) AS n").
			Where("event_id = ? AND "+where, eventID).Group(hour).Order("hour").Find(&rows).Error
		if err != nil {
			return nil, fmt.Errorf("count by the hour: %w", err)
		}
		all := make([]event.HourCount, len(rows))
		for i, r := range rows {
			if all[i].Hour, err = time.Parse("2006-01-02 15", r.Hour); err != nil {
				return nil, fmt.Errorf("count by the hour: %w", err)
			}
			all[i].N = r.N
		}
		return all, nil
	}
	atOnce, err := count("created_at", "confirmed_at = created_at")
	if err != nil {
		return err
	}
	later, err := count("confirmed_at", "confirmed_at > created_at")
	if err != nil {
		return err
	}
	st.Gained = slices.Concat(atOnce, later)
	st.Lost, err = count("cancelled_at", "cancelled_at IS NOT NULL AND confirmed_at IS NOT NULL")
	return err
}
