package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// viewEvery is how often it is written down that somebody looked at the same
// thing. Who pages through a list looks at it once.
const viewEvery = time.Hour

// RecordSeen writes down that somebody looked at participants, the verb being
// "participants.seen" or "participant.seen", unless they did within the hour.
func (s *Store) RecordSeen(ctx context.Context, by event.Actor, e event.Entry, now time.Time) error {
	if seen, err := seenLately(s.read.WithContext(ctx), by, e, now); seen || err != nil {
		return err
	}
	return s.transaction(ctx, func(tx *gorm.DB) error {
		if seen, err := seenLately(tx, by, e, now); seen || err != nil {
			return err
		}
		return s.audit(tx, by, e, now)
	})
}

func seenLately(tx *gorm.DB, by event.Actor, e event.Entry, now time.Time) (bool, error) {
	// The verbs stand in the statement, for a database to see that the index of
	// such entries holds them all.
	tx = tx.Model(&event.Entry{}).Where("verb IN ('participants.seen', 'participant.seen') AND verb = ?", e.Verb).
		Where("user_id = ? AND event_id = ? AND at > ?", by.UserID, e.EventID, moment(now.Add(-viewEvery)))
	if e.RegistrationID != nil {
		tx = tx.Where("registration_id = ?", *e.RegistrationID)
	}
	var n int64
	if err := tx.Limit(1).Count(&n).Error; err != nil {
		return false, fmt.Errorf("look for a view in the audit log: %w", err)
	}
	return n > 0, nil
}
