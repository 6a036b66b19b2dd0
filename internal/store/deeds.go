package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// Order is what an organiser wants done, and with whom.
type Order struct {
	Kind       event.DeedKind
	References []string          // with these
	Query      *ParticipantQuery // or with all that it chooses
	Mail       bool              // tell the people concerned
	Reason     string            // for cancelling and declining
	Extra      bool              // give places beyond the capacity too
	// Expected is the mark of the plan that the organiser was shown. If it would be
	// another by now, nothing is done.
	Expected string
}

// Deed is an order that was carried out, for as long as it can be undone.
type Deed struct {
	ID        uint
	EventID   uint
	UserID    *uint
	Kind      event.DeedKind
	Count     int
	Confirmed int // how many had a place before
	CreatedAt time.Time
	UndoneAt  *time.Time
}

// deedChange is how one participant was before a deed.
type deedChange struct {
	DeedID         uint
	RegistrationID uint
	MessageID      *uint
	Standing       event.Standing
	ConfirmedAt    *time.Time
	CancelledAt    *time.Time
	CancelReason   string
	IsDeclined     bool
	ArrivedAt      *time.Time
	Sequence       int
	IsExtra        bool
	OfferUntil     *time.Time
	VerifyBy       *time.Time
	After          string
}

// TableName is the table of changes.
func (deedChange) TableName() string { return "deed_changes" }

// How many participants are handled in one transaction, and how long it is
// remembered what was done.
const (
	deedChunk  = 500
	deedMemory = 24 * time.Hour
)

// PlanDeed says what an order would do now.
func (s *Store) PlanDeed(ctx context.Context, eventID uint, o Order, now time.Time) (event.DeedPlan, error) {
	plan, err := s.planDeed(s.read.WithContext(ctx), eventID, o, now)
	if err != nil {
		return plan, fmt.Errorf("plan %s: %w", o.Kind, err)
	}
	return plan, nil
}

func (s *Store) planDeed(tx *gorm.DB, eventID uint, o Order, now time.Time) (event.DeedPlan, error) {
	var regs []event.Registration
	// Only what the rules look at: there may be very many.
	chosen := o.choose(tx, eventID).Select("id, reference, name, standing, email_normal, arrived_at, is_extra, attendance, category, offer_until, verify_by, group_id, together")
	if err := chosen.Order("id").Find(&regs).Error; err != nil {
		return event.DeedPlan{}, err
	}
	events, err := eventsByID(tx, []uint{eventID})
	if err != nil || events[eventID] == nil {
		return event.DeedPlan{}, notFound(err)
	}
	return deedRules(tx, events[eventID], o, regs, now)
}

// choose finds the registrations of an order.
func (o Order) choose(tx *gorm.DB, eventID uint) *gorm.DB {
	if o.Query != nil {
		return o.Query.where(tx, eventID)
	}
	return tx.Model(&event.Registration{}).Where("event_id = ? AND reference IN ?", eventID, o.References)
}

// deedRules asks the domain what an order does with registrations.
func deedRules(tx *gorm.DB, ev *event.Event, o Order, regs []event.Registration, now time.Time) (event.DeedPlan, error) {
	t, err := tallyOf(tx, ev)
	if err != nil {
		return event.DeedPlan{}, err
	}
	deed := event.Deed{Kind: o.Kind, Extra: o.Extra, Event: ev, Tally: t, Taken: map[string]bool{}, Now: now}
	if o.Kind.MovesList() {
		if deed.Queue, err = loadQueue(tx, ev.ID, noLimit); err != nil {
			return event.DeedPlan{}, err
		}
	}
	if o.Kind == event.DeedReinstate {
		var live []string
		err := tx.Model(&event.Registration{}).Where("event_id = ? AND standing <> ?", ev.ID, event.Withdrawn).Where(
			"email_normal IN (SELECT email_normal FROM registrations WHERE event_id = ? AND standing = ?)", ev.ID, event.Withdrawn).
			Pluck("email_normal", &live).Error
		if err != nil {
			return event.DeedPlan{}, err
		}
		for _, address := range live {
			deed.Taken[address] = true
		}
	}
	return deed.Plan(regs), nil
}

// DoDeed carries an order out, some participants at a time. The mails about it
// wait until it cannot be undone any more. It returns event.ErrChanged if it
// would change others than the organiser was told.
func (s *Store) DoDeed(ctx context.Context, by event.Actor, eventID uint, o Order, now time.Time) (Deed, error) {
	now = moment(now)
	plan, err := s.PlanDeed(ctx, eventID, o, now)
	switch {
	case err != nil:
		return Deed{}, err
	case plan.Mark() != o.Expected:
		return Deed{}, event.ErrChanged
	case len(plan.Changes) == 0:
		return Deed{}, nil
	}
	deed := Deed{}
	for from := 0; from < len(plan.Changes); from += deedChunk {
		to := min(from+deedChunk, len(plan.Changes))
		var ids []uint
		for _, c := range plan.Changes[from:to] {
			ids = append(ids, c.Registration.ID)
		}
		var next Deed
		err := s.transaction(ctx, func(tx *gorm.DB) error {
			next = deed
			return s.deedChunk(tx, by, eventID, o, ids, &next, to == len(plan.Changes), now)
		})
		if err != nil {
			return deed, fmt.Errorf("%s: %w", o.Kind, err)
		}
		deed = next
	}
	s.wake()
	return deed, nil
}

// deedChunk carries an order out for some participants. The last chunk lets the
// waiting list move on.
func (s *Store) deedChunk(tx *gorm.DB, by event.Actor, eventID uint, o Order, ids []uint, deed *Deed, isLast bool, now time.Time) error {
	ev, err := lockOwnEvent(tx, by, eventID)
	if err != nil {
		return err
	}
	var regs []event.Registration
	if err := tx.Where("event_id = ? AND id IN ?", eventID, ids).Order("id").Find(&regs).Error; err != nil {
		return err
	}
	plan, err := deedRules(tx, ev, o, regs, now)
	if err != nil {
		return err
	}
	if deed.ID == 0 && isLast && len(plan.Changes) != len(ids) {
		return event.ErrChanged // somebody was quicker
	}
	if deed.ID == 0 {
		if err := beginDeed(tx, by, ev, o, deed, now); err != nil {
			return err
		}
	}
	w := deedWork{s, tx, by, ev, o, deed, now}
	if err := w.apply(plan); err != nil {
		return err
	}
	if !isLast || !o.Kind.MovesList() {
		return nil
	}
	return w.moveUp()
}

func beginDeed(tx *gorm.DB, by event.Actor, ev *event.Event, o Order, deed *Deed, now time.Time) error {
	if err := tx.Where("created_at < ?", now.Add(-deedMemory)).Delete(&Deed{}).Error; err != nil {
		return err
	}
	places, err := countPlaces(tx, []uint{ev.ID})
	if err != nil {
		return err
	}
	*deed = Deed{EventID: ev.ID, Kind: o.Kind, Confirmed: places[ev.ID].Confirmed, CreatedAt: now}
	if by.UserID != 0 {
		deed.UserID = &by.UserID
	}
	return tx.Create(deed).Error
}

// cmpErr is the first of two errors that is one.
func cmpErr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
