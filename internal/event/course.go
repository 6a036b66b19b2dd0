package event

import (
	"maps"
	"slices"
	"time"
)

// HourCount is how often something happened within an hour.
type HourCount struct {
	Hour time.Time
	N    int
}

// CourseDay is one day in the story of an event's registrations.
type CourseDay struct {
	Day   time.Time // its first instant, on the event's own clock
	New   int       // places that were given
	Gone  int       // places that were given back
	Total int       // places held when the day was over
}

// Course tells day by day how many had a place, from the first sign-up to the
// last change, or until today while registration is open.
func (e *Event) Course(gained, lost []HourCount, now time.Time) []CourseDay {
	loc := e.Location()
	fresh, gone := map[time.Time]int{}, map[time.Time]int{}
	for _, c := range gained {
		fresh[wallDay(c.Hour.In(loc))] += c.N
	}
	for _, c := range lost {
		gone[wallDay(c.Hour.In(loc))] += c.N
	}
	if len(fresh) == 0 {
		return nil
	}
	days := slices.SortedFunc(maps.Keys(fresh), time.Time.Compare)
	first, last := days[0], days[len(days)-1]
	for day := range gone {
		if day.After(last) {
			last = day
		}
	}
	until := e.LastMoment()
	if now.Before(until) {
		until = now
	}
	if today := wallDay(until.In(loc)); today.After(last) {
		last = today
	}
	var course []CourseDay
	total := 0
	for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
		total += fresh[day] - gone[day]
		course = append(course, CourseDay{firstInstant(day, loc), fresh[day], gone[day], total})
	}
	return course
}

// Weeks adds days up to ISO weeks. Each begins on the first of its days.
func Weeks(course []CourseDay) []CourseDay {
	var weeks []CourseDay
	for i, d := range course {
		if i == 0 || d.Day.Weekday() == time.Monday {
			weeks = append(weeks, CourseDay{Day: d.Day})
		}
		w := &weeks[len(weeks)-1]
		w.New, w.Gone, w.Total = w.New+d.New, w.Gone+d.Gone, d.Total
	}
	return weeks
}
