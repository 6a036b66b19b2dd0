package event

import "time"

// LateLink lets one person register after closing. It is issued by the
// organiser, works once and until it expires, and its row is the record of who
// was let in.
type LateLink struct {
	ID        uint
	EventID   uint
	Note      string // why, in the organiser's words
	ExpiresAt time.Time
	Used      bool
	CreatedAt time.Time
}

// Opens reports whether the link lets its holder in now. Cancelled, ended and
// unpublished events stay closed for everybody.
func (l *LateLink) Opens(e *Event, now time.Time) bool {
	return l.EventID == e.ID && !l.Used && now.Before(l.ExpiresAt) &&
		e.Status == Published && now.Before(e.EndsAt)
}
