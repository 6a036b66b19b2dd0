package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// Arrival is a participant as those at the door see them: nothing but who it is
// and whether they have come.
type Arrival struct {
	ID         uint
	Reference  string
	Name       string
	Standing   event.Standing
	IsDeclined bool
	ArrivedAt  *time.Time
}

// arrivals selects no more than an Arrival holds.
func arrivals(tx *gorm.DB, eventID uint) *gorm.DB {
	return tx.Model(&event.Registration{}).Select("id, reference, name, standing, is_declined, arrived_at").Where("event_id = ?", eventID)
}

// DoorQuery chooses whom the list at the door shows.
type DoorQuery struct {
	Search    string // words of the name, or a reference; empty for all
	Everybody bool   // those without a place too
}

// AtDoor lists participants by name. Only names and whole references are
// searched: what else there is of somebody cannot be guessed at the door.
func (s *Store) AtDoor(ctx context.Context, eventID uint, q DoorQuery, limit int) ([]Arrival, error) {
	tx := s.read.WithContext(ctx)
	var list []Arrival
	if reference := strings.ToUpper(strings.TrimSpace(q.Search)); reference != "" {
		err := q.among(arrivals(tx, eventID)).Where("reference = ?", reference).Find(&list).Error
		if err != nil || len(list) > 0 {
			return list, err
		}
	}
	// Names stand in an index, so looking through all of them is quick as long as
	// nothing else of a row is asked for in the same breath.
	named := q.among(arrivals(tx, eventID))
	for _, word := range strings.Fields(event.SortKey(q.Search)) {
		named = named.Where(`name_key LIKE ? ESCAPE '\'`, "%"+likeLiteral.Replace(word)+"%")
	}
	if err := named.Order("name_key, id").Limit(limit).Find(&list).Error; err != nil {
		return nil, fmt.Errorf("list participants at the door: %w", err)
	}
	return list, nil
}

// among narrows the list to those who belong to it.
func (q DoorQuery) among(tx *gorm.DB) *gorm.DB {
	if q.Everybody {
		return tx
	}
	return tx.Where("standing = ?", event.Confirmed)
}

// Arrival finds one participant of an event.
func (s *Store) Arrival(ctx context.Context, eventID uint, reference string) (Arrival, error) {
	return oneArrival(s.read.WithContext(ctx), eventID, reference)
}

func oneArrival(tx *gorm.DB, eventID uint, reference string) (Arrival, error) {
	var a Arrival
	err := arrivals(tx, eventID).Where("reference = ?", reference).Take(&a).Error
	return a, notFound(err)
}

// CountArrived counts those with a place who have come.
func (s *Store) CountArrived(ctx context.Context, eventID uint) (int, error) {
	var n int64
	err := s.read.WithContext(ctx).Model(&event.Registration{}).
		Where("event_id = ? AND standing = ? AND arrived_at IS NOT NULL", eventID, event.Confirmed).Count(&n).Error
	return int(n), err
}

// Arrive notes that somebody with a place has come, or that they have not after
// all, and tells whether that was news. Two doors may say the same thing at
// once: the first one counts, and its time stays. Who has no place is left as
// they are.
func (s *Store) Arrive(ctx context.Context, by event.Actor, eventID uint, reference string, arrived bool, now time.Time) (a Arrival, news bool, err error) {
	fields := map[string]any{"arrived_at": nil}
	verb, before := event.Verb("participant.arrival_undone"), "arrived_at IS NOT NULL"
	if arrived {
		// Who stands at the door keeps the place, whether the address is confirmed or not.
		fields = map[string]any{"arrived_at": moment(now), "verify_by": nil}
		verb, before = "participant.arrived", "arrived_at IS NULL"
	}
	err = s.transaction(ctx, func(tx *gorm.DB) error {
		changed := tx.Model(&event.Registration{}).
			Where("event_id = ? AND reference = ? AND standing = ?", eventID, reference, event.Confirmed).Where(before).
			Updates(fields)
		if changed.Error != nil {
			return fmt.Errorf("note an arrival: %w", changed.Error)
		}
		news = changed.RowsAffected == 1
		if a, err = oneArrival(tx, eventID, reference); err != nil || !news {
			return err
		}
		return s.audit(tx, by, event.Entry{Verb: verb, EventID: &eventID, RegistrationID: &a.ID}, now)
	})
	return a, news, err
}
