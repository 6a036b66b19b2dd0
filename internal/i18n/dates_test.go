package i18n_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"samling/internal/i18n"
	"samling/internal/i18n/i18ntest"
)

func stockholm(t *testing.T) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// both are what one thing is called in the two languages.
type both struct{ sv, en string }

func (want both) check(t *testing.T, what string, say func(*i18n.Printer) string) {
	t.Helper()
	texts := i18ntest.Load(t)
	if got := say(texts.Printer(i18n.Swedish)); got != want.sv {
		t.Errorf("%s in Swedish is %q, want %q", what, got, want.sv)
	}
	if got := say(texts.Printer(i18n.English)); got != want.en {
		t.Errorf("%s in English is %q, want %q", what, got, want.en)
	}
}

func TestDate(t *testing.T) {
	tuesday := time.Date(2024, 2, 6, 9, 0, 0, 0, stockholm(t))
	deadline := time.Date(2024, 1, 31, 23, 59, 0, 0, stockholm(t))
	september := time.Date(2025, 9, 4, 0, 0, 0, 0, time.UTC)

	tests := []struct {
		name string
		say  func(*i18n.Printer, time.Time) string
		at   time.Time
		want both
	}{
		{"long date", (*i18n.Printer).LongDate, tuesday, both{"tisdag 6\u00a0februari 2024", "Tuesday 6\u00a0February 2024"}},
		{"date", (*i18n.Printer).Date, tuesday, both{"6\u00a0februari 2024", "6\u00a0February 2024"}},
		{"day and month", (*i18n.Printer).DayMonth, tuesday, both{"6\u00a0februari", "6\u00a0February"}},
		{"weekday", (*i18n.Printer).Weekday, tuesday, both{"tisdag", "Tuesday"}},
		{"short weekday", (*i18n.Printer).WeekdayShort, tuesday, both{"tis", "Tue"}},
		{"short Thursday", (*i18n.Printer).WeekdayShort, september, both{"tors", "Thu"}},
		{"day", (*i18n.Printer).Day, tuesday, both{"6", "6"}},
		{"short month", (*i18n.Printer).MonthShort, tuesday, both{"feb", "Feb"}},
		{"short September", (*i18n.Printer).MonthShort, september, both{"sep", "Sep"}},
		{"month heading", (*i18n.Printer).Month, tuesday, both{"Februari", "February"}},
		{"year heading", (*i18n.Printer).Year, tuesday, both{"2024", "2024"}},
		{"clock", (*i18n.Printer).Clock, tuesday, both{"kl.\u00a009.00", "09:00"}},
		{"short clock", (*i18n.Printer).ClockShort, tuesday, both{"09.00", "09:00"}},
		{"midnight", (*i18n.Printer).ClockShort, september, both{"00.00", "00:00"}},
		{"spoken clock", (*i18n.Printer).ClockSpoken, deadline, both{"klockan\u00a023.59", "23:59"}},
		{"moment", (*i18n.Printer).Moment, deadline, both{"31\u00a0januari 2024 kl.\u00a023.59", "31\u00a0January 2024, 23:59"}},
		{"moment without year", (*i18n.Printer).DayMoment, deadline, both{"31\u00a0januari kl.\u00a023.59", "31\u00a0January, 23:59"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.check(t, tt.name, func(p *i18n.Printer) string { return tt.say(p, tt.at) })
		})
	}
}

func TestDateRange(t *testing.T) {
	day := func(y int, m time.Month, d, hour int) time.Time {
		return time.Date(y, m, d, hour, 0, 0, 0, stockholm(t))
	}
	tests := []struct {
		name       string
		start, end time.Time
		want       both
	}{
		{"one day", day(2024, 2, 6, 9), day(2024, 2, 6, 12), both{"6\u00a0februari 2024", "6\u00a0February 2024"}},
		{"no end", day(2024, 2, 6, 9), time.Time{}, both{"6\u00a0februari 2024", "6\u00a0February 2024"}},
		{"ends at midnight", day(2024, 2, 6, 18), day(2024, 2, 7, 0), both{"6\u00a0februari 2024", "6\u00a0February 2024"}},
		{"two days", day(2022, 11, 24, 9), day(2022, 11, 25, 16), both{"24–25\u00a0november 2022", "24–25\u00a0November 2022"}},
		{"two months", day(2022, 11, 30, 9), day(2022, 12, 1, 16), both{"30\u00a0november–1\u00a0december 2022", "30\u00a0November–1\u00a0December 2022"}},
		{"two years", day(2022, 12, 30, 9), day(2023, 1, 2, 16), both{"30\u00a0december 2022–2\u00a0januari 2023", "30\u00a0December 2022–2\u00a0January 2023"}},
		{"same day and month, two years", day(2022, 12, 30, 9), day(2023, 12, 30, 16), both{"30\u00a0december 2022–30\u00a0december 2023", "30\u00a0December 2022–30\u00a0December 2023"}},
		{"over the night the clock goes forward", day(2026, 3, 28, 9), day(2026, 3, 29, 12), both{"28–29\u00a0mars 2026", "28–29\u00a0March 2026"}},
		{"end given in another zone", day(2024, 2, 6, 22), time.Date(2024, 2, 6, 23, 30, 0, 0, time.UTC), both{"6–7\u00a0februari 2024", "6–7\u00a0February 2024"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.check(t, "range", func(p *i18n.Printer) string { return p.DateRange(tt.start, tt.end) })
		})
	}
}

func TestClockRange(t *testing.T) {
	loc := stockholm(t)
	at := func(m time.Month, d, hour, minute int) time.Time {
		return time.Date(2026, m, d, hour, minute, 0, 0, loc)
	}
	tests := []struct {
		name       string
		start, end time.Time
		want       both
	}{
		{"morning", at(2, 6, 9, 0), at(2, 6, 12, 0), both{"kl.\u00a009.00–12.00", "09:00–12:00"}},
		{"no end", at(2, 6, 9, 0), time.Time{}, both{"kl.\u00a009.00", "09:00"}},
		{"end is start", at(2, 6, 9, 0), at(2, 6, 9, 0), both{"kl.\u00a009.00", "09:00"}},
		{"two hours lost when the clock goes forward", at(3, 29, 1, 30), at(3, 29, 1, 30).Add(time.Hour), both{"kl.\u00a001.30–03.30", "01:30–03:30"}},
		{"same reading twice when the clock goes back", at(10, 25, 1, 30).Add(time.Hour), at(10, 25, 1, 30).Add(2 * time.Hour), both{"kl.\u00a002.30–02.30", "02:30–02:30"}},
		{"end given in another zone", at(2, 6, 9, 0), at(2, 6, 12, 0).UTC(), both{"kl.\u00a009.00–12.00", "09:00–12:00"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.check(t, "range", func(p *i18n.Printer) string { return p.ClockRange(tt.start, tt.end) })
		})
	}
}

func TestSameDay(t *testing.T) {
	start := time.Date(2026, 10, 25, 18, 0, 0, 0, stockholm(t))
	tests := []struct {
		name string
		end  time.Time
		want bool
	}{
		{"later the same day", start.Add(time.Hour), true},
		{"midnight belongs to the day before", start.Add(6 * time.Hour), true},
		{"after midnight", start.Add(7 * time.Hour), false},
		{"same day of another month", start.AddDate(0, 1, 0), false},
		{"no end", time.Time{}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := i18n.SameDay(start, tt.end); got != tt.want {
				t.Errorf("SameDay = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestSentence(t *testing.T) {
	p := i18ntest.Load(t).Printer(i18n.Swedish)
	tests := []struct{ in, want string }{
		{"tisdag 6\u00a0februari 2024", "Tisdag 6\u00a0februari 2024"},
		{"åter", "Åter"},
		{"6\u00a0februari", "6\u00a0februari"},
		{"", ""},
	}
	for _, tt := range tests {
		if got := p.Sentence(tt.in); got != tt.want {
			t.Errorf("Sentence(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
