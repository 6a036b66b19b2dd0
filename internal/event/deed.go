package event

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"
)

// DeedKind is what an organiser does with participants, one or many at once.
type DeedKind string

// The kinds of deeds.
const (
	DeedCancel    DeedKind = "cancel"
	DeedPromote   DeedKind = "promote"   // from the waiting list to a place
	DeedOffer     DeedKind = "offer"     // somebody in the waiting list a place, for a time
	DeedDemote    DeedKind = "demote"    // from a place to the waiting list
	DeedReinstate DeedKind = "reinstate" // somebody who has cancelled
	DeedApprove   DeedKind = "approve"   // an application
	DeedDecline   DeedKind = "decline"   // an application
	DeedResend    DeedKind = "resend"    // the mail with the own link, again
	DeedArrive    DeedKind = "arrive"
)

// DeedKinds are all kinds of deeds.
var DeedKinds = []DeedKind{DeedApprove, DeedDecline, DeedPromote, DeedOffer, DeedDemote, DeedReinstate, DeedResend, DeedArrive, DeedCancel}

// CanBeUndone reports whether a deed can be taken back at all. A mail that was
// asked for again leaves at once.
func (k DeedKind) CanBeUndone() bool { return k != DeedResend }

// MayMail reports whether the people concerned can be told by mail.
func (k DeedKind) MayMail() bool { return k != DeedArrive }

// GivesReason reports whether the people concerned are told why.
func (k DeedKind) GivesReason() bool { return k == DeedCancel || k == DeedDecline }

// MovesList reports whether those who wait may move up because of a deed: it frees
// places, or places that were kept for a group or for an address are so no more.
func (k DeedKind) MovesList() bool {
	switch k {
	case DeedResend, DeedArrive, DeedDecline:
		return false
	}
	return true
}

// SettlesAddress reports whether nobody is asked any more, after a deed, to confirm
// their address.
func (k DeedKind) SettlesAddress() bool {
	switch k {
	case DeedCancel, DeedDecline, DeedPromote, DeedOffer, DeedApprove, DeedArrive:
		return true
	}
	return false
}

// UndoTime is how long a deed can be undone. The mails about it wait as long.
const UndoTime = 10 * time.Minute

// Skip is why a deed leaves a participant as they are.
type Skip string

// The reasons to skip somebody.
const (
	SkipWithdrawn    Skip = "withdrawn"     // has cancelled
	SkipNotWithdrawn Skip = "not_withdrawn" // has not cancelled
	SkipNotWaiting   Skip = "not_waiting"
	SkipNotApplied   Skip = "not_applied"   // has not applied, or was answered
	SkipNotConfirmed Skip = "not_confirmed" // has no place
	SkipFull         Skip = "full"
	SkipNoList       Skip = "no_list" // the event has no waiting list
	SkipFree         Skip = "free"    // there are free places: the list would give theirs back at once
	SkipKnown        Skip = "known"   // the address is registered once more
	SkipOffered      Skip = "offered" // has an offer already
	SkipArrived      Skip = "arrived" // has arrived already
	SkipCalledOff    Skip = "called_off"
)

// Skips are all reasons, in the order in which they are told.
var Skips = []Skip{
	SkipWithdrawn, SkipNotWithdrawn, SkipNotApplied, SkipNotWaiting, SkipNotConfirmed, SkipFull, SkipNoList, SkipFree, SkipKnown, SkipOffered, SkipArrived, SkipCalledOff,
}

// DeedPlan is what a deed will do.
type DeedPlan struct {
	Kind    DeedKind
	Changes []DeedChange
	Skipped map[Skip]int
	Extra   int // how many get a place beyond the capacity
	// MovingUp is how many in the waiting list get the places that become free.
	MovingUp int
}

// Mark tells one plan from another: whom it changes, into what, and with what
// mail. It is the first half of a SHA-256.
func (p DeedPlan) Mark() string {
	sum := sha256.New()
	for _, c := range p.Changes {
		fmt.Fprintln(sum, c.Registration.ID, c.To, c.IsExtra, c.IsOffer, c.Mail)
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// DeedChange is what a deed does with one participant.
type DeedChange struct {
	Registration Registration
	To           Standing
	IsExtra      bool
	IsOffer      bool        // the place is only held for them
	Mail         MessageKind // that tells them
}

// Deed is the rule book for one deed.
type Deed struct {
	Kind  DeedKind
	Extra bool            // give places beyond the capacity too
	Event *Event          // whose participants they are
	Tally Tally           // as it is
	Queue Queue           // those who wait; needed only for deeds that move the list
	Taken map[string]bool // normal addresses with a live registration, of those who have cancelled
	Now   time.Time
}

// Plan decides for each of the participants, who come in the order of the waiting
// list.
func (d Deed) Plan(regs []Registration) DeedPlan {
	plan := DeedPlan{Kind: d.Kind, Skipped: map[Skip]int{}}
	d.Tally = d.Tally.clone()
	waited := d.Tally.clone()
	taken := map[string]bool{}
	for _, r := range regs {
		c := DeedChange{Registration: r, To: r.Standing, IsExtra: r.IsExtra}
		skip := d.try(&c, waited)
		if d.Kind == DeedReinstate && skip == "" {
			if d.Taken[r.EmailNormal] || taken[r.EmailNormal] {
				skip = SkipKnown
			}
			taken[r.EmailNormal] = true
		}
		if skip != "" {
			plan.Skipped[skip]++
			continue
		}
		if r.Standing == Confirmed {
			waited.count(r.Share(), Confirmed, -1)
		}
		d.Tally.move(&r, c)
		d.Queue = d.Queue.after(c)
		if c.IsExtra && !r.IsExtra {
			plan.Extra++
		}
		plan.Changes = append(plan.Changes, c)
	}
	if d.Kind.MovesList() {
		plan.MovingUp = len(d.Event.Promotions(d.Tally, d.stillWaiting(plan), d.Now))
	}
	return plan
}

// try decides for one, and says why nothing is done if nothing is.
func (d Deed) try(c *DeedChange, waited Tally) Skip {
	was := c.Registration.Standing
	switch d.Kind {
	case DeedCancel:
		if was == Withdrawn {
			return SkipWithdrawn
		}
		c.To, c.IsExtra, c.Mail = Withdrawn, false, MailRemoved
	case DeedPromote:
		if was != Waiting {
			return SkipNotWaiting
		}
		c.Mail = MailPromoted
		return d.place(c)
	case DeedOffer:
		switch {
		case was != Waiting:
			return SkipNotWaiting
		case c.Registration.OfferUntil != nil:
			return SkipOffered
		}
		skip := d.place(c)
		c.To, c.IsOffer, c.Mail = Waiting, true, MailOffer
		return skip
	case DeedDemote:
		switch {
		case was != Confirmed:
			return SkipNotConfirmed
		case !d.Event.HasWaitingList:
			return SkipNoList
		case !d.Event.canDemote(waited, c.Registration.Share(), d.Now):
			return SkipFree
		}
		c.To, c.IsExtra, c.Mail = Waiting, false, MailMoved
	case DeedReinstate:
		if was != Withdrawn {
			return SkipNotWithdrawn
		}
		return d.admit(c)
	case DeedApprove:
		if was != Applied {
			return SkipNotApplied
		}
		return d.admit(c)
	case DeedDecline:
		if was != Applied {
			return SkipNotApplied
		}
		c.To, c.Mail = Withdrawn, MailDeclined
	case DeedResend:
		if was == Withdrawn {
			return SkipWithdrawn
		}
		c.Mail = PresentMail(&c.Registration)
	case DeedArrive:
		switch {
		case was != Confirmed:
			return SkipNotConfirmed
		case c.Registration.ArrivedAt != nil:
			return SkipArrived
		}
	}
	return ""
}

// place gives somebody a place, beyond the capacity if that was said.
func (d Deed) place(c *DeedChange) Skip {
	isFull := !d.withoutOffer(&c.Registration).fits(c.Registration.Share())
	switch {
	case d.Event.Status != Published:
		return SkipCalledOff
	case isFull && !d.Extra:
		return SkipFull
	}
	c.To, c.IsExtra = Confirmed, isFull
	return ""
}

// admit gives somebody what a newcomer would get, unless their registration puts
// them before those who wait, or a place beyond the capacity if that was said.
func (d Deed) admit(c *DeedChange) Skip {
	if d.Event.Status != Published {
		return SkipCalledOff
	}
	to, err := d.Event.admitLate(d.Tally, d.Queue, c.Registration.Share())
	if err != nil || to == Waiting && (d.Extra || d.isNext(*c)) {
		c.Mail = MailConfirmed
		return d.place(c)
	}
	c.To, c.IsExtra, c.Mail = to, false, StandingMail(to)
	return ""
}

// isNext reports whether somebody would move up at once who joins the waiting list.
func (d Deed) isNext(c DeedChange) bool {
	c.To = Waiting
	up := d.Event.Promotions(d.Tally, d.Queue.after(c), d.Now)
	return slices.ContainsFunc(up, func(w Waiter) bool { return w.ID == c.Registration.ID })
}

// withoutOffer is what is free for somebody: a place that is offered to them is.
func (d Deed) withoutOffer(r *Registration) rooms {
	free := d.Event.rooms(d.Tally)
	if r.OfferUntil != nil {
		for i, l := range free.limits {
			if l.covers(r.Share()) {
				free.free[i]++
			}
		}
	}
	return free
}

// stillWaiting are those who wait once the plan is done, other than whom it has
// taken a place from.
func (d Deed) stillWaiting(plan DeedPlan) Queue {
	demoted := map[uint]bool{}
	for _, c := range plan.Changes {
		demoted[c.Registration.ID] = c.Registration.Standing == Confirmed
	}
	return slices.DeleteFunc(slices.Clone(d.Queue), func(w Waiter) bool { return demoted[w.ID] })
}

// after is the list once somebody has become something else: they leave it, or
// stand where their registration puts them.
func (q Queue) after(c DeedChange) Queue {
	r := c.Registration
	if q == nil {
		return nil
	}
	left := slices.DeleteFunc(slices.Clone(q), func(w Waiter) bool { return w.ID == r.ID })
	if c.To != Waiting || c.IsOffer {
		return left
	}
	at, _ := slices.BinarySearchFunc(left, r.ID, func(w Waiter, id uint) int { return cmp.Compare(w.ID, id) })
	w := Waiter{ID: r.ID, Share: r.Share()}
	if r.Together && r.GroupID != nil {
		w.Group = *r.GroupID
	}
	return slices.Insert(left, at, w)
}

// move counts somebody elsewhere.
func (t *Tally) move(r *Registration, c DeedChange) {
	if r.OfferUntil != nil {
		t.spread()
		t.Add(r.Share(), Places{Offered: -1})
	} else {
		t.count(r.Share(), r.Standing, -1)
	}
	if c.IsOffer {
		t.Add(r.Share(), Places{Offered: 1})
	} else {
		t.count(r.Share(), c.To, 1)
	}
}

// StandingMail is the mail that says what somebody has, with their own link.
func StandingMail(s Standing) MessageKind {
	switch s {
	case Waiting:
		return MailWaiting
	case Applied:
		return MailApplied
	}
	return MailConfirmed
}

// WithdrawalMail is the mail to somebody who gives up what they have.
func WithdrawalMail(r *Registration) MessageKind {
	if r.Standing == Confirmed {
		return MailWithdrawn
	}
	return MailLeft
}

// canDemote reports whether somebody may be moved from a place to the waiting
// list. While the list moves by itself it gives free places to those who wait, so
// that makes sense only where there are too many for some limit, or others to
// take the place. Whoever is moved stands where their registration puts them:
// before all who came later.
func (e *Event) canDemote(t Tally, s Share, now time.Time) bool {
	limits := e.Limits()
	if len(limits) > 0 && !e.listMoves(now) {
		return true
	}
	return slices.ContainsFunc(limits, func(l Limit) bool {
		p := t.Of(l)
		return l.covers(s) && p.Taken()+p.Waiting > l.Capacity
	})
}

// AdmitByHand decides whether an organiser may add somebody with a standing of
// their choice: closing times do not count, the limits do unless they say
// otherwise. It reports whether the place is one beyond a limit.
func (e *Event) AdmitByHand(t Tally, share Share, s Standing, extra bool) (isExtra bool, err error) {
	isFull := !e.rooms(t).fits(share)
	switch {
	case e.Status != Published:
		return false, ErrNotPublished
	case s == Confirmed && isFull && !extra:
		return false, ErrFull
	}
	return s == Confirmed && isFull, nil
}

// UndoFacts is what has happened since a deed, and what undoing it would lead to.
type UndoFacts struct {
	DoneAt   time.Time
	IsUndone bool
	Kind     DeedKind
	Changed  int // participants who are not what the deed made them
	Left     int // mails about it that have left
	Before   int // how many had a place before the deed
	After    int // how many would have one once it is undone
	Capacity int // of the event, now
	// Twice reports that others have got places since, of a way to come or of a
	// category, that undoing it would give a second time.
	Twice bool
}

// GivesTwice reports whether undoing a deed gives places a second time: back is
// what each share gets back, less what it loses, and since is who got a place
// after the deed and not by it.
func (e *Event) GivesTwice(t, back, since Tally) bool {
	return slices.ContainsFunc(e.Limits(), func(l Limit) bool {
		more := back.Of(l).Taken()
		return more > 0 && since.Of(l).Confirmed > 0 && t.Of(l).Taken()+more > l.Capacity
	})
}

// UndoRefusal is why a deed cannot be undone.
type UndoRefusal string

// The reasons not to undo.
const (
	UndoLate    UndoRefusal = "late"
	UndoTwice   UndoRefusal = "twice"
	UndoChanged UndoRefusal = "changed"
	UndoMailed  UndoRefusal = "mailed"
	UndoFull    UndoRefusal = "full"
)

// Refusal decides whether a deed can be undone now, whole; "" means yes.
func (f UndoFacts) Refusal(now time.Time) UndoRefusal {
	switch {
	case f.IsUndone:
		return UndoTwice
	case f.Left > 0:
		return UndoMailed
	case !f.Kind.CanBeUndone(), !now.Before(f.DoneAt.Add(UndoTime)):
		return UndoLate
	case f.Changed > 0:
		return UndoChanged
	case f.Twice, f.Capacity > 0 && f.After > max(f.Capacity, f.Before):
		return UndoFull
	}
	return ""
}
