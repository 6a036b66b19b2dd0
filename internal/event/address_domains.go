package event

import (
	_ "embed"
	"math/bits"
	"strings"
)

// mailDomain is a domain with its parts at hand, for quick comparison.
type mailDomain struct {
	full    string // "halmstad.se"
	name    string // "halmstad"
	top     string // "se"
	letters uint32 // which letters it is written with, one bit each
}

// domainList is a list of known domains and of those among them that are
// offered as suggestions.
type domainList struct {
	known   map[string]bool
	offered []mailDomain
}

//go:embed address_domains.txt
var domainFile string

// knownDomains is where people in Swedish municipalities, regions and
// authorities, and most others, have their mail.
var knownDomains = newDomainList(domainFile, Municipalities)

// ownDomain lists the municipalities whose domain is not their name.
var ownDomain = map[string]string{
	"Dals-Ed":    "dalsed.se",
	"Habo":       "habokommun.se", // habo.se is Håbo
	"Hällefors":  "hellefors.se",
	"Härjedalen": "herjedalen.se",
	"Mora":       "morakommun.se",
	"Ängelholm":  "engelholm.se",
}

// plainLetters writes Swedish letters the way domains do.
var plainLetters = strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "é", "e", "ü", "u")

// newDomainList reads a file of domains and adds those of the municipalities.
func newDomainList(file string, municipalities []Municipality) domainList {
	list := domainList{known: map[string]bool{}}
	for line := range strings.Lines(file) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			list.add(line)
		}
	}
	for _, m := range municipalities {
		list.add(municipalDomain(m.Name))
	}
	list.add("gellivare.se") // Gällivare uses both spellings
	return list
}

// add takes a domain into the list. Those of other countries are known, so that
// "hotmail.es" is not corrected, but offered to nobody.
func (l *domainList) add(domain string) {
	d := newMailDomain(domain)
	switch d.top {
	case "se", "nu", "com", "net", "me":
		l.offered = append(l.offered, d)
	}
	l.known[domain] = true
}

// municipalDomain is the domain of a municipality, as in "ostragoinge.se".
func municipalDomain(name string) string {
	if domain, ok := ownDomain[name]; ok {
		return domain
	}
	return plainLetters.Replace(strings.ToLower(strings.ReplaceAll(name, " ", ""))) + ".se"
}

func newMailDomain(domain string) mailDomain {
	d := mailDomain{full: domain, name: domain, letters: letterSet(domain)}
	if dot := strings.LastIndexByte(domain, '.'); dot >= 0 {
		d.name, d.top = domain[:dot], domain[dot+1:]
	}
	return d
}

// letterSet has a bit for each letter that occurs; digits and signs share them.
func letterSet(s string) uint32 {
	var set uint32
	for i := range len(s) {
		set |= 1 << (s[i] & 31)
	}
	return set
}

// knows says whether the domain, or one that it lies under, is in the list.
func (l *domainList) knows(domain string) bool {
	for domain != "" {
		if l.known[domain] {
			return true
		}
		_, domain, _ = strings.Cut(domain, ".")
	}
	return false
}

// nearest finds the known domain that was meant. If two names are equally near
// it finds none: half of the people asked would be misled.
func (l *domainList) nearest(typed string) (string, bool) {
	word := newMailDomain(plainLetters.Replace(typed))
	var best *mailDomain
	least, tie := maxSlips+1, false
	for i := range l.offered {
		candidate := &l.offered[i]
		n, ok := mistakes(&word, candidate)
		switch {
		case !ok || n > least:
		case n < least:
			best, least, tie = candidate, n, false
		case candidate.name != best.name:
			tie = true
		}
	}
	if best == nil || tie {
		return "", false
	}
	return best.full, true
}

// mistakes counts what was mistaken in the typed domain if the other was meant,
// and says whether that is believable.
func mistakes(typed, meant *mailDomain) (int, bool) {
	if typed.full == meant.full {
		return 0, true
	}
	if typed.name == meant.name {
		return 1, len(meant.name) > 2 && mistakenTop(typed.top, meant.top)
	}
	most := believable(typed.name, meant.name)
	// A slip changes at most two letters of the set, which rules out nearly all.
	if most == 0 || bits.OnesCount32(typed.letters^meant.letters) > 2*most {
		return 0, false
	}
	n := slips(typed.full, meant.full)
	return n, n <= most
}

// believable is how many slips may lie between two names. The shorter a name,
// the likelier that its neighbour is somebody else.
func believable(typed, meant string) int {
	switch shorter := min(len(typed), len(meant)); {
	case shorter <= 3:
		return 0
	case shorter <= 5 && typed[0] != meant[0]:
		return 0
	case shorter < 10:
		return 1
	}
	return maxSlips
}

// mistakenTop says whether a top domain may stand for the other: it is missing,
// one slip away, or one of those that people take for each other. Domains of
// other countries are left alone.
func mistakenTop(typed, meant string) bool {
	switch typed {
	case "", "com", "net", "org", "nu", "se", "eu", "info":
		return true
	}
	return slips(typed, meant) <= 1
}
