package event_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"samling/internal/event"
)

// at is a moment in UTC, as "2024-02-06T09:00" or with seconds.
func at(text string) time.Time {
	t, err := time.Parse("2006-01-02T15:04:05", (text + ":00")[:19])
	if err != nil {
		panic(err)
	}
	return t
}

func TestLastDay(t *testing.T) {
	tests := []struct {
		name, zone, lastDay string
		want                string // the first instant that is too late, in UTC
	}{
		{"AC3: 31 January in Stockholm", "Europe/Stockholm", "2024-01-31", "2024-01-31T23:00"},
		{"the night the clock goes forward has 23 hours", "Europe/Stockholm", "2024-03-31", "2024-03-31T22:00"},
		{"the night before it goes forward", "Europe/Stockholm", "2024-03-30", "2024-03-30T23:00"},
		{"the night the clock goes back has 25 hours", "Europe/Stockholm", "2024-10-27", "2024-10-27T23:00"},
		{"leap day", "Europe/Stockholm", "2024-02-29", "2024-02-29T23:00"},
		{"last day of the year", "Europe/Stockholm", "2024-12-31", "2024-12-31T23:00"},
		{"far in the east", "Pacific/Kiritimati", "2024-01-31", "2024-01-31T10:00"},
		{"far in the west", "Pacific/Niue", "2024-01-31", "2024-02-01T11:00"},
		{"midnight is skipped", "America/Sao_Paulo", "2017-10-14", "2017-10-15T03:00"},
		{"the hour before midnight comes twice", "America/Sao_Paulo", "2018-02-17", "2018-02-18T03:00"},
		{"midnight comes twice, and the first ends the day", "America/Havana", "2024-11-02", "2024-11-03T04:00"},
		{"one minute of the day after, then the hour before again", "America/St_Johns", "2006-10-28", "2006-10-29T03:30"},
		{"the day after is left out of the calendar", "Pacific/Apia", "2011-12-29", "2011-12-30T10:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := smallest()
			f.Zone, f.Registration.LastDay = tt.zone, tt.lastDay
			ev, err := f.Event()
			if err != nil {
				t.Fatal(err)
			}
			if want := at(tt.want); !ev.ClosesAt.Equal(want) {
				t.Errorf("closes at %s, want %s", ev.ClosesAt, want)
			}
			if back := event.NewFile(&ev).Registration.LastDay; back != tt.lastDay {
				t.Errorf("written as last day %q", back)
			}
		})
	}
}

// zones hold every way in which the clocks of this world are moved.
var zones = []string{
	"UTC", "Europe/Stockholm", "Europe/London", "Atlantic/Azores", "America/New_York", "America/St_Johns", "America/Sao_Paulo",
	"America/Havana", "America/Asuncion", "Africa/Cairo", "Africa/Casablanca", "Asia/Beirut", "Asia/Tehran", "Asia/Kathmandu",
	"Asia/Gaza", "Australia/Lord_Howe", "Antarctica/Troll", "Pacific/Apia", "Pacific/Chatham", "Pacific/Kiritimati",
}

// In every zone and on every day: the door closes when the last day is over,
// not an instant earlier, and the day does not come back afterwards.
func TestLastDayCountsWholeEverywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		day := time.Date(1985, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 200*365).Draw(t, "day")).Format(time.DateOnly)
		checkLastDay(t, zone, day)
	})
}

// The days on which clocks are moved are rare, so each is tried.
func TestLastDayCountsWholeWhereClocksAreMoved(t *testing.T) {
	for _, zone := range zones {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		moved := time.Date(1985, 1, 1, 0, 0, 0, 0, loc)
		for {
			_, moved = moved.ZoneBounds()
			if moved.IsZero() || moved.Year() > 2037 {
				break
			}
			for _, days := range []int{-1, 0} {
				checkLastDay(t, zone, moved.AddDate(0, 0, days).Format(time.DateOnly))
			}
		}
	}
}

func checkLastDay(t interface {
	Fatal(...any)
	Errorf(string, ...any)
}, zone, day string) {
	f := smallest()
	f.Zone, f.Registration.LastDay = zone, day
	ev, err := f.Event()
	if err != nil {
		if zone == "Pacific/Apia" && day == "2011-12-30" {
			return // a day that never was
		}
		t.Fatal(zone, day, err)
	}
	loc := ev.Location()
	if last := ev.ClosesAt.Add(-1).In(loc).Format(time.DateOnly); last != day {
		t.Errorf("%s %s: the last instant is on %s", zone, day, last)
	}
	for quarters := range 26 * 4 {
		after := ev.ClosesAt.Add(time.Duration(quarters) * 15 * time.Minute).In(loc)
		if after.Format(time.DateOnly) <= day {
			t.Errorf("%s %s: closed, and yet it is %s", zone, day, after)
			break
		}
	}
	if said := ev.LastMoment().Format(time.DateOnly + " 15:04"); said != day+" 23:59" {
		t.Errorf("%s %s: the last moment is said to be %s", zone, day, said)
	}
	if back := event.NewFile(&ev).Registration.LastDay; back != day {
		t.Errorf("%s %s: written as %q", zone, day, back)
	}
}

func TestDayWithoutClock(t *testing.T) {
	tests := []struct {
		name, zone, date  string
		wantStart, wantAt string
	}{
		{"AC8", "Europe/Stockholm", "2022-03-25", "2022-03-24T23:00", "2022-03-25T23:00"},
		{"a day of 23 hours", "Europe/Stockholm", "2024-03-31", "2024-03-30T23:00", "2024-03-31T22:00"},
		{"a day of 25 hours", "Europe/Stockholm", "2024-10-27", "2024-10-26T22:00", "2024-10-27T23:00"},
		{"a day that begins at one", "America/Sao_Paulo", "2017-10-15", "2017-10-15T03:00", "2017-10-16T02:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := smallest()
			f.Zone, f.Starts, f.Ends, f.Date, f.TimeText = tt.zone, "", "", tt.date, "förmiddag"
			ev, err := f.Event()
			if err != nil {
				t.Fatal(err)
			}
			if !ev.StartsAt.Equal(at(tt.wantStart)) || !ev.EndsAt.Equal(at(tt.wantAt)) || ev.TimeText != "förmiddag" || ev.HasTimes() {
				t.Errorf("from %s to %s, %q", ev.StartsAt, ev.EndsAt, ev.TimeText)
			}
			if back := event.NewFile(&ev); back.Date != tt.date || back.TimeText != "förmiddag" || back.Starts+back.Ends != "" {
				t.Errorf("written as %s %s %s %s", back.Date, back.TimeText, back.Starts, back.Ends)
			}
		})
	}
}

func TestADayThatNeverWas(t *testing.T) {
	f := smallest()
	f.Zone, f.Starts, f.Ends, f.Date, f.TimeText = "Pacific/Apia", "", "", "2011-12-30", "förmiddag"
	_, err := f.Event()
	if want := "date: does not exist in Pacific/Apia: the calendar was moved then"; err == nil || err.Error() != want {
		t.Errorf("Event: %v, want %s", err, want)
	}
}

// An hour that comes twice in autumn is the later of the two, so that nobody
// comes too late to a door that closes in it, and stays so.
func TestAnHourThatComesTwice(t *testing.T) {
	f := smallest()
	f.Starts, f.Ends = "2026-10-25T02:30", "2026-10-25T12:00"
	ev, err := f.Event()
	if err != nil {
		t.Fatal(err)
	}
	if want := at("2026-10-25T01:30"); !ev.StartsAt.Equal(want) {
		t.Errorf("starts at %s, want %s", ev.StartsAt, want)
	}
	if back := event.NewFile(&ev).Starts; back != f.Starts {
		t.Errorf("written as %s", back)
	}
}

func TestClocksOfSessions(t *testing.T) {
	f := smallest()
	f.Program = []event.FileSession{
		{Title: "first day", Starts: "09:30", Ends: "10:00"},
		{Title: "second day", Starts: "2024-02-07T09:00", Ends: "2024-02-07T10:00"},
		{Title: "no clock"},
	}
	ev, err := f.Event()
	if err != nil {
		t.Fatal(err)
	}
	if s := ev.Sessions[0]; !s.StartsAt.Equal(at("2024-02-06T08:30")) || !s.EndsAt.Equal(at("2024-02-06T09:00")) {
		t.Errorf("first day: %s to %s", s.StartsAt, s.EndsAt)
	}
	if s := ev.Sessions[1]; !s.StartsAt.Equal(at("2024-02-07T08:00")) {
		t.Errorf("second day: %s", s.StartsAt)
	}
	if s := ev.Sessions[2]; s.StartsAt != nil || s.EndsAt != nil {
		t.Errorf("no clock: %v to %v", s.StartsAt, s.EndsAt)
	}
	back := event.NewFile(&ev).Program
	if back[0].Starts != "09:30" || back[1].Starts != "2024-02-07T09:00" || back[2].Starts != "" {
		t.Errorf("written as %q, %q, %q", back[0].Starts, back[1].Starts, back[2].Starts)
	}
}
