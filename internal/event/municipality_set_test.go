package event_test

import (
	"testing"

	"samling/internal/event"
)

// Every municipality is in the set of one county, and Göteborgsregionen has 13.
func TestMunicipalitySets(t *testing.T) {
	seen := map[string]int{}
	for _, set := range event.MunicipalitySets() {
		if set.Key == event.GothenburgRegion {
			if len(set.Municipalities) != 13 || set.County != "" {
				t.Errorf("Göteborgsregionen has %d municipalities", len(set.Municipalities))
			}
			continue
		}
		if set.County == "" || len(set.Municipalities) == 0 {
			t.Errorf("set %q is empty or nameless", set.Key)
		}
		for _, m := range set.Municipalities {
			seen[m.Name]++
		}
	}
	for _, m := range event.Municipalities {
		if seen[m.Name] != 1 {
			t.Errorf("%s is in %d counties", m.Name, seen[m.Name])
		}
	}
}

// How many municipalities each county has, as Statistics Sweden gives it.
func TestSizesOfCounties(t *testing.T) {
	sizes := map[string]int{
		"01": 26, "03": 8, "04": 9, "05": 13, "06": 13, "07": 8, "08": 12, "09": 1, "10": 5, "12": 33, "13": 6,
		"14": 49, "17": 16, "18": 12, "19": 10, "20": 15, "21": 10, "22": 7, "23": 8, "24": 15, "25": 14,
	}
	for _, set := range event.MunicipalitySets() {
		if want, ok := sizes[set.Key]; ok && len(set.Municipalities) != want {
			t.Errorf("%s has %d municipalities, want %d", set.County, len(set.Municipalities), want)
		}
	}
}

func TestLikelySet(t *testing.T) {
	tests := []struct {
		name   string
		counts map[string]int
		want   string
	}{
		{"from one county", map[string]int{"Nyköping": 3, "Flen": 2}, "04"},
		{"some from elsewhere", map[string]int{"Nyköping": 4, "Stockholm": 1}, "04"},
		{"too many from elsewhere", map[string]int{"Nyköping": 3, "Stockholm": 1}, ""},
		{"the smaller set", map[string]int{"Ale": 3, "Lerum": 2}, "gr"},
		{"beyond the smaller set", map[string]int{"Ale": 3, "Skövde": 2}, "14"},
		{"over a county's border", map[string]int{"Ale": 3, "Kungsbacka": 2}, "gr"},
		{"nobody said", map[string]int{}, ""},
		{"abroad", map[string]int{"Oslo": 4}, ""},
	}
	sets := event.MunicipalitySets()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, _ := event.LikelySet(sets, tt.counts); got.Key != tt.want {
				t.Errorf("set %q, want %q", got.Key, tt.want)
			}
		})
	}
}

func TestMissingMunicipalities(t *testing.T) {
	sets := event.MunicipalitySets()
	county, _ := event.LikelySet(sets, map[string]int{"Flen": 1})
	missing := county.Missing(map[string]int{"Flen": 2, "Nyköping": 1, "Ale": 5})
	if len(missing) != 7 || missing[0].Name != "Eskilstuna" {
		t.Errorf("missing %v", missing)
	}
}
