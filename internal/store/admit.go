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
		addresses = append(addresses, event.NormalAddress(a.call.Signup.Email))
	}
	events, err := lockEvents(tx, "slug IN ?", slugs)
	if err != nil {
		return nil, fmt.Errorf("lock events: %w", err)
	}
	open, byID := desks{}, map[uint]*event.Desk{}
	var ids []uint
	for _, ev := range events {
		d := &event.Desk{Event: ev, Known: map[string]*event.Registration{}, Receipts: map[string]*event.Receipt{}}
		open[ev.Slug], byID[ev.ID] = d, d
		ids = append(ids, ev.ID)
	}
	places, err := countPlaces(tx, ids)
	if err != nil {
		return nil, err
	}
	for id, p := range places {
		byID[id].Places = p
	}
	if err := loadKnown(tx, byID, ids, addresses); err != nil {
		return nil, err
	}
	if err := loadReceipts(tx, byID, ids, keys); err != nil {
		return nil, err
	}
	return open, loadLateLinks(tx, batch)
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
		a.call.Reference = randomReference(a.slug)
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
	var regs []*event.Registration
	var receipts []*event.Receipt
	var usedLinks []uint
	for i := range made {
		d := &made[i]
		receipts = append(receipts, d.Receipt)
		if d.Registration != nil {
			regs = append(regs, d.Registration)
			if d.call.Late != nil && d.call.Late.Used {
				usedLinks = append(usedLinks, d.call.Late.ID)
			}
		}
	}
	if err := createAll(tx, regs); err != nil {
		return fmt.Errorf("insert registrations: %w", err)
	}
	if err := insertSensitive(tx, regs); err != nil {
		return err
	}
	taken := map[uint]bool{}
	for _, d := range made {
		if d.Registration == nil {
			continue
		}
		if err := claimUploads(tx, &d.desk.Event, d.Registration, d.call.Now, taken); err != nil {
			return err
		}
	}
	var choices []answerChoice // after the registrations, which have ids now
	for _, d := range made {
		if d.Registration != nil {
			choices = append(choices, choicesOf(&d.desk.Event, d.Registration)...)
		}
	}
	if err := insertChoices(tx, choices); err != nil {
		return err
	}
	if err := createAll(tx, receipts); err != nil {
		return fmt.Errorf("insert receipts: %w", err)
	}
	if len(usedLinks) > 0 {
		if err := tx.Model(&event.LateLink{}).Where("id IN ?", usedLinks).Update("used", true).Error; err != nil {
			return fmt.Errorf("mark late links: %w", err)
		}
	}
	return nil
}

// queueAnswers queues one mail for each decision, except that an address is
// told at most once an hour that it was registered before.
func (s *Store) queueAnswers(tx *gorm.DB, made []decision) error {
	told, err := toldLately(tx, made)
	if err != nil {
		return err
	}
	var msgs []event.Message
	for _, d := range made {
		switch {
		case d.Registration == nil:
			if !told[d.Known.ID] {
				msgs = append(msgs, event.NewMessage(event.MailAlready, &d.desk.Event, d.Known, d.call.Now))
				told[d.Known.ID] = true
			}
		case d.Registration.Standing == event.Waiting:
			m := event.NewMessage(event.MailWaiting, &d.desk.Event, d.Registration, d.call.Now)
			m.Data.Number = d.Receipt.Number
			msgs = append(msgs, m)
		default:
			msgs = append(msgs, event.NewMessage(event.MailConfirmed, &d.desk.Event, d.Registration, d.call.Now))
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
		if d.Registration == nil && d.Known.ID != 0 {
			known, since = append(known, d.Known.ID), d.call.Now.Add(-time.Hour)
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
