package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"samling/internal/event"
)

// Choices are what the lists of participants can be narrowed to: some of what
// people wrote, in alphabetical order.
type Choices struct {
	Organisations  []string
	Municipalities []string
	Roles          []string
}

// How many choices are offered, and among how many participants they are looked
// for where no index helps.
const (
	mostChoices   = 300
	choicesSample = 2000
)

// ParticipantChoices finds the choices of an event. It steps from one value to
// the next in an index, however many participants share each.
func (s *Store) ParticipantChoices(ctx context.Context, eventID uint) (Choices, error) {
	var c Choices
	tx := s.read.WithContext(ctx)
	for column, into := range map[string]*[]string{"organisation": &c.Organisations, "municipality": &c.Municipalities} {
		err := tx.Raw(fmt.Sprintf(`WITH RECURSIVE step (k, n) AS (
				SELECT min(%[1]s_key), 1 FROM registrations WHERE event_id = @event AND %[1]s_key > ''
				UNION ALL
				SELECT (SELECT min(%[1]s_key) FROM registrations WHERE event_id = @event AND %[1]s_key > k), n + 1
				FROM step WHERE k IS NOT NULL AND n < @most)
			SELECT (SELECT r.%[1]s FROM registrations r WHERE r.event_id = @event AND r.%[1]s_key = k LIMIT 1) FROM step WHERE k IS NOT NULL ORDER BY n`, column),
			map[string]any{"event": eventID, "most": mostChoices}).Scan(into).Error
		if err != nil {
			return c, fmt.Errorf("list what participants can be narrowed to: %w", err)
		}
	}
	sample := tx.Model(&event.Registration{}).Select("role").Where("event_id = ? AND role <> ''", eventID).Limit(choicesSample)
	err := tx.Table("(?) AS sample", sample).Distinct("role").Order("role").Limit(mostChoices).Pluck("role", &c.Roles).Error
	return c, err
}

// FailedMails finds which of the registrations some mail did not reach, and
// counts those of the whole event.
func (s *Store) FailedMails(ctx context.Context, eventID uint, regs []event.Registration) (map[uint]bool, int, error) {
	ids := make([]uint, len(regs))
	for i, r := range regs {
		ids[i] = r.ID
	}
	tx := s.read.WithContext(ctx).Model(&event.Message{}).Where("event_id = ? AND state = 'failed'", eventID)
	tx = tx.Session(&gorm.Session{})
	var n int64
	if err := tx.Distinct("registration_id").Count(&n).Error; err != nil {
		return nil, 0, fmt.Errorf("count failed mail: %w", err)
	}
	failed := map[uint]bool{}
	if n == 0 || len(ids) == 0 {
		return failed, int(n), nil
	}
	var found []uint
	if err := tx.Where("registration_id IN ?", ids).Pluck("registration_id", &found).Error; err != nil {
		return nil, 0, fmt.Errorf("find failed mail: %w", err)
	}
	for _, id := range found {
		failed[id] = true
	}
	return failed, int(n), nil
}
