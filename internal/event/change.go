package event

import "time"

// Change is what saving an event means for those already registered.
type Change struct {
	Called   bool // it was called off
	Moved    bool // another time or place
	Reversed bool // it was called off, and is to take place after all
}

// Compare finds what participants must be told when an event is saved over its
// earlier self. Nobody is told of events that are over, and nobody can come to a
// draft, so a draft may move.
func Compare(old, new *Event, now time.Time) Change {
	switch {
	case !now.Before(old.EndsAt):
		return Change{}
	case new.Status == Cancelled:
		return Change{Called: old.CancelledAt == nil}
	case new.Status == Draft:
		return Change{}
	case old.CancelledAt != nil:
		return Change{Reversed: true}
	}
	return Change{Moved: old.Status == Published && (old.moment() != new.moment() || old.Place() != new.Place())}
}

// moment is what may not differ without people being told.
func (e *Event) moment() [3]string {
	return [3]string{e.StartsAt.UTC().String(), e.EndsAt.UTC().String(), e.TimeText}
}

// Place is where to go, in one line; empty for an event that is only online.
func (e *Event) Place() string {
	switch {
	case !e.IsOnSite():
		return ""
	case e.PlaceAddress == "":
		return e.PlaceName
	}
	return e.PlaceName + ", " + e.PlaceAddress
}
