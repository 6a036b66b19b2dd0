package event

import (
	"errors"
	"slices"
	"time"
)

// State is how an event stands towards someone who wants to register.
type State string

// The states an event page can show.
const (
	NotOpen   State = "not-open" // registration opens later
	Open      State = "open"
	Few       State = "few" // open, and nearly full
	WaitList  State = "waiting-list"
	Full      State = "full" // no places and no waiting list
	Closed    State = "closed"
	Past      State = "past"
	CalledOff State = "cancelled"
)

// State says what visitors meet now. An event is past when it has ended, closed
// from its closing moment, and never both.
func (e *Event) State(t Tally, now time.Time) State {
	switch {
	case e.Status == Cancelled:
		return CalledOff
	case !now.Before(e.EndsAt):
		return Past
	case errors.Is(e.opening(now), ErrClosed):
		return Closed
	case errors.Is(e.opening(now), ErrNotOpen):
		return NotOpen
	}
	switch all := e.PlacesInAll(); {
	case e.hasRoom(t, now) && all > 0 && IsFew(e.Left(t), all):
		return Few
	case e.hasRoom(t, now):
		return Open
	case e.HasWaitingList:
		return WaitList
	}
	return Full
}

// opening says why registration is not open, by the clock alone: that of the
// event, and those of its categories.
func (e *Event) opening(now time.Time) error {
	switch {
	case !now.Before(e.ClosesAt):
		return ErrClosed
	case e.Opening(now) != nil:
		return ErrNotOpen
	}
	offered := e.OfferedCategories()
	isOpen := func(c Category) bool { return c.IsOpen(now) }
	if len(offered) > 0 && !slices.ContainsFunc(offered, isOpen) {
		return ErrClosed
	}
	return nil
}

// Opening is when registration opens, for the event or for the first of its
// categories; nil if it has opened.
func (e *Event) Opening(now time.Time) *time.Time {
	if e.OpensAt != nil && now.Before(*e.OpensAt) {
		return e.OpensAt
	}
	var first *time.Time
	for _, c := range e.OfferedCategories() {
		switch {
		case c.IsOpen(now):
			return nil
		case c.OpensAt != nil && now.Before(*c.OpensAt) && (first == nil || c.OpensAt.Before(*first)):
			first = c.OpensAt
		}
	}
	return first
}

// hasRoom reports whether a newcomer can get a place in some way.
func (e *Event) hasRoom(t Tally, now time.Time) bool {
	r := e.roomsForNewcomers(t, nil)
	return slices.ContainsFunc(e.Offers(), func(s Share) bool {
		c := e.Category(s.Category)
		return r.left(s) > 0 && (c == nil || c.IsOpen(now))
	})
}

// IsFew reports whether so few places are left that people should hurry: at most
// a tenth of them, or at most ten of a hall with more.
func IsFew(left, capacity int) bool {
	return left*10 <= capacity || left <= 10 && capacity > 20
}

// TakesSignups reports whether the form is worth showing.
func (s State) TakesSignups() bool { return s == Open || s == Few || s == WaitList }

// IsOpen says why nobody can sign up now, if that is so. The door closes with
// the event itself, even where the last day counts whole.
func (e *Event) IsOpen(now time.Time) error {
	switch {
	case e.Status != Published:
		return ErrNotPublished
	case !now.Before(e.EndsAt):
		return ErrClosed
	}
	return e.opening(now)
}

// TurnsAway says why whoever comes now can get neither a place nor a wait, or nil.
func (e *Event) TurnsAway(t Tally, now time.Time) error {
	if err := e.IsOpen(now); err != nil {
		return err
	}
	if e.HasWaitingList || e.hasRoom(t, now) {
		return nil
	}
	return ErrFull
}

// Admit decides what the next registration gets. People on the waiting list
// come first: a freed place is theirs, not the newcomer's.
func (e *Event) Admit(t Tally, s Share, now time.Time) (Standing, error) {
	if err := e.TurnsAway(t, now); err != nil {
		return "", err
	}
	return e.admitLate(t, nil, s)
}

// admitLate is Admit without the deadline, for whoever holds a late link. All of
// them get the same: a place each, or a wait.
func (e *Event) admitLate(t Tally, q Queue, shares ...Share) (Standing, error) {
	r := e.roomsForNewcomers(t, q)
	switch {
	case r.fits(shares...):
		return Confirmed, nil
	case e.HasWaitingList:
		return Waiting, nil
	case slices.ContainsFunc(e.Offers(), func(s Share) bool { return r.left(s) > 0 }):
		return "", ErrShareFull
	}
	return "", ErrFull
}

// AdmitWaiting decides whether the organiser may give somebody in the waiting
// list a place by hand. It needs a free place, but not that the list still moves
// by itself.
func (e *Event) AdmitWaiting(t Tally, s Share) error {
	switch {
	case e.Status != Published:
		return ErrNotPublished
	case !e.rooms(t).fits(s):
		return ErrFull
	}
	return nil
}
