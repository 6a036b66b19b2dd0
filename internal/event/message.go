package event

import (
	"fmt"
	"time"
)

// Message is a mail that has to leave: a row in the outbox, written in the
// transaction of what it announces. It holds no text; that is composed when the
// mail leaves.
type Message struct {
	ID             uint
	Kind           MessageKind
	EventID        *uint // nil for links to all of a person's registrations
	RegistrationID *uint
	MessageID      string // RFC 5322 Message-ID without brackets, the same at every try
	Recipient      string
	Language       string
	Sequence       int         // of the calendar entry, for kinds that carry one
	Data           MessageData `gorm:"serializer:json"`

	State       MessageState
	Attempts    int
	DueAt       time.Time
	LeasedUntil *time.Time // some process is sending it
	LastError   string     // the server's answer, without addresses
	CreatedAt   time.Time
	// FirstTriedAt is when the first try ended, however it did.
	FirstTriedAt *time.Time
	SentAt       *time.Time
}

// MessageKind says what a mail is about.
type MessageKind string

// The kinds of mail.
const (
	MailConfirmed      MessageKind = "confirmed"       // you have a place
	MailWaiting        MessageKind = "waiting"         // you are in the waiting list
	MailPromoted       MessageKind = "promoted"        // a place became free and is yours
	MailAlready        MessageKind = "already"         // somebody signed up with your address again
	MailWithdrawn      MessageKind = "withdrawn"       // you have cancelled
	MailLeft           MessageKind = "left"            // you have left the waiting list
	MailRemoved        MessageKind = "removed"         // the organiser has cancelled for you
	MailMoved          MessageKind = "moved"           // the organiser has moved you to the waiting list
	MailVerify         MessageKind = "verify"          // confirm your address, the place is held meanwhile
	MailApplied        MessageKind = "applied"         // the organiser will say yes or no
	MailDeclined       MessageKind = "declined"        // the organiser has said no
	MailOffer          MessageKind = "offer"           // a place became free: do you want it?
	MailOfferExpired   MessageKind = "offer-expired"   // you did not answer in time
	MailSession        MessageKind = "session"         // you have a place in a session you waited for
	MailChanged        MessageKind = "changed"         // you have changed your registration
	MailHandedOver     MessageKind = "handed-over"     // to who gave their place to a colleague
	MailTakenOver      MessageKind = "taken-over"      // to the colleague
	MailGroup          MessageKind = "group"           // to who registered colleagues: the overview
	MailInvite         MessageKind = "invite"          // you may register for an event
	MailInviteReminder MessageKind = "invite-reminder" // you have not answered yet
	MailEventChanged   MessageKind = "event-changed"   // time or place moved, of the event or of a session they chose
	MailEventCancelled MessageKind = "event-cancelled" // it will not take place
	MailLinks          MessageKind = "links"           // your registrations, as you asked
	MailSignIn         MessageKind = "sign-in"         // a link to the console, for who works there
	MailSecurity       MessageKind = "security"        // what you sign in to the console with changed
	MailTest           MessageKind = "test"            // sent by hand to try the settings
	MailInvitation     MessageKind = "invitation"      // you are asked to become a member
)

// MessageData is what a mail must say about the moment it was written for, and
// nothing that can be looked up when it leaves.
type MessageData struct {
	Number  int    `json:"number,omitempty"`   // place in the waiting list
	OldWhen *When  `json:"old_when,omitempty"` // before the change
	OldAt   string `json:"old_at,omitempty"`   // the place before the change
	// OldSessions are what the person has chosen of what has moved in the programme,
	// before the change.
	OldSessions []Choosable `json:"old_sessions,omitempty"`
	Ticket      uint        `json:"ticket,omitempty"`  // what the mail brings a link to
	Name        string      `json:"name,omitempty"`    // of the recipient, where it is not that of the registration
	Group       uint        `json:"group,omitempty"`   // the colleagues a mail is about
	Invite      uint        `json:"invite,omitempty"`  // the invite a mail brings
	Session     string      `json:"session,omitempty"` // key of the session a mail is about
	From        string      `json:"from,omitempty"`    // who handed the place over
	ByHand      bool        `json:"by_hand,omitempty"` // an organiser has changed the registration
	Moved       bool        `json:"moved,omitempty"`   // the registration goes to another address: nothing that opens it is in the mail
	// Change is what happened to what the user signs in with.
	Change SecurityChange `json:"change,omitempty"`
}

// When is the time of an event at some moment of its life.
type When struct {
	StartsAt time.Time `json:"starts_at"`
	EndsAt   time.Time `json:"ends_at"`
	TimeText string    `json:"time_text,omitempty"`
}

// When returns the event's present time.
func (e *Event) When() When { return When{e.StartsAt, e.EndsAt, e.TimeText} }

// MessageState is how far a mail has come.
type MessageState string

// The states of a mail. Queued and Doubtful ones are still to be tried.
const (
	Queued   MessageState = "queued"
	Doubtful MessageState = "doubtful" // lost after the final dot: one more try, same Message-ID
	Sent     MessageState = "sent"
	Failed   MessageState = "failed"  // refused for good, or too long on the way
	Dropped  MessageState = "dropped" // there was nothing to tell
)

// MaxWait is how long a mail is tried, from its first try: over a weekend with a
// broken relay. Before the first try it may wait for ever, as it does where no
// server is set.
const MaxWait = 72 * time.Hour

// Outcome is how one try to deliver a mail ended.
type Outcome int

// The outcomes of a try.
const (
	Delivered   Outcome = iota
	Refused             // 5xx: the server will never take it
	Deferred            // 4xx or broken off before the end: later
	Interrupted         // broken off before anything was accepted: at once
	Unknown             // the answer to the final dot was lost
	Unreachable         // no server, or one that takes no mail from us: says nothing about this one
	Pointless           // nothing to tell the recipient any more
)

// waits are the pauses after the first tries; then it is hourly.
var waits = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour}

// After is the message after a try, with the server's answer as reason. A
// server that cannot be reached does not count against the mail: it stays
// queued, a minute at a time, until MaxWait has passed since the first try.
func (m Message) After(o Outcome, reason string, now time.Time) Message {
	m.LeasedUntil, m.LastError = nil, reason
	if m.FirstTriedAt == nil {
		m.FirstTriedAt = &now
	}
	if o != Unreachable {
		m.Attempts++
	}
	switch {
	case o == Delivered:
		m.State, m.SentAt, m.LastError = Sent, &now, ""
	case o == Pointless:
		m.State = Dropped
	case o == Refused, o == Unknown && m.State == Doubtful:
		m.State = Failed
	case o == Unknown:
		m.State, m.DueAt = Doubtful, now.Add(15*time.Minute)
	case !now.Before(m.FirstTriedAt.Add(MaxWait)):
		m.State = Failed
	default:
		m.DueAt = now.Add(m.pause(o))
	}
	return m
}

// pause is how long to wait before the next try. The first broken connection
// is tried again at once; a server that keeps breaking is left alone.
func (m Message) pause(o Outcome) time.Duration {
	switch {
	case o == Unreachable:
		return time.Minute
	case o == Interrupted && m.Attempts <= 1:
		return 0
	}
	return waits[min(m.Attempts, len(waits))-1]
}

// NewMessage queues a mail to the owner of a registration.
func NewMessage(kind MessageKind, ev *Event, r *Registration, now time.Time) Message {
	return Message{
		Kind: kind, EventID: &ev.ID, RegistrationID: &r.ID, Recipient: r.Email,
		Language: r.Language, Sequence: r.Sequence, State: Queued, DueAt: now, CreatedAt: now,
	}
}

// NewInviteMessage queues a mail to whoever is invited, in the language of the
// event.
func NewInviteMessage(kind MessageKind, ev *Event, i *Invite, now time.Time) Message {
	return Message{
		Kind: kind, EventID: &ev.ID, Recipient: i.Email, Language: ev.Language,
		Data: MessageData{Invite: i.ID}, State: Queued, DueAt: now, CreatedAt: now,
	}
}

// PresentMail is the mail that says what somebody has now: to an address that is
// not confirmed yet, the question whether it is theirs.
func PresentMail(r *Registration) MessageKind {
	switch {
	case r.VerifyBy != nil:
		return MailVerify
	case r.OfferUntil != nil:
		return MailOffer
	}
	return StandingMail(r.Standing)
}

// NewGroupMessage queues the mail with the overview to who registered colleagues.
func NewGroupMessage(ev *Event, g *Group, now time.Time) Message {
	return Message{
		Kind: MailGroup, EventID: &ev.ID, Recipient: g.Email, Language: g.Language, Data: MessageData{Group: g.ID},
		State: Queued, DueAt: now, CreatedAt: now,
	}
}

// NameMessage gives a message its Message-ID: the same for every try, and on
// the installation's own domain.
func NameMessage(m *Message, random, host string) {
	m.MessageID = fmt.Sprintf("%s.%s@%s", m.Kind, random, host)
}

// CarriesCalendar reports whether a calendar entry goes along.
func (k MessageKind) CarriesCalendar() bool {
	switch k {
	case MailConfirmed, MailPromoted, MailWithdrawn, MailRemoved, MailMoved, MailChanged, MailHandedOver, MailTakenOver,
		MailEventChanged, MailEventCancelled:
		return true
	}
	return false
}
