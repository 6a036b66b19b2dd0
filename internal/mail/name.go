package mail

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// advertShape is what mail programs make links of, and what one could call.
var advertShape = regexp.MustCompile(`[/@:]|[\pL\d]\.[\pL\d]{2,}|\d(?:[ -]?\d){4}`)

// mostSaid is how long a name is said at most.
const mostSaid = 80

// isSaid reports whether a name stands in a mail. Anybody may write anything as a
// name, with the address of somebody who did not ask for it.
func isSaid(name string) bool {
	return !advertShape.MatchString(name) && utf8.RuneCountInString(name) <= mostSaid
}

// said is a name, or what stands in its place.
func said(name, otherwise string) string {
	if !isSaid(name) {
		return otherwise
	}
	return name
}

// hello greets a person by name.
func (v *view) hello(name string) string {
	if name = callName(name); !isSaid(name) {
		return v.T("mail.hello")
	}
	return v.T("mail.hello_name", "Name", name)
}

// callName is what to call a person: the first word of the name if it is one
// that people are called by, and otherwise the whole.
func callName(name string) string {
	first, _, _ := strings.Cut(name, " ")
	odd := func(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune("-'’", r) }
	if utf8.RuneCountInString(first) < 2 || strings.ContainsFunc(first, odd) {
		return name
	}
	return first
}
