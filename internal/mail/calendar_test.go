package mail

import (
	"bytes"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"samling/internal/event"
)

// entryOf reads the calendar entry of a mail.
func entryOf(t *testing.T, m Mail) (*ics.Calendar, *ics.VEvent) {
	t.Helper()
	cal, err := ics.ParseCalendar(bytes.NewReader(m.Calendar.Data))
	if err != nil {
		t.Fatal(err)
	}
	entries := cal.Events()
	if len(entries) != 1 {
		t.Fatalf("%d entries, want 1", len(entries))
	}
	return cal, entries[0]
}

func value(e *ics.VEvent, p ics.ComponentProperty) string {
	if found := e.GetProperty(p); found != nil {
		return found.Value
	}
	return ""
}

func TestCalendarFollowsTheRegistration(t *testing.T) {
	tests := []struct {
		kind             event.MessageKind
		method, sequence string
	}{
		{event.MailConfirmed, "REQUEST", "0"},
		{event.MailPromoted, "REQUEST", "0"},
		{event.MailEventChanged, "REQUEST", "2"},
		{event.MailWithdrawn, "CANCEL", "2"},
		{event.MailRemoved, "CANCEL", "2"},
		{event.MailMoved, "CANCEL", "2"},
		{event.MailEventCancelled, "CANCEL", "2"},
	}
	for _, tt := range tests {
		t.Run(string(tt.kind), func(t *testing.T) {
			l := letters("sv")[string(tt.kind)]
			m := compose(t, l)
			cal, entry := entryOf(t, m)
			if m.Calendar.Method != tt.method || m.Calendar.FileName != "goda-uppvaxtvillkor.ics" {
				t.Errorf("part %s %s", m.Calendar.Method, m.Calendar.FileName)
			}
			var method string
			for _, p := range cal.CalendarProperties {
				if p.IANAToken == string(ics.PropertyMethod) {
					method = p.Value
				}
			}
			want := map[ics.ComponentProperty]string{
				ics.ComponentPropertyUniqueId: "registration-41@events.example.org", ics.ComponentPropertySequence: tt.sequence,
				ics.ComponentPropertyOrganizer: "mailto:events@example.org", ics.ComponentPropertyAttendee: "mailto:sara@example.com",
				ics.ComponentPropertyLocation: "Digitalt", ics.ComponentPropertyUrl: "https://events.example.org/e/goda-uppvaxtvillkor",
			}
			for property, wanted := range want {
				if got := value(entry, property); got != wanted {
					t.Errorf("%s is %q, want %q", property, got, wanted)
				}
			}
			if uid := value(entry, ics.ComponentPropertyUniqueId); uid != newComposer(t).links.CalendarUID(l.Registration) {
				t.Errorf("the entry is not the one of the page: %s", uid)
			}
			if method != tt.method {
				t.Errorf("method %q, want %q", method, tt.method)
			}
			if start, err := entry.GetStartAt(); err != nil || !start.Equal(l.Event.StartsAt) {
				t.Errorf("starts at %v, %v", start, err)
			}
		})
	}
}

// A calendar is often shared with a whole team.
func TestCalendarHoldsNothingPrivate(t *testing.T) {
	for name, l := range letters("en") {
		m := compose(t, l)
		unfolded := strings.ReplaceAll(string(m.Calendar.Data), "\r\n ", "")
		for _, private := range []string{"/r/", "GOD-4T8N2K", "mote.example"} {
			if strings.Contains(unfolded, private) {
				t.Errorf("%s: calendar has %q", name, private)
			}
		}
	}
}

func TestMailsWithoutCalendar(t *testing.T) {
	called := letter(event.MailEventCancelled, growingUp(), "sv")
	called.Registration.Standing = event.Waiting
	tests := []struct {
		name   string
		letter event.Letter
	}{
		{"waiting", letter(event.MailWaiting, growingUp(), "sv")},
		{"left", letter(event.MailLeft, growingUp(), "sv")},
		{"already", letter(event.MailAlready, growingUp(), "sv")},
		{"links", letters("sv")["links"]},
		{"called off for somebody in the waiting list", called},
		{"clock is not known", letter(event.MailConfirmed, workshop(), "sv")},
		{"clock is not known, moved", letter(event.MailEventChanged, workshop(), "sv")},
	}
	for _, tt := range tests {
		m := compose(t, tt.letter)
		if m.Calendar.Method != "" || strings.Contains(m.Text, ".ics") || strings.Contains(strings.ToLower(m.Text), "kalender") {
			t.Errorf("%s: mail speaks of a calendar:\n%s", tt.name, m.Text)
		}
	}
}

func TestEntriesBeginOnTheEventsOwnClock(t *testing.T) {
	ev := growingUp()
	ev.StartsAt = time.Date(2024, 7, 1, 7, 0, 0, 0, time.UTC)
	ev.EndsAt = ev.StartsAt.Add(time.Hour)
	m := compose(t, letter(event.MailConfirmed, ev, "sv"))
	if !bytes.Contains(m.Calendar.Data, []byte("DTSTART;TZID=Europe/Stockholm:20240701T090000\r\n")) {
		t.Errorf("calendar:\n%s", m.Calendar.Data)
	}
}
