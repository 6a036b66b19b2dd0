package main

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"

	"samling/internal/browsertest"
	"samling/internal/event"
	"samling/internal/i18n"
)

// Forty seats and forty-three people (acceptance case 9): whoever waits sees the
// own number, and moves up when somebody cancels.
func TestBrowserWaitingListMovesBeforeOnesEyes(t *testing.T) {
	s := newStage(t)
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	says := words.Printer(i18n.Swedish).T
	const title = "Workshop med fyrtio platser"
	s.add("fyrtio", "goda-uppvaxtvillkor", func(f *event.File) {
		f.Title, f.Registration.Capacity, f.Registration.WaitingList = title, 40, true
	})
	var regs []event.Registration
	for i := range 43 {
		call := event.Call{FormKey: rand.Text(), Now: s.now, Signup: event.Signup{
			Name: fmt.Sprintf("Person %d", i+1), Email: fmt.Sprintf("person.%d@example.org", i+1), Language: "sv",
		}}
		receipt, err := s.store.Register(t.Context(), "fyrtio", call)
		if err != nil || receipt.Number != max(0, i+1-40) {
			t.Fatalf("person %d: %+v, %v", i+1, receipt, err)
		}
	}
	ev, err := s.store.EventBySlug(t.Context(), "fyrtio")
	if err != nil {
		t.Fatal(err)
	}
	for r, err := range s.store.Participants(t.Context(), ev.ID) {
		if err != nil {
			t.Fatal(err)
		}
		regs = append(regs, r)
	}
	tab := browsertest.Open(t)
	tab.Scripts(false)
	tab.Window(320)
	sees := func(person int, text string) {
		t.Helper()
		arrives(t, tab, tab.Visit(s.links.Registration(&regs[person-1])), title)
		if got := tab.Text("main"); !strings.Contains(got, text) {
			t.Errorf("person %d does not read %q:\n%s", person, text, got)
		}
	}
	for number, person := range []int{41, 42, 43} {
		sees(person, says("own.number", "Number", number+1))
	}
	// Seat 7 cancels.
	sees(7, says("own.confirmed"))
	arrives(t, tab, tab.Click(`a[href$="/cancel"]`), says("own.cancel_title"))
	arrives(t, tab, tab.Click(`main button[type="submit"]`), title)
	sees(41, says("own.confirmed"))
	sees(42, says("own.number", "Number", 1))
	sees(43, says("own.number", "Number", 2))
	// Leaving the list is one link.
	arrives(t, tab, tab.Click(`a[href$="/cancel"]`), says("own.leave_title"))
	arrives(t, tab, tab.Click(`main button[type="submit"]`), title)
	sees(43, says("own.withdrawn_alert"))
	sees(42, says("own.number", "Number", 1))
	wellBehaved(t, tab, s.base)
}
