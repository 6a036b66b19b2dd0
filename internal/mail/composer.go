package mail

import (
	"bytes"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"io/fs"
	"strings"
	"text/template"

	"samling/internal/design"
	"samling/internal/event"
	"samling/internal/i18n"
)

// kinds are all kinds of mail. Each has templates of its name.
var kinds = []event.MessageKind{
	event.MailConfirmed, event.MailWaiting, event.MailPromoted, event.MailAlready, event.MailWithdrawn,
	event.MailVerify, event.MailOffer, event.MailOfferExpired, event.MailSession,
	event.MailLeft, event.MailRemoved, event.MailMoved, event.MailChanged, event.MailHandedOver, event.MailTakenOver,
	event.MailEventChanged, event.MailEventCancelled,
	event.MailApplied, event.MailDeclined,
	event.MailGroup,
	event.MailInvite, event.MailInviteReminder,
	event.MailLinks, event.MailSignIn, event.MailInvitation, event.MailSecurity, event.MailTest,
}

// Composer writes mails.
type Composer struct {
	words *i18n.Catalogue
	links event.Links
	from  Address
	bad   design.Pair

	texts map[event.MessageKind]*template.Template
	pages map[event.MessageKind]*htmltemplate.Template
}

// NewComposer reads the templates of every kind from the folder "mail". It
// fails if one is missing or cannot be parsed.
func NewComposer(templates fs.FS, words *i18n.Catalogue, links event.Links, from Address) (*Composer, error) {
	if links.Host() == "" {
		return nil, errors.New("mail: public address has no host")
	}
	c := &Composer{
		words: words, links: links, from: from,
		texts: map[event.MessageKind]*template.Template{},
		pages: map[event.MessageKind]*htmltemplate.Template{},
	}
	var err error
	if c.bad, err = danger(); err != nil {
		return nil, err
	}
	for _, kind := range kinds {
		if err := c.load(templates, kind); err != nil {
			return nil, fmt.Errorf("mail templates: %w", err)
		}
	}
	return c, nil
}

// As is a composer whose mails come from somebody else.
func (c *Composer) As(from Address) *Composer {
	other := *c
	other.from = from
	return &other
}

func (c *Composer) load(templates fs.FS, kind event.MessageKind) error {
	text, err := template.ParseFS(templates, "mail/layout.txt", "mail/"+string(kind)+".txt")
	if err != nil {
		return err
	}
	page, err := htmltemplate.ParseFS(templates, "mail/layout.html", "mail/"+string(kind)+".html")
	if err != nil {
		return err
	}
	for _, part := range []string{"subject", "label", "text"} {
		if text.Lookup(part) == nil {
			return fmt.Errorf("%s.txt defines no %q", kind, part)
		}
	}
	if page.Lookup("content") == nil {
		return fmt.Errorf(`%s.html defines no "content"`, kind)
	}
	c.texts[kind], c.pages[kind] = text, page
	return nil
}

// What a letter can lack. None of these names the recipient.
var (
	errKind      = errors.New("no such kind of mail")
	errNoAbout   = errors.New("what the mail is about is gone")
	errNoName    = errors.New("message has no Message-ID")
	errRecipient = errors.New("recipient is no e-mail address")
)

// Compose writes the mail of a letter. The same letter gives the same mail at
// every try.
func (c *Composer) Compose(l event.Letter) (Mail, error) {
	if err := c.check(l); err != nil {
		return Mail{}, fmt.Errorf("compose %s: %w", l.Message.Kind, err)
	}
	v, err := c.view(l)
	if err != nil {
		return Mail{}, fmt.Errorf("compose %s: %w", l.Message.Kind, err)
	}
	m := Mail{
		MessageID: l.Message.MessageID, Date: l.Message.CreatedAt, Language: string(v.Lang()),
		From: c.sender(l), ReplyTo: replyTo(l.Event), To: l.Message.Recipient,
	}
	if m.Calendar, err = c.calendar(l, v); err != nil {
		return Mail{}, fmt.Errorf("compose %s: %w", l.Message.Kind, err)
	}
	return m, c.write(&m, l.Message.Kind, v)
}

func (c *Composer) check(l event.Letter) error {
	m := l.Message
	email, ok := event.ParseAddress(m.Recipient)
	switch {
	case c.texts[m.Kind] == nil:
		return errKind
	case m.MessageID == "":
		return errNoName
	case !ok || email != m.Recipient:
		return errRecipient
	case isAboutOne(m.Kind) && (l.Event == nil || l.Registration == nil),
		m.Kind == event.MailSignIn && l.Ticket == nil, m.Kind == event.MailInvitation && l.Invitation == nil,
		m.Kind == event.MailGroup && (l.Event == nil || l.Overview == nil),
		isInvite(m.Kind) && (l.Event == nil || l.Invite == nil):
		return errNoAbout
	}
	return nil
}

// isAboutOne reports whether a kind of mail is about one registration.
func isAboutOne(k event.MessageKind) bool {
	switch k {
	case event.MailLinks, event.MailSignIn, event.MailInvitation, event.MailSecurity, event.MailTest, event.MailGroup:
		return false
	}
	return !isInvite(k)
}

// isInvite reports whether a kind of mail brings an invite to an event.
func isInvite(k event.MessageKind) bool {
	return k == event.MailInvite || k == event.MailInviteReminder
}

// write executes the templates.
func (c *Composer) write(m *Mail, kind event.MessageKind, v *view) error {
	var err error
	if v.Label, err = c.text(kind, "label", v); err != nil {
		return err
	}
	if m.Subject, err = c.text(kind, "subject", v); err != nil {
		return err
	}
	m.Subject = headerLine(m.Subject)
	v.Subject = m.Subject
	if m.Text, err = c.text(kind, "text", v); err != nil {
		return err
	}
	m.Text = tidy(m.Text)
	var page bytes.Buffer
	if err := c.pages[kind].ExecuteTemplate(&page, "page", v); err != nil {
		return err
	}
	m.HTML = page.String()
	return nil
}

func (c *Composer) text(kind event.MessageKind, part string, v *view) (string, error) {
	var b strings.Builder
	err := c.texts[kind].ExecuteTemplate(&b, part, v)
	return strings.TrimSpace(b.String()), err
}

// sender is who writes: the organisation, where there is one, since that is
// whom people know.
func (c *Composer) sender(l event.Letter) Address {
	name := ""
	switch {
	case l.Event != nil:
		name = displayName(l.Event.Organisation.Name)
	case l.Invitation != nil:
		name = displayName(l.Invitation.Organisation.Name)
	}
	if name == "" {
		return c.from
	}
	return Address{name, c.from.Email}
}

// replyTo is who answers questions about an event.
func replyTo(ev *event.Event) Address {
	if ev == nil {
		return Address{}
	}
	org := ev.Organisation
	for _, a := range []Address{{firstOf(ev.Contact.Name, ev.Contact.Unit, org.Name), ev.Contact.Email}, {org.Name, org.Email}} {
		if email, ok := event.ParseAddress(a.Email); ok {
			return Address{displayName(a.Name), email}
		}
	}
	return Address{}
}

// firstOf returns the first text that is not empty.
func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
