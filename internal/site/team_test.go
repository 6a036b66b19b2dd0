package site_test

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/i18n/i18ntest"
	"samling/internal/roster"
	"samling/internal/sheet"
)

// TestRegisteringATeam is acceptance case AC13: one sender, six rows.
func TestRegisteringATeam(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.at("2022-10-03 09:00:00")
		ev := s.save("barn-och-unga-konferens", func(e *event.Event) { e.GroupMax = 20 })
		path := "/e/" + ev.Slug + "/register"
		// The way to a form for others would lose what was typed into this one.
		if s.get(path).has(t, "Ska du bara anmäla andra?"); strings.Contains(s.post(path, s.openForm(path)).body, "?others=yes") {
			t.Error("a form that was sent leads away from what was typed")
		}
		form := s.openForm(path + "?others=yes")
		form.Set("name", "Nadia Test")
		form.Set("email", "nadia@laholm.example")
		form.Set("organisation", "Laholms kommun")
		form.Set("attendance", "on-site")
		form.Set("colleagues_paste", "Namn\tE-post\tForm\nAnna Berg\tanna@laholm.example\tPå plats\nBo Ek\tbo@laholm.example\tDigitalt\n"+
			"Cia Dahl\tcia@laholm.example\tPå plats\nDan Frö\tdan@laholm.example\tPå plats\nEva Gran\teva@laholm.example\tDigitalt\nFia Hed\tanna@laholm.example\tPå plats\n")
		form.Set("colleagues", "read")
		page := s.post(path, form).status(t, http.StatusUnprocessableEntity)
		page.has(t, "Person 6: Adressen är samma som för person 1. Var och en behöver en egen")
		form.Del("colleagues")
		form.Del("colleagues_paste")
		form["colleague_name[]"], form["colleague_email[]"] = rows(page)["colleague_name[]"], rows(page)["colleague_email[]"]
		form["colleague_attendance[]"] = []string{"on-site", "online", "on-site", "on-site", "online", "on-site"}
		form["colleague_email[]"][5] = "fia@laholm.example"
		sent := s.post(path, form)
		if sent.StatusCode == http.StatusOK { // looked through before it counts
			form.Set("looked", "yes")
			sent = s.post(path, form)
		}
		receipt := s.get(sent.status(t, http.StatusSeeOther).Header.Get("Location")).status(t, http.StatusOK)
		receipt.has(t, "6 personer har en plats", "Fia Hed")
		receipt.lacks(t, "/r/", "/g/")

		// Six mails, six links, one overview.
		team := s.team(ev)
		links := map[string]bool{}
		for _, r := range team {
			links[s.links.Registration(&r)] = true
			if kinds := s.kinds(r); !slices.Equal(kinds, []event.MessageKind{event.MailConfirmed}) {
				t.Errorf("%s got %v", r.Name, kinds)
			}
		}
		if len(team) != 6 || len(links) != 6 || team[1].Attendance != event.Online || team[2].Attendance != event.OnSite || team[3].Organisation != "Laholms kommun" {
			t.Fatalf("%d people, %d links: %+v", len(team), len(links), team)
		}
		overview := s.overview()
		s.get(overview).has(t, "6 personer", "Cia Dahl", "dan@laholm.example")

		// Person 3 cancels, and the rest stand.
		own := func(r event.Registration) string { return strings.TrimPrefix(s.links.Registration(&r), s.links.Base) }
		s.get(own(team[2])).has(t, "anmälde dig")
		s.post(own(team[2])+"/cancel", nil).status(t, http.StatusSeeOther)
		s.get(overview).has(t, "Cia Dahl cia@laholm.example Kommer inte längre")
		for i, r := range s.team(ev) {
			if r.IsLive() == (i == 2) {
				t.Errorf("%s is %s", r.Name, r.Standing)
			}
		}

		// Person 4 hands over to a colleague: the old link dies, the new person is
		// invited, the old one gets a cancellation.
		s.post(own(team[3])+"/hand-over", url.Values{"name": {"Gun Ihre"}, "email": {"gun@laholm.example"}}).status(t, http.StatusSeeOther)
		s.get(own(team[3])).status(t, http.StatusGone)
		gun := s.team(ev)[3]
		s.get(own(gun)).status(t, http.StatusOK).has(t, "Gun Ihre")
		if kinds := s.kinds(gun); !slices.Equal(kinds, []event.MessageKind{event.MailConfirmed, event.MailHandedOver, event.MailTakenOver}) {
			t.Errorf("mails about the place of person 4: %v", kinds)
		}
		after := s.get(overview)
		after.has(t, "Dan Frö dan@laholm.example Har en plats Har lämnat sin plats till Gun Ihre.")
		after.lacks(t, "gun@laholm.example", "/r/", overview+"/cancel/4")
		s.post(overview+"/cancel/4", nil).status(t, http.StatusSeeOther)
		if !s.team(ev)[3].IsLive() {
			t.Error("the sender cancelled somebody they did not register")
		}

		// The export says who registered.
		saved, err := s.store.EventBySlug(t.Context(), ev.Slug)
		if err != nil {
			t.Fatal(err)
		}
		list := roster.Roster{
			Event: saved, Words: i18ntest.Load(t).Printer(i18n.Swedish), Taken: s.clock(),
			Registrations: s.store.WithTies(t.Context(), s.store.Participants(t.Context(), ev.ID)),
		}
		var file bytes.Buffer
		if _, err := sheet.WriteCSV(&file, list.Table(), sheet.CSVOptions{}); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(file.String(), "Nadia Test, nadia@laholm.example"); n != 6 {
			t.Errorf("who registered stands on %d lines:\n%s", n, file.String())
		}
	})
}

// team is everybody registered for the event, in their order.
func (s *testSite) team(ev *event.Event) []event.Registration {
	s.t.Helper()
	var all []event.Registration
	for r, err := range s.store.Participants(s.t.Context(), ev.ID) {
		if err != nil {
			s.t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

// kinds are the mails about a registration, oldest first.
func (s *testSite) kinds(r event.Registration) []event.MessageKind {
	s.t.Helper()
	msgs, err := s.store.Messages(s.t.Context(), r.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	var all []event.MessageKind
	for _, m := range msgs {
		all = append(all, m.Kind)
	}
	return all
}
