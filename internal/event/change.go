package event

import (
	"slices"
	"time"
)

// Change is what saving an event means for those already registered.
type Change struct {
	Called   bool        // it was called off
	Moved    bool        // another time or place
	Sessions []Choosable // that have another time or room, as they were: those who chose them are told
	Reversed bool        // it was called off, and is to take place after all
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
	case old.Status != Published:
		return Change{}
	}
	return Change{Moved: old.moment() != new.moment() || old.Place() != new.Place(), Sessions: movedSessions(old, new)}
}

// movedSessions are the sessions to choose that have another time or room in the
// new programme, as they were.
func movedSessions(old, new *Event) []Choosable {
	now := map[string]Choosable{}
	for _, g := range new.GroupedChoices() {
		for _, s := range g.Sessions {
			now[s.Key] = s
		}
	}
	var moved []Choosable
	for _, g := range old.GroupedChoices() {
		for _, s := range g.Sessions {
			if n, there := now[s.Key]; there && !s.sameTimeAndRoom(n) {
				moved = append(moved, s)
			}
		}
	}
	return moved
}

func (c Choosable) sameTimeAndRoom(other Choosable) bool {
	same := func(a, b *time.Time) bool { return a == nil && b == nil || a != nil && b != nil && a.Equal(*b) }
	return same(c.StartsAt, other.StartsAt) && same(c.EndsAt, other.EndsAt) && c.Room == other.Room
}

// MovedFor are the sessions that have moved of those that somebody has chosen, or
// waits for.
func (c Change) MovedFor(chosen []SessionChoice) []Choosable {
	var moved []Choosable
	for _, s := range c.Sessions {
		if slices.ContainsFunc(chosen, func(has SessionChoice) bool { return has.Session == s.Key }) {
			moved = append(moved, s)
		}
	}
	return moved
}

// MovedKeys are the keys of the sessions that have moved.
func (c Change) MovedKeys() []string {
	var keys []string
	for _, s := range c.Sessions {
		keys = append(keys, s.Key)
	}
	return keys
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
