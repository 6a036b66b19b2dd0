package event_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"samling/internal/event"
)

// examplePaths lists the files of real invitations.
func examplePaths(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.json")
	if err != nil || len(paths) < 4 {
		t.Fatalf("%d examples, %v", len(paths), err)
	}
	return paths
}

// example reads one of them.
func example(t testing.TB, path string) event.Event {
	t.Helper()
	r, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	f, err := event.ReadFile(r)
	if err != nil {
		t.Fatal(err)
	}
	ev, err := f.Event()
	if err != nil {
		t.Fatal(err)
	}
	return ev
}

// AC1: what the invitation of Södermanland says.
func TestGodaUppvaxtvillkor(t *testing.T) {
	ev := example(t, "testdata/goda-uppvaxtvillkor.json")
	if got := ev.Start().Format(time.RFC3339); got != "2024-02-06T09:00:00+01:00" {
		t.Errorf("starts %s", got)
	}
	if got := ev.LastMoment().Format("2006-01-02 15:04"); got != "2024-01-31 23:59" {
		t.Errorf("the last moment is %s", got)
	}
	if !ev.ClosesAt.Equal(at("2024-01-31T23:00")) {
		t.Errorf("closes at %s", ev.ClosesAt)
	}
	hint := "Det är viktigt att du fyller i en giltig e-postadress för att du ska få en bekräftelse på din anmälan."
	closed := event.Fill(ev.Texts.Closed, map[string]string{"day": "31 januari", "clock": "23.59"})
	got := []any{
		ev.Title, ev.Attendance, ev.Free, ev.CostText, ev.TargetGroup, ev.Contact.Unit, ev.Texts.EmailHint, closed,
		ev.Organisation.Name, ev.Organisation.Number, strings.Join(ev.Organisation.AddressLines, ", "), ev.Status,
	}
	want := []any{
		"Vill du vara med och skapa goda uppväxtvillkor?", event.Online, true, "",
		"Förtroendevalda, chefer och strategiska tjänstepersoner", "Enheten för social hållbarhet", hint,
		"Det är inte tillåtet att göra anmälningar längre. Sista anmälningsdag var den 31 januari klockan 23.59.",
		"Länsstyrelsen i Södermanlands län", "202100-2262", "Besöksadress: Stora Torget 13, Postadress: 611 86 Nyköping", event.Published,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if ev.JoinURL == "" {
		t.Error("no address of the meeting to keep off the public page")
	}
}

// AC2: a programme in order, without clocks, with sub-items under a heading.
func TestProgramOfGodaUppvaxtvillkor(t *testing.T) {
	ev := example(t, "testdata/goda-uppvaxtvillkor.json")
	lead := strings.Count(ev.Body, "\n- ")
	if lead != 5 || !strings.Contains(ev.Body, "Du kommer att få lyssna till") {
		t.Errorf("the lead list has %d items, want 5", lead)
	}
	if ev.HasClock() {
		t.Error("the programme has a clock")
	}
	want := []string{
		"talk Landshövding Beatrice Ask: Beatrice Ask",
		"talk Vilka har framtidstro?: Katarina Gustafson, Elisabeth Häll",
		"talk Goda och jämlika uppväxtvillkor för barn och unga – Hur skapas förutsättningar för ett framgångsrikt främjande och förebyggande arbete?: Camilla Pettersson",
		"heading Så arbetar vi för barn och ungas livsvillkor: ",
		"  talk Strängnäs kommun: Anna Arnerdal, Moa Pettersson",
		"  talk Katrineholms kommun: Karin Nordén",
		"  talk Norrtälje kommun: Sofie Ahlholm",
	}
	if diff := cmp.Diff(want, outline(ev.Sessions, "")); diff != "" {
		t.Error(diff)
	}
	var people []string
	for _, s := range ev.Speakers {
		people = append(people, s.Name+": "+s.Affiliation())
	}
	wantPeople := []string{
		"Beatrice Ask: landshövding, Länsstyrelsen i Södermanlands län",
		"Katarina Gustafson: strateg, Region Sörmland",
		"Elisabeth Häll: statistiker, Region Sörmland",
		"Camilla Pettersson: Fil.dr. Folkhälsovetenskap",
		"Anna Arnerdal: hållbarhetskommunikatör, Strängnäs kommun",
		"Moa Pettersson: utredare, utbildningskontoret, Strängnäs kommun",
		"Karin Nordén: samordnare social hållbarhet, Katrineholms kommun",
		"Sofie Ahlholm: folkhälsostrateg, Trygg i Norrtälje kommun",
	}
	if diff := cmp.Diff(wantPeople, people); diff != "" {
		t.Error(diff)
	}
}

// outline is a programme in a few lines.
func outline(sessions []event.Session, indent string) []string {
	var lines []string
	for _, s := range sessions {
		var names []string
		for _, a := range s.People {
			names = append(names, a.Speaker.Name)
		}
		lines = append(lines, indent+string(s.Kind)+" "+s.Title+": "+strings.Join(names, ", "))
		lines = append(lines, outline(s.Sessions, indent+"  ")...)
	}
	return lines
}

// AC8: the workshop, with times and before they were known.
func TestTidigaInsatser(t *testing.T) {
	timed, day := example(t, "testdata/tidiga-insatser.json"), example(t, "testdata/tidiga-insatser-formiddag.json")
	if !timed.StartsAt.Equal(at("2022-03-25T08:00")) || !timed.EndsAt.Equal(at("2022-03-25T11:00")) || !timed.HasTimes() {
		t.Errorf("from %s to %s", timed.StartsAt, timed.EndsAt)
	}
	if day.TimeText != "förmiddag" || day.HasTimes() || day.HasClock() || day.Start().Format(time.DateOnly) != "2022-03-25" {
		t.Errorf("%s, %q, clock %v", day.Start(), day.TimeText, day.HasClock())
	}
	if day.Slug != timed.Slug || !event.Compare(&day, &timed, at("2022-03-01T12:00")).Moved {
		t.Error("the times that became known are no change of the same event")
	}
	for _, ev := range []event.Event{timed, day} {
		if ev.Capacity != 40 || !ev.HasWaitingList || ev.WaitingListStops != 24 || ev.Contact.Name != "Patrick Gruczkun" {
			t.Errorf("capacity %d, list %v, stops %d, contact %q", ev.Capacity, ev.HasWaitingList, ev.WaitingListStops, ev.Contact.Name)
		}
		if questions := strings.Count(ev.Body, "?\n"); strings.Count(ev.Body, "\n- ") != 3 || questions != 3 {
			t.Errorf("%d questions, want 3, one list item each", questions)
		}
		roles := map[string]map[event.Role]bool{}
		for _, s := range ev.Sessions {
			for _, a := range s.People {
				if roles[a.Speaker.Name] == nil {
					roles[a.Speaker.Name] = map[event.Role]bool{}
				}
				roles[a.Speaker.Name][a.Role] = true
			}
		}
		want := map[string]map[event.Role]bool{
			"Birgitta Augustsson": {event.Leads: true, event.Presents: true}, "Patrick Gruczkun": {event.Leads: true},
		}
		if diff := cmp.Diff(want, roles); diff != "" {
			t.Error(diff)
		}
		if len(ev.Speakers) != 2 || ev.Speakers[0].Affiliation() != "utvecklingsledare social hållbarhet/folkhälsa, Ale kommun" {
			t.Errorf("speakers %+v", ev.Speakers)
		}
	}
}

// AC12: a day on site and online, with parallel workshops under a heading.
func TestBarnOchUngaKonferens(t *testing.T) {
	ev := example(t, "testdata/barn-och-unga-konferens.json")
	if ev.Start().Format("Monday 2006-01-02") != "Thursday 2022-11-24" || !ev.IsOnSite() || !ev.IsOnline() || ev.CaseNumber != "LN LHM220026" {
		t.Errorf("%s, %s, case %q", ev.Start(), ev.Attendance, ev.CaseNumber)
	}
	funder := event.Partner{Role: event.Funder, Name: "Lokal nämnd Laholm", Text: "Region Halland, medfinansierar konferensen"}
	if len(ev.Partners) != 2 || ev.Partners[1] != funder {
		t.Errorf("partners %+v", ev.Partners)
	}
	rooms := map[string]bool{}
	for _, s := range ev.Sessions {
		if s.Kind != event.Heading {
			continue
		}
		for _, sub := range s.Sessions {
			rooms[sub.Room] = true
			if !sub.StartsAt.Equal(at("2022-11-24T12:00")) || !sub.EndsAt.Equal(at("2022-11-24T13:30")) {
				t.Errorf("%s from %s to %s", sub.Title, sub.StartsAt, sub.EndsAt)
			}
		}
	}
	if len(rooms) != 3 {
		t.Errorf("%d rooms for parallel workshops, want 3", len(rooms))
	}
}

// AC12: who comes to the place is asked about food and chooses one of three
// workshops at the same time; who takes part online is asked neither, whatever a
// program sends. Only partners say where they come from.
func TestWhatIsAskedAtBarnOchUnga(t *testing.T) {
	ev := example(t, "testdata/barn-och-unga-2022.json")
	ev.Choices = ev.GroupedChoices()
	if ev.OnSiteWay.Capacity != 140 || ev.OnlineWay.Capacity != 300 || len(ev.Categories) != 2 || len(ev.Choices) != 1 {
		t.Fatalf("%d on site, %d online, categories %v, choices %v", ev.OnSiteWay.Capacity, ev.OnlineWay.Capacity, ev.Categories, ev.Choices)
	}
	for _, s := range ev.Choices[0].Sessions {
		if s.Capacity != 30 || !s.StartsAt.Equal(at("2022-11-24T12:00")) || !s.EndsAt.Equal(at("2022-11-24T13:30")) {
			t.Errorf("%+v", s)
		}
	}
	const group = "sessions-seminarier"
	sent := func(way, category string, sessions ...string) func(field string) []string {
		form := map[string][]string{
			"attendance": {way}, "category": {category}, group: sessions,
			"answer-partner": {"Polisen"}, "answer-diet": {"Veganskt"}, "consent-diet": {"yes"},
		}
		return func(field string) []string { return form[field] }
	}
	tests := []struct {
		name     string
		raw      func(field string) []string
		invalid  event.Invalid
		sessions string
		answers  event.Answers
	}{
		{"on site, from the municipality", sent("on-site", "laholm", "smabarn"), nil, "smabarn", event.Answers{"diet": {"Veganskt"}}},
		{"on site, from a partner", sent("on-site", "extern", "samverkan"), nil, "samverkan", event.Answers{"diet": {"Veganskt"}, "partner": {"Polisen"}}},
		{"online, from a partner", sent("online", "extern", "samverkan"), nil, "", event.Answers{"partner": {"Polisen"}}},
		{"online, from the municipality", sent("online", "laholm", "smabarn", "samverkan"), nil, "", nil},
		{"two at the same time", sent("on-site", "laholm", "smabarn", "samverkan"), event.Invalid{group: event.MsgTooManyChosen}, "", nil},
		{"none", sent("on-site", "laholm"), event.Invalid{group: event.MsgChooseOne}, "", nil},
		{"one that is not there", sent("on-site", "laholm", "yoga"), event.Invalid{group: event.MsgNotAChoice}, "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var s event.Signup
			invalid := s.Answer(&ev, tt.raw)
			if !maps.Equal(invalid, tt.invalid) {
				t.Fatalf("complains of %v, want %v", invalid, tt.invalid)
			}
			if len(tt.invalid) > 0 {
				return
			}
			if got := strings.Join(s.Sessions, " "); got != tt.sessions {
				t.Errorf("chose %q, want %q", got, tt.sessions)
			}
			if diff := cmp.Diff(tt.answers, s.Answers, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
	}
}
