package i18n

import (
	"strconv"
	"strings"
)

// Number writes a whole number with its thousands apart: "1 234" in Swedish,
// where the gap is a no-break space, and "1,234" in English.
func (p *Printer) Number(n int) string {
	if 0 <= n && n < 1000 {
		return strconv.Itoa(n)
	}
	return p.locale.FmtNumber(float64(n), 0)
}

// Phone is a number to call, on one line.
func Phone(number string) string { return strings.ReplaceAll(number, " ", noBreak) }
