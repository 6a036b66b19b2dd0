package store

import (
	"context"
	"fmt"
	"time"

	"samling/internal/event"
)

// KnownSpeaker is somebody on the programme of an event.
type KnownSpeaker struct {
	Speaker  event.Speaker
	Slug     string // of the event
	Title    string
	StartsAt time.Time
	Zone     string
}

// SpeakersOf lists who has been on the programmes of an organisation's events,
// the latest event first, once for each event.
func (s *Store) SpeakersOf(ctx context.Context, organisationID uint) ([]KnownSpeaker, error) {
	tx := s.read.WithContext(ctx)
	var events []event.Event
	err := tx.Select("id, slug, title, starts_at, zone").Where("organisation_id = ?", organisationID).
		Order("starts_at DESC, id DESC").Find(&events).Error
	if err != nil {
		return nil, fmt.Errorf("list events of speakers: %w", err)
	}
	var speakers []event.Speaker
	err = tx.Where("event_id IN (?)", tx.Model(&event.Event{}).Select("id").Where("organisation_id = ?", organisationID)).
		Order("event_id, position").Find(&speakers).Error
	if err != nil {
		return nil, fmt.Errorf("list speakers: %w", err)
	}
	at := map[uint][]event.Speaker{}
	for _, p := range speakers {
		at[p.EventID] = append(at[p.EventID], p)
	}
	var known []KnownSpeaker
	for _, ev := range events {
		for _, p := range at[ev.ID] {
			known = append(known, KnownSpeaker{p, ev.Slug, ev.Title, ev.StartsAt, ev.Zone})
		}
	}
	return known, nil
}
