package main

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"samling/internal/browsertest"
	"samling/internal/event"
	"samling/internal/i18n"
)

// team registers some of the sample people for an event, and returns the key of
// the form and the sender's private page.
func (s *stage) team(slug string, people ...int) (key, overview string) {
	s.t.Helper()
	key = rand.Text()
	call := event.Call{FormKey: key, Group: &event.GroupSignup{}, Now: time.Now()}
	for _, n := range people {
		raw := person(n)
		raw.Language = "sv"
		signup, invalid := event.NewSignup(raw)
		if len(invalid) > 0 {
			s.t.Fatal(invalid)
		}
		call.Signup = signup
		call.Group.People = append(call.Group.People, signup)
	}
	receipt, err := s.store.Register(s.t.Context(), slug, call)
	if err != nil {
		s.t.Fatal(err)
	}
	g, err := s.store.Group(s.t.Context(), *receipt.GroupID)
	if err != nil {
		s.t.Fatal(err)
	}
	return key, strings.TrimPrefix(s.links.Group(&g), s.links.Base)
}

// teamPages are the pages for those who register others.
func (s *stage) teamPages(slug, list string) []page {
	s.t.Helper()
	register := "/e/" + slug + "/register"
	key, overview := s.team(slug, 1101, 1102, 1103)
	_, waiting := s.team(list, 1101, 1104)
	g, err := s.store.OpenGroup(s.t.Context(), 1, time.Now())
	if err != nil {
		s.t.Fatal(err)
	}
	cancel := func(i int) string { return overview + "/cancel/" + strconv.Itoa(int(g.Members[i].ID)) }
	if err := s.store.WithdrawFromGroup(s.t.Context(), g.Group.ID, g.Members[2].ID, time.Now()); err != nil {
		s.t.Fatal(err)
	}
	rows := s.form(register, "colleagues", "read", "colleagues_paste", "Anna Ek, anna@example.org\nBo utan adress\nAnna Ek, ANNA@example.org")
	rows["colleague_name[]"], rows["colleague_email[]"] = []string{"Cia", ""}, []string{"cia", ""}
	return []page{
		{name: "form for others only", path: register + "?others=yes"},
		{name: "form with a row more", path: register, form: s.form(register, "colleagues", "add")},
		{name: "form with faults in rows", path: register, status: http.StatusUnprocessableEntity, form: rows},
		{name: "receipt of a team", path: "/e/" + slug + "/receipt/" + key},
		{name: "overview of a team", path: overview},
		{name: "overview of a team that waits", path: waiting},
		{name: "cancel for one of a team", path: cancel(0)},
		{name: "add to a team", path: overview + "/add"},
		{name: "add to a team with errors", path: overview + "/add", status: http.StatusUnprocessableEntity, form: url.Values{"key": {rand.Text()}, "email": {"asa"}}},
	}
}

func TestBrowserTeamSignsUp(t *testing.T) {
	s := newStage(t)
	s.add("med-kollegor", "goda-uppvaxtvillkor", func(f *event.File) {})
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	says := words.Printer(i18n.Swedish).T
	tab := browsertest.Open(t)
	tab.Scripts(false)
	tab.Window(320)
	arrives(t, tab, tab.Visit(s.base+"/e/med-kollegor/register"), says("register.title"))
	arrives(t, tab, tab.Click(`a[href="?others=yes"]`), says("colleagues.title_others"))
	tab.Type("#name", "Nadia Test")
	tab.Type("#email", "nadia@laholm.example")
	tab.Type("#colleagues_paste", "Anna Berg, anna@laholm.example\nBo Ek, bo@laholm.example\nCia Dahl, anna@laholm.example\n")
	if status := tab.Click(`button[value="read"]`); status != http.StatusUnprocessableEntity || !strings.Contains(tab.Text("main"), "Person 3: Adressen är samma som för person 1") {
		t.Fatalf("answered %d:\n%s", status, tab.Text("main"))
	}
	if status := tab.Click(`button[value="drop-2"]`); status != http.StatusOK {
		t.Fatalf("dropping a row answered %d", status)
	}
	time.Sleep(thinking)
	tab.Click(`.form-actions button[type="submit"]`)
	if strings.Contains(tab.Text("h1"), "Kontrollera") {
		tab.Click(`.form-actions button[type="submit"]`)
	}
	if got := tab.Text("h1"); got != says("receipt.group_title") {
		t.Fatalf("%s:\n%s", got, tab.Text("main"))
	}
	arrives(t, tab, tab.Click(`a[href="/mailbox"]`), says("mailbox.title"))
	readsMail(t, tab, "Du har anmält 2 personer")
	arrives(t, tab, tab.Click(`a[href*="/g/"]`), says("group.title"))
	arrives(t, tab, tab.Click(`a[href*="/cancel/"]`), "Vill du avboka Anna Berg?")
	arrives(t, tab, tab.Click(`.form-actions button[type="submit"]`), says("group.title"))
	if text := tab.Text(".members"); !strings.Contains(text, "Avbokad av dig") || strings.Count(text, "Har en plats") != 1 {
		t.Errorf("after cancelling for one:\n%s", text)
	}
	wellBehaved(t, tab, s.base)
}
