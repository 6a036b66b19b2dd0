package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"samling/internal/event"
	"samling/internal/store"
)

// auditCommands are about what was done in the console.
type auditCommands struct {
	Verify auditVerifyCommand `cmd:"" help:"Look whether an audit log is what was written, to the last byte."`
}

// auditVerifyCommand follows the seals of every log.
type auditVerifyCommand struct {
	Organisation string `placeholder:"SLUG" help:"Look at the log of one organisation only."`
	dataFlags
	keyFlags
}

// Run is called by the command line.
func (c *auditVerifyCommand) Run(ctx context.Context, t *terminal) (err error) {
	key, err := c.key(c.Data)
	if errors.Is(err, fs.ErrNotExist) {
		return wrong("secret", "is needed, because there is no key in %s", c.Data)
	}
	if err != nil {
		return err
	}
	s, err := c.openWith(ctx, key)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	orgs, err := c.organisations(ctx, s)
	if err != nil {
		return err
	}
	broken := 0
	for _, o := range orgs {
		chain, err := s.VerifyAudit(ctx, o.ID)
		if err != nil {
			return err
		}
		if chain.Broken != nil {
			broken++
		}
		fmt.Fprintf(t.out, "%s: %s\n", o.Slug, verdict(chain))
	}
	if broken > 0 {
		return fmt.Errorf("%d of %d audit logs are not what was written", broken, len(orgs))
	}
	return nil
}

// openWith opens the database of a server together with its key.
func (c *auditVerifyCommand) openWith(ctx context.Context, key []byte) (*store.Store, error) {
	s, err := c.open(ctx, "")
	if err != nil {
		return nil, err
	}
	s.SetKey(key)
	return s, nil
}

// organisations are those whose logs to look at.
func (c *auditVerifyCommand) organisations(ctx context.Context, s *store.Store) ([]event.Organisation, error) {
	orgs, err := s.Organisations(ctx)
	if err != nil || c.Organisation == "" {
		return orgs, err
	}
	orgs = slices.DeleteFunc(orgs, func(o event.Organisation) bool { return o.Slug != c.Organisation })
	if len(orgs) == 0 {
		return nil, wrong("organisation", "there is no organisation %q", c.Organisation)
	}
	return orgs, nil
}

// verdict says what a log is like. Whoever notes the last seal elsewhere can tell
// later even a database that was put back to an earlier day.
func verdict(c event.Chain) string {
	b := c.Broken
	switch {
	case b == nil && c.Last == 0:
		return "no entries"
	case b == nil:
		return fmt.Sprintf("%d entries, all as written; the last seal is %s", c.Last, c.Seal)
	}
	switch b.Fault {
	case event.EntryMissing:
		return fmt.Sprintf("entry %d is missing", b.Number)
	case event.EntryPutIn:
		return fmt.Sprintf("entry %d was put in", b.Number)
	case event.TailCut:
		return fmt.Sprintf("entry %d and all after it are missing", b.Number)
	case event.HeadMissing:
		return fmt.Sprintf("what says where the log ends is missing; entries after %d may be, too", b.Number)
	case event.HeadNotMarked:
		return fmt.Sprintf("what says where the log ends was changed; entries after %d may be missing", b.Number)
	}
	return fmt.Sprintf("entry %d is not what was written", b.Number)
}
