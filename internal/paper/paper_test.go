package paper_test

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/i18n/i18ntest"
	"samling/internal/paper"
)

var hard = []event.Registration{
	{Name: "Åsa Öberg", Organisation: "Strängnäs kommun"},
	{Name: "Łukasz Żółć", Organisation: "Ωμέγα ΑΕ", Comment: "Allergisk mot nötter"},
	{Name: "Anna-Karin Margareta Långnamnsson-Exempelström af Grip till Hårdnamn", Organisation: "Länsstyrelsen i Södermanlands län, enheten för social hållbarhet"},
	{Name: strings.Repeat("Donaudampfschiffahrt", 6), Organisation: "Дума"},
	{Name: "Nguyễn Thị Bình", Organisation: "Romssa suohkan, Dávvi Siida, Čáhcesuolu"},
}

func people(n int) iter.Seq2[event.Registration, error] {
	return func(yield func(event.Registration, error) bool) {
		for i := range n {
			r := hard[i%len(hard)]
			if i >= len(hard) {
				r = event.Registration{Name: fmt.Sprintf("Maria Exempel %d", i), Organisation: "Exempelkommunen"}
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

func attendance(t testing.TB, lang i18n.Lang, n int) paper.Attendance {
	return paper.Attendance{
		Words: i18ntest.Load(t).Printer(lang),
		Event: &event.Event{
			Title: "Barn och unga-konferensen 2024", Zone: "Europe/Stockholm", CaseNumber: "RS-2024/771",
			StartsAt: time.Date(2024, 11, 21, 8, 0, 0, 0, time.UTC), EndsAt: time.Date(2024, 11, 21, 15, 0, 0, 0, time.UTC),
			Attendance: event.OnSite, PlaceName: "Folkets hus", PlaceAddress: "Laholm",
			Organisation: event.Organisation{Name: "Laholms kommun och Region Halland"},
		},
		Count: n, Made: time.Date(2024, 11, 20, 14, 40, 0, 0, time.UTC), People: people(n),
	}
}

// text reads a PDF as people do, without the line breaks.
func text(t *testing.T, pdf []byte) string {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil && os.Getenv("CI") == "" {
		t.Skip("needs pdftotext of poppler-utils")
	}
	name := filepath.Join(t.TempDir(), "list.pdf")
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "-layout", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestAttendance(t *testing.T) {
	var out bytes.Buffer
	n, err := paper.Write(&out, attendance(t, i18n.Swedish, 60).List())
	if err != nil || n != 60 {
		t.Fatalf("%d rows, %v", n, err)
	}
	pages := strings.Split(text(t, out.Bytes()), "\f")
	if len(pages) != 4 { // three pages, and nothing after the last
		t.Fatalf("%d pages", len(pages)-1)
	}
	for i, page := range pages[:3] {
		for _, s := range []string{
			"Laholms kommun och Region Halland", "Närvarolista: Barn och unga-konferensen 2024", "Folkets hus, Laholm",
			"kl. 09.00–16.00", "Diarienummer RS-2024/771.", "Underskrift", fmt.Sprintf("Sida %d (3)", i+1), "personuppgifter",
		} {
			if !strings.Contains(page, s) {
				t.Errorf("page %d does not say %q:\n%s", i+1, s, page)
			}
		}
	}
	for _, s := range []string{"Åsa Öberg", "Łukasz Żółć", "Ωμέγα ΑΕ", "Дума", "Nguyễn Thị Bình", "Čáhcesuolu", "Exempelström", "Hårdnamn"} {
		if !strings.Contains(pages[0], s) {
			t.Errorf("first page does not say %q:\n%s", s, pages[0])
		}
	}
	if n := strings.Count(strings.Join(strings.Fields(pages[0]), ""), "Donau"); n < 4 {
		t.Errorf("a long word is cut:\n%s", pages[0])
	}
	if strings.Contains(strings.Join(pages, ""), "nötter") {
		t.Error("the list says what somebody eats")
	}
}

func TestAListPerSession(t *testing.T) {
	start := time.Date(2024, 11, 21, 9, 30, 0, 0, time.UTC)
	end := start.Add(45 * time.Minute)
	var lists []*paper.List
	for _, s := range []event.Session{{Title: "Psykiskt välbefinnande", StartsAt: &start, EndsAt: &end, Room: "Sal A"}, {Title: "Tidiga insatser"}} {
		a := attendance(t, i18n.English, 3)
		a.Session = &s
		lists = append(lists, a.List())
	}
	var out bytes.Buffer
	if n, err := paper.Write(&out, lists...); n != 6 || err != nil {
		t.Fatalf("%d rows, %v", n, err)
	}
	got := text(t, out.Bytes())
	for _, s := range []string{"Session: Psykiskt välbefinnande, 10:30–11:15, Sal A", "Session: Tidiga insatser", "3 people have a place."} {
		if !strings.Contains(got, s) {
			t.Errorf("does not say %q:\n%s", s, got)
		}
	}
	if strings.Count(got, "Page 1 (1)") != 2 {
		t.Errorf("pages are not numbered per list:\n%s", got)
	}
}

func TestEmptyListHasRowsToFillIn(t *testing.T) {
	var out bytes.Buffer
	if n, err := paper.Write(&out, attendance(t, i18n.Swedish, 0).List()); n != 0 || err != nil || out.Len() == 0 {
		t.Errorf("%d rows, %d bytes, %v", n, out.Len(), err)
	}
}

func TestBrokenReadingWritesNothing(t *testing.T) {
	broken := errors.New("the database went away")
	a := attendance(t, i18n.Swedish, 0)
	a.People = func(yield func(event.Registration, error) bool) { yield(event.Registration{}, broken) }
	var out bytes.Buffer
	if _, err := paper.Write(&out, a.List()); !errors.Is(err, broken) || out.Len() > 0 {
		t.Errorf("wrote %d bytes, %v", out.Len(), err)
	}
}

func TestTable(t *testing.T) {
	l := &paper.List{
		Words: i18ntest.Load(t).Printer(i18n.Swedish), Organisation: "Ale kommun", Title: "Deltagare", Landscape: true,
		Facts: []string{"Har plats, kommun Ale"}, Made: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),
		Columns: []paper.Column{{"Namn", paper.Strong, 2}, {"E-post", paper.Text, 3}},
		Rows: func(yield func([]string, error) bool) {
			yield([]string{"Åsa Öberg", "asa.oberg@example.org"}, nil)
		},
	}
	var out bytes.Buffer
	if n, err := paper.Write(&out, l); n != 1 || err != nil {
		t.Fatalf("%d rows, %v", n, err)
	}
	if got := text(t, out.Bytes()); !strings.Contains(got, "asa.oberg@example.org") || !strings.Contains(got, "kommun Ale") {
		t.Errorf("got\n%s", got)
	}
}

func BenchmarkAttendance5000(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		if _, err := paper.Write(&out, attendance(b, i18n.Swedish, 5000).List()); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(out.Len())/1024, "KB/file")
	}
}
