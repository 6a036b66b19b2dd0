package store_test

import (
	"errors"
	"fmt"
	"testing"

	"samling/internal/event"
)

// workshops is a seminar with two workshops to choose among.
func workshops(slug string) *event.Event {
	ev := seminar(slug, 10)
	ev.Sessions = []event.Session{{Kind: event.Heading, Title: "Verkstäder", Choice: &event.Choice{Max: 1}, Sessions: []event.Session{
		{Kind: event.Talk, Title: "Lera", Capacity: 2}, {Kind: event.Talk, Title: "Trä", Capacity: 3},
	}}}
	return ev
}

// choose writes down that somebody chose a session.
func (h *house) choose(t testing.TB, reg event.Registration, key string, standing event.Standing) {
	t.Helper()
	h.execute(t, fmt.Sprintf(`INSERT INTO session_choices (event_id, registration_id, session, standing, created_at)
		VALUES (%d, %d, '%s', '%s', '2030-04-15 10:00:00+00:00')`, reg.EventID, reg.ID, key, standing))
}

// Keys, places and what is asked survive every way of saving, and stand in the
// event's own row too.
func TestSessionsToChooseAreKept(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev := h.save(t, workshops("gophers"), noon)
		_, by := h.organiser(t, ev)
		keys := func() string {
			now, err := h.EventBySlug(ctx, "gophers")
			if err != nil {
				t.Fatal(err)
			}
			g := now.Choices[0]
			if len(now.Choices) != 1 || g.Key == "" || g.Max != 1 || len(g.Sessions) != 2 || g.Sessions[0].Key == "" || g.Sessions[0].Capacity != 2 {
				t.Fatalf("what can be chosen is %+v", now.Choices)
			}
			return fmt.Sprint(g.Key, g.Sessions[0].Key, g.Sessions[1].Key)
		}
		first := keys()
		h.save(t, workshops("gophers"), noon) // the same file again, without keys
		if again := keys(); again != first {
			t.Errorf("a second import made the keys %s of %s", again, first)
		}
		now, err := h.EventOf(ctx, by.OrganisationID, "gophers")
		if err != nil {
			t.Fatal(err)
		}
		now.Lead = "Kom!"
		if err := h.ChangeEvent(ctx, by, now, "event.changed", noon); err != nil {
			t.Fatal(err)
		}
		if again := keys(); again != first {
			t.Errorf("a change made the keys %s of %s", again, first)
		}
		copied := now.Clone(starts.AddDate(1, 0, 0))
		copied.Slug = "gophers-2031"
		if err := h.CloneEvent(ctx, by, now.ID, &copied, noon); err != nil {
			t.Fatal(err)
		}
		if g := copied.Choices; len(g) != 1 || fmt.Sprint(g[0].Key, g[0].Sessions[0].Key, g[0].Sessions[1].Key) != first {
			t.Errorf("in the copy one chooses %+v", g)
		}
	})
}

// A session that people have chosen, or wait for, stays where it is.
func TestChosenSessionsCannotGo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev := h.save(t, workshops("gophers"), noon)
		_, by := h.organiser(t, ev)
		regs := h.fill(t, ev, 3, noon)
		clay := ev.Choices[0].Sessions[0].Key
		h.choose(t, regs[0], clay, event.Confirmed)
		h.choose(t, regs[1], clay, event.Waiting)
		h.choose(t, regs[2], ev.Choices[0].Sessions[1].Key, event.Withdrawn)
		change := func(change func(*event.Event)) error {
			now, err := h.EventOf(ctx, by.OrganisationID, "gophers")
			if err != nil {
				t.Fatal(err)
			}
			change(now)
			return h.ChangeEvent(ctx, by, now, "program.changed", noon)
		}
		var gone event.SessionsChosen
		err := change(func(ev *event.Event) { ev.SetProgram(event.Program{}) })
		if !errors.As(err, &gone) || len(gone) != 1 || gone[0].Title != "Lera" || gone[0].People != 2 {
			t.Errorf("the programme could be emptied: %v", err)
		}
		file := seminar("gophers", 10)
		if _, err := h.SaveEvent(ctx, file, noon); !errors.As(err, &gone) {
			t.Errorf("a file could take it away: %v", err)
		}
		if err := change(func(ev *event.Event) { ev.Sessions[0].Sessions = ev.Sessions[0].Sessions[:1] }); err != nil {
			t.Errorf("one that nobody holds could not go: %v", err)
		}
		if err := change(func(ev *event.Event) { ev.Sessions[0].Sessions[0].Capacity = 1 }); err != nil {
			t.Errorf("it could not get fewer places than people: %v", err)
		}
		if n := h.count(t, "SELECT count(*) FROM session_choices WHERE session = '%s' AND standing <> 'withdrawn'", clay); n != 2 {
			t.Errorf("%d have chosen it now", n)
		}
	})
}
