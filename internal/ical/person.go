package ical

import (
	"fmt"
	"net/mail"
	"strings"

	ics "github.com/arran4/golang-ical"
)

// check refuses an address that is not exactly one address.
func (p Person) check(role string, needed bool) error {
	if p.Address == "" && !needed {
		return nil
	}
	parsed, err := mail.ParseAddress(p.Address)
	if err != nil || parsed.Address != p.Address || !isToken(p.Address) {
		return fmt.Errorf("%s has no usable address", role)
	}
	return nil
}

// property is the name of the property together with the name of the person.
// The library writes parameters with a backslash before commas and colons, which
// calendars do not undo; RFC 5545 puts the value in quotes and knows no way to
// write a quote in it.
func (p Person) property(kind ics.ComponentProperty) ics.ComponentProperty {
	name := strings.ReplaceAll(oneLine(p.Name), `"`, "'")
	if name == "" {
		return kind
	}
	return kind + ics.ComponentProperty(`;CN="`+name+`"`)
}

// mailto is the address as a link. The characters in it that are allowed in
// addresses but mean something in links are written as numbers.
func (p Person) mailto() string {
	return "mailto:" + strings.NewReplacer("%", "%25", "?", "%3F", "#", "%23", "&", "%26").Replace(p.Address)
}
