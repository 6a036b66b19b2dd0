package sheet_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"samling/internal/sheet"
)

var bounds = sheet.Bounds{Rows: 20, Columns: 10}

var want = [][]string{{"Namn", "E-post"}, {"Åsa Öberg", "asa@example.org"}}

func in16(text string, big bool) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		if big {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return b
}

func TestRead(t *testing.T) {
	const plain = "Namn;E-post\nÅsa Öberg;asa@example.org\n"
	tests := []struct {
		name string
		data []byte
	}{
		{"UTF-8", []byte(plain)},
		{"UTF-8 with a mark", []byte("\ufeff" + plain)},
		{"UTF-16 with a mark", in16("\ufeff"+plain, false)},
		{"UTF-16 the other way round", in16("\ufeff"+plain, true)},
		{"UTF-16 without a mark", in16(plain, false)},
		{"UTF-16 the other way round without a mark", in16(plain, true)},
		{"Windows-1252", []byte("Namn;E-post\r\n\xc5sa \xd6berg;asa@example.org\r\n")},
		{"old Mac lines", []byte("Namn;E-post\rÅsa Öberg;asa@example.org")},
		{"commas", []byte("Namn,E-post\nÅsa Öberg,asa@example.org")},
		{"tabs, pasted", []byte("Namn\tE-post\nÅsa Öberg\tasa@example.org")},
		{"quotes", []byte("\"Namn\";\"E-post\"\n\"Åsa Öberg\";\"asa@example.org\"")},
		{"empty rows and cells, and space", []byte("\n;;\nNamn ;E-post;;\n;;\n Åsa Öberg; asa@example.org;\n\n")},
		{"a word to Excel", []byte("sep=;\nNamn;E-post\nÅsa Öberg;asa@example.org")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := sheet.Read(tt.data, bounds)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What was exported comes back as it was.
func TestReadWhatWasWritten(t *testing.T) {
	table := sheet.Table{Name: "T", Columns: []sheet.Column{{Heading: "Namn"}, {Heading: "Text"}}, Rows: func(yield func([]any, error) bool) {
		yield([]any{"Åsa, \"Å\"; Ö", "=1+1"}, nil)
	}}
	want := [][]string{{"Namn", "Text"}, {"Åsa, \"Å\"; Ö", "=1+1"}}
	var text, book bytes.Buffer
	if _, err := sheet.WriteCSV(&text, table, sheet.CSVOptions{Semicolon: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := sheet.WriteXLSX(&book, sheet.Cover{Name: "C", Title: "T"}, table); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"CSV": text.Bytes(), "XLSX": book.Bytes()} {
		got, err := sheet.Read(data, bounds)
		if err != nil {
			t.Fatal(name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func workbook(t testing.TB, set map[string]string) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for cell, value := range set {
		if err := book.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadRefuses(t *testing.T) {
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	for i := range 4 {
		w, err := z.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", i))
		if err != nil {
			t.Fatal(err)
		}
		w.Write(make([]byte, 16<<20))
	}
	z.Close()
	tests := []struct {
		name string
		data []byte
		want error
	}{
		{"nothing", nil, sheet.ErrNoRows},
		{"only separators", []byte(";;;\n;;"), sheet.ErrNoRows},
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"), sheet.ErrUnreadable},
		{"an old workbook", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), sheet.ErrOldWorkbook},
		{"an archive of something else", []byte("PK\x03\x04nothing"), sheet.ErrUnreadable},
		{"too many rows", []byte(strings.Repeat("a;b\n", 21)), sheet.ErrTooLong},
		{"too many columns", []byte(strings.Repeat("a;", 11)), sheet.ErrTooWide},
		{"a cell far to the right", workbook(t, map[string]string{"A1": "a", "XFD1": "b"}), sheet.ErrTooWide},
		{"a cell far down", workbook(t, map[string]string{"A1": "a", "A900000": "b"}), sheet.ErrTooLong},
		{"a small file that unpacks to a large one", bomb.Bytes(), sheet.ErrUnreadable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if rows, err := sheet.Read(tt.data, bounds); !errors.Is(err, tt.want) {
				t.Errorf("%d rows, %v, want %v", len(rows), err, tt.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("a;b\n\"c;d"))
	f.Add([]byte("\xff\xfea\x00;\x00"))
	f.Add(workbook(f, map[string]string{"A1": "a", "B2": "b"}))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := sheet.Read(data, bounds)
		if (err == nil) != (len(rows) > 0) || len(rows) > bounds.Rows {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		for _, r := range rows {
			if len(r) == 0 || len(r) > bounds.Columns || r[len(r)-1] == "" {
				t.Fatalf("row %q", r)
			}
		}
	})
}
