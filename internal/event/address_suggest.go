package event

import (
	"net/mail"
	"strings"
	"unicode"
)

// brokenTops lists top domains that do not exist and what their writers meant.
var brokenTops = map[string]string{
	"see": "se", "sse": "se", "sw": "se", "sde": "se",
	"con": "com", "comm": "com", "conm": "com", "coom": "com", "ocm": "com",
	"cmo": "com", "cpm": "com", "vom": "com", "xom": "com",
	"ner": "net", "nett": "net", "nte": "net",
	"ogr": "org", "rog": "org", "orgg": "org",
}

// SuggestAddress offers what was probably meant when an address has a typing
// mistake in its domain: "anna@regionhalland.see" was meant to end in ".se".
// A known domain is never corrected, nor one that is merely unknown. What comes
// back is a question to the writer, not a verdict on the address.
func SuggestAddress(email string) (suggestion string, ok bool) {
	local, domain := cutAddress(withoutName(email))
	local, domain = tidyLocal(local), tidyDomain(domain)
	if meant, ok := meantDomain(domain); ok {
		domain = meant
	}
	suggestion, ok = ParseAddress(local + "@" + domain)
	if typed, valid := ParseAddress(email); !ok || valid && typed == suggestion {
		return "", false
	}
	return suggestion, true
}

// withoutName takes the address out of "Anna Berg <anna@halmstad.se>", which is
// what mail programs copy.
func withoutName(email string) string {
	if parsed, err := mail.ParseAddress(email); err == nil && strings.Contains(email, "<") {
		return parsed.Address
	}
	return email
}

// meantDomain finds the known domain behind a misspelt one. Under an unknown
// domain the mistake may lie in its last two labels: "edu.stokholm.se".
func meantDomain(domain string) (string, bool) {
	if domain == "" || knownDomains.knows(domain) {
		return "", false
	}
	if meant, ok := knownDomains.nearest(domain); ok {
		return meant, true
	}
	end := strings.LastIndexByte(domain, '.')
	if end < 0 {
		return "", false
	}
	start := strings.LastIndexByte(domain[:end], '.') + 1
	if start == 0 {
		return "", false
	}
	meant, ok := knownDomains.nearest(domain[start:])
	return domain[:start] + meant, ok
}

// tidyLocal drops what cannot be seen, and the second of two "@".
func tidyLocal(local string) string {
	return strings.TrimRight(trimInvisible(dropInvisible(local)), "@ ")
}

// tidyDomain repairs what is wrong in any domain: white space, a comma for the
// dot, two dots, a dot at the end, "www.", a top domain that does not exist and
// a missing dot.
func tidyDomain(domain string) string {
	domain = strings.ToLower(dropInvisible(composed.Replace(domain)))
	domain = strings.ReplaceAll(domain, " ", "")
	labels := strings.FieldsFunc(domain, func(r rune) bool { return strings.ContainsRune(".,;:", r) })
	domain = strings.Join(labels, ".")
	for strings.HasPrefix(domain, "www.") {
		domain = domain[len("www."):]
	}
	dot := strings.LastIndexByte(domain, '.')
	if top, broken := brokenTops[domain[dot+1:]]; broken && dot > 0 {
		domain = domain[:dot+1] + top
	}
	if dot < 0 {
		return withDot(domain)
	}
	return domain
}

// withDot puts the missing dot into "regionhallandse" if that gives a known
// domain.
func withDot(domain string) string {
	for _, top := range []string{"se", "com", "net"} {
		name, found := strings.CutSuffix(domain, top)
		if dotted := name + "." + top; found && knownDomains.knows(dotted) {
			return dotted
		}
	}
	return domain
}

// dropInvisible drops marks of no width and turns white space into spaces.
func dropInvisible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unprintable(r):
			return -1
		}
		return r
	}, s)
}
