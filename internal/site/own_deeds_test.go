package site_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/i18n/i18ntest"
)

func TestCorrectingTheAddress(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor")
		_, own := s.register(ev.Slug, "Anna Ek", "anna@example.org")
		_, other := s.register(ev.Slug, "Bo Berg", "bo@example.org")
		s.get(own).has(t, "Rätta min e-postadress")
		s.get("/en"+own+"/address").has(t, "Correct your e-mail address", "New e-mail address")

		path := own + "/address"
		a := s.post(path, url.Values{"email": {"anna"}}).status(t, http.StatusUnprocessableEntity)
		a.has(t, "Fel: Rätta din e-postadress", "Skriv en e-postadress med snabel-a")
		if !strings.Contains(a.body, `value="anna"`) {
			t.Error("what was typed is lost")
		}
		// A likely slip is asked about once.
		a = s.post(path, url.Values{"email": {"anna@gmial.com"}}).status(t, http.StatusUnprocessableEntity)
		a.has(t, "anna@gmail.com")
		s.get(own).status(t, http.StatusOK)

		// To an address that is free, and to one that is not: the same answer, the
		// same dead link.
		free := s.post(path, url.Values{"email": {"anna.ek@example.org"}}).status(t, http.StatusSeeOther)
		taken := s.post(other+"/address", url.Values{"email": {"anna.ek@example.org"}}).status(t, http.StatusSeeOther)
		if free.Header.Get("Location") != taken.Header.Get("Location") || free.body != taken.body {
			t.Error("the answer tells whether an address is registered")
		}
		s.get(free.Header.Get("Location")).has(t, "Tack, adressen är rättad")
		s.get("/en"+free.Header.Get("Location")).has(t, "Thank you, the address is corrected")
		s.get(own).status(t, http.StatusGone)
		s.get(other).status(t, http.StatusGone)
		reg := s.registration(ev, "anna.ek@example.org")
		now := strings.TrimPrefix(s.links.Registration(&reg), s.links.Base)
		s.get(now).has(t, "anna.ek@example.org", "Du ändrade: E-post")
		// The dead link changes nothing either.
		s.post(path, url.Values{"email": {"third@example.org"}}).status(t, http.StatusGone)
	})
}

func TestHandingThePlaceOver(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor")
		_, own := s.register(ev.Slug, "Anna Ek", "anna@example.org")
		s.register(ev.Slug, "Bo Berg", "bo@example.org")
		path := own + "/hand-over"
		s.get(path).has(t, "Lämna över din plats", "Kollegans e-post")
		s.get("/en"+path).has(t, "Hand over your place", "Your colleague's e-mail")
		a := s.post(path, url.Values{"name": {"Cilla"}, "email": {"anna@example.org"}}).status(t, http.StatusUnprocessableEntity)
		a.has(t, "Det är din egen adress")
		if !strings.Contains(a.body, `value="Cilla"`) {
			t.Error("what was typed is lost")
		}
		s.post(path, nil).status(t, http.StatusUnprocessableEntity).has(t, "2 saker", "Skriv ditt namn")

		known := s.post(path, url.Values{"name": {"Bo Berg"}, "email": {"bo@example.org"}}).status(t, http.StatusSeeOther)
		s.get(own).has(t, "Anmäld") // nothing is lost
		free := s.post(path, url.Values{"name": {"Cilla Ek"}, "email": {"cilla@example.org"}}).status(t, http.StatusSeeOther)
		if known.Header.Get("Location") != free.Header.Get("Location") {
			t.Error("the answer tells whether a colleague is registered")
		}
		s.get(free.Header.Get("Location")).has(t, "Din kollega får nu ett mejl.")
		s.get(own).status(t, http.StatusGone)
		reg := s.registration(ev, "cilla@example.org")
		now := strings.TrimPrefix(s.links.Registration(&reg), s.links.Base)
		page := s.get(now).status(t, http.StatusOK)
		page.has(t, "Cilla Ek", "Du tog över platsen")
		page.lacks(t, "Anna", "anna@")
		for _, sub := range []string{"/data", "/data.json", "/data.txt"} {
			s.get(now+sub).lacks(t, "Anna", "anna@")
		}
	})
}

func TestTheMeetingLink(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.JoinURL = "https://moten.example.org/rum?a=1&b=2" })
		reg, own := s.register(ev.Slug, "Anna Ek", "anna@example.org")
		path := own + "/join"
		early := s.get(path).status(t, http.StatusOK)
		early.has(t, "Mötet öppnar 6 februari kl. 08.45.")
		early.lacks(t, "moten.example.org", "<button")
		s.post(path, nil).status(t, http.StatusSeeOther)
		s.get(path).lacks(t, "moten.example.org")
		s.get(own).has(t, "Öppnar 6 februari kl. 08.45")

		// Open: whoever only follows links has not come.
		s.at("2024-02-06 08:45:00")
		s.get(own).has(t, "Gå till mötet Mötet är öppet")
		for range 2 {
			open := s.get(path).status(t, http.StatusOK)
			open.has(t, "Gå in i mötet")
			open.lacks(t, "moten.example.org")
			if open.Header.Get("Refresh") != "" {
				t.Error("a scanner is sent on")
			}
		}
		if s.registration(ev, reg.Email).ArrivedAt != nil {
			t.Fatal("a GET counts as attendance")
		}
		s.get("/en"+path).has(t, "Enter the meeting")

		a := s.post(path, nil).status(t, http.StatusSeeOther)
		if got := a.Header.Get("Location"); got != path {
			t.Fatalf("leads to %s", got)
		}
		in := s.get(path).status(t, http.StatusOK)
		if got := in.Header.Get("Refresh"); got != "0; url="+ev.JoinURL {
			t.Errorf("goes on to %q", got)
		}
		if s.registration(ev, reg.Email).ArrivedAt == nil {
			t.Error("coming does not count as attendance")
		}
		s.get(own).has(t, "Du kom till evenemanget")

		// The organiser moved the meeting: the same link leads there.
		s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.JoinURL = "https://nytt.example.org/" })
		if got := s.get(path).Header.Get("Refresh"); got != "0; url=https://nytt.example.org/" {
			t.Errorf("goes on to %q", got)
		}
		s.at("2024-02-06 12:00:00")
		s.get(path).status(t, http.StatusSeeOther)
	})
}

func TestAllData(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.conference()
		reg, own := s.admit(ev, event.Signup{
			Name: "Åsa Öberg", Email: "asa@example.org", Comment: "Kommer sent", Language: "sv", Attendance: event.OnSite, Sessions: []string{"smabarn"},
			Answers: event.Answers{"from": {"Extern samverkanspart"}, "partner": {"Polisen"}, "diet": {"Laktosfritt"}},
		})

		page := s.get(own+"/data").status(t, http.StatusOK)
		page.has(t, "Mina uppgifter", reg.Reference, "Åsa Öberg", "asa@example.org", "Kommer sent", "På plats", "Polisen", "Mat Laktosfritt", "Bekräftelse mejlad till asa@example.org")
		s.get("/en"+own+"/data").has(t, "My data", "Answers to questions")

		text := s.get(own+"/data.txt").status(t, http.StatusOK)
		for _, want := range []string{"Mina uppgifter\n", "  Namn: Åsa Öberg\n", "  Mat: Laktosfritt\n"} {
			if !strings.Contains(text.body, want) {
				t.Errorf("the text lacks %q:\n%s", want, text.body)
			}
		}
		file := s.get(own+"/data.json").status(t, http.StatusOK)
		var got struct {
			Registration map[string]any
			Answers      []struct {
				Question  string
				Answer    []string
				Sensitive bool
			}
			Sessions []map[string]any
			Mails    []map[string]any
		}
		if err := json.Unmarshal([]byte(file.body), &got); err != nil {
			t.Fatal(err)
		}
		sensitive := 0
		for _, a := range got.Answers {
			if a.Sensitive {
				sensitive++
			}
		}
		if got.Registration["email"] != "asa@example.org" || len(got.Answers) != 3 || sensitive != 1 || len(got.Mails) != 1 || len(got.Sessions) != 1 {
			t.Errorf("the file holds %+v", got)
		}
		for name, a := range map[string]answer{".txt": text, ".json": file} {
			if a.Header.Get("Content-Disposition") != `attachment; filename="`+reg.Reference+name+`"` || a.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: %v", name, a.Header)
			}
		}
		s.get("/r/"+reg.Reference+"/AAAAAAAAAAAAAAAAAAAAAA/data.json").status(t, http.StatusNotFound)
	})
}

// TestOwnDeedsAreLimited: each of these forms makes a mail to an address that
// somebody typed.
func TestOwnDeedsAreLimited(t *testing.T) {
	s := limitedSite(t, 2)
	ev := s.save("goda-uppvaxtvillkor")
	_, own := s.register(ev.Slug, "Anna Ek", "anna@example.org")
	for range 2 {
		s.post(own+"/hand-over", url.Values{"email": {"x"}}).status(t, http.StatusUnprocessableEntity)
	}
	a := s.post(own+"/hand-over", url.Values{"name": {"Bo"}, "email": {"bo@example.org"}}).status(t, http.StatusTooManyRequests)
	if !strings.Contains(a.body, `value="Bo"`) {
		t.Error("what was typed is lost")
	}
	s.get(own).status(t, http.StatusOK)
	s.post(own+"/address", url.Values{"email": {"bo@example.org"}}).status(t, http.StatusTooManyRequests)
}

// TestEveryMailHasAWord: the time line names each mail about a registration.
func TestEveryMailHasAWord(t *testing.T) {
	words := i18ntest.Load(t)
	for _, kind := range []event.MessageKind{
		event.MailConfirmed, event.MailWaiting, event.MailPromoted, event.MailAlready, event.MailWithdrawn, event.MailLeft, event.MailRemoved,
		event.MailMoved, event.MailVerify, event.MailApplied, event.MailDeclined, event.MailOffer, event.MailOfferExpired, event.MailSession,
		event.MailChanged, event.MailHandedOver, event.MailTakenOver, event.MailGroup, event.MailEventChanged, event.MailEventCancelled,
	} {
		for _, lang := range []i18n.Lang{i18n.Swedish, i18n.English} {
			if key := "own.happened_mail_" + strings.ReplaceAll(string(kind), "-", "_"); !words.Printer(lang).Has(key) {
				t.Errorf("%s lacks %q", lang, key)
			}
		}
	}
}
