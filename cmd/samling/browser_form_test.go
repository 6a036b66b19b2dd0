package main

import (
	"strings"
	"testing"
	"time"

	"samling/internal/browsertest"
	"samling/internal/event"
	"samling/internal/i18n"
)

// conferencePath is an event where what is asked depends on what was answered.
const conferencePath = "/e/konferens"

// addConference opens the conference of the samples for registration.
func (s *stage) addConference() {
	s.t.Helper()
	s.add("konferens", "barn-och-unga-konferens", func(f *event.File) {
		f.Registration.Opens = s.now.AddDate(0, 0, -20).Format("2006-01-02T15:04")
		f.Registration.Closes = s.now.AddDate(0, 0, 5).Format("2006-01-02T15:04")
	})
}

// Who takes part online is never asked about diet or seminars, and whoever comes is,
// with and without a script.
func TestBrowserFormFollowsTheAnswers(t *testing.T) {
	s := newStage(t)
	s.addConference()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	says := words.Printer(i18n.Swedish).T
	const send, onSite, online, seminar = `main button[data-big]`, "#attendance", "#attendance-2", "Psykiskt välbefinnande hos små barn"
	asks := func(t *testing.T, tab *browsertest.Tab, what string, want bool) {
		t.Helper()
		if got := strings.Contains(tab.Text("main form"), what); got != want {
			t.Errorf("%s asks %q: %v, want %v", tab.Address(), what, got, want)
		}
	}
	fill := func(t *testing.T, tab *browsertest.Tab, way, email string) {
		t.Helper()
		arrives(t, tab, tab.Visit(s.base+conferencePath+"/register"), says("register.title"))
		asks(t, tab, "Laktosfritt", false)
		asks(t, tab, seminar, false)
		tab.Type("#name", "Åsa Öberg")
		tab.Type("#email", email)
		tab.Fill("#category", "")
		tab.Fill(way, "")
	}

	t.Run("with JavaScript", func(t *testing.T) {
		tab := browsertest.Open(t)
		tab.Window(390)
		fill(t, tab, onSite, "asa@example.org")
		asks(t, tab, "Laktosfritt", true)
		asks(t, tab, seminar, true)
		if said := tab.Text("#followed"); !strings.Contains(said, says("register.now_shown")) || !strings.Contains(said, "Mat") || !strings.Contains(said, "Seminarier") {
			t.Errorf("those who listen hear %q", said)
		}
		tab.Fill(online, "")
		asks(t, tab, "Laktosfritt", false)
		asks(t, tab, seminar, false)
		if said := tab.Text("#followed"); !strings.Contains(said, says("register.now_hidden")) {
			t.Errorf("those who listen hear %q", said)
		}
		tab.Fill(onSite, "")
		tab.Fill("#sessions-seminarier-2", "")
		tab.Fill(online, "")
		tab.Fill(onSite, "") // what was chosen is still there
		time.Sleep(thinking)
		arrives(t, tab, tab.Click(send), says("check.title"))
		asks(t, tab, "Ungas delaktighet på riktigt", true)
		arrives(t, tab, tab.Click(`button[name="back"][value="answer-diet"]`), says("register.title"))
		if at := tab.Focus(); at.ID != "answer-diet" {
			t.Errorf("the cursor is at %+v", at)
		}
		arrives(t, tab, tab.Click(send), says("check.title"))
		arrives(t, tab, tab.Click(send), says("receipt.confirmed_title"))
		wellBehaved(t, tab, s.base)
	})

	t.Run("without JavaScript", func(t *testing.T) {
		tab := browsertest.Open(t)
		tab.Scripts(false)
		tab.Window(390)
		fill(t, tab, online, "bo@example.org")
		time.Sleep(thinking)
		arrives(t, tab, tab.Click(send), says("check.title"))
		asks(t, tab, "Mat", false)
		arrives(t, tab, tab.Click(send), says("receipt.confirmed_title"))

		fill(t, tab, onSite, "eva@example.org")
		asks(t, tab, "Laktosfritt", false)
		time.Sleep(thinking)
		if status := tab.Click(send); status != 422 {
			t.Errorf("answered %d", status)
		}
		asks(t, tab, "Laktosfritt", true)
		asks(t, tab, seminar, true)
		tab.Fill("#sessions-seminarier", "")
		arrives(t, tab, tab.Click(send), says("check.title"))
		arrives(t, tab, tab.Click(send), says("receipt.confirmed_title"))
		wellBehaved(t, tab, s.base)
	})
}
