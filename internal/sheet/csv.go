package sheet

import (
	"encoding/csv"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CSVOptions are what spreadsheet programs expect differently from country to
// country.
type CSVOptions struct {
	// Semicolon is for countries that write 1,5 and not 1.5. There, programs
	// expect a semicolon between the cells and the comma in numbers.
	Semicolon bool
}

// byteOrderMark makes Excel read the file as UTF-8. There is no "sep=;" line:
// with one, Excel forgets the mark.
const byteOrderMark = "\ufeff"

// WriteCSV writes the table and tells how many rows it wrote below the
// headings. The name of the table has no place in CSV. After an error the file
// is not complete and must not be handed out as if it were.
func WriteCSV(w io.Writer, t Table, o CSVOptions) (rows int, err error) {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return 0, err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if o.Semicolon {
		out.Comma = ';'
	}
	record := make([]string, len(t.Columns))
	for i, column := range t.Columns {
		record[i] = guard(column.Heading)
	}
	if err := out.Write(record); err != nil {
		return 0, err
	}
	for row, err := range t.checked() {
		if err != nil {
			return rows, err
		}
		for i, column := range t.Columns {
			record[i] = o.cell(column.Kind, row[i])
		}
		if err := out.Write(record); err != nil {
			return rows, err
		}
		rows++
	}
	out.Flush()
	return rows, out.Error()
}

// cell writes one cell. Numbers and times go unguarded: they are made here, so
// the minus of -5 begins no formula.
func (o CSVOptions) cell(kind Kind, cell any) string {
	switch value := kind.value(cell).(type) {
	case string:
		return guard(value)
	case float64:
		if o.Semicolon {
			return strings.Replace(kind.written(value), ".", ",", 1)
		}
		return kind.written(value)
	default:
		return kind.written(value)
	}
}

// formulaSigns begin a formula in one spreadsheet program or another, as OWASP
// lists them under "CSV Injection". Some programs read the wide and the small
// forms of the signs like the plain ones.
const formulaSigns = "=+-@\t\r\n＝＋－＠﹦﹢﹣﹫"

// guard cleans a text and keeps it from becoming a formula by an apostrophe. It
// looks both at the text as it was given and as it is written, since cleaning
// can bring a sign to the front, and nothing happens to the text afterwards.
// A phone number such as +46 155 24 50 00 gets an apostrophe too; without it
// Excel would do the sum.
func guard(s string) string {
	cleaned := clean(s)
	if beginsFormula(s) || beginsFormula(cleaned) {
		return "'" + cleaned
	}
	return cleaned
}

// beginsFormula looks past spaces and invisible characters: programs that trim
// cells on the way in would see a formula behind them.
func beginsFormula(s string) bool {
	visible := strings.TrimLeftFunc(s, func(r rune) bool { return unicode.In(r, unicode.Zs, unicode.Cf) })
	first, size := utf8.DecodeRuneInString(visible)
	return size > 0 && strings.ContainsRune(formulaSigns, first)
}
