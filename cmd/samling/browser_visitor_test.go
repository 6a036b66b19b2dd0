package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"samling/internal/browsertest"
	"samling/internal/i18n"
)

// The event that visitors of the demonstration register for.
const (
	visitedPath  = "/e/goda-uppvaxtvillkor"
	visitedTitle = "Vill du vara med och skapa goda uppväxtvillkor?"
)

// thinking is longer than the form takes for a program's haste.
const thinking = 2100 * time.Millisecond

func TestBrowserVisitorSignsUp(t *testing.T) {
	s := newStage(t)
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	says := words.Printer(i18n.Swedish).T
	for name, scripts := range map[string]bool{"with JavaScript": true, "without JavaScript": false} {
		t.Run(name, func(t *testing.T) {
			tab := browsertest.Open(t)
			tab.Scripts(scripts)
			tab.Window(390)
			arrives(t, tab, tab.Visit(s.base+"/"), says("home.title"))
			arrives(t, tab, tab.Click(`main a[href="`+visitedPath+`"]`), visitedTitle)
			arrives(t, tab, tab.Click(`.signup a[href="`+visitedPath+`/register"]`), says("register.title"))
			tab.Type("#name", "Åsa Öberg")
			tab.Type("#email", strings.ReplaceAll(name, " ", ".")+"@example.org")
			time.Sleep(thinking)
			arrives(t, tab, tab.Click(`.form-actions button[type="submit"]`), says("receipt.confirmed_title"))

			arrives(t, tab, tab.Click(`a[href="/mailbox"]`), says("mailbox.title"))
			readsMail(t, tab, says("receipt.confirmed_title"))
			arrives(t, tab, tab.Click(`a.m-btn[href*="/r/"]`), visitedTitle)
			arrives(t, tab, tab.Click(`a[href$="/cancel"]`), says("own.cancel_title"))
			arrives(t, tab, tab.Click(`main button[type="submit"]`), visitedTitle)
			if text := tab.Text("main"); !strings.Contains(text, says("own.withdrawn_alert")) {
				t.Errorf("the page does not say that it is cancelled:\n%s", text)
			}
			arrives(t, tab, tab.Click(`a[href="/mailbox"]`), says("mailbox.title"))
			readsMail(t, tab, "Avbokad")
			wellBehaved(t, tab, s.base)
		})
	}
}

// arrives demands a page with a heading that holds a text.
func arrives(t *testing.T, tab *browsertest.Tab, status int, heading string) {
	t.Helper()
	if got := tab.Text("h1"); status != http.StatusOK || !strings.Contains(got, heading) {
		t.Fatalf("%s answers %d under the heading %q, not %q", tab.Address(), status, got, heading)
	}
}

// readsMail waits at the mailbox until the newest mail has a subject that begins
// with a text, and opens it.
func readsMail(t *testing.T, tab *browsertest.Tab, subject string) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !strings.HasPrefix(tab.Text(".form b, .form p"), subject); tab.Visit(tab.Address()) {
		if time.Now().After(deadline) {
			t.Fatalf("no mail says %q:\n%s", subject, tab.Text("main"))
		}
	}
	arrives(t, tab, tab.Click(".do-list a"), subject)
	arrives(t, tab, tab.Visit(tab.Address()+"/html"), visitedTitle)
}

// maxPresses is how many keys it takes at most to register, besides typing.
const maxPresses = 25

func TestBrowserVisitorSignsUpByKeyboard(t *testing.T) {
	s := newStage(t)
	for name, width := range map[string]int{"telephone": 320, "desk": 1280} {
		t.Run(name, func(t *testing.T) {
			tab := browsertest.Open(t)
			tab.Window(width)
			k := &keyboard{t: t, tab: tab}
			if status := tab.Visit(s.base + visitedPath); status != http.StatusOK {
				t.Fatalf("answers %d", status)
			}
			k.to("the way to the form", func(stop browsertest.Stop) bool { return stop.Href == visitedPath+"/register" })
			k.enter()
			k.to("the name", func(stop browsertest.Stop) bool { return stop.ID == "name" })
			tab.Keys("Åsa Öberg")
			k.to("the address", func(stop browsertest.Stop) bool { return stop.ID == "email" })
			tab.Keys(name + "@example.org")
			k.to("the button that sends", func(stop browsertest.Stop) bool {
				return strings.HasPrefix(stop.Name, "button ") && strings.Contains(stop.Name, "Skicka")
			})
			time.Sleep(thinking)
			k.enter()
			if !strings.HasPrefix(tab.Address(), s.base+visitedPath+"/receipt/") {
				t.Fatalf("ended at %s", tab.Address())
			}
			if k.presses > maxPresses {
				t.Errorf("it took %d keys", k.presses)
			}
			t.Logf("%d keys", k.presses)
		})
	}
}

// keyboard is all that a visitor has.
type keyboard struct {
	t       *testing.T
	tab     *browsertest.Tab
	presses int
}

// to presses the tab key until the focus is where it should be, past the
// navigation by the link for that. Every stop on the way must be seen.
func (k *keyboard) to(where string, there func(stop browsertest.Stop) bool) {
	k.t.Helper()
	for k.presses <= maxPresses {
		stop := k.tab.Tab()
		k.presses++
		if !stop.Ringed || stop.Covered {
			k.t.Errorf("one does not see that the focus is on %+v of %s", stop, k.tab.Address())
		}
		if there(stop) {
			return
		}
		if stop.Href == "#main" {
			k.tab.EnterHere()
			k.presses++
		}
	}
	k.t.Fatalf("%d keys do not lead to %s", k.presses, where)
}

// enter follows what has the focus.
func (k *keyboard) enter() {
	k.t.Helper()
	if status := k.tab.Enter(); status != http.StatusOK {
		k.t.Fatalf("%s answers %d", k.tab.Address(), status)
	}
	k.presses++
}
