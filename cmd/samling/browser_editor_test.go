package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"samling/internal/browsertest"
	"samling/internal/event"
)

// The editor with everything of registration in it, with a category that rests
// and with faults, reads well everywhere; and questions that are asked of some.
func TestBrowserRegistrationInTheEditorReadsWell(t *testing.T) {
	o := newOffice(t)
	ev := o.change(func(ev *event.Event) {
		ev.Attendance, ev.PlaceName, ev.Capacity = event.Both, "Folkets hus", 1 // more have a place
		ev.Categories = []event.Category{{ID: "c1", Name: "Anställda"}, {ID: "c2", Name: "Externa", Cost: "500 kr"}, {ID: "c3", Name: "Press", Retired: true}}
		ev.Questions = []event.Question{
			{ID: "q1", Kind: event.AskYesNo, Label: "Äter du lunch?"}, {ID: "q2", Kind: event.AskShort, Label: "Kost", When: &event.Condition{Category: []string{"c2"}}},
		}
	})
	editor := "/console/o/" + consoleOrg + "/e/" + ev.Slug
	sources := map[string]string{}
	for _, path := range []string{"/edit", "/questions", "/questions/q2"} {
		_, _, sources[path] = o.fetch(http.MethodGet, o.base+editor+path, nil)
	}
	if !strings.Contains(sources["/edit"], "Fler har plats än det finns platser") {
		t.Error("the editor does not warn")
	}
	for _, fault := range browsertest.ValidateHTML(t, sources) {
		t.Error(fault)
	}
	for name, seen := range map[string]struct{ path, press string }{
		"the editor": {"/edit", ""}, "another category": {"/edit", `[value="add:categories"]`}, "a question": {"/questions/q2", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tab := o.open(t)
			if status := tab.Visit(o.base + editor + seen.path); status != http.StatusOK {
				t.Fatal(status)
			}
			tab.Open("details.sheet")
			if seen.press != "" {
				tab.Click(seen.press)
				tab.Open("details.sheet")
			}
			look(t, tab)
			tidy(t, tab, o.base)
		})
	}
}

// change changes the event of the office.
func (o *office) change(how func(*event.Event)) *event.Event {
	o.t.Helper()
	ctx := o.t.Context()
	ev, err := o.store.EventBySlug(ctx, consoleEvent)
	if err != nil {
		o.t.Fatal(err)
	}
	how(ev)
	if err := o.store.ChangeEvent(ctx, event.Actor{UserID: o.user.ID, Who: o.user.Name, OrganisationID: ev.OrganisationID}, ev, "event.changed", time.Now()); err != nil {
		o.t.Fatal(err)
	}
	return ev
}

// Questions are put in order by dragging, and by keyboard on the handle.
func TestBrowserQuestionsAreDragged(t *testing.T) {
	o := newOffice(t)
	ev := o.change(func(ev *event.Event) {
		ev.Questions = nil
		for _, id := range []string{"a", "b", "c"} {
			ev.Questions = append(ev.Questions, event.Question{ID: id, Kind: event.AskShort, Label: strings.ToUpper(id)})
		}
	})
	order := func() string {
		t.Helper()
		now, err := o.store.EventBySlug(t.Context(), ev.Slug)
		if err != nil {
			t.Fatal(err)
		}
		ids := ""
		for _, q := range now.Questions {
			ids += q.ID
		}
		return ids
	}
	tab := o.open(t)
	tab.Window(1280)
	if status := tab.Visit(o.base + "/console/o/" + consoleOrg + "/e/" + ev.Slug + "/questions"); status != http.StatusOK {
		t.Fatal(status)
	}
	if status := tab.Drag("#c .prog-grip", "#a h3"); status != http.StatusOK || order() != "cab" {
		t.Errorf("dragged: %d, %s", status, order())
	}
	tab.Focused("#c .prog-grip")
	tab.Keys(" " + kb.ArrowDown)
	tab.Keys(kb.Escape)
	if text := tab.Text("ol.cards"); order() != "cab" || strings.Index(text, "C") > strings.Index(text, "A") {
		t.Errorf("not put back: %s\n%s", order(), text)
	}
	tab.Keys(" " + kb.ArrowDown + kb.ArrowDown)
	if status := tab.Enter(); status != http.StatusOK || order() != "abc" {
		t.Errorf("by keyboard: %d, %s", status, order())
	}
	tidy(t, tab, o.base)
}
