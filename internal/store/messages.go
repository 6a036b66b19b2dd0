package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"samling/internal/event"
)

// queue writes mails into the outbox, in the transaction of what they announce.
func (s *Store) queue(tx *gorm.DB, msgs []event.Message) error {
	for i := range msgs {
		event.NameMessage(&msgs[i], randomName(), s.host)
	}
	if err := createAll(tx, msgs); err != nil {
		return fmt.Errorf("queue mail: %w", err)
	}
	return nil
}

// RequestLinks queues a mail with the private links of an address. It does so
// for every address, known or not, so that nobody learns from it who is
// registered; for an unknown one the mail is dropped when it is due. An address
// that was asked for within the last minutes gets no second mail.
func (s *Store) RequestLinks(ctx context.Context, email, language string, now time.Time) error {
	now = moment(now)
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		asked, err := s.askedLately(tx, email, now.Add(-5*time.Minute))
		if err != nil || asked {
			return err
		}
		return s.queue(tx, []event.Message{{
			Kind: event.MailLinks, Recipient: email, Language: language,
			State: event.Queued, DueAt: now, CreatedAt: now,
		}})
	})
	s.wake()
	return err
}

// askedLately reports whether links were asked for since then, in whatever
// spelling of the address. PostgreSQL has several writers, so those who ask for
// one address at the same time wait for each other.
func (s *Store) askedLately(tx *gorm.DB, email string, since time.Time) (bool, error) {
	normal := event.NormalAddress(email)
	if s.kind == "postgres" {
		if err := tx.Exec("SELECT pg_advisory_xact_lock(?, hashtext(?))", linksLock, normal).Error; err != nil {
			return false, err
		}
	}
	var asked []string
	err := tx.Model(&event.Message{}).Where("kind = ? AND created_at > ?", event.MailLinks, since).Pluck("recipient", &asked).Error
	same := func(recipient string) bool { return event.NormalAddress(recipient) == normal }
	return slices.ContainsFunc(asked, same), err
}

// PurgeLinks removes the requests for links, and for sign-ins, that were made before the given
// moment and are done with, whether a mail was sent or there was nothing to tell.
// Until then both are kept alike: the time that a second request takes must not
// tell whether the address is known.
func (s *Store) PurgeLinks(ctx context.Context, before time.Time) error {
	return s.write.WithContext(ctx).Where("kind IN ? AND state IN ? AND created_at < ?", []event.MessageKind{event.MailLinks, event.MailSignIn},
		[]event.MessageState{event.Sent, event.Dropped, event.Failed}, moment(before)).Delete(&event.Message{}).Error
}

// ClaimLetters takes at most that many mails that are due, in the order they
// became due, for as long as the lease lasts. Another process takes none of
// them; if this one dies, they are free again when the lease ends.
func (s *Store) ClaimLetters(ctx context.Context, most int, lease time.Duration, now time.Time) ([]event.Letter, error) {
	now = moment(now)
	var letters []event.Letter
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		var msgs []event.Message
		err := tx.Clauses(clause.Locking{Strength: "UPDATE", Options: "SKIP LOCKED"}).
			Where("state IN ? AND due_at <= ? AND (leased_until IS NULL OR leased_until <= ?)",
				[]event.MessageState{event.Queued, event.Doubtful}, now, now).
			Order("due_at, id").Limit(most).Find(&msgs).Error
		if err != nil || len(msgs) == 0 {
			letters = nil
			return err
		}
		ids := make([]uint, len(msgs))
		for i, m := range msgs {
			ids[i] = m.ID
		}
		if err := tx.Model(&event.Message{}).Where("id IN ?", ids).Update("leased_until", now.Add(lease)).Error; err != nil {
			return err
		}
		letters, err = loadLetters(tx, msgs, now)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("claim mail: %w", err)
	}
	return letters, nil
}

// loadLetters finds what the mails are about.
func loadLetters(tx *gorm.DB, msgs []event.Message, now time.Time) ([]event.Letter, error) {
	var eventIDs, regIDs []uint
	for _, m := range msgs {
		if m.EventID != nil {
			eventIDs = append(eventIDs, *m.EventID)
		}
		if m.RegistrationID != nil {
			regIDs = append(regIDs, *m.RegistrationID)
		}
	}
	events, err := eventsByID(tx, eventIDs)
	if err != nil {
		return nil, err
	}
	var regs []event.Registration
	if err := tx.Where("id IN ?", regIDs).Find(&regs).Error; err != nil {
		return nil, err
	}
	byID := map[uint]*event.Registration{}
	for i := range regs {
		byID[regs[i].ID] = &regs[i]
	}
	tickets, err := openTickets(tx, msgs, now)
	if err != nil {
		return nil, err
	}
	invites, err := openInvites(tx, msgs, events, now)
	if err != nil {
		return nil, err
	}
	chosen, err := sessionChoices(tx, regIDs)
	if err != nil {
		return nil, err
	}
	letters := make([]event.Letter, len(msgs))
	for i, m := range msgs {
		letters[i].Message = m
		letters[i].Ticket = tickets[m.Data.Ticket]
		letters[i].Invite = invites[m.Data.Invite]
		if m.EventID != nil {
			letters[i].Event = events[*m.EventID]
		}
		if m.RegistrationID != nil {
			letters[i].Registration, letters[i].Chosen = byID[*m.RegistrationID], chosen[*m.RegistrationID]
		}
		if m.Kind == event.MailLinks {
			if letters[i].Places, err = heldBy(tx, m.Recipient, now); err != nil {
				return nil, err
			}
			if letters[i].Groups, err = sentBy(tx, m.Recipient, now); err != nil {
				return nil, err
			}
		}
		if m.Kind == event.MailInvitation {
			if letters[i].Invitation, err = invitationIn(tx, m, now); err != nil {
				return nil, err
			}
		}
	}
	return letters, aboutGroups(tx, letters, now)
}

// invitationIn is what a mail invites to, or nil once nobody can accept it.
func invitationIn(tx *gorm.DB, m event.Message, now time.Time) (*event.OpenInvitation, error) {
	o, err := findInvitation(tx, m.Data.Ticket, now)
	switch {
	case errors.Is(err, event.ErrNotFound), errors.Is(err, event.ErrGone):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return &o, nil
}

// heldBy lists what an address holds at events that are not over.
func heldBy(tx *gorm.DB, email string, now time.Time) ([]event.Held, error) {
	var regs []event.Registration
	err := tx.Where("email_normal = ? AND standing <> ?", event.NormalAddress(email), event.Withdrawn).Order("id").Find(&regs).Error
	if err != nil {
		return nil, err
	}
	ids := make([]uint, len(regs))
	for i, r := range regs {
		ids[i] = r.EventID
	}
	events, err := eventsByID(tx, ids)
	if err != nil {
		return nil, err
	}
	var held []event.Held
	for _, r := range regs {
		if ev := events[r.EventID]; now.Before(ev.EndsAt) {
			held = append(held, event.Held{Registration: r, Event: *ev})
		}
	}
	return held, nil
}

// FinishMessage writes how a try ended. A mail that is finished stays
// so: a process that lost its lease cannot queue it again.
func (s *Store) FinishMessage(ctx context.Context, m event.Message) error {
	fields := map[string]any{
		"state": m.State, "attempts": m.Attempts, "due_at": moment(m.DueAt),
		"leased_until": momentOrNone(m.LeasedUntil), "last_error": m.LastError,
		"first_tried_at": momentOrNone(m.FirstTriedAt), "sent_at": momentOrNone(m.SentAt),
	}
	unfinished := s.write.WithContext(ctx).Model(&event.Message{}).
		Where("id = ? AND state IN ?", m.ID, []event.MessageState{event.Queued, event.Doubtful})
	if err := one(unfinished.Updates(fields)); err != nil {
		return fmt.Errorf("write the state of message %d: %w", m.ID, err)
	}
	return nil
}

// RetryMessages queues mails again that failed, as if they had never been tried,
// and returns how many there were. Without ids it is all that failed. They keep
// their Message-IDs, so whoever got one after all can tell, and the last answer,
// until there is another.
func (s *Store) RetryMessages(ctx context.Context, ids []uint, now time.Time) (int, error) {
	now = moment(now)
	failed := s.write.WithContext(ctx).Model(&event.Message{}).Where("state = ?", event.Failed)
	if len(ids) > 0 {
		failed = failed.Where("id IN ?", ids)
	}
	done := failed.Updates(map[string]any{
		"state": event.Queued, "attempts": 0, "due_at": now, "first_tried_at": nil, "leased_until": nil,
	})
	if done.Error != nil {
		return 0, fmt.Errorf("queue failed mail again: %w", done.Error)
	}
	s.wake()
	return int(done.RowsAffected), nil
}

// Messages lists the mails about a registration, oldest first.
func (s *Store) Messages(ctx context.Context, registrationID uint) ([]event.Message, error) {
	var msgs []event.Message
	err := s.read.WithContext(ctx).Where("registration_id = ?", registrationID).Order("id").Find(&msgs).Error
	return msgs, err
}

// Pending is what the outbox still holds, or could not deliver.
type Pending struct {
	State  event.MessageState
	Kind   event.MessageKind
	N      int
	Oldest time.Time
	Error  string // one of the servers' answers
}

// PendingMessages sums up the mails that have not arrived, by state and kind.
func (s *Store) PendingMessages(ctx context.Context) ([]Pending, error) {
	var msgs []event.Message
	err := s.read.WithContext(ctx).Select("id, state, kind, created_at, last_error").
		Where("state IN ?", []event.MessageState{event.Queued, event.Doubtful, event.Failed}).Order("id").Find(&msgs).Error
	var sums []Pending
	at := map[[2]string]int{}
	for _, m := range msgs {
		key := [2]string{string(m.State), string(m.Kind)}
		i, seen := at[key]
		if !seen {
			i = len(sums)
			at[key] = i
			sums = append(sums, Pending{State: m.State, Kind: m.Kind, Oldest: m.CreatedAt})
		}
		sums[i].N++
		if m.LastError != "" {
			sums[i].Error = m.LastError
		}
	}
	return sums, err
}
