package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// SessionChoices finds which sessions people have chosen, by registration, in
// the order of the choices.
func (s *Store) SessionChoices(ctx context.Context, registrations ...uint) (map[uint][]event.SessionChoice, error) {
	return sessionChoices(s.read.WithContext(ctx), registrations)
}

func sessionChoices(tx *gorm.DB, registrations []uint) (map[uint][]event.SessionChoice, error) {
	var rows []event.SessionChoice
	if err := tx.Where("registration_id IN ?", registrations).Order("id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read chosen sessions: %w", err)
	}
	chosen := map[uint][]event.SessionChoice{}
	for _, c := range rows {
		chosen[c.RegistrationID] = append(chosen[c.RegistrationID], c)
	}
	return chosen, nil
}

// SessionNumber is the place of a choice in the waiting list of its session, from
// 1; 0 for one that does not wait.
func (s *Store) SessionNumber(ctx context.Context, c event.SessionChoice) (int, error) {
	if c.Standing != event.Waiting {
		return 0, nil
	}
	var ahead int64
	err := s.read.WithContext(ctx).Model(&event.SessionChoice{}).
		Where("event_id = ? AND session = ? AND standing = ? AND id < ?", c.EventID, c.Session, event.Waiting, c.ID).Count(&ahead).Error
	return int(ahead) + 1, err
}

// followChoices lets what people have chosen follow what became of their
// registrations: without a place at the event nobody has one in a session, but it
// stays known who had. Who has got a place at the event waits until moveSessions.
func followChoices(tx *gorm.DB, ev *event.Event, registrations []uint) error {
	if len(ev.Choices) == 0 || len(registrations) == 0 {
		return nil
	}
	err := tx.Exec(`UPDATE session_choices SET
			confirmed_at = (SELECT CASE r.standing WHEN 'confirmed' THEN NULL ELSE session_choices.confirmed_at END
				FROM registrations r WHERE r.id = session_choices.registration_id),
			standing = (SELECT CASE r.standing WHEN 'confirmed' THEN 'waiting' WHEN 'withdrawn' THEN 'withdrawn' ELSE 'applied' END
			FROM registrations r WHERE r.id = session_choices.registration_id)
		WHERE registration_id IN ? AND NOT (standing IN ('confirmed', 'waiting')
			AND (SELECT r.standing FROM registrations r WHERE r.id = session_choices.registration_id) = 'confirmed')`, registrations).Error
	if err != nil {
		return fmt.Errorf("let chosen sessions follow: %w", err)
	}
	return nil
}

// moveSessions gives free places in sessions to those who wait for them. The
// fresh ones have just got their place at the event, or just chosen: they are
// told of that in another mail, and get what is free although the lists stand
// still. The event must be locked.
func (s *Store) moveSessions(tx *gorm.DB, ev *event.Event, fresh []uint, now time.Time) error {
	if len(ev.Choices) == 0 {
		return nil
	}
	tallies := map[uint]event.Tally{}
	if err := countSessions(tx, tallies, []uint{ev.ID}); err != nil {
		return err
	}
	for _, g := range ev.Choices {
		for _, session := range g.Sessions {
			if tallies[ev.ID].Sessions[session.Key].Waiting == 0 {
				continue
			}
			if err := s.moveSession(tx, ev, tallies[ev.ID], session.Key, fresh, now); err != nil {
				return fmt.Errorf("move the waiting list of session %s: %w", session.Key, err)
			}
		}
	}
	return nil
}

func (s *Store) moveSession(tx *gorm.DB, ev *event.Event, t event.Tally, key string, fresh []uint, now time.Time) error {
	var waiting []event.SessionChoice
	err := tx.Where("event_id = ? AND session = ? AND standing = ?", ev.ID, key, event.Waiting).Order("id").Find(&waiting).Error
	if err != nil {
		return err
	}
	isFresh := func(c event.SessionChoice) bool { return slices.Contains(fresh, c.RegistrationID) }
	var told []uint
	for _, c := range ev.SessionPromotions(t, key, waiting, isFresh, now) {
		err := one(tx.Model(&event.SessionChoice{}).Where("id = ?", c.ID).Updates(map[string]any{"standing": event.Confirmed, "confirmed_at": now}))
		if err != nil {
			return err
		}
		if !isFresh(c) {
			told = append(told, c.RegistrationID)
		}
	}
	if len(told) == 0 {
		return nil
	}
	var regs []event.Registration
	if err := tx.Where("id IN ? AND verify_by IS NULL", told).Order("id").Find(&regs).Error; err != nil {
		return err
	}
	var msgs []event.Message
	for i := range regs {
		m := event.NewMessage(event.MailSession, ev, &regs[i], now)
		m.Data.Session = key
		msgs = append(msgs, m)
	}
	return s.queue(tx, msgs)
}

// chooseSessions puts other sessions in place of those a registration has chosen.
// What stays chosen keeps its place; what is new gets one if there is, and waits
// otherwise. Places that become free go to those who wait. The event must be
// locked.
func (s *Store) chooseSessions(tx *gorm.DB, ev *event.Event, r *event.Registration, keys []string, now time.Time) error {
	chosen, err := sessionChoices(tx, []uint{r.ID})
	if err != nil {
		return err
	}
	var gone []uint
	have := map[string]bool{}
	for _, c := range chosen[r.ID] {
		have[c.Session] = true
		if !slices.Contains(keys, c.Session) {
			gone = append(gone, c.ID)
		}
	}
	if len(gone) > 0 {
		if err := tx.Where("id IN ?", gone).Delete(&event.SessionChoice{}).Error; err != nil {
			return fmt.Errorf("give back sessions of registration %d: %w", r.ID, err)
		}
	}
	standing := event.Applied
	switch r.Standing {
	case event.Confirmed:
		standing = event.Waiting
	case event.Withdrawn:
		standing = event.Withdrawn
	}
	var added []event.SessionChoice
	for _, key := range keys {
		if !have[key] {
			added = append(added, event.SessionChoice{EventID: ev.ID, RegistrationID: r.ID, Session: key, Standing: standing, CreatedAt: now})
		}
	}
	if err := createAll(tx, added); err != nil {
		return fmt.Errorf("choose sessions for registration %d: %w", r.ID, err)
	}
	return s.moveSessions(tx, ev, []uint{r.ID}, now)
}
