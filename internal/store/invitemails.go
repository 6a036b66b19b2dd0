package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// SendInvites mails the invites of an event that have an address and were not
// sent before, and returns how many there were.
func (s *Store) SendInvites(ctx context.Context, by event.Actor, eventID uint, now time.Time) (int, error) {
	return s.mailInvites(ctx, by, eventID, "invite.sent", event.MailInvite, (*event.Invited).IsUnsent, now)
}

// RemindSilent reminds those who were sent an invite and have not answered,
// each once a day at most, and returns how many there were.
func (s *Store) RemindSilent(ctx context.Context, by event.Actor, eventID uint, now time.Time) (int, error) {
	return s.mailInvites(ctx, by, eventID, "invite.reminded", event.MailInviteReminder, (*event.Invited).CanRemind, now)
}

// SendInvite mails one invite, also if it was sent before. It returns ErrGone for
// one that is of no use to whoever would get it.
func (s *Store) SendInvite(ctx context.Context, by event.Actor, eventID, id uint, now time.Time) error {
	if _, err := s.FindInvite(ctx, eventID, id); err != nil {
		return err
	}
	this := func(i *event.Invited, ev *event.Event, now time.Time) bool { return i.ID == id && i.CanSend(ev, now) }
	n, err := s.mailInvites(ctx, by, eventID, "invite.sent", event.MailInvite, this, now)
	if err == nil && n == 0 {
		return event.ErrGone
	}
	return err
}

// mailInvites queues a mail for each invite that the rule chooses.
func (s *Store) mailInvites(ctx context.Context, by event.Actor, eventID uint, verb event.Verb, kind event.MessageKind,
	rule func(*event.Invited, *event.Event, time.Time) bool, now time.Time,
) (int, error) {
	now = moment(now)
	var chosen []event.Invite
	err := s.changeInvites(ctx, by, eventID, func(tx *gorm.DB, ev *event.Event) error {
		all, err := invited(tx, "invites.event_id = ?", ev.ID)
		if err != nil {
			return err
		}
		chosen = nil
		var msgs []event.Message
		var ids []uint
		for _, i := range all {
			if rule(&i, ev, now) {
				chosen, ids = append(chosen, i.Invite), append(ids, i.ID)
				msgs = append(msgs, event.NewInviteMessage(kind, ev, &i.Invite, now))
			}
		}
		if len(chosen) == 0 {
			return nil
		}
		if err := s.queue(tx, msgs); err != nil {
			return err
		}
		column := "sent_at"
		if kind == event.MailInviteReminder {
			column = "reminded_at"
		}
		if err := tx.Model(&event.Invite{}).Where("id IN ?", ids).Update(column, now).Error; err != nil {
			return fmt.Errorf("note that invites were mailed: %w", err)
		}
		return s.auditInvites(tx, by, verb, ev, chosen, now)
	})
	s.wake()
	return len(chosen), err
}

// openInvites finds the invites that mails bring and that are still of use.
func openInvites(tx *gorm.DB, msgs []event.Message, events map[uint]*event.Event, now time.Time) (map[uint]*event.Invited, error) {
	var ids []uint
	for _, m := range msgs {
		if m.Data.Invite != 0 {
			ids = append(ids, m.Data.Invite)
		}
	}
	open := map[uint]*event.Invited{}
	if len(ids) == 0 {
		return open, nil
	}
	all, err := invited(tx, "invites.id IN ?", ids)
	for i := range all {
		if ev := events[all[i].EventID]; ev != nil && all[i].IsOpen(ev, now) {
			open[all[i].ID] = &all[i]
		}
	}
	return open, err
}

// LostInvites finds the invites of an event whose latest mail did not arrive.
func (s *Store) LostInvites(ctx context.Context, eventID uint) (map[uint]bool, error) {
	var msgs []event.Message
	err := s.read.WithContext(ctx).Select("id, data, state").Order("id").
		Where("event_id = ? AND kind IN ('invite', 'invite-reminder')", eventID).Find(&msgs).Error // as the index has it
	lost := map[uint]bool{}
	for _, m := range msgs {
		lost[m.Data.Invite] = m.State == event.Failed
	}
	if err != nil {
		return nil, fmt.Errorf("find mail that did not arrive: %w", err)
	}
	return lost, nil
}
