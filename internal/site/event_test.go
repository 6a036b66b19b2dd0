package site_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"samling/internal/event"
)

// TestPublishTheMorning is acceptance case AC1.
func TestPublishTheMorning(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		const meeting = "https://moten.example.org/hemligt-rum"
		s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.JoinURL = meeting })

		page := s.get("/e/goda-uppvaxtvillkor").status(t, http.StatusOK)
		page.has(t, "Tisdag 6 februari 2024 kl. 09.00–12.00", "Var Digitalt", "Kostnad Kostnadsfritt",
			"Sista anmälningsdag 31 januari 2024 kl. 23.59",
			"Målgrupp Förtroendevalda, chefer och strategiska tjänstepersoner", "Enheten för social hållbarhet",
			"Besöksadress: Stora Torget 13", "611 86 Nyköping", "Organisationsnummer: 202100-2262")
		page.lacks(t, meeting, "hemligt-rum")

		form := s.get("/e/goda-uppvaxtvillkor/register").status(t, http.StatusOK)
		form.has(t, "Det är viktigt att du fyller i en giltig e-postadress för att du ska få en bekräftelse på din anmälan.")
		form.lacks(t, meeting)
		if !regexp.MustCompile(`id="email-hint">Det är viktigt`).MatchString(form.body) ||
			!regexp.MustCompile(`<input[^>]*name="email"[^>]*aria-describedby="email-hint"`).MatchString(form.body) {
			t.Error("the hint is not tied to the e-mail field")
		}

		var data map[string]any
		block := regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`).FindStringSubmatch(page.body)
		if err := json.Unmarshal([]byte(block[1]), &data); err != nil {
			t.Fatal(err)
		}
		if data["eventAttendanceMode"] != "https://schema.org/OnlineEventAttendanceMode" ||
			data["startDate"] != "2024-02-06T09:00:00+01:00" || data["offers"].(map[string]any)["price"] != 0.0 {
			t.Errorf("JSON-LD says %v", data)
		}
	})
}

// TestProgrammeWithoutClocks is acceptance case AC2.
func TestProgrammeWithoutClocks(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.save("goda-uppvaxtvillkor")
		page := s.get("/e/goda-uppvaxtvillkor").status(t, http.StatusOK)
		page.lacks(t, "slot-time", "00.00")

		program := page.body[strings.Index(page.body, `id="program"`):strings.Index(page.body, `id="people"`)]
		inOrder(t, program, "Landshövding Beatrice Ask", "Vilka har framtidstro?", "Katarina Gustafson", "Elisabeth Häll",
			"Goda och jämlika uppväxtvillkor", "Camilla Pettersson", "Så arbetar vi för barn och ungas livsvillkor",
			"<h4>Strängnäs kommun</h4>", "Anna Arnerdal", "Moa Pettersson", "<h4>Katrineholms kommun</h4>", "Karin Nordén",
			"<h4>Norrtälje kommun</h4>", "Sofie Ahlholm")
		people := page.body[strings.Index(page.body, `id="people"`):strings.Index(page.body, `id="practical"`)]
		if n := strings.Count(people, "<li>"); n != 8 {
			t.Errorf("%d people in the list, not 8", n)
		}
	})
}

func inOrder(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		i := strings.Index(text, part)
		if i < 0 {
			t.Fatalf("%q is missing or too early in\n%s", part, text)
		}
		text = text[i+len(part):]
	}
}

// TestWorkshopOfGR is acceptance case AC8.
func TestWorkshopOfGR(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.at("2022-03-01 08:00:00")
		s.save("tidiga-insatser-formiddag")
		page := s.get("/e/tidiga-insatser").status(t, http.StatusOK)
		page.has(t, "25 mars 2022", "förmiddag", "Patrick Gruczkun", "Leder")
		page.lacks(t, "event.ics", "00.00")
		for _, question := range []string{
			"Vad behövs för att det strategiska och det operativa arbetet ska hänga ihop",
			"Hur kan det arbete vi redan gör kopplas till målen i Agenda 2030?",
			"Hur kan vi tillsammans hantera frågor som spänner över flera förvaltningar?",
		} {
			if !strings.Contains(page.body, "<li>"+question) {
				t.Errorf("%q is not a list item of its own", question)
			}
		}
		s.get("/e/tidiga-insatser/event.ics").status(t, http.StatusNotFound)

		s.save("tidiga-insatser")
		s.wait(2e9)
		page = s.get("/e/tidiga-insatser").status(t, http.StatusOK)
		page.has(t, "kl. 09.00–12.00")
		calendar := s.get("/e/tidiga-insatser/event.ics").status(t, http.StatusOK)
		if !strings.Contains(calendar.body, "DTSTART;TZID=Europe/Stockholm:20220325T090000") {
			t.Errorf("calendar says\n%s", calendar.body)
		}
		leads := regexp.MustCompile(`(?s)<b>Patrick Gruczkun</b>[^<]*<span class="ds-tag"`)
		if !leads.MatchString(page.body) {
			t.Error("nothing marks who leads")
		}
	})
}

func TestStatesOfAnEvent(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Capacity, e.HasWaitingList = 2, true })
		const path = "/e/goda-uppvaxtvillkor"
		see := func(texts ...string) answer {
			t.Helper()
			s.wait(2e9) // pages may be a second old
			page := s.get(path).status(t, http.StatusOK)
			page.has(t, texts...)
			return page
		}
		see("Anmäl dig", "2 platser kvar av 2", "om 12 dagar Onsdag 31 januari")
		s.register(ev.Slug, "Anna", "anna@example.org")
		s.register(ev.Slug, "Bo", "bo@example.org")
		see("Alla platser är bokade", "Ingen står på väntelistan än", "Ställ dig på väntelistan")
		s.register(ev.Slug, "Cia", "cia@example.org")
		see("1 person på väntelistan")
		s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Capacity, e.HasWaitingList = 2, false })
		see("Alla platser är bokade").lacks(t, "/register\"")
		s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Capacity = 12 })
		see("9 platser kvar av 12") // three have come off: two with places, one who waited got a place
		s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Capacity = 4 })
		see("1 plats kvar av 4")
		opens := stockholm("2024-01-25 09:00:00")
		s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.OpensAt = &opens })
		see("Anmälan har inte öppnat", "Anmälan öppnar 25 januari 2024 kl. 09.00.")
		s.save("goda-uppvaxtvillkor")
		s.at("2024-02-01 00:00:00")
		see("Anmälan är stängd", "Sista anmälningsdag var den 31 januari klockan 23.59.").lacks(t, "/register\"")
		s.at("2024-02-06 12:00:00")
		see("Evenemanget är genomfört", "3 personer var anmälda").lacks(t, "/register\"")
		s.at("2024-02-02 12:00:00")
		s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Status, e.CancelReason = event.Cancelled, "Föreläsaren är sjuk." })
		see("Evenemanget är inställt. Föreläsaren är sjuk.").lacks(t, "/register\"")
		s.save("goda-uppvaxtvillkor", func(e *event.Event) {
			e.Status, e.Texts.Cancelled = event.Cancelled, "{title} hålls nästa år i stället."
		})
		see("Vill du vara med och skapa goda uppväxtvillkor? hålls nästa år i stället.")
		s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Status = event.Draft })
		s.wait(2e9)
		s.get(path).status(t, http.StatusNotFound)
		s.get(path+"/register").status(t, http.StatusNotFound)
	})
}

func TestStartPageFindsEvents(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.at("2022-03-01 08:00:00")
		s.get("/").has(t, "Här är det tomt just nu")
		s.save("tidiga-insatser")
		s.save("barn-och-unga-konferens")
		s.save("goda-uppvaxtvillkor")
		s.wait(2e9) // pages may be a second old
		tests := []struct {
			query string
			found []string
			not   []string
		}{
			{"", []string{"3 kommande evenemang", "Mars 2022", "November 2022", "Februari 2024"}, nil},
			{"?q=uppväxtvillkor", []string{"1 kommande evenemang", "Vill du vara med"}, []string{"Tidiga samordnade"}},
			{"?q=LÄNSSTYRELSEN", []string{"Vill du vara med"}, []string{"Tidiga samordnade"}},
			{"?q=göteborg+insatser", []string{"Tidiga samordnade"}, []string{"Vill du vara med"}},
			{"?q=simhall", []string{"Inget evenemang passar din sökning"}, []string{"event-row"}},
			{"?form=online", []string{"2 kommande evenemang", "Vill du vara med", "Barn och unga"}, []string{"Tidiga samordnade"}},
			{"?form=on-site", []string{"2 kommande evenemang", "Tidiga samordnade"}, []string{"Vill du vara med"}},
			{"?org=goteborgsregionen", []string{"1 kommande evenemang"}, nil},
			{"?when=past", []string{"0 genomförda evenemang"}, []string{"event-row"}},
		}
		for _, tt := range tests {
			page := s.get("/"+tt.query).status(t, http.StatusOK)
			page.has(t, tt.found...)
			page.lacks(t, tt.not...)
		}
		s.at("2023-01-01 08:00:00")
		s.get("/").has(t, "1 kommande evenemang", "Genomförda evenemang", "24 november 2022", "Barn och unga")
		s.get("/?when=past").has(t, "2 genomförda evenemang")
	})
}

func TestPageInTheOtherLanguage(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.save("goda-uppvaxtvillkor")
		page := s.get("/en/e/goda-uppvaxtvillkor").status(t, http.StatusOK)
		page.has(t, "Tuesday 6 February 2024 09:00–12:00", "Last day to register 31 January 2024 23:59", "Free of charge", "Online")
		if !strings.Contains(page.body, `<html lang="en"`) || !strings.Contains(page.body, `<h1 lang="sv">`) {
			t.Error("the languages of page and content are not marked")
		}
		if to := s.get("/sv/e/goda-uppvaxtvillkor").status(t, http.StatusMovedPermanently).Header.Get("Location"); to != "/e/goda-uppvaxtvillkor" {
			t.Errorf("the main language with its prefix leads to %s", to)
		}
		if to := s.get("/sv//evil.example").Header.Get("Location"); to != "/evil.example" {
			t.Errorf("a path with two slashes leads to %s", to)
		}
	})
}

// What is written about a speaker is Markdown, like all longer texts.
func TestTextAboutASpeaker(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Speakers[0].Text = "Har lett **länet**. <script>x</script>" })
		page := s.get("/e/goda-uppvaxtvillkor").status(t, http.StatusOK)
		if !strings.Contains(page.body, "Har lett <strong>länet</strong>.") || strings.Contains(page.body, "<script>x") {
			t.Error("the text is not rendered, or not cleaned")
		}
	})
}
