package console

import (
	"errors"
	"net/http"
	"strconv"

	"samling/internal/event"
	"samling/internal/store"
)

// membersPage lists who may do what, and who is asked to join.
type membersPage struct {
	Page
	Members     []store.Membered
	Invitations []event.OpenInvitation
}

// members answers GET /console/o/:org/members.
func (s *server) members(v *visit) error {
	p := membersPage{Page: s.page(v, "console.members")}
	p.Rail, p.Tab = "members", "members"
	var err error
	if p.Members, err = s.store.Members(v.ctx(), v.Organisation.ID); err != nil {
		return err
	}
	if p.Invitations, err = s.store.Invitations(v.ctx(), v.Organisation.ID, s.now()); err != nil {
		return err
	}
	return s.render(v, "members", p)
}

// People counts those who have a role, of whatever kind.
func (p membersPage) People() int {
	people := map[uint]bool{}
	for _, m := range p.Members {
		people[m.UserID] = true
	}
	return len(people)
}

// Roles are all roles, the greatest first.
func (p membersPage) Roles() []event.MemberRole { return greatestFirst(event.MemberRoles) }

// LastDay is the last whole day on which an invitation can be accepted.
func (p Page) LastDay(o event.OpenInvitation) string {
	return p.DayMonth(o.Ticket.ExpiresAt.UTC().AddDate(0, 0, -1))
}

func greatestFirst(roles []event.MemberRole) []event.MemberRole {
	var all []event.MemberRole
	for i := range roles {
		all = append(all, roles[len(roles)-1-i])
	}
	return all
}

// memberPage is one role that somebody has.
type memberPage struct {
	Page
	mending
	Member store.Membered
	Role   string // chosen in the form
	IsLast bool   // the organisation needs them
}

func (s *server) memberPage(v *visit) (memberPage, error) {
	p := memberPage{Page: s.page(v, "members.member")}
	m, err := s.store.MemberOf(v.ctx(), v.Organisation.ID, number(v.Param("member")))
	if err != nil {
		return p, err
	}
	all, err := s.store.Members(v.ctx(), v.Organisation.ID)
	if err != nil {
		return p, err
	}
	var team event.Team
	for _, other := range all {
		team = append(team, other.Member)
	}
	p.Member, p.Role, p.IsLast = m, string(m.Role), team.Allows(m.ID, "") != nil
	p.Title, p.Rail = m.User.Name, "members"
	p.Crumbs = []Crumb{{p.T("console.members"), p.OrgURL("/members")}, {Name: m.User.Name}}
	return p, nil
}

// number reads an id out of an address. What is none is 0, which nothing has.
func number(text string) uint {
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return 0
	}
	return uint(n)
}

// member answers GET /console/o/:org/members/:member.
func (s *server) member(v *visit) error {
	p, err := s.memberPage(v)
	if err != nil {
		return err
	}
	return s.render(v, "member", p)
}

// Choices are the roles that can be given there.
func (p memberPage) Choices() []event.MemberRole {
	return greatestFirst(event.RolesFor(p.Member.EventID == nil))
}

// changeMember answers POST /console/o/:org/members/:member/role.
func (s *server) changeMember(v *visit) error {
	p, err := s.memberPage(v)
	if err != nil {
		return err
	}
	p.Role = v.FormValue("role")
	raw := event.RawInvitation{Email: p.Member.User.Email, Role: p.Role, Whole: p.Member.EventID == nil, Events: []uint{p.Member.ID}}
	if _, invalid := event.NewInvitation(raw); invalid["role"] != "" {
		p.complain(&p.Page, invalid, "role")
		return s.renderInvalid(v, "member", p)
	}
	err = s.store.ChangeMember(v.ctx(), v.actor(), p.Member.ID, event.MemberRole(p.Role), s.now())
	return s.afterTeamChange(v, p, err, "member_changed")
}

// removeMember answers POST /console/o/:org/members/:member/remove.
func (s *server) removeMember(v *visit) error {
	p, err := s.memberPage(v)
	if err != nil {
		return err
	}
	err = s.store.RemoveMember(v.ctx(), v.actor(), p.Member.ID, s.now())
	return s.afterTeamChange(v, p, err, "member_removed")
}

// afterTeamChange goes back to the list, if the visitor may still see it.
func (s *server) afterTeamChange(v *visit, p memberPage, err error, done string) error {
	switch {
	case errors.Is(err, event.ErrLastAdministrator):
		p.complain(&p.Page, event.Invalid{"role": "members.last"}, "role")
		return s.Render(v, http.StatusConflict, "console/member", p)
	case err != nil:
		return err
	case p.Member.UserID == v.User.ID && p.Member.EventID == nil:
		return v.done(root, done)
	}
	return v.done(v.orgPath("/members"), done)
}

// How often invitations may be sent: each makes a mail to somebody who has not
// asked for it.
const (
	invitationsAnHour = 60 // by one organisation
	repeatsADay       = 5  // of one invitation
	answersAnHour     = 60 // from one network address
)
