package site_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"samling/internal/event"
)

// TestLostAnswerIsGivenAgain sends an accepted form once more after the door has
// closed: the first answer may never have arrived.
func TestLostAnswerIsGivenAgain(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		const path = "/e/goda-uppvaxtvillkor/register"
		ev := s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Capacity, e.HasWaitingList = 1, false })
		form := s.openForm(path)
		form.Set("name", "Anna Ek")
		form.Set("email", "anna@example.org")
		again := func(why, path string, form url.Values) {
			t.Helper()
			s.wait(2e9) // what is known of the event may be a second old
			if a := s.post(path, form); a.StatusCode != http.StatusSeeOther || !strings.Contains(a.Header.Get("Location"), form.Get("key")) {
				t.Errorf("%s: the form that was accepted is answered with %d:\n%.300s", why, a.StatusCode, a.seen())
			}
		}
		s.post(path, form).status(t, http.StatusSeeOther)
		again("it has the last place", path, form)
		s.at("2024-02-01 00:00:00")
		again("registration has closed", path, form)

		link := &event.LateLink{ExpiresAt: stockholm("2024-02-05 00:00:00"), CreatedAt: s.clock()}
		s.save("goda-uppvaxtvillkor")
		if err := s.store.CreateLateLink(t.Context(), ev.Slug, link); err != nil {
			t.Fatal(err)
		}
		late := strings.TrimPrefix(s.links.Late(ev, link), s.links.Base)
		s.get(late).has(t, "Länken är till för dig och kan användas en gång.")
		form = s.openForm(late)
		form.Set("name", "Bo Berg")
		form.Set("email", "bo@example.org")
		s.post(late, form).status(t, http.StatusSeeOther)
		again("the late link is used", late, form)

		other := url.Values{"key": {"NOBODYSENTTHISFORMBEFOREX"}, "name": {"Bo"}, "email": {"b@example.org"}}
		s.post(path, other).status(t, http.StatusConflict)
		s.post(late, other).status(t, http.StatusGone)
	})
}

func TestSuggestionIsTakenOnlyForTheAddressAskedAbout(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor")
		const path = "/e/goda-uppvaxtvillkor/register"
		form := s.openForm(path)
		form.Set("name", "Anna Ek")
		form.Set("email", "anna@gmial.com")
		asked := s.post(path, form).status(t, http.StatusUnprocessableEntity)
		first := strings.Index(asked.body, `type="submit"`)
		if suggested := strings.Index(asked.body, `name="suggested_email"`); first < 0 || suggested < first {
			t.Error("Enter would press the button that changes the address")
		}
		mended := formOf(asked)
		mended.Set("name", "Anna Ek")
		mended.Set("email", "anna@kommun.example")
		mended.Set("suggested_email", "anna@gmail.com")
		s.post(path, mended).status(t, http.StatusSeeOther)
		for reg, err := range s.store.Participants(t.Context(), ev.ID) {
			if err != nil || reg.Email != "anna@kommun.example" {
				t.Errorf("registered as %s, %v", reg.Email, err)
			}
		}
	})
}

func TestRushKeepsTheForm(t *testing.T) {
	s := limitedSite(t, 2)
	s.save("goda-uppvaxtvillkor")
	const path = "/e/goda-uppvaxtvillkor/register"
	form := s.openForm(path)
	form.Set("name", "Anna Ek")
	form.Set("email", "anna@example.org")
	s.post("/e/goda-uppvaxtvillkor/register", nil)
	s.post("/e/goda-uppvaxtvillkor/register", nil)
	refused := s.post(path, form).status(t, http.StatusTooManyRequests)
	refused.has(t, "Det kom många anmälningar på en gång från ditt nätverk.")
	if !strings.Contains(refused.body, `value="anna@example.org"`) || formOf(refused).Get("key") != form.Get("key") {
		t.Error("the form or its key is lost")
	}
}

func TestVisitorsCannotWriteInOurNames(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.save("goda-uppvaxtvillkor")
		r, _ := http.NewRequest(http.MethodGet, s.URL+"/find", nil)
		r.Header.Set("X-Request-ID", "kanarie@example.org")
		resp, err := s.Client().Do(r)
		s.read(resp, err).status(t, http.StatusOK)
		if strings.Contains(s.log.String(), "kanarie") || !strings.Contains(s.log.String(), "id=") {
			t.Errorf("the log says\n%s", s.log)
		}
		for _, path := range []string{"/en//evil.example/x", "//evil.example/x", "/sv//evil.example/x"} {
			s.get(path).lacks(t, `href="//`)
		}
	})
}

func TestCalendarFilesStayRight(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor")
		_, own := s.register(ev.Slug, "Anna Ek", "anna@example.org")
		for range 2 { // the second comes from memory
			a := s.get("/e/goda-uppvaxtvillkor/event.ics").status(t, http.StatusOK)
			if got := a.Header.Get("Content-Disposition"); got != `attachment; filename="goda-uppvaxtvillkor.ics"` {
				t.Errorf("Content-Disposition is %q", got)
			}
		}
		if a := s.get(own + "/event.ics"); !strings.Contains(a.body, "STATUS:CONFIRMED") {
			t.Errorf("the entry of a participant says\n%s", a.body)
		}
		s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Status = event.Cancelled })
		s.wait(2e9)
		for _, path := range []string{own + "/event.ics", "/e/goda-uppvaxtvillkor/event.ics"} {
			if a := s.get(path); !strings.Contains(a.body, "STATUS:CANCELLED") {
				t.Errorf("%s says of a cancelled event\n%s", path, a.body)
			}
		}
	})
}
