package event_test

import (
	"testing"
	"time"

	"samling/internal/event"
)

func TestLastMoment(t *testing.T) {
	tests := []struct {
		name, zone, closes, want string
	}{
		{"the last day counts whole", "Europe/Stockholm", "2024-01-31T23:00:00Z", "2024-01-31 23:59"},
		{"the last day in summer", "Europe/Stockholm", "2024-06-30T22:00:00Z", "2024-06-30 23:59"},
		{"the last day is the night the clock is moved", "Europe/Stockholm", "2024-03-31T22:00:00Z", "2024-03-31 23:59"},
		{"a clock is said as it is", "Europe/Stockholm", "2024-01-31T15:00:00Z", "2024-01-31 16:00"},
		{"half past midnight is said as it is", "Europe/Stockholm", "2024-01-31T23:30:00Z", "2024-02-01 00:30"},
		{"a second past midnight is said as it is", "Europe/Stockholm", "2024-01-31T23:00:01Z", "2024-02-01 00:00"},
		{"a nanosecond past midnight is said as it is", "Europe/Stockholm", "2024-01-31T23:00:00.000000001Z", "2024-02-01 00:00"},
		{"midnight is that of the event's zone", "America/New_York", "2024-02-01T05:00:00Z", "2024-01-31 23:59"},
		{"midnight was skipped", "America/Sao_Paulo", "2017-10-15T03:00:00Z", "2017-10-14 23:59"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339Nano, tt.closes)
			if err != nil {
				t.Fatal(err)
			}
			e := event.Event{Zone: tt.zone, ClosesAt: at}
			if got := e.LastMoment().Format("2006-01-02 15:04"); got != tt.want {
				t.Errorf("LastMoment = %s, want %s", got, tt.want)
			}
		})
	}
}

func TestMomentsOnTheEventsOwnClock(t *testing.T) {
	e := seminar(10, true)
	if got := e.Start().Format("2006-01-02 15:04 -07:00"); got != "2030-05-10 09:00 +02:00" {
		t.Errorf("Start = %s", got)
	}
	if got := e.End().Format("15:04"); got != "12:00" {
		t.Errorf("End = %s", got)
	}
	if got := e.ListStopsAt(); !got.Equal(starts.Add(-24 * time.Hour)) {
		t.Errorf("ListStopsAt = %s", got)
	}
	e.RetentionDays = 180 // over the day the clock is moved
	if got := e.EraseBy().Format("2006-01-02 15:04 -07:00"); got != "2030-11-06 12:00 +01:00" {
		t.Errorf("EraseBy = %s", got)
	}
	e.Zone = "Europe/Nowhere"
	if e.Location() != time.UTC {
		t.Errorf("an unknown zone reads as %s, not UTC", e.Location())
	}
}

func TestAttendance(t *testing.T) {
	for attendance, want := range map[event.Attendance][2]bool{
		event.OnSite: {true, false}, event.Online: {false, true}, event.Both: {true, true},
	} {
		e := event.Event{Attendance: attendance}
		if got := [2]bool{e.IsOnSite(), e.IsOnline()}; got != want {
			t.Errorf("%s: on site and online %v, want %v", attendance, got, want)
		}
	}
}

func TestIsPublic(t *testing.T) {
	for status, want := range map[event.Status]bool{event.Draft: false, event.Published: true, event.Cancelled: true} {
		if e := (event.Event{Status: status}); e.IsPublic() != want {
			t.Errorf("%s is public: %v, want %v", status, e.IsPublic(), want)
		}
	}
}

func TestPlace(t *testing.T) {
	tests := []struct {
		name string
		ev   event.Event
		want string
	}{
		{"name and address", event.Event{Attendance: event.OnSite, PlaceName: "Folkets hus", PlaceAddress: "Laholm"}, "Folkets hus, Laholm"},
		{"name alone", event.Event{Attendance: event.Both, PlaceName: "Folkets hus"}, "Folkets hus"},
		{"only online", event.Event{Attendance: event.Online, PlaceName: "Folkets hus"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.ev.Place(); got != tt.want {
				t.Errorf("Place = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAffiliation(t *testing.T) {
	tests := []struct {
		name    string
		speaker event.Speaker
		want    string
	}{
		{"both", event.Speaker{Title: "strateg", Organisation: "Region Sörmland"}, "strateg, Region Sörmland"},
		{"title alone", event.Speaker{Title: "strateg"}, "strateg"},
		{"organisation alone", event.Speaker{Organisation: "Region Sörmland"}, "Region Sörmland"},
		{"neither", event.Speaker{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.speaker.Affiliation(); got != tt.want {
				t.Errorf("Affiliation = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestHasClock(t *testing.T) {
	tests := []struct {
		name     string
		sessions []event.Session
		want     bool
	}{
		{"no programme", nil, false},
		{"no times", []event.Session{{}, {Sessions: []event.Session{{}}}}, false},
		{"one time", []event.Session{{}, {StartsAt: &starts}}, true},
		{"a time under a heading", []event.Session{{}, {Sessions: []event.Session{{}, {StartsAt: &starts}}}}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := event.Event{Sessions: tt.sessions}
			if got := e.HasClock(); got != tt.want {
				t.Errorf("HasClock = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestContactIsZero(t *testing.T) {
	if !(event.Contact{}).IsZero() || (event.Contact{Phone: "1"}).IsZero() {
		t.Error("only an empty contact is nobody to ask")
	}
}
