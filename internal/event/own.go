package event

import (
	"cmp"
	"slices"
	"time"
)

// JoinOpens is how long before the start of an event people are let into its
// meeting: long enough to try sound and picture, too short for the address to
// be passed around.
const JoinOpens = 15 * time.Minute

// ChangesUntil is the moment from which people no longer change their own
// registration.
func (e *Event) ChangesUntil() time.Time {
	if e.ChangeBy != nil {
		return *e.ChangeBy
	}
	return e.StartsAt
}

// CancelsUntil is the moment from which people no longer give their place back
// by themselves.
func (e *Event) CancelsUntil() time.Time {
	if e.CancelBy != nil {
		return *e.CancelBy
	}
	return e.EndsAt
}

// goesOn reports whether anything can still be changed about a registration.
func (e *Event) goesOn(r *Registration, now time.Time) bool {
	return r.IsLive() && e.Status == Published && now.Before(e.EndsAt)
}

// HoldsPlace reports whether the place is the person's, and not only held until
// they say so.
func (r *Registration) HoldsPlace() bool { return r.Standing == Confirmed && r.VerifyBy == nil }

// MayChange reports whether a person changes their own registration now.
func (e *Event) MayChange(r *Registration, now time.Time) bool {
	return e.goesOn(r, now) && now.Before(e.ChangesUntil())
}

// MayCancel reports whether a person gives up what they have now. Until when a
// place can be given back is the organiser's choice; whoever has none leaves the
// waiting list, declines an offer or takes an application back at any time.
func (e *Event) MayCancel(r *Registration, now time.Time) bool {
	return e.goesOn(r, now) && (!r.HoldsPlace() || now.Before(e.CancelsUntil()))
}

// MayMove reports whether a person corrects their address now. Without the right
// one no mail arrives, so that is possible until the end.
//
// Where addresses are to be confirmed, the new one is so only if none was before:
// whoever has shown that somebody reads their mail does not lose the place to a
// slip of the finger, and what opens the registration goes to the new address
// alone.
func (e *Event) MayMove(r *Registration, now time.Time) bool { return e.goesOn(r, now) }

// MayHandOver reports whether a person gives their place to a colleague now. Where
// the organiser says yes or no to each person, only the organiser can do that.
func (e *Event) MayHandOver(r *Registration, now time.Time) bool {
	return r.HoldsPlace() && r.ArrivedAt == nil && !e.NeedsApproval && e.MayChange(r, now)
}

// HasMeeting reports whether the person is let into a meeting on the net.
func (e *Event) HasMeeting(r *Registration) bool {
	return e.JoinURL != "" && e.IsOnline() && r.HoldsPlace() && r.Attendance != OnSite
}

// JoinOpensAt is when people are let into the meeting.
func (e *Event) JoinOpensAt() time.Time { return e.StartsAt.Add(-JoinOpens) }

// MayJoin reports whether the person is let into the meeting now.
func (e *Event) MayJoin(r *Registration, now time.Time) bool {
	return e.HasMeeting(r) && e.goesOn(r, now) && !now.Before(e.JoinOpensAt())
}

// WelcomeText is the organiser's greeting to a person: that for the way they
// come, or that for everybody.
func (e *Event) WelcomeText(r *Registration) string {
	return cmp.Or(e.Way(r.Attendance).Welcome, e.Texts.Welcome)
}

// SinceTakenOver leaves the mails to whoever has the registration now: what went
// to those who had it before is none of their business.
func SinceTakenOver(msgs []Message) []Message {
	for i, m := range slices.Backward(msgs) {
		if m.Kind == MailTakenOver {
			return msgs[i:]
		}
	}
	return msgs
}
