package i18n

import "time"

// DaysUntil counts the midnights between now and t in the zone: 0 today, 1
// tomorrow, -1 yesterday. A day with 23 or 25 hours is one day.
func DaysUntil(now, t time.Time, loc *time.Location) int {
	return int(calendarDay(t.In(loc)).Sub(calendarDay(now.In(loc))) / (24 * time.Hour))
}

// calendarDay is the day a clock on the wall shows, on a scale where every day
// has 24 hours.
func calendarDay(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// InDays is "i dag", "i morgon", "om 12 dagar", "i går" or "för 3 dagar sedan".
func (p *Printer) InDays(days int) string {
	switch {
	case days == 0:
		return p.T("days.today")
	case days == 1:
		return p.T("days.tomorrow")
	case days == -1:
		return p.T("days.yesterday")
	case days > 0:
		return p.T("days.in", "Count", days)
	}
	return p.T("days.ago", "Count", -days)
}
