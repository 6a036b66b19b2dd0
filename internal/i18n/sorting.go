package i18n

import (
	"slices"

	"golang.org/x/text/collate"
)

// Compare gives a comparison of names in the alphabetical order of the
// language: å, ä and ö come last in Swedish and lie beside a and o in English.
// The comparison has a memory of its own and is for one goroutine.
func Compare(lang Lang) func(a, b string) int {
	return collate.New(lang.tag()).CompareString
}

// Sort puts the items in the alphabetical order of their names. Items with the
// same name keep their order.
func Sort[T any](lang Lang, items []T, name func(T) string) {
	compare := Compare(lang)
	slices.SortStableFunc(items, func(a, b T) int { return compare(name(a), name(b)) })
}
