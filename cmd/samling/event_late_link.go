package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"samling/internal/event"
)

// eventLateLinkCommand lets one person in after closing.
type eventLateLinkCommand struct {
	Slug    string `arg:"" help:"The event's short name in addresses."`
	Note    string `required:"" placeholder:"TEXT" help:"Why; kept with the link."`
	Expires string `placeholder:"TIME" help:"Until when the link works, on the event's clock, such as 2024-02-02T12:00. Without it, until the event begins."`
	dataFlags
	addressFlags
	keyFlags
}

// Run is called by the command line.
func (c *eventLateLinkCommand) Run(ctx context.Context, t *terminal) (err error) {
	key, err := c.key(c.Data)
	if errors.Is(err, fs.ErrNotExist) {
		return wrong("secret", "is needed, because there is no key in %s", c.Data)
	}
	if err != nil {
		return err
	}
	s, links, err := c.addressFlags.open(ctx, c.dataFlags, key)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	ev, err := find(ctx, s, c.Slug)
	if err != nil {
		return err
	}
	link := event.LateLink{EventID: ev.ID, Note: c.Note, CreatedAt: t.now().UTC()}
	if link.ExpiresAt, err = c.expires(ev, t.now()); err != nil {
		return err
	}
	if !link.Opens(ev, t.now()) {
		return fmt.Errorf("nobody can register for %s any more: it is a draft, cancelled, or over", ev.Slug)
	}
	if err := s.CreateLateLink(ctx, ev.Slug, &link); err != nil {
		return err
	}
	t.logger("text").Info("late link made", "event", ev.ID, "late_link", link.ID, "expires", link.ExpiresAt)
	fmt.Fprintln(t.out, links.Late(ev, &link))
	return nil
}

// expires is when the link stops working: when the event begins, or when it
// ends if it has begun, unless the flag says otherwise.
func (c *eventLateLinkCommand) expires(ev *event.Event, now time.Time) (time.Time, error) {
	switch {
	case c.Expires == "" && now.Before(ev.StartsAt):
		return ev.StartsAt, nil
	case c.Expires == "":
		return ev.EndsAt, nil
	}
	at, err := time.ParseInLocation("2006-01-02T15:04", c.Expires, ev.Location())
	if err != nil {
		return time.Time{}, wrong("expires", "must look like 2024-02-02T12:00")
	}
	if !now.Before(at) {
		return time.Time{}, wrong("expires", "%s has passed", c.Expires)
	}
	return at.UTC(), nil
}
