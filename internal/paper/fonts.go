package paper

import (
	_ "embed"

	"codeberg.org/go-pdf/fpdf"
)

//go:embed fonts/noto-sans-regular.ttf
var regular []byte

//go:embed fonts/noto-sans-bold.ttf
var bold []byte

// family is what the document calls its fonts.
const family = "text"

// weight is regular or bold, as the library names them.
type weight string

const (
	plain  weight = ""
	strong weight = "B"
)

// addFonts makes both fonts known. Only the letters that are used end up in the
// file.
func addFonts(pdf *fpdf.Fpdf) {
	pdf.AddUTF8FontFromBytes(family, string(plain), regular)
	pdf.AddUTF8FontFromBytes(family, string(strong), bold)
}
