// Package site is what the public sees: the list of events, the event pages,
// registration, and a person's own page. It talks; the rules are in package
// event and the memory in package store.
package site

import (
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"samling/internal/address"
	"samling/internal/event"
	"samling/internal/files"
	"samling/internal/i18n"
	"samling/internal/store"
	"samling/internal/web"
	"samling/static"
	"samling/templates"
)

// Options is what the site is built from.
type Options struct {
	Store    *store.Store
	Words    *i18n.Catalogue
	Links    event.Links
	Guard    *address.Guard
	Files    *files.Folder
	Operator Operator
	// Mailbox lists caught mails, the newest first. It is nil when mail leaves.
	Mailbox        func() []CaughtMail
	Now            func() time.Time
	Log            *slog.Logger
	TrustedProxies []netip.Prefix
	// SignupsPerMinute is how many forms one network address may send; 0 means
	// no limit.
	SignupsPerMinute int
}

// Operator is who runs this installation.
type Operator = web.Operator

// CaughtMail is a mail that did not leave, shown on /mailbox.
type CaughtMail struct {
	ID       string
	At       time.Time
	To       string
	Subject  string
	Text     string
	HTML     string
	Calendar string
	Source   string
}

// server holds what the handlers need.
type server struct {
	*web.Hall
	store    *store.Store
	links    event.Links
	guard    *address.Guard
	files    *files.Folder
	markdown *web.Markdown
	mailbox  func() []CaughtMail
	now      func() time.Time
	brands   *brands
	known    *known
}

// New builds the whole public site.
func New(o Options) (http.Handler, error) {
	mailboxPath := ""
	if o.Mailbox != nil {
		mailboxPath = "/mailbox"
	}
	hall, e, err := web.New(web.Options{
		Words: o.Words, Links: o.Links, Templates: templates.FS, Static: static.FS, Now: o.Now, Log: o.Log,
		TrustedProxies: o.TrustedProxies, Operator: o.Operator, MailboxPath: mailboxPath,
	})
	if err != nil {
		return nil, err
	}
	s := &server{
		Hall: hall, store: o.Store, links: o.Links, guard: o.Guard, files: o.Files,
		markdown: web.NewMarkdown(), mailbox: o.Mailbox, now: o.Now, brands: newBrands(),
		known: newKnown(o.Store),
	}
	s.routes(e, o.SignupsPerMinute)
	return hall.Front(e), nil
}
