package event

import "time"

// DayCount is how many people signed up for an event on one day.
type DayCount struct {
	EventID  uint
	Standing Standing // what they are now
	Ago      int      // days before today, on the event's own clock
	Count    int
}

// trendDays is how many days a trend shows.
const trendDays = 14

// Trend is how many people signed up on each of the latest days, withdrawn ones
// too. It ends with today, or, while nobody has signed up today, with yesterday:
// an empty morning is no decline.
type Trend struct {
	Days  []int
	Today bool // whether the last day is today
}

// NewTrend puts tallies of an event into the order of days.
func NewTrend(eventID uint, tallies []DayCount) Trend {
	days := make([]int, trendDays+1)
	for _, t := range tallies {
		if t.EventID == eventID && t.Ago >= 0 && t.Ago <= trendDays {
			days[trendDays-t.Ago] += t.Count
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

// SinceYesterday counts those who have a place and signed up today or yesterday.
func SinceYesterday(tallies []DayCount) int {
	n := 0
	for _, t := range tallies {
		if t.Standing == Confirmed && t.Ago <= 1 {
			n += t.Count
		}
	}
	return n
}

// TrendStarts are the first instants of the days that a trend is made of, in a
// zone: of today first, then of yesterday, and so on.
func TrendStarts(now time.Time, loc *time.Location) []time.Time {
	starts := make([]time.Time, trendDays+1)
	today := wallDay(now.In(loc))
	for ago := range starts {
		starts[ago] = firstInstant(today.AddDate(0, 0, -ago), loc)
	}
	return starts
}

// daysBetween counts the midnights from one moment to another, on their own
// clock.
func daysBetween(from, to time.Time) int {
	return int(wallDay(to).Sub(wallDay(from)) / (24 * time.Hour))
}

// wallDay is the day a calendar on the wall shows, on a scale where every day
// has 24 hours.
func wallDay(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
