package main

import (
	"context"
	"errors"
	"fmt"

	"samling/internal/store"
)

// migrateCommand brings the database up to date.
type migrateCommand struct {
	dataFlags
	Status bool `help:"Only tell which steps have been taken."`
}

// Run is called by the command line.
func (c *migrateCommand) Run(ctx context.Context, t *terminal) (err error) {
	s, err := c.store(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	before, err := s.Migrations(ctx)
	if err != nil {
		return err
	}
	if !c.Status {
		if err := s.Migrate(ctx); err != nil {
			return err
		}
	}
	for _, m := range before {
		fmt.Fprintf(t.out, "%-8s %s\n", c.word(m.Applied), m.Name)
	}
	return nil
}

// word is what is to be said of a step that had been taken before, or not.
func (c *migrateCommand) word(applied bool) string {
	switch {
	case applied:
		return "done"
	case c.Status:
		return "waiting"
	}
	return "taken"
}

// store opens the database. Asking for the status makes none.
func (c *migrateCommand) store(ctx context.Context) (*store.Store, error) {
	if c.Status {
		return c.openAsItIs(ctx, "")
	}
	if err := c.prepare(); err != nil {
		return nil, err
	}
	o, err := c.options("")
	if err != nil {
		return nil, err
	}
	return c.create(ctx, o)
}
