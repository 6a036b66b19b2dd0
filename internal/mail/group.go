package mail

import (
	"samling/internal/event"
	"samling/internal/i18n"
)

// person is one of the colleagues whom somebody registered, and what they got.
type person struct{ Name, Text string }

// group says to whoever registered colleagues what became of each.
func (v *view) group(l event.Letter, links event.Links) {
	ev, g := l.Event, l.Overview
	v.about(ev)
	v.Greeting = v.hello(g.Group.Name)
	v.Facts.add(v.T("mail.fact.when"), v.When)
	v.Facts.add(v.T("mail.fact.contact"), contact(ev.Contact))
	v.Own = links.Group(&g.Group)
	for i := range g.Members {
		if m := &g.Members[i]; m.Registration.IsLive() {
			v.People = append(v.People, person{said(m.Name, v.T("colleagues.person", "Number", i+1)), v.T("group.is_"+string(m.Stage()), "Number", m.Number)})
		}
	}
}

// sent is a group that the recipient registered.
func (c *Composer) sent(p *i18n.Printer, g *event.OpenGroup) held {
	return held{
		Title: g.Event.Title, ContentLang: otherLang(p.Lang(), &g.Event), When: when(p, g.Event.When(), g.Event.Location()),
		Own: c.links.Group(&g.Group), IsGroup: true,
	}
}

// sender is who registered the person, where the mail is the first about that, or
// who gave the place up for them.
func (v *view) sender(l event.Letter) string {
	if l.Sender == nil {
		return ""
	}
	switch l.Message.Kind {
	case event.MailConfirmed, event.MailWaiting, event.MailApplied, event.MailVerify:
		return said(l.Sender.Name, v.T("mail.sender.somebody"))
	case event.MailWithdrawn, event.MailLeft:
		if l.Message.Data.Group != 0 {
			return said(l.Sender.Name, v.T("mail.sender.somebody"))
		}
	}
	return ""
}
