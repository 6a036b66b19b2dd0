package event_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

func TestPasteColleagues(t *testing.T) {
	anna, bo := event.Colleague{Name: "Anna Berg", Email: "anna@ale.se"}, event.Colleague{Name: "Bo Ek", Email: "bo@ale.se"}
	tests := []struct {
		name, text string
		want       []event.Colleague
	}{
		{"nothing", " \n\t\n", nil},
		{"name, address", "Anna Berg, anna@ale.se\nBo Ek, bo@ale.se", []event.Colleague{anna, bo}},
		{"address first", "anna@ale.se, Anna Berg\r\nbo@ale.se;Bo Ek", []event.Colleague{anna, bo}},
		{"a spreadsheet", "Namn\tE-post\nAnna Berg\tanna@ale.se\n\n\t\nBo Ek\tbo@ale.se\n", []event.Colleague{anna, bo}},
		{"a spreadsheet with an empty cell", "Anna Berg\t\tanna@ale.se\n\tBo Ek\tbo@ale.se", []event.Colleague{anna, bo}},
		{"first and last name", "Efternamn;Förnamn;E-post\nBerg;Anna;anna@ale.se\nEk;Bo;bo@ale.se", []event.Colleague{anna, bo}},
		{"first and last name without headings", "Anna\tBerg\tanna@ale.se", []event.Colleague{anna}},
		{"a spreadsheet of much more", "Nr\tNamn\tOrganisation\tTelefon\tE-post\n1\tAnna Berg\tAle kommun\t070-123 45 67\tanna@ale.se\n2\tBo Ek\tAle\t\tbo@ale.se", []event.Colleague{anna, bo}},
		{"a mail program", "Anna Berg <anna@ale.se>; Ek, Bo <bo@ale.se>", []event.Colleague{anna, bo}},
		{"a mail program with commas", "\"Berg, Anna\" <anna@ale.se>, Ek, Bo <bo@ale.se>", []event.Colleague{anna, bo}},
		{"only blanks between", "Anna Berg anna@ale.se\nbo@ale.se Bo Ek", []event.Colleague{anna, bo}},
		{"all on one line", "Anna Berg, anna@ale.se, Bo Ek, bo@ale.se", []event.Colleague{anna, bo}},
		{"all on one line, addresses first", "anna@ale.se, Anna Berg, bo@ale.se, Bo Ek", []event.Colleague{anna, bo}},
		{"a numbered list", "1. Anna Berg (anna@ale.se)\n2) Bo Ek – bo@ale.se", []event.Colleague{anna, bo}},
		{"with words before the address", "Namn: Anna Berg, e-post: anna@ale.se", []event.Colleague{{Name: "Namn: Anna Berg", Email: "anna@ale.se"}}},
		{"bare addresses", "anna@ale.se; bo@ale.se\nmailto:eva@ale.se", []event.Colleague{{Email: "anna@ale.se"}, {Email: "bo@ale.se"}, {Email: "eva@ale.se"}}},
		{"name, address and form", "Anna Berg, anna@ale.se, på plats\nBo Ek;Digitalt;bo@ale.se", []event.Colleague{
			{Name: "Anna Berg", Email: "anna@ale.se", Attendance: "on-site"}, {Name: "Bo Ek", Email: "bo@ale.se", Attendance: "online"},
		}},
		{"name, address and title", "Anna Berg, strateg, anna@ale.se", []event.Colleague{anna}},
		{"a name alone stays to be mended", "Anna Berg, strateg", []event.Colleague{{Name: "Anna Berg, strateg"}}},
		{"two at-signs in an address stay to be mended", "Anna Berg, anna@@ale.se", []event.Colleague{{Name: "Anna Berg", Email: "anna@@ale.se"}}},
		{"a person called Mail", "Mail Persson\tmail@ale.se", []event.Colleague{{Name: "Mail Persson", Email: "mail@ale.se"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, rest := event.PasteColleagues(tt.text, 50)
			if diff := cmp.Diff(tt.want, got); diff != "" || rest != "" {
				t.Errorf("rest %q, difference:\n%s", rest, diff)
			}
		})
	}
}

func TestPasteLeavesWhatIsTooMuch(t *testing.T) {
	got, rest := event.PasteColleagues("a@ale.se\nb@ale.se\nc@ale.se, d@ale.se\n\ne@ale.se\n", 3)
	if len(got) != 2 || rest != "c@ale.se, d@ale.se\n\ne@ale.se" {
		t.Errorf("read %d, left %q", len(got), rest)
	}
}

// FuzzPasteColleagues promises that no address is lost, nothing is made up, and
// no row is more than a line.
func FuzzPasteColleagues(f *testing.F) {
	for _, seed := range []string{
		"Namn;E-post\nAnna Berg;anna@ale.se", "Anna <a@b.se>, \"Ek, Bo\" <b@b.se>", "a@b c@d e@f", "1. x@y\t\t\"@\"", "<a@b><c@d>", "@", "e-post:@",
	} {
		f.Add(seed, 5)
	}
	f.Fuzz(func(t *testing.T, text string, most int) {
		people, rest := event.PasteColleagues(text, most)
		if len(people) > max(0, most) {
			t.Errorf("%d people of %d", len(people), most)
		}
		signs := strings.Count(rest, "@")
		for _, c := range people {
			signs += strings.Count(c.Name+c.Email, "@")
			if c.IsBlank() || strings.ContainsAny(c.Name+c.Email, "\n\r\t") {
				t.Errorf("row %+v", c)
			}
			if c.Attendance != "" && !slices.Contains([]string{"on-site", "online"}, c.Attendance) {
				t.Errorf("attendance %q", c.Attendance)
			}
			for _, w := range strings.FieldsFunc(c.Name+" "+c.Email, func(r rune) bool { return unicode.IsSpace(r) || r == ',' }) {
				if !strings.Contains(text, w) && !strings.Contains(strings.ReplaceAll(text, `"`, ""), w) {
					t.Errorf("%q is made up", w)
				}
			}
		}
		if had := strings.Count(text, "@"); signs != had {
			t.Errorf("%d at-signs of %d are left in %+v and %q", signs, had, people, rest)
		}
	})
}
