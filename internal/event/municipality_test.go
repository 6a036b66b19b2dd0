package event_test

import (
	"slices"
	"strings"
	"testing"

	"samling/internal/event"
)

func TestMunicipalities(t *testing.T) {
	if len(event.Municipalities) != 290 {
		t.Errorf("%d municipalities, want 290", len(event.Municipalities))
	}
	names, codes := map[string]bool{}, map[string]bool{}
	for _, m := range event.Municipalities {
		if len(m.Code) != 4 || m.Name == "" || m.Name != strings.TrimSpace(m.Name) {
			t.Errorf("odd entry %+v", m)
		}
		if names[m.Name] || codes[m.Code] {
			t.Errorf("%+v is there twice", m)
		}
		names[m.Name], codes[m.Code] = true, true
	}
}

func TestMunicipalitiesAreInSwedishOrder(t *testing.T) {
	// The three last letters of the alphabet, moved to where bytes sort them last.
	last := strings.NewReplacer("å", "{", "ä", "|", "ö", "}")
	key := func(m event.Municipality) string { return last.Replace(strings.ToLower(m.Name)) }
	byName := func(a, b event.Municipality) int { return strings.Compare(key(a), key(b)) }
	if !slices.IsSortedFunc(event.Municipalities, byName) {
		t.Error("not in alphabetical order")
	}
}

func TestCountiesHoldTheirMunicipalities(t *testing.T) {
	want := map[string]int{
		"Stockholm": 26, "Uppsala": 8, "Södermanland": 9, "Östergötland": 13,
		"Jönköping": 13, "Kronoberg": 8, "Kalmar": 12, "Gotland": 1, "Blekinge": 5,
		"Skåne": 33, "Halland": 6, "Västra Götaland": 49, "Värmland": 16,
		"Örebro": 12, "Västmanland": 10, "Dalarna": 15, "Gävleborg": 10,
		"Västernorrland": 7, "Jämtland": 8, "Västerbotten": 15, "Norrbotten": 14,
	}
	if len(event.Counties) != 21 || len(want) != 21 {
		t.Fatalf("%d counties, want 21", len(event.Counties))
	}
	got := map[string]int{}
	for _, m := range event.Municipalities {
		got[m.County().Name]++
	}
	for _, c := range event.Counties {
		if got[c.Name] != want[c.Name] {
			t.Errorf("%s has %d municipalities, want %d", c.Name, got[c.Name], want[c.Name])
		}
	}
}

func TestMunicipalityNamed(t *testing.T) {
	göteborgsregionen := []string{
		"Ale", "Alingsås", "Göteborg", "Härryda", "Kungsbacka", "Kungälv", "Lerum",
		"Lilla Edet", "Mölndal", "Partille", "Stenungsund", "Tjörn", "Öckerö",
	}
	for _, name := range göteborgsregionen {
		if m, ok := event.MunicipalityNamed(name); !ok || m.Name != name {
			t.Errorf("%s is not found", name)
		}
	}
	tests := []struct {
		name, typed, county string
		ok                  bool
	}{
		{"other case and white space", " öckerö ", "Västra Götaland", true},
		{"one of Göteborgsregionen lies in another county", "Kungsbacka", "Halland", true},
		{"Habo is not Håbo", "Habo", "Jönköping", true},
		{"Håbo is not Habo", "Håbo", "Uppsala", true},
		{"a village", "Nödinge", "", false},
		{"nothing typed", "", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, ok := event.MunicipalityNamed(tt.typed)
			if ok != tt.ok || m.County().Name != tt.county {
				t.Errorf("MunicipalityNamed(%q) = %+v in %q, %v", tt.typed, m, m.County().Name, ok)
			}
		})
	}
}
