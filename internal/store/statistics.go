package store

import (
	"cmp"
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
	Standings     ParticipantCounts
	Late          int               // of those with a place, let in after closing
	Bounced       int               // mails that could not be delivered
	Gained, Lost  []event.HourCount // places that were given and given back
	Organisations []Share
	Municipality  []Share
	Roles         []Share
	Sendings      []Sending
	Attendance    []Share            // how those with a place come
	Categories    []Share            // what those with a place are, by id
	Answers       map[string][]Share // to questions with choices, by the id of the question
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
	counts := []func() error{
		func() error { return countStandingsAndLate(tx, eventID, &st) },
		func() error { return s.countCourse(tx, eventID, &st) },
		func() error { return countOrganisations(tx, eventID, &st) },
		func() error { return countAnswers(tx, eventID, &st) },
		func() error { return countMails(tx, eventID, &st) },
		func() error { return countAttendance(tx, eventID, &st) },
		func() error { return countCategories(tx, eventID, &st) },
		func() error { return countChoices(tx, eventID, &st) },
	}
	errs := make([]error, len(counts))
	var all sync.WaitGroup
	for i, count := range counts {
		all.Go(func() { errs[i] = count() })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		return Statistics{}, fmt.Errorf("count the participants of event %d: %w", eventID, err)
	}
	return st, nil
}

func countStandingsAndLate(tx *gorm.DB, eventID uint, st *Statistics) error {
	registrations := func() *gorm.DB { return tx.Model(&event.Registration{}).Where("event_id = ?", eventID) }
	var err error
	if st.Standings, err = countStandings(registrations); err != nil {
		return err
	}
	// Late links are few: begin with them.
	var late int64
	links := tx.Model(&event.LateLink{}).Select("id").Where("event_id = ? AND used", eventID)
	err = registrations().Where("late_link_id IN (?) AND standing = ?", links, event.Confirmed).Count(&late).Error
	st.Late = int(late)
	return err
}

// countOrganisations counts those with a place. Spellings that differ in case or
// spaces are one organisation.
func countOrganisations(tx *gorm.DB, eventID uint, st *Statistics) error {
	return tx.Model(&event.Registration{}).Where("event_id = ? AND standing = ?", eventID, event.Confirmed).
		Select("min(organisation) AS name, count(*) AS n").Group("organisation_key").Order("n DESC, name").Find(&st.Organisations).Error
}

// countAnswers counts municipalities and roles in one go, which is half the work
// of two. They are added up by event.SortKey, as organisations are.
func countAnswers(tx *gorm.DB, eventID uint, st *Statistics) error {
	var rows []struct {
		Municipality, Role string
		N                  int
	}
	err := tx.Model(&event.Registration{}).Where("event_id = ? AND standing = ?", eventID, event.Confirmed).
		Select("municipality, role, count(*) AS n").Group("municipality, role").Order("n DESC, municipality, role").Find(&rows).Error
	if err != nil {
		return err
	}
	municipalities, roles := newSums(), newSums()
	for _, r := range rows {
		municipalities.add(r.Municipality, r.N)
		roles.add(r.Role, r.N)
	}
	st.Municipality, st.Roles = municipalities.shares(), roles.shares()
	return nil
}

// sums adds up answers that are the same but for case and spaces. They are called
// what was added first.
type sums struct {
	at  map[string]int
	all []Share
}

func newSums() *sums { return &sums{at: map[string]int{}} }

func (s *sums) add(name string, n int) {
	key := event.SortKey(name)
	i, ok := s.at[key]
	if !ok {
		i = len(s.all)
		s.at[key], s.all = i, append(s.all, Share{Name: name})
	}
	s.all[i].N += n
}

// shares are the sums, the largest first.
func (s *sums) shares() []Share {
	slices.SortFunc(s.all, func(a, b Share) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(event.SortKey(a.Name), event.SortKey(b.Name)))
	})
	return s.all
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
