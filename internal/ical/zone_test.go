package ical_test

import (
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"

	"samling/internal/ical"
)

func TestTimesReadBackAsWritten(t *testing.T) {
	stockholm, newYork := zone(t, "Europe/Stockholm"), zone(t, "America/New_York")
	clocksBack := time.Date(2026, 10, 25, 1, 30, 0, 0, stockholm)
	tests := []struct {
		name       string
		start, end time.Time
		want       string // of the start
	}{
		{"winter", time.Date(2024, 2, 6, 9, 0, 0, 0, stockholm), time.Date(2024, 2, 6, 12, 0, 0, 0, stockholm), "20240206T090000"},
		{"summer", time.Date(2024, 7, 1, 9, 0, 0, 0, stockholm), time.Date(2024, 7, 1, 12, 0, 0, 0, stockholm), "20240701T090000"},
		{"clock goes forward", time.Date(2026, 3, 29, 1, 30, 0, 0, stockholm), time.Date(2026, 3, 29, 3, 30, 0, 0, stockholm), "20260329T013000"},
		{"first half past two", clocksBack.Add(time.Hour), clocksBack.Add(3 * time.Hour), "20261025T003000Z"},
		{"second half past two", clocksBack.Add(2 * time.Hour), clocksBack.Add(3 * time.Hour), "20261025T013000Z"},
		{"last minute before they differ", clocksBack.Add(29 * time.Minute), clocksBack.Add(time.Hour), "20261025T015900"},
		{"half past three", clocksBack.Add(3 * time.Hour), clocksBack.Add(4 * time.Hour), "20261025T033000"},
		{"New York", time.Date(2024, 3, 10, 9, 0, 0, 0, newYork), time.Date(2024, 3, 10, 12, 0, 0, 0, newYork), "20240310T090000"},
		{"UTC", time.Date(2024, 2, 6, 9, 0, 0, 0, time.UTC), time.Date(2024, 2, 6, 12, 0, 0, 0, time.UTC), "20240206T090000Z"},
		{"end in another zone", time.Date(2024, 2, 6, 9, 0, 0, 0, stockholm), time.Date(2024, 2, 6, 12, 0, 0, 0, newYork), "20240206T090000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := seminar(time.UTC)
			e.Start, e.End = tt.start, tt.end
			ev := parse(t, encode(t, ical.Publish, e)).Events()[0]
			if got := ev.GetProperty(ics.ComponentPropertyDtStart).Value; got != tt.want {
				t.Errorf("start is written %s, want %s", got, tt.want)
			}
			if got, err := ev.GetStartAt(); err != nil || !got.Equal(tt.start) {
				t.Errorf("starts %v, %v; want %v", got, err, tt.start)
			}
			if got, err := ev.GetEndAt(); err != nil || !got.Equal(tt.end) {
				t.Errorf("ends %v, %v; want %v", got, err, tt.end)
			}
		})
	}
}

// change is one change of the clock in a VTIMEZONE.
type change struct{ kind, at, from, to string }

func changes(t *testing.T, zone *ics.VTimezone) []change {
	t.Helper()
	var all []change
	for _, c := range zone.Components {
		kind := "winter"
		if _, ok := c.(*ics.Daylight); ok {
			kind = "summer"
		}
		values := map[string]string{}
		for _, p := range c.UnknownPropertiesIANAProperties() {
			values[p.IANAToken] = p.Value
		}
		all = append(all, change{kind, values["DTSTART"], values["TZOFFSETFROM"], values["TZOFFSETTO"]})
	}
	return all
}

func TestZoneIsComplete(t *testing.T) {
	tests := []struct {
		zone string
		want []change
	}{
		{"Europe/Stockholm", []change{
			{"winter", "20231029T030000", "+0200", "+0100"},
			{"summer", "20240331T020000", "+0100", "+0200"},
			{"winter", "20241027T030000", "+0200", "+0100"},
		}},
		{"America/New_York", []change{
			{"winter", "20231105T020000", "-0400", "-0500"},
			{"summer", "20240310T020000", "-0500", "-0400"},
			{"winter", "20241103T020000", "-0400", "-0500"},
		}},
		{"Australia/Sydney", []change{
			{"summer", "20231001T020000", "+1000", "+1100"},
			{"winter", "20240407T030000", "+1100", "+1000"},
			{"summer", "20241006T020000", "+1000", "+1100"},
		}},
		{"Asia/Kolkata", []change{{"winter", "19451015T000000", "+0630", "+0530"}}},
		{"Etc/GMT-3", []change{{"winter", "19700101T030000", "+0300", "+0300"}}},
	}
	for _, tt := range tests {
		t.Run(tt.zone, func(t *testing.T) {
			zones := parse(t, encode(t, ical.Publish, seminar(zone(t, tt.zone)))).Timezones()
			if len(zones) != 1 {
				t.Fatalf("%d zones", len(zones))
			}
			if diff := cmp.Diff(tt.want, changes(t, zones[0]), cmp.AllowUnexported(change{})); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUTCNeedsNoZone(t *testing.T) {
	if zones := parse(t, encode(t, ical.Publish, seminar(time.UTC))).Timezones(); len(zones) != 0 {
		t.Errorf("%d zones", len(zones))
	}
}
