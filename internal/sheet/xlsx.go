package sheet

import (
	"errors"
	"io"
	"time"

	"github.com/xuri/excelize/v2"
)

// Cover is the first sheet of a workbook. It says what the list is, so that the
// file explains itself years later.
type Cover struct {
	Name  string    // of the sheet
	Title string    // at the top, and in the properties of the file
	Taken time.Time // in the properties of the file

	// Facts are the lines below the title. They are asked for when the rows
	// have been written, because one of them is usually how many there are.
	Facts func(rows int) []Fact
}

// Fact is one line on a cover.
type Fact struct {
	Label string
	Kind  Kind
	Value any
}

// WriteXLSX writes a workbook with a cover and the table, and tells how many
// rows the table has below its headings. The workbook opens at the table. While
// it is being made, a long table lies in a temporary file that only this user
// can read, and at the end the compressed file lies in memory; nothing is
// written to w before all is well.
func WriteXLSX(w io.Writer, cover Cover, t Table) (rows int, err error) {
	if len(t.Columns) == 0 {
		return 0, errors.New("table has no columns")
	}
	book := excelize.NewFile()
	defer func() { err = errors.Join(err, book.Close()) }()

	first, second := sheetNames(cover.Name, t.Name)
	if err := addSheets(book, first, second); err != nil {
		return 0, err
	}
	look, err := newStyles(book)
	if err != nil {
		return 0, err
	}
	rows, err = writeTable(book, second, look, t)
	if err != nil {
		return rows, err
	}
	if err := writeCover(book, first, look, cover, rows); err != nil {
		return rows, err
	}
	return rows, book.Write(w)
}

// addSheets replaces the sheet that every new workbook has. The active sheet is
// chosen before anything is written, because that cannot be changed in a sheet
// that has been streamed.
func addSheets(book *excelize.File, cover, table string) error {
	if err := book.SetSheetName(book.GetSheetName(0), cover); err != nil {
		return err
	}
	index, err := book.NewSheet(table)
	if err != nil {
		return err
	}
	book.SetActiveSheet(index)
	return nil
}

// styles are the looks of cells, as the workbook numbers them.
type styles struct {
	title, heading, label int
	cell                  map[Kind]int // in the table
	fact                  map[Kind]int // on the cover
}

func newStyles(book *excelize.File) (styles, error) {
	var failed error
	add := func(style excelize.Style) int {
		id, err := book.NewStyle(&style)
		failed = errors.Join(failed, err)
		return id
	}
	// The format "text" keeps "0101" and "=1+1" as they are even when somebody
	// opens the cell and leaves it again.
	const text = 49
	timeFormat, dateFormat := "yyyy-mm-dd hh:mm", "yyyy-mm-dd"
	left := &excelize.Alignment{Horizontal: "left", Vertical: "top", WrapText: true}
	look := styles{
		title:   add(excelize.Style{Font: &excelize.Font{Bold: true, Size: 16}}),
		heading: add(excelize.Style{Font: &excelize.Font{Bold: true}, NumFmt: text}),
		label:   add(excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Vertical: "top"}}),
		cell: map[Kind]int{
			Text:   add(excelize.Style{NumFmt: text}),
			Number: add(excelize.Style{}),
			Time:   add(excelize.Style{CustomNumFmt: &timeFormat}),
			Date:   add(excelize.Style{CustomNumFmt: &dateFormat}),
		},
		fact: map[Kind]int{
			Text:   add(excelize.Style{NumFmt: text, Alignment: left}),
			Number: add(excelize.Style{Alignment: left}),
			Time:   add(excelize.Style{CustomNumFmt: &timeFormat, Alignment: left}),
			Date:   add(excelize.Style{CustomNumFmt: &dateFormat, Alignment: left}),
		},
	}
	return look, failed
}

// storable turns a value into what the library writes as the right type of cell.
func (k Kind) storable(cell any) any {
	switch v := k.value(cell).(type) {
	case string:
		return clean(v)
	case time.Time:
		// Spreadsheets count days from 1900 and cannot show earlier ones.
		if v.Year() <= 1900 {
			return k.written(v)
		}
		return v
	default:
		return v
	}
}
