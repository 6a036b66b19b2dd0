package event

import "slices"

// Letter is everything a mail is composed from: the message and what it is
// about, as it stands when the mail leaves.
type Letter struct {
	Message      Message
	Event        *Event          // with its organisation; nil for mails that are about none
	Registration *Registration   // nil for mails that are about none
	Places       []Held          // for MailLinks: all live registrations of the address
	Ticket       *Ticket         // what the mail brings a link to, nil if it can no longer be used
	Invitation   *OpenInvitation // for MailInvitation, while it can be accepted
	Invite       *Invited        // for MailInvite and MailInviteReminder, while it is open
	Sender       *Group          // who registered the person; nil if they did so themselves
	Chosen       []SessionChoice // in the programme, by the registration
	Lacks        bool            // something is still to be answered that the sender could not answer
	Overview     *OpenGroup      // for MailGroup
	Groups       []OpenGroup     // for MailLinks: whom the address registered, without the people
}

// Held is a registration together with its event.
type Held struct {
	Registration Registration
	Event        Event
}

// IsPointless reports that there is nothing to tell the recipient any more: a
// confirmation of a place that was given back meanwhile, a new time of an event
// that was called off, links to nothing,
// a link for somebody who is no user, or an invite that was answered meanwhile.
func (l *Letter) IsPointless() bool {
	if l.strays() {
		return true
	}
	switch l.Message.Kind {
	case MailChanged:
		if l.Message.Data.Moved {
			return l.Registration == nil
		}
	case MailSession:
		has := func(c SessionChoice) bool { return c.Session == l.Message.Data.Session && c.Standing == Confirmed }
		if !slices.ContainsFunc(l.Chosen, has) {
			return true // given back meanwhile, or another chosen
		}
	case MailLinks:
		return len(l.Places) == 0 && len(l.Groups) == 0
	case MailGroup:
		return l.Overview == nil || l.Overview.Live() == 0 || l.Event == nil || l.Event.Status == Cancelled
	case MailSignIn:
		return l.Ticket == nil || l.Ticket.UserID == nil
	case MailTest, MailSecurity:
		return false
	case MailInvitation:
		return l.Invitation == nil
	case MailInvite:
		return l.Invite == nil || l.Invite.IsFull()
	case MailInviteReminder:
		return l.Invite == nil || l.Invite.HasAnswered()
	case MailWithdrawn, MailLeft, MailHandedOver:
		return l.Registration == nil
	case MailVerify:
		return l.Registration == nil || l.Registration.VerifyBy == nil || l.Event.Status == Cancelled
	case MailOffer:
		return l.Registration == nil || l.Registration.OfferUntil == nil || l.Event.Status == Cancelled
	case MailOfferExpired:
		return l.Registration == nil || l.Registration.IsLive() || l.Event.Status == Cancelled
	case MailRemoved, MailDeclined:
		return l.Registration == nil || l.Registration.IsLive()
	case MailMoved:
		return l.Registration == nil || l.Registration.Standing != Waiting || l.Event == nil || l.Event.Status == Cancelled
	case MailEventCancelled:
		return l.Registration == nil || !l.Registration.IsLive()
	}
	return l.Registration == nil || !l.Registration.IsLive() || l.Event == nil || l.Event.Status == Cancelled
}

// strays reports that the registration goes to another address by now: a mail
// that opens it must not reach the old one.
func (l *Letter) strays() bool {
	return l.Registration != nil && l.Message.opens() && l.Message.Recipient != l.Registration.Email
}

// opens reports whether the private link of a registration is in the mail.
func (m *Message) opens() bool {
	switch m.Kind {
	case MailConfirmed, MailWaiting, MailPromoted, MailAlready, MailMoved, MailVerify, MailApplied, MailOffer, MailSession,
		MailTakenOver, MailEventChanged:
		return true
	case MailChanged:
		return !m.Data.Moved
	}
	return false
}
