package mail

import (
	"errors"
	"net/mail"
	"strings"
	"unicode"

	"samling/internal/event"
)

// Address is a person or an office that mail comes from or goes to.
type Address struct {
	Name  string
	Email string
}

// ErrFrom says what a sender must look like.
var ErrFrom = errors.New(`must look like Evenemang <events@example.org>, with none of @ : , " in the name`)

// ParseFrom reads the sender of an installation.
func ParseFrom(raw string) (Address, error) {
	parsed, err := mail.ParseAddress(raw)
	if err != nil || parsed.Name != displayName(parsed.Name) {
		return Address{}, ErrFrom
	}
	email, ok := event.ParseAddress(parsed.Address)
	if !ok {
		return Address{}, ErrFrom
	}
	return Address{parsed.Name, email}, nil
}

// displayName makes a name fit to stand before an address. Filters take a name
// with "@" in it for an attempt to deceive, and the other signs end a name in
// programs that read headers carelessly.
func displayName(name string) string {
	clean := strings.Map(func(r rune) rune {
		if strings.ContainsRune("@:,;\"<>\\", r) || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, name)
	return strings.Join(strings.Fields(clean), " ")
}

// headerLine makes text fit for one line of a header.
func headerLine(text string) string {
	clean := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
	return strings.Join(strings.Fields(clean), " ")
}
