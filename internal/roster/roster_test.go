package roster_test

import (
	"bytes"
	"errors"
	"flag"
	"iter"
	"os"
	"path/filepath"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/i18n/i18ntest"
	"samling/internal/roster"
	"samling/internal/sheet"
)

var update = flag.Bool("update", false, "write the golden files anew")

// participants are one of each standing, and one with an odd name.
func participants() []event.Registration {
	at := time.Date(2024, 1, 20, 8, 30, 0, 0, time.UTC)
	left := at.Add(50 * time.Hour)
	return []event.Registration{
		{ID: 1, Reference: "GOD-2B4K7N", Standing: event.Confirmed, Name: "Åsa Öberg", Email: "asa.oberg@example.org", Organisation: "Strängnäs kommun", Role: "Rektor", Municipality: "Strängnäs", Comment: "Behöver textning; gärna\npå svenska", Language: "sv", CreatedAt: at},
		{ID: 2, Reference: "GOD-3C5M8P", Standing: event.Waiting, Name: "=HYPERLINK(\"x\")", Email: "ada@example.org", Language: "en", CreatedAt: at.Add(time.Hour)},
		{ID: 3, Reference: "GOD-4D6N9Q", Standing: event.Withdrawn, Name: "Bo Ek", Email: "bo.ek@example.org", Language: "sv", CreatedAt: at.Add(2 * time.Hour), CancelledAt: &left},
		{ID: 4, Reference: "GOD-5F7P2R", Standing: event.Waiting, Name: "Mia Alm", Email: "mia.alm@example.org", Organisation: "-", Role: "+46 70", Language: "sv", CreatedAt: time.Date(2024, 1, 31, 22, 59, 59, 0, time.UTC)},
	}
}

func list(regs []event.Registration) iter.Seq2[event.Registration, error] {
	return func(yield func(event.Registration, error) bool) {
		for _, r := range regs {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func newRoster(t *testing.T, lang i18n.Lang) *roster.Roster {
	t.Helper()
	return &roster.Roster{
		Event: &event.Event{
			Slug: "goda-uppvaxtvillkor", Title: "Vill du vara med?", Zone: "Europe/Stockholm", CaseNumber: "1234-2024",
			StartsAt: time.Date(2024, 2, 6, 8, 0, 0, 0, time.UTC), EndsAt: time.Date(2024, 2, 6, 11, 0, 0, 0, time.UTC),
			RetentionDays: 90, Organisation: event.Organisation{Name: "Länsstyrelsen i Södermanlands län"},
		},
		Words:         i18ntest.Load(t).Printer(lang),
		Registrations: list(participants()),
		Taken:         time.Date(2024, 2, 5, 14, 3, 0, 0, time.UTC),
	}
}

func TestCSV(t *testing.T) {
	for lang, semicolon := range map[i18n.Lang]bool{i18n.Swedish: true, i18n.English: false} {
		t.Run(string(lang), func(t *testing.T) {
			var got bytes.Buffer
			rows, err := sheet.WriteCSV(&got, newRoster(t, lang).Table(), sheet.CSVOptions{Semicolon: semicolon})
			if err != nil || rows != 4 {
				t.Fatalf("wrote %d rows, %v", rows, err)
			}
			golden := filepath.Join("testdata", "participants."+string(lang)+".csv")
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", golden, diff)
			}
		})
	}
}

// workbook writes a list and reads both its sheets.
func workbook(t *testing.T, r *roster.Roster) (cover, table [][]string) {
	t.Helper()
	var out bytes.Buffer
	if _, err := sheet.WriteXLSX(&out, r.Cover(), r.Table()); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for i, rows := range []*[][]string{&cover, &table} {
		if *rows, err = book.GetRows(book.GetSheetName(i)); err != nil {
			t.Fatal(err)
		}
	}
	return cover, table
}

func TestCover(t *testing.T) {
	cover, _ := workbook(t, newRoster(t, i18n.Swedish))
	want := [][]string{
		{"Vill du vara med?"},
		nil,
		{"Evenemanget äger rum", "6 februari 2024 kl. 09.00–12.00"},
		{"Arrangör", "Länsstyrelsen i Södermanlands län"},
		{"Diarienummer", "1234-2024"},
		{"Listan togs ut", "2024-02-05 15:03"},
		{"Har plats", "1"},
		{"På väntelistan", "2"},
		{"Avbokade", "1"},
		{"Rader i listan", "4"},
		{"Gallras senast", "2024-05-06"},
	}
	if diff := cmp.Diff(want, cover); diff != "" {
		t.Errorf("cover (-want +got):\n%s", diff)
	}
}

func TestWhen(t *testing.T) {
	tests := []struct {
		name   string
		change func(*event.Event)
		want   string
	}{
		{"clock not known", func(e *event.Event) { e.TimeText = "förmiddag" }, "6 februari 2024, förmiddag"},
		{"two days", func(e *event.Event) { e.EndsAt = e.EndsAt.AddDate(0, 0, 1) }, "6–7 februari 2024"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRoster(t, i18n.Swedish)
			tt.change(r.Event)
			cover, _ := workbook(t, r)
			if got := cover[2][1]; got != tt.want {
				t.Errorf("takes place %q, want %q", got, tt.want)
			}
		})
	}
}

func TestNoCaseNumberNoLine(t *testing.T) {
	r := newRoster(t, i18n.English)
	r.Event.CaseNumber = ""
	cover, _ := workbook(t, r)
	if got := cover[4][0]; got != "List taken" {
		t.Errorf("line 5 is %q", got)
	}
}

func TestEmptyList(t *testing.T) {
	r := newRoster(t, i18n.Swedish)
	r.Registrations = list(nil)
	cover, table := workbook(t, r)
	if len(table) != 1 || cover[9][1] != "0" {
		t.Errorf("table %v, cover %v", table, cover)
	}
}

func TestNumbersStartAnew(t *testing.T) {
	r := newRoster(t, i18n.Swedish)
	for range 2 {
		_, table := workbook(t, r)
		if table[2][2] != "1" || table[4][2] != "2" {
			t.Errorf("numbers %q and %q, want 1 and 2", table[2][2], table[4][2])
		}
	}
}

func TestBrokenReadingEndsTheList(t *testing.T) {
	broken := errors.New("the database went away")
	r := newRoster(t, i18n.Swedish)
	r.Registrations = func(yield func(event.Registration, error) bool) {
		if yield(participants()[0], nil) {
			yield(event.Registration{}, broken)
		}
	}
	var out bytes.Buffer
	if _, err := sheet.WriteXLSX(&out, r.Cover(), r.Table()); !errors.Is(err, broken) || out.Len() > 0 {
		t.Errorf("wrote %d bytes, %v", out.Len(), err)
	}
}
