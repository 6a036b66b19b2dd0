package sheet_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samling/internal/sheet"
)

func writeCSV(t *testing.T, table sheet.Table, o sheet.CSVOptions) (text string, rows int) {
	t.Helper()
	var out strings.Builder
	rows, err := sheet.WriteCSV(&out, table, o)
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), rows
}

func TestWriteCSV(t *testing.T) {
	tests := []struct {
		name    string
		options sheet.CSVOptions
		want    string
	}{
		{"Swedish", sheet.CSVOptions{Semicolon: true}, "" +
			"\ufeffNamn;Antal;Pris;Anmäld;Gallras\r\n" +
			"Åsa Öström;2;1200,5;2024-01-31 23:59;2024-05-06\r\n" +
			"0101;-5;-0,5;2024-07-01 09:30;\r\n" +
			";;;;\r\n" +
			"true;många;'=1+1;igår;1815-12-10\r\n"},
		{"English", sheet.CSVOptions{}, "" +
			"\ufeffNamn,Antal,Pris,Anmäld,Gallras\r\n" +
			"Åsa Öström,2,1200.5,2024-01-31 23:59,2024-05-06\r\n" +
			"0101,-5,-0.5,2024-07-01 09:30,\r\n" +
			",,,,\r\n" +
			"true,många,'=1+1,igår,1815-12-10\r\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, rows := writeCSV(t, participants(t), tt.options)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("file differs (-want +got):\n%s", diff)
			}
			if rows != 4 {
				t.Errorf("rows = %d, want 4", rows)
			}
		})
	}
}

func TestCSVWithoutRowsHasHeadings(t *testing.T) {
	table := sheet.Table{Columns: []sheet.Column{{Heading: "Namn"}, {Heading: "=1+1"}}, Rows: rowsOf()}
	got, rows := writeCSV(t, table, sheet.CSVOptions{Semicolon: true})
	if want := "\ufeffNamn;'=1+1\r\n"; got != want || rows != 0 {
		t.Errorf("got %q and %d rows, want %q and none", got, rows, want)
	}
}

// TestHostileCellsInCSV surrounds each cell by others, so that one that spills
// over is seen.
func TestHostileCellsInCSV(t *testing.T) {
	for _, tt := range hostile() {
		t.Run(tt.name, func(t *testing.T) {
			table := sheet.Table{
				Columns: []sheet.Column{{Heading: "A"}, {Heading: "B"}, {Heading: "C"}},
				Rows:    rowsOf([]any{"before", tt.cell, "after"}),
			}
			text, _ := writeCSV(t, table, sheet.CSVOptions{Semicolon: true})
			in := csv.NewReader(strings.NewReader(text))
			in.Comma = ';'
			records, err := in.ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			want := [][]string{{"\ufeffA", "B", "C"}, {"before", tt.wantCSV, "after"}}
			if diff := cmp.Diff(want, records); diff != "" {
				t.Errorf("read back (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRowsOfCSVEndInBothCharacters(t *testing.T) {
	table := sheet.Table{
		Columns: []sheet.Column{{Heading: "Kommentar"}},
		Rows:    rowsOf([]any{"rad ett\nrad två"}),
	}
	text, _ := writeCSV(t, table, sheet.CSVOptions{})
	if want := "\ufeffKommentar\r\n\"rad ett\r\nrad två\"\r\n"; text != want {
		t.Errorf("got %q, want %q", text, want)
	}
}
