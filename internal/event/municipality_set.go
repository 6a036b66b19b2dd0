package event

import "slices"

// MunicipalitySet is a choice of municipalities that an event wants to reach.
type MunicipalitySet struct {
	Key            string // "gr", or the code of a county
	County         string // name of the county; empty for a set that is none
	Municipalities []Municipality
}

// gothenburgRegion are the members of Göteborgsregionen, which are of two
// counties.
var gothenburgRegion = []string{
	"Ale", "Alingsås", "Göteborg", "Härryda", "Kungsbacka", "Kungälv", "Lerum", "Lilla Edet", "Mölndal", "Partille",
	"Stenungsund", "Tjörn", "Öckerö",
}

// GothenburgRegion is the key of the set of Göteborgsregionen's members.
const GothenburgRegion = "gr"

// MunicipalitySets are the sets one can choose: Göteborgsregionen, and every
// county.
func MunicipalitySets() []MunicipalitySet {
	region := MunicipalitySet{Key: GothenburgRegion}
	for _, m := range Municipalities {
		if slices.Contains(gothenburgRegion, m.Name) {
			region.Municipalities = append(region.Municipalities, m)
		}
	}
	sets := []MunicipalitySet{region}
	for _, c := range Counties {
		set := MunicipalitySet{Key: c.Code, County: c.Name}
		for _, m := range Municipalities {
			if m.County() == c {
				set.Municipalities = append(set.Municipalities, m)
			}
		}
		sets = append(sets, set)
	}
	return sets
}

// Missing are the municipalities of the set that nobody comes from. The counts
// are by the names of municipalities.
func (s MunicipalitySet) Missing(counts map[string]int) []Municipality {
	var missing []Municipality
	for _, m := range s.Municipalities {
		if counts[m.Name] == 0 {
			missing = append(missing, m)
		}
	}
	return missing
}

// LikelySet is the smallest set that most participants come from: four of five
// of those whose municipality is known. There may be none.
func LikelySet(sets []MunicipalitySet, counts map[string]int) (best MunicipalitySet, ok bool) {
	all := 0
	for _, n := range counts {
		all += n
	}
	for _, set := range sets {
		inside := 0
		for _, m := range set.Municipalities {
			inside += counts[m.Name]
		}
		if all > 0 && inside*5 >= all*4 && (!ok || len(set.Municipalities) < len(best.Municipalities)) {
			best, ok = set, true
		}
	}
	return best, ok
}
