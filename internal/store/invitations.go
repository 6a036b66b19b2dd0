package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// Invite asks somebody by mail to become a member of the actor's organisation.
// It returns event.ErrKnown if the address is invited or has the role already,
// and event.ErrNotFound if an event is not the organisation's.
func (s *Store) Invite(ctx context.Context, by event.Actor, i event.Invitation, language string, now time.Time) error {
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		if err := lockOrganisation(tx, by.OrganisationID); err != nil {
			return err
		}
		if err := stillAdministers(tx, by); err != nil {
			return err
		}
		if err := s.invitable(tx, by, i, now); err != nil {
			return err
		}
		if user, err := oneUser(tx, "email_normal = ?", event.NormalAddress(i.Email)); err == nil {
			language = user.Language
		} else if !errors.Is(err, event.ErrNotFound) {
			return err
		}
		ticket := i.Ticket(by, language, now)
		if err := s.issueTicket(tx, &ticket, letterOf(ticket, language, now), now); err != nil {
			return err
		}
		return s.audit(tx, by, aboutInvitation("invitation.sent", ticket), now)
	})
	s.wake()
	return err
}

// letterOf is the mail that brings an invitation.
func letterOf(t event.Ticket, language string, now time.Time) *event.Message {
	return &event.Message{
		Kind: event.MailInvitation, Recipient: t.Email, Language: language, Data: event.MessageData{Ticket: t.ID},
		State: event.Queued, DueAt: moment(now), CreatedAt: moment(now),
	}
}

// aboutInvitation names who was invited: they are no participants, and who let
// whom in has to be known later.
func aboutInvitation(verb event.Verb, t event.Ticket) event.Entry {
	return event.Entry{Verb: verb, Detail: map[string]string{"email": t.Email, "role": string(t.Role)}}
}

// invitable looks whether there is anything to ask the address.
func (s *Store) invitable(tx *gorm.DB, by event.Actor, i event.Invitation, now time.Time) error {
	waiting, err := invitations(tx, by.OrganisationID, now)
	if err != nil {
		return err
	}
	for _, w := range waiting {
		if event.NormalAddress(w.Email) == event.NormalAddress(i.Email) {
			return event.ErrKnown
		}
	}
	var events int64
	err = tx.Model(&event.Event{}).Where("organisation_id = ? AND id IN ?", by.OrganisationID, i.Events).Count(&events).Error
	if err != nil || int(events) != len(i.Events) {
		return errOr(err, event.ErrNotFound)
	}
	user, err := oneUser(tx, "email_normal = ?", event.NormalAddress(i.Email))
	if errors.Is(err, event.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	has, err := rolesOf(tx, user.ID, by.OrganisationID)
	if err == nil && len(i.NewMembers(has)) == 0 {
		return event.ErrKnown
	}
	return err
}

func rolesOf(tx *gorm.DB, userID, organisationID uint) (event.Roles, error) {
	var roles event.Roles
	err := tx.Where("user_id = ? AND organisation_id = ?", userID, organisationID).Order("id").Find(&roles).Error
	return roles, err
}

// Invitations lists those of an organisation that wait for an answer, the
// oldest first.
func (s *Store) Invitations(ctx context.Context, organisationID uint, now time.Time) ([]event.OpenInvitation, error) {
	return invitations(s.read.WithContext(ctx), organisationID, now)
}

func invitations(tx *gorm.DB, organisationID uint, now time.Time) ([]event.OpenInvitation, error) {
	var tickets []event.Ticket
	err := tx.Where("kind = ? AND organisation_id = ? AND used_at IS NULL AND expires_at > ?", event.TicketInvitation, organisationID, moment(now)).
		Order("id").Find(&tickets).Error
	if err != nil {
		return nil, fmt.Errorf("list invitations: %w", err)
	}
	all := make([]event.OpenInvitation, len(tickets))
	for i, t := range tickets {
		if all[i], err = openInvitation(tx, t); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// openInvitation finds what a ticket invites to.
func openInvitation(tx *gorm.DB, t event.Ticket) (event.OpenInvitation, error) {
	o, err := event.InvitationOf(t)
	if err != nil {
		return o, fmt.Errorf("read invitation %d: %w", t.ID, err)
	}
	if err := tx.Take(&o.Organisation, *t.OrganisationID).Error; err != nil {
		return o, fmt.Errorf("load the organisation of invitation %d: %w", t.ID, notFound(err))
	}
	err = tx.Select("id, slug, title, language").Where("organisation_id = ? AND id IN ?", *t.OrganisationID, o.Events).
		Order("starts_at, id").Find(&o.Named).Error
	return o, err
}

// Invitation finds an invitation that can be accepted now. It returns
// event.ErrGone for one that no longer can.
func (s *Store) Invitation(ctx context.Context, id uint, now time.Time) (event.OpenInvitation, error) {
	return findInvitation(s.read.WithContext(ctx), id, now)
}

func findInvitation(tx *gorm.DB, id uint, now time.Time) (event.OpenInvitation, error) {
	t, err := openTicket(tx, event.TicketInvitation, id, now)
	if err != nil {
		return event.OpenInvitation{}, err
	}
	o, err := openInvitation(tx, t)
	if err == nil && o.IsEmpty() {
		err = event.ErrGone
	}
	return o, err
}

// AcceptInvitation uses an invitation up and gives its recipient what it
// promises. An address that nobody signs in with gets a user of that name.
func (s *Store) AcceptInvitation(ctx context.Context, id uint, name, language string, now time.Time) (event.User, event.Organisation, error) {
	user, org, err := s.accept(ctx, id, name, language, now)
	if errors.Is(err, event.ErrKnown) {
		return s.accept(ctx, id, name, language, now) // the address got its user meanwhile, by another invitation
	}
	return user, org, err
}

func (s *Store) accept(ctx context.Context, id uint, name, language string, now time.Time) (event.User, event.Organisation, error) {
	var user event.User
	var org event.Organisation
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		o, err := findInvitation(tx, id, now)
		if err != nil {
			return err
		}
		org = o.Organisation
		if err := lockOrganisation(tx, org.ID); err != nil {
			return err
		}
		if _, err := useTicket(tx, event.TicketInvitation, id, now); err != nil {
			return err
		}
		if user, err = s.userOrNew(tx, o.Email, name, language, now); err != nil {
			return err
		}
		return s.join(tx, user, o, now)
	})
	return user, org, err
}

func (s *Store) userOrNew(tx *gorm.DB, email, name, language string, now time.Time) (event.User, error) {
	user, err := oneUser(tx, "email_normal = ?", event.NormalAddress(email))
	if !errors.Is(err, event.ErrNotFound) {
		return user, err
	}
	user = event.User{Email: email, Name: name, Language: language}
	return user, createUser(tx, &user, now)
}

// join gives a user the roles of an invitation that are more than those held.
func (s *Store) join(tx *gorm.DB, user event.User, o event.OpenInvitation, now time.Time) error {
	by := event.Actor{UserID: user.ID, Who: user.Name, OrganisationID: o.Organisation.ID}
	if err := s.audit(tx, by, aboutInvitation("invitation.accepted", o.Ticket), now); err != nil {
		return err
	}
	has, err := rolesOf(tx, user.ID, o.Organisation.ID)
	if err != nil {
		return err
	}
	there := map[uint]bool{}
	for _, ev := range o.Named {
		there[ev.ID] = true
	}
	for _, m := range o.NewMembers(has) {
		if m.EventID != nil && !there[*m.EventID] {
			continue
		}
		m.UserID = user.ID
		if err := s.addMember(tx, by, &m, now); err != nil {
			return err
		}
	}
	return nil
}

// WithdrawInvitation makes an invitation of the actor's organisation worthless.
func (s *Store) WithdrawInvitation(ctx context.Context, by event.Actor, id uint, now time.Time) error {
	return s.changeInvitation(ctx, by, id, now, func(tx *gorm.DB, o event.OpenInvitation) (event.Verb, error) {
		return "invitation.withdrawn", one(tx.Model(&event.Ticket{}).Where("id = ?", id).Updates(map[string]any{"expires_at": moment(now)}))
	})
}

// RepeatInvitation sends the mail of an invitation of the actor's organisation
// once more. It can be accepted for as long as a new one.
func (s *Store) RepeatInvitation(ctx context.Context, by event.Actor, id uint, now time.Time) error {
	err := s.changeInvitation(ctx, by, id, now, func(tx *gorm.DB, o event.OpenInvitation) (event.Verb, error) {
		until := moment(now.Add(event.InvitationLife))
		if err := one(tx.Model(&event.Ticket{}).Where("id = ?", id).Updates(map[string]any{"expires_at": until})); err != nil {
			return "", err
		}
		return "invitation.repeated", s.queue(tx, []event.Message{*letterOf(o.Ticket, o.Language, now)})
	})
	s.wake()
	return err
}

func (s *Store) changeInvitation(ctx context.Context, by event.Actor, id uint, now time.Time,
	change func(*gorm.DB, event.OpenInvitation) (event.Verb, error)) error {
	return s.transaction(ctx, func(tx *gorm.DB) error {
		if err := lockOrganisation(tx, by.OrganisationID); err != nil {
			return err
		}
		if err := stillAdministers(tx, by); err != nil {
			return err
		}
		t, err := openTicket(tx, event.TicketInvitation, id, now)
		if err != nil {
			return err
		}
		if t.OrganisationID == nil || *t.OrganisationID != by.OrganisationID {
			return event.ErrNotFound
		}
		o, err := openInvitation(tx, t)
		if err != nil {
			return err
		}
		verb, err := change(tx, o)
		if err != nil {
			return err
		}
		return s.audit(tx, by, aboutInvitation(verb, t), now)
	})
}
