package store

import (
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// deedWork is one chunk of an order, inside its transaction.
type deedWork struct {
	s     *Store
	tx    *gorm.DB
	by    event.Actor
	ev    *event.Event
	order Order
	deed  *Deed
	now   time.Time
}

// apply writes what was planned, keeps what was, and tells the people concerned.
func (w deedWork) apply(plan event.DeedPlan) error {
	if len(plan.Changes) == 0 {
		return nil
	}
	befores := make([]deedChange, len(plan.Changes))
	for i, c := range plan.Changes {
		befores[i] = w.before(c.Registration)
	}
	// One statement for all who become the same.
	type outcome struct {
		to      event.Standing
		isExtra bool
	}
	groups := map[outcome][]uint{}
	for _, c := range plan.Changes {
		o := outcome{c.To, c.IsExtra}
		groups[o] = append(groups[o], c.Registration.ID)
	}
	for o, ids := range groups {
		if fields := w.fields(o.to, o.isExtra); len(fields) > 0 {
			done := w.tx.Model(&event.Registration{}).Where("id IN ?", ids).Updates(fields)
			if done.Error == nil && int(done.RowsAffected) != len(ids) {
				done.Error = event.ErrChanged
			}
			if done.Error != nil {
				return done.Error
			}
		}
	}
	return w.finish(plan, befores)
}

// fields is what a registration becomes. Whoever loses a place, or gets one, has
// not come to it yet; who has come need not confirm an address to keep it.
func (w deedWork) fields(to event.Standing, isExtra bool) map[string]any {
	again := gorm.Expr("sequence + 1")
	switch w.order.Kind {
	case event.DeedCancel, event.DeedDecline:
		return map[string]any{"standing": to, "cancelled_at": w.now, "cancel_reason": w.order.Reason, "arrived_at": nil,
			"is_declined": w.order.Kind == event.DeedDecline, "is_extra": false, "sequence": again, "offer_until": nil, "verify_by": nil}
	case event.DeedPromote:
		// Whoever had a place before has been sent a calendar entry, which a
		// higher number brings back.
		return map[string]any{"standing": to, "confirmed_at": w.now, "arrived_at": nil, "is_extra": isExtra, "offer_until": nil, "verify_by": nil,
			"sequence": gorm.Expr("CASE WHEN sequence > 0 THEN sequence + 1 ELSE 0 END")}
	case event.DeedOffer:
		return map[string]any{"offer_until": w.ev.OfferedUntil(w.now), "is_extra": isExtra, "verify_by": nil}
	case event.DeedDemote:
		return map[string]any{"standing": to, "confirmed_at": nil, "arrived_at": nil, "is_extra": false, "sequence": again}
	case event.DeedReinstate:
		fields := map[string]any{"standing": to, "confirmed_at": nil, "cancelled_at": nil, "cancel_reason": "", "arrived_at": nil,
			"is_declined": false, "is_extra": isExtra, "sequence": again}
		if to == event.Confirmed {
			fields["confirmed_at"] = w.now
		}
		return fields
	case event.DeedApprove:
		fields := map[string]any{"standing": to, "is_extra": isExtra, "verify_by": nil}
		if to == event.Confirmed {
			fields["confirmed_at"] = w.now
		}
		return fields
	case event.DeedArrive:
		return map[string]any{"arrived_at": w.now, "verify_by": nil}
	}
	return nil
}

func (w deedWork) before(r event.Registration) deedChange {
	return deedChange{
		DeedID: w.deed.ID, RegistrationID: r.ID, Standing: r.Standing, ConfirmedAt: r.ConfirmedAt, CancelledAt: r.CancelledAt,
		CancelReason: r.CancelReason, IsDeclined: r.IsDeclined, ArrivedAt: r.ArrivedAt, Sequence: r.Sequence, IsExtra: r.IsExtra,
		OfferUntil: r.OfferUntil, VerifyBy: r.VerifyBy,
	}
}

// after is what a deed made of a registration, to see whether it still is that.
func after(r *event.Registration) string { return fmt.Sprintf("%s %d", r.Standing, r.Sequence) }

// finish queues the mails, keeps what was before and writes the log.
func (w deedWork) finish(plan event.DeedPlan, befores []deedChange) error {
	ids := make([]uint, len(befores))
	for i, b := range befores {
		ids[i] = b.RegistrationID
	}
	var regs []event.Registration
	if err := w.tx.Where("id IN ?", ids).Order("id").Find(&regs).Error; err != nil {
		return err
	}
	byID := map[uint]*event.Registration{}
	for i := range regs {
		byID[regs[i].ID] = &regs[i]
	}
	for i := range befores {
		befores[i].After = after(byID[befores[i].RegistrationID])
	}
	if err := followChoices(w.tx, w.ev, ids); err != nil {
		return err
	}
	if err := w.s.moveSessions(w.tx, w.ev, ids, w.now); err != nil {
		return err
	}
	if err := w.mail(plan, byID, befores); err != nil {
		return err
	}
	if err := createAll(w.tx, befores); err != nil {
		return fmt.Errorf("keep what was: %w", err)
	}
	if err := w.tx.Model(&Deed{}).Where("id = ?", w.deed.ID).Update("count", gorm.Expr("count + ?", len(plan.Changes))).Error; err != nil {
		return err
	}
	w.deed.Count += len(plan.Changes)
	return w.log(plan, byID)
}

// mail queues a mail for each change.
func (w deedWork) mail(plan event.DeedPlan, byID map[uint]*event.Registration, befores []deedChange) error {
	if !w.order.Mail || !w.order.Kind.MayMail() {
		return nil
	}
	numbers, err := waitingNumbers(w.tx, w.ev, plan)
	if err != nil {
		return err
	}
	msgs := make([]event.Message, len(plan.Changes))
	for i, c := range plan.Changes {
		msgs[i] = event.NewMessage(c.Mail, w.ev, byID[c.Registration.ID], w.now)
		msgs[i].Data.Number = numbers[c.Registration.ID]
		if w.order.Kind.CanBeUndone() {
			msgs[i].DueAt = w.now.Add(event.UndoTime)
		}
	}
	if err := w.s.queue(w.tx, msgs); err != nil {
		return err
	}
	for i := range msgs {
		befores[i].MessageID = &msgs[i].ID
	}
	return nil
}

// waitingNumbers are the places in the waiting list of those whom a plan tells,
// as number counts them.
func waitingNumbers(tx *gorm.DB, ev *event.Event, plan event.DeedPlan) (map[uint]int, error) {
	wanted := map[uint]bool{}
	for _, c := range plan.Changes {
		if c.To == event.Waiting && !c.IsOffer {
			wanted[c.Registration.ID] = true
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	queue, err := loadQueue(tx, ev.ID, noLimit)
	numbers := map[uint]int{}
	var ahead event.Tally
	for _, w := range queue {
		if wanted[w.ID] {
			numbers[w.ID] = ev.Ahead(ahead, w.Share) + 1
		}
		ahead.Add(w.Share, event.Places{Waiting: 1})
	}
	return numbers, err
}

// deedVerbs are what the log calls the deeds.
var deedVerbs = map[event.DeedKind]event.Verb{
	event.DeedCancel: "participant.cancelled", event.DeedPromote: "participant.promoted", event.DeedDemote: "participant.demoted",
	event.DeedApprove: "participant.approved", event.DeedDecline: "participant.declined", event.DeedReinstate: "participant.reinstated", event.DeedOffer: "participant.offered", event.DeedResend: "participant.resent", event.DeedArrive: "participant.arrived",
}

// log writes an entry for each participant, and for several one that counts them.
func (w deedWork) log(plan event.DeedPlan, byID map[uint]*event.Registration) error {
	told := map[bool]string{true: "yes", false: "no"}[w.order.Mail && w.order.Kind.MayMail()]
	var entries []event.Entry
	if len(plan.Changes) > 1 {
		entries = append(entries, event.Entry{Verb: "participants.handled", EventID: &w.ev.ID, Detail: map[string]string{
			"deed": string(w.order.Kind), "count": fmt.Sprint(len(plan.Changes)), "mail": told, "extra": fmt.Sprint(plan.Extra),
		}})
	}
	for _, c := range plan.Changes {
		detail := map[string]string{"mail": told}
		if c.To != c.Registration.Standing {
			detail["from"], detail["to"] = string(c.Registration.Listed()), string(byID[c.Registration.ID].Listed())
		}
		if c.IsExtra && !c.Registration.IsExtra {
			detail["extra"] = "yes"
		}
		id := byID[c.Registration.ID].ID
		entries = append(entries, event.Entry{Verb: deedVerbs[w.order.Kind], EventID: &w.ev.ID, RegistrationID: &id, Detail: detail})
	}
	return w.s.auditAll(w.tx, w.by, entries, w.now)
}

// moveUp gives the places that became free to those who wait, others than whom
// the deed has taken a place from. Their mails wait like the others, and they go
// back if the deed is undone.
func (w deedWork) moveUp() error {
	t, err := tallyOf(w.tx, w.ev)
	if err != nil {
		return err
	}
	head, err := w.head(t)
	if err != nil || len(head) == 0 {
		return err
	}
	up := w
	up.order = Order{Kind: event.DeedPromote, Mail: true}
	if w.ev.OfferHours > 0 {
		up.order.Kind = event.DeedOffer
	}
	plan, err := deedRules(w.tx, w.ev, up.order, head, w.now)
	if err != nil {
		return err
	}
	counted := w.deed.Count
	if err := up.apply(plan); err != nil {
		return err
	}
	// The deed counts whom the organiser chose.
	w.deed.Count = counted
	return w.tx.Model(&Deed{}).Where("id = ?", w.deed.ID).Update("count", counted).Error
}

// head are those who get the places that became free.
func (w deedWork) head(t event.Tally) ([]event.Registration, error) {
	queue, err := loadQueue(w.tx, w.ev.ID, noLimit)
	if err != nil {
		return nil, err
	}
	var changes []deedChange
	err = w.tx.Select("registration_id, standing").Where("deed_id = ?", w.deed.ID).Find(&changes).Error
	if err != nil {
		return nil, err
	}
	demoted := map[uint]bool{}
	for _, c := range changes {
		demoted[c.RegistrationID] = c.Standing == event.Confirmed
	}
	queue = slices.DeleteFunc(queue, func(q event.Waiter) bool { return demoted[q.ID] })
	var ids []uint
	for _, up := range w.ev.Promotions(t, queue, w.now) {
		ids = append(ids, up.ID)
	}
	var head []event.Registration
	err = w.tx.Where("id IN ?", ids).Order("id").Find(&head).Error
	return head, err
}
