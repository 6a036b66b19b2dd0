package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// How long a batch may take, with all that is tried to save it. Visitors have
// given up by then.
const admitTimeout = 15 * time.Second

// admit writes a batch in one transaction: lock the events, load the facts
// once, decide each call in order of arrival, insert all rows.
func (s *Store) admit(ctx context.Context, batch []*admission) error {
	var early desks
	if !locked {
		early, _ = openDesks(s.read.WithContext(ctx), batch)
	}
	var made []decision
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		desks, err := openDesks(tx, batch)
		if err != nil {
			return err
		}
		if !locked {
			desks = early
		}
		made = desks.decide(batch)
		if err := insert(tx, made); err != nil || !together {
			return err
		}
		return s.queueAnswers(tx, made)
	})
	if err == nil && !together {
		err = s.queueAnswers(s.write.WithContext(ctx), made)
	}
	return err
}

// desks are the events of a batch by slug.
type desks map[string]*event.Desk

// openDesks locks the events of a batch and loads what their rules need.
func openDesks(tx *gorm.DB, batch []*admission) (desks, error) {
	slugs, keys, addresses := make([]string, 0, len(batch)), make([]string, 0, len(batch)), make([]string, 0, len(batch))
	for _, a := range batch {
		slugs = append(slugs, a.slug)
		keys = append(keys, a.call.FormKey)
		for _, person := range a.call.People() {
			addresses = append(addresses, event.NormalAddress(person.Email))
		}
	}
	events, err := lockEvents(tx, "slug IN ?", slugs)
	if err != nil {
		return nil, fmt.Errorf("lock events: %w", err)
	}
	open, byID := desks{}, map[uint]*event.Desk{}
	var ids []uint
	for _, ev := range events {
		d := &event.Desk{Event: ev, Known: map[string]*event.Registration{}, Receipts: map[string]*event.Receipt{},
			Invites: map[uint]*event.Invited{}, Groups: map[uint]int{}}
		open[ev.Slug], byID[ev.ID] = d, d
		ids = append(ids, ev.ID)
	}
	if err := countAtDesks(tx, byID, ids); err != nil {
		return nil, err
	}
	if err := loadKnown(tx, byID, ids, addresses); err != nil {
		return nil, err
	}
	if err := loadReceipts(tx, byID, ids, keys); err != nil {
		return nil, err
	}
	if err := loadInvites(tx, open, batch); err != nil {
		return nil, err
	}
	if err := loadGroups(tx, open, batch); err != nil {
		return nil, err
	}
	return open, loadLateLinks(tx, batch)
}

// countAtDesks counts the places of the events, and those in sessions where there
// are any to choose.
func countAtDesks(tx *gorm.DB, byID map[uint]*event.Desk, ids []uint) error {
	tallies, err := countPlaces(tx, ids)
	if err != nil {
		return err
	}
	var choosing []uint
	for id, d := range byID {
		if len(d.Event.Choices) > 0 {
			choosing = append(choosing, id)
		}
	}
	if len(choosing) > 0 {
		if err := countSessions(tx, tallies, choosing); err != nil {
			return err
		}
	}
	for id, d := range byID {
		d.Tally = tallies[id]
		if d.Tally.Waiting == 0 || d.Event.IsPlain(d.Tally) {
			continue
		}
		if d.Queue, err = loadQueue(tx, id, noLimit); err != nil {
			return err
		}
	}
	return nil
}

// loadInvites finds the invites that calls came with, and how many are used.
func loadInvites(tx *gorm.DB, open desks, batch []*admission) error {
	var ids []uint
	for _, a := range batch {
		if a.call.InviteID != 0 {
			ids = append(ids, a.call.InviteID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	invites, err := invited(tx, "invites.id IN ?", ids)
	if err != nil {
		return err
	}
	for _, d := range open {
		for i := range invites {
			if invites[i].EventID == d.Event.ID {
				d.Invites[invites[i].ID] = &invites[i]
			}
		}
	}
	return nil
}

// loadKnown finds which of the addresses are registered already.
func loadKnown(tx *gorm.DB, byID map[uint]*event.Desk, ids []uint, addresses []string) error {
	var regs []*event.Registration
	err := tx.Where("event_id IN ? AND email_normal IN ? AND standing <> ?", ids, addresses, event.Withdrawn).Find(&regs).Error
	for _, r := range regs {
		byID[r.EventID].Known[r.EmailNormal] = r
	}
	return err
}

// loadReceipts finds which forms were sent before.
func loadReceipts(tx *gorm.DB, byID map[uint]*event.Desk, ids []uint, keys []string) error {
	var receipts []*event.Receipt
	err := tx.Where("event_id IN ? AND form_key IN ?", ids, keys).Find(&receipts).Error
	for _, r := range receipts {
		byID[r.EventID].Receipts[r.FormKey] = r
	}
	return err
}

// loadLateLinks gives the calls their late links. Two calls with one link share
// it, so that the second finds it used.
func loadLateLinks(tx *gorm.DB, batch []*admission) error {
	links := map[uint]*event.LateLink{}
	for _, a := range batch {
		a.call.Late = nil
		if a.late == 0 {
			continue
		}
		if links[a.late] == nil {
			links[a.late] = &event.LateLink{}
			if err := tx.Limit(1).Find(links[a.late], a.late).Error; err != nil {
				return err
			}
		}
		a.call.Late = links[a.late]
	}
	return nil
}

// decide asks the desks, in order of arrival, and returns what is to be
// written. Calls that get nothing have their error noted.
func (ds desks) decide(batch []*admission) []decision {
	var made []decision
	for _, a := range batch {
		a.receipt, a.err = nil, nil
		desk := ds[a.slug]
		if desk == nil {
			a.err = event.ErrNotFound
			continue
		}
		a.call.Reference = func() string { return randomReference(a.slug) }
		admitted, err := desk.Admit(a.call)
		if err != nil {
			a.err = err
			continue
		}
		a.receipt = admitted.Receipt
		if !admitted.Repeated {
			made = append(made, decision{admitted, desk, a.call})
		}
	}
	return made
}

// decision is what one call led to, and at which desk.
type decision struct {
	event.Admitted
	desk *event.Desk
	call event.Call
}

// insert inserts everything a batch decided, a statement per table.
func insert(tx *gorm.DB, made []decision) error {
	if err := insertGroups(tx, made); err != nil {
		return err
	}
	var regs []*event.Registration
	var usedLinks []uint
	for i := range made {
		d := &made[i]
		for _, p := range d.People {
			if p.Registration != nil {
				regs = append(regs, p.Registration)
			}
		}
		if d.call.Late != nil && d.call.Late.Used {
			usedLinks = append(usedLinks, d.call.Late.ID)
		}
	}
	if err := createAll(tx, regs); err != nil {
		return fmt.Errorf("insert registrations: %w", err)
	}
	if err := insertSensitive(tx, regs); err != nil {
		return err
	}
	if err := insertChosen(tx, made); err != nil {
		return err
	}
	if err := insertGroupPeople(tx, made); err != nil {
		return err
	}
	if err := createAll(tx, receiptsOf(made)); err != nil {
		return fmt.Errorf("insert receipts: %w", err)
	}
	if len(usedLinks) > 0 {
		if err := tx.Model(&event.LateLink{}).Where("id IN ?", usedLinks).Update("used", true).Error; err != nil {
			return fmt.Errorf("mark late links: %w", err)
		}
	}
	return nil
}

// insertGroups inserts the groups of colleagues and gives their people the ids.
func insertGroups(tx *gorm.DB, made []decision) error {
	var groups []*event.Group
	for _, d := range made {
		if d.Group != nil {
			groups = append(groups, d.Group)
		}
	}
	if err := createAll(tx, groups); err != nil {
		return fmt.Errorf("insert groups: %w", err)
	}
	for _, d := range made {
		if d.Group == nil {
			continue
		}
		d.Receipt.GroupID = &d.Group.ID
		for _, p := range d.People {
			if p.Registration != nil {
				p.Registration.GroupID = &d.Group.ID
			}
		}
	}
	return nil
}

// insertChosen inserts what new registrations have chosen, in their answers and
// in the programme, and gives them the files they have sent. The registrations have ids now.
func insertChosen(tx *gorm.DB, made []decision) error {
	var choices []answerChoice
	var sessions []event.SessionChoice
	taken := map[uint]bool{}
	for _, d := range made {
		for _, p := range d.People {
			if p.Registration == nil {
				continue
			}
			if err := claimUploads(tx, &d.desk.Event, p.Registration, d.call.Now, taken); err != nil {
				return err
			}
			choices = append(choices, choicesOf(&d.desk.Event, p.Registration)...)
			for _, s := range p.Sessions {
				s.RegistrationID = p.Registration.ID
				sessions = append(sessions, s)
			}
		}
	}
	if err := insertChoices(tx, choices); err != nil {
		return err
	}
	if err := createAll(tx, sessions); err != nil {
		return fmt.Errorf("insert chosen sessions: %w", err)
	}
	return nil
}

// receiptsOf are the receipts of a batch. That of one person leads to the
// registration, if there is a new one.
func receiptsOf(made []decision) []*event.Receipt {
	receipts := make([]*event.Receipt, len(made))
	for i, d := range made {
		if r := d.People[0].Registration; r != nil && d.call.Group == nil {
			d.Receipt.RegistrationID = &r.ID
		}
		receipts[i] = d.Receipt
	}
	return receipts
}

// queueAnswers queues one mail for each person, except that an address is told at
// most once an hour that it was registered before, and one for whoever sent in a
// group.
func (s *Store) queueAnswers(tx *gorm.DB, made []decision) error {
	told, err := toldLately(tx, made)
	if err != nil {
		return err
	}
	var msgs []event.Message
	for _, d := range made {
		for _, p := range d.People {
			if p.Registration != nil {
				m := event.NewMessage(event.PresentMail(p.Registration), &d.desk.Event, p.Registration, d.call.Now)
				m.Data.Number = p.Number
				msgs = append(msgs, m)
			} else if !told[p.Known.ID] {
				msgs = append(msgs, event.NewMessage(event.MailAlready, &d.desk.Event, p.Known, d.call.Now))
				told[p.Known.ID] = true
			}
		}
		if d.Group != nil {
			msgs = append(msgs, event.NewGroupMessage(&d.desk.Event, d.Group, d.call.Now))
		}
	}
	return s.queue(tx, msgs)
}

// toldLately finds the registrations whose owners were told within the hour, so
// that nobody can fill another's mailbox with the form.
func toldLately(tx *gorm.DB, made []decision) (map[uint]bool, error) {
	told := map[uint]bool{}
	var known []uint
	var since time.Time
	for _, d := range made {
		for _, p := range d.People {
			if p.Registration == nil && p.Known.ID != 0 {
				known, since = append(known, p.Known.ID), d.call.Now.Add(-time.Hour)
			}
		}
	}
	if len(known) == 0 {
		return told, nil
	}
	var ids []uint
	err := tx.Model(&event.Message{}).Where("registration_id IN ? AND kind = ? AND created_at > ?", known, event.MailAlready, since).
		Pluck("registration_id", &ids).Error
	for _, id := range ids {
		told[id] = true
	}
	return told, err
}

// createAll inserts rows with one statement for as many as fit.
func createAll[T any](tx *gorm.DB, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	return tx.CreateInBatches(&rows, 500).Error
}
