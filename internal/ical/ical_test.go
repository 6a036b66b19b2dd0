package ical_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"

	"samling/internal/ical"
)

var update = flag.Bool("update", false, "write the golden files anew")

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// seminar is an entry on 6 February 2024, at the given hour in the zone.
func seminar(loc *time.Location) ical.Entry {
	return ical.Entry{
		UID:         "R7K2QX@samling.example",
		Sequence:    2,
		Start:       time.Date(2024, 2, 6, 9, 0, 0, 0, loc),
		End:         time.Date(2024, 2, 6, 12, 0, 0, 0, loc),
		Stamp:       time.Date(2024, 1, 15, 8, 30, 0, 0, time.UTC),
		Summary:     "Föräldraskap i vardagen; en förmiddag, digitalt",
		Description: "Vi talar om vardagen i familjer med små barn.\n\nTa med:\r\n– frågor\r\n– kaffe",
		Location:    "Rådhuset, Stora Torget 13\n611 86 Nyköping",
		URL:         "https://samling.example/e/foraldraskap-i-vardagen",
		Organizer:   ical.Person{Name: `Region Sörmland: "Barn, unga"`, Address: "samling@region.example"},
		Attendee:    ical.Person{Name: "Åsa O'Öström, Nyköping", Address: "asa.ostrom@kommun.example"},
	}
}

func encode(t testing.TB, method ical.Method, entries ...ical.Entry) []byte {
	t.Helper()
	out, err := ical.Encode(method, entries...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func parse(t testing.TB, source []byte) *ics.Calendar {
	t.Helper()
	cal, err := ics.ParseCalendar(bytes.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func TestGolden(t *testing.T) {
	night := seminar(zone(t, "Europe/Stockholm"))
	night.UID, night.Summary = "N8@samling.example", "Natten då klockan ställs om"
	night.Start = time.Date(2026, 3, 29, 1, 30, 0, 0, zone(t, "Europe/Stockholm"))
	night.End = night.Start.Add(time.Hour)
	night.LastModified = night.Stamp.Add(-time.Hour)
	cancelled := seminar(zone(t, "Europe/Stockholm"))
	cancelled.UID, cancelled.Cancelled = "I1@samling.example", true

	tests := []struct {
		file    string
		method  ical.Method
		entries []ical.Entry
	}{
		{"publish-stockholm", ical.Publish, []ical.Entry{night, cancelled}},
		{"request-stockholm", ical.Request, []ical.Entry{seminar(zone(t, "Europe/Stockholm"))}},
		{"cancel-stockholm", ical.Cancel, []ical.Entry{seminar(zone(t, "Europe/Stockholm"))}},
		{"request-utc", ical.Request, []ical.Entry{seminar(time.UTC)}},
		{"request-new-york", ical.Request, []ical.Entry{seminar(zone(t, "America/New_York"))}},
		{"publish-nothing", ical.Publish, nil},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			golden(t, tt.file, encode(t, tt.method, tt.entries...))
		})
	}
}

func TestGoldenFeed(t *testing.T) {
	later := seminar(zone(t, "Europe/Stockholm"))
	later.UID = "R2@samling.example"
	later.Start, later.End = later.Start.AddDate(1, 6, 0), time.Time{}
	abroad := seminar(zone(t, "America/New_York"))
	abroad.UID = "R3@samling.example"

	out, err := ical.Feed("Evenemang,\r\nRegion Sörmland", seminar(zone(t, "Europe/Stockholm")), later, abroad)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "feed", out)
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name+".ics")
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func TestRefusals(t *testing.T) {
	tests := []struct {
		name   string
		change func(*ical.Entry)
		want   string
	}{
		{"no UID", func(e *ical.Entry) { e.UID = "" }, "UID is missing"},
		{"line break in UID", func(e *ical.Entry) { e.UID = "R7\r\nX-EVIL:1" }, "UID is missing"},
		{"space in UID", func(e *ical.Entry) { e.UID = "R7 K2" }, "UID is missing"},
		{"no start", func(e *ical.Entry) { e.Start = time.Time{} }, "no start"},
		{"no stamp", func(e *ical.Entry) { e.Stamp = time.Time{} }, "no stamp"},
		{"ends before it starts", func(e *ical.Entry) { e.End = e.Start.Add(-1) }, "ends before"},
		{"zone of this computer", func(e *ical.Entry) { e.Start = e.Start.In(time.FixedZone("Local", 3600)) }, "zone"},
		{"zone without name", func(e *ical.Entry) { e.Start = e.Start.In(time.FixedZone("", 3600)) }, "zone"},
		{"line break in the name of the zone", func(e *ical.Entry) { e.Start = e.Start.In(time.FixedZone("A\r\nX:1", 0)) }, "zone"},
		{"no organizer", func(e *ical.Entry) { e.Organizer = ical.Person{Name: "Region"} }, "organizer"},
		{"no attendee", func(e *ical.Entry) { e.Attendee = ical.Person{} }, "attendee"},
		{"two addresses", func(e *ical.Entry) { e.Attendee.Address = "a@x.example,b@x.example" }, "attendee"},
		{"line break in an address", func(e *ical.Entry) { e.Attendee.Address = "a@x.example\r\nX-EVIL:1" }, "attendee"},
		{"odd line break in an address", func(e *ical.Entry) { e.Attendee.Address = "a\u2028b@x.example" }, "attendee"},
		{"name in an address", func(e *ical.Entry) { e.Organizer.Address = "Ada <ada@x.example>" }, "organizer"},
		{"line break in a URL", func(e *ical.Entry) { e.URL = "https://x.example/\r\nX-EVIL:1" }, "URL"},
		{"script as a URL", func(e *ical.Entry) { e.URL = "javascript:alert(1)" }, "URL"},
		{"path as a URL", func(e *ical.Entry) { e.URL = "/e/gophers" }, "URL"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := seminar(zone(t, "Europe/Stockholm"))
			tt.change(&e)
			if _, err := ical.Encode(ical.Request, e); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v, want %q", err, tt.want)
			}
		})
	}
}

func TestPartForAnAttendeeIsAboutOneEntry(t *testing.T) {
	e := seminar(time.UTC)
	for _, entries := range [][]ical.Entry{nil, {e, e}} {
		if _, err := ical.Encode(ical.Request, entries...); err == nil {
			t.Errorf("no error with %d entries", len(entries))
		}
	}
}

func TestPublishedEntryNamesNoAttendee(t *testing.T) {
	out := encode(t, ical.Publish, seminar(time.UTC))
	if bytes.Contains(out, []byte("ATTENDEE")) || bytes.Contains(out, []byte("strom")) {
		t.Errorf("the attendee is in a public calendar:\n%s", out)
	}
}

func TestPublishedEntryNeedsNobody(t *testing.T) {
	e := seminar(time.UTC)
	e.Organizer, e.Attendee = ical.Person{}, ical.Person{}
	encode(t, ical.Publish, e)
}

func TestTextsReadBackAsWritten(t *testing.T) {
	cal := parse(t, encode(t, ical.Request, seminar(zone(t, "Europe/Stockholm"))))
	ev := cal.Events()[0]
	texts := map[ics.ComponentProperty]string{
		ics.ComponentPropertySummary:     "Föräldraskap i vardagen; en förmiddag, digitalt",
		ics.ComponentPropertyDescription: "Vi talar om vardagen i familjer med små barn.\n\nTa med:\n– frågor\n– kaffe",
		ics.ComponentPropertyLocation:    "Rådhuset, Stora Torget 13, 611 86 Nyköping",
		ics.ComponentPropertyOrganizer:   "mailto:samling@region.example",
		ics.ComponentPropertyStatus:      "CONFIRMED",
		ics.ComponentPropertySequence:    "2",
	}
	for property, want := range texts {
		if got := ev.GetProperty(property); got == nil || got.Value != want {
			t.Errorf("%s is %v, want %q", property, got, want)
		}
	}
	if cn := ev.GetProperty(ics.ComponentPropertyAttendee).ICalParameters["CN"]; !cmp.Equal(cn, []string{"Åsa O'Öström, Nyköping"}) {
		t.Errorf("attendee is called %q", cn)
	}
}
