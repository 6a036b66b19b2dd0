package store

import (
	"context"

	"gorm.io/gorm"

	"samling/internal/event"
)

// Places counts who holds or wants a place at each of the events.
func (s *Store) Places(ctx context.Context, ids ...uint) (map[uint]event.Places, error) {
	return countPlaces(s.read.WithContext(ctx), ids)
}

func countPlaces(tx *gorm.DB, ids []uint) (map[uint]event.Places, error) {
	var rows []struct {
		EventID  uint
		Standing event.Standing
		N        int
	}
	err := tx.Model(&event.Registration{}).Select("event_id, standing, count(*) AS n").
		Where("event_id IN ? AND standing <> ?", ids, event.Withdrawn).Group("event_id, standing").Find(&rows).Error
	places := map[uint]event.Places{}
	for _, r := range rows {
		p := places[r.EventID]
		if r.Standing == event.Confirmed {
			p.Confirmed = r.N
		} else {
			p.Waiting = r.N
		}
		places[r.EventID] = p
	}
	return places, err
}

// Number is a registration's place in the waiting list, from 1; 0 for one that
// does not wait. The order is that of the commits.
func (s *Store) Number(ctx context.Context, r *event.Registration) (int, error) {
	return number(s.read.WithContext(ctx), r)
}

func number(tx *gorm.DB, r *event.Registration) (int, error) {
	if r.Standing != event.Waiting {
		return 0, nil
	}
	var ahead int64
	err := tx.Model(&event.Registration{}).
		Where("event_id = ? AND standing = ? AND id < ?", r.EventID, event.Waiting, r.ID).Count(&ahead).Error
	return int(ahead) + 1, err
}
