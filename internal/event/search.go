package event

import "strings"

// Search is what a visitor looks for in a list of events. Empty fields match
// everything.
type Search struct {
	Words        string
	Attendance   Attendance
	Organisation string // slug
	Cost         string // CostFree or CostFee
}

// The costs one can look for.
const (
	CostFree = "free"
	CostFee  = "fee"
)

// IsZero reports that nothing is looked for.
func (s Search) IsZero() bool { return s == Search{} }

// Matches reports whether the event is what the visitor looks for: every word
// stands somewhere in what the lists show, and every filter fits. Somebody who
// looks for online events also finds those that can be attended both ways.
func (s Search) Matches(e *Event) bool {
	text := strings.ToLower(strings.Join([]string{
		e.Title, e.Lead, e.Kind, e.TargetGroup, e.PlaceName, e.PlaceAddress, e.Organisation.Name,
	}, "\n"))
	for _, word := range strings.Fields(strings.ToLower(s.Words)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	switch {
	case s.Attendance == OnSite && !e.IsOnSite(), s.Attendance == Online && !e.IsOnline():
		return false
	case s.Organisation != "" && s.Organisation != e.Organisation.Slug:
		return false
	case s.Cost == CostFree && !e.Free, s.Cost == CostFee && e.Free:
		return false
	}
	return true
}
