package event

import (
	"slices"
	"strings"
	"time"
)

// Clash is something about a programme that may be meant, but looks like a
// mistake. Item and Other count the items from the top, those under headings
// too; Other is -1 where there is none.
type Clash struct {
	Kind    ClashKind
	Item    int
	Other   int
	Speaker string
	Most    int // for ClashMost
}

// ClashKind is what looks wrong. The words stand in i18n under "clash.".
type ClashKind string

// The kinds of clashes.
const (
	ClashRoom    ClashKind = "room"    // two items in one room at one time
	ClashSpeaker ClashKind = "speaker" // one person in two items at one time
	ClashOutside ClashKind = "outside" // before the event begins, or after it ends
	ClashOrder   ClashKind = "order"   // earlier than what stands above it
	ClashMost    ClashKind = "most"    // people may choose more than do not overlap
	ClashChoice  ClashKind = "choice"  // whoever chooses here cannot choose there, and must
)

// flat is an item with the place of the heading it stands under, or -1.
type flat struct {
	Session
	over int
}

func (p Program) flat() []flat {
	var all []flat
	for _, s := range p.Sessions {
		over := len(all)
		all = append(all, flat{s, -1})
		for _, sub := range s.Sessions {
			all = append(all, flat{sub, over})
		}
	}
	return all
}

// Clashes finds what looks wrong in the event's programme, from the top down.
// Nothing of it is forbidden.
func (e *Event) Clashes() []Clash {
	all := e.Program().flat()
	var found []Clash
	latest := map[int]int{} // the latest start so far, below each heading
	for i, s := range all {
		if s.StartsAt == nil {
			continue
		}
		if e.isOutside(s.Session) {
			found = append(found, Clash{Kind: ClashOutside, Item: i, Other: -1})
		}
		before, some := latest[s.over]
		if !some && s.over >= 0 && all[s.over].StartsAt != nil {
			before, some = s.over, true
		}
		if some && s.StartsAt.Before(*all[before].StartsAt) {
			found = append(found, Clash{Kind: ClashOrder, Item: i, Other: before})
		} else {
			latest[s.over] = i
		}
		for j, other := range all[:i] {
			// What is under a heading is a part of it.
			if s.over == j || !overlap(s.Session, other.Session) {
				continue
			}
			found = append(found, together(i, j, s.Session, other.Session)...)
		}
	}
	return append(found, choiceClashes(all)...)
}

// choiceClashes finds groups of sessions that promise more than anybody can
// choose, and pairs of groups that demand it. What a single group demands in vain
// is refused.
func choiceClashes(all []flat) []Clash {
	var found []Clash
	for i, s := range all {
		if s.Choice == nil {
			continue
		}
		sessions := s.choosable()
		if n := most(sessions); s.Choice.Max > n && n > 0 {
			found = append(found, Clash{Kind: ClashMost, Item: i, Other: -1, Most: n})
		}
		for j, other := range all[:i] {
			if other.Choice == nil || s.Choice.Min == 0 || other.Choice.Min == 0 || s.Choice.When.excludes(other.Choice.When) {
				continue
			}
			if !compatible(sessions, other.choosable()) {
				found = append(found, Clash{Kind: ClashChoice, Item: i, Other: j})
			}
		}
	}
	return found
}

// compatible reports whether somebody can choose one of each.
func compatible(some, others []Choosable) bool {
	return slices.ContainsFunc(some, func(c Choosable) bool {
		return slices.ContainsFunc(others, func(o Choosable) bool { return !c.Overlaps(o) })
	})
}

// excludes reports whether it is plain that nobody meets both conditions: they are
// for different ways to come, or for different categories.
func (c *Condition) excludes(other *Condition) bool {
	a, plain := c.Who()
	b, otherPlain := other.Who()
	if !plain || !otherPlain {
		return false
	}
	isAmong := func(id string) bool { return slices.Contains(b.Categories, id) }
	return a.Attendance != "" && b.Attendance != "" && a.Attendance != b.Attendance ||
		len(a.Categories) > 0 && len(b.Categories) > 0 && !slices.ContainsFunc(a.Categories, isAmong)
}

// together finds what two items at the same time may not share.
func together(i, j int, a, b Session) []Clash {
	var found []Clash
	if a.Room != "" && strings.EqualFold(a.Room, b.Room) {
		found = append(found, Clash{Kind: ClashRoom, Item: i, Other: j})
	}
	for _, p := range a.People {
		for _, q := range b.People {
			if p.Speaker.Position == q.Speaker.Position && p.Speaker.Name == q.Speaker.Name {
				found = append(found, Clash{Kind: ClashSpeaker, Item: i, Other: j, Speaker: p.Speaker.Name})
			}
		}
	}
	return found
}

// isOutside reports whether an item is on when the event is not. Breaks may be
// before and after it, on its days: people come, have coffee, and mingle.
func (e *Event) isOutside(s Session) bool {
	if s.Kind == Break {
		day := daysBetween(e.Start(), s.StartsAt.In(e.Location()))
		return day < 0 || day >= e.Days()
	}
	return s.StartsAt.Before(e.StartsAt) || !s.StartsAt.Before(e.EndsAt) || s.EndsAt != nil && s.EndsAt.After(e.EndsAt)
}

// overlap reports whether two items are on at the same time. One that does not
// say when it ends is on at its beginning only.
func overlap(a, b Session) bool {
	if a.StartsAt == nil || b.StartsAt == nil {
		return false
	}
	return a.StartsAt.Equal(*b.StartsAt) || within(*a.StartsAt, b) || within(*b.StartsAt, a)
}

func within(t time.Time, s Session) bool {
	return s.EndsAt != nil && t.After(*s.StartsAt) && t.Before(*s.EndsAt)
}
