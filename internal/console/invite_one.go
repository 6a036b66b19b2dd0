package console

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"samling/internal/event"
)

// inviteFormPage is the form of one invite, new or not.
type inviteFormPage struct {
	Page
	mending
	Form   event.RawInvite
	Mark   string     // of what the form was made from
	Others bool       // somebody else has saved meanwhile
	Invite *inviteRow // nil for a new one
	People []event.Registration
	CanAsk bool // a mail with it is of use
}

// Who, of the form's fields, comes first in the summary of what is wrong.
var inviteFields = []string{"name", "email", "uses", "expires"}

func (s *server) inviteFormPage(v *visit, title string) (inviteFormPage, error) {
	var p inviteFormPage
	var err error
	p.Page, err = s.eventPage(v, title, "invites")
	if err == nil {
		p.Crumbs = p.inviteCrumbs(p.Title)
	}
	return p, err
}

func readInvite(v *visit) event.RawInvite {
	return event.RawInvite{Name: v.FormValue("name"), Email: v.FormValue("email"), Uses: v.FormValue("uses"), Expires: v.FormValue("expires")}
}

// newInvite answers GET /console/o/:org/e/:event/invites/new.
func (s *server) newInvite(v *visit) error {
	p, err := s.inviteFormPage(v, "invites.new")
	if err != nil {
		return err
	}
	p.Form.Uses = "1"
	return s.render(v, "invites-form", p)
}

// addInvite answers the same address when the form is sent.
func (s *server) addInvite(v *visit) error {
	p, err := s.inviteFormPage(v, "invites.new")
	if err != nil {
		return err
	}
	p.Form = readInvite(v)
	invite, invalid := event.NewInvite(p.Form, v.Event, s.now())
	if len(invalid) > 0 {
		p.complain(&p.Page, invalid, inviteFields...)
		return s.renderInvalid(v, "invites-form", p)
	}
	made, err := s.store.AddInvites(v.ctx(), v.actor(), v.Event.ID, []event.Invite{invite}, s.now())
	switch {
	case err != nil:
		return err
	case len(made) == 0:
		p.complain(&p.Page, event.Invalid{"name": "invites.known"}, "name")
		return s.Render(v, http.StatusConflict, "console/invites-form", p)
	}
	return v.done(v.eventPath("/invites"), "invite_added")
}

// foundInvite finds the invite of the address and begins its page.
func (s *server) foundInvite(v *visit) (inviteFormPage, error) {
	p, err := s.inviteFormPage(v, "invites.one")
	if err != nil {
		return p, err
	}
	i, err := s.store.FindInvite(v.ctx(), v.Event.ID, number(v.Param("invite")))
	if err != nil {
		return p, err
	}
	lost, err := s.store.LostInvites(v.ctx(), v.Event.ID)
	if err != nil {
		return p, err
	}
	row := s.inviteRow(v, p.Page, i, lost[i.ID])
	p.Invite, p.Form, p.CanAsk = &row, i.Raw(v.Event), i.CanSend(v.Event, s.now())
	p.Mark, p.Title, p.Crumbs = i.Mark(), i.Name, p.inviteCrumbs(i.Name)
	if p.People, err = s.store.RegisteredWith(v.ctx(), v.Event.ID, i.ID); err == nil && len(p.People) > 0 {
		err = s.sawParticipants(v, v.Event.ID)
	}
	return p, err
}

// oneInvite answers GET /console/o/:org/e/:event/invites/:invite.
func (s *server) oneInvite(v *visit) error {
	p, err := s.foundInvite(v)
	if err != nil {
		return err
	}
	return s.render(v, "invites-form", p)
}

// changeInvite answers POST /console/o/:org/e/:event/invites/:invite.
func (s *server) changeInvite(v *visit) error {
	p, err := s.foundInvite(v)
	if err != nil {
		return err
	}
	before := p.Form.Expires
	p.Form = readInvite(v)
	raw := p.Form
	if raw.Expires == before {
		raw.Expires = "" // a day that has passed meanwhile is no fault of this form
	}
	invite, invalid := event.NewInvite(raw, v.Event, s.now())
	if len(invalid) > 0 {
		p.complain(&p.Page, invalid, inviteFields...)
		return s.renderInvalid(v, "invites-form", p)
	}
	if p.Form.Expires == before {
		invite.ExpiresAt = p.Invite.ExpiresAt
	}
	switch err := s.store.ChangeInvite(v.ctx(), v.actor(), v.Event.ID, p.Invite.ID, v.FormValue("mark"), invite, s.now()); {
	case errors.Is(err, event.ErrChanged):
		// What was typed stays; saving again is now about what there is.
		p.Others = true
		return s.Render(v, http.StatusConflict, "console/invites-form", p)
	case err != nil:
		return err
	}
	return v.done(v.eventPath("/invites"), "invite_changed")
}

// sendInviteAgain answers POST /console/o/:org/e/:event/invites/:invite/send.
func (s *server) sendInviteAgain(v *visit) error {
	id := number(v.Param("invite"))
	if err := s.count(v, "send invite", fmt.Sprint(v.Organisation.ID, id), repeatsADay, 24*time.Hour); err != nil {
		return err
	}
	err := s.store.SendInvite(v.ctx(), v.actor(), v.Event.ID, id, s.now())
	switch {
	case errors.Is(err, event.ErrGone): // meanwhile: the page says how it stands
		return v.redirect(v.eventPath(fmt.Sprint("/invites/", id)))
	case err != nil:
		return err
	}
	return v.done(v.eventPath(fmt.Sprint("/invites/", id)), "invite_sent")
}

// revokeInvite answers POST /console/o/:org/e/:event/invites/:invite/revoke.
func (s *server) revokeInvite(v *visit) error {
	id := number(v.Param("invite"))
	if err := s.store.RevokeInvite(v.ctx(), v.actor(), v.Event.ID, id, s.now()); err != nil {
		return err
	}
	return v.done(v.eventPath(fmt.Sprint("/invites/", id)), "invite_revoked")
}

// restoreInvite answers POST /console/o/:org/e/:event/invites/:invite/restore.
func (s *server) restoreInvite(v *visit) error {
	id := number(v.Param("invite"))
	if err := s.store.RestoreInvite(v.ctx(), v.actor(), v.Event.ID, id, s.now()); err != nil {
		return err
	}
	return v.done(v.eventPath(fmt.Sprint("/invites/", id)), "invite_restored")
}
