package sheet

import (
	"strconv"
	"strings"
	"unicode/utf16"
)

// longestName is Excel's limit for the name of a sheet, in UTF-16 units.
const longestName = 31

// sheetNames turns two wishes into names that Excel accepts and that differ. A
// wish that cannot be met is answered by the number of the sheet, which is the
// same in every language.
func sheetNames(cover, table string) (first, second string) {
	first = sheetName(cover, 1, "")
	return first, sheetName(table, 2, first)
}

// sheetName also drops the apostrophe, which Excel allows inside a name but
// which would have to be doubled wherever a formula or filter names the sheet.
// "History" is a name Excel keeps for itself.
func sheetName(wish string, number int, taken string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) || r == '\n' {
			return ' '
		}
		return r
	}, clean(wish))
	name = cut(strings.Join(strings.Fields(name), " "), longestName)
	if name == "" || strings.EqualFold(name, taken) || strings.EqualFold(name, "History") {
		name = cut(name, longestName-2) + " " + strconv.Itoa(number)
	}
	return strings.TrimSpace(name)
}

// cut shortens a name to a number of UTF-16 units without splitting a
// character.
func cut(s string, limit int) string {
	units := 0
	for i, r := range s {
		if units += utf16.RuneLen(r); units > limit {
			return strings.TrimSpace(s[:i])
		}
	}
	return s
}
