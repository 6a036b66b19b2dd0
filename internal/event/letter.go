package event

// Letter is everything a mail is composed from: the message and what it is
// about, as it stands when the mail leaves.
type Letter struct {
	Message      Message
	Event        *Event        // with its organisation; nil for MailLinks, MailSecurity and MailTest
	Registration *Registration // nil for MailLinks, MailSecurity and MailTest
	Places       []Held        // for MailLinks: all live registrations of the address
}

// Held is a registration together with its event.
type Held struct {
	Registration Registration
	Event        Event
}

// IsPointless reports that there is nothing to tell the recipient any more: a
// confirmation of a place that was given back meanwhile, a new time of an event
// that was called off, or links to nothing.
func (l *Letter) IsPointless() bool {
	switch l.Message.Kind {
	case MailLinks:
		return len(l.Places) == 0
	case MailTest, MailSecurity:
		return false
	case MailWithdrawn, MailLeft:
		return l.Registration == nil
	case MailEventCancelled:
		return l.Registration == nil || !l.Registration.IsLive()
	}
	return l.Registration == nil || !l.Registration.IsLive() || l.Event == nil || l.Event.Status == Cancelled
}
