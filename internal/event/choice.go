package event

import (
	"slices"
	"time"
)

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
	Standing       Standing // Confirmed or Waiting; Applied without a place at the event; Withdrawn with its registration
	CreatedAt      time.Time
	// ConfirmedAt is since when they have a place in it, or had one that they lost
	// with that at the event.
	ConfirmedAt *time.Time
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

// ChoiceGroupsFor are the groups of sessions that somebody may choose in who
// comes and has answered like this.
func (e *Event) ChoiceGroupsFor(s Signup) []ChoiceGroup {
	var all []ChoiceGroup
	for _, g := range e.Choices {
		if g.When.Holds(s.Answers, Circumstances{s.Attendance, s.Category}) {
			all = append(all, g)
		}
	}
	return all
}

// readChoices reads which sessions a person chooses. Those of groups that are
// not for them are left out, whatever a program sends.
func (e *Event) readChoices(invalid Invalid, raw func(field string) []string, s Signup) []string {
	var keys []string
	var chosen []Choosable
	for _, g := range e.ChoiceGroupsFor(s) {
		field := ChoiceField(g.Key)
		picked := g.picked(raw(field))
		if complaint := g.complaint(raw(field), picked); complaint != "" {
			invalid[field] = complaint
		}
		for _, c := range picked {
			if slices.ContainsFunc(chosen, c.Overlaps) && invalid[field] == "" {
				invalid[field] = MsgSessionsOverlap
			}
			chosen, keys = append(chosen, c), append(keys, c.Key)
		}
	}
	return keys
}

// picked are the sessions that were ticked, in the order of the group, each once.
func (g ChoiceGroup) picked(raw []string) []Choosable {
	var all []Choosable
	for _, c := range g.Sessions {
		if slices.Contains(raw, c.Key) {
			all = append(all, c)
		}
	}
	return all
}

func (g ChoiceGroup) complaint(raw []string, picked []Choosable) Key {
	unknown := func(key string) bool {
		return key != "" && !slices.ContainsFunc(g.Sessions, func(c Choosable) bool { return c.Key == key })
	}
	switch {
	case slices.ContainsFunc(raw, unknown):
		return MsgNotAChoice
	case len(picked) == 0 && g.Min > 0 && g.Max == 1:
		return MsgChooseOne
	case len(picked) == 0 && g.Min > 0:
		return MsgChooseSome
	case len(picked) < g.Min:
		return MsgTooFewChosen
	case g.Max > 0 && len(picked) > g.Max:
		return MsgTooManyChosen
	}
	return ""
}

// Overlaps reports whether two sessions take place at the same time. Without a
// clock nobody knows, and one that does not say when it ends is taken to have
// ended when the other begins, unless they begin together.
func (c Choosable) Overlaps(other Choosable) bool {
	if c.StartsAt == nil || other.StartsAt == nil {
		return false
	}
	first, second := c, other
	if second.StartsAt.Before(*first.StartsAt) {
		first, second = second, first
	}
	if first.StartsAt.Equal(*second.StartsAt) {
		return true
	}
	return first.EndsAt != nil && second.StartsAt.Before(*first.EndsAt)
}

// Overlaps reports whether a session of one group takes place at the same time as
// another session of the other.
func (g ChoiceGroup) Overlaps(other ChoiceGroup) bool {
	return slices.ContainsFunc(g.Sessions, func(c Choosable) bool {
		return slices.ContainsFunc(other.Sessions, func(o Choosable) bool { return o.Key != c.Key && c.Overlaps(o) })
	})
}

// SessionPromotions are those who get a place in a session now, of all who wait
// for it in order. From ListStopsAt its list stands still, as that of the event
// does: then only the fresh ones, who have just come, get what nobody else waits
// for.
func (e *Event) SessionPromotions(t Tally, key string, waiting []SessionChoice, fresh func(SessionChoice) bool, now time.Time) []SessionChoice {
	s := e.Choosable(key)
	if s == nil {
		return nil
	}
	free := len(waiting)
	if s.Capacity > 0 {
		free = max(0, s.Capacity-t.Sessions[key].Confirmed)
	}
	if !e.listMoves(now) {
		var late []SessionChoice
		for _, c := range waiting {
			if fresh(c) {
				late = append(late, c)
			} else {
				free--
			}
		}
		waiting, free = late, max(0, free)
	}
	return waiting[:min(free, len(waiting))]
}
