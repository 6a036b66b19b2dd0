package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"samling/internal/event"
)

// Duplicate is two registrations that are probably of the same person.
type Duplicate struct {
	First, Second event.Registration
	Because       event.Likeness
}

// toldApart are two registrations that an organiser has said are of two people.
type toldApart struct {
	FirstID   uint
	SecondID  uint
	EventID   uint
	CreatedAt time.Time
}

// TableName is the table of pairs.
func (toldApart) TableName() string { return "told_apart" }

// Duplicates finds pairs of live registrations for an event that are probably of
// the same person, the likeliest first, and counts all there are. Of the
// participants it reads only what is compared.
func (s *Store) Duplicates(ctx context.Context, eventID uint, most int) ([]Duplicate, int, error) {
	tx := s.read.WithContext(ctx)
	var people []event.Identity
	err := tx.Model(&event.Registration{}).Select("id, name_key, organisation_key, email_normal").
		Where("event_id = ? AND standing <> ?", eventID, event.Withdrawn).Find(&people).Error
	if err != nil {
		return nil, 0, fmt.Errorf("read who could be the same: %w", err)
	}
	var known []toldApart
	if err := tx.Where("event_id = ?", eventID).Find(&known).Error; err != nil {
		return nil, 0, fmt.Errorf("read who was told apart: %w", err)
	}
	apart := map[[2]uint]bool{}
	for _, k := range known {
		apart[[2]uint{k.FirstID, k.SecondID}] = true
	}
	var pairs []event.Duplicate
	for _, p := range event.Duplicates(people) {
		if !apart[[2]uint{p.First, p.Second}] {
			pairs = append(pairs, p)
		}
	}
	all, err := readPairs(tx, pairs[:min(len(pairs), most)])
	return all, len(pairs), err
}

// readPairs finds the registrations of pairs.
func readPairs(tx *gorm.DB, pairs []event.Duplicate) ([]Duplicate, error) {
	var ids []uint
	for _, p := range pairs {
		ids = append(ids, p.First, p.Second)
	}
	var regs []event.Registration
	if err := tx.Where("id IN ?", ids).Find(&regs).Error; err != nil {
		return nil, fmt.Errorf("read pairs: %w", err)
	}
	byID := map[uint]event.Registration{}
	for _, r := range regs {
		byID[r.ID] = r
	}
	var all []Duplicate
	for _, p := range pairs {
		first, second := byID[p.First], byID[p.Second]
		if first.ID != 0 && second.ID != 0 {
			all = append(all, Duplicate{first, second, p.Because})
		}
	}
	return all, nil
}

// TellApart remembers that two registrations are of two people. To say it again
// changes nothing.
func (s *Store) TellApart(ctx context.Context, by event.Actor, eventID uint, references [2]string, now time.Time) error {
	now = moment(now)
	return s.transaction(ctx, func(tx *gorm.DB) error {
		ev, err := lockOwnEvent(tx, by, eventID)
		if err != nil {
			return err
		}
		var ids []uint
		err = tx.Model(&event.Registration{}).Where("event_id = ? AND reference IN ?", ev.ID, references[:]).Order("id").Pluck("id", &ids).Error
		if err != nil || len(ids) != 2 {
			return cmpErr(err, event.ErrNotFound)
		}
		done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&toldApart{ids[0], ids[1], ev.ID, now})
		if done.Error != nil || done.RowsAffected == 0 {
			return done.Error
		}
		return s.auditAll(tx, by, []event.Entry{
			{Verb: "participant.told_apart", EventID: &ev.ID, RegistrationID: &ids[0]},
			{Verb: "participant.told_apart", EventID: &ev.ID, RegistrationID: &ids[1]},
		}, now)
	})
}
