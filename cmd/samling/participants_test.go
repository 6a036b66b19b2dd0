package main

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"samling/internal/event"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

// withPeople makes a database with an event of two places and four people, of
// whom two wait, and returns the flags for it.
func withPeople(t *testing.T, o store.Options) []string {
	t.Helper()
	flags := place(t, o)
	works(t, with(flags, "migrate")...)
	file := sampleFile(t, map[string]any{"registration": map[string]any{
		"last_day": time.Now().AddDate(0, 0, 7).Format(time.DateOnly), "capacity": 2, "waiting_list": true, "waiting_list_stops_hours": 8760,
	}})
	works(t, with(flags, "event", "import", write(t, "event.json", file))...)
	open(t, flags, func(ctx context.Context, s *store.Store) {
		ev, err := s.EventBySlug(ctx, "goda-uppvaxtvillkor")
		if err != nil {
			t.Fatal(err)
		}
		for i := range 4 {
			if err := register(ctx, s, ev, i, 0, time.Now()); err != nil {
				t.Fatal(err)
			}
		}
	})
	return flags
}

// open opens the database as another process would.
func open(t *testing.T, flags []string, do func(context.Context, *store.Store)) {
	t.Helper()
	s, err := dataFlags{Data: flags[1], Database: flags[3]}.open(t.Context(), "events.example.org")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	do(t.Context(), s)
}

// registrations are all there are.
func registrations(t *testing.T, flags []string) (regs []event.Registration) {
	t.Helper()
	open(t, flags, func(ctx context.Context, s *store.Store) {
		ev, err := s.EventBySlug(ctx, "goda-uppvaxtvillkor")
		if err != nil {
			t.Fatal(err)
		}
		for reg, err := range s.Participants(ctx, ev.ID) {
			if err != nil {
				t.Fatal(err)
			}
			regs = append(regs, reg)
		}
	})
	return regs
}

// readCSV reads a list the way a spreadsheet program does.
func readCSV(t *testing.T, name string, comma rune) [][]string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(string(content), "\ufeff")
	if !ok {
		t.Error("the file has no mark of its encoding")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = comma
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestExportOfParticipants(t *testing.T) {
	setenv(t)
	storetest.EachDatabase(t, func(t *testing.T, o store.Options) {
		flags := withPeople(t, o)
		folder := t.TempDir()
		export := func(args ...string) string {
			return works(t, append(with(flags, "participants", "export", "goda-uppvaxtvillkor"), args...)...)
		}
		name := filepath.Join(folder, "list.csv")
		if out := export("--out", name); !strings.HasPrefix(out, "4 participants written to "+name+". To be erased by 20") {
			t.Errorf("prints %q", out)
		}
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
			t.Errorf("file: %v, %v", info.Mode(), err)
		}
		rows := readCSV(t, name, ';')
		var got [][]string
		for _, row := range rows {
			got = append(got, row[1:5])
		}
		want := [][]string{
			{"Status", "Nummer i väntelistan", "Namn", "E-postadress"},
			{"har plats", "", "Åsa Öberg", "asa.oberg@example.org"}, {"har plats", "", "Erik Lindqvist", "erik.lindqvist@example.org"},
			{"på väntelistan", "1", "Maria Hassan", "maria.hassan@example.org"}, {"på väntelistan", "2", "Ahmed Nyström", "ahmed.nystrom@example.org"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("list (-want +got):\n%s", diff)
		}

		english := filepath.Join(folder, "list.txt")
		export("--out", english, "--format", "csv", "--language", "en")
		if rows := readCSV(t, english, ','); rows[0][3] != "Name" || rows[1][1] != "has a place" {
			t.Errorf("English list: %v", rows[:2])
		}
		workbook := filepath.Join(folder, "list.XLSX")
		export("--out", workbook)
		book, err := excelize.OpenFile(workbook)
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		if cells, err := book.GetRows(book.GetSheetName(1)); err != nil || len(cells) != 5 || cells[4][3] != "Ahmed Nyström" {
			t.Errorf("workbook: %v, %v", cells, err)
		}
		if entries, err := os.ReadDir(folder); err != nil || len(entries) != 3 {
			t.Errorf("left behind: %v, %v", entries, err)
		}
	})
}

func TestExportThatCannotBeWritten(t *testing.T) {
	setenv(t)
	flags := withPeople(t, store.Options{})
	folder := t.TempDir()
	export := func(args ...string) []string {
		return append(with(flags, "participants", "export", "goda-uppvaxtvillkor"), args...)
	}
	fails(t, exitWrong, "--format (SAMLING_FORMAT): is needed, because list.pdf ends neither in .csv nor in .xlsx", export("--out", "list.pdf")...)
	fails(t, exitWrong, "--out (SAMLING_OUT): cannot write in "+folder+"/nowhere: no such file or directory", export("--out", folder+"/nowhere/list.csv")...)
	if err := os.MkdirAll(filepath.Join(folder, "list.csv", "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if r := samling(t, export("--out", filepath.Join(folder, "list.csv"))...); r.code != exitFailed || r.out != "" {
		t.Errorf("over a folder it ended with %d:\n%s%s", r.code, r.out, r.err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestOlderFileStaysUntilTheNewOneIsWhole(t *testing.T) {
	name := write(t, "list.csv", "old")
	broken := errors.New("the database went away")
	err := replaceFile(name, func(w io.Writer) error {
		io.WriteString(w, "half")
		return broken
	})
	if content, _ := os.ReadFile(name); !errors.Is(err, broken) || string(content) != "old" {
		t.Errorf("%v, file holds %q", err, content)
	}
}

func TestPromote(t *testing.T) {
	setenv(t)
	storetest.EachDatabase(t, func(t *testing.T, o store.Options) {
		flags := withPeople(t, o)
		regs := registrations(t, flags)
		promote := func(slug, reference string) []string {
			return with(flags, "participants", "promote", slug, reference)
		}
		second := regs[3].Reference
		// Message-IDs then end in the name of the server.
		starts(t, with(flags, "serve", "--base-url", "https://anmalan.example.org")...).stop()
		fails(t, exitFailed, "there is no free place at goda-uppvaxtvillkor: raise its capacity first", promote("goda-uppvaxtvillkor", second)...)
		fails(t, exitFailed, regs[0].Reference+" is not on the waiting list", promote("goda-uppvaxtvillkor", regs[0].Reference)...)
		fails(t, exitFailed, `there is no registration `+second+` for an event "another"`, promote("another", second)...)

		file := strings.Replace(works(t, with(flags, "event", "export", "goda-uppvaxtvillkor")...), `"capacity": 2`, `"capacity": 3`, 1)
		works(t, with(flags, "event", "import", write(t, "event.json", file))...)
		if out := works(t, promote("goda-uppvaxtvillkor", strings.ToLower(second))...); out != second+" has a place now, and a mail about it is on its way\n" {
			t.Errorf("prints %q", out)
		}
		if after := registrations(t, flags); after[3].Standing != event.Confirmed || after[2].Standing != event.Waiting {
			t.Errorf("standings %s and %s", after[2].Standing, after[3].Standing)
		}
		open(t, flags, func(ctx context.Context, s *store.Store) {
			msgs, err := s.Messages(ctx, regs[3].ID)
			if err != nil || len(msgs) != 2 || !strings.HasSuffix(msgs[1].MessageID, "@anmalan.example.org") {
				t.Errorf("mails %+v, %v", msgs, err)
			}
		})
		if out := works(t, with(flags, "mail", "pending")...); !strings.Contains(out, "promoted") {
			t.Errorf("no mail waits:\n%s", out)
		}
	})
}
