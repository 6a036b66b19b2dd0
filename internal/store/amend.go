package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// Addition is somebody whom an organiser adds.
type Addition struct {
	Signup   event.Signup
	Standing event.Standing
	Extra    bool // places beyond the capacity, of sessions too, if there are no others
	Mail     bool
}

// AddParticipant registers somebody by hand. It returns event.ErrKnown and the
// registration there is if the address has a live one, and event.ErrFull if there
// is no place.
func (s *Store) AddParticipant(ctx context.Context, by event.Actor, eventID uint, a Addition, now time.Time) (event.Registration, error) {
	reg, err := s.addParticipant(ctx, by, eventID, a, moment(now))
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		reg, err = s.addParticipant(ctx, by, eventID, a, moment(now)) // the reference was taken: chance gives another
	}
	s.wake()
	return reg, err
}

func (s *Store) addParticipant(ctx context.Context, by event.Actor, eventID uint, a Addition, now time.Time) (event.Registration, error) {
	var reg event.Registration
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		ev, err := lockOwnEvent(tx, by, eventID)
		if err != nil {
			return err
		}
		if known, err := liveRegistration(tx, ev.ID, event.NormalAddress(a.Signup.Email)); err != nil || known != nil {
			if known != nil {
				reg = *known
			}
			return cmpErr(err, event.ErrKnown)
		}
		t, err := tallyOf(tx, ev)
		if err != nil {
			return err
		}
		isExtra, err := ev.AdmitByHand(t, ev.Share(a.Signup), a.Standing, a.Extra)
		if err != nil {
			return err
		}
		reg = event.ByHand(ev, a.Signup, a.Standing, isExtra, randomReference(ev.Slug), now)
		if err := tx.Create(&reg).Error; err != nil {
			return fmt.Errorf("add a participant: %w", err)
		}
		if err := insertSensitive(tx, []*event.Registration{&reg}); err != nil {
			return err
		}
		if err := insertChoices(tx, choicesOf(ev, &reg)); err != nil {
			return err
		}
		if _, err := s.sessionsByHand(tx, ev, &reg, a.Signup.Sessions, a.Extra, now); err != nil {
			return err
		}
		detail := map[string]string{"to": string(a.Standing), "mail": "no"}
		if a.Mail {
			detail["mail"] = "yes"
			m := event.NewMessage(event.StandingMail(a.Standing), ev, &reg, now)
			if a.Standing == event.Waiting {
				m.Data.Number = ev.Ahead(t, reg.Share()) + 1
			}
			if err := s.queue(tx, []event.Message{m}); err != nil {
				return err
			}
		}
		if isExtra {
			detail["extra"] = "yes"
		}
		return s.audit(tx, by, event.Entry{Verb: "participant.added", EventID: &ev.ID, RegistrationID: &reg.ID, Detail: detail}, now)
	})
	return reg, err
}

// lockOwnEvent locks an event of the actor's organisation.
func lockOwnEvent(tx *gorm.DB, by event.Actor, eventID uint) (*event.Event, error) {
	locked, err := lockEvents(tx, "id = ? AND organisation_id = ?", eventID, by.OrganisationID)
	if err != nil || len(locked) == 0 {
		return nil, cmpErr(err, event.ErrNotFound)
	}
	return &locked[0], nil
}

// liveRegistration finds who is registered with an address, or nil.
func liveRegistration(tx *gorm.DB, eventID uint, normal string) (*event.Registration, error) {
	var regs []event.Registration
	err := tx.Where("event_id = ? AND email_normal = ? AND standing <> ?", eventID, normal, event.Withdrawn).Limit(1).Find(&regs).Error
	if err != nil || len(regs) == 0 {
		return nil, err
	}
	return &regs[0], nil
}

// AmendParticipant changes who a participant is, what they answered and what they
// have chosen. The mark is that of the registration the form was made from:
// event.ErrChanged if it is another by now, event.ErrKnown if the new address is
// registered already, event.ErrFull if there is no place for those who come so
// and extra places were not asked for. It reports whether the participant is told.
func (s *Store) AmendParticipant(ctx context.Context, by event.Actor, eventID uint, reference, mark string, signup event.Signup, extra bool, now time.Time) (bool, error) {
	now = moment(now)
	told := false
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		told = false
		ev, err := lockOwnEvent(tx, by, eventID)
		if err != nil {
			return err
		}
		var r event.Registration
		if err := tx.Where("event_id = ? AND reference = ?", eventID, reference).Take(&r).Error; err != nil {
			return notFound(err)
		}
		if err := readSensitive(tx, &r); err != nil {
			return err
		}
		chosen, err := sessionChoices(tx, []uint{r.ID})
		if err != nil {
			return err
		}
		if r.Mark(chosen[r.ID]...) != mark {
			return event.ErrChanged
		}
		return s.amend(tx, by, ev, &r, chosen[r.ID], signup, extra, &told, now)
	})
	s.wake()
	return told, err
}

// amend is AmendParticipant for a registration that nobody else changes.
func (s *Store) amend(tx *gorm.DB, by event.Actor, ev *event.Event, r *event.Registration, have []event.SessionChoice, signup event.Signup, extra bool, told *bool, now time.Time) error {
	t, err := tallyOf(tx, ev)
	if err != nil {
		return err
	}
	before := r.Share()
	if r.IsExtra, err = ev.ShiftByHand(t, r, ev.Share(signup), extra); err != nil {
		return err
	}
	changes := append(r.AmendByHand(ev, signup), ev.RechoiceChanges(have, signup.Sessions)...)
	if len(changes) == 0 && !extra {
		return nil
	}
	if err := writeDetails(tx, r); err != nil {
		return err
	}
	err = one(tx.Model(&event.Registration{}).Where("id = ?", r.ID).Updates(map[string]any{"category": r.Category, "is_extra": r.IsExtra, "sequence": r.Sequence}))
	if err != nil {
		return fmt.Errorf("change registration %d: %w", r.ID, err)
	}
	if err := changeAnswers(tx, ev, r, now); err != nil {
		return err
	}
	given, err := s.sessionsByHand(tx, ev, r, signup.Sessions, extra, now)
	if err != nil {
		return err
	}
	if r.Share() != before {
		if err := s.moveUp(tx, ev, now); err != nil {
			return err
		}
	}
	switch {
	case len(changes) > 0:
		return s.tellAmended(tx, by, ev, r, changes, told, now)
	case len(given) > 0:
		return s.tellGiven(tx, by, ev, r, given, told, now)
	}
	return nil
}

// sessionsByHand puts the sessions that an organiser chose in place of those that
// somebody has; with extra, nobody with a place at the event waits for one. It
// returns the sessions in which that gave a place.
func (s *Store) sessionsByHand(tx *gorm.DB, ev *event.Event, r *event.Registration, keys []string, extra bool, now time.Time) ([]string, error) {
	if err := s.chooseSessions(tx, ev, r, keys, now); err != nil || !extra || r.Standing != event.Confirmed {
		return nil, err
	}
	waiting := func() *gorm.DB {
		return tx.Model(&event.SessionChoice{}).Where("registration_id = ? AND standing = ?", r.ID, event.Waiting)
	}
	var given []string
	if err := waiting().Order("id").Pluck("session", &given).Error; err != nil {
		return nil, err
	}
	if err := waiting().Updates(map[string]any{"standing": event.Confirmed, "confirmed_at": now}).Error; err != nil {
		return nil, fmt.Errorf("give registration %d places in sessions: %w", r.ID, err)
	}
	return given, nil
}

// tellGiven tells somebody of places that an organiser gave them in sessions that
// they waited for, once the address is known to be theirs.
func (s *Store) tellGiven(tx *gorm.DB, by event.Actor, ev *event.Event, r *event.Registration, given []string, told *bool, now time.Time) error {
	detail := map[string]string{"extra": "yes", "mail": "no"}
	if *told = r.VerifyBy == nil; *told {
		detail["mail"] = "yes"
		msgs := make([]event.Message, len(given))
		for i, key := range given {
			msgs[i] = event.NewMessage(event.MailSession, ev, r, now)
			msgs[i].Data.Session = key
		}
		if err := s.queue(tx, msgs); err != nil {
			return err
		}
	}
	return s.audit(tx, by, event.Entry{Verb: "participant.changed", EventID: &ev.ID, RegistrationID: &r.ID, Detail: detail}, now)
}

// writeDetails writes who somebody is. It returns event.ErrKnown if the address
// has another registration.
func writeDetails(tx *gorm.DB, r *event.Registration) error {
	err := one(tx.Model(&event.Registration{}).Where("id = ?", r.ID).Updates(map[string]any{
		"name": r.Name, "email": r.Email, "email_normal": r.EmailNormal, "organisation": r.Organisation, "role": r.Role,
		"municipality": r.Municipality, "comment": r.Comment, "generation": r.Generation, "name_key": r.NameKey,
		"organisation_key": r.OrganisationKey, "municipality_key": r.MunicipalityKey, "search_key": r.SearchKey,
	}))
	if err != nil {
		return fmt.Errorf("change registration %d: %w", r.ID, known(err))
	}
	return nil
}

// keepChanges keeps what was, beside who changed it.
func keepChanges(tx *gorm.DB, by event.Actor, r *event.Registration, changes []event.DetailChange, now time.Time) error {
	kept := make([]RegistrationChange, len(changes))
	for i, c := range changes {
		kept[i] = RegistrationChange{RegistrationID: r.ID, Field: c.Field, Was: c.Was, Became: c.Became, Who: by.Who, CreatedAt: now}
		if by.UserID != 0 {
			kept[i].UserID = &by.UserID
		}
	}
	if err := createAll(tx, kept); err != nil {
		return fmt.Errorf("keep what was: %w", err)
	}
	return nil
}

// tellAmended keeps what was, and does what follows from a change of details.
func (s *Store) tellAmended(tx *gorm.DB, by event.Actor, ev *event.Event, r *event.Registration, changes []event.DetailChange, told *bool, now time.Time) error {
	var fields []string
	for _, c := range changes {
		fields = append(fields, c.Field)
	}
	if err := keepChanges(tx, by, r, changes, now); err != nil {
		return err
	}
	kind := r.AmendMail(changes, ev, now)
	if *told = kind != ""; *told {
		m := event.NewMessage(kind, ev, r, now)
		m.Data.ByHand = kind == event.MailChanged
		var err error
		if m.Data.Number, err = number(tx, ev, r); err != nil {
			return err
		}
		if err := s.queue(tx, []event.Message{m}); err != nil {
			return err
		}
	}
	detail := map[string]string{"fields": strings.Join(fields, " "), "mail": map[bool]string{true: "yes", false: "no"}[*told]}
	return s.audit(tx, by, event.Entry{Verb: "participant.changed", EventID: &ev.ID, RegistrationID: &r.ID, Detail: detail}, now)
}

// RegistrationChange is what stood in a field before it was changed: by an
// organiser, or by whoever has the registration, where Who is empty. It is kept
// beside the audit log, which names nobody, and goes with the participant.
type RegistrationChange struct {
	ID             uint
	RegistrationID uint
	Field          string
	Was            string
	Became         string
	UserID         *uint
	Who            string
	CreatedAt      time.Time
}

// RegistrationChanges lists what was changed about a participant.
func (s *Store) RegistrationChanges(ctx context.Context, registrationID uint) ([]RegistrationChange, error) {
	var all []RegistrationChange
	err := s.read.WithContext(ctx).Where("registration_id = ?", registrationID).Order("id").Find(&all).Error
	return all, err
}

// Namesakes lists others who are registered for the same event under the same
// name: perhaps the same person with two addresses.
func (s *Store) Namesakes(ctx context.Context, r *event.Registration) ([]event.Registration, error) {
	var regs []event.Registration
	err := s.read.WithContext(ctx).Where("event_id = ? AND name_key = ? AND id <> ? AND standing <> ?", r.EventID, r.NameKey, r.ID, event.Withdrawn).
		Order("id").Limit(5).Find(&regs).Error
	return regs, err
}

// IssueLateLink is CreateLateLink by an organiser.
func (s *Store) IssueLateLink(ctx context.Context, by event.Actor, eventID uint, link *event.LateLink, now time.Time) error {
	return s.transaction(ctx, func(tx *gorm.DB) error {
		ev, err := lockOwnEvent(tx, by, eventID)
		if err != nil {
			return err
		}
		link.ID, link.EventID, link.CreatedAt, link.ExpiresAt = 0, ev.ID, moment(now), moment(link.ExpiresAt)
		if err := tx.Create(link).Error; err != nil {
			return fmt.Errorf("issue a late link: %w", err)
		}
		return s.audit(tx, by, event.Entry{Verb: "late_link.issued", EventID: &ev.ID, Detail: map[string]string{"link": fmt.Sprint(link.ID)}}, now)
	})
}

// IssuedLink is a late link, and who was let in by it.
type IssuedLink struct {
	event.LateLink
	Registration *event.Registration
}

// LateLinks lists the late links of an event, the latest first.
func (s *Store) LateLinks(ctx context.Context, eventID uint) ([]IssuedLink, error) {
	tx := s.read.WithContext(ctx)
	var links []event.LateLink
	if err := tx.Where("event_id = ?", eventID).Order("id DESC").Find(&links).Error; err != nil {
		return nil, err
	}
	var regs []event.Registration
	if err := tx.Where("late_link_id IN (SELECT id FROM late_links WHERE event_id = ?)", eventID).Find(&regs).Error; err != nil {
		return nil, err
	}
	by := map[uint]*event.Registration{}
	for i := range regs {
		by[*regs[i].LateLinkID] = &regs[i]
	}
	issued := make([]IssuedLink, len(links))
	for i, l := range links {
		issued[i] = IssuedLink{l, by[l.ID]}
	}
	return issued, nil
}
