package site_test

import (
	"net/http"
	"strings"
	"testing"

	"samling/internal/event"
)

func TestLongFormsAreLookedThrough(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.choices(func(e *event.Event) {
			e.Questions = []event.Question{
				{ID: "cv", Kind: event.AskFile, Label: "Ditt CV"},
				{ID: "diet", Kind: event.AskSeveral, Label: "Mat", Options: []string{"Vegetariskt", "Veganskt"}, Sensitive: true, Purpose: "Till köket"},
			}
		})
		path := "/e/" + ev.Slug + "/register"
		form := s.fill(path, "asa@example.org", "attendance", "on-site", "category", "own", "sessions-sem", "a", "sessions-talk", "d",
			"answer-diet", "Veganskt", "consent-diet", "yes", "comment", "Rad 1\r\n<Rad 2>", "shown[]", "cv", "shown[]", "diet")
		check := s.postFiles(path, form, sent{"cv", "cv.pdf", pdf}).status(t, http.StatusOK)
		check.has(t, "Kontrollera dina uppgifter", "Steg 2 av 2", "Namn Åsa Öberg", "Organisation Inte ifyllt", "Hur vill du delta? På plats",
			"Vilken kategori hör du till? Egen personal, Kostnadsfritt", "Seminarium Små barn, kl. 09.30–10.30", "Samtal Sent, kl. 11.00–11.30",
			"Ditt CV cv.pdf", "Mat Veganskt", "Rad 1 <Rad 2>", "Din anmälan är inte skickad än")
		if n := s.store.Participants(t.Context(), ev.ID); true {
			for range n {
				t.Fatal("somebody is registered already")
			}
		}
		// What was typed stands in no address, and nothing is kept on the way.
		if strings.Contains(check.Request.URL.String(), "asa") || check.Header.Get("Cache-Control") != "no-store" {
			t.Error("what was typed is where it must not be")
		}

		// Back to a field, with everything as it was.
		back := s.post(path, with(fieldsOf(check), "back", "answer-diet")).status(t, http.StatusOK)
		back.lacks(t, "Fel:")
		for _, kept := range []string{`value="Åsa Öberg"`, `value="asa@example.org"`, `value="a" checked`, `value="d" checked`, `value="Veganskt" checked`, `id="consent-diet" name="consent-diet" value="yes" checked`, "Rad 1\r\n&lt;Rad 2&gt;</textarea>", "cv.pdf"} {
			if !strings.Contains(back.body, kept) {
				t.Errorf("the form lost %s", kept)
			}
		}
		if fieldsOf(back).Get("looked") != "" {
			t.Error("the form counts as looked through already")
		}

		// Both steps are one form: sending the last twice is one registration.
		sending := with(fieldsOf(check), "looked", "yes")
		first := s.post(path, sending).status(t, http.StatusSeeOther)
		if again := s.post(path, sending).status(t, http.StatusSeeOther); again.Header.Get("Location") != first.Header.Get("Location") {
			t.Error("the same form has two receipts")
		}
		reg := s.registration(ev, "asa@example.org")
		if reg.Comment != "Rad 1\n<Rad 2>" || reg.Answers["cv"][1] != "cv.pdf" {
			t.Errorf("kept %+v", reg)
		}
	})
}

// The second step decides anew: what was right a moment ago may be wrong now.
func TestLookedThroughFormsAreCheckedAgain(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.choices()
		path := "/e/" + ev.Slug + "/register"
		check := s.post(path, s.fill(path, "asa@regionhalland.see", "attendance", "online", "category", "partner"))
		// An address is asked about first, and its mending is what goes along.
		check.status(t, http.StatusUnprocessableEntity).has(t, "Menade du asa@regionhalland.se?")
		form := s.fill(path, "asa@regionhalland.see", "attendance", "online", "category", "partner", "suggested_email", "asa@regionhalland.se", "sure_email", "asa@regionhalland.see")
		check = s.post(path, form).status(t, http.StatusOK)
		check.has(t, "E-post asa@regionhalland.se", "Extern partner, 450 kr")
		s.at("2024-01-26 08:00:00")
		a := s.post(path, with(fieldsOf(check), "looked", "yes")).status(t, http.StatusUnprocessableEntity)
		a.has(t, "Vilken kategori hör du till? Den kategorin går inte att välja nu")
		forged := with(fieldsOf(check), "looked", "yes")
		forged.Set("name", "")
		s.post(path, forged).status(t, http.StatusUnprocessableEntity).has(t, "Skriv ditt namn")
		forged = with(fieldsOf(check), "looked", "yes")
		forged.Set("mark", "x")
		forged.Set("category", "own")
		s.post(path, forged).status(t, http.StatusUnprocessableEntity).has(t, "Det gick väldigt fort")
		other := fieldsOf(check)
		other.Set("category", "own")
		check = s.post(path, other).status(t, http.StatusOK)
		s.at("2024-02-01 00:00:00")
		s.post(path, with(fieldsOf(check), "looked", "yes")).status(t, http.StatusConflict).has(t, "Din anmälan kom inte med")
	})
}

func TestShortFormsAreSentAtOnce(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor")
		s.get("/e/"+ev.Slug+"/register").asksNot(t, "Steg 1 av 2", "Kontrollera")
		s.signUp(ev.Slug, "Anna Ek", "anna@example.org").status(t, http.StatusSeeOther)
	})
}
