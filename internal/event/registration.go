package event

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Registration is one person's place at an event, or in its waiting list.
type Registration struct {
	ID         uint
	EventID    uint
	Reference  string // short, can be read out: "UPP-4T8N2K"
	Generation int    // raised to make old private links useless
	Standing   Standing

	Name         string
	Email        string
	EmailNormal  string // NormalAddress(Email): one live registration per event and address
	Organisation string
	Role         string
	Municipality string
	Comment      string
	Language     string // the language the person registered in

	Attendance Attendance // how the person comes: OnSite or Online
	Category   string     // the id of their Category, "" where the event has none
	Answers    Answers    `gorm:"serializer:json"` // to questions that are not sensitive
	// Sensitive are the answers that are kept apart, in a table of their own. Only
	// those who ask for them get them.
	Sensitive Answers `gorm:"-"`
	// Ties are read for lists that tell of them.
	Ties Ties `gorm:"-"`

	LateLinkID *uint // the late link that let the person in after closing
	InviteID   *uint // the invite that let the person in
	GroupID    *uint // the colleagues it was made together with
	Together   bool  // waits until there are places for the whole group
	// VerifyBy is until when the place is held for a person who has not confirmed
	// the address yet; nil for everybody else.
	VerifyBy *time.Time
	// OfferUntil is until when a free place is held for a person in the waiting
	// list who has not accepted it yet; nil for everybody else.
	OfferUntil *time.Time
	Sequence   int // of the calendar entry: raised at every change

	CreatedAt    time.Time
	ConfirmedAt  *time.Time
	CancelledAt  *time.Time
	CancelReason string
	IsDeclined   bool       // Withdrawn, because the organiser said no to the application
	ArrivedAt    *time.Time // checked in at the door
	IsExtra      bool       // has a place beyond the capacity, because an organiser said so

	// Keys by which long lists are sorted and searched: see FileKeys.
	NameKey         string
	OrganisationKey string
	MunicipalityKey string
	SearchKey       string
}

// Ties are what a registration has to do with others and with the programme.
type Ties struct {
	Group    *Group          // with whom it was made, nil for alone
	Invite   *Invite         // that let the person in, nil for none
	Sessions []SessionChoice // chosen or waited for, in the order of the choice
}

// Chosen are the sessions of a group that somebody has chosen, or waits for, in
// the order of the programme.
func (t Ties) Chosen(g ChoiceGroup) []PickedSession {
	var all []PickedSession
	for _, s := range g.Sessions {
		for _, c := range t.Sessions {
			if c.Session == s.Key && c.Standing != Withdrawn {
				all = append(all, PickedSession{s, c.Standing})
			}
		}
	}
	return all
}

// PickedSession is a session that somebody has chosen: with a place in it, in its
// own waiting list, or as a wish for when they get a place at the event.
type PickedSession struct {
	Choosable
	Standing Standing
}

// FileKeys computes the keys anew. It comes before every save that changes who
// the person is.
func (r *Registration) FileKeys() {
	r.NameKey, r.OrganisationKey, r.MunicipalityKey = SortKey(r.Name), SortKey(r.Organisation), SortKey(r.Municipality)
	r.SearchKey = SortKey(strings.Join([]string{r.Name, r.Email, r.Organisation, r.Role, r.Municipality, r.Reference}, " "))
}

// Standing is what a registration gives right to.
type Standing string

// The standings of a registration. All but the last are live.
const (
	Confirmed Standing = "confirmed"
	Waiting   Standing = "waiting"
	Applied   Standing = "applied"   // the organiser has not said yes or no yet
	Withdrawn Standing = "withdrawn" // the person cancelled, left the list, or was not let in
)

// Declined is what lists call a Withdrawn registration that was an application
// and got a no. It is stored as IsDeclined: Listed tells it.
const Declined Standing = "declined"

// Listed is the standing as lists of participants tell it.
func (r *Registration) Listed() Standing {
	if r.IsDeclined {
		return Declined
	}
	return r.Standing
}

// IsLive reports whether the person holds a place, or may get one.
func (r *Registration) IsLive() bool { return r.Standing != Withdrawn }

// Share says which limits the registration counts against.
func (r *Registration) Share() Share { return Share{r.Attendance, r.Category} }

// newRegistration makes the row for an admitted sign-up.
func newRegistration(ev *Event, s Signup, standing Standing, reference string, now time.Time) Registration {
	r := Registration{
		EventID: ev.ID, Reference: reference, Generation: 1, Standing: standing,
		Name: s.Name, Email: s.Email, EmailNormal: NormalAddress(s.Email),
		Organisation: s.Organisation, Role: s.Role, Municipality: s.Municipality,
		Comment: s.Comment, Language: s.Language, CreatedAt: now,
		Attendance: s.Attendance, Category: s.Category,
	}
	if r.Attendance == "" && ev.Attendance != Both {
		r.Attendance = ev.Attendance // by hand or from a list, where nobody was asked
	}
	r.Answers, r.Sensitive = s.Answers.Split(ev.Questions)
	if standing == Confirmed {
		r.ConfirmedAt = &now
	}
	r.FileKeys()
	return r
}

// Receipt is what the page after signing up shows: what was typed, and what it
// led to. It is written for every accepted form, also when the address was
// registered before, so that a stranger cannot tell the two apart, and it makes
// sending the same form twice harmless.
type Receipt struct {
	ID         uint
	EventID    uint
	FormKey    string
	Standing   Standing
	Number     int // place in the waiting list at that moment, 0 with a place
	Name       string
	Email      string
	Attendance Attendance // as chosen in the form, "" for colleagues
	VerifyBy   *time.Time // the address is to be confirmed first, until then

	// RegistrationID is what the form made, nil where the address had one before.
	// Then Signup is what was asked for, for whoever finds that the address is
	// wrong, without sensitive answers.
	RegistrationID *uint
	Signup         *KeptSignup     `gorm:"serializer:json"`
	GroupID        *uint           // of colleagues who were registered together
	People         []ReceiptPerson `gorm:"serializer:json"` // the colleagues, sender first; nil for one person
	Corrections    int             // how often the address was corrected
	CreatedAt      time.Time
}

// ReceiptPerson is one of several people in a receipt.
type ReceiptPerson struct {
	Name     string   `json:"name"`
	Email    string   `json:"email"`
	Standing Standing `json:"standing"`
	Number   int      `json:"number,omitempty"`
}

// Stage says how far the person had come, whose address may be to be confirmed.
func (p ReceiptPerson) Stage(unverified bool) Stage {
	m := GroupMember{Registration: Registration{Standing: p.Standing}}
	if unverified {
		m.Registration.VerifyBy = &time.Time{}
	}
	return m.Stage()
}

// ReceiptLife is how long a receipt can be shown. Long enough to come back to
// a tab after a weekend; then the mail is the receipt.
const ReceiptLife = 7 * 24 * time.Hour

// Details is who somebody is, as a form has it.
func (r *Registration) Details() Signup {
	return Signup{
		Name: r.Name, Email: r.Email, Organisation: r.Organisation, Role: r.Role,
		Municipality: r.Municipality, Comment: r.Comment, Language: r.Language, Attendance: r.Attendance,
		Category: r.Category,
	}
}

// Mark stands for what a registration is. A form carries it, so that whoever
// saves second is told. The sensitive answers must have been read; the sessions
// that were chosen count too, where the form shows them.
func (r *Registration) Mark(chosen ...SessionChoice) string {
	var sessions []string
	for _, c := range chosen {
		sessions = append(sessions, c.Session)
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %d %d %s %q", r.Details(), r.Answers, r.Sensitive, r.Generation, r.Sequence, r.Standing, sessions))
	return hex.EncodeToString(sum[:8])
}

// DetailChange is one field that an organiser has changed.
type DetailChange struct{ Field, Was, Became string }

// Amend gives the registration other details, and says what changed. Links that
// went to another address die: they may have gone to somebody else.
func (r *Registration) Amend(s Signup) []DetailChange {
	var changes []DetailChange
	set := func(field string, at *string, to string) {
		if *at != to {
			changes = append(changes, DetailChange{field, *at, to})
			*at = to
		}
	}
	if r.Email != s.Email {
		r.Generation++
	}
	set("name", &r.Name, s.Name)
	set("email", &r.Email, s.Email)
	set("organisation", &r.Organisation, s.Organisation)
	set("role", &r.Role, s.Role)
	set("municipality", &r.Municipality, s.Municipality)
	set("comment", &r.Comment, s.Comment)
	r.EmailNormal = NormalAddress(r.Email)
	r.FileKeys()
	return changes
}

// AmendMail is the mail that follows from what an organiser has changed, "" for
// none: a new address gets what the old one had, with a link that works, and who
// takes part in another way learns of it, once the address is known to be theirs.
func (r *Registration) AmendMail(changes []DetailChange, e *Event, now time.Time) MessageKind {
	if !e.goesOn(r, now) {
		return ""
	}
	has := func(is func(field string) bool) bool {
		return slices.ContainsFunc(changes, func(c DetailChange) bool { return is(c.Field) })
	}
	switch {
	case has(func(field string) bool { return field == "email" }):
		return PresentMail(r)
	case r.VerifyBy == nil && has(isAboutTakingPart):
		return MailChanged
	}
	return ""
}

// isAboutTakingPart reports whether a field says how somebody takes part, and not
// who they are or what they answered.
func isAboutTakingPart(field string) bool {
	return field == "attendance" || field == "category" || strings.HasPrefix(field, ChoiceField(""))
}
