package mail

import (
	"strings"
	"time"

	"samling/internal/event"
)

// invite says who asks the recipient to do what for which organisation.
func (v *view) invite(l event.Letter, links event.Links) {
	o := l.Invitation
	v.Title = v.T("mail.invitation.title", "Organisation", o.Organisation.Name)
	v.Organisation, v.Signature, v.Inviter = o.Organisation.Name, o.Organisation.Name, o.Who
	v.Footer = strings.Join(append([]string{o.Organisation.Name}, o.Organisation.AddressLines...), ", ")
	v.Own = links.Ticket(&o.Ticket, string(v.Lang()))
	v.Facts.add(v.T("mail.invitation.role"), v.T("role."+string(o.Role)))
	if o.IsWhole() {
		v.Facts.add(v.T("mail.invitation.scope"), v.T("mail.invitation.whole"))
	}
	for _, ev := range o.Named {
		v.Facts.add(v.T("mail.invitation.event"), ev.Title)
	}
	v.Facts.add(v.T("mail.invitation.until"), v.Date(lastDay(o.Ticket)))
}

// lastDay is the last whole day on which an invitation can be accepted, so that
// no zone has to be named.
func lastDay(t event.Ticket) time.Time { return t.ExpiresAt.UTC().AddDate(0, 0, -1) }
