package site_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"samling/internal/event"
)

// TestDeadlineToTheSecond is acceptance case AC3, on the page.
func TestDeadlineToTheSecond(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.save("goda-uppvaxtvillkor")
		const path = "/e/goda-uppvaxtvillkor/register"
		send := func(opened, sent, email string) answer {
			t.Helper()
			s.at(opened)
			form := s.openForm(path)
			form.Set("name", "Anna Ek")
			form.Set("email", email)
			form.Set("organisation", "Region Sörmland")
			form.Set("comment", "Jag kommer med tåget.")
			s.at(sent)
			return s.post(path, form)
		}
		send("2024-01-31 23:58:00", "2024-01-31 23:59:59", "a@example.org").status(t, http.StatusSeeOther)

		late := send("2024-01-31 23:58:00", "2024-02-01 00:00:00", "b@example.org").status(t, http.StatusConflict)
		late.has(t, "Din anmälan kom inte med", "Sista anmälningsdag var den 31 januari klockan 23.59.", "Elin Exempel")
		for _, kept := range []string{`value="Anna Ek"`, `value="b@example.org"`, `value="Region Sörmland"`, "Jag kommer med tåget."} {
			if !strings.Contains(late.body, kept) {
				t.Errorf("the refused form lost %s", kept)
			}
		}
		if strings.Contains(late.body, `type="submit"`) {
			t.Error("a form that cannot be sent has a button")
		}
		send("2024-01-31 23:58:00", "2024-02-01 00:01:00", "c@example.org").status(t, http.StatusConflict)

		// The night when the clock is moved.
		s.save("goda-uppvaxtvillkor", func(e *event.Event) {
			e.StartsAt, e.EndsAt, e.ClosesAt = stockholm("2024-04-10 09:00:00"), stockholm("2024-04-10 12:00:00"), stockholm("2024-04-01 00:00:00")
		})
		send("2024-03-31 23:58:00", "2024-03-31 23:59:59", "d@example.org").status(t, http.StatusSeeOther)
		send("2024-03-31 23:58:00", "2024-04-01 00:00:00", "e@example.org").status(t, http.StatusConflict)

		// The last day is the day of the event, until a chosen hour.
		s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.ClosesAt = stockholm("2024-02-06 08:00:00") })
		send("2024-02-06 07:00:00", "2024-02-06 07:59:59", "f@example.org").status(t, http.StatusSeeOther)
		send("2024-02-06 07:58:00", "2024-02-06 08:00:00", "g@example.org").status(t, http.StatusConflict)
	})
}

// TestClosedText is acceptance case AC4.
func TestClosedText(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor")
		_, own := s.register(ev.Slug, "Anna Ek", "anna@example.org")
		s.at("2024-02-01 00:00:00")

		page := s.get("/e/goda-uppvaxtvillkor").status(t, http.StatusOK)
		page.has(t, "Det är inte tillåtet att göra anmälningar längre. Sista anmälningsdag var den 31 januari klockan 23.59.",
			"Vilka har framtidstro?", "Elin Exempel")
		page.lacks(t, "/register\"")
		if to := s.get("/e/goda-uppvaxtvillkor/register").status(t, http.StatusSeeOther).Header.Get("Location"); to != "/e/goda-uppvaxtvillkor" {
			t.Errorf("the form leads to %s", to)
		}
		s.get(own+"/cancel").status(t, http.StatusOK)
		s.post(own+"/cancel", nil).status(t, http.StatusSeeOther)
		s.get(own).has(t, "Din anmälan är avslutad.")

		// One late link lets one person in.
		link := &event.LateLink{Note: "Ringde i tid", ExpiresAt: stockholm("2024-02-05 00:00:00"), CreatedAt: s.clock()}
		if err := s.store.CreateLateLink(t.Context(), ev.Slug, link); err != nil {
			t.Fatal(err)
		}
		path := strings.TrimPrefix(s.links.Late(ev, link), s.links.Base)
		s.at("2024-02-02 10:00:00")
		form := s.openForm(path)
		form.Set("name", "Bo Berg")
		form.Set("email", "bo@example.org")
		s.post(path, form).status(t, http.StatusSeeOther)
		s.get(path).status(t, http.StatusGone)
		s.get(path[:len(path)-1]+"x").status(t, http.StatusNotFound)
		if kept, err := s.store.LateLink(t.Context(), link.ID); err != nil || !kept.Used {
			t.Errorf("the use of the late link was not recorded: %+v, %v", kept, err)
		}
	})
}

func TestFormKeepsWhatWasTyped(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.save("goda-uppvaxtvillkor")
		const path = "/e/goda-uppvaxtvillkor/register"
		typed := map[string]string{
			"name": "Åsa <b>Öberg</b>", "email": "asa.oberg.kommun.example", "organisation": `"Föreningen" & co`,
			"role": "Chef", "municipality": "Nyköping", "comment": "Rad 1\nRad 2",
		}
		form := s.openForm(path)
		for field, value := range typed {
			form.Set(field, value)
		}
		page := s.post(path, form).status(t, http.StatusUnprocessableEntity)
		page.has(t, "Du behöver rätta en sak", "Fel: Skriv en e-postadress med snabel-a")
		if !strings.Contains(page.body, "<title>Fel: ") {
			t.Error("the title does not begin with the error")
		}
		again := page.body
		for _, kept := range []string{
			`value="Åsa &lt;b&gt;Öberg&lt;/b&gt;"`, `value="asa.oberg.kommun.example"`, `value="&#34;Föreningen&#34; &amp; co"`,
			`value="Chef"`, `value="Nyköping"`, ">Rad 1\nRad 2</textarea>",
		} {
			if !strings.Contains(again, kept) {
				t.Errorf("the form lost %s", kept)
			}
		}
		for _, tie := range []string{`href="#email"`, `id="email-error"`, `aria-invalid="true" aria-describedby="email-hint email-error"`} {
			if !strings.Contains(again, tie) {
				t.Errorf("the error is not tied to its field: %s", tie)
			}
		}
		empty := s.post(path, s.openForm(path)).status(t, http.StatusUnprocessableEntity)
		empty.has(t, "Du behöver rätta 2 saker", "Skriv ditt namn", "Skriv din e-postadress")
		english := s.post("/en"+path, s.openForm("/en"+path)).status(t, http.StatusUnprocessableEntity)
		english.has(t, "There are 2 things to correct", "Enter your name")
	})
}

func TestMistypedAddressIsAskedAboutOnce(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor")
		const path = "/e/goda-uppvaxtvillkor/register"
		form := s.openForm(path)
		form.Set("name", "Anna Ek")
		form.Set("email", "anna@regionhalland.see")
		asked := s.post(path, form).status(t, http.StatusUnprocessableEntity)
		asked.has(t, "Menade du anna@regionhalland.se?", "Ja, använd anna@regionhalland.se")

		taken := formOf(asked)
		taken.Set("name", "Anna Ek")
		taken.Set("email", "anna@regionhalland.see")
		taken.Set("suggested_email", "anna@regionhalland.se")
		s.post(path, taken).status(t, http.StatusSeeOther)

		kept := formOf(s.post(path, form))
		kept.Set("key", s.openForm(path).Get("key"))
		kept.Set("name", "Anna Ek")
		kept.Set("email", "anna@regionhalland.see")
		kept.Set("mark", s.links.FormMark(kept.Get("key"), s.clock().Add(-1e10)))
		s.post(path, kept).status(t, http.StatusSeeOther)

		var addresses []string
		for reg, err := range s.store.Participants(t.Context(), ev.ID) {
			if err != nil {
				t.Fatal(err)
			}
			addresses = append(addresses, reg.Email)
		}
		if got := strings.Join(addresses, " "); got != "anna@regionhalland.se anna@regionhalland.see" {
			t.Errorf("registered: %s", got)
		}
		s.signUp(ev.Slug, "Bo", "anna@finns-inte.invalid").status(t, http.StatusUnprocessableEntity).
			has(t, "Adressens domän tar inte emot e-post")
	})
}

func TestProgramsAreKeptOutKindly(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.save("goda-uppvaxtvillkor")
		const path = "/e/goda-uppvaxtvillkor/register"
		fill := func(form url.Values) url.Values {
			form.Set("name", "Anna Ek")
			form.Set("email", "anna@example.org")
			return form
		}
		fast := fill(formOf(s.get(path)))
		again := s.post(path, fast).status(t, http.StatusUnprocessableEntity)
		again.has(t, "Det gick väldigt fort")
		s.wait(5e9)
		s.post(path, fill(formOf(again))).status(t, http.StatusSeeOther)

		s.post(path, fill(url.Values{})).status(t, http.StatusUnprocessableEntity).has(t, "Det gick väldigt fort")

		trapped := fill(s.openForm(path))
		trapped.Set("website", "https://spam.example")
		caught := s.post(path, trapped).status(t, http.StatusUnprocessableEntity)
		caught.has(t, "Lämna det här fältet tomt")
		if !strings.Contains(caught.body, `value="https://spam.example"`) || strings.Contains(caught.body, "ds-field trap") {
			t.Error("a person whose browser filled in the trap cannot see it")
		}

		forged := s.openForm(path)
		forged.Set("mark", s.links.FormMark("another key", s.clock().Add(-1e12)))
		s.post(path, fill(forged)).status(t, http.StatusUnprocessableEntity)
	})
}

func TestSecondSignUpAnswersLikeTheFirst(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor")
		receipt := func(answer answer) answer {
			t.Helper()
			return s.get(answer.status(t, http.StatusSeeOther).Header.Get("Location")).status(t, http.StatusOK)
		}
		first := receipt(s.signUp(ev.Slug, "Anna Ek", "anna@example.org"))
		second := receipt(s.signUp(ev.Slug, "Anna Ek", "ANNA@example.org"))
		same := func(a answer) string {
			return strings.NewReplacer("ANNA@", "anna@").Replace(regexp.MustCompile(`receipt/\w+`).ReplaceAllString(a.body, ""))
		}
		if same(first) != same(second) {
			t.Errorf("a stranger can tell the receipts apart:\n%s\n%s", first.seen(), second.seen())
		}
		first.lacks(t, "/r/", "GOD-")
		s.get("/e/goda-uppvaxtvillkor/receipt/NOBODYHASTHISKEYATALLX").status(t, http.StatusGone)
	})
}

func TestFormSentTwiceIsOneRegistration(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor")
		form := s.openForm("/e/goda-uppvaxtvillkor/register")
		form.Set("name", "Anna Ek")
		form.Set("email", "anna@example.org")
		first := s.post("/e/goda-uppvaxtvillkor/register", form).status(t, http.StatusSeeOther)
		second := s.post("/e/goda-uppvaxtvillkor/register", form).status(t, http.StatusSeeOther)
		if first.Header.Get("Location") != second.Header.Get("Location") {
			t.Error("the same form has two receipts")
		}
		n := 0
		for range s.store.Participants(t.Context(), ev.ID) {
			n++
		}
		if n != 1 {
			t.Errorf("%d registrations", n)
		}
	})
}

func TestOddInputIsNeverOurFault(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.save("goda-uppvaxtvillkor")
		const path = "/e/goda-uppvaxtvillkor/register"
		many := url.Values{}
		for i := range 10_000 {
			many.Add("f"+strings.Repeat("x", i%7), "1")
		}
		tests := []struct {
			name string
			body string
			kind string
			want int
		}{
			{"10 MB", "name=" + strings.Repeat("a", 10<<20), "application/x-www-form-urlencoded", http.StatusRequestEntityTooLarge},
			{"10,000 fields", many.Encode(), "application/x-www-form-urlencoded", http.StatusUnprocessableEntity},
			{"broken escapes", "name=%zz&email=%", "application/x-www-form-urlencoded", http.StatusBadRequest},
			{"Latin-1", "name=%C5sa&email=asa%40example.org", "application/x-www-form-urlencoded", http.StatusUnprocessableEntity},
			{"a NUL byte", "name=A%00sa&email=asa%40example.org", "application/x-www-form-urlencoded", http.StatusUnprocessableEntity},
			{"a new line in the name", "name=Asa%0D%0ABcc:x&email=asa%40example.org", "application/x-www-form-urlencoded", http.StatusUnprocessableEntity},
			{"two addresses", "name=A&email=a%40example.org,b%40example.org", "application/x-www-form-urlencoded", http.StatusUnprocessableEntity},
			{"300 letters", "name=" + strings.Repeat("%C3%A5", 300) + "&email=a%40example.org", "application/x-www-form-urlencoded", http.StatusUnprocessableEntity},
			{"JSON", `{"name":"A"}`, "application/json", http.StatusUnprocessableEntity},
			{"nothing", "", "", http.StatusUnprocessableEntity},
		}
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				resp, err := s.Client().Post(s.URL+path, tt.kind, strings.NewReader(tt.body))
				if got := s.read(resp, err); got.StatusCode != tt.want {
					t.Errorf("answered %d, not %d:\n%.300s", got.StatusCode, tt.want, got.seen())
				}
			})
		}
		for _, path := range []string{
			"/e/%00", "/e/..%2f..%2fetc", "/e/" + strings.Repeat("a", 5000), "/r/x/y", "/r/%FF/%FE", "/e/goda-uppvaxtvillkor/late/1/x",
			"/e/goda-uppvaxtvillkor/late/99999999999999999999/x", "/files/..%2f..%2fkey", "/brand/x.css", "/static/", "/mailbox", "/?q=%FF%00", "/?when=past&form=x",
		} {
			if got := s.get(path); got.StatusCode >= 500 {
				t.Errorf("%s answered %d", path, got.StatusCode)
			}
		}
	})
}

func TestForgedPostsAreRefused(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor")
		_, own := s.register(ev.Slug, "Anna Ek", "anna@example.org")
		for _, path := range []string{"/e/goda-uppvaxtvillkor/register", own + "/cancel", "/find"} {
			for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
				r, _ := http.NewRequest(http.MethodPost, s.URL+path, nil)
				r.Header.Set(header, value)
				resp, err := s.Client().Do(r)
				s.read(resp, err).status(t, http.StatusForbidden)
			}
		}
		// A program that follows the links of a mail cancels nothing.
		s.get(own+"/cancel").status(t, http.StatusOK)
		s.get(own).has(t, "Anmäld")
	})
}
