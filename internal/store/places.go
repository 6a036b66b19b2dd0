package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// Places counts who holds or wants a place at each of the events, and in the
// sessions that people choose.
func (s *Store) Places(ctx context.Context, ids ...uint) (map[uint]event.Tally, error) {
	tx := s.read.WithContext(ctx)
	tallies, err := countPlaces(tx, ids)
	if err != nil {
		return nil, err
	}
	return tallies, countSessions(tx, tallies, ids)
}

// countPlaces counts in an index alone. Sessions are not counted: see
// countSessions.
func countPlaces(tx *gorm.DB, ids []uint) (map[uint]event.Tally, error) {
	var rows []struct {
		EventID    uint
		Standing   event.Standing
		Attendance event.Attendance
		Category   string
		Together   bool
		N          int
		Offered    int
	}
	err := tx.Model(&event.Registration{}).
		Select("event_id, standing, attendance, category, together, count(*) AS n, count(offer_until) AS offered").
		Where("event_id IN ? AND standing <> ?", ids, event.Withdrawn).
		Group("event_id, standing, attendance, category, together").Find(&rows).Error
	tallies := map[uint]event.Tally{}
	for _, r := range rows {
		t := tallies[r.EventID]
		p := event.Places{}
		switch r.Standing {
		case event.Confirmed:
			p.Confirmed = r.N
		case event.Waiting:
			p.Waiting, p.Offered = r.N-r.Offered, r.Offered
			if r.Together {
				t.Together += p.Waiting
			}
		case event.Applied:
			p.Applied = r.N
		}
		t.Add(event.Share{Attendance: r.Attendance, Category: r.Category}, p)
		tallies[r.EventID] = t
	}
	return tallies, err
}

// countSessions counts who has chosen the sessions of the events.
func countSessions(tx *gorm.DB, tallies map[uint]event.Tally, ids []uint) error {
	var rows []struct {
		EventID  uint
		Session  string
		Standing event.Standing
		N        int
	}
	err := tx.Model(&event.SessionChoice{}).Select("event_id, session, standing, count(*) AS n").
		Where("event_id IN ? AND standing IN ?", ids, []event.Standing{event.Confirmed, event.Waiting}).
		Group("event_id, session, standing").Find(&rows).Error
	if err != nil {
		return fmt.Errorf("count those who have chosen sessions: %w", err)
	}
	for _, r := range rows {
		t := tallies[r.EventID]
		t.AddSession(r.Session, r.Standing, r.N)
		tallies[r.EventID] = t
	}
	return nil
}

// tallyOf counts one event, with its sessions if people choose any.
func tallyOf(tx *gorm.DB, ev *event.Event) (event.Tally, error) {
	ids := []uint{ev.ID}
	tallies, err := countPlaces(tx, ids)
	if err == nil && len(ev.Choices) > 0 {
		err = countSessions(tx, tallies, ids)
	}
	return tallies[ev.ID], err
}

// Number is a registration's place in the waiting list, from 1, among those who
// want something of the same; 0 for one that does not wait. The order is that of
// the commits.
func (s *Store) Number(ctx context.Context, ev *event.Event, r *event.Registration) (int, error) {
	return number(s.read.WithContext(ctx), ev, r)
}

func number(tx *gorm.DB, ev *event.Event, r *event.Registration) (int, error) {
	if r.Standing != event.Waiting || r.OfferUntil != nil {
		return 0, nil
	}
	var rows []struct {
		Attendance event.Attendance
		Category   string
		N          int
	}
	err := tx.Model(&event.Registration{}).Select("attendance, category, count(*) AS n").
		Where("event_id = ? AND standing = ? AND offer_until IS NULL AND id < ?", r.EventID, event.Waiting, r.ID).
		Group("attendance, category").Find(&rows).Error
	var ahead event.Tally
	for _, row := range rows {
		ahead.Add(event.Share{Attendance: row.Attendance, Category: row.Category}, event.Places{Waiting: row.N})
	}
	return ev.Ahead(ahead, r.Share()) + 1, err
}

// Queue is the waiting list of an event.
func (s *Store) Queue(ctx context.Context, eventID uint) (event.Queue, error) {
	return loadQueue(s.read.WithContext(ctx), eventID, noLimit)
}

// loadQueue reads the waiting list, at most so far.
func loadQueue(tx *gorm.DB, eventID uint, most int) (event.Queue, error) {
	var rows []struct {
		ID         uint
		Attendance event.Attendance
		Category   string
		GroupID    uint
		Together   bool
		VerifyBy   *time.Time
	}
	err := tx.Model(&event.Registration{}).Select("id, attendance, category, coalesce(group_id, 0) AS group_id, together, verify_by").
		Where("event_id = ? AND standing = ? AND offer_until IS NULL", eventID, event.Waiting).
		Order("id").Limit(most).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read the waiting list: %w", err)
	}
	queue := make(event.Queue, len(rows))
	for i, r := range rows {
		queue[i] = event.Waiter{ID: r.ID, Share: event.Share{Attendance: r.Attendance, Category: r.Category}, Unverified: r.VerifyBy != nil}
		if r.Together {
			queue[i].Group = r.GroupID
		}
	}
	return queue, nil
}

// movingUp are those who get a place now. The list is read as far as that can
// matter.
func movingUp(tx *gorm.DB, ev *event.Event, t event.Tally, now time.Time) ([]uint, error) {
	free := ev.FreePlaces(t)
	if free == 0 {
		return nil, nil
	}
	most := noLimit
	if ev.IsPlain(t) {
		most = free
	}
	queue, err := loadQueue(tx, ev.ID, most)
	if err != nil {
		return nil, err
	}
	var ids []uint
	for _, w := range ev.Promotions(t, queue, now) {
		ids = append(ids, w.ID)
	}
	return ids, nil
}
