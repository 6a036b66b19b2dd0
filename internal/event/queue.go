package event

import (
	"slices"
	"time"
)

// Waiter is somebody in the waiting list.
type Waiter struct {
	ID uint // of the registration
	Share
	Group uint // the group without which they do not come; 0 for everybody else
	// Unverified is somebody who has not confirmed the address: the place they
	// could have is kept for them until they have, or their time is out.
	Unverified bool
}

// Queue is the waiting list in its order, without those whom a place is offered
// already.
type Queue []Waiter

// parties are those who wait for each other, at the place of the first of them.
func (q Queue) parties() [][]Waiter {
	var all [][]Waiter
	at := map[uint]int{}
	for _, w := range q {
		i, seen := at[w.Group]
		if w.Group != 0 && seen {
			all[i] = append(all[i], w)
			continue
		}
		if w.Group != 0 {
			at[w.Group] = len(all)
		}
		all = append(all, []Waiter{w})
	}
	return all
}

// isUnverified reports whether somebody has not confirmed the address, without
// whom the others do not come.
func isUnverified(party []Waiter) bool {
	return slices.ContainsFunc(party, func(w Waiter) bool { return w.Unverified })
}

func sharesOf(party []Waiter) []Share {
	shares := make([]Share, len(party))
	for i, w := range party {
		shares[i] = w.Share
	}
	return shares
}

// next finds who there is room for, in order. Nobody is overtaken by somebody
// who wants the same: whoever finds a limit full lets those pass who do not need
// it, and a group for which there is too little room keeps what there is.
func (q Queue) next(r rooms) []Waiter {
	var up []Waiter
	for _, party := range q.parties() {
		shares := sharesOf(party)
		if r.fits(shares...) {
			r.take(shares...)
			if !isUnverified(party) {
				up = append(up, party...)
			}
		} else if len(party) > 1 {
			r.keep(shares...)
		}
	}
	return up
}

// listMoves reports whether the waiting list moves by itself.
func (e *Event) listMoves(now time.Time) bool {
	return e.Status == Published && now.Before(e.ListStopsAt())
}

// Promotions are those who get a place now, in order. From ListStopsAt the list
// stands still and the organiser decides.
func (e *Event) Promotions(t Tally, q Queue, now time.Time) []Waiter {
	if !e.listMoves(now) {
		return nil
	}
	return q.next(e.rooms(t))
}

// IsPlain reports whether everybody who waits wants the same, so that the list
// need be read no further than there is room.
func (e *Event) IsPlain(t Tally) bool {
	limits := e.Limits()
	return t.Together == 0 && (len(limits) == 0 || len(limits) == 1 && limits[0].Share == (Share{}))
}

// FreePlaces is how many of those who wait there is room for, whatever the time,
// if groups that come together are taken apart.
func (e *Event) FreePlaces(t Tally) int {
	r, free := e.rooms(t), 0
	for _, s := range t.shares() {
		n := min(t.of(s).Waiting, r.left(s))
		for i, l := range r.limits {
			if l.covers(s) {
				r.free[i] -= n
			}
		}
		free += n
	}
	return free
}

// Hold is why somebody in the waiting list does not move up just now.
type Hold string

// The reasons not to move up.
const (
	HeldFull     Hold = "full"     // every place they could have is taken
	HeldOffered  Hold = "offered"  // the free places are held for others, who have not answered
	HeldStopped  Hold = "stopped"  // so near to the start the organiser decides
	HeldTogether Hold = "together" // there are free places, but not enough for their group
	HeldByGroup  Hold = "by-group" // free places are kept for a group before them
	HeldOff      Hold = "off"      // the event is not public
	HeldAddress  Hold = "address"  // they have not confirmed their address
)

// Stay says of one person in the waiting list why they stay there, and which
// limit is full, if that is why.
type Stay struct {
	Hold  Hold
	Limit Limit
}

// Holds says why each of those who wait stays where they are. Who is not in the
// answer moves up at the next change.
func (e *Event) Holds(t Tally, q Queue, now time.Time) map[uint]Stay {
	held := map[uint]Stay{}
	r := e.rooms(t)
	kept := make([]Hold, len(r.free)) // what for, where something is kept for others
	for _, party := range q.parties() {
		shares := sharesOf(party)
		stay := e.stay(t, r, kept, party, now)
		for _, w := range party {
			if stay.Hold != "" {
				held[w.ID] = stay
			}
		}
		free := slices.Clone(r.free)
		switch {
		case r.fits(shares...):
			r.take(shares...)
		case len(party) > 1:
			r.keep(shares...)
		}
		for i := range kept {
			switch {
			case r.free[i] == free[i] || kept[i] != "":
			case stay.Hold == HeldAddress:
				kept[i] = HeldOffered
			case stay.Hold != "":
				kept[i] = HeldByGroup
			}
		}
	}
	return held
}

// stay says why a party does not move up; without a reason it does.
func (e *Event) stay(t Tally, r rooms, kept []Hold, party []Waiter, now time.Time) Stay {
	full := r.full(sharesOf(party))
	switch {
	case e.Status != Published:
		return Stay{Hold: HeldOff}
	case !e.listMoves(now):
		return Stay{Hold: HeldStopped}
	case full < 0 && isUnverified(party):
		return Stay{Hold: HeldAddress}
	case full < 0:
		return Stay{}
	case len(party) > 1 && r.free[full] > 0:
		return Stay{HeldTogether, r.limits[full]}
	case kept[full] != "":
		return Stay{kept[full], r.limits[full]}
	case t.Of(r.limits[full]).Offered > 0:
		return Stay{HeldOffered, r.limits[full]}
	}
	return Stay{HeldFull, r.limits[full]}
}

// full finds the first limit there is too little room in for all of them, or -1.
func (r rooms) full(shares []Share) int {
	for i, l := range r.limits {
		if n := l.count(shares); n > 0 && n > r.free[i] {
			return i
		}
	}
	return -1
}

// OfferedUntil is until when a place is held that is offered now. It is never
// held longer than until the event begins.
func (e *Event) OfferedUntil(now time.Time) time.Time {
	until := now.Add(time.Duration(max(e.OfferHours, 1)) * time.Hour)
	if until.After(e.StartsAt) && now.Before(e.StartsAt) {
		return e.StartsAt
	}
	return until
}

// NextInLine reports whether somebody else gets the place at once that a person
// gives up.
func (e *Event) NextInLine(t Tally, r *Registration, now time.Time) bool {
	if r.Standing != Confirmed || !e.listMoves(now) {
		return false
	}
	without := t.clone()
	without.count(r.Share(), Confirmed, -1)
	return e.FreePlaces(without) > 0
}

// Freed is how many of those who wait get a place once the event is saved over
// its earlier self, if groups that come together are taken apart.
func (e *Event) Freed(old *Event, t Tally, now time.Time) int {
	moving := func(ev *Event) int {
		if !ev.listMoves(now) {
			return 0
		}
		return ev.FreePlaces(t)
	}
	return max(0, moving(e)-moving(old))
}
