package site

import (
	"github.com/labstack/echo/v4"

	"samling/internal/address"
	"samling/internal/event"
	"samling/internal/i18n"
)

// typed is what somebody wrote into a short form about an address, and what is
// wrong with it.
type typed struct {
	Name       string
	Email      string
	SureEmail  string // the address the visitor was asked about and kept
	Suggestion string
	Complaints []complaint
}

// ownForm is a short form below a private link.
type ownForm struct {
	ownBase
	typed
}

// readTyped takes what was typed, as it was typed.
func readTyped(c echo.Context) typed {
	t := typed{Name: c.FormValue("name"), Email: c.FormValue("email"), SureEmail: c.FormValue("sure_email")}
	if suggested := c.FormValue("suggested_email"); suggested != "" && t.Email == t.SureEmail {
		t.Email = suggested
	}
	return t
}

// Complaint is what is wrong with a field, or "".
func (t typed) Complaint(field string) string { return complaintOf(t.Complaints, field) }

func complaintOf(all []complaint, field string) string {
	for _, c := range all {
		if c.Field == field {
			return c.Text
		}
	}
	return ""
}

// complain adds what is wrong with the fields, in their order.
func (t *typed) complain(p *i18n.Printer, invalid event.Invalid) {
	for _, field := range []string{"name", "email"} {
		if key := invalid[field]; key != "" {
			t.Complaints = append(t.Complaints, complaint{field, p.T(string(key))})
		}
	}
}

// checkTyped asks about a likely typing mistake once, and refuses a domain that
// clearly takes no mail.
func (s *server) checkTyped(c echo.Context, p *i18n.Printer, t *typed, email string) {
	if suggestion, ok := event.SuggestAddress(email); ok && t.SureEmail != email {
		t.SureEmail, t.Suggestion = email, suggestion
		t.Complaints = append(t.Complaints, complaint{"email", p.T("register.did_you_mean", "Email", suggestion)})
		return
	}
	if s.guard.Check(c.Request().Context(), email) == address.NoMail {
		t.complain(p, event.Invalid{"email": event.MsgEmailNoMail})
	}
}

// typedAddress reads the address of a form and notes what is wrong with it.
func (s *server) typedAddress(c echo.Context, p *i18n.Printer) (string, typed) {
	t := readTyped(c)
	email, invalid := event.NewEmail(t.Email)
	if invalid != "" {
		t.complain(p, event.Invalid{"email": invalid})
		return "", t
	}
	s.checkTyped(c, p, &t, email)
	return email, t
}
