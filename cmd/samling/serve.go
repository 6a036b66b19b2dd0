package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"

	"samling/internal/address"
)

// serveCommand runs the server until it is told to stop.
type serveCommand struct {
	Listen string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen (${default})."`
	dataFlags
	addressFlags
	keyFlags
	mailFlags
	operatorFlags
	oidcFlags
	TrustedProxy     []string `placeholder:"NETWORK" help:"A network whose word is taken for where a visitor comes from, such as 10.0.0.0/8. May be given more than once."`
	CheckDomains     bool     `default:"true" negatable:"" help:"Ask the domain name system whether an address can get mail, and refuse those that cannot."`
	SignupsPerMinute int      `default:"120" placeholder:"N" help:"How many sign-ups one network address may send (${default}). Whole offices share one; 0 means no limit."`
	LogFormat        string   `default:"text" enum:"text,json" placeholder:"text|json" help:"How the log is written (${default})."`
	SignupBatch      int      `hidden:"" help:"How many sign-ups may share a transaction."`
}

// Run is called by the command line.
func (c *serveCommand) Run(ctx context.Context, t *terminal) error {
	settings, err := c.settings(t)
	if err != nil {
		return err
	}
	settings.ready = func(base string) {
		fmt.Fprintf(t.out, "Samling is ready at %s\n", base)
		if settings.link != "" {
			fmt.Fprintf(t.out, "Nobody can sign in yet. Within 24 hours, set it up at %s\n", settings.link)
		}
	}
	return settings.serve(ctx)
}

// logger writes to where errors go. No values in it are personal data.
func (t *terminal) logger(format string) *slog.Logger {
	if format == "json" {
		return slog.New(slog.NewJSONHandler(t.err, nil))
	}
	return slog.New(slog.NewTextHandler(t.err, nil))
}

// settings reads the flags. Whatever is wrong is found before anything is made.
func (c *serveCommand) settings(t *terminal) (*settings, error) {
	s := &settings{
		listen: c.Listen, data: c.dataFlags, address: c.addressFlags, key: c.keyFlags, signups: c.SignupsPerMinute, batch: c.SignupBatch,
		guard: address.Options{Now: t.now}, now: t.now, log: t.logger(c.LogFormat),
		prepare: func(string) error { return c.prepare() },
	}
	s.greet = s.setUpLink
	if err := checkListen(c.Listen); err != nil {
		return nil, err
	}
	if _, err := c.base(defaultBase); err != nil {
		return nil, err
	}
	if c.SignupsPerMinute < 0 {
		return nil, wrong("signups-per-minute", "must not be negative")
	}
	if c.CheckDomains {
		s.guard.Resolver = &net.Resolver{PreferGo: true}
	}
	var err error
	if s.operator, err = c.operator(); err != nil {
		return nil, err
	}
	if s.proxies, err = networks("trusted-proxy", c.TrustedProxy); err != nil {
		return nil, err
	}
	if s.oidc, err = c.oidc(); err != nil {
		return nil, err
	}
	if s.server, err = c.mailFlags.server(); err != nil {
		return nil, err
	}
	if s.server == nil {
		return s, nil
	}
	if c.From != "" {
		if s.from, err = c.sender(); err != nil {
			return nil, err
		}
	}
	return s, c.demand()
}
