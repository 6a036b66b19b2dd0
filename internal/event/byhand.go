package event

import (
	"slices"
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
	was := *r
	changes := append(r.Amend(s), r.AmendAnswers(e, s)...)
	if r.Name != was.Name || r.Attendance != was.Attendance {
		r.Sequence++ // both stand in the calendar entry
	}
	if r.Category != s.Category {
		changes = append(changes, DetailChange{"category", e.categoryName(r.Category), e.categoryName(s.Category)})
		r.Category = s.Category
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
