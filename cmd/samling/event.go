package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"samling/internal/event"
	"samling/internal/store"
)

// eventCommands are about events.
type eventCommands struct {
	Import   eventImportCommand   `cmd:"" help:"Create an event from a file, or bring it up to date."`
	Export   eventExportCommand   `cmd:"" help:"Write an event as a file."`
	List     eventListCommand     `cmd:"" help:"List all events, drafts too."`
	LateLink eventLateLinkCommand `cmd:"" help:"Make a link that lets one person register after closing."`
}

// eventExportCommand writes an event the way import reads it.
type eventExportCommand struct {
	Slug string `arg:"" help:"The event's short name in addresses."`
	dataFlags
}

// Run is called by the command line.
func (c *eventExportCommand) Run(ctx context.Context, t *terminal) (err error) {
	s, err := c.open(ctx, "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	ev, err := find(ctx, s, c.Slug)
	if err != nil {
		return err
	}
	return event.NewFile(ev).Write(t.out)
}

// find finds an event, or says that there is none.
func find(ctx context.Context, s *store.Store, slug string) (*event.Event, error) {
	ev, err := s.EventBySlug(ctx, slug)
	if errors.Is(err, event.ErrNotFound) {
		return nil, fmt.Errorf("there is no event %q; samling event list tells which there are", slug)
	}
	return ev, err
}

// eventListCommand shows what there is.
type eventListCommand struct {
	dataFlags
}

// Run is called by the command line.
func (c *eventListCommand) Run(ctx context.Context, t *terminal) (err error) {
	s, err := c.open(ctx, "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	events, err := s.AllEvents(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "EVENT\tSTARTS\tSTATE\tPLACES\tWAITING\tTITLE")
	for _, l := range events {
		ev := l.Event
		state := string(ev.State(l.Places, t.now()))
		if ev.Status == event.Draft {
			state = string(event.Draft)
		}
		starts := ev.Start().Format("2006-01-02 15:04")
		if !ev.HasTimes() {
			starts = ev.Start().Format("2006-01-02 ") + ev.TimeText
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%s\n", ev.Slug, starts, state, taken(l), l.Places.Waiting, ev.Title)
	}
	return table.Flush()
}

// taken is how many places are, of how many.
func taken(l store.Listed) string {
	if l.Event.PlacesInAll() == 0 {
		return fmt.Sprint(l.Places.Confirmed)
	}
	return fmt.Sprintf("%d of %d", l.Places.Confirmed, l.Event.PlacesInAll())
}
