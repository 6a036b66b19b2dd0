package event

import "time"

// Choice makes a heading of the programme a group of sessions to choose among.
type Choice struct {
	Min  int        `json:"min,omitempty"`  // 0: one may choose none
	Max  int        `json:"max,omitempty"`  // 0: as many as do not overlap
	When *Condition `json:"when,omitempty"` // who may choose; nil for everybody
}

// ChoiceGroup is a group of sessions to choose among, as the desk needs it. The
// store keeps it with the event: the programme itself is not loaded for a sign-up.
type ChoiceGroup struct {
	Choice
	Key      string      `json:"key"` // of the heading
	Title    string      `json:"title"`
	Sessions []Choosable `json:"sessions"`
}

// Choosable is a session to choose.
type Choosable struct {
	Key      string     `json:"key"`
	Title    string     `json:"title"`
	Room     string     `json:"room,omitempty"`
	StartsAt *time.Time `json:"starts_at,omitempty"`
	EndsAt   *time.Time `json:"ends_at,omitempty"`
	Capacity int        `json:"capacity,omitempty"` // 0 means unlimited
}

// SessionChoice is a session that somebody has chosen, or waits for.
type SessionChoice struct {
	ID             uint
	EventID        uint
	RegistrationID uint
	Session        string   // Session.Key
	Standing       Standing // Confirmed, Waiting, or Withdrawn with its registration
	CreatedAt      time.Time
	ConfirmedAt    *time.Time
}

// GroupedChoices finds what can be chosen in the programme: the headings that
// have a Choice, each with its sessions.
func (e *Event) GroupedChoices() []ChoiceGroup {
	var groups []ChoiceGroup
	for _, h := range e.Sessions {
		if h.Choice == nil || h.Kind != Heading {
			continue
		}
		groups = append(groups, ChoiceGroup{Choice: *h.Choice, Key: h.Key, Title: h.Title, Sessions: h.choosable()})
	}
	return groups
}

// choosable are the sessions under a heading that one can choose.
func (s Session) choosable() []Choosable {
	var all []Choosable
	for _, sub := range s.Sessions {
		if sub.Kind != Break {
			all = append(all, Choosable{
				sub.Key, sub.Title, sub.Room, firstMoment(sub.StartsAt, s.StartsAt), firstMoment(sub.EndsAt, s.EndsAt), sub.Capacity,
			})
		}
	}
	return all
}

// firstMoment is the session's own clock, or that of its heading.
func firstMoment(own, of *time.Time) *time.Time {
	if own != nil {
		return own
	}
	return of
}

// Choosable finds a session to choose by its key, nil for none.
func (e *Event) Choosable(key string) *Choosable {
	for i := range e.Choices {
		for j := range e.Choices[i].Sessions {
			if e.Choices[i].Sessions[j].Key == key {
				return &e.Choices[i].Sessions[j]
			}
		}
	}
	return nil
}

// ChoiceField is the name of the form field for a group of sessions.
func ChoiceField(groupKey string) string { return "sessions-" + groupKey }
