package event

import (
	"slices"
	"strings"
	"time"
)

// Why a change is refused that somebody wants of their own registration.
const (
	MsgWayFull        Key = "invalid.way_full"
	MsgCategoryFull   Key = "invalid.category_full"
	MsgOthersWait     Key = "invalid.others_wait"
	MsgSessionNowFull Key = "invalid.session_now_full"
)

// Shift decides whether a registration may count against other limits: whoever
// has a place keeps it, if there is room beyond what belongs to those who wait;
// whoever waits goes behind nobody and before nobody, so others may not wait for
// the same. A change that does not fit leaves everything as it is.
func (e *Event) Shift(t Tally, q Queue, r *Registration, to Share, now time.Time) Invalid {
	from := r.Share()
	if to.Category != from.Category {
		if c := e.Category(to.Category); c == nil || c.Retired || !c.IsOpen(now) {
			return Invalid{"category": MsgCategoryShut}
		}
	}
	free := e.roomsForNewcomers(t, q)
	for i, l := range free.limits {
		if !l.covers(to) || l.covers(from) {
			continue
		}
		if r.Standing == Waiting && r.OfferUntil == nil {
			if t.Of(l).Waiting > 0 {
				return l.complain(MsgOthersWait, MsgOthersWait)
			}
		} else if r.Standing != Applied && free.free[i] < 1 {
			return l.complain(MsgWayFull, MsgCategoryFull)
		}
	}
	return nil
}

// complain says beside the right field what is wrong with a limit.
func (l Limit) complain(way, category Key) Invalid {
	if l.Attendance != "" {
		return Invalid{"attendance": way}
	}
	return Invalid{"category": category}
}

// Rechoose decides whether somebody may choose these sessions in place of those
// they have. Nobody gives up a place in a session for a wait by mistake: it may
// have filled up while they thought about it.
func (e *Event) Rechoose(t Tally, have []SessionChoice, keys []string) Invalid {
	invalid := Invalid{}
	for _, g := range e.Choices {
		in := func(key string) bool {
			return slices.ContainsFunc(g.Sessions, func(s Choosable) bool { return s.Key == key })
		}
		drops := slices.ContainsFunc(have, func(c SessionChoice) bool {
			return c.Standing == Confirmed && in(c.Session) && !slices.Contains(keys, c.Session)
		})
		waits := slices.ContainsFunc(keys, func(key string) bool {
			isNew := !slices.ContainsFunc(have, func(c SessionChoice) bool { return c.Session == key })
			return in(key) && isNew && e.admitToSession(t, key) == Waiting
		})
		if drops && waits {
			invalid[ChoiceField(g.Key)] = MsgSessionNowFull
		}
	}
	return invalid
}

// Alter gives the registration what its owner wants and says what changed. The
// address is changed elsewhere. The sensitive answers must have been read.
func (r *Registration) Alter(e *Event, s Signup) []DetailChange {
	s.Email = r.Email
	return r.AmendByHand(e, s)
}

// categoryName is the name of a category, or its id where nobody knows it.
func (e *Event) categoryName(id string) string {
	if c := e.Category(id); c != nil {
		return c.Name
	}
	return id
}

// RechoiceChanges says what changed of the sessions somebody has chosen.
func (e *Event) RechoiceChanges(have []SessionChoice, keys []string) []DetailChange {
	var changes []DetailChange
	for _, g := range e.Choices {
		var was, became []string
		for _, s := range g.Sessions {
			if slices.ContainsFunc(have, func(c SessionChoice) bool { return c.Session == s.Key }) {
				was = append(was, s.Title)
			}
			if slices.Contains(keys, s.Key) {
				became = append(became, s.Title)
			}
		}
		if !slices.Equal(was, became) {
			changes = append(changes, DetailChange{ChoiceField(g.Key), strings.Join(was, ", "), strings.Join(became, ", ")})
		}
	}
	return changes
}

// OfferingTo is the event with everything that somebody has chosen and that is no
// longer offered to others, for the form in which they change it.
func (e *Event) OfferingTo(r *Registration) *Event {
	with := e.Offering(r.Answers, r.Sensitive)
	with.Categories = slices.Clone(e.Categories)
	if own := with.Category(r.Category); own != nil {
		own.Retired, own.OpensAt, own.ClosesAt = false, nil, nil
	}
	return with
}
