package store

import (
	"fmt"

	"gorm.io/gorm"

	"samling/internal/event"
)

// appearance is the row that puts a speaker into a session.
type appearance struct {
	SessionID uint
	Position  int
	SpeakerID uint
	Role      event.Role
}

func (appearance) TableName() string { return "appearances" }

// saveProgram replaces sessions, speakers and who appears where.
func saveProgram(tx *gorm.DB, ev *event.Event) error {
	if err := tx.Where("event_id = ?", ev.ID).Delete(&event.Session{}).Error; err != nil {
		return err
	}
	if err := tx.Where("event_id = ?", ev.ID).Delete(&event.Speaker{}).Error; err != nil {
		return err
	}
	for i := range ev.Speakers {
		ev.Speakers[i].ID, ev.Speakers[i].EventID, ev.Speakers[i].Position = 0, ev.ID, i
	}
	if err := createAll(tx, ev.Speakers); err != nil {
		return err
	}
	return saveSessions(tx, ev, ev.Sessions, nil)
}

func saveSessions(tx *gorm.DB, ev *event.Event, sessions []event.Session, parent *uint) error {
	for i := range sessions {
		ss := &sessions[i]
		ss.ID, ss.EventID, ss.ParentID, ss.Position = 0, ev.ID, parent, i
		if err := tx.Create(ss).Error; err != nil {
			return err
		}
		var rows []appearance
		for j := range ss.People {
			person := &ev.Speakers[ss.People[j].Speaker.Position]
			ss.People[j].Speaker = *person
			rows = append(rows, appearance{ss.ID, j, person.ID, ss.People[j].Role})
		}
		if err := createAll(tx, rows); err != nil {
			return err
		}
		if err := saveSessions(tx, ev, ss.Sessions, &ss.ID); err != nil {
			return err
		}
	}
	return nil
}

// keepSessions sees to it that no session leaves that people have chosen, and
// writes down with the event what can be chosen. The event must be locked, so
// that nobody chooses meanwhile.
func keepSessions(tx *gorm.DB, old, ev *event.Event) error {
	var before []event.Session
	var chosen map[string]int
	var err error
	if old != nil {
		before = old.Sessions
		if chosen, err = chosenSessions(tx, old.ID); err != nil {
			return fmt.Errorf("count chosen sessions of event %d: %w", old.ID, err)
		}
	}
	if ev.Sessions, err = event.KeepSessions(before, ev.Sessions, chosen, randomKey); err != nil {
		return err
	}
	ev.Choices = ev.GroupedChoices()
	return nil
}

// chosenSessions counts those who have chosen each session, or wait for it.
func chosenSessions(tx *gorm.DB, eventID uint) (map[string]int, error) {
	var rows []struct {
		Session string
		N       int
	}
	err := tx.Model(&event.SessionChoice{}).Select("session, count(*) AS n").
		Where("event_id = ? AND standing <> ?", eventID, event.Withdrawn).Group("session").Find(&rows).Error
	chosen := map[string]int{}
	for _, r := range rows {
		chosen[r.Session] = r.N
	}
	return chosen, err
}

// loadProgram reads sessions, speakers and appearances, three queries in all,
// and puts them together in the organiser's order.
func loadProgram(tx *gorm.DB, ev *event.Event) error {
	if err := tx.Where("event_id = ?", ev.ID).Order("position").Find(&ev.Speakers).Error; err != nil {
		return err
	}
	var sessions []event.Session
	if err := tx.Where("event_id = ?", ev.ID).Order("position, id").Find(&sessions).Error; err != nil {
		return err
	}
	var rows []appearance
	err := tx.Where("session_id IN (?)", tx.Model(&event.Session{}).Select("id").Where("event_id = ?", ev.ID)).
		Order("session_id, position").Find(&rows).Error
	if err != nil {
		return err
	}
	people := map[uint]event.Speaker{}
	for _, p := range ev.Speakers {
		people[p.ID] = p
	}
	parts := map[uint][]event.Appearance{}
	for _, r := range rows {
		parts[r.SessionID] = append(parts[r.SessionID], event.Appearance{Speaker: people[r.SpeakerID], Role: r.Role})
	}
	ev.Sessions = under(nil, sessions, parts)
	return nil
}

// under gathers the sessions below one heading, or those of the programme
// itself.
func under(parent *uint, all []event.Session, parts map[uint][]event.Appearance) []event.Session {
	var out []event.Session
	for _, s := range all {
		if (parent == nil) != (s.ParentID == nil) || parent != nil && *parent != *s.ParentID {
			continue
		}
		s.People = parts[s.ID]
		s.Sessions = under(&s.ID, all, parts)
		out = append(out, s)
	}
	return out
}
