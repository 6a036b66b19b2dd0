package i18n

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Every time given to a Printer lies in the zone it is to be shown in.

// LongDate is "tisdag 6 februari 2024" or "Tuesday 6 February 2024".
func (p *Printer) LongDate(t time.Time) string {
	return p.Weekday(t) + " " + p.Date(t)
}

// Date is "6 februari 2024" or "6 February 2024".
func (p *Printer) Date(t time.Time) string {
	return p.DayMonth(t) + " " + p.Year(t)
}

// DayMonth is "6 februari" or "6 February".
func (p *Printer) DayMonth(t time.Time) string {
	return p.Day(t) + noBreak + p.locale.MonthWide(t.Month())
}

// Weekday is "tisdag" or "Tuesday".
func (p *Printer) Weekday(t time.Time) string {
	return p.locale.WeekdayWide(t.Weekday())
}

// WeekdayShort is "tis" or "Tue", as on the leaf of a calendar.
func (p *Printer) WeekdayShort(t time.Time) string {
	return p.locale.WeekdayAbbreviated(t.Weekday())
}

// Day is "6".
func (p *Printer) Day(t time.Time) string {
	return strconv.Itoa(t.Day())
}

// MonthShort is "feb" or "Feb", as on the leaf of a calendar, where the point
// that Swedish otherwise puts after it would be in the way.
func (p *Printer) MonthShort(t time.Time) string {
	return strings.TrimSuffix(p.locale.MonthAbbreviated(t.Month()), ".")
}

// Month is "Februari" or "February", as in a heading.
func (p *Printer) Month(t time.Time) string {
	return p.Sentence(p.locale.MonthWide(t.Month()))
}

// Year is "2024".
func (p *Printer) Year(t time.Time) string {
	return strconv.Itoa(t.Year())
}

// DateRange names the days of something that takes one day or several:
// "6 februari 2024", "24–25 november 2022", "30 november–1 december 2022",
// "30 december 2022–2 januari 2023". What ends at midnight ends on the day
// before.
func (p *Printer) DateRange(start, end time.Time) string {
	last := lastDay(start, end)
	switch {
	case start.Year() != last.Year():
		return p.Date(start) + "–" + p.Date(last)
	case start.Month() != last.Month():
		return p.DayMonth(start) + "–" + p.Date(last)
	case start.Day() != last.Day():
		return p.Day(start) + "–" + p.Date(last)
	}
	return p.Date(start)
}

// SameDay tells whether both times lie on one day, so that the day is said once
// and the clock as a range. What ends at midnight ends on the day before.
func SameDay(start, end time.Time) bool {
	return calendarDay(start).Equal(calendarDay(lastDay(start, end)))
}

// lastDay is a time on the day that the range ends, in the zone of its start.
func lastDay(start, end time.Time) time.Time {
	if !end.After(start) {
		return start
	}
	// One nanosecond back turns the midnight that ends a day into that day.
	return end.Add(-1).In(start.Location())
}

// Sentence puts a capital first: "Tisdag 6 februari 2024".
func (p *Printer) Sentence(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}
