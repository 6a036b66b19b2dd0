package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// What can be wrong with a table that somebody brings.
var (
	ErrUnreadable  = errors.New("not a table that can be read")
	ErrOldWorkbook = errors.New("a workbook of Excel 97–2003")
	ErrTooLong     = errors.New("the table has too many rows")
	ErrTooWide     = errors.New("the table has too many columns")
	ErrNoRows      = errors.New("the table is empty")
)

// Bounds are what a table may hold. Whatever is beyond them is refused before
// it is read to its end.
type Bounds struct {
	Rows    int
	Columns int
}

// unpacked is how much a workbook may hold when it is unpacked, in bytes: a
// small file can hold a very large one.
const unpacked = 48 << 20

// Read reads a table: a workbook, or text with cells between semicolons, commas
// or tabs, in UTF-8, UTF-16 or Windows-1252. Rows without anything in them are
// left out, cells are cut free of the space around them.
func Read(data []byte, most Bounds) ([][]string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readWorkbook(data, most)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return nil, ErrOldWorkbook
	}
	return readText(decode(data), most)
}

// decode makes a string of text in whichever encoding it is. What is neither
// marked nor UTF-8 is Windows-1252, which every byte can be.
func decode(data []byte) string {
	var utf16 unicode.Endianness
	switch {
	case bytes.HasPrefix(data, []byte(byteOrderMark)):
		return string(data[len(byteOrderMark):])
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), everyOther(data, 1):
		utf16 = unicode.LittleEndian
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}), everyOther(data, 0):
		utf16 = unicode.BigEndian
	case utf8.Valid(data):
		return string(data)
	default:
		text, err := charmap.Windows1252.NewDecoder().Bytes(data)
		if err != nil {
			return ""
		}
		return string(text)
	}
	text, err := unicode.UTF16(utf16, unicode.UseBOM).NewDecoder().Bytes(data)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(string(text), byteOrderMark)
}

// everyOther recognises UTF-16 without a mark: most letters of our languages
// have a zero for one of their two bytes.
func everyOther(data []byte, at int) bool {
	head := data[:min(len(data), 200)]
	zeros := 0
	for i := at; i < len(head); i += 2 {
		if head[i] == 0 {
			zeros++
		}
	}
	return len(head) >= 4 && zeros*3 > len(head)
}

// separators are what may stand between cells.
var separators = []rune{';', '\t', ','}

func readText(text string, most Bounds) ([][]string, error) {
	if strings.ContainsRune(text, 0) {
		return nil, ErrUnreadable // a picture, or some other program's file
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	separator := sniff(text)
	if line, rest, _ := strings.Cut(text, "\n"); len(line) == len("sep=;") && strings.HasPrefix(strings.ToLower(line), "sep=") {
		separator, text = rune(line[4]), rest // what some write for Excel
	}
	if !slices.Contains(separators, separator) {
		separator = ';'
	}
	r := reader(text, separator)
	var rows [][]string
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nonEmpty(rows)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
		if rows, err = add(rows, cells, most); err != nil {
			return nil, err
		}
	}
}

func reader(text string, separator rune) *csv.Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = separator, -1, true
	return r
}

// sniff finds what stands between the cells: the sign that divides the most of
// the first rows into the same number of cells.
func sniff(text string) rune {
	const rows = 25
	best, bestScore := separators[0], 0
	for _, separator := range separators {
		counts := map[int]int{}
		r := reader(text, separator)
		for range rows {
			cells, err := r.Read()
			if err != nil {
				break
			}
			counts[len(cells)]++
		}
		for cells, n := range counts {
			if score := n*100 + min(cells, 99); cells > 1 && score > bestScore {
				best, bestScore = separator, score
			}
		}
	}
	return best
}

// readWorkbook reads the sheet that a workbook opens at.
func readWorkbook(data []byte, most Bounds) (rows [][]string, err error) {
	// The library is not made for files that somebody has made to break it.
	defer func() {
		if broken := recover(); broken != nil {
			rows, err = nil, fmt.Errorf("%w: %v", ErrUnreadable, broken)
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: unpacked, UnzipXMLSizeLimit: unpacked})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	lines, err := book.Rows(book.GetSheetName(book.GetActiveSheetIndex()))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	defer func() { err = errors.Join(err, lines.Close()) }()
	// A row may say that it is the millionth, with nothing before it.
	for n := 0; lines.Next(); n++ {
		cells, err := lines.Columns()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
		if n > 4*most.Rows {
			return nil, ErrTooLong
		}
		if rows, err = add(rows, cells, most); err != nil {
			return nil, err
		}
	}
	if err := lines.Error(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	return nonEmpty(rows)
}

// add adds a row with something in it.
func add(rows [][]string, cells []string, most Bounds) ([][]string, error) {
	row := make([]string, 0, min(len(cells), most.Columns))
	last := 0
	for i, c := range cells {
		c = strings.TrimSpace(unguard(strings.ToValidUTF8(c, "�")))
		if c == "" && i >= most.Columns {
			continue // far to the right, and nothing in it
		}
		if i >= most.Columns {
			return nil, ErrTooWide
		}
		if row = append(row, c); c != "" {
			last = i + 1
		}
	}
	switch {
	case last == 0:
		return rows, nil
	case len(rows) == most.Rows:
		return nil, ErrTooLong
	}
	return append(rows, row[:last]), nil
}

// unguard takes back what guard did, for lists that come back.
func unguard(s string) string {
	if rest, guarded := strings.CutPrefix(s, "'"); guarded && beginsFormula(rest) {
		return rest
	}
	return s
}

func nonEmpty(rows [][]string) ([][]string, error) {
	if len(rows) == 0 {
		return nil, ErrNoRows
	}
	return rows, nil
}
