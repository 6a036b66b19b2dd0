package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/roster"
	"samling/internal/sheet"
)

// participantsCommands are about those who registered.
type participantsCommands struct {
	Export  participantsExportCommand  `cmd:"" help:"Write the participants of an event as a table."`
	Promote participantsPromoteCommand `cmd:"" help:"Give somebody on the waiting list a place."`
}

// participantsExportCommand writes all registrations, withdrawn ones too.
type participantsExportCommand struct {
	Slug      string `arg:"" help:"The event's short name in addresses."`
	Out       string `required:"" placeholder:"FILE" help:"The file to write. Only you can read it."`
	Format    string `enum:",csv,xlsx" default:"" placeholder:"csv|xlsx" help:"csv or xlsx. Without it, the file name decides."`
	Language  string `default:"sv" enum:"sv,en" placeholder:"sv|en" help:"The language of the headings (${default})."`
	Sensitive bool   `help:"Also the answers to sensitive questions, such as diet. Only for those who need them."`
	dataFlags
}

// Run is called by the command line.
func (c *participantsExportCommand) Run(ctx context.Context, t *terminal) (err error) {
	format, err := c.format()
	if err != nil {
		return err
	}
	words, err := i18n.Load()
	if err != nil {
		return err
	}
	s, err := c.open(ctx, "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	ev, err := find(ctx, s, c.Slug)
	if err != nil {
		return err
	}
	list := &roster.Roster{
		Event: ev, Words: words.Printer(i18n.Lang(c.Language)), Taken: t.now(),
		Registrations: s.Participants(ctx, ev.ID),
	}
	if c.Sensitive {
		list.Sensitive = list.AllSensitive()
		list.Registrations = s.WithSensitive(ctx, ev.ID, list.Registrations)
	}
	rows := 0
	err = replaceFile(c.Out, func(w io.Writer) (err error) {
		if format == "xlsx" {
			rows, err = sheet.WriteXLSX(w, list.Cover(), list.Table())
		} else {
			rows, err = sheet.WriteCSV(w, list.Table(), sheet.CSVOptions{Semicolon: c.Language == "sv"})
		}
		return err
	})
	if err != nil {
		return err
	}
	t.logger("text").Info("participants exported", "event", ev.ID, "rows", rows, "format", format, "sensitive", c.Sensitive)
	fmt.Fprintf(t.out, "%d participants written to %s. To be erased by %s\n", rows, c.Out, ev.EraseBy().Format("2006-01-02"))
	return nil
}

// format is that of the flag, or of the file name.
func (c *participantsExportCommand) format() (string, error) {
	if c.Format != "" {
		return c.Format, nil
	}
	switch extension := strings.ToLower(filepath.Ext(c.Out)); extension {
	case ".csv", ".xlsx":
		return extension[1:], nil
	}
	return "", wrong("format", "is needed, because %s ends neither in .csv nor in .xlsx", c.Out)
}

// replaceFile writes a file for its owner alone. There is never a part of it
// under its name, and an older one stays until the new one is whole.
func replaceFile(name string, write func(io.Writer) error) error {
	file, err := os.CreateTemp(filepath.Dir(name), ".samling-*") // with mode 0600
	if err != nil {
		return wrong("out", "cannot write in %s: %w", filepath.Dir(name), cause(err))
	}
	err = write(file)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err == nil {
		return nil
	}
	if gone := os.Remove(file.Name()); !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return fmt.Errorf("write %s: %w", name, err)
}

// participantsPromoteCommand is for the hours when the list no longer moves by
// itself.
type participantsPromoteCommand struct {
	Slug      string `arg:"" help:"The event's short name in addresses."`
	Reference string `arg:"" help:"The registration, such as UPP-4T8N2K."`
	dataFlags
	addressFlags
}

// Run is called by the command line.
func (c *participantsPromoteCommand) Run(ctx context.Context, t *terminal) (err error) {
	s, _, err := c.addressFlags.open(ctx, c.dataFlags, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	reference := strings.ToUpper(c.Reference)
	held, err := s.RegistrationByReference(ctx, reference)
	if err == nil && held.Event.Slug == c.Slug {
		err = s.Promote(ctx, held.Registration.ID, t.now().UTC())
	} else if err == nil {
		err = event.ErrNotFound
	}
	switch {
	case errors.Is(err, event.ErrNotFound):
		return fmt.Errorf("there is no registration %s for an event %q", reference, c.Slug)
	case errors.Is(err, event.ErrNotWaiting):
		return fmt.Errorf("%s is not on the waiting list", reference)
	case errors.Is(err, event.ErrFull):
		return fmt.Errorf("there is no free place at %s: raise its capacity first", c.Slug)
	case err != nil:
		return err
	}
	t.logger("text").Info("participant promoted", "event", held.Event.ID, "registration", held.Registration.ID)
	fmt.Fprintf(t.out, "%s has a place now, and a mail about it is on its way\n", reference)
	return nil
}
