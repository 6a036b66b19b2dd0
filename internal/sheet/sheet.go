// Package sheet writes tables as CSV and XLSX, row by row, so that a long list
// needs no more memory than a short one, and reads the tables that people bring.
//
// It knows cells and columns, and what spreadsheet programs make of them. It
// knows nothing of events or databases, and no language: every word comes from
// the caller, and times are shown in the zone they are given in.
package sheet

import (
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Kind is what the cells of a column hold.
type Kind int

// The kinds. A cell that holds something else than its column is written as
// text: one odd answer must not cost the organiser the whole list.
const (
	Text   Kind = iota // string, or anything that can be printed
	Number             // whole numbers and float64
	Time               // time.Time, to the minute
	Date               // time.Time, to the day
)

// How times and days are written where they are text. Spreadsheet programs in
// every language recognise it.
const (
	timeLayout = "2006-01-02 15:04"
	dateLayout = "2006-01-02"
)

// Column describes the cells below a heading.
type Column struct {
	Heading string
	Kind    Kind
}

// Table is what there is to write. Rows delivers a cell for each column; nil and
// the zero time are empty cells. A row may be reused for the next one. An error
// among the rows ends the writing.
type Table struct {
	Name    string // of the sheet, in a workbook
	Columns []Column
	Rows    iter.Seq2[[]any, error]
}

// checked are the rows, each with as many cells as there are columns. Errors
// name the row.
func (t *Table) checked() iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		number := 0
		for row, err := range t.Rows {
			number++
			if err == nil && len(row) != len(t.Columns) {
				err = fmt.Errorf("%d cells for %d columns", len(row), len(t.Columns))
			}
			if err != nil {
				yield(nil, fmt.Errorf("row %d: %w", number, err))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// Texts are the rows as text, for what is no spreadsheet. A row is reused for
// the next one.
func (t *Table) Texts() iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		texts := make([]string, len(t.Columns))
		for row, err := range t.checked() {
			for i := range row {
				kind := t.Columns[i].Kind
				texts[i] = clean(kind.written(kind.value(row[i])))
			}
			if !yield(texts, err) || err != nil {
				return
			}
		}
	}
}

// value turns a cell into what a column of the kind can show: nil, a number, a
// time.Time with something in it, or a string as it was given.
func (k Kind) value(cell any) any {
	switch v := cell.(type) {
	case nil:
		return nil
	case string:
		return v
	case time.Time:
		if v.IsZero() {
			return nil
		}
		if k == Time || k == Date {
			return v
		}
		return v.Format(timeLayout)
	case int, int32, int64, uint, uint32, uint64, float64:
		if k == Number {
			return v
		}
	}
	return fmt.Sprint(cell)
}

// clean removes what is no part of a text: control characters, which may hide
// something from whoever reads the list, and bytes that are no characters. Line
// breaks stay, in one form.
func clean(s string) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl) {
		return s // nearly always, and a long list has millions of cells
	}
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ").Replace(strings.ToValidUTF8(s, "�"))
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}

// written is a value as text. It is empty for nil.
func (k Kind) written(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case time.Time:
		if k == Date {
			return v.Format(dateLayout)
		}
		return v.Format(timeLayout)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(value)
}
