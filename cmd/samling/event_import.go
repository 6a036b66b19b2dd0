package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"samling/internal/event"
	"samling/internal/picture"
)

// eventImportCommand creates or updates an event, or changes nothing.
type eventImportCommand struct {
	File string `arg:"" help:"The event file, or - to read it from the standard input. Pictures lie beside it."`
	dataFlags
	addressFlags
}

// Run is called by the command line.
func (c *eventImportCommand) Run(ctx context.Context, t *terminal) (err error) {
	file, err := c.read(t)
	if err != nil {
		return err
	}
	s, links, err := c.addressFlags.open(ctx, c.dataFlags, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	ev, err := c.build(file)
	if err != nil {
		return err
	}
	created, err := s.SaveEvent(ctx, ev, t.now().UTC())
	if err != nil {
		return err
	}
	what := "updated"
	if created {
		what = "created"
	}
	fmt.Fprintf(t.out, "%s %s (%s)\n", what, links.Event(ev.Slug, ev.Language), ev.Status)
	return nil
}

func (c *eventImportCommand) read(t *terminal) (event.File, error) {
	if c.File == "-" {
		return event.ReadFile(t.in)
	}
	file, err := os.Open(c.File)
	if err != nil {
		return event.File{}, usageError{err}
	}
	defer file.Close()
	return event.ReadFile(file)
}

// build makes the event with its pictures. Nothing is kept before everything
// has been found right.
func (c *eventImportCommand) build(file event.File) (*event.Event, error) {
	if err := c.prepare(); err != nil {
		return nil, err
	}
	kept, err := c.files()
	if err != nil {
		return nil, err
	}
	defer kept.Close()
	beside, err := os.OpenRoot(c.folder())
	if err != nil {
		return nil, fmt.Errorf("open the folder of the event file: %w", err)
	}
	defer beside.Close()

	pictures := album{beside: beside, kept: kept, found: map[string]picture.Picture{}}
	var problems event.Problems
	if _, err := file.Event(); err != nil && !errors.As(err, &problems) {
		return nil, err
	}
	problems = append(problems, pictures.gather(&file)...)
	if len(problems) > 0 {
		return nil, problems
	}
	size, err := pictures.keep(&file)
	if err != nil {
		return nil, err
	}
	ev, err := file.Event()
	ev.ImageWidth, ev.ImageHeight = size.Width, size.Height
	return &ev, err
}

// folder is where the pictures of the file lie.
func (c *eventImportCommand) folder() string {
	if c.File == "-" {
		return "."
	}
	return filepath.Dir(c.File)
}
