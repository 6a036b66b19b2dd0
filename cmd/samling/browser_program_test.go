package main

import (
	"net/http"
	"testing"

	"samling/internal/event"
)

// The programme editor with sessions to choose reads well, as it is and with
// faults. What can be filled in follows the tick on the heading.
func TestBrowserSessionsToChooseInTheEditor(t *testing.T) {
	o := newOffice(t)
	ev := o.change(func(ev *event.Event) {
		ev.Attendance, ev.PlaceName = event.Both, "Folkets hus"
		ev.Categories = []event.Category{{ID: "c1", Name: "Anställda"}, {ID: "c2", Name: "Externa"}}
		ev.SetProgram(event.Program{Sessions: []event.Session{
			{Kind: event.Talk, Title: "Välkommen"},
			{Kind: event.Heading, Title: "Verkstäder", Sessions: []event.Session{{Kind: event.Talk, Title: "Lera"}, {Kind: event.Talk, Title: "Trä"}}},
		}})
	})
	address := o.base + "/console/o/" + consoleOrg + "/e/" + ev.Slug + "/program"
	tab := o.open(t)
	if status := tab.Visit(address); status != http.StatusOK {
		t.Fatal(status)
	}
	tab.Open("details.prog-more")
	shown := func(when string, want map[string]bool) {
		t.Helper()
		for selector, is := range want {
			if got := tab.Shows(selector); got != is {
				t.Errorf("%s: %s is shown: %v", when, selector, got)
			}
		}
	}
	shown("at first", map[string]bool{"#choose-0": false, "#choose-1": true, "#min-1": false, "#way-1": false, "#choose-2": false, "#capacity-2": false, "#capacity-0": false})
	tab.Fill("#choose-1", "1")
	shown("once people choose", map[string]bool{"#min-1": true, "#way-1": true, "#category-1-c1": true, "#capacity-2": true, "#capacity-1": false})
	look(t, tab)
	tab.Fill("#capacity-2", "tolv")
	tab.Fill("#min-1", "3")
	if status := tab.Click(`.savebar [value="save"]`); status != http.StatusUnprocessableEntity {
		t.Errorf("saved with %d", status)
	}
	shown("with faults", map[string]bool{"#capacity-2-error": true, "#min-1-error": true, "#max-1": true})
	look(t, tab)
	tab.Fill("#capacity-2", "12")
	tab.Fill("#min-1", "1")
	if status := tab.Click(`.savebar [value="save"]`); status != http.StatusOK {
		t.Errorf("saved with %d", status)
	}
	now, err := o.store.EventBySlug(t.Context(), ev.Slug)
	if err != nil || len(now.Choices) != 1 || now.Choices[0].Sessions[0].Capacity != 12 {
		t.Errorf("one chooses %+v, %v", now.Choices, err)
	}
	tidy(t, tab, o.base)
}
