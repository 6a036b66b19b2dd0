package event

import (
	"slices"
	"strings"
	"time"
)

// ByHand is a registration that an organiser writes. It has no form and no
// receipt.
func ByHand(ev *Event, s Signup, standing Standing, isExtra bool, reference string, now time.Time) Registration {
	r := newRegistration(ev, s, standing, reference, now)
	r.IsExtra = isExtra
	return r
}

// ShiftByHand decides whether an organiser may let a registration count against
// other limits: who holds a place needs room there, unless the organiser says
// otherwise. It reports whether the place is then one beyond a limit.
func (e *Event) ShiftByHand(t Tally, r *Registration, to Share, extra bool) (isExtra bool, err error) {
	holds := r.Standing == Confirmed || r.Standing == Waiting && r.OfferUntil != nil
	if from := r.Share(); from == to || !holds {
		return r.IsExtra, nil
	}
	free := e.rooms(t)
	for i, l := range free.limits {
		if l.covers(to) && !l.covers(r.Share()) && free.free[i] < 1 {
			if !extra {
				return r.IsExtra, ErrFull
			}
			isExtra = true
		}
	}
	return isExtra || r.IsExtra, nil
}

// AmendByHand gives the registration what an organiser has written, and says what
// changed. Sessions are changed elsewhere. The sensitive answers must have been
// read.
func (r *Registration) AmendByHand(e *Event, s Signup) []DetailChange {
	changes := append(r.Amend(s), r.AmendAnswers(e, s)...)
	if r.Category != s.Category {
		changes = append(changes, DetailChange{"category", e.called(r.Category), e.called(s.Category)})
		r.Category = s.Category
	}
	return changes
}

// called is the name of a category, or its id where nobody knows it.
func (e *Event) called(category string) string {
	if c := e.Category(category); c != nil {
		return c.Name
	}
	return category
}

// OtherSessions says which groups of sessions change if somebody has chosen these
// and is to have those.
func (e *Event) OtherSessions(have []SessionChoice, keys []string) []DetailChange {
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

// OfferingByHand is Offering, with the category that somebody has.
func (e *Event) OfferingByHand(r *Registration) *Event {
	with := e.Offering(r.Answers, r.Sensitive)
	with.Categories = slices.Clone(e.Categories)
	if own := with.Category(r.Category); own != nil {
		own.Retired = false
	}
	return with
}
