package event

import "time"

// Invited is an invite and what came of it.
type Invited struct {
	Invite
	Confirmed int
	Waiting   int
	Applied   int
	Cancelled int
}

// Used is how many live registrations have the invite.
func (i *Invited) Used() int { return i.Confirmed + i.Waiting + i.Applied }

// count counts one more registration with it.
func (i *Invited) count(s Standing) {
	switch s {
	case Confirmed:
		i.Confirmed++
	case Waiting:
		i.Waiting++
	case Applied:
		i.Applied++
	}
}

// Left is how many more may register with it, where that is limited.
func (i *Invited) Left() (left int, limited bool) {
	return max(0, i.Uses-i.Used()), i.Uses > 0
}

// IsFull reports that nobody more may register with it.
func (i *Invited) IsFull() bool {
	left, limited := i.Left()
	return limited && left == 0
}

// HasAnswered reports whether anybody has ever registered with it.
func (i *Invited) HasAnswered() bool { return i.Used()+i.Cancelled > 0 }

// IsSilent reports that nobody has answered, although it is still time.
func (i *Invited) IsSilent(ev *Event, now time.Time) bool {
	return !i.HasAnswered() && i.IsOpen(ev, now)
}

// CanSend reports whether a mail with it is of use.
func (i *Invited) CanSend(ev *Event, now time.Time) bool {
	return i.Email != "" && !i.IsFull() && i.IsOpen(ev, now)
}

// IsUnsent reports whether its first mail is still to leave.
func (i *Invited) IsUnsent(ev *Event, now time.Time) bool {
	return i.SentAt == nil && i.CanSend(ev, now)
}

// CanRemind reports whether it is time to ask once more: nobody gets two mails
// about an invite in one day.
func (i *Invited) CanRemind(ev *Event, now time.Time) bool {
	return i.Email != "" && i.SentAt != nil && i.IsSilent(ev, now) &&
		!sameDay(i.SentAt, now, ev) && !sameDay(i.RemindedAt, now, ev)
}

func sameDay(at *time.Time, now time.Time, ev *Event) bool {
	return at != nil && at.In(ev.Location()).Format(fileDate) == now.In(ev.Location()).Format(fileDate)
}

// InviteTotals sums up the invites of an event.
type InviteTotals struct {
	Invites   int // those that were not revoked
	Asked     int // for how many people, where that is limited
	Unlimited int // how many invites have no limit
	Confirmed int
	Waiting   int
	Applied   int
	Cancelled int
	Left      int // how many more may come by those that are open
	Silent    int
	Unsent    int // whose first mail is still to leave
	Reminding int // who can be reminded now
}

// SumInvites sums up the invites of an event. What people did with one counts
// after it was revoked, but it asks for nobody any more.
func SumInvites(all []Invited, ev *Event, now time.Time) InviteTotals {
	var t InviteTotals
	for _, i := range all {
		t.Confirmed += i.Confirmed
		t.Waiting += i.Waiting
		t.Applied += i.Applied
		t.Cancelled += i.Cancelled
		if i.RevokedAt != nil {
			continue
		}
		t.Invites++
		t.Asked += i.Uses
		if left, limited := i.Left(); !limited {
			t.Unlimited++
		} else if !i.IsExpired(now) {
			t.Left += left
		}
		t.Silent += one(i.IsSilent(ev, now))
		t.Unsent += one(i.IsUnsent(ev, now))
		t.Reminding += one(i.CanRemind(ev, now))
	}
	return t
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// InviteState is how an invite stands, in one word.
type InviteState string

// The states of an invite.
const (
	InviteRevoked   InviteState = "revoked"
	InviteFull      InviteState = "full"      // as many have registered as may
	InviteAnswered  InviteState = "answered"  // somebody has registered
	InviteCancelled InviteState = "cancelled" // those who had registered have all cancelled
	InviteExpired   InviteState = "expired"
	InviteLost      InviteState = "lost" // the mail did not arrive
	InviteUnsent    InviteState = "unsent"
	InviteSilent    InviteState = "silent" // no answer
)

// State says how the invite stands. Whether its latest mail was lost is said by
// the outbox.
func (i *Invited) State(isLost bool, now time.Time) InviteState {
	switch {
	case i.RevokedAt != nil:
		return InviteRevoked
	case i.IsFull():
		return InviteFull
	case i.Used() > 0:
		return InviteAnswered
	case i.HasAnswered():
		return InviteCancelled
	case i.IsExpired(now):
		return InviteExpired
	case isLost:
		return InviteLost
	case i.Email != "" && i.SentAt == nil:
		return InviteUnsent
	}
	return InviteSilent
}
