package event

import (
	"regexp"
	"strings"
)

// How names, titles and workplaces look in a line of text.
const (
	nameWord   = `\p{Lu}[\p{L}'’]*\p{Ll}[\p{L}'’]*(?:-\p{Lu}[\p{L}'’]+)*`
	namePart   = `(?:` + nameWord + `|\p{Lu}\.|(?:af|von|de|van|der|den|al|el|bin|la|le))`
	workWords  = `(?:region(?:en)?|kommun(?:en|s)?|universitet(?:et)?|högskola(?:n)?|förvaltning(?:en)?|myndighet(?:en)?|län|AB|university|council|municipality|agency|county)`
	workBefore = `(?:Region|Länsstyrelsen|Kommun|Stiftelsen|Föreningen|Polisen|Polismyndigheten|Folkhälsomyndigheten|Myndigheten|Institutet|Karolinska|University|SKR|GR)`
)

var (
	nameShape  = regexp.MustCompile(`^(` + nameWord + `(?:\s+` + namePart + `){0,3}?\s+` + nameWord + `)(?:$|[\s,(].*)`)
	wholeName  = regexp.MustCompile(`^(` + nameWord + `(?:\s+` + namePart + `){0,3}\s+` + nameWord + `)$`)
	styleShape = regexp.MustCompile(`^(?i:(landshövding|professor|docent|statsråd|statssekreterare|minister|doktor|dr\.?|kommunalråd|regionråd|kommundirektör|rektor|generaldirektör))\s+(.+)$`)
	workShape  = regexp.MustCompile(`(?:^|\s)` + workBefore + `(?:$|\s)|(?i:(?:^|[\s\p{L}])` + workWords + `$)|\p{L}(?:verket|styrelsen|myndigheten|institutet|regionen|förbundet|stiftelsen|akademin|centrum|kommun)(?:$|\s)`)
	tailShape  = regexp.MustCompile(`^(.*[^,])\s((?:\p{Lu}[\p{L}-]+\s)+(?i:` + workWords + `)|(?:Region|Länsstyrelsen)\s.+)$`)
	andShape   = regexp.MustCompile(`\s+(?:och|and|samt|&)\s+|\s*;\s*`)
)

// ParsePerson reads "Anna Berg, strateg, Region Sörmland".
func ParsePerson(text string) Speaker {
	parts := strings.Split(strings.Join(strings.Fields(text), " "), ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	s := Speaker{Name: parts[0]}
	if m := styleShape.FindStringSubmatch(s.Name); m != nil && wholeName.MatchString(m[2]) {
		s.Title, s.Name = strings.ToLower(m[1]), m[2]
	} else if m := nameShape.FindStringSubmatch(s.Name); m != nil && len(m[1]) < len(s.Name) && !wholeName.MatchString(s.Name) {
		// "Camilla Pettersson Fil.dr. Folkhälsovetenskap"
		s.Title, s.Name = strings.TrimSpace(s.Name[len(m[1]):]), m[1]
	}
	rest := parts[1:]
	if n := len(rest); n > 0 && (n > 1 && startsUpper(rest[n-1]) || workShape.MatchString(rest[n-1]) && startsUpper(rest[n-1])) {
		s.Organisation, rest = rest[n-1], rest[:n-1]
	}
	for _, part := range rest {
		s.Title = strings.TrimPrefix(s.Title+", "+part, ", ")
	}
	if m := tailShape.FindStringSubmatch(s.Title); m != nil && s.Organisation == "" {
		s.Title, s.Organisation = m[1], m[2]
	}
	return s
}

func startsUpper(s string) bool {
	return s != "" && strings.ToLower(s[:len(firstRune(s))]) != firstRune(s)
}

func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

// isPerson reports whether a text begins with somebody's name.
func isPerson(text string) bool {
	name, rest, more := strings.Cut(strings.TrimSpace(text), ",")
	if m := styleShape.FindStringSubmatch(name); m != nil {
		name = m[2]
	}
	if workShape.MatchString(name) {
		return false
	}
	if wholeName.MatchString(name) {
		return true
	}
	// Without a comma only what is plainly a degree may follow a name.
	m := nameShape.FindStringSubmatch(name)
	return m != nil && strings.Contains(name[len(m[1]):], ".") && (!more || rest != "") && !strings.HasSuffix(name, ".")
}

// parsePeople reads the people of a line, or nobody if it is no such line.
// Somebody without a workplace shares the one that is named last.
func parsePeople(line string, role Role) []PastedPerson {
	line = strings.TrimSuffix(strings.TrimSpace(line), ".")
	if !isPerson(line) {
		return nil
	}
	var people []PastedPerson
	from := 0
	for _, cut := range andShape.FindAllStringIndex(line, -1) {
		if isPerson(line[cut[1]:]) {
			people = append(people, PastedPerson{ParsePerson(line[from:cut[0]]), role})
			from = cut[1]
		}
	}
	last := PastedPerson{ParsePerson(line[from:]), role}
	for i := range people {
		if people[i].Speaker.Organisation == "" && people[i].Speaker.Title != "" {
			people[i].Speaker.Organisation = last.Speaker.Organisation
		}
	}
	return append(people, last)
}
