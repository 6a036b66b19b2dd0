package site_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"samling/internal/event"
)

// conference is the event of AC12: on site or online, diet only for those who
// come and eat, the organisation only of those from outside.
func (s *testSite) conference() *event.Event {
	s.t.Helper()
	ev := s.save("barn-och-unga-konferens")
	s.at("2022-10-20 09:00:00")
	return ev
}

func with(form url.Values, pairs ...string) url.Values {
	changed := url.Values{}
	for k, v := range form {
		changed[k] = v
	}
	for i := 0; i < len(pairs); i += 2 {
		changed[pairs[i]] = append(changed[pairs[i]], pairs[i+1])
	}
	return changed
}

func TestQuestionsFollowTheAnswers(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.conference()
		path := "/e/" + ev.Slug + "/register"
		first := s.get(path)
		first.has(t, "Hur vill du delta?", "Varifrån kommer du?", "Stöd för att kunna delta")
		first.asksNot(t, "Vilken organisation kommer du från?", "Laktosfritt", "Seminarier")
		form := with(s.openForm(path), "name", "Åsa Öberg", "email", "asa@example.org", "shown[]", "from", "shown[]", "support")

		// Nothing chosen: told so beside the field, with what was typed kept.
		a := s.post(path, form).status(t, http.StatusUnprocessableEntity)
		a.has(t, "Välj ett av alternativen")
		a.has(t, "Varifrån kommer du? Välj ett av alternativen")

		// From outside, on site: two questions more, and nothing is lost.
		form = with(form, "attendance", "on-site", "answer-from", "Extern samverkanspart")
		a = s.post(path, form).status(t, http.StatusUnprocessableEntity)
		a.has(t, "Vilken organisation kommer du från? Svara på frågan", "Laktosfritt", "Seminarier Välj ett, om du vill.", "Inget av dem")

		// A sensitive answer needs a consent.
		form = with(form, "answer-partner", "Polisen", "shown[]", "partner", "shown[]", "diet", "shown[]", "sessions-seminarier",
			"answer-diet", "Laktosfritt", "sessions-seminarier", "smabarn")
		s.post(path, form).status(t, http.StatusUnprocessableEntity).has(t, "Kryssa i om du samtycker")

		a = s.sendTwice(path, with(form, "consent-diet", "yes")).status(t, http.StatusSeeOther)
		reg := s.registration(ev, "asa@example.org")
		if reg.Attendance != event.OnSite || reg.Answers["partner"][0] != "Polisen" || reg.Answers["diet"] != nil {
			t.Errorf("kept %q, %v", reg.Attendance, reg.Answers)
		}
		own := s.links.Registration(&reg)[len(s.URL):]
		s.get(own).has(t, "Hur vill du delta? På plats", "Vilken organisation kommer du från? Polisen", "Mat Laktosfritt")
	})
}

// Who takes part online is never asked about diet, and what a program sends
// about it all the same is not kept.
func TestNobodyIsAskedForMoreThanIsNeeded(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.conference()
		path := "/e/" + ev.Slug + "/register"
		form := with(s.openForm(path), "name", "Bo Ek", "email", "bo@example.org", "attendance", "online",
			"answer-from", "Laholms kommun", "answer-partner", "Polisen", "answer-diet", "Laktosfritt", "consent-diet", "yes",
			"shown[]", "from", "shown[]", "support", "shown[]", "diet", "shown[]", "partner", "sessions-seminarier", "smabarn")
		s.sendTwice(path, form).status(t, http.StatusSeeOther)
		reg := s.registration(ev, "bo@example.org")
		sensitive, err := s.store.SensitiveAnswers(t.Context(), ev.ID, reg.ID)
		if err != nil || len(sensitive) != 0 || len(reg.Answers) != 1 {
			t.Errorf("kept %v and %v, %v", reg.Answers, sensitive, err)
		}
		if chosen, err := s.store.SessionChoices(t.Context(), reg.ID); err != nil || len(chosen[reg.ID]) != 0 {
			t.Errorf("chose %v, %v", chosen, err)
		}
	})
}

// Questions that nobody must answer are still shown before the form is taken.
func TestNoQuestionIsSkipped(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.conference()
		path := "/e/" + ev.Slug + "/register"
		form := with(s.openForm(path), "name", "Eva Dahl", "email", "eva@example.org", "attendance", "on-site",
			"answer-from", "Laholms kommun", "shown[]", "from", "shown[]", "support", "sessions-seminarier", "smabarn")
		a := s.post(path, form).status(t, http.StatusUnprocessableEntity)
		a.has(t, "Dina svar ledde till fler frågor", "Laktosfritt")
		form = with(form, "shown[]", "diet")
		s.post(path, form).status(t, http.StatusUnprocessableEntity).has(t, "Dina svar ledde till fler frågor", "Seminarier")
		s.sendTwice(path, with(form, "shown[]", "sessions-seminarier")).status(t, http.StatusSeeOther)
	})
}

// asksNot demands that the page shows none of the texts. A script may have them at
// hand, in parts that are neither shown nor sent.
func (a answer) asksNot(t testing.TB, texts ...string) {
	t.Helper()
	seen := a.seen()
	for _, text := range texts {
		if strings.Contains(seen, text) {
			t.Errorf("%s asks %q", a.Request.URL.Path, text)
		}
	}
}

// sendTwice sends a form, looks through what was filled in, and sends that.
func (s *testSite) sendTwice(path string, form url.Values) answer {
	s.t.Helper()
	check := s.post(path, form).status(s.t, http.StatusOK)
	check.has(s.t, "Kontrollera dina uppgifter")
	return s.post(path, with(fieldsOf(check), "looked", "yes"))
}

// fieldsOf are all hidden fields of a page, in parts for scripts left out.
func fieldsOf(a answer) url.Values {
	form := url.Values{}
	body := regexp.MustCompile(`(?s)<template.*?</template>`).ReplaceAllString(a.body, "")
	for _, f := range regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`).FindAllStringSubmatch(body, -1) {
		form.Add(f[1], html.UnescapeString(f[2]))
	}
	return form
}

// registration finds what was made of a form.
func (s *testSite) registration(ev *event.Event, email string) event.Registration {
	s.t.Helper()
	for reg, err := range s.store.Participants(s.t.Context(), ev.ID) {
		if err != nil {
			s.t.Fatal(err)
		}
		if reg.Email == email {
			return reg
		}
	}
	s.t.Fatalf("%s is not registered", email)
	return event.Registration{}
}
