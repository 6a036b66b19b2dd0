package event

import (
	"encoding/json"
	"errors"
	"slices"
	"time"
)

// ErrLastAdministrator means that an organisation would be left without anybody
// who can let others in.
var ErrLastAdministrator = errors.New("an organisation needs an administrator")

// Team is everybody with a role in one organisation.
type Team []Member

// Allows decides whether a member's role may become another one, or none at all
// if that is empty. It returns ErrLastAdministrator if nobody would be left who
// is administrator of the whole organisation.
func (t Team) Allows(id uint, to MemberRole) error {
	is, others := false, false
	for _, m := range t {
		if m.EventID != nil || m.Role != Administrator {
			continue
		}
		if m.ID == id {
			is = true
		} else {
			others = true
		}
	}
	if is && !others && to != Administrator {
		return ErrLastAdministrator
	}
	return nil
}

// RolesFor are the roles that can be given in a whole organisation, or for
// single events: an administrator is one for everything.
func RolesFor(whole bool) []MemberRole {
	if whole {
		return MemberRoles
	}
	return slices.DeleteFunc(slices.Clone(MemberRoles), func(r MemberRole) bool { return r == Administrator })
}

// InvitationLife is how long an invitation can be accepted.
const InvitationLife = 14 * 24 * time.Hour

// Invitation is what somebody is asked to become.
type Invitation struct {
	Email  string
	Role   MemberRole
	Events []uint // empty for the whole organisation
}

// RawInvitation is what a form brought, as typed.
type RawInvitation struct {
	Email, Role string
	Whole       bool
	Events      []uint
}

// What can be wrong with an invitation.
const (
	MsgRoleMissing   Key = "invalid.role_missing"
	MsgRoleWhole     Key = "invalid.role_whole"
	MsgEventsMissing Key = "invalid.events_missing"
)

// NewInvitation checks what was typed.
func NewInvitation(raw RawInvitation) (Invitation, Invalid) {
	invalid := Invalid{}
	i := Invitation{Email: invalid.email("email", raw.Email), Role: MemberRole(raw.Role)}
	switch {
	case !slices.Contains(MemberRoles, i.Role):
		invalid["role"] = MsgRoleMissing
	case !slices.Contains(RolesFor(raw.Whole), i.Role):
		invalid["role"] = MsgRoleWhole
	}
	if !raw.Whole {
		i.Events = raw.Events
		if len(i.Events) == 0 {
			invalid["events"] = MsgEventsMissing
		}
	}
	if len(invalid) > 0 {
		return Invitation{}, invalid
	}
	return i, nil
}

// NewMembers are the roles that an invitation adds to those that its recipient
// has. It never makes a role less.
func (i Invitation) NewMembers(has Roles) []Member {
	if len(i.Events) == 0 {
		if has.Overall().Covers(i.Role) {
			return nil
		}
		return []Member{{Role: i.Role}}
	}
	var added []Member
	for _, id := range i.Events {
		if !has.At(id).Covers(i.Role) {
			added = append(added, Member{EventID: &id, Role: i.Role})
		}
	}
	return added
}

// invitationData is what a ticket remembers of an invitation.
type invitationData struct {
	Who      string `json:"who"`
	Language string `json:"language"`
	Events   []uint `json:"events,omitempty"`
}

// Ticket is the ticket that lets the recipient accept.
func (i Invitation) Ticket(by Actor, language string, now time.Time) Ticket {
	data, err := json.Marshal(invitationData{by.Who, language, i.Events})
	if err != nil {
		panic(err) // nothing in it can fail
	}
	return Ticket{
		Kind: TicketInvitation, OrganisationID: &by.OrganisationID, Email: i.Email, Role: i.Role, Data: string(data),
		ExpiresAt: now.Add(InvitationLife),
	}
}

// OpenInvitation is an invitation that waits for an answer.
type OpenInvitation struct {
	Invitation
	Ticket       Ticket
	Organisation Organisation
	Who          string  // who invites
	Language     string  // of the mail
	Named        []Event // those it is for, without what is gone; empty for the whole organisation
}

// InvitationOf reads the invitation that a ticket is about. Organisation and
// events are to be filled in.
func InvitationOf(t Ticket) (OpenInvitation, error) {
	var data invitationData
	if err := json.Unmarshal([]byte(t.Data), &data); err != nil {
		return OpenInvitation{}, err
	}
	return OpenInvitation{
		Invitation: Invitation{t.Email, t.Role, data.Events}, Ticket: t, Who: data.Who, Language: data.Language,
	}, nil
}

// IsWhole reports whether the invitation is to the whole organisation.
func (o OpenInvitation) IsWhole() bool { return len(o.Events) == 0 }

// IsEmpty reports that everything the invitation was for is gone.
func (o OpenInvitation) IsEmpty() bool { return !o.IsWhole() && len(o.Named) == 0 }
