package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// Statistics are the figures of an event. None of them names anybody.
type Statistics struct {
	Standings     []StandingCount
	Bounced       int         // mails that could not be delivered
	Gained, Lost  []HourCount // places that were given and given back
	Organisations []Share
	Municipality  []Share
	Roles         []Share
	Sendings      []Sending
}

// StandingCount is how many registrations are alike.
type StandingCount struct {
	Standing event.Standing
	Late     bool // let in after closing
	Arrived  bool
	N        int
}

// HourCount is how often something happened within an hour.
type HourCount struct {
	Hour time.Time
	N    int
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

// Statistics counts everything in the database: no participant is read.
func (s *Store) Statistics(ctx context.Context, eventID uint) (Statistics, error) {
	var st Statistics
	tx := s.read.WithContext(ctx)
	bounced, err := countBounced(tx, []uint{eventID})
	if err != nil {
		return st, fmt.Errorf("count failed mails: %w", err)
	}
	st.Bounced = bounced[eventID]
	if err := s.countCourse(tx, eventID, &st); err != nil {
		return st, err
	}
	registrations := func() *gorm.DB { return tx.Model(&event.Registration{}).Where("event_id = ?", eventID) }
	const kinds = "standing, late_link_id IS NOT NULL, arrived_at IS NOT NULL"
	err = registrations().Select("standing, late_link_id IS NOT NULL AS late, arrived_at IS NOT NULL AS arrived, count(*) AS n").
		Group(kinds).Find(&st.Standings).Error
	if err != nil {
		return st, fmt.Errorf("count standings: %w", err)
	}
	for _, g := range []struct {
		into      *[]Share
		name, key string
	}{
		{&st.Organisations, "min(organisation)", "organisation_key"},
		{&st.Municipality, "municipality", "municipality"},
		{&st.Roles, "min(role)", "lower(role)"},
	} {
		err := registrations().Where("standing = ?", event.Confirmed).Select(g.name + " AS name, count(*) AS n").
			Group(g.key).Order("n DESC, name").Find(g.into).Error
		if err != nil {
			return st, fmt.Errorf("count by %s: %w", g.key, err)
		}
	}
	// The kinds stand in the text of the query, so that a partial index answers.
	err = tx.Model(&event.Message{}).Select("kind, created_at AS at, count(*) AS n").
		Where("event_id = ? AND kind IN ('event-changed', 'event-cancelled')", eventID).
		Group("kind, created_at").Order("created_at").Find(&st.Sendings).Error
	if err != nil {
		return st, fmt.Errorf("count sendings: %w", err)
	}
	return st, nil
}

// countCourse counts the places that were given: at once, and later to those who
// waited; and those that were given back.
func (s *Store) countCourse(tx *gorm.DB, eventID uint, st *Statistics) error {
	count := func(column, where string) ([]HourCount, error) {
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
		all := make([]HourCount, len(rows))
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
