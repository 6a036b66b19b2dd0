package event_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samling/internal/event"
)

func day(t testing.TB, text string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestNextYearIsTheSameWeekdayOfTheSameWeek(t *testing.T) {
	tests := []struct{ name, held, after, want string }{
		{"Thursday of week 47 (AC14)", "2022-11-24", "2022-12-01", "2023-11-23"},
		{"Tuesday of week 6", "2024-02-06", "2024-01-19", "2025-02-04"},
		{"leap day", "2024-02-29", "2024-03-01", "2025-02-27"},
		{"week 53 into a year with 52", "2020-12-31", "2021-01-01", "2021-12-30"},
		{"week 52 into a year with 53", "2025-12-25", "2025-12-26", "2026-12-24"},
		{"the first of January in week 53 of the year before", "2021-01-01", "2021-01-02", "2021-12-31"},
		{"the 31st of December in week 1 of the next year", "2024-12-31", "2025-01-01", "2025-12-30"},
		{"Monday of week 1 in the old year", "2024-12-30", "2024-12-31", "2025-12-29"},
		{"a Sunday", "2023-10-29", "2023-11-01", "2024-10-27"},
		{"what was held long ago lies ahead again", "2018-11-09", "2024-01-19", "2024-11-08"},
		{"not today", "2023-01-20", "2024-01-19", "2025-01-17"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := event.NextYear(day(t, tt.held), day(t, tt.after)).Format(time.DateOnly)
			if got != tt.want {
				t.Errorf("%s is held next on %s, want %s", tt.held, got, tt.want)
			}
		})
	}
}

func TestNextYearKeepsWeekdayAndWeek(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		held := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 40000).Draw(t, "held"))
		next := event.NextYear(held, held)
		year, week := held.ISOWeek()
		nextYear, nextWeek := next.ISOWeek()
		if next.Weekday() != held.Weekday() || nextYear != year+1 || nextWeek != week && (week != 53 || nextWeek != 52) {
			t.Errorf("%s (%d-W%d) is held next on %s (%d-W%d)", held, year, week, next, nextYear, nextWeek)
		}
	})
}

// conference takes two days, and has everything that a copy must move or drop.
func conference(t testing.TB) event.Event {
	at := func(text string) time.Time {
		loc, err := time.LoadLocation("Europe/Stockholm")
		if err != nil {
			t.Fatal(err)
		}
		moment, err := time.ParseInLocation("2006-01-02 15:04", text, loc)
		if err != nil {
			t.Fatal(err)
		}
		return moment.UTC()
	}
	opens, talk, end, sub := at("2022-09-01 08:00"), at("2022-11-24 09:00"), at("2022-11-24 10:15"), at("2022-11-25 13:30")
	return event.Event{
		ID: 7, Slug: "konferens-2022", Title: "Konferens 2022", Zone: "Europe/Stockholm", Version: 4, Preview: 2,
		Status: event.Cancelled, CancelReason: "Snö", CancelledAt: &end, PublishAt: &opens, ArchivedAt: &end,
		StartsAt: talk, EndsAt: at("2022-11-25 16:00"), OpensAt: &opens, ClosesAt: at("2022-11-11 00:00"),
		Speakers: []event.Speaker{{ID: 3, Name: "Ada"}},
		Sessions: []event.Session{
			{ID: 1, Title: "Välkomna", StartsAt: &talk, EndsAt: &end, People: []event.Appearance{{Role: event.Leads}}},
			{ID: 2, Kind: event.Heading, Sessions: []event.Session{{Title: "Sent", StartsAt: &sub}}},
		},
	}
}

func TestCloneMovesEveryDate(t *testing.T) {
	old := conference(t)
	before := conference(t)
	got := old.Clone(day(t, "2023-11-23"))
	local := func(t time.Time) string { return t.In(old.Location()).Format("2006-01-02 15:04") }
	want := []string{"2023-11-23 09:00", "2023-11-24 16:00", "2023-08-31 08:00", "2023-11-10 00:00", "2023-11-23 09:00", "2023-11-23 10:15", "2023-11-24 13:30"}
	have := []string{
		local(got.StartsAt), local(got.EndsAt), local(*got.OpensAt), local(got.ClosesAt),
		local(*got.Sessions[0].StartsAt), local(*got.Sessions[0].EndsAt), local(*got.Sessions[1].Sessions[0].StartsAt),
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("dates (-want +got):\n%s", diff)
	}
	if got.Status != event.Draft || got.CancelReason != "" || got.CancelledAt != nil || got.PublishAt != nil ||
		got.ArchivedAt != nil || got.ID != 0 || got.Version != 0 || got.Preview != 0 {
		t.Errorf("the copy brings along what happened to the event: %+v", got)
	}
	if got.Title != old.Title || len(got.Speakers) != 1 || len(got.Sessions[0].People) != 1 {
		t.Error("something is missing from the copy")
	}
	got.Sessions[0].People[0].Role, got.Speakers[0].Name = event.Presents, "Bo"
	if diff := cmp.Diff(before, old); diff != "" {
		t.Errorf("changing the copy changed the event (-before +after):\n%s", diff)
	}
}

func TestCloneKeepsClockTimes(t *testing.T) {
	loc, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, start, end, day, wantStart, wantEnd string }{
		{"from winter to summer", "2024-02-06 09:00", "2024-02-06 12:00", "2024-06-11", "2024-06-11 09:00 CEST", "2024-06-11 12:00 CEST"},
		{"from summer to winter", "2024-06-11 09:00", "2024-06-11 12:00", "2024-12-10", "2024-12-10 09:00 CET", "2024-12-10 12:00 CET"},
		{"into the hour that is skipped", "2024-03-24 02:30", "2024-03-24 05:00", "2024-03-31", "2024-03-31 03:30 CEST", "2024-03-31 05:00 CEST"},
		{"into the hour that there is twice", "2024-10-20 02:30", "2024-10-20 05:00", "2024-10-27", "2024-10-27 02:30 CEST", "2024-10-27 05:00 CET"},
		{"out of the night with 25 hours", "2024-10-27 01:00", "2024-10-27 04:00", "2025-10-19", "2025-10-19 01:00 CEST", "2025-10-19 04:00 CEST"},
		{"over midnight", "2024-02-06 22:00", "2024-02-07 02:00", "2024-03-30", "2024-03-30 22:00 CET", "2024-03-31 03:00 CEST"},
		{"from a leap day", "2024-02-29 09:00", "2024-02-29 12:00", "2025-02-27", "2025-02-27 09:00 CET", "2025-02-27 12:00 CET"},
		{"a whole day", "2024-03-30 00:00", "2024-03-31 00:00", "2024-03-31", "2024-03-31 00:00 CET", "2024-04-01 00:00 CEST"},
		{"to the same day", "2024-10-27 02:30", "2024-10-27 02:45", "2024-10-27", "2024-10-27 02:30 CET", "2024-10-27 02:45 CET"},
		{"backwards", "2024-06-11 09:00", "2024-06-11 12:00", "2024-02-06", "2024-02-06 09:00 CET", "2024-02-06 12:00 CET"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			parse := func(text string) time.Time {
				moment, err := time.ParseInLocation("2006-01-02 15:04", text, loc)
				if err != nil {
					t.Fatal(err)
				}
				return moment
			}
			old := event.Event{Zone: loc.String(), StartsAt: parse(tt.start), EndsAt: parse(tt.end), ClosesAt: parse(tt.start)}
			got := old.Clone(day(t, tt.day))
			const layout = "2006-01-02 15:04 MST"
			if start, end := got.Start().Format(layout), got.End().Format(layout); start != tt.wantStart || end != tt.wantEnd {
				t.Errorf("%s to %s, want %s to %s", start, end, tt.wantStart, tt.wantEnd)
			}
		})
	}
}

// What ends by the clock before it begins, because of the night with 25 hours,
// lasts as long as it did.
func TestCloneNeverEndsBeforeItBegins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom([]string{"Europe/Stockholm", "America/Havana", "Australia/Lord_Howe", "UTC", "America/Santiago"}).Draw(t, "zone")
		start := time.Date(2024, 1, 1, 0, rapid.IntRange(0, 2*366*24*60).Draw(t, "minute"), 0, 0, time.UTC)
		length := time.Duration(rapid.IntRange(1, 72*60).Draw(t, "length")) * time.Minute
		old := event.Event{Zone: zone, StartsAt: start, EndsAt: start.Add(length), ClosesAt: start}
		to := time.Date(2025, 1, 1+rapid.IntRange(0, 730).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
		got := old.Clone(to)
		if !got.EndsAt.After(got.StartsAt) {
			t.Fatalf("begins %s and ends %s", got.Start(), got.End())
		}
		if got.Start().Format(time.DateOnly) != to.Format(time.DateOnly) {
			t.Fatalf("begins %s, want on %s", got.Start(), to)
		}
		// Moved back, it is what it was, unless clocks were moved on the way.
		if back := got.Clone(old.Start()); got.Start().Format("15:04") == old.Start().Format("15:04") &&
			back.Start().Format("2006-01-02T15:04") != old.Start().Format("2006-01-02T15:04") {
			t.Fatalf("there and back: %s, was %s", back.Start(), old.Start())
		}
	})
}

func TestNamesInAnotherYear(t *testing.T) {
	tests := []struct{ name, text, want, wantSlug string }{
		{"with the year", "konferens-2022", "konferens-2023", "konferens-2023"},
		{"without", "konferens", "konferens", "konferens-2023"},
		{"part of a longer number", "mote-120225", "mote-120225", "mote-120225-2023"},
		{"another year", "agenda-2030", "agenda-2030", "agenda-2030-2023"},
		{"twice", "2022-i-2022", "2023-i-2023", "2023-i-2023"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := event.InYear(tt.text, 2022, 2023); got != tt.want {
				t.Errorf("InYear = %q, want %q", got, tt.want)
			}
			if got := event.SlugInYear(tt.text, 2022, 2023); got != tt.wantSlug || !event.IsSlug(got) {
				t.Errorf("SlugInYear = %q, want %q", got, tt.wantSlug)
			}
		})
	}
}
