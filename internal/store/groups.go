package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// Group finds a group of colleagues by its id.
func (s *Store) Group(ctx context.Context, id uint) (event.Group, error) {
	var g event.Group
	err := s.read.WithContext(ctx).Take(&g, id).Error
	return g, notFound(err)
}

// OpenGroup reads everything that the sender of a group may know about it, and
// what the rules need to say so.
func (s *Store) OpenGroup(ctx context.Context, id uint, now time.Time) (event.OpenGroup, error) {
	g, err := openGroup(s.read.WithContext(ctx), id, now)
	if err != nil {
		return g, fmt.Errorf("read group %d: %w", id, err)
	}
	return g, nil
}

func openGroup(tx *gorm.DB, id uint, now time.Time) (event.OpenGroup, error) {
	var g event.OpenGroup
	if err := tx.Take(&g.Group, id).Error; err != nil {
		return g, notFound(err)
	}
	events, err := eventsByID(tx, []uint{g.Group.EventID})
	if err != nil {
		return g, err
	}
	g.Event = *events[g.Group.EventID]
	var people []event.GroupPerson
	if err := tx.Where("group_id = ?", id).Order("id").Find(&people).Error; err != nil {
		return g, err
	}
	facts, err := readGroupFacts(tx, id)
	if err != nil {
		return g, err
	}
	for _, p := range people {
		m, err := facts.member(tx, &g.Event, p, now)
		if err != nil {
			return g, err
		}
		if m.Registration.InviteID != nil {
			g.Invite = *m.Registration.InviteID
		}
		g.Members = append(g.Members, m)
	}
	g.Renumber()
	return g, nil
}

// member finds what became of a person.
func (f groupFacts) member(tx *gorm.DB, ev *event.Event, p event.GroupPerson, now time.Time) (event.GroupMember, error) {
	m := event.GroupMember{GroupPerson: p}
	var err error
	if p.RegistrationID == nil {
		m.Registration = p.StandIn(ev.ID, now)
		m.Registration.ID, err = f.standInID(tx, ev, p)
	} else {
		m.Registration, m.Chosen, m.Mails = f.registrations[*p.RegistrationID], f.chosen[*p.RegistrationID], f.mails[*p.RegistrationID]
		m.Registration.Lapse(now)
		err = readSensitive(tx, &m.Registration)
	}
	if err != nil {
		return m, err
	}
	m.Number, err = number(tx, ev, &m.Registration)
	return m, err
}

// groupFacts is what became of the people of a group, by registration.
type groupFacts struct {
	registrations map[uint]event.Registration
	chosen        map[uint][]event.SessionChoice
	mails         map[uint][]event.Message
}

func readGroupFacts(tx *gorm.DB, groupID uint) (groupFacts, error) {
	facts := groupFacts{registrations: map[uint]event.Registration{}, mails: map[uint][]event.Message{}}
	var regs []event.Registration
	if err := tx.Where("group_id = ?", groupID).Find(&regs).Error; err != nil {
		return facts, err
	}
	ids := make([]uint, len(regs))
	for i, r := range regs {
		facts.registrations[r.ID], ids[i] = r, r.ID
	}
	var mails []event.Message
	if err := tx.Where("registration_id IN ?", ids).Order("id").Find(&mails).Error; err != nil {
		return facts, err
	}
	for _, m := range mails {
		facts.mails[*m.RegistrationID] = append(facts.mails[*m.RegistrationID], m)
	}
	var err error
	facts.chosen, err = sessionChoices(tx, ids)
	return facts, err
}

// standInID is a place in the order of registrations for somebody who has none of
// the group's: that of the first who has, or behind everybody who was there.
func (f groupFacts) standInID(tx *gorm.DB, ev *event.Event, p event.GroupPerson) (uint, error) {
	if len(f.registrations) > 0 {
		return slices.Min(slices.Collect(maps.Keys(f.registrations))), nil
	}
	var last uint
	err := tx.Model(&event.Registration{}).Select("coalesce(max(id), 0)").Where("event_id = ? AND created_at <= ?", ev.ID, p.CreatedAt).Scan(&last).Error
	return last + 1, err
}

// WithdrawFromGroup gives up what somebody has whom the sender of the group
// registered. The others stand. It returns event.ErrNotLive if there is nothing
// that the sender may give up.
func (s *Store) WithdrawFromGroup(ctx context.Context, groupID, personID uint, now time.Time) error {
	now = moment(now)
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		m := event.GroupMember{}
		if err := tx.Where("id = ? AND group_id = ?", personID, groupID).Take(&m.GroupPerson).Error; err != nil {
			return notFound(err)
		}
		ev, err := lockMember(tx, &m, now)
		switch {
		case err != nil:
			return err
		case !m.MaySenderCancel(ev, now):
			return event.ErrNotLive
		}
		if err := one(tx.Model(&event.GroupPerson{}).Where("id = ?", personID).Update("cancelled_at", now)); err != nil {
			return fmt.Errorf("note that person %d of a group was cancelled: %w", personID, err)
		}
		if m.RegistrationID == nil {
			return nil
		}
		return s.withdraw(tx, ev, &m.Registration, "", groupID, now)
	})
	s.wake()
	return err
}

// lockMember locks the event of a person in a group and finds what became of them.
func lockMember(tx *gorm.DB, m *event.GroupMember, now time.Time) (*event.Event, error) {
	if m.RegistrationID != nil {
		ev, reg, err := lockRegistration(tx, *m.RegistrationID)
		if err != nil {
			return nil, err
		}
		m.Registration = *reg
		m.Registration.Lapse(now)
		return ev, tx.Where("registration_id = ?", reg.ID).Order("id").Find(&m.Mails).Error
	}
	var g event.Group
	if err := tx.Take(&g, m.GroupID).Error; err != nil {
		return nil, notFound(err)
	}
	m.Registration = m.StandIn(g.EventID, now)
	return lockEvent(tx, g.EventID)
}

// NamedOften reports whether one of the addresses was given too often since then by
// those who register colleagues for an event. What was typed counts, whoever is
// registered: so it says nothing of that.
func (s *Store) NamedOften(ctx context.Context, eventID uint, addresses []string, since time.Time) (bool, error) {
	var often int
	err := s.read.WithContext(ctx).Raw(`SELECT count(*) FROM (
		SELECT lower(email) AS address FROM registration_groups WHERE event_id = @event AND created_at > @since
		UNION ALL
		SELECT lower(p.email) FROM group_people p JOIN registration_groups g ON g.id = p.group_id
		WHERE g.event_id = @event AND p.created_at > @since
	) AS named WHERE address IN @addresses GROUP BY address HAVING count(*) >= @most LIMIT 1`,
		map[string]any{"event": eventID, "since": moment(since), "addresses": addresses, "most": event.MaxNamings}).Scan(&often).Error
	if err != nil {
		return false, fmt.Errorf("count how often addresses were given: %w", err)
	}
	return often > 0, nil
}

// loadGroups counts who is in the groups that people are added to.
func loadGroups(tx *gorm.DB, open desks, batch []*admission) error {
	var ids []uint
	var now time.Time
	for _, a := range batch {
		if a.call.Group != nil && a.call.Group.ID != 0 {
			ids, now = append(ids, a.call.Group.ID), a.call.Now
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var live []struct {
		EventID uint
		GroupID uint
		N       int
	}
	err := tx.Raw(`SELECT g.event_id, p.group_id, count(*) AS n FROM group_people p JOIN registration_groups g ON g.id = p.group_id
		LEFT JOIN registrations r ON r.id = p.registration_id
		WHERE p.group_id IN ? AND p.cancelled_at IS NULL
		AND (r.standing <> 'withdrawn' AND (r.verify_by IS NULL OR r.verify_by > ?) OR r.id IS NULL AND (p.verify_by IS NULL OR p.verify_by > ?))
		GROUP BY g.event_id, p.group_id`, ids, moment(now), moment(now)).Scan(&live).Error
	if err != nil {
		return fmt.Errorf("count the people in groups: %w", err)
	}
	for _, d := range open {
		for _, l := range live {
			if l.EventID == d.Event.ID {
				d.Groups[l.GroupID] = l.N
			}
		}
	}
	return nil
}

// insertGroupPeople notes whom the senders of groups named. The registrations have
// ids now.
func insertGroupPeople(tx *gorm.DB, made []decision) error {
	var people []event.GroupPerson
	for _, d := range made {
		if d.Receipt.GroupID == nil {
			continue
		}
		for i, s := range d.call.People() {
			p := event.NewGroupPerson(*d.Receipt.GroupID, s, d.People[i].Standing, d.Receipt.VerifyBy, d.call.Now)
			if r := d.People[i].Registration; r != nil {
				p.RegistrationID = &r.ID
			}
			people = append(people, p)
		}
	}
	if err := createAll(tx, people); err != nil {
		return fmt.Errorf("insert the people of groups: %w", err)
	}
	return nil
}

// aboutGroups gives letters what they say of colleagues: who registered a person,
// and what only the person can answer; and to whoever registered them, everybody.
func aboutGroups(tx *gorm.DB, letters []event.Letter, now time.Time) error {
	for i := range letters {
		l := &letters[i]
		if l.Message.Kind == event.MailGroup {
			g, err := openGroup(tx, l.Message.Data.Group, now)
			if err != nil && !errors.Is(err, event.ErrNotFound) {
				return err
			}
			if err == nil {
				l.Overview = &g
			}
		}
		r := l.Registration
		if r == nil || r.GroupID == nil || l.Event == nil {
			continue
		}
		var g event.Group
		if err := tx.Limit(1).Find(&g, *r.GroupID).Error; err != nil {
			return err
		}
		if g.ID == 0 || event.NormalAddress(g.Email) == r.EmailNormal {
			continue
		}
		chosen, err := sessionChoices(tx, []uint{r.ID})
		if err != nil {
			return err
		}
		whole := *r
		if err := readSensitive(tx, &whole); err != nil {
			return err
		}
		l.Sender, l.Lacks = &g, l.Event.Lacks(&whole, chosen[r.ID])
	}
	return nil
}

// sentBy lists the groups that an address has registered for events that are not
// over.
func sentBy(tx *gorm.DB, email string, now time.Time) ([]event.OpenGroup, error) {
	var groups []event.Group
	if err := tx.Where("lower(email) = ?", event.NormalAddress(email)).Order("id").Find(&groups).Error; err != nil {
		return nil, err
	}
	ids := make([]uint, len(groups))
	for i, g := range groups {
		ids[i] = g.EventID
	}
	events, err := eventsByID(tx, ids)
	if err != nil {
		return nil, err
	}
	var sent []event.OpenGroup
	for _, g := range groups {
		if ev := events[g.EventID]; now.Before(ev.EndsAt) {
			sent = append(sent, event.OpenGroup{Group: g, Event: *ev})
		}
	}
	return sent, nil
}
