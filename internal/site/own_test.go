package site_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"samling/internal/event"
)

// TestWaitingListIsHonest follows acceptance case AC9 as a visitor sees it; the
// rush itself is tested in package store.
func TestWaitingListIsHonest(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.at("2022-03-01 08:00:00")
		ev := s.save("tidiga-insatser", func(e *event.Event) { e.Capacity, e.HasWaitingList = 40, true })
		var own []string
		for i := 1; i <= 43; i++ {
			_, path := s.register(ev.Slug, fmt.Sprintf("Person %d", i), fmt.Sprintf("p%d@example.org", i))
			own = append(own, path)
		}
		s.get(own[39]).has(t, "Anmäld")
		for i, path := range own[40:] {
			s.get(path).has(t, "Väntelista", fmt.Sprintf("Du är nummer %d på väntelistan.", i+1))
		}
		s.get(own[40]+"/event.ics").status(t, http.StatusNotFound)

		s.post(own[6]+"/cancel", url.Values{"reason": {"Sjuk"}}).status(t, http.StatusSeeOther)
		s.get(own[6]).has(t, "Avslutad", "Din anmälan är avslutad.", "Anmälan avslutad")
		s.get(own[40]).has(t, "Anmäld")
		s.get(own[40]+"/event.ics").status(t, http.StatusOK)
		s.get(own[41]).has(t, "Du är nummer 1 på väntelistan.")

		// Leaving the list is one link and one button.
		s.get(own[41]+"/cancel").has(t, "Vill du lämna väntelistan? –", "Hoppa till innehållet")
		s.post(own[41]+"/cancel", nil).status(t, http.StatusSeeOther)
		s.get(own[42]).has(t, "Du är nummer 1 på väntelistan.")

		// From a day before the start the list stands still.
		s.at("2022-03-24 09:00:00")
		s.post(own[0]+"/cancel", nil).status(t, http.StatusSeeOther)
		s.get(own[42]).has(t, "Du är nummer 1 på väntelistan.", "Listan står still från 24 mars kl. 09.00.")

		// Cancelling twice is cancelling once.
		s.post(own[0]+"/cancel", nil).status(t, http.StatusSeeOther)
	})
}

func TestPrivateLinks(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.JoinURL = "https://moten.example.org/rum" })
		reg, own := s.register(ev.Slug, "Anna Ek", "anna@example.org")
		page := s.get(own).status(t, http.StatusOK)
		page.has(t, reg.Reference, "Anna Ek", "anna@example.org", "Anmälan skickad", "Gå till mötet")
		page.lacks(t, "moten.example.org")
		if got := page.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("a personal page may be kept: %q", got)
		}
		calendar := s.get(own+"/event.ics").status(t, http.StatusOK)
		if strings.Contains(calendar.body, "/r/") || strings.Contains(calendar.body, "moten.example.org") {
			t.Error("a calendar that a whole team sees holds a private link")
		}
		if !strings.Contains(calendar.body, fmt.Sprintf("UID:registration-%d@", reg.ID)) {
			t.Errorf("the entry has another identifier than the mail:\n%s", calendar.body)
		}
		s.get("/r/"+reg.Reference+"/AAAAAAAAAAAAAAAAAAAAAA").status(t, http.StatusNotFound)
		s.get("/r/GOD-222222/AAAAAAAAAAAAAAAAAAAAAA").status(t, http.StatusNotFound)
		newer := reg
		newer.Generation++
		s.get(strings.TrimPrefix(s.links.Registration(&newer), s.links.Base)).status(t, http.StatusNotFound)
	})
}

func TestFindMyRegistration(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor")
		s.register(ev.Slug, "Anna Ek", "anna@example.org")
		known := s.post("/find", url.Values{"email": {"anna@example.org"}}).status(t, http.StatusSeeOther)
		unknown := s.post("/find", url.Values{"email": {"nobody@example.org"}}).status(t, http.StatusSeeOther)
		if known.Header.Get("Location") != unknown.Header.Get("Location") || known.body != unknown.body {
			t.Error("the answer tells whether an address is known")
		}
		s.get("/find/sent").has(t, "Om adressen har en anmälan har vi skickat länken dit.")
		s.post("/find", url.Values{"email": {"anna"}}).status(t, http.StatusUnprocessableEntity).
			has(t, "Fel: Skriv en e-postadress med snabel-a")
	})
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Organisation.Colour = "#2c4f9e" })
		_, own := s.register(ev.Slug, "Anna Ek", "anna@example.org")
		const form = "/e/goda-uppvaxtvillkor/register"
		answers := []answer{s.post(form, nil), s.post("/find", nil), s.post("/nothing", nil), s.post("/", nil)}
		for _, path := range []string{"/", "/en", "/e/goda-uppvaxtvillkor", form, own, own + "/cancel", own + "/event.ics", "/find",
			"/privacy", "/accessibility", "/nothing", "/robots.txt", "/sitemap.xml", "/healthz", "/readyz"} {
			answers = append(answers, s.get(path))
		}
		for _, a := range answers {
			h := a.Header
			if policy := h.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'") ||
				!strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
				t.Errorf("%s: policy %q", a.Request.URL.Path, policy)
			}
			if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "same-origin" {
				t.Errorf("%s: headers %v", a.Request.URL.Path, h)
			}
			if h.Get("Set-Cookie") != "" {
				t.Errorf("%s sets a cookie", a.Request.URL.Path)
			}
			if kind := h.Get("Content-Type"); a.body != "" && !strings.Contains(strings.ToLower(kind), "charset=utf-8") {
				t.Errorf("%s has content type %q", a.Request.URL.Path, kind)
			}
		}
	})
}

func TestLogHoldsNothingPersonal(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor")
		_, own := s.register(ev.Slug, "Kanariefågel", "kanarie@example.org")
		s.get(own).status(t, http.StatusOK)
		s.get("/?q=kanarie")
		s.post("/find", url.Values{"email": {"kanarie@example.org"}})
		log := s.log.String()
		if !strings.Contains(log, "route=/e/:slug/register") {
			t.Fatalf("the log is empty:\n%s", log)
		}
		code := own[strings.LastIndex(own, "/")+1:]
		for _, secret := range []string{"kanarie", "Kanarie", code} {
			if strings.Contains(log, secret) {
				t.Errorf("the log holds %q", secret)
			}
		}
	})
}

func TestHeadAnswersLikeGet(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.save("goda-uppvaxtvillkor")
		for _, path := range []string{"/", "/en/e/goda-uppvaxtvillkor", "/find"} {
			resp, err := s.Client().Head(s.URL + path)
			if got := s.read(resp, err); got.StatusCode != http.StatusOK || got.body != "" {
				t.Errorf("HEAD %s answered %d with %d bytes", path, got.StatusCode, len(got.body))
			}
		}
	})
}

// The entry names the way that somebody has chosen, and both to those who only keep
// the day free.
func TestOwnCalendarNamesTheChosenWay(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Attendance, e.PlaceName = event.Both, "Folkets hus" })
		path := "/e/" + ev.Slug
		for way, want := range map[event.Attendance]string{event.OnSite: "LOCATION:Folkets hus", event.Online: "LOCATION:Digitalt"} {
			email := string(way) + "@example.org"
			s.post(path+"/register", with(s.openForm(path+"/register"), "name", "Åsa", "email", email, "attendance", string(way))).status(t, http.StatusSeeOther)
			reg := s.registration(ev, email)
			calendar := s.get(s.links.Registration(&reg)[len(s.URL):]+"/event.ics").status(t, http.StatusOK)
			if !strings.Contains(calendar.body, want+"\r\n") {
				t.Errorf("no %s in\n%s", want, calendar.body)
			}
		}
		if calendar := s.get(path + "/event.ics"); !strings.Contains(calendar.body, "Folkets hus eller digitalt") {
			t.Errorf("not both ways in\n%s", calendar.body)
		}
	})
}
