package sheet

import (
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"
)

// program is who made the file, in its properties.
const program = "Samling"

// titleHeight fits the large letters of the title, in points. Not every program
// finds that height by itself.
const titleHeight = 24

// firstFact is the row of the first fact, with one row of air below the title.
const firstFact = 3

func writeCover(book *excelize.File, sheet string, look styles, cover Cover, rows int) error {
	if err := book.SetDocProps(properties(cover)); err != nil {
		return err
	}
	if err := book.SetColWidth(sheet, "A", "A", 28); err != nil {
		return err
	}
	if err := book.SetColWidth(sheet, "B", "B", 70); err != nil {
		return err
	}
	if err := book.SetRowHeight(sheet, 1, titleHeight); err != nil {
		return err
	}
	if err := setCell(book, sheet, "A1", clean(cover.Title), look.title); err != nil {
		return err
	}
	if cover.Facts == nil {
		return nil
	}
	for i, fact := range cover.Facts(rows) {
		row := strconv.Itoa(firstFact + i)
		if err := setCell(book, sheet, "A"+row, clean(fact.Label), look.label); err != nil {
			return err
		}
		if err := setCell(book, sheet, "B"+row, fact.Kind.storable(fact.Value), look.fact[fact.Kind]); err != nil {
			return err
		}
	}
	return nil
}

func setCell(book *excelize.File, sheet, cell string, value any, style int) error {
	if err := book.SetCellStyle(sheet, cell, cell, style); err != nil {
		return err
	}
	return book.SetCellValue(sheet, cell, value)
}

func properties(cover Cover) *excelize.DocProperties {
	p := &excelize.DocProperties{Creator: program, LastModifiedBy: program, Title: clean(cover.Title)}
	if !cover.Taken.IsZero() {
		p.Created = cover.Taken.UTC().Format(time.RFC3339)
		p.Modified = p.Created
	}
	return p
}
