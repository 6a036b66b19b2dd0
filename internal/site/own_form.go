package site

import (
	"context"

	"samling/internal/address"
	"samling/internal/event"
)

// ownForm is a short form below a private link, with what was typed and what is
// wrong with it.
type ownForm struct {
	ownBase
	Name       string
	Email      string
	SureEmail  string // the address the visitor was asked about and kept
	Suggestion string
	Complaints []complaint
}

// Complaint is what is wrong with a field, or "".
func (f ownForm) Complaint(field string) string { return complaintOf(f.Complaints, field) }

func complaintOf(all []complaint, field string) string {
	for _, c := range all {
		if c.Field == field {
			return c.Text
		}
	}
	return ""
}

// complain adds what is wrong with the fields, in their order.
func (f *ownForm) complain(invalid event.Invalid) {
	for _, field := range []string{"name", "email"} {
		if key := invalid[field]; key != "" {
			f.Complaints = append(f.Complaints, complaint{field, f.T(string(key))})
		}
	}
	if len(f.Complaints) > 0 {
		f.Title = f.T("register.error") + " " + f.Title
	}
}

// checkTyped asks about a likely typing mistake once, and refuses a domain that
// clearly takes no mail.
func (s *server) checkTyped(ctx context.Context, f *ownForm, email string) {
	if suggestion, ok := event.SuggestAddress(email); ok && f.SureEmail != email {
		f.SureEmail, f.Suggestion = email, suggestion
		f.Complaints = append(f.Complaints, complaint{"email", f.T("register.did_you_mean", "Email", suggestion)})
		f.Title = f.T("register.error") + " " + f.Title
		return
	}
	if s.guard.Check(ctx, email) == address.NoMail {
		f.complain(event.Invalid{"email": event.MsgEmailNoMail})
	}
}
