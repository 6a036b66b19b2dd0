package console

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

// invitePage asks whom to invite to what.
type invitePage struct {
	Page
	mending
	Form   event.RawInvitation
	Events []store.Listed
}

func (s *server) invitePage(v *visit) (invitePage, error) {
	p := invitePage{Page: s.page(v, "members.invite")}
	p.Rail = "members"
	p.Crumbs = []Crumb{{p.T("console.members"), p.OrgURL("/members")}, {Name: p.Title}}
	var err error
	p.Events, err = s.store.EventsOf(v.ctx(), v.Organisation.ID)
	slices.Reverse(p.Events) // the latest are the likeliest
	return p, err
}

// Roles are those to choose from, the greatest first.
func (p invitePage) Roles() []event.MemberRole { return greatestFirst(event.MemberRoles) }

// Chosen reports whether the box of an event is ticked.
func (p invitePage) Chosen(id uint) bool { return slices.Contains(p.Form.Events, id) }

// invite answers GET /console/o/:org/members/invite.
func (s *server) invite(v *visit) error {
	p, err := s.invitePage(v)
	if err != nil {
		return err
	}
	p.Form.Whole = true
	return s.render(v, "invite", p)
}

// sendInvitation answers POST /console/o/:org/members/invite.
func (s *server) sendInvitation(v *visit) error {
	p, err := s.invitePage(v)
	if err != nil {
		return err
	}
	p.Form = event.RawInvitation{Email: v.FormValue("email"), Role: v.FormValue("role"), Whole: v.FormValue("scope") != "events"}
	for _, text := range v.Request().PostForm["event[]"] {
		p.Form.Events = append(p.Form.Events, number(text))
	}
	asked, invalid := event.NewInvitation(p.Form)
	if invalid != nil {
		return s.refuseInvitation(v, p, http.StatusUnprocessableEntity, invalid)
	}
	err = s.count(v, "invite", fmt.Sprint(v.Organisation.ID), invitationsAnHour, time.Hour)
	if err == nil {
		err = s.store.Invite(v.ctx(), v.actor(), asked, string(p.Lang()), s.now())
	}
	switch {
	case errors.Is(err, event.ErrTooMany):
		return s.refuseInvitation(v, p, http.StatusTooManyRequests, event.Invalid{"email": "members.too_many"})
	case errors.Is(err, event.ErrKnown):
		return s.refuseInvitation(v, p, http.StatusConflict, event.Invalid{"email": "members.known"})
	case err != nil:
		return err
	}
	return v.done(v.orgPath("/members"), "invited")
}

func (s *server) refuseInvitation(v *visit, p invitePage, status int, invalid event.Invalid) error {
	p.complain(&p.Page, invalid, "email", "role", "events")
	return s.Render(v, status, "console/invite", p)
}

// withdrawInvitation answers POST /console/o/:org/invitations/:invitation/withdraw.
func (s *server) withdrawInvitation(v *visit) error {
	if err := s.store.WithdrawInvitation(v.ctx(), v.actor(), number(v.Param("invitation")), s.now()); err != nil {
		return err
	}
	return v.done(v.orgPath("/members"), "invitation_withdrawn")
}

// repeatInvitation answers POST /console/o/:org/invitations/:invitation/again.
func (s *server) repeatInvitation(v *visit) error {
	id := number(v.Param("invitation"))
	if err := s.count(v, "invite again", fmt.Sprint(v.Organisation.ID, id), repeatsADay, 24*time.Hour); err != nil {
		return err
	}
	if err := s.store.RepeatInvitation(v.ctx(), v.actor(), id, s.now()); err != nil {
		return err
	}
	return v.done(v.orgPath("/members"), "invitation_repeated")
}

// invitationPage asks the recipient of an invitation.
type invitationPage struct {
	Page
	mending
	Invitation event.OpenInvitation
	Known      bool // the address has a user already
	Mine       bool // who is signed in here
	Name       string
}

// invitationPage finds the invitation that the address and its code name.
func (s *server) invitationPage(v *visit) (invitationPage, error) {
	p := invitationPage{Page: s.page(v, "members.invitation"), Name: v.FormValue("name")}
	id := number(v.Param("id"))
	if err := s.links.CheckTicket(event.TicketInvitation, id, v.Param("code")); err != nil {
		return p, err
	}
	var err error
	if p.Invitation, err = s.store.Invitation(v.ctx(), id, s.now()); err != nil {
		return p, err
	}
	user, err := s.store.UserByEmail(v.ctx(), p.Invitation.Email)
	p.Known, p.Mine = err == nil, err == nil && user.ID == v.User.ID
	if errors.Is(err, event.ErrNotFound) {
		err = nil
	}
	return p, err
}

// invitation answers GET /console/invitation/:id/:code. It changes nothing:
// programs that look at mails follow links too.
func (s *server) invitation(v *visit) error {
	p, err := s.invitationPage(v)
	if err != nil {
		return err
	}
	p.Name = ""
	return s.render(v, "invitation", p)
}

// acceptInvitation answers POST /console/invitation/:id/:code.
func (s *server) acceptInvitation(v *visit) error {
	if err := s.slowDown(v, "invitation", answersAnHour, time.Hour); err != nil {
		return err
	}
	p, err := s.invitationPage(v)
	if err != nil {
		return err
	}
	signup, invalid := event.NewSignup(event.RawSignup{Name: p.Name, Email: p.Invitation.Email})
	if key := invalid["name"]; key != "" && !p.Known {
		p.complain(&p.Page, event.Invalid{"name": key}, "name")
		return s.renderInvalid(v, "invitation", p)
	}
	user, org, err := s.store.AcceptInvitation(v.ctx(), p.Invitation.Ticket.ID, signup.Name, string(p.Lang()), s.now())
	if err != nil {
		return err
	}
	return s.welcome(v, p, user, org)
}

// welcome leads a new member to the organisation. Who has signed in before does
// so as always: the mail must not be a way around their second factor.
func (s *server) welcome(v *visit, p invitationPage, user event.User, org event.Organisation) error {
	path := root + "/o/" + org.Slug
	switch {
	case p.Mine:
		return v.done(path, "joined")
	case p.Known:
		return s.askWho(v, path)
	}
	if err := s.signIn(v, user, "invitation"); err != nil {
		return err
	}
	return v.done(path, "joined")
}

// askWho sends the visitor to the sign-in as nobody, and from there on.
func (s *server) askWho(v *visit, path string) error {
	if v.isSignedIn() {
		if err := s.store.SignOut(v.ctx(), v.User.ID, v.Signin.ID); err != nil && !errors.Is(err, event.ErrNotFound) {
			return err
		}
		s.setToken(v, "")
	}
	return v.redirect(root + "/sign-in?" + url.Values{"next": {path}}.Encode())
}
