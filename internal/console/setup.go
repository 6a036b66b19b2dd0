package console

import (
	"errors"
	"fmt"

	"samling/internal/event"
)

// setUpForm is what was typed at the first start.
type setUpForm struct {
	Name, Email                             string
	Organisation, Number, OrganisationEmail string
	SenderName, SenderEmail                 string
}

// setUpPage asks for everything that a new installation needs.
type setUpPage struct {
	Page
	mending
	Form   setUpForm
	Sender event.Sender // from the settings of the server, or zero
}

// showSetUp answers GET /console/set-up/:id/:code.
func (s *server) showSetUp(v *visit) error {
	id, err := s.ticketID(v, event.TicketSetUp)
	if err == nil {
		_, err = s.store.Ticket(v.ctx(), event.TicketSetUp, id, s.now())
	}
	if err != nil {
		return s.linkGone(v, err)
	}
	p := setUpPage{Page: s.loginPage(v, "setup.title"), Sender: s.mail.Sender}
	if p.Form, err = s.knownOrganisation(v); err != nil {
		return err
	}
	return s.render(v, "set-up", p)
}

// knownOrganisation fills in the organisation that came with imported events,
// if there is just one.
func (s *server) knownOrganisation(v *visit) (setUpForm, error) {
	known, err := s.store.Organisations(v.ctx())
	if err != nil || len(known) != 1 {
		return setUpForm{}, err
	}
	return setUpForm{Organisation: known[0].Name, Number: known[0].Number, OrganisationEmail: known[0].Email}, nil
}

// submitSetUp answers POST /console/set-up/:id/:code.
func (s *server) submitSetUp(v *visit) error {
	id, err := s.ticketID(v, event.TicketSetUp)
	if err != nil {
		return s.linkGone(v, err)
	}
	p := setUpPage{Page: s.loginPage(v, "setup.title"), Sender: s.mail.Sender, Form: setUpForm{
		v.FormValue("name"), v.FormValue("email"),
		v.FormValue("organisation"), v.FormValue("number"), v.FormValue("organisation_email"),
		v.FormValue("sender_name"), v.FormValue("sender_email"),
	}}
	begin, invalid := event.NewSetUp(event.RawSetUp{
		Name: p.Form.Name, Email: p.Form.Email, Language: string(p.Lang()),
		Organisation: p.Form.Organisation, Number: p.Form.Number, OrganisationEmail: p.Form.OrganisationEmail,
		SenderName: p.Form.SenderName, SenderEmail: p.Form.SenderEmail, SenderIsGiven: p.Sender.Email != "",
	})
	if invalid != nil {
		p.complain(&p.Page, invalid, "name", "email", "organisation", "number", "organisation_email", "sender_name", "sender_email")
		return s.renderInvalid(v, "set-up", p)
	}
	mail, err := s.store.SetUp(v.ctx(), id, &begin, s.now())
	if errors.Is(err, event.ErrGone) || errors.Is(err, event.ErrNotFound) {
		return s.linkGone(v, err)
	}
	if err != nil {
		return fmt.Errorf("set up: %w", err)
	}
	return s.proceed(v, begin.User, "set-up", testMailPath(mail))
}
