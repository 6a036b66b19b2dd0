package store

import (
	"context"
	"fmt"

	"samling/internal/event"
)

// SessionPeople lists those of a standing in a session: by name, and those who
// wait in the order of its waiting list. It reads no more than a list of names
// shows.
func (s *Store) SessionPeople(ctx context.Context, eventID uint, key string, standing event.Standing, most int) ([]event.Registration, error) {
	order := "registrations.name_key, c.id"
	if standing == event.Waiting {
		order = "c.id"
	}
	var regs []event.Registration
	err := s.read.WithContext(ctx).Model(&event.Registration{}).Select("registrations.id, reference, name, organisation").
		Joins("JOIN session_choices c ON c.registration_id = registrations.id").
		Where("c.event_id = ? AND c.session = ? AND c.standing = ?", eventID, key, standing).
		Order(order).Limit(most).Find(&regs).Error
	if err != nil {
		return nil, fmt.Errorf("list who chose session %s: %w", key, err)
	}
	return regs, nil
}
