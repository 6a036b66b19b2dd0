package site_test

import (
	"net/http"
	"net/url"
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
		first.lacks(t, "Vilken organisation kommer du från?", "Laktosfritt")
		form := with(s.openForm(path), "name", "Åsa Öberg", "email", "asa@example.org", "shown[]", "from", "shown[]", "support")

		// Nothing chosen: told so beside the field, with what was typed kept.
		a := s.post(path, form).status(t, http.StatusUnprocessableEntity)
		a.has(t, "Välj ett av alternativen")
		a.has(t, "Varifrån kommer du?: Välj ett av alternativen")

		// From outside, on site: two questions more, and nothing is lost.
		form = with(form, "attendance", "on-site", "sessions-seminarier", "smabarn", "answer-from", "Extern samverkanspart")
		a = s.post(path, form).status(t, http.StatusUnprocessableEntity)
		a.has(t, "Vilken organisation kommer du från?: Svara på frågan", "Laktosfritt")

		// A sensitive answer needs a consent.
		form = with(form, "answer-partner", "Polisen", "shown[]", "partner", "shown[]", "diet", "answer-diet", "Laktosfritt")
		s.post(path, form).status(t, http.StatusUnprocessableEntity).has(t, "Kryssa i om du samtycker")

		a = s.post(path, with(form, "consent-diet", "yes")).status(t, http.StatusSeeOther)
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
			"shown[]", "from", "shown[]", "support", "shown[]", "diet", "shown[]", "partner")
		s.post(path, form).status(t, http.StatusSeeOther)
		reg := s.registration(ev, "bo@example.org")
		sensitive, err := s.store.SensitiveAnswers(t.Context(), ev.ID, reg.ID)
		if err != nil || len(sensitive) != 0 || len(reg.Answers) != 1 {
			t.Errorf("kept %v and %v, %v", reg.Answers, sensitive, err)
		}
	})
}

// Questions that nobody must answer are still shown before the form is taken.
func TestNoQuestionIsSkipped(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.conference()
		path := "/e/" + ev.Slug + "/register"
		form := with(s.openForm(path), "name", "Eva Dahl", "email", "eva@example.org", "attendance", "on-site", "sessions-seminarier", "smabarn",
			"answer-from", "Laholms kommun", "shown[]", "from", "shown[]", "support")
		a := s.post(path, form).status(t, http.StatusUnprocessableEntity)
		a.has(t, "Dina svar ledde till fler frågor", "Laktosfritt")
		s.post(path, with(form, "shown[]", "diet")).status(t, http.StatusSeeOther)
	})
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
