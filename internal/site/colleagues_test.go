package site_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
)

const teamPath = "/e/goda-uppvaxtvillkor/register"

// saveTeamEvent saves an event where one sender may register several.
func (s *testSite) saveTeamEvent(change ...func(*event.Event)) *event.Event {
	s.t.Helper()
	return s.save("goda-uppvaxtvillkor", append([]func(*event.Event){func(e *event.Event) { e.GroupMax = 6 }}, change...)...)
}

// nadia fills in the form for herself.
func (s *testSite) nadia() url.Values {
	s.t.Helper()
	form := s.openForm(teamPath)
	form.Set("name", "Nadia Test")
	form.Set("email", "nadia@example.org")
	form.Set("organisation", "Ale kommun")
	return form
}

// press sends a form with one of the buttons that only show it again.
func (s *testSite) press(form url.Values, button string) answer {
	s.t.Helper()
	form.Set("colleagues", button)
	defer form.Del("colleagues")
	return s.post(teamPath, form)
}

var rowFields = regexp.MustCompile(`name="(colleague_name\[\]|colleague_email\[\]|role|comment|others|colleague_sure\[\])" (?:type="\w+" )?value="([^"]*)"`)

// rows reads back what stands in the form for colleagues.
func rows(a answer) url.Values {
	form := url.Values{}
	for _, f := range rowFields.FindAllStringSubmatch(a.body, -1) {
		form.Add(f[1], f[2])
	}
	return form
}

func TestColleaguesAreAskedForOnlyWhereTheyMayCome(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.GroupMax = 1 })
		s.get(teamPath).status(t, http.StatusOK).lacks(t, `name="colleagues"`, "others=yes")
		// Where they may not, what a program sends about them is nothing.
		form := s.nadia()
		form["colleague_name[]"], form["colleague_email[]"] = []string{"Bo"}, []string{"bo@example.org"}
		s.post(teamPath, form).status(t, http.StatusSeeOther)
		if _, own := s.register("goda-uppvaxtvillkor", "Eva", "eva@example.org"); own == "" {
			t.Error("nobody")
		}
		s.wait(time.Second) // what visitors see may be half a second old
		s.saveTeamEvent()
		s.get(teamPath).has(t, "Anmäl kollegor", "högst 6 personer", "Lägg till en person", "Förhandsgranska", "Ska du bara anmäla andra?")
	})
}

// Nobody gets past a question by saying that only others are registered.
func TestQuestionsAreAskedOfWhoTakesPart(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		asks := func(e *event.Event) {
			e.Questions = []event.Question{{ID: "invoice", Kind: event.AskShort, Label: "Fakturareferens", Required: true}}
		}
		s.save("goda-uppvaxtvillkor", asks, func(e *event.Event) { e.GroupMax = 1 })
		form := s.nadia()
		form.Set("others", "yes")
		s.post(teamPath, form).status(t, http.StatusUnprocessableEntity).has(t, "Fakturareferens: Svara på frågan")
		s.wait(time.Second)
		s.saveTeamEvent(asks)
		s.post(teamPath, form).status(t, http.StatusUnprocessableEntity).has(t, "Skriv minst en person som du anmäler")
		form["colleague_name[]"], form["colleague_email[]"] = []string{"Bo"}, []string{"bo@example.org"}
		check := s.post(teamPath, form).status(t, http.StatusOK)
		check.has(t, "Bo", "bo@example.org")
		check.lacks(t, "Fakturareferens")
		form.Set("others", "no")
		s.post(teamPath, form).status(t, http.StatusUnprocessableEntity).has(t, "Fakturareferens: Svara på frågan")
	})
}

func TestRowsComeAndGoAndNothingTypedIsLost(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.saveTeamEvent()
		form := s.nadia()
		form.Set("comment", "Vi kommer med tåget")
		form.Set("role", "Chef")
		form.Set("colleagues_paste", "Eva Ek, eva@example.org")
		page := s.press(form, "add").status(t, http.StatusOK)
		page.has(t, "Person 2", "Ta bort person 2", "Vi kommer med tåget", "Eva Ek, eva@example.org")
		if !strings.Contains(page.body, `value="Nadia Test"`) || !regexp.MustCompile(`id="colleague-1-name"[^>]* autofocus`).MatchString(page.body) {
			t.Error("the form lost the sender, or the new row has not the focus")
		}
		// The first button of the form, which Enter presses, sends it.
		if first := regexp.MustCompile(`<button[^>]*>`).FindString(page.body); strings.Contains(first, "name=") {
			t.Errorf("Enter presses %s", first)
		}
		form["colleague_name[]"], form["colleague_email[]"] = []string{"Anna Berg", "Bo Ek"}, []string{"anna@example.org", "bo@example.org"}
		page = s.press(form, "drop-0").status(t, http.StatusOK)
		if got := rows(page); strings.Join(got["colleague_name[]"], ",") != "Bo Ek" || strings.Join(got["colleague_email[]"], ",") != "bo@example.org" {
			t.Errorf("left: %v", got)
		}
		for _, odd := range []string{"drop-7", "drop--1", "drop-x", "nonsense"} {
			if got := rows(s.press(form, odd).status(t, http.StatusOK)); len(got["colleague_name[]"]) != 2 {
				t.Errorf("%s left %v", odd, got)
			}
		}
		// Others only: what was typed about the sender comes back.
		page = s.press(form, "others").status(t, http.StatusOK)
		page.has(t, "Anmäl andra", "Person 1", "Jag deltar också")
		kept := rows(page)
		if kept.Get("role") != "Chef" || kept.Get("comment") != "Vi kommer med tåget" || kept.Get("others") != "yes" {
			t.Errorf("kept: %v", kept)
		}
		form.Set("others", "yes")
		s.press(form, "myself").status(t, http.StatusOK).has(t, "Person 3", "Vi kommer med tåget", "Anmäl bara andra")
		if got := s.press(form, "myself"); !strings.Contains(got.body, `value="Chef"`) || strings.Contains(got.body, `name="others"`) {
			t.Error("the way back lost something")
		}
	})
}

func TestPastedLinesBecomeRowsWithTheirFaults(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.saveTeamEvent()
		form := s.nadia()
		form.Set("colleagues_paste", "Namn\tE-post\nAnna Berg\tanna@example.org\nBo Ek\tbo@example.org\nAnna B\tANNA@example.org\nCia\t\nNadia\tnadia@example.org\nSista\tsist@example.org")
		page := s.press(form, "read").status(t, http.StatusUnprocessableEntity)
		page.has(t, "Du behöver rätta 4 saker",
			"Person 4: Adressen är samma som för person 2. Var och en behöver en egen", "Person 5: Skriv personens e-postadress",
			"Person 6: Adressen är samma som för person 1. Var och en behöver en egen",
			"Du kan anmäla högst 6 personer på en gång", "Sista sist@example.org")
		for _, tie := range []string{`href="#colleague-3-email"`, `id="colleague-3-email-error"`, `aria-invalid="true" aria-describedby="colleague-3-email-error"`} {
			if !strings.Contains(page.body, tie) {
				t.Errorf("the fault is not tied to its field: %s", tie)
			}
		}
		if got := rows(page); strings.Join(got["colleague_name[]"], ",") != "Anna Berg,Bo Ek,Anna B,Cia,Nadia" {
			t.Errorf("rows: %v", got)
		}
		english := s.post("/en"+teamPath, url.Values{"colleagues": {"read"}, "colleagues_paste": {"Anna"}}).status(t, http.StatusUnprocessableEntity)
		english.has(t, "Person 2: Enter the person’s e-mail address", "Register colleagues")

		// Who sends without looking at the rows is asked to look.
		form.Set("colleagues_paste", "Anna Berg, anna@example.org")
		s.post(teamPath, form).status(t, http.StatusUnprocessableEntity).has(t, "Raderna du klistrade in står nu under Anmäl kollegor")
	})
}

func TestAddressesOfColleaguesAreCheckedLikeOnesOwn(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.saveTeamEvent()
		form := s.nadia()
		form["colleague_name[]"], form["colleague_email[]"] = []string{"Anna", "Bo"}, []string{"anna@regionhalland.see", "bo@example.org"}
		asked := s.post(teamPath, form).status(t, http.StatusUnprocessableEntity)
		asked.has(t, "Person 2: Menade du anna@regionhalland.se? Rätta adressen, eller skicka igen om den stämmer.")
		form["colleague_sure[]"] = rows(asked)["colleague_sure[]"]
		form["colleague_email[]"] = []string{"anna@regionhalland.see", "bo@finns-inte.invalid"}
		s.post(teamPath, form).status(t, http.StatusUnprocessableEntity).has(t, "Person 3: Adressens domän tar inte emot e-post")
		form["colleague_email[]"] = []string{"anna@regionhalland.see", "bo@example.org"}
		s.sendTwice(teamPath, form).status(t, http.StatusSeeOther)
		n := 0
		for range s.store.Participants(t.Context(), ev.ID) {
			n++
		}
		if n != 3 {
			t.Errorf("%d registered", n)
		}
	})
}

// sendTeam registers these people, Nadia not among them, and returns the receipt.
func (s *testSite) sendTeam(emails ...string) answer {
	s.t.Helper()
	form := s.openForm(teamPath + "?others=yes")
	form.Set("name", "Nadia Test")
	form.Set("email", "nadia@example.org")
	for _, email := range emails {
		name, _, _ := strings.Cut(email, "@")
		form.Add("colleague_name[]", "Person "+name)
		form.Add("colleague_email[]", email)
	}
	sent := s.sendTwice(teamPath, form).status(s.t, http.StatusSeeOther)
	return s.get(sent.Header.Get("Location")).status(s.t, http.StatusOK)
}

// overview is the path of the only group's page.
func (s *testSite) overview() string {
	s.t.Helper()
	g, err := s.store.Group(s.t.Context(), 1)
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.TrimPrefix(s.links.Group(&g), s.links.Base)
}

func TestReceiptForSeveralTellsNothingOfEarlierOnes(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.saveTeamEvent(func(e *event.Event) { e.Capacity, e.HasWaitingList = 2, true })
		first := s.sendTeam("a@example.org", "b@example.org", "c@example.org")
		first.has(t, "Anmälan är skickad", "2 personer har en plats", "En person står på väntelistan", "Person c", "Nummer 1 på väntelistan", "till nadia@example.org")
		first.lacks(t, "/r/", "/g/", "<title>Du är anmäld")
		again := s.sendTeam("c@example.org", "d@example.org")
		again.has(t, "2 personer står på väntelistan", "Nummer 2 på väntelistan", "Nummer 3 på väntelistan")
		again.lacks(t, "/r/", "/g/")
	})
}

func TestOverviewOfASender(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.saveTeamEvent(func(e *event.Event) {
			e.Questions = []event.Question{{ID: "invoice", Kind: event.AskShort, Label: "Fakturareferens", Required: true}}
		})
		s.sendTeam("a@example.org", "b@example.org", "c@example.org")
		path := s.overview()
		page := s.get(path).status(t, http.StatusOK)
		page.has(t, "De du har anmält", "3 personer", "Person b", "b@example.org", "Har en plats", "Har frågor kvar att svara på.", "Mejlet är på väg.")
		page.lacks(t, "/r/")
		if page.Header.Get("Cache-Control") != "no-store" || !strings.Contains(page.body, `content="noindex"`) {
			t.Error("the page may be kept or found")
		}
		s.get("/en"+path).status(t, http.StatusOK).has(t, "People you have registered", "Has a place")

		// A program that follows links cancels nobody.
		ask := s.get(path+"/cancel/2").status(t, http.StatusOK)
		ask.has(t, "Vill du avboka Person b?", "De andra du har anmält påverkas inte.")
		s.get(path).lacks(t, "Avbokad av dig")
		s.post(path+"/cancel/2", nil).status(t, http.StatusSeeOther)
		s.post(path+"/cancel/2", nil).status(t, http.StatusSeeOther) // twice is as once
		s.get(path).has(t, "Person a a@example.org Har en plats", "Person b b@example.org Avbokad av dig", "Person c c@example.org Har en plats")
		s.get(path+"/cancel/2").status(t, http.StatusSeeOther)

		// Somebody is added, once.
		form := s.openForm(path + "/add")
		s.post(path+"/add", form).status(t, http.StatusUnprocessableEntity).has(t, "Du behöver rätta 2 saker", "Skriv personens namn")
		form.Set("name", "Dan Dal")
		form.Set("email", "A@example.org")
		s.post(path+"/add", form).status(t, http.StatusUnprocessableEntity).has(t, "Adressen finns redan bland dem du har anmält")
		form.Set("email", "dan@example.org")
		s.post(path+"/add", form).status(t, http.StatusSeeOther)
		s.post(path+"/add", form).status(t, http.StatusSeeOther)
		s.get(path).has(t, "4 personer", "Dan Dal dan@example.org Har en plats")
		odd := s.post(path+"/add", url.Values{"name": {"Odd Nyckel"}, "email": {"odd@example.org"}, "key": {"1"}}).status(t, http.StatusUnprocessableEntity)
		if odd.keeps(t, "Odd Nyckel"); strings.Contains(odd.body, `value="1"`) {
			t.Error("the form comes back with a key that is not ours")
		}
		s.get("/e/"+ev.Slug+"/receipt/1").status(t, http.StatusGone)
		s.post(path+"/add", url.Values{"name": {"Eva"}, "email": {"eva@exmaple.org"}, "key": {form.Get("key") + "2"}})

		// What belongs to others is not found.
		for _, wrong := range []string{path + "x", "/g/2/x", "/g/x/x", "/g/99999999999999999999/x", path + "/cancel/9", path + "/cancel/x"} {
			s.get(wrong).status(t, http.StatusNotFound)
		}
		s.at("2024-02-01 00:00:00")
		s.get(path).has(t, "Det är inte tillåtet att göra anmälningar längre")
		s.get(path+"/add").status(t, http.StatusSeeOther)
		if ev.GroupMax != 6 {
			t.Error("wrong event")
		}
	})
}

func TestAFullGroupTakesNobodyMore(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.saveTeamEvent(func(e *event.Event) { e.GroupMax = 2 })
		s.sendTeam("a@example.org", "b@example.org")
		path := s.overview()
		full := s.get(path)
		full.has(t, "Du har anmält så många som går: 2 personer.")
		full.lacks(t, "/add")
		s.post(path+"/add", url.Values{"name": {"Eva"}, "email": {"eva@example.org"}, "key": {"K"}}).status(t, http.StatusSeeOther)
		s.get(path).has(t, "2 personer")
	})
}

// Two choices that lack an answer are told apart in the summary.
func TestWhatIsMissingOfSomebodyAdded(t *testing.T) {
	s := limitedSite(t, 0)
	s.saveTeamEvent(func(e *event.Event) {
		e.Attendance, e.PlaceName = event.Both, "Folkets hus"
		e.Categories = []event.Category{{ID: "own", Name: "Kommunen"}, {ID: "other", Name: "Andra"}}
	})
	form := s.nadia()
	form.Set("attendance", "online")
	form.Set("category", "own")
	form.Set("colleague_name[]", "Person a")
	form.Set("colleague_email[]", "a@example.org")
	s.sendTwice(teamPath, form).status(t, http.StatusSeeOther)
	add := s.overview() + "/add"
	s.post(add, with(formOf(s.get(add)), "name", "Eva", "email", "eva@example.org")).status(t, http.StatusUnprocessableEntity).
		has(t, "Deltar: Välj ett av alternativen", "Deltagarkategori: Välj ett av alternativen")
}

// Adding somebody and cancelling again makes two mails each time.
func TestNobodysMailboxIsFilledByASender(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.saveTeamEvent()
		s.sendTeam("a@example.org", "b@example.org")
		path := s.overview()
		var a answer
		for i := range event.MaxNamings + 1 {
			add := s.get(path + "/add")
			a = s.post(path+"/add", with(formOf(add), "name", "Eva", "email", "eva@example.org"))
			if a.StatusCode != http.StatusSeeOther {
				break
			}
			s.post(fmt.Sprintf("%s/cancel/%d", path, 3+i), nil).status(t, http.StatusSeeOther)
		}
		a.status(t, http.StatusTooManyRequests).has(t, "Samma adress har angetts i många anmälningar")
		if !strings.Contains(a.body, `value="eva@example.org"`) || len(s.team(ev)) != 2+event.MaxNamings {
			t.Errorf("%d are registered: %s", len(s.team(ev)), a.body)
		}
		form := s.openForm(teamPath + "?others=yes")
		form = with(form, "name", "Nadia Test", "email", "nadia@example.org", "colleague_name[]", "Eva", "colleague_email[]", "eva@example.org")
		s.post(teamPath, with(form, "looked", "yes")).status(t, http.StatusTooManyRequests).has(t, "Samma adress har angetts i många anmälningar")
		s.sendTeam("c@example.org") // of others nothing is wrong
	})
}
