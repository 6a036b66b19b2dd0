package sheet_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"samling/internal/sheet"
)

func cover() sheet.Cover {
	taken := time.Date(2024, 2, 6, 8, 15, 0, 0, time.UTC)
	return sheet.Cover{
		Name:  "Om listan",
		Title: "=Föräldraskap i vardagen",
		Taken: taken,
		Facts: func(rows int) []sheet.Fact {
			return []sheet.Fact{
				{Label: "Diarienummer", Value: "LN LHM220026"},
				{Label: "Uttagen", Kind: sheet.Time, Value: taken},
				{Label: "Antal", Kind: sheet.Number, Value: rows},
				{Label: "Gallras senast", Kind: sheet.Date, Value: taken.AddDate(0, 3, 0)},
				{Label: "=1+1", Value: "=1+1"},
			}
		},
	}
}

func writeXLSX(t *testing.T, c sheet.Cover, table sheet.Table) (file []byte, book *excelize.File) {
	t.Helper()
	var out bytes.Buffer
	if _, err := sheet.WriteXLSX(&out, c, table); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return out.Bytes(), book
}

func rowsIn(t *testing.T, book *excelize.File, name string) [][]string {
	t.Helper()
	rows, err := book.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// part is the source of one part of a workbook.
func part(t *testing.T, file []byte, name string) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	in, err := archive.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	source, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

func TestTableInWorkbook(t *testing.T) {
	_, book := writeXLSX(t, cover(), participants(t))
	want := [][]string{
		{"Namn", "Antal", "Pris", "Anmäld", "Gallras"},
		{"Åsa Öström", "2", "1200.5", "2024-01-31 23:59", "2024-05-06"},
		{"0101", "-5", "-0.5", "2024-07-01 09:30"},
		nil,
		{"true", "många", "=1+1", "igår", "1815-12-10"},
	}
	if diff := cmp.Diff(want, rowsIn(t, book, "Deltagare")); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
}

func TestCellsHaveTypes(t *testing.T) {
	_, book := writeXLSX(t, cover(), participants(t))
	tests := []struct {
		cell string
		want excelize.CellType
	}{
		{"A2", excelize.CellTypeInlineString},
		{"A3", excelize.CellTypeInlineString}, // 0101
		{"B2", excelize.CellTypeUnset},        // what Excel takes for a number
		{"C3", excelize.CellTypeUnset},
		{"D2", excelize.CellTypeUnset},
		{"E2", excelize.CellTypeUnset},
		{"B5", excelize.CellTypeInlineString},
		{"C5", excelize.CellTypeInlineString}, // =1+1
	}
	for _, tt := range tests {
		got, err := book.GetCellType("Deltagare", tt.cell)
		if err != nil || got != tt.want {
			t.Errorf("%s has type %v, %v; want %v", tt.cell, got, err, tt.want)
		}
	}
}

func TestCoverTellsWhatTheListIs(t *testing.T) {
	_, book := writeXLSX(t, cover(), participants(t))
	want := [][]string{
		{"=Föräldraskap i vardagen"},
		nil,
		{"Diarienummer", "LN LHM220026"},
		{"Uttagen", "2024-02-06 08:15"},
		{"Antal", "4"},
		{"Gallras senast", "2024-05-06"},
		{"=1+1", "=1+1"},
	}
	if diff := cmp.Diff(want, rowsIn(t, book, "Om listan")); diff != "" {
		t.Errorf("cover (-want +got):\n%s", diff)
	}
	props, err := book.GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	if props.Creator != "Samling" || props.Title != "=Föräldraskap i vardagen" || props.Created != "2024-02-06T08:15:00Z" {
		t.Errorf("properties are %+v", props)
	}
}

func TestWorkbookOpensAtTheTable(t *testing.T) {
	file, book := writeXLSX(t, cover(), participants(t))
	if diff := cmp.Diff([]string{"Om listan", "Deltagare"}, book.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	if active := book.GetSheetName(book.GetActiveSheetIndex()); active != "Deltagare" {
		t.Errorf("%q is open, want Deltagare", active)
	}
	if strings.Contains(part(t, file, "xl/worksheets/sheet1.xml"), `tabSelected="1"`) {
		t.Error("the cover is selected too, so typing would change both sheets")
	}
}

func TestHeadingIsFrozenBoldAndFilters(t *testing.T) {
	file, book := writeXLSX(t, cover(), participants(t))
	panes, err := book.GetPanes("Deltagare")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes are %+v, %v", panes, err)
	}
	id, err := book.GetCellStyle("Deltagare", "A1")
	if err != nil {
		t.Fatal(err)
	}
	if style, err := book.GetStyle(id); err != nil || !style.Font.Bold {
		t.Errorf("heading is not bold: %v", err)
	}
	if !strings.Contains(part(t, file, "xl/worksheets/sheet2.xml"), `<autoFilter ref="$A$1:$E$5">`) {
		t.Error("no filter over the whole table")
	}
}

func TestColumnsAreAsWideAsTheirCells(t *testing.T) {
	table := sheet.Table{
		Name: "Deltagare",
		Columns: []sheet.Column{
			{Heading: "Nr", Kind: sheet.Number},
			{Heading: "E-post"},
			{Heading: "Kommentar"},
			{Heading: "Anmäld", Kind: sheet.Time},
			{Heading: "En fråga som är lång"},
		},
		Rows: rowsOf([]any{1, "asa.ostrom@kommun.example", strings.Repeat("ord ", 100), time.Unix(0, 0), "ja"}),
	}
	_, book := writeXLSX(t, cover(), table)
	for column, want := range map[string]float64{"A": 8, "B": 26, "C": 48, "D": 17, "E": 23} {
		if got, err := book.GetColWidth("Deltagare", column); err != nil || got != want {
			t.Errorf("column %s is %v wide, %v; want %v", column, got, err, want)
		}
	}
}

func TestHostileCellsInWorkbook(t *testing.T) {
	for _, tt := range hostile() {
		t.Run(tt.name, func(t *testing.T) {
			table := sheet.Table{
				Name:    "Deltagare",
				Columns: []sheet.Column{{Heading: tt.cell}},
				Rows:    rowsOf([]any{tt.cell}),
			}
			file, book := writeXLSX(t, sheet.Cover{Name: "Om"}, table)
			for _, cell := range []string{"A1", "A2"} {
				if got, err := book.GetCellValue("Deltagare", cell); err != nil || got != tt.wantXLSX {
					t.Errorf("%s is %q, %v; want %q", cell, got, err, tt.wantXLSX)
				}
			}
			if strings.Contains(part(t, file, "xl/worksheets/sheet2.xml"), "<f>") {
				t.Error("there is a formula")
			}
		})
	}
}

func TestNamesOfSheets(t *testing.T) {
	tests := []struct {
		name, cover, table string
		want               []string
	}{
		{"as wished", "Om listan", "Deltagare", []string{"Om listan", "Deltagare"}},
		{"forbidden characters", "[Om]: listan?", `Del*ta/gare\`, []string{"Om listan", "Del ta gare"}},
		{"apostrophes", "'Om'", "Ada's lista", []string{"Om", "Ada s lista"}},
		{"too long", "Om", strings.Repeat("å", 40), []string{"Om", strings.Repeat("å", 31)}},
		{"too long in UTF-16", "Om", strings.Repeat("😀", 20), []string{"Om", strings.Repeat("😀", 15)}},
		{"the same", "Lista", "LISTA", []string{"Lista", "LISTA 2"}},
		{"the same and long", strings.Repeat("a", 31), strings.Repeat("a", 31), []string{strings.Repeat("a", 31), strings.Repeat("a", 29) + " 2"}},
		{"none", "", "??", []string{"1", "2"}},
		{"kept by Excel", "history", "Deltagare", []string{"history 1", "Deltagare"}},
		{"line break", "Om\nlistan", "A\x00B", []string{"Om listan", "AB"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table := sheet.Table{Name: tt.table, Columns: []sheet.Column{{Heading: "Namn"}}, Rows: rowsOf([]any{"Ada"})}
			_, book := writeXLSX(t, sheet.Cover{Name: tt.cover}, table)
			if diff := cmp.Diff(tt.want, book.GetSheetList()); diff != "" {
				t.Errorf("names (-want +got):\n%s", diff)
			}
			if got, err := book.GetCellValue(tt.want[1], "A2"); err != nil || got != "Ada" {
				t.Errorf("A2 is %q, %v", got, err)
			}
		})
	}
}

func TestWorkbookWithoutRows(t *testing.T) {
	table := sheet.Table{Name: "Deltagare", Columns: []sheet.Column{{Heading: "Namn"}}, Rows: rowsOf()}
	_, book := writeXLSX(t, cover(), table)
	if diff := cmp.Diff([][]string{{"Namn"}}, rowsIn(t, book, "Deltagare")); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
}

func TestTableWithoutColumnsIsNoWorkbook(t *testing.T) {
	if _, err := sheet.WriteXLSX(io.Discard, cover(), sheet.Table{Rows: rowsOf()}); err == nil {
		t.Error("no error")
	}
}

func TestOldDatesStayReadable(t *testing.T) {
	table := sheet.Table{
		Name:    "Deltagare",
		Columns: []sheet.Column{{Heading: "Född", Kind: sheet.Date}},
		Rows:    rowsOf([]any{time.Date(1815, 12, 10, 0, 0, 0, 0, time.UTC)}),
	}
	_, book := writeXLSX(t, cover(), table)
	if got, err := book.GetCellValue("Deltagare", "A2"); err != nil || got != "1815-12-10" {
		t.Errorf("A2 is %q, %v", got, err)
	}
}

// TestNoTemporaryFileIsLeft matters because the file would hold the whole list.
func TestNoTemporaryFileIsLeft(t *testing.T) {
	tests := []struct {
		name string
		end  error
	}{
		{"after a good end", nil},
		{"after reading stopped", errBroken},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			t.Setenv("TMPDIR", dir)
			table := sheet.Table{
				Name:    "Deltagare",
				Columns: []sheet.Column{{Heading: "Kommentar"}},
				Rows: func(yield func([]any, error) bool) {
					for range 600 {
						yield([]any{strings.Repeat("å", 15_000)}, nil)
					}
					if files, err := os.ReadDir(dir); err != nil || len(files) == 0 {
						t.Errorf("no temporary file while writing, so nothing is tested: %v", err)
					}
					if tt.end != nil {
						yield(nil, tt.end)
					}
				},
			}
			if _, err := sheet.WriteXLSX(io.Discard, cover(), table); !errors.Is(err, tt.end) {
				t.Errorf("WriteXLSX: %v, want %v", err, tt.end)
			}
			if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
				t.Errorf("left behind: %v, %v", files, err)
			}
		})
	}
}
