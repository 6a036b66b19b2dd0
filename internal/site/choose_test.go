package site_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
)

// choices is an event where there is much to choose: two ways to come, three kinds
// of participants, two groups of sessions.
func (s *testSite) choices(change ...func(*event.Event)) *event.Event {
	s.t.Helper()
	clock := func(at string) *time.Time { t := stockholm("2024-02-06 " + at + ":00"); return &t }
	moment := func(at string) *time.Time { t := stockholm(at); return &t }
	return s.save("goda-uppvaxtvillkor", append([]func(*event.Event){func(e *event.Event) {
		e.Attendance, e.PlaceName, e.Capacity, e.HasWaitingList, e.Questions = event.Both, "Stadshuset", 0, true, nil
		e.OnSiteWay = event.Way{Capacity: 2, Text: "Lunch och fika ingår"}
		e.Categories = []event.Category{
			{ID: "own", Name: "Egen personal", Cost: "Kostnadsfritt"},
			{ID: "partner", Name: "Extern partner", Text: "Region, polis, förening", Cost: "450 kr", ClosesAt: moment("2024-01-25 00:00:00")},
			{ID: "student", Name: "Student", OpensAt: moment("2024-01-30 08:00:00")},
			{ID: "old", Name: "Förra årets", Retired: true},
		}
		onSite := &event.Condition{Attendance: []event.Attendance{event.OnSite}}
		e.Sessions = []event.Session{
			{Kind: event.Heading, Title: "Seminarium", Key: "sem", Choice: &event.Choice{Min: 1, Max: 1, When: onSite}, Sessions: []event.Session{
				{Kind: event.Talk, Key: "a", Title: "Små barn", Room: "Sal 1", StartsAt: clock("09:30"), EndsAt: clock("10:30"), Capacity: 1},
				{Kind: event.Talk, Key: "b", Title: "Unga", Room: "Sal 2", StartsAt: clock("09:30"), EndsAt: clock("10:30")},
			}},
			{Kind: event.Heading, Title: "Samtal", Key: "talk", Choice: &event.Choice{Max: 2}, Sessions: []event.Session{
				{Kind: event.Talk, Key: "c", Title: "Tidigt", StartsAt: clock("10:00"), EndsAt: clock("10:45")},
				{Kind: event.Talk, Key: "d", Title: "Sent", StartsAt: clock("11:00"), EndsAt: clock("11:30")},
				{Kind: event.Talk, Key: "e", Title: "Senare", StartsAt: clock("11:15"), EndsAt: clock("11:45")},
			}},
		}
	}}, change...)...)
}

// fill is the form of somebody who comes to the place, with everything shown.
func (s *testSite) fill(path, email string, pairs ...string) url.Values {
	return with(s.openForm(path), append([]string{"name", "Åsa Öberg", "email", email, "shown[]", "sessions-sem", "shown[]", "sessions-talk"}, pairs...)...)
}

func TestChoicesAreExplained(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.choices()
		path := "/e/" + ev.Slug + "/register"
		page := s.get(path).status(t, http.StatusOK)
		page.has(t, "På plats Lunch och fika ingår 2 platser kvar", "Digitalt Länken kommer i bekräftelsen Obegränsat antal platser",
			"Egen personal Kostnadsfritt", "Extern partner 450 kr Region, polis, förening", "Student Öppnar 30 januari 2024 kl. 08.00",
			"Samtal Välj högst 2. Du kan också låta bli. Det går inte att välja två pass som pågår samtidigt.", "Tidigt kl. 10.00–10.45", "Steg 1 av 2")
		page.asksNot(t, "Förra årets", "Små barn")
		if !regexp.MustCompile(`value="student" disabled`).MatchString(page.body) || strings.Contains(page.body, `value="own" disabled`) {
			t.Error("what is not open yet can be chosen, or what is open cannot")
		}
		if strings.Contains(page.body, " checked") {
			t.Error("something is chosen before anybody chose")
		}
		s.at("2024-01-26 08:00:00")
		s.get(path).has(t, "Extern partner 450 kr Region, polis, förening Stängde 24 januari 2024 kl. 23.59")
		s.get("/en"+path).has(t, "Which category do you belong to?", "Closed 24 January 2024, 23:59", "Choose at most 2.")

		// Chosen all the same, as by a form that was opened before.
		a := s.post(path, s.fill(path, "asa@example.org", "attendance", "online", "category", "partner"))
		a.status(t, http.StatusUnprocessableEntity).has(t, "Vilken kategori hör du till? Den kategorin går inte att välja nu")
	})
}

func TestChoicesAreChecked(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.choices()
		path := "/e/" + ev.Slug + "/register"
		tests := []struct {
			name  string
			given []string
			want  string
		}{
			{"nothing", nil, "Hur vill du delta? Välj ett av alternativen"},
			{"no category", []string{"attendance", "online"}, "Vilken kategori hör du till? Välj ett av alternativen"},
			{"a retired category", []string{"attendance", "online", "category", "old"}, "Vilken kategori hör du till? Välj ett av alternativen"},
			{"no seminar", []string{"attendance", "on-site", "category", "own"}, "Seminarium: Välj ett av alternativen"},
			{"two seminars", []string{"attendance", "on-site", "category", "own", "sessions-sem", "a", "sessions-sem", "b"}, "Seminarium: Välj högst 1 av alternativen"},
			{"no session of ours", []string{"attendance", "on-site", "category", "own", "sessions-sem", "x"}, "Seminarium: Välj något som står i listan"},
			{"two at once", []string{"attendance", "online", "category", "own", "sessions-talk", "d", "sessions-talk", "e"}, "Samtal: Två av passen du har valt pågår samtidigt"},
			{"two at once in two groups", []string{"attendance", "on-site", "category", "own", "sessions-sem", "a", "sessions-talk", "c"}, "Samtal: Två av passen du har valt pågår samtidigt"},
		}
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				a := s.post(path, s.fill(path, "asa@example.org", tt.given...)).status(t, http.StatusUnprocessableEntity)
				a.has(t, tt.want)
				for i := 0; i < len(tt.given); i += 2 {
					if v := tt.given[i+1]; v != "old" && v != "x" && !regexp.MustCompile(`value="`+v+`" checked`).MatchString(a.body) {
						t.Errorf("the choice of %s is lost", v)
					}
				}
			})
		}
		// Who takes part online is not asked about seminars, whatever comes.
		s.sendTwice(path, s.fill(path, "bo@example.org", "attendance", "online", "category", "own", "sessions-sem", "a", "sessions-talk", "d")).status(t, http.StatusSeeOther)
		reg := s.registration(ev, "bo@example.org")
		chosen, err := s.store.SessionChoices(t.Context(), reg.ID)
		if err != nil || len(chosen[reg.ID]) != 1 || chosen[reg.ID][0].Session != "d" || reg.Category != "own" {
			t.Errorf("%s chose %+v, %v", reg.Category, chosen, err)
		}
	})
}

func TestFullChoicesSaySo(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.choices()
		path := "/e/" + ev.Slug + "/register"
		come := func(email, session string) answer {
			t.Helper()
			s.wait(time.Second) // what is known of the event may be half a second old
			return s.sendTwice(path, s.fill(path, email, "attendance", "on-site", "category", "own", "sessions-sem", session))
		}
		come("a@example.org", "a").status(t, http.StatusSeeOther)
		s.wait(time.Second)
		seminar := regexp.MustCompile(`(?s)Små barn.{0,200}Fullt – du hamnar på väntelistan`)
		if page := s.post(path, s.fill(path, "", "attendance", "on-site")); !seminar.MatchString(page.seen()) {
			t.Errorf("a full seminar looks free: %s", page.seen())
		}
		check := s.post(path, s.fill(path, "b@example.org", "attendance", "on-site", "category", "own", "sessions-sem", "a")).status(t, http.StatusOK)
		check.has(t, "Seminarium Små barn, kl. 09.30–10.30. Fullt – du hamnar på väntelistan")
		come("b@example.org", "a").status(t, http.StatusSeeOther)
		s.wait(time.Second)
		s.get(path).has(t, "På plats Lunch och fika ingår Fullt – du hamnar på väntelistan")
		s.post(path, s.fill(path, "c@example.org", "attendance", "on-site", "category", "own", "sessions-sem", "b")).has(t, "Just nu finns ingen ledig plats.", "Ställ dig på väntelistan")

		// Without a waiting list nobody can choose what is full.
		s.choices(func(e *event.Event) { e.HasWaitingList = false })
		s.wait(time.Second)
		if page := s.get(path); !regexp.MustCompile(`value="on-site" disabled`).MatchString(page.body) {
			t.Error("a full way to come can be chosen")
		}
		a := s.sendTwice(path, s.fill(path, "d@example.org", "attendance", "on-site", "category", "own", "sessions-sem", "b"))
		a.status(t, http.StatusUnprocessableEntity).has(t, "Hur vill du delta? Det finns inga platser kvar för det du har valt")
	})
}
