package event

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How long an address may be, in octets: RFC 5321, section 4.5.3.1, and erratum
// 1690 to RFC 3696, which explains why the whole is 254 and not 320.
const (
	maxAddress = 254
	maxLocal   = 64
	maxLabel   = 63
)

// composed joins letters with the dots and rings that follow them as characters
// of their own, as in text copied from a PDF file. The standard library has no
// Unicode normalisation; these are the letters of Swedish names.
var composed = strings.NewReplacer(
	"a\u030a", "å", "a\u0308", "ä", "o\u0308", "ö", "e\u0301", "é", "u\u0308", "ü",
	"A\u030a", "Å", "A\u0308", "Ä", "O\u0308", "Ö", "E\u0301", "É", "U\u0308", "Ü",
)

// ParseAddress reads a bare e-mail address: no name, no comment and nothing in
// quotation marks, all of which net/mail would take away. The domain comes back in lower case and the part before it as typed,
// since only the receiver may say that case means nothing there (RFC 5321,
// section 2.4). Letters such as å, ä and ö are welcome in both parts (RFC 6531).
func ParseAddress(raw string) (email string, ok bool) {
	typed := composed.Replace(trimInvisible(raw))
	if !utf8.ValidString(typed) || strings.ContainsFunc(typed, unprintable) {
		return "", false
	}
	parsed, err := mail.ParseAddress(typed)
	if err != nil || parsed.Address != typed {
		return "", false
	}
	local, domain := cutAddress(typed)
	email = local + "@" + strings.ToLower(domain)
	if len(email) > maxAddress || len(local) > maxLocal || !isMailDomain(strings.ToLower(domain)) {
		return "", false
	}
	return email, true
}

// NormalAddress is what two spellings of one mailbox share. Only case and outer
// white space are taken away: that dots or "+tag" mean nothing is a habit of a
// few hosts, and where it is not so, two people would become one.
func NormalAddress(email string) string {
	return strings.ToLower(composed.Replace(trimInvisible(email)))
}

// cutAddress cuts at the last "@"; the domain is empty if there is none.
func cutAddress(email string) (local, domain string) {
	at := strings.LastIndexByte(email, '@')
	if at < 0 {
		return email, ""
	}
	return email[:at], email[at+1:]
}

// isMailDomain says whether the domain, in lower case, has the form of one that
// can take mail from everywhere: two labels or more, and not an IP address.
func isMailDomain(domain string) bool {
	labels := strings.Split(domain, ".")
	for _, label := range labels {
		if !isLabel(label) {
			return false
		}
	}
	top := labels[len(labels)-1]
	return len(labels) > 1 && strings.ContainsFunc(top, unicode.IsLetter)
}

// isLabel says whether this can stand between two dots of a domain.
func isLabel(label string) bool {
	outside := func(r rune) bool {
		return r != '-' && !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r)
	}
	return label != "" && len(label) <= maxLabel &&
		label[0] != '-' && label[len(label)-1] != '-' &&
		!strings.ContainsFunc(label, outside)
}

// unprintable finds control characters, marks of no width and all white space
// but the ordinary space.
func unprintable(r rune) bool { return !unicode.IsPrint(r) }

// trimInvisible takes away what pasting leaves at both ends: white space, and
// marks of no width, which strings.TrimSpace does not see.
func trimInvisible(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return unprintable(r) || unicode.IsSpace(r) })
}
