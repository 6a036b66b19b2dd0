package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// sensitiveAnswers are what a person said to sensitive questions.
type sensitiveAnswers struct {
	RegistrationID uint          `gorm:"primaryKey;autoIncrement:false"`
	Answers        event.Answers `gorm:"serializer:json"`
	ConsentedAt    time.Time
}

// insertSensitive writes the sensitive answers of new registrations.
func insertSensitive(tx *gorm.DB, regs []*event.Registration) error {
	var rows []sensitiveAnswers
	for _, r := range regs {
		if len(r.Sensitive) > 0 {
			rows = append(rows, sensitiveAnswers{r.ID, r.Sensitive, r.CreatedAt})
		}
	}
	if err := createAll(tx, rows); err != nil {
		return fmt.Errorf("insert sensitive answers: %w", err)
	}
	return nil
}

// SensitiveAnswers finds what people said to sensitive questions of an event, by
// registration. Those who said nothing are not in it.
func (s *Store) SensitiveAnswers(ctx context.Context, eventID uint, registrations ...uint) (map[uint]event.Answers, error) {
	tx := s.read.WithContext(ctx)
	var rows []sensitiveAnswers
	// A registration to another event has none here.
	own := tx.Model(&event.Registration{}).Select("id").Where("event_id = ? AND id IN ?", eventID, registrations)
	if err := tx.Where("registration_id IN (?)", own).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read sensitive answers: %w", err)
	}
	answers := map[uint]event.Answers{}
	for _, r := range rows {
		answers[r.RegistrationID] = r.Answers
	}
	return answers, nil
}
