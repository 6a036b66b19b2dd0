package ical_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"samling/internal/ical"
)

// anyText draws what people and attackers type: words, other alphabets, and what
// means something in a calendar.
func anyText() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		odd := rapid.SampledFrom([]string{
			"\r\nATTACH:https://evil.example\r\n", "\n", "\r", "\t", "\x00", "\x85", "\u0085", "\u2028", "\xff",
			`"`, `\`, `\n`, ";", ",", ":", "<b>", "😀", "å", "👩‍👧", " ", "END:VEVENT",
		})
		parts := rapid.SliceOfN(rapid.OneOf(odd, rapid.String()), 0, 12).Draw(t, "parts")
		return strings.Join(parts, "")
	})
}

// names are what the lines of an entry may begin with.
func names() []string {
	return []string{
		"BEGIN:VCALENDAR", "VERSION:", "PRODID:", "CALSCALE:", "METHOD:", "BEGIN:VTIMEZONE", "TZID:",
		"BEGIN:STANDARD", "BEGIN:DAYLIGHT", "DTSTART", "TZOFFSETFROM:", "TZOFFSETTO:", "TZNAME:",
		"END:STANDARD", "END:DAYLIGHT", "END:VTIMEZONE", "BEGIN:VEVENT", "UID:", "DTSTAMP:", "SEQUENCE:",
		"DTEND", "STATUS:", "SUMMARY:", "DESCRIPTION:", "LOCATION:", "URL:", "ORGANIZER", "ATTENDEE",
		"END:VEVENT", "END:VCALENDAR",
	}
}

func TestNothingTypedBreaksALine(t *testing.T) {
	stockholm := zone(t, "Europe/Stockholm")
	rapid.Check(t, func(t *rapid.T) {
		e := seminar(stockholm)
		e.Summary = anyText().Draw(t, "summary")
		e.Description = anyText().Draw(t, "description")
		e.Location = anyText().Draw(t, "location")
		e.Organizer.Name = anyText().Draw(t, "organizer")
		e.Attendee.Name = anyText().Draw(t, "attendee")
		out, err := ical.Encode(ical.Request, e)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.SplitSeq(bytes.TrimSuffix(out, []byte("\r\n")), []byte("\r\n")) {
			checkLine(t, line)
		}
		if n := bytes.Count(out, []byte("\r\nEND:VEVENT\r\n")); n != 1 {
			t.Errorf("%d entries", n)
		}
	})
}

func checkLine(t *rapid.T, line []byte) {
	if len(line) > 75 {
		t.Errorf("%d octets: %q", len(line), line)
	}
	if !utf8.Valid(line) {
		t.Errorf("a character is split: %q", line)
	}
	if bytes.ContainsAny(line, "\r\n\x00\u0085\u2028") {
		t.Errorf("control character: %q", line)
	}
	if line[0] == ' ' {
		return
	}
	for _, name := range names() {
		if bytes.HasPrefix(line, []byte(name)) {
			return
		}
	}
	t.Errorf("somebody's text became a line: %q", line)
}

func TestTextReadsBack(t *testing.T) {
	stockholm := zone(t, "Europe/Stockholm")
	rapid.Check(t, func(t *rapid.T) {
		e := seminar(stockholm)
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zåäö0-9,;:.<>"'–😀]{1,90}`), 1, 20).Draw(t, "words")
		e.Summary = strings.Join(words, " ")
		out, err := ical.Encode(ical.Request, e)
		if err != nil {
			t.Fatal(err)
		}
		unfolded := bytes.ReplaceAll(out, []byte("\r\n "), nil)
		want := strings.NewReplacer(";", `\;`, ",", `\,`).Replace(e.Summary)
		if !bytes.Contains(unfolded, []byte("\r\nSUMMARY:"+want+"\r\n")) {
			t.Errorf("lost: %q\n%s", want, out)
		}
	})
}
