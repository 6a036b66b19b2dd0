package mail

import (
	"regexp"

	"samling/internal/event"
	"samling/internal/i18n"
)

// person is one of the colleagues whom somebody registered, and what they got.
type person struct{ Name, Text string }

// group says to whoever registered colleagues what became of each.
func (v *view) group(l event.Letter, links event.Links) {
	ev, g := l.Event, l.Overview
	v.about(ev)
	v.Greeting = v.T("mail.hello_name", "Name", callName(g.Group.Name))
	v.Facts.add(v.T("mail.fact.when"), v.When)
	v.Facts.add(v.T("mail.fact.contact"), contact(ev.Contact))
	v.Own = links.Group(&g.Group)
	for i := range g.Members {
		if m := &g.Members[i]; m.Registration.IsLive() {
			v.People = append(v.People, person{m.Name, v.T("group.is_"+string(m.Stage()), "Number", m.Number)})
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
		return v.nameOf(l.Sender)
	case event.MailWithdrawn, event.MailLeft:
		if l.Message.Data.Group != 0 {
			return v.nameOf(l.Sender)
		}
	}
	return ""
}

// linkShape is what mail programs make links of.
var linkShape = regexp.MustCompile(`[/@:]|[\pL\d]\.[\pL\d]{2,}`)

// nameOf is the name of a sender, unless it could be a link: anybody may write
// there, and the mail goes to people who did not ask for it.
func (v *view) nameOf(g *event.Group) string {
	if linkShape.MatchString(g.Name) {
		return v.T("mail.sender.somebody")
	}
	return g.Name
}
