package event

import "time"

// User is somebody who signs in to the console.
type User struct {
	ID          uint
	Email       string
	EmailNormal string // NormalAddress(Email): one user per address
	Name        string
	Language    string
	Scheme      string // "light", "dark", or empty for what the device likes
	// IsOperator lets a user make organisations. The first one of an
	// installation is its operator.
	IsOperator   bool
	PasswordHash string // argon2id in the PHC format, empty without a password
	CreatedAt    time.Time
	SignedInAt   *time.Time
}

// MemberRole is what somebody may do in an organisation, or for one event of it.
type MemberRole string

// The roles, from the least to the most.
const (
	Door          MemberRole = "door"          // sees names, and who has arrived
	Reader        MemberRole = "reader"        // sees everything, changes nothing
	Organiser     MemberRole = "organiser"     // makes and changes events, and handles participants
	Administrator MemberRole = "administrator" // and the organisation, its members and its audit log
)

// MemberRoles are all roles, from the least to the most.
var MemberRoles = []MemberRole{Door, Reader, Organiser, Administrator}

// Covers reports whether whoever has the role may do what the other role may.
// No role covers nothing.
func (r MemberRole) Covers(other MemberRole) bool { return r.rank() >= other.rank() && r != "" }

// rank is 0 for no role.
func (r MemberRole) rank() int {
	for i, role := range MemberRoles {
		if r == role {
			return i + 1
		}
	}
	return 0
}

// Member is a user's role in an organisation.
type Member struct {
	ID             uint
	UserID         uint
	OrganisationID uint
	EventID        *uint // nil for the whole organisation
	Role           MemberRole
	CreatedAt      time.Time
}

// Roles are what one user may do in one organisation.
type Roles []Member

// Overall is the role in the whole organisation, empty for none.
func (r Roles) Overall() MemberRole {
	for _, m := range r {
		if m.EventID == nil {
			return m.Role
		}
	}
	return ""
}

// At is the role for an event: the one in the organisation or the one for the
// event, whichever is more.
func (r Roles) At(eventID uint) MemberRole {
	best := r.Overall()
	for _, m := range r {
		if m.EventID != nil && *m.EventID == eventID && m.Role.rank() > best.rank() {
			best = m.Role
		}
	}
	return best
}

// Events are those for which the user has a role of their own.
func (r Roles) Events() []uint {
	var ids []uint
	for _, m := range r {
		if m.EventID != nil {
			ids = append(ids, *m.EventID)
		}
	}
	return ids
}

// Signin is one browser in which a user is signed in. Its token is known to the
// browser only; TokenHash is the SHA-256 of it.
type Signin struct {
	ID        uint
	TokenHash string
	UserID    uint
	Agent     string // what the browser calls itself
	Method    string // how the user signed in: "link", "password", …
	CreatedAt time.Time
	SeenAt    time.Time
}

// How long a browser stays signed in: without being used, and at most.
const (
	SigninIdle = 12 * time.Hour
	SigninLife = 14 * 24 * time.Hour
)

// IsAlive reports whether the browser is still signed in.
func (s *Signin) IsAlive(now time.Time) bool {
	return now.Before(s.SeenAt.Add(SigninIdle)) && now.Before(s.CreatedAt.Add(SigninLife))
}

// Ticket lets somebody do one thing, once, and not for long. The code that goes
// with it is computed: see Links.Ticket.
type Ticket struct {
	ID             uint
	Kind           TicketKind
	UserID         *uint
	OrganisationID *uint
	EventID        *uint
	Email          string
	Role           MemberRole
	Data           string // what the kind needs, as JSON; never a secret
	CreatedAt      time.Time
	ExpiresAt      time.Time
	UsedAt         *time.Time
}

// TicketKind is what a ticket is for.
type TicketKind string

// The kinds of tickets.
const (
	TicketSetUp        TicketKind = "set-up"        // the first start of an installation
	TicketSignIn       TicketKind = "sign-in"       // a link by mail
	TicketInvitation   TicketKind = "invitation"    // become a member
	TicketSecondFactor TicketKind = "second-factor" // the password was right; one thing is missing
	TicketPasskey      TicketKind = "passkey"       // a challenge that an authenticator is to answer
	TicketOIDC         TicketKind = "oidc"          // on the way to the organisation's sign-in and back
)

// Opens reports whether the ticket can be used now.
func (t *Ticket) Opens(kind TicketKind, now time.Time) bool {
	return t.Kind == kind && t.UsedAt == nil && now.Before(t.ExpiresAt)
}
