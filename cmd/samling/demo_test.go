package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
	"samling/internal/store/storetest"
)

func TestDemo(t *testing.T) {
	setenv(t)
	data := filepath.Join(t.TempDir(), "demo-data")
	s := starts(t, "demo", "--data", data)
	if status, body := fetch(t, s.base+"/mailbox"); status != http.StatusOK || strings.Contains(body, "/mailbox/1") {
		t.Errorf("the mailbox answers %d, or is not empty", status)
	}
	for deadline := time.Now().Add(5 * time.Second); !strings.Contains(s.out.String(), "Mail is caught and shown at "+s.base+"/mailbox\n"); {
		if time.Now().After(deadline) {
			t.Fatalf("does not tell of the mailbox:\n%s", s.out)
		}
		time.Sleep(5 * time.Millisecond)
	}
	var states []string
	for line := range strings.Lines(works(t, "event", "list", "--data", data)) {
		if fields := strings.Fields(line); fields[0] != "EVENT" {
			states = append(states, fields[0]+" "+strings.Join(fields[3:7], " "))
		}
	}
	slices.Sort(states)
	want := []string{
		"agenda-2030-i-vardagen cancelled 31 of 80", "barn-och-unga-konferens open 131 of 440",
		"dialog-halmstad past 46 of 48", "dialog-laholm open 5 of 14", "goda-uppvaxtvillkor open 84 of 120", "lupp-natverket closed 47 of 60", "tidiga-insatser few 54 of 60",
	}
	if diff := cmp.Diff(want, states); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	for _, slug := range []string{"agenda-2030-i-vardagen", "barn-och-unga-konferens", "dialog-halmstad", "dialog-laholm", "goda-uppvaxtvillkor", "lupp-natverket", "tidiga-insatser"} {
		if status, _ := fetch(t, s.base+"/e/"+slug); status != http.StatusOK {
			t.Errorf("%s answers %d", slug, status)
		}
	}
	link := regexp.MustCompile(`(?m)^Console: (\S+) .* elin@samling\.example\)$`).FindStringSubmatch(s.out.String())
	if link == nil || !strings.HasPrefix(link[1], s.base+"/console/sign-in/") {
		t.Fatalf("does not tell of the console:\n%s", s.out)
	}
	if resp := sendTo(t, link[1], nil); resp.StatusCode != http.StatusSeeOther {
		t.Errorf("the link to the console gives %d", resp.StatusCode)
	}
	if out := works(t, "user", "list", "--data", data); strings.Count(out, ": administrator") != 4 || !strings.Contains(out, "operator") {
		t.Errorf("users\n%s", out)
	}
	if out := works(t, "mail", "pending", "--data", data); out != "No mail waits, and none has failed.\n" {
		t.Errorf("mail waits:\n%s", out)
	}
}

func TestDemoStartsAnew(t *testing.T) {
	setenv(t)
	data := filepath.Join(t.TempDir(), "demo-data")
	first := starts(t, "demo", "--data", data)
	first.stop()
	file := strings.Replace(works(t, "event", "export", "dialog-halmstad", "--data", data), `"dialog-halmstad"`, `"another"`, 1)
	if out := works(t, "event", "import", write(t, "another.json", file), "--data", data); out != "created "+first.base+"/e/another (published)\n" {
		t.Errorf("import prints %q", out)
	}
	starts(t, "demo", "--data", data).stop()
	if out := works(t, "event", "list", "--data", data); strings.Contains(out, "another") {
		t.Errorf("kept what was added before:\n%s", out)
	}
}

func TestDemoLeavesOtherFoldersAlone(t *testing.T) {
	setenv(t)
	data := t.TempDir()
	name := filepath.Join(data, "thesis.txt")
	if err := os.WriteFile(name, []byte("years of work"), 0o600); err != nil {
		t.Fatal(err)
	}
	fails(t, exitWrong, "--data (SAMLING_DATA): "+data+" holds something that samling demo did not put there; choose another folder",
		"demo", "--listen", "127.0.0.1:0", "--data", data)
	if content, err := os.ReadFile(name); err != nil || string(content) != "years of work" {
		t.Errorf("%q, %v", content, err)
	}
	starts(t, "demo", "--data", t.TempDir()) // an empty folder will do
}

func TestDemoLeavesAnotherDemoAlone(t *testing.T) {
	setenv(t)
	data := filepath.Join(t.TempDir(), "demo-data")
	first := starts(t, "demo", "--data", data)
	fails(t, exitWrong, "--data (SAMLING_DATA): "+data+" is in use by the demonstration at "+first.base+"; choose another folder, such as --data "+data+"-2",
		"demo", "--listen", "127.0.0.1:0", "--data", data)
	if status, _ := fetch(t, first.base+"/e/dialog-halmstad"); status != http.StatusOK {
		t.Errorf("the first answers %d", status)
	}
}

func TestStoppedHalfway(t *testing.T) {
	setenv(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var said bytes.Buffer
	code := run(ctx, []string{"demo", "--listen", "127.0.0.1:0", "--data", t.TempDir()}, nil, io.Discard, &said)
	if code != exitFailed || said.String() != "samling: stopped before it was done\n" {
		t.Errorf("ended with %d and said\n%s", code, said.String())
	}
}

// at reads a day.
func at(t *testing.T, day string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestShift(t *testing.T) {
	two := 2
	file := event.File{
		Slug: "x", Starts: "2024-02-06T09:00", Ends: "2024-02-06T12:00", Title: "2024-02-06",
		Registration: event.FileRegistration{Opens: "2024-01-08T08:00", LastDay: "2024-01-31", WaitingListStops: &two},
		Program: []event.FileSession{
			{Title: "a", Starts: "09:00"},
			{Title: "b", Starts: "2024-02-07T10:00", Ends: "2024-02-07T11:00"},
			{Title: "c", Items: []event.FileSession{{Title: "d", Starts: "2024-02-07T13:00"}}},
		},
	}
	tests := []struct {
		name, to string
		days     int
	}{
		{"the day itself", "2024-02-06", 0},
		{"the day after", "2024-02-07", 7},
		{"six days later", "2024-02-12", 7},
		{"a week later", "2024-02-13", 7},
		{"the day before", "2024-02-05", 0},
		{"a week before", "2024-01-30", -7},
		{"eight days before", "2024-01-29", -7},
		{"over both nights when the clock is moved", "2024-11-05", 39 * 7},
		{"years later", "2026-11-23", 146 * 7},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			moved := func(layout, text string) string {
				at, err := time.Parse(layout, text)
				if err != nil {
					t.Fatal(err)
				}
				return at.AddDate(0, 0, tt.days).Format(layout)
			}
			const moment = "2006-01-02T15:04"
			want := file
			want.Starts, want.Ends = moved(moment, file.Starts), moved(moment, file.Ends)
			want.Registration.Opens = moved(moment, file.Registration.Opens)
			want.Registration.LastDay = moved(time.DateOnly, file.Registration.LastDay)
			want.Program = []event.FileSession{
				{Title: "a", Starts: "09:00"},
				{Title: "b", Starts: moved(moment, "2024-02-07T10:00"), Ends: moved(moment, "2024-02-07T11:00")},
				{Title: "c", Items: []event.FileSession{{Title: "d", Starts: moved(moment, "2024-02-07T13:00")}}},
			}
			if diff := cmp.Diff(want, shift(file, at(t, "2024-02-06"), at(t, tt.to))); diff != "" {
				t.Errorf("shifted (-want +got):\n%s", diff)
			}
		})
	}
	if file.Program[2].Items[0].Starts != "2024-02-07T13:00" {
		t.Error("the file it was given has changed")
	}
}

func TestSamplesStandAsTheyShould(t *testing.T) {
	want := map[string]event.State{
		"goda-uppvaxtvillkor.json": event.Open, "tidiga-insatser.json": event.Few, "barn-och-unga-konferens.json": event.Open,
		"lupp-natverket.json": event.Closed, "dialog-halmstad.json": event.Past, "agenda-2030-i-vardagen.json": event.CalledOff,
		"dialog-laholm.json": event.Open,
	}
	for n := range 130 { // whatever day it is tried
		now := time.Date(2026, 1, 1, 23, 30, 0, 0, time.UTC).AddDate(0, 0, 3*n)
		for _, s := range samples {
			file, err := s.today(now)
			if err != nil {
				t.Fatal(err)
			}
			ev, err := file.Event()
			if err != nil {
				t.Fatalf("%s on %s: %v", s.file, now, err)
			}
			places := event.Places{Confirmed: s.taken}
			if got := ev.State(event.Tally{Places: places}, now); got != want[s.file] {
				t.Errorf("on %s %s is %s", now, s.file, got)
			}
			if isHoliday(ev.Start()) {
				t.Errorf("on %s %s begins on a holiday, %s", now, s.file, ev.Start())
			}
			if s.closed && now.Sub(ev.ClosesAt) > 24*time.Hour {
				t.Errorf("on %s registration for %s closed %s", now, s.file, ev.ClosesAt)
			}
		}
	}
}

func TestPeopleDiffer(t *testing.T) {
	seen := map[string]bool{}
	for n := range 1000 {
		signup, invalid := event.NewSignup(person(n))
		if len(invalid) > 0 || seen[signup.Email] || !strings.HasSuffix(signup.Email, "@example.org") {
			t.Errorf("person %d: %+v %v", n, signup, invalid)
		}
		if _, known := event.MunicipalityNamed(signup.Municipality); signup.Municipality != "" && !known {
			t.Errorf("person %d lives in %s", n, signup.Municipality)
		}
		seen[signup.Email] = true
	}
}

func TestSampleMailIsNeverSent(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	now := time.Now()
	if err := loadSamples(t.Context(), s, now); err != nil {
		t.Fatal(err)
	}
	letters, err := s.ClaimLetters(t.Context(), 10, time.Minute, now.Add(100*time.Hour))
	if err != nil || len(letters) > 0 {
		t.Errorf("%d mails wait, %v", len(letters), err)
	}
}
