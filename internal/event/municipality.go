package event

import (
	_ "embed"
	"strings"
)

// Municipality is one of the 290 municipalities of Sweden.
type Municipality struct {
	Code string // four digits, given by Statistics Sweden; the first two are the county's
	Name string // as people write it, without "kommun": "Strängnäs"
}

// County is one of the 21 counties of Sweden.
type County struct {
	Code string
	Name string // as people write it, without "län": "Halland"
}

//go:embed municipalities.txt
var municipalityFile string

// Municipalities is every municipality in Swedish alphabetical order.
var Municipalities = readMunicipalities(municipalityFile)

// Counties is every county in the order of its code, which runs from Stockholm
// southwards and then north. The codes that are missing were merged into
// others in the 1990s.
var Counties = []County{
	{"01", "Stockholm"},
	{"03", "Uppsala"},
	{"04", "Södermanland"},
	{"05", "Östergötland"},
	{"06", "Jönköping"},
	{"07", "Kronoberg"},
	{"08", "Kalmar"},
	{"09", "Gotland"},
	{"10", "Blekinge"},
	{"12", "Skåne"},
	{"13", "Halland"},
	{"14", "Västra Götaland"},
	{"17", "Värmland"},
	{"18", "Örebro"},
	{"19", "Västmanland"},
	{"20", "Dalarna"},
	{"21", "Gävleborg"},
	{"22", "Västernorrland"},
	{"23", "Jämtland"},
	{"24", "Västerbotten"},
	{"25", "Norrbotten"},
}

// MunicipalityNamed finds a municipality by its name. Case and outer white
// space do not matter.
func MunicipalityNamed(name string) (Municipality, bool) {
	name = strings.TrimSpace(name)
	for _, m := range Municipalities {
		if strings.EqualFold(m.Name, name) {
			return m, true
		}
	}
	return Municipality{}, false
}

// County is the county that the municipality lies in.
func (m Municipality) County() County {
	for _, c := range Counties {
		if strings.HasPrefix(m.Code, c.Code) {
			return c
		}
	}
	return County{}
}

// readMunicipalities reads lines of code and name.
func readMunicipalities(file string) []Municipality {
	var all []Municipality
	for line := range strings.Lines(file) {
		code, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		all = append(all, Municipality{Code: code, Name: name})
	}
	return all
}
