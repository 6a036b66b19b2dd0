package sheet

import (
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// sampleRows is how many rows are looked at before the first is written, since
// the widths of columns come first in the file.
const sampleRows = 100

// Widths are counted in digits. A column is never so wide that the next one
// leaves the screen; the narrowest still shows its filter button.
const (
	narrowest  = 8
	widest     = 48
	filterRoom = 3
)

// grid is a sheet being written from the top.
type grid struct {
	out     *excelize.StreamWriter
	columns []Column
	look    styles
	sample  [][]any // rows that wait for the widths to be known
	started bool
	rows    int // written or waiting
}

func writeTable(book *excelize.File, sheet string, look styles, t Table) (rows int, err error) {
	out, err := book.NewStreamWriter(sheet)
	if err != nil {
		return 0, err
	}
	g := &grid{out: out, look: look, columns: t.Columns}
	for row, err := range t.checked() {
		if err != nil {
			return g.rows, err
		}
		if err := g.add(row); err != nil {
			return g.rows, err
		}
	}
	if err := g.start(); err != nil {
		return g.rows, err
	}
	// The filter has to know the last row, and the sheet takes it until it is
	// flushed.
	corner, err := excelize.CoordinatesToCellName(len(t.Columns), g.rows+1)
	if err != nil {
		return g.rows, err
	}
	if err := book.AutoFilter(sheet, "A1:"+corner, nil); err != nil {
		return g.rows, err
	}
	return g.rows, out.Flush()
}

// width is what a column needs for its heading and for the rows seen so far.
func (g *grid) width(i int) float64 {
	column := g.columns[i]
	need := longestLine(column.Heading) + filterRoom
	for _, cells := range g.sample {
		need = max(need, longestLine(column.Kind.written(cells[i]))+1)
	}
	return float64(min(max(need, narrowest), widest))
}

func longestLine(s string) int {
	longest := 0
	for line := range strings.Lines(s) {
		longest = max(longest, utf8.RuneCountInString(line))
	}
	return longest
}

func (g *grid) add(row []any) error {
	cells := make([]any, len(row))
	for i, column := range g.columns {
		cells[i] = column.Kind.storable(row[i])
	}
	g.rows++
	if g.started {
		return g.write(g.rows+1, cells)
	}
	g.sample = append(g.sample, cells)
	if len(g.sample) == sampleRows {
		return g.start()
	}
	return nil
}

// start writes the headings and the rows that waited. It does nothing the
// second time.
func (g *grid) start() error {
	if g.started {
		return nil
	}
	g.started = true
	if err := g.layOut(); err != nil {
		return err
	}
	headings := make([]any, len(g.columns))
	for i, column := range g.columns {
		headings[i] = excelize.Cell{StyleID: g.look.heading, Value: clean(column.Heading)}
	}
	if err := g.write(1, headings); err != nil {
		return err
	}
	for i, cells := range g.sample {
		if err := g.write(i+2, cells); err != nil {
			return err
		}
	}
	g.sample = nil
	return nil
}

// layOut sets what must stand before the first row: the frozen heading, and
// the width and type of each column.
func (g *grid) layOut() error {
	frozen := &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
	if err := g.out.SetPanes(frozen); err != nil {
		return err
	}
	for i, column := range g.columns {
		if err := g.out.SetColWidth(i+1, i+1, g.width(i)); err != nil {
			return err
		}
		if err := g.out.SetColStyle(i+1, i+1, g.look.cell[column.Kind]); err != nil {
			return err
		}
	}
	return nil
}

func (g *grid) write(number int, cells []any) error {
	start, err := excelize.CoordinatesToCellName(1, number)
	if err != nil {
		return err
	}
	return g.out.SetRow(start, cells)
}
