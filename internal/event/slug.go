package event

import (
	"fmt"
	"strings"
)

// How long an address may be: the file format allows no more.
const maxSlug = 80

// IsSlug reports whether a text can be an address.
func IsSlug(text string) bool { return slugShape.MatchString(text) && len(text) <= maxSlug }

// toLatin puts the letters of our neighbours into those an address may hold.
var toLatin = strings.NewReplacer("{", "a", "|", "a", "}", "o")

// SlugFrom proposes an address for an event: "Goda uppväxtvillkor?" becomes
// "goda-uppvaxtvillkor". A title without any such letter gives "event".
func SlugFrom(title string) string {
	words := strings.FieldsFunc(toLatin.Replace(SortKey(title)), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	slug := ""
	for _, w := range words {
		next := strings.TrimPrefix(slug+"-"+w, "-")
		if len(next) > maxSlug-4 { // room for a number
			break
		}
		slug = next
	}
	switch {
	case slug == "" && len(words) > 0:
		return words[0][:maxSlug-4]
	case slug == "":
		return "event"
	}
	return slug
}

// NumberedSlug is the address to try when the earlier ones are taken: the slug
// itself, then "-2", "-3".
func NumberedSlug(slug string, try int) string {
	if try < 2 {
		return slug
	}
	return fmt.Sprintf("%s-%d", slug, try)
}
