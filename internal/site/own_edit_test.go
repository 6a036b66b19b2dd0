package site_test

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"samling/internal/event"
)

// admit registers somebody without the form.
func (s *testSite) admit(ev *event.Event, signup event.Signup) (event.Registration, string) {
	s.t.Helper()
	call := event.Call{FormKey: rand.Text(), Signup: signup, Now: s.clock()}
	if _, err := s.store.Register(s.t.Context(), ev.Slug, call); err != nil {
		s.t.Fatal(err)
	}
	reg := s.registration(ev, signup.Email)
	return reg, strings.TrimPrefix(s.links.Registration(&reg), s.links.Base)
}

// asa is somebody from outside who comes to the conference.
func (s *testSite) asa(ev *event.Event) (event.Registration, string) {
	return s.admit(ev, event.Signup{
		Name: "Åsa Öberg", Email: "asa@example.org", Language: "sv", Attendance: event.OnSite, Sessions: []string{"smabarn"},
		Answers: event.Answers{"from": {"Extern samverkanspart"}, "partner": {"Polisen"}, "diet": {"Laktosfritt"}},
	})
}

// editing is the form as it stands for somebody at the conference.
func (s *testSite) editing(path string) url.Values {
	form := formOf(s.get(path).status(s.t, http.StatusOK))
	return with(form, "name", "Åsa Öberg", "attendance", "on-site", "answer-from", "Extern samverkanspart", "answer-partner", "Polisen",
		"answer-diet", "Laktosfritt", "consent-diet", "yes", "sessions-seminarier", "smabarn", "shown[]", "from", "shown[]", "support",
		"shown[]", "partner", "shown[]", "diet", "shown[]", "sessions-seminarier")
}

func TestChangingOnesOwnRegistration(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.conference()
		reg, own := s.asa(ev)
		path := own + "/edit"
		see := s.get(own)
		see.has(t, "Ändra mina uppgifter eller val", "Hur vill du delta? På plats Ändra", "Seminarier", "Mat Laktosfritt")
		see.lacks(t, "eller digitalt")
		if strings.Count(see.body, "Hur vill du delta?") != 2 { // and in the name of the link
			t.Error("how they take part stands there twice")
		}
		page := s.get(path).status(t, http.StatusOK)
		page.has(t, "Ändra min anmälan", "Vilken organisation kommer du från?", "Du har en plats här")
		for _, filled := range []string{`value="Åsa Öberg"`, `value="on-site" checked`, `value="smabarn" checked`, `value="Polisen"`} {
			if !strings.Contains(page.body, filled) {
				t.Errorf("the form lacks %s", filled)
			}
		}
		s.get("/en"+path).has(t, "Change my registration", "You can change things until")

		// The same faults as when signing up, with everything kept.
		form := with(s.editing(path), "comment", "Kommer sent")
		form.Del("consent-diet")
		form.Set("name", "")
		a := s.post(path, form).status(t, http.StatusUnprocessableEntity)
		a.has(t, "Fel: Ändra min anmälan", "2 saker", "Skriv ditt namn", "Kryssa i om du samtycker", "Kommer sent")
		if s.registration(ev, reg.Email).Comment != "" {
			t.Error("a form with faults changed something")
		}

		form = with(form, "consent-diet", "yes")
		form.Set("name", "Åsa Berg")
		s.follow(path, form).has(t, "Dina ändringar är sparade.")
		now := s.registration(ev, reg.Email)
		if now.Name != "Åsa Berg" || now.Comment != "Kommer sent" || now.Generation != reg.Generation {
			t.Errorf("became %+v", now)
		}
		s.get(own).has(t, "Åsa Berg", "Du ändrade: Namn", "Du ändrade: Meddelande till arrangören")

		// The form that was opened before says so, once, and keeps what was typed.
		form.Set("name", "Åsa Lund")
		a = s.post(path, form).status(t, http.StatusConflict)
		a.has(t, "Anmälan har ändrats sedan du öppnade formuläret.")
		if !strings.Contains(a.body, `value="Åsa Lund"`) {
			t.Error("what was typed is lost")
		}
		form.Set("mark", formOf(a).Get("mark"))
		s.post(path, form).status(t, http.StatusSeeOther)

		// Online nobody is asked about food, and what was answered goes.
		form = s.editing(path)
		form.Set("attendance", "online")
		form.Del("answer-diet")
		form.Del("sessions-seminarier")
		s.post(path, form).status(t, http.StatusSeeOther)
		now = s.registration(ev, reg.Email)
		if err := s.store.ReadSensitive(t.Context(), &now); err != nil {
			t.Fatal(err)
		}
		if now.Attendance != event.Online || len(now.Sensitive) > 0 {
			t.Errorf("became %q with %v", now.Attendance, now.Sensitive)
		}
	})
}

func TestChangesEndWhenTheOrganiserSays(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		by := stockholm("2024-01-30 12:00:00")
		ev := s.save("goda-uppvaxtvillkor", func(e *event.Event) {
			e.ChangeBy, e.CancelBy, e.ClosesAt = &by, &by, stockholm("2024-01-20 00:00:00")
		})
		_, own := s.admit(ev, event.Signup{Name: "Anna Ek", Email: "anna@example.org", Language: "sv", Attendance: event.Online})
		s.at("2024-01-30 11:59:00") // closed for registration, open for changes
		form := with(formOf(s.get(own+"/edit").status(t, http.StatusOK)), "name", "Anna Berg")
		s.post(own+"/edit", form).status(t, http.StatusSeeOther)
		s.get(own).has(t, "Anna Berg", "Fram till 30 januari kl. 12.00")
		s.at("2024-01-30 12:00:00")
		for _, sub := range []string{"/edit", "/hand-over", "/cancel"} {
			s.get(own+sub).status(t, http.StatusSeeOther)
			s.post(own+sub, form).status(t, http.StatusSeeOther)
		}
		page := s.get(own)
		page.has(t, "Anna Berg", "Anmäld", "Tiden för att avboka själv gick ut 30 januari kl. 12.00.")
		page.lacks(t, own+"/edit", own+"/cancel", own+"/hand-over")
	})
}

func TestAFullWayIsRefusedWithASentence(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor", func(e *event.Event) {
			e.Attendance, e.PlaceName, e.OnSiteWay.Capacity, e.HasWaitingList = event.Both, "Residenset", 1, true
		})
		s.admit(ev, event.Signup{Name: "Bo", Email: "bo@example.org", Language: "sv", Attendance: event.OnSite})
		reg, own := s.admit(ev, event.Signup{Name: "Anna", Email: "anna@example.org", Language: "sv", Attendance: event.Online})
		form := with(formOf(s.get(own+"/edit")), "name", "Anna Ny", "attendance", "on-site")
		a := s.post(own+"/edit", form).status(t, http.StatusUnprocessableEntity)
		a.has(t, "Det finns ingen plats kvar för dem som deltar så. Du behåller din plats som den är")
		if now := s.registration(ev, reg.Email); now.Name != "Anna" || now.Attendance != event.Online || now.Standing != event.Confirmed {
			t.Errorf("became %+v", now)
		}
	})
}

func TestCorrectingTheAddressOfAReceipt(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor")
		s.register(ev.Slug, "Bo Berg", "bo@example.org")
		receipts := []string{
			s.signUp(ev.Slug, "Anna Ek", "ana@example.org").status(t, http.StatusSeeOther).Header.Get("Location"), // nobody's
			s.signUp(ev.Slug, "Anna Ek", "bo@example.org").status(t, http.StatusSeeOther).Header.Get("Location"),  // somebody's
		}
		for i, receipt := range receipts {
			s.get(receipt).has(t, "Fel adress? Rätta den")
			path := receipt + "/address"
			s.get("/en"+path).has(t, "Correct your e-mail address")
			s.post(path, url.Values{"email": {"anna"}}).status(t, http.StatusUnprocessableEntity).has(t, "Skriv en e-postadress med snabel-a")
			to := []string{"anna@example.org", "cilla@example.org"}[i]
			a := s.post(path, url.Values{"email": {to}}).status(t, http.StatusSeeOther)
			if a.Header.Get("Location") != receipt {
				t.Errorf("leads to %s", a.Header.Get("Location"))
			}
			s.registration(ev, to)
			s.get(receipt).has(t, to, "Du är anmäld")
			// To one that is registered, and back: the page tells nothing.
			s.post(path, url.Values{"email": {"bo@example.org"}}).status(t, http.StatusSeeOther)
			s.get(receipt).has(t, "bo@example.org", "Du är anmäld")
			s.post(path, url.Values{"email": {"late" + to}}).status(t, http.StatusSeeOther)
			s.get(receipt).has(t, "late"+to)
			s.get(receipt).lacks(t, path)
			s.get(path).status(t, http.StatusSeeOther)
		}
	})
}

func TestConfirmingTheAddress(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.VerifyHours = 24 })
		reg, own := s.register(ev.Slug, "Anna Ek", "anna@example.org")
		s.get(own).has(t, "Obekräftad", "Bekräfta din e-postadress. Din plats hålls till 20 januari")
		for range 2 {
			s.get(own+"/verify").status(t, http.StatusOK).has(t, "Är anna@example.org din adress?")
		}
		s.get("/en"+own+"/verify").has(t, "Is anna@example.org your address?")
		if s.registration(ev, reg.Email).VerifyBy == nil {
			t.Fatal("a GET confirms an address")
		}
		s.get(own+"?done=verified").lacks(t, "är bekräftad")
		s.follow(own+"/verify", nil).has(t, "Din e-postadress är bekräftad.")
		if s.registration(ev, reg.Email).VerifyBy != nil {
			t.Error("the address is not confirmed")
		}
		s.get(own).has(t, "Anmäld")
		s.get(own+"/verify").status(t, http.StatusSeeOther)
		s.post(own+"/verify", nil).status(t, http.StatusSeeOther)
	})
}

func TestAnsweringAnOffer(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Capacity, e.HasWaitingList, e.OfferHours = 1, true, 24 })
		_, first := s.register(ev.Slug, "Anna Ek", "anna@example.org")
		_, second := s.register(ev.Slug, "Bo Berg", "bo@example.org")
		_, third := s.register(ev.Slug, "Cilla Ek", "cilla@example.org")
		s.get(second).has(t, "Du är nummer 1 på väntelistan.", "Alla platser är tagna.", "svarar om du vill ha platsen")
		s.get(second+"/offer").status(t, http.StatusSeeOther)
		s.post(first+"/cancel", nil).status(t, http.StatusSeeOther)

		s.get(second).has(t, "Erbjudande om plats", "Du har erbjudits en plats.")
		s.get(third).has(t, "Du är nummer 1 på väntelistan.", "Lediga platser har erbjudits dem som står före dig")
		for range 2 {
			s.get(second+"/offer").status(t, http.StatusOK).has(t, "Vill du ha platsen?", "Ja, jag tar platsen", "Nej tack, jag kan inte komma")
		}
		s.get("/en"+second+"/offer").has(t, "Do you want the place?")
		s.post(second+"/offer", nil).status(t, http.StatusSeeOther) // no answer is no answer
		s.get(second).has(t, "Du har erbjudits en plats.")
		s.post(second+"/offer", url.Values{"answer": {"no"}}).status(t, http.StatusSeeOther)
		s.get(second).has(t, "Din anmälan är avslutad.")
		s.get(third).has(t, "Du har erbjudits en plats.")
		s.get(third+"?done=accepted").lacks(t, "Platsen är din.")
		s.follow(third+"/offer", url.Values{"answer": {"yes"}}).has(t, "Anmäld", "Platsen är din.")
		s.post(third+"/offer", url.Values{"answer": {"yes"}}).status(t, http.StatusSeeOther)
		s.get(third).has(t, "Anmäld")
	})
}
