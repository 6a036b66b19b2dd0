package event

import "time"

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
func (e *Event) State(p Places, now time.Time) State {
	switch {
	case e.Status == Cancelled:
		return CalledOff
	case !now.Before(e.EndsAt):
		return Past
	case !now.Before(e.ClosesAt):
		return Closed
	case e.OpensAt != nil && now.Before(*e.OpensAt):
		return NotOpen
	case e.Capacity == 0:
		return Open
	}
	left := e.Left(p)
	switch {
	case left > 0 && e.isFew(left):
		return Few
	case left > 0:
		return Open
	case e.HasWaitingList:
		return WaitList
	}
	return Full
}

// isFew: at most a tenth of the places, or at most ten of a hall with more.
func (e *Event) isFew(left int) bool {
	return left*10 <= e.Capacity || left <= 10 && e.Capacity > 20
}

// TakesSignups reports whether the form is worth showing.
func (s State) TakesSignups() bool { return s == Open || s == Few || s == WaitList }

// Places counts who already holds or wants a place.
type Places struct {
	Confirmed int
	Waiting   int
}

// Left is how many places a newcomer can still get. People on the waiting list
// come first: a freed place is theirs.
func (e *Event) Left(p Places) int {
	return max(0, e.Capacity-p.Confirmed-p.Waiting)
}

// Admit decides what the next registration gets. People on the waiting list
// come first: a freed place is theirs, not the newcomer's. The door closes with
// the event itself, even where the last day counts whole.
func (e *Event) Admit(p Places, now time.Time) (Standing, error) {
	switch {
	case e.Status != Published:
		return "", ErrNotPublished
	case e.OpensAt != nil && now.Before(*e.OpensAt):
		return "", ErrNotOpen
	case !now.Before(e.ClosesAt), !now.Before(e.EndsAt):
		return "", ErrClosed
	}
	return e.admitLate(p)
}

// admitLate is Admit without the deadline, for whoever holds a late link.
func (e *Event) admitLate(p Places) (Standing, error) {
	switch {
	case e.Capacity == 0, e.Left(p) > 0:
		return Confirmed, nil
	case e.HasWaitingList:
		return Waiting, nil
	}
	return "", ErrFull
}

// Promotions is how many people at the head of the waiting list get a place
// now. From ListStopsAt the list stands still and the organiser decides.
func (e *Event) Promotions(p Places, now time.Time) int {
	if e.Status != Published || !now.Before(e.ListStopsAt()) {
		return 0
	}
	return e.FreePlaces(p)
}

// AdmitWaiting decides whether the organiser may give somebody in the waiting
// list a place by hand. It needs a free place, but not that the list still moves
// by itself.
func (e *Event) AdmitWaiting(p Places) error {
	switch {
	case e.Status != Published:
		return ErrNotPublished
	case e.FreePlaces(p) == 0:
		return ErrFull
	}
	return nil
}

// FreePlaces is how many of those who wait there is room for, whatever the
// time. With no limit there is room for all.
func (e *Event) FreePlaces(p Places) int {
	if e.Capacity == 0 {
		return p.Waiting
	}
	return min(p.Waiting, max(0, e.Capacity-p.Confirmed))
}
