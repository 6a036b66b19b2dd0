// Package paper makes PDF files to print: lists with a head on every page. It
// knows paper, letters and lines. It asks no database and knows no page of the
// console; every word comes from the caller or the printer it brings.
package paper

import (
	"fmt"
	"io"
	"iter"
	"strings"
	"time"
	"unicode"

	"codeberg.org/go-pdf/fpdf"

	"samling/internal/i18n"
)

// List is a table on paper, A4. The head, with all that says what it is, stands
// on every page: pages get loose.
type List struct {
	Words        *i18n.Printer
	Organisation string
	Title        string
	Facts        []string // lines below the title
	Foot         string
	Columns      []Column
	Landscape    bool
	Made         time.Time
	// Rows deliver the text for each column that holds text, in their order.
	Rows iter.Seq2[[]string, error]
	// Empty is how many empty rows there are at least below the others. The last
	// page is filled with them. 0 adds none.
	Empty int
}

// Column is what stands below a heading.
type Column struct {
	Heading string
	Kind    Kind
	Share   float64 // of the width, in proportion to the others
}

// Kind tells columns with text from those to fill in by hand.
type Kind int

// The kinds of columns.
const (
	Text   Kind = iota
	Strong      // text that is looked for
	Count       // the number of the row, made here
	Box         // to tick
	Blank       // to write in
)

// Write writes one list after the other as one file, each with its own numbers
// of pages, and tells how many rows they have, empty ones not counted. The rows
// lie in memory meanwhile, since the first page says how many pages there are.
func Write(w io.Writer, lists ...*List) (rows int, err error) {
	if len(lists) == 0 {
		return 0, fmt.Errorf("no list to write")
	}
	first := lists[0]
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetTitle(first.Title, true)
	pdf.SetAuthor(first.Organisation, true)
	pdf.SetCreator("Samling", true)
	pdf.SetLang(string(first.Words.Lang()))
	pdf.SetCreationDate(first.Made)
	pdf.SetModificationDate(first.Made)
	addFonts(pdf)
	for _, l := range lists {
		n, err := newSetter(pdf, l).write()
		rows += n
		if err != nil {
			return rows, err
		}
	}
	return rows, pdf.Output(w)
}

// clean leaves what can be printed on one line. Spaces that no line may end at stay.
func clean(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' }), " ")
}
