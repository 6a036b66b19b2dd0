package site_test

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
)

// come signs somebody up behind the form.
func (s *testSite) come(slug string, change func(*event.Signup)) {
	s.t.Helper()
	key := rand.Text()
	signup := event.Signup{Name: "Person", Email: strings.ToLower(key) + "@ale.se", Language: "sv"}
	change(&signup)
	if _, err := s.store.Register(s.t.Context(), slug, event.Call{FormKey: key, Signup: signup, Now: s.clock()}); err != nil {
		s.t.Fatal(err)
	}
}

// The programme says what one chooses, how many places are left, and when a
// session is full; before registration opens only how many there are, and
// afterwards nothing of it.
func TestSessionsToChooseOnThePage(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		const slug, path = "barn-och-unga-konferens-2022", "/e/barn-och-unga-konferens-2022"
		s.save("barn-och-unga-konferens", func(ev *event.Event) {
			ev.Sessions[7].Sessions[0].Capacity = 2
			ev.Sessions[7].Sessions[2].Capacity = 0
		})
		program := func() answer {
			t.Helper()
			s.wait(2 * time.Second)
			return s.get(path).status(t, http.StatusOK)
		}
		s.at("2022-09-01 08:00:00")
		a := program()
		a.has(t, "Du kan välja ett pass när du anmäler dig. Gäller dig som kommer på plats.", "2 platser", "30 platser")
		a.lacks(t, "platser kvar</b> av 30")

		s.at("2022-10-01 08:00:00")
		program().has(t, "2 platser kvar av 2", "30 platser kvar av 30")
		for range 3 {
			s.come(slug, func(p *event.Signup) { p.Attendance, p.Sessions = event.OnSite, []string{"smabarn"} })
		}
		for range 29 {
			s.come(slug, func(p *event.Signup) { p.Attendance, p.Sessions = event.OnSite, []string{"delaktighet"} })
		}
		a = program()
		a.has(t, "Fullt , 1 person på väntelistan", "1 plats kvar av 30")
		if n := strings.Count(a.body, `class="slot-seats"`); n != 2 {
			t.Errorf("%d sessions tell their places, and one has no limit", n)
		}
		s.get("/en"+path).has(t, "You can choose one session when you register. For those who come to the place.", "Full , 1 person on the waiting list", "1 place left of 30")
		s.get("/en"+path).status(t, http.StatusOK)
		if !strings.Contains(s.get("/en"+path).body, `class="slot-choose" lang="en"`) {
			t.Error("our words in the programme are not marked as English")
		}

		s.at("2022-11-20 08:00:00")
		a = program()
		a.lacks(t, "slot-seats", "slot-choose")
	})
}

// How many one chooses, and who may.
func TestHowOneChooses(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.at("2022-10-01 08:00:00")
		who := func(c event.Condition) *event.Condition { return &c }
		for _, tt := range []struct {
			choice event.Choice
			want   string
		}{
			{event.Choice{}, "Du väljer vilka pass du vill när du anmäler dig."},
			{event.Choice{Min: 1, Max: 1}, "Du väljer ett pass när du anmäler dig."},
			{event.Choice{Min: 2, Max: 2}, "Du väljer 2 pass när du anmäler dig."},
			{event.Choice{Max: 2}, "Du kan välja upp till 2 pass när du anmäler dig."},
			{event.Choice{Min: 1}, "Du väljer minst ett pass när du anmäler dig."},
			{event.Choice{Min: 1, Max: 3}, "Du väljer mellan 1 och 3 pass när du anmäler dig."},
			{event.Choice{Max: 1, When: who(event.Condition{Category: []string{"a", "b"}})}, "Du kan välja ett pass när du anmäler dig. Gäller bara: Egna, Externa."},
			{event.Choice{Max: 1, When: who(event.Condition{Answer: &event.AnswerIs{Question: "from", Is: []string{"Laholms kommun"}}})},
				"Du kan välja ett pass när du anmäler dig. Anmälan visar om du kan välja."},
		} {
			s.save("barn-och-unga-konferens", func(ev *event.Event) {
				ev.Categories = []event.Category{{ID: "a", Name: "Egna"}, {ID: "b", Name: "Externa"}}
				ev.Sessions[7].Choice = &tt.choice
			})
			s.wait(2 * time.Second)
			s.get("/e/barn-och-unga-konferens-2022").has(t, tt.want)
		}
	})
}

// Places, prices and dates of ways to come and of categories stand on the card,
// with what happens after signing up.
func TestSharesOnThePage(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.at("2022-10-01 08:00:00")
		later, soon := stockholm("2022-10-03 08:00:00"), stockholm("2022-10-16 00:00:00")
		change := func(ev *event.Event) {
			ev.Capacity, ev.OnSiteWay.Capacity, ev.OnlineWay.Capacity = 0, 2, 300
			ev.NeedsApproval, ev.VerifyHours = true, 24
			ev.Categories = []event.Category{
				{ID: "own", Name: "Laholms kommun", Cost: "ingen avgift"},
				{ID: "ext", Name: "Extern part", Cost: "450 kr", Capacity: 1, ClosesAt: &soon},
				{ID: "late", Name: "Övriga", OpensAt: &later},
				{ID: "gone", Name: "Förr", Cost: "1 kr", Capacity: 5, Retired: true},
			}
		}
		const slug, path = "barn-och-unga-konferens-2022", "/e/barn-och-unga-konferens-2022"
		s.save("barn-och-unga-konferens", change)
		a := s.get(path)
		a.has(t, "Laholms kommun: ingen avgift Extern part: 450 kr", "På plats 2 platser kvar av 2", "Digitalt 300 platser kvar av 300",
			"Extern part 1 plats kvar av 1 Senast 15 oktober", "Övriga Anmälan öppnar 3 oktober 2022 kl. 08.00",
			"Arrangören godkänner varje anmälan innan du får en plats.", "Bekräfta din e-postadress inom 24 timmar.", "Du får besked med e-post.")
		a.lacks(t, "Förr", "1 kr")
		s.get("/en"+path).has(t, "On site 2 places left of 2", "The organiser approves each registration", "Confirm your e-mail address within 24 hours.")

		s.save("barn-och-unga-konferens", change, func(ev *event.Event) { ev.NeedsApproval, ev.VerifyHours = false, 0 })
		for i, id := range []string{"own", "own", "own"} {
			s.come(slug, func(p *event.Signup) {
				p.Attendance, p.Category = event.OnSite, id
				if i == 2 {
					p.Attendance = event.Online
				}
			})
		}
		s.come(slug, func(p *event.Signup) { p.Attendance, p.Category = event.Online, "ext" })
		s.wait(2 * time.Second)
		a = s.get(path)
		a.has(t, "På plats Fullt , väntelista", "Digitalt 298 platser kvar av 300", "Extern part Fullt , väntelista")
		a.lacks(t, fmt.Sprint(event.MailVerify), "Arrangören godkänner")

		s.at("2022-10-20 08:00:00")
		s.get(path).has(t, "Extern part Anmälan är stängd", "Övriga Det finns platser")
	})
}

// Who waits is told how long an offer lasts.
func TestOffersOnThePage(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.at("2022-03-01 08:00:00")
		s.save("tidiga-insatser", func(ev *event.Event) { ev.Capacity, ev.OfferHours = 1, 24 })
		s.register("tidiga-insatser", "Anna", "anna@ale.se")
		s.wait(2 * time.Second)
		s.get("/e/tidiga-insatser").has(t, "får den som står först ett mejl, och platsen hålls i 24 timmar")
	})
}
