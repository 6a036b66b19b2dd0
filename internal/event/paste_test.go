package event_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// pasted is what was found, in a few lines.
func pasted(items []event.Pasted) []string {
	var lines []string
	for _, it := range items {
		line := ""
		if it.Under {
			line = "  "
		}
		if it.Day != 0 {
			line += "[" + string(rune('0'+it.Day)) + "] "
		}
		line += strings.TrimSpace(it.Start + " " + it.End)
		if it.Start != "" {
			line += " "
		}
		if it.Kind != event.Talk {
			line += string(it.Kind) + " "
		}
		line += it.Title
		for _, p := range it.People {
			line += " | " + p.Speaker.Name + " (" + p.Speaker.Affiliation() + ")"
			if p.Role == event.Leads {
				line += " leads"
			}
		}
		if it.Text != "" {
			line += " > " + it.Text
		}
		lines = append(lines, line)
	}
	return lines
}

func TestParseProgram(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"nothing", " \n\n", nil},
		{"a clock, a title, a person with a title", "09.00 Välkommen – Anna Berg, landshövding",
			[]string{"09:00 Välkommen | Anna Berg (landshövding)"}},
		{"from and to", "09:20–10:00 Vilka har framtidstro?", []string{"09:20 10:00 Vilka har framtidstro?"}},
		{"a word before the clock", "kl. 9.15 - 10.05: Samtal", []string{"09:15 10:05 Samtal"}},
		{"no clocks at all", "Välkommen\nVilka har framtidstro?\nAvslutning", []string{"Välkommen", "Vilka har framtidstro?", "Avslutning"}},
		{"breaks are known", "10.00 Fika\n10.30 Samtal\n12.00 Lunch\n14.00 Paus och mingel\n15.00 Luncha med chefen",
			[]string{"10:00 break Fika", "10:30 Samtal", "12:00 break Lunch", "14:00 break Paus och mingel", "15:00 Luncha med chefen"}},
		{"numbers before titles", "1. Inledning\n2) Samtal", []string{"Inledning", "Samtal"}},
		{"points under a line", "Så arbetar vi:\n• Strängnäs kommun – Anna Arnerdal, hållbarhetskommunikatör\n- Norrtälje kommun",
			[]string{"heading Så arbetar vi", "  Strängnäs kommun | Anna Arnerdal (hållbarhetskommunikatör)", "  Norrtälje kommun"}},
		{"a point with nothing above", "• Inledning\n• Samtal", []string{"heading Inledning", "  Samtal"}},
		{"people on the line below share a workplace", "Vilka har framtidstro?\nKatarina Gustafson, strateg och Elisabeth Häll, statistiker, Region Sörmland",
			[]string{"Vilka har framtidstro? | Katarina Gustafson (strateg, Region Sörmland) | Elisabeth Häll (statistiker, Region Sörmland)"}},
		{"a person with a workplace in the title", "Inledning\nBirgitta Augustsson, utvecklingsledare social hållbarhet/folkhälsa Ale kommun och Patrick Gruczkun, projekt- och utbildningsledare, Göteborgsregionen.",
			[]string{"Inledning | Birgitta Augustsson (utvecklingsledare social hållbarhet/folkhälsa, Ale kommun) | Patrick Gruczkun (projekt- och utbildningsledare, Göteborgsregionen)"}},
		{"a dash that is no person", "Goda uppväxtvillkor -  Hur skapas förutsättningar?", []string{"Goda uppväxtvillkor - Hur skapas förutsättningar?"}},
		{"a dash that is a workplace", "Erfarenheter – Region Halland", []string{"Erfarenheter – Region Halland"}},
		{"several days", "Dag 1\n09.00 Start\nDag 2\n09.00 Fortsättning", []string{"09:00 Start", "[1] 09:00 Fortsättning"}},
		{"days by date", "Tisdag 6 februari\n09.00 Start\nonsdag 7 feb\n09.00 Fortsättning", []string{"09:00 Start", "[1] 09:00 Fortsättning"}},
		{"whoever leads", "09.00 Panel\nModerator: Bo Ek, journalist", []string{"09:00 Panel | Bo Ek (journalist) leads"}},
		{"a text below", "09.00 Samtal\nVi talar om det som hänt. Alla får vara med.", []string{"09:00 Samtal > Vi talar om det som hänt. Alla får vara med."}},
		{"a clock that is none", "25.00 Samtal", []string{"25.00 Samtal"}},
		{"no line is lost", "09.00 A\nLång text.\n\nMer text.", []string{"09:00 A > Lång text.\n\nMer text."}},
		{"names with marks and particles", "09.00 Tal – Eva-Lena von Platen, professor, Karolinska Institutet", []string{"09:00 Tal | Eva-Lena von Platen (professor, Karolinska Institutet)"}},
	}
	first := time.Date(2024, 2, 6, 9, 0, 0, 0, time.UTC)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, pasted(event.ParseProgram(tt.text, first))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The programme of the invitation of Södermanland, as it stood on the web.
func TestParseProgramOfAnInvitation(t *testing.T) {
	text, err := os.ReadFile("testdata/goda-uppvaxtvillkor.txt")
	if err != nil {
		t.Fatal(err)
	}
	items := event.ParseProgram(string(text), time.Date(2024, 2, 6, 9, 0, 0, 0, time.UTC))
	for i := range items {
		items[i].Text = ""
	}
	want := []string{
		"Vilka har framtidstro? | Katarina Gustafson (strateg, Region Sörmland) | Elisabeth Häll (statistiker, Region Sörmland)",
		"Goda och jämlika uppväxtvillkor för barn och unga - Hur skapas förutsättningar för ett framgångsrikt främjande och förebyggande arbete? | Camilla Pettersson (Fil.dr. Folkhälsovetenskap)",
		"Så arbetar vi för barn och ungas livsvillkor",
		"Strängnäs kommun | Anna Arnerdal (hållbarhetskommunikatör) | Moa Pettersson (utredare, utbildningskontoret)",
		"Katrineholms kommun | Karin Nordén (samordnare social hållbarhet)",
		"Norrtälje kommun | Sofie Ahlholm (Folkhälsostrateg, Trygg i Norrtälje kommun)",
	}
	if diff := cmp.Diff(want, pasted(items)); diff != "" {
		t.Error(diff)
	}
}

// Whatever is pasted, nothing falls over, and the first item stands under nothing.
func FuzzParseProgram(f *testing.F) {
	f.Add("09.00 Välkommen – Anna Berg, landshövding\n• Punkt")
	f.Add("Dag 2\n31 februari\n9.00-10 a")
	f.Fuzz(func(t *testing.T, text string) {
		for i, it := range event.ParseProgram(text, time.Date(2024, 2, 6, 9, 0, 0, 0, time.UTC)) {
			if it.Under && i == 0 {
				t.Error("the first stands under nothing")
			}
		}
	})
}
