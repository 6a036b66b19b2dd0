package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

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
// the latest event first, once for each event. If ids are given, only those
// events are looked at.
func (s *Store) SpeakersOf(ctx context.Context, organisationID uint, ids ...uint) ([]KnownSpeaker, error) {
	tx := s.read.WithContext(ctx)
	own := func() *gorm.DB {
		events := tx.Model(&event.Event{}).Where("organisation_id = ?", organisationID)
		if len(ids) > 0 {
			events = events.Where("id IN ?", ids)
		}
		return events
	}
	var events []event.Event
	err := own().Select("id, slug, title, starts_at, zone").Order("starts_at DESC, id DESC").Find(&events).Error
	if err != nil {
		return nil, fmt.Errorf("list events of speakers: %w", err)
	}
	var speakers []event.Speaker
	err = tx.Where("event_id IN (?)", own().Select("id")).
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
