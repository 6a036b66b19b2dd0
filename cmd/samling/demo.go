package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"samling/internal/address"
	"samling/internal/mail"
	"samling/internal/site"
	"samling/internal/store"
)

// demoCommand runs a server that anybody may play with: it starts anew each
// time, and no mail leaves it.
type demoCommand struct {
	Listen string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen (${default})."`
	Data   string `default:"./demo-data" placeholder:"FOLDER" help:"Folder for the demonstration, emptied at each start (${default})."`
}

// caughtMails is how many mails the mailbox page keeps.
const caughtMails = 200

// Run is called by the command line.
func (c *demoCommand) Run(ctx context.Context, t *terminal) error {
	if err := checkListen(c.Listen); err != nil {
		return err
	}
	s := &settings{
		listen: c.Listen, data: dataFlags{Data: c.Data}, address: addressFlags{Language: "sv"},
		catcher: mail.NewCatcher(caughtMails, t.now), from: mail.Address{Name: "Samling", Email: "evenemang@samling.example"},
		operator: demoOperator(), guard: address.Options{Now: t.now}, now: t.now,
		log:     slog.New(slog.NewTextHandler(t.err, &slog.HandlerOptions{Level: slog.LevelWarn})),
		prepare: c.clear,
		load: func(ctx context.Context, st *store.Store) error {
			return loadSamples(ctx, st, t.now())
		},
		greet: consoleLink(t.now),
	}
	s.ready = func(address string) {
		fmt.Fprintf(t.out, "Samling is ready at %s\n", address)
		fmt.Fprintf(t.out, "Console: %s (works once; after that, sign in as %s)\n", s.link, demoUser)
		fmt.Fprintf(t.out, "Mail is caught and shown at %s/mailbox\n", address)
		fmt.Fprintln(t.out, "Stop with Ctrl-C.")
	}
	return s.serve(ctx)
}

func demoOperator() site.Operator {
	return site.Operator{
		Name: "Samling, demonstration", Address: "Exempelgatan 1, 123 45 Exempelstad", Number: "000000-0000",
		Email: "kontakt@samling.example", Phone: "010-000 00 00", DataProtection: "dataskyddsombud@samling.example",
	}
}

// marker is the file by which a demonstration knows its own folder. Its last
// line is the address of the server that uses the folder.
const (
	marker     = "made-by-samling-demo"
	markerText = "This folder belongs to samling demo, which empties it at each start.\n%s\n"
)

// clear empties the folder, if a demonstration made it and none is using it.
func (c *demoCommand) clear(address string) error {
	entries, err := os.ReadDir(c.Data)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return wrong("data", "cannot read the folder %s: %w", c.Data, cause(err))
	}
	name := filepath.Join(c.Data, marker)
	text, err := os.ReadFile(name)
	if len(entries) > 0 && err != nil {
		return wrong("data", "%s holds something that samling demo did not put there; choose another folder", c.Data)
	}
	if user := usedBy(string(text)); user != "" {
		return wrong("data", "%s is in use by the demonstration at %s; choose another folder, such as --data %s-2", c.Data, user, c.Data)
	}
	for _, entry := range entries {
		if err := os.RemoveAll(filepath.Join(c.Data, entry.Name())); err != nil {
			return wrong("data", "cannot empty the folder %s: %w", c.Data, cause(err))
		}
	}
	if err := (dataFlags{Data: c.Data}).prepare(); err != nil {
		return err
	}
	return os.WriteFile(name, fmt.Appendf(nil, markerText, address), 0o600)
}

// usedBy reads the address in a marker, and returns it if a demonstration
// answers there.
func usedBy(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	address := lines[len(lines)-1]
	client := http.Client{Timeout: time.Second}
	resp, err := client.Get(address + "/mailbox")
	if err != nil {
		return ""
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return ""
	}
	return address
}

// mailboxPath is the page with the caught mails, or empty.
func (s *settings) mailboxPath() string {
	if s.catcher == nil {
		return ""
	}
	return "/mailbox"
}

// mailbox lists the caught mails for the page that shows them, or is nil.
func (s *settings) mailbox() func() []site.CaughtMail {
	if s.catcher == nil {
		return nil
	}
	return func() []site.CaughtMail {
		var mails []site.CaughtMail
		for _, m := range s.catcher.Mails() {
			mails = append(mails, site.CaughtMail{
				ID: strconv.Itoa(m.Number), At: m.CaughtAt, To: m.To, Subject: m.Subject,
				Text: m.Text, HTML: m.HTML, Calendar: string(m.Calendar.Data), Source: string(m.Source),
			})
		}
		return mails
	}
}
