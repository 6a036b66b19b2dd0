package event

import "time"

// Shelf is the list in which organisers find an event.
type Shelf string

// The shelves.
const (
	OnComing    Shelf = "coming"
	OnDrafts    Shelf = "drafts"
	OnPast      Shelf = "past"
	OnCancelled Shelf = "cancelled"
	OnArchived  Shelf = "archived"
)

// Shelves are all of them, in the order in which they are offered.
var Shelves = []Shelf{OnComing, OnDrafts, OnPast, OnCancelled, OnArchived}

// Shelf says on which list the event is. It is on one at a time.
func (e *Event) Shelf(now time.Time) Shelf {
	switch {
	case e.ArchivedAt != nil:
		return OnArchived
	case e.Status == Cancelled:
		return OnCancelled
	case e.Status == Draft:
		return OnDrafts
	case !now.Before(e.EndsAt):
		return OnPast
	}
	return OnComing
}

// LatestFirst reports whether the list is read backwards: what is over is looked
// for from today.
func (s Shelf) LatestFirst() bool { return s == OnPast || s == OnCancelled || s == OnArchived }
