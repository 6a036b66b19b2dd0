package store

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
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

// answerChoice is an answer to a question with choices, beside the registration
// that has it too: lists are narrowed and answers counted by it.
type answerChoice struct {
	EventID        uint   `gorm:"primaryKey;autoIncrement:false"`
	Question       string `gorm:"primaryKey"`
	Choice         string `gorm:"primaryKey"`
	RegistrationID uint   `gorm:"primaryKey;autoIncrement:false"`
}

// choicesOf are the rows for a registration.
func choicesOf(ev *event.Event, r *event.Registration) []answerChoice {
	var rows []answerChoice
	for _, c := range r.Answers.Chosen(ev.Questions) {
		rows = append(rows, answerChoice{ev.ID, c.Question, c.Choice, r.ID})
	}
	return rows
}

// insertChoices writes the choices of new registrations.
func insertChoices(tx *gorm.DB, rows []answerChoice) error {
	if err := createAll(tx, rows); err != nil {
		return fmt.Errorf("insert the choices in answers: %w", err)
	}
	return nil
}

// changeAnswers writes how somebody comes and what they answered in place of
// what was there.
func changeAnswers(tx *gorm.DB, ev *event.Event, r *event.Registration, now time.Time) error {
	err := one(tx.Model(&event.Registration{}).Where("id = ?", r.ID).Select("attendance", "answers").Updates(r))
	if err != nil {
		return fmt.Errorf("change the answers of registration %d: %w", r.ID, err)
	}
	if err := tx.Where("registration_id = ?", r.ID).Delete(&answerChoice{}).Error; err != nil {
		return fmt.Errorf("remove the choices in answers: %w", err)
	}
	if err := insertChoices(tx, choicesOf(ev, r)); err != nil {
		return err
	}
	if err := changeUploads(tx, ev, r, now); err != nil {
		return err
	}
	var kept sensitiveAnswers
	if err := tx.Where("registration_id = ?", r.ID).Limit(1).Find(&kept).Error; err != nil {
		return fmt.Errorf("read sensitive answers: %w", err)
	}
	if maps.EqualFunc(kept.Answers, r.Sensitive, slices.Equal[[]string]) {
		return nil
	}
	if err := tx.Where("registration_id = ?", r.ID).Delete(&sensitiveAnswers{}).Error; err != nil {
		return fmt.Errorf("remove sensitive answers: %w", err)
	}
	if len(r.Sensitive) == 0 {
		return nil
	}
	return tx.Create(&sensitiveAnswers{r.ID, r.Sensitive, now}).Error
}

// SeeSensitive gives the registration its sensitive answers and writes down that
// somebody looked at them.
func (s *Store) SeeSensitive(ctx context.Context, by event.Actor, r *event.Registration, now time.Time) error {
	now = moment(now)
	return s.transaction(ctx, func(tx *gorm.DB) error {
		if _, err := lockOwnEvent(tx, by, r.EventID); err != nil {
			return err
		}
		if err := readSensitive(tx, r); err != nil {
			return err
		}
		return s.audit(tx, by, event.Entry{Verb: "participant.sensitive_seen", EventID: &r.EventID, RegistrationID: &r.ID}, now)
	})
}

// ReadSensitive gives the registration its sensitive answers, for a form that
// does not show them but keeps them.
func (s *Store) ReadSensitive(ctx context.Context, r *event.Registration) error {
	return readSensitive(s.read.WithContext(ctx), r)
}

func readSensitive(tx *gorm.DB, r *event.Registration) error {
	var kept sensitiveAnswers
	if err := tx.Where("registration_id = ?", r.ID).Limit(1).Find(&kept).Error; err != nil {
		return fmt.Errorf("read sensitive answers: %w", err)
	}
	r.Sensitive = kept.Answers
	return nil
}

// WithSensitive gives registrations to an event their sensitive answers on the
// way, some at a time.
func (s *Store) WithSensitive(ctx context.Context, eventID uint, regs iter.Seq2[event.Registration, error]) iter.Seq2[event.Registration, error] {
	return inParts(regs, func(part []event.Registration, ids []uint) error {
		answers, err := s.SensitiveAnswers(ctx, eventID, ids...)
		for i := range part {
			part[i].Sensitive = answers[part[i].ID]
		}
		return err
	})
}

// inParts hands registrations on after adding to some of them at a time.
func inParts(regs iter.Seq2[event.Registration, error], add func(part []event.Registration, ids []uint) error) iter.Seq2[event.Registration, error] {
	const some = 500
	return func(yield func(event.Registration, error) bool) {
		var part []event.Registration
		flush := func() bool {
			ids := make([]uint, len(part))
			for i, r := range part {
				ids[i] = r.ID
			}
			if err := add(part, ids); err != nil {
				yield(event.Registration{}, err)
				return false
			}
			for _, r := range part {
				if !yield(r, nil) {
					return false
				}
			}
			part = part[:0]
			return true
		}
		for r, err := range regs {
			if err != nil {
				yield(r, err)
				return
			}
			if part = append(part, r); len(part) == some && !flush() {
				return
			}
		}
		flush()
	}
}
