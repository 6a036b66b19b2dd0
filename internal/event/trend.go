package event

import "time"

// Tally is how many registrations were made within an hour.
type Tally struct {
	EventID  uint
	Standing Standing // what they are now
	Hour     time.Time
	Count    int
}

// trendDays is how many days a trend shows.
const trendDays = 14

// Trend is how many people signed up on each of the latest days, on the event's
// own clock, withdrawn ones too. It ends with today, or, while nobody has signed
// up today, with yesterday: an empty morning is no decline.
type Trend struct {
	Days  []int
	Today bool // whether the last day is today
}

// NewTrend counts days from hours. Tallies of other events are left out.
func NewTrend(e *Event, tallies []Tally, now time.Time) Trend {
	loc := e.Location()
	days := make([]int, trendDays+1)
	for _, t := range tallies {
		if ago := daysBetween(t.Hour, now, loc); t.EventID == e.ID && ago >= 0 && ago < len(days) {
			days[len(days)-1-ago] += t.Count
		}
	}
	if days[trendDays] == 0 {
		return Trend{Days: days[:trendDays]}
	}
	return Trend{Days: days[1:], Today: true}
}

// Latest is the count of the last day.
func (t Trend) Latest() int { return t.Days[len(t.Days)-1] }

// IsFlat reports that nobody signed up.
func (t Trend) IsFlat() bool {
	for _, n := range t.Days {
		if n > 0 {
			return false
		}
	}
	return true
}

// TrendSince is a moment from which tallies are needed, whatever the zone.
func TrendSince(now time.Time) time.Time { return now.AddDate(0, 0, -trendDays-2) }

// SinceYesterday counts those who have a place and signed up today or yesterday.
func SinceYesterday(e *Event, tallies []Tally, now time.Time) int {
	n := 0
	for _, t := range tallies {
		if t.EventID == e.ID && t.Standing == Confirmed && daysBetween(t.Hour, now, e.Location()) <= 1 {
			n += t.Count
		}
	}
	return n
}

// daysBetween counts the midnights from one moment to another in a zone.
func daysBetween(from, to time.Time, loc *time.Location) int {
	return int(wallDay(to.In(loc)).Sub(wallDay(from.In(loc))) / (24 * time.Hour))
}

// wallDay is the day a calendar on the wall shows, on a scale where every day
// has 24 hours.
func wallDay(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
