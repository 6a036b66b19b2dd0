package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// LastDeed finds what somebody did last with participants of an event, if it can
// still be undone.
func (s *Store) LastDeed(ctx context.Context, eventID, userID uint, now time.Time) (*Deed, error) {
	tx := s.read.WithContext(ctx)
	var deeds []Deed
	err := tx.Where("event_id = ? AND user_id = ? AND created_at > ?", eventID, userID, moment(now.Add(-event.UndoTime))).
		Order("id DESC").Limit(1).Find(&deeds).Error
	if err != nil || len(deeds) == 0 {
		return nil, err
	}
	facts, err := undoFacts(tx, &deeds[0])
	if err != nil || facts.Refusal(now) != "" {
		return nil, err
	}
	return &deeds[0], nil
}

// undoFacts finds what the rule must know.
func undoFacts(tx *gorm.DB, d *Deed) (event.UndoFacts, error) {
	f := event.UndoFacts{DoneAt: d.CreatedAt, IsUndone: d.UndoneAt != nil, Kind: d.Kind, Before: d.Confirmed}
	var ev event.Event
	if err := tx.Select("id, capacity, attendance, on_site_way, online_way, categories").Take(&ev, d.EventID).Error; err != nil {
		return f, notFound(err)
	}
	f.Capacity = ev.Capacity
	// Whom the door has checked in since, or out, is not what the deed left.
	left := "r.arrived_at IS NULL"
	if d.Kind == event.DeedArrive {
		left = "coalesce(r.arrived_at = @at, false)"
	}
	var sums struct{ Changed, Gone, Back int }
	err := tx.Raw(`SELECT
			coalesce(sum(CASE WHEN c.after = r.standing || ' ' || r.sequence AND `+left+` THEN 0 ELSE 1 END), 0) AS changed,
			coalesce(sum(CASE WHEN c.message_id IS NOT NULL AND (m.state <> 'queued' OR m.attempts > 0 OR m.leased_until IS NOT NULL) THEN 1 ELSE 0 END), 0) AS gone,
			coalesce(sum(CASE WHEN c.standing = 'confirmed' THEN 1 ELSE 0 END) - sum(CASE WHEN r.standing = 'confirmed' THEN 1 ELSE 0 END), 0) AS back
		FROM deed_changes c JOIN registrations r ON r.id = c.registration_id LEFT JOIN messages m ON m.id = c.message_id
		WHERE c.deed_id = @deed`,
		map[string]any{"deed": d.ID, "at": d.CreatedAt}).Scan(&sums).Error
	if err != nil {
		return f, fmt.Errorf("see what has happened since: %w", err)
	}
	places, err := countPlaces(tx, []uint{d.EventID})
	if err != nil {
		return f, err
	}
	f.Changed, f.Left, f.After = sums.Changed, sums.Gone, places[d.EventID].Confirmed+sums.Back
	f.Twice, err = givesTwice(tx, d, &ev, places[d.EventID])
	return f, err
}

// givesTwice finds for event.GivesTwice what goes back and what has come since.
func givesTwice(tx *gorm.DB, d *Deed, ev *event.Event, t event.Tally) (bool, error) {
	var rows []struct {
		Attendance event.Attendance
		Category   string
		IsSince    bool
		N          int
	}
	err := tx.Raw(`SELECT r.attendance, r.category, c.deed_id IS NULL AS is_since, sum(CASE
				WHEN c.deed_id IS NULL THEN 1
				ELSE CASE WHEN c.standing = 'confirmed' OR c.offer_until IS NOT NULL THEN 1 ELSE 0 END -
					CASE WHEN r.standing = 'confirmed' OR r.offer_until IS NOT NULL THEN 1 ELSE 0 END
			END) AS n
		FROM registrations r LEFT JOIN deed_changes c ON c.registration_id = r.id AND c.deed_id = @deed
		WHERE r.event_id = @event AND (c.deed_id IS NOT NULL OR r.standing = 'confirmed' AND r.confirmed_at > @at)
		GROUP BY r.attendance, r.category, c.deed_id IS NULL`,
		map[string]any{"deed": d.ID, "event": d.EventID, "at": d.CreatedAt}).Scan(&rows).Error
	if err != nil {
		return false, fmt.Errorf("see who has got a place since: %w", err)
	}
	var back, since event.Tally
	for _, r := range rows {
		to := &back
		if r.IsSince {
			to = &since
		}
		to.Add(event.Share{Attendance: r.Attendance, Category: r.Category}, event.Places{Confirmed: r.N})
	}
	return ev.GivesTwice(t, back, since), nil
}

// UndoDeed puts everybody back to what they were before a deed, those too who
// moved up because of it, and drops the mails about it. If it cannot be undone it
// does nothing and says why.
func (s *Store) UndoDeed(ctx context.Context, by event.Actor, eventID, deedID uint, now time.Time) (event.UndoRefusal, error) {
	now = moment(now)
	var refusal event.UndoRefusal
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		ev, err := lockOwnEvent(tx, by, eventID)
		if err != nil {
			return err
		}
		var deed Deed
		if err := tx.Where("id = ? AND event_id = ?", deedID, eventID).Take(&deed).Error; err != nil {
			return notFound(err)
		}
		facts, err := undoFacts(tx, &deed)
		if err != nil {
			return err
		}
		if refusal = facts.Refusal(now); refusal != "" {
			return nil
		}
		return s.undo(tx, by, ev, &deed, now)
	})
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return event.UndoChanged, nil // the address is registered again meanwhile
	}
	return refusal, err
}

func (s *Store) undo(tx *gorm.DB, by event.Actor, ev *event.Event, deed *Deed, now time.Time) error {
	verifyBy := "c.verify_by"
	if !deed.Kind.SettlesAddress() {
		verifyBy = "registrations.verify_by" // perhaps it was confirmed meanwhile
	}
	err := tx.Exec(`UPDATE registrations SET standing = c.standing, confirmed_at = c.confirmed_at, cancelled_at = c.cancelled_at,
			cancel_reason = c.cancel_reason, is_declined = c.is_declined, arrived_at = c.arrived_at, sequence = c.sequence, is_extra = c.is_extra,
			offer_until = c.offer_until, verify_by = `+verifyBy+`
		FROM deed_changes c WHERE c.registration_id = registrations.id AND c.deed_id = ?`, deed.ID).Error
	if err != nil {
		return fmt.Errorf("put back what was: %w", err)
	}
	err = tx.Exec(`UPDATE messages SET state = ? WHERE state = ? AND id IN (SELECT message_id FROM deed_changes WHERE deed_id = ?)`,
		event.Dropped, event.Queued, deed.ID).Error
	if err != nil {
		return fmt.Errorf("drop mail: %w", err)
	}
	if err := one(tx.Model(&Deed{}).Where("id = ?", deed.ID).Update("undone_at", now)); err != nil {
		return err
	}
	var ids []uint
	err = tx.Model(&deedChange{}).Where("deed_id = ?", deed.ID).Order("registration_id").Pluck("registration_id", &ids).Error
	if err != nil {
		return err
	}
	if err := s.undoSessions(tx, ev, ids, now); err != nil {
		return err
	}
	if err := s.moveUp(tx, ev, now); err != nil {
		return err
	}
	var entries []event.Entry
	if len(ids) > 1 {
		entries = append(entries, event.Entry{Verb: "participants.undone", EventID: &deed.EventID, Detail: map[string]string{
			"deed": string(deed.Kind), "count": fmt.Sprint(deed.Count),
		}})
	}
	for _, id := range ids {
		entries = append(entries, event.Entry{Verb: "participant.undone", EventID: &deed.EventID, RegistrationID: &id})
	}
	return s.auditAll(tx, by, entries, now)
}

// undoSessions gives people back what they had chosen in the programme. Places in
// sessions go on at once to those who wait for them, who are told, and nobody
// loses one again: whoever comes back to a session that is full by now waits for
// it, and is told too.
func (s *Store) undoSessions(tx *gorm.DB, ev *event.Event, registrations []uint, now time.Time) error {
	if len(ev.Choices) == 0 {
		return nil
	}
	var had []uint
	err := tx.Model(&event.SessionChoice{}).
		Where("registration_id IN ? AND standing <> ? AND confirmed_at IS NOT NULL", registrations, event.Confirmed).Pluck("id", &had).Error
	if err != nil {
		return fmt.Errorf("see who had places in sessions: %w", err)
	}
	if err := followChoices(tx, ev, registrations); err != nil {
		return err
	}
	if err := s.moveSessions(tx, ev, registrations, now); err != nil || len(had) == 0 {
		return err
	}
	var regs []event.Registration
	err = tx.Where("verify_by IS NULL AND id IN (SELECT registration_id FROM session_choices WHERE id IN ? AND standing = ?)", had, event.Waiting).
		Order("id").Find(&regs).Error
	if err != nil {
		return fmt.Errorf("see who has lost places in sessions: %w", err)
	}
	msgs := make([]event.Message, len(regs))
	for i := range regs {
		msgs[i] = event.NewMessage(event.MailChanged, ev, &regs[i], now)
		msgs[i].Data.ByHand = true
	}
	return s.queue(tx, msgs)
}
