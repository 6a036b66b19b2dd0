// Package site is what the public sees: the list of events, the event pages,
// registration, and a person's own page. It talks; the rules are in package
// event and the memory in package store.
package site

import (
	"time"

	"samling/internal/address"
	"samling/internal/event"
	"samling/internal/files"
	"samling/internal/store"
	"samling/internal/web"
)

// Options is what the site is built from.
type Options struct {
	Store *store.Store
	Guard *address.Guard
	Files *files.Folder
	// Uploads are the files that people send with their registrations.
	Uploads *files.Folder
	// Mailbox lists caught mails, the newest first. It is nil when mail leaves.
	Mailbox func() []CaughtMail
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
	uploads  *files.Folder
	markdown *web.Markdown
	mailbox  func() []CaughtMail
	now      func() time.Time
	brands   *brands
	known    *known
}

// Add adds the public site to the hall.
func Add(hall *web.Hall, o Options) {
	s := &server{
		Hall: hall, store: o.Store, links: hall.Links, guard: o.Guard, files: o.Files, uploads: o.Uploads,
		markdown: web.NewMarkdown(), mailbox: o.Mailbox, now: hall.Now, brands: newBrands(),
		known: newKnown(o.Store),
	}
	s.routes(hall.Echo, o.SignupsPerMinute)
}
