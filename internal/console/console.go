// Package console is what organisers see: everything they do with events and
// participants, without a command line. It talks; the rules are in package
// event and the memory in package store. Each page works without JavaScript.
package console

import (
	"time"

	"samling/internal/address"
	"samling/internal/event"
	"samling/internal/files"
	"samling/internal/store"
	"samling/internal/web"
)

// Options is what the console is built from.
type Options struct {
	Store *store.Store
	Files *files.Folder
	// Uploads are the files that people send with their registrations.
	Uploads *files.Folder
	Guard   *address.Guard
	OIDC    *OIDC // the organisation's own sign-in, nil for none
	Mail    Mail
}

// Mail is what the settings of the server say about mail.
type Mail struct {
	HasServer bool         // otherwise mail waits
	Sender    event.Sender // zero where that is said at the set-up
}

// server holds what the handlers need.
type server struct {
	*web.Hall
	store    *store.Store
	links    event.Links
	files    *files.Folder
	uploads  *files.Folder
	guard    *address.Guard
	mail     Mail
	markdown *web.Markdown
	now      func() time.Time
	painting chan struct{} // a picture takes much memory: one at a time
	progress progress
	proofs   proofs
}

// Add adds the console to the hall.
func Add(hall *web.Hall, o Options) {
	s := &server{
		Hall: hall, store: o.Store, links: hall.Links, files: o.Files, uploads: o.Uploads, guard: o.Guard, mail: o.Mail,
		markdown: web.NewMarkdown(), now: hall.Now, painting: make(chan struct{}, 1), proofs: newProofs(hall, o.OIDC, hall.Now),
	}
	s.routes()
}
