package event

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// NextYear is the day on which what was held on a day is held next: the same
// weekday of the same week of the year (ISO 8601), in the first year that makes
// it later than the other day. Week 53 becomes week 52 where there is no 53.
func NextYear(day, after time.Time) time.Time {
	year, _ := day.ISOWeek()
	for {
		year++
		if next := sameWeek(day, year); next.After(wallDay(after)) {
			return next
		}
	}
}

// sameWeek is the same weekday of the same week in another year.
func sameWeek(day time.Time, year int) time.Time {
	_, week := day.ISOWeek()
	// The fourth of January is in week 1 of its year, and the 28th of December in
	// the last one.
	_, last := time.Date(year, 12, 28, 0, 0, 0, 0, time.UTC).ISOWeek()
	monday := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC)
	monday = monday.AddDate(0, 0, -sinceMonday(monday))
	return monday.AddDate(0, 0, 7*(min(week, last)-1)+sinceMonday(day))
}

func sinceMonday(day time.Time) int { return (int(day.Weekday()) + 6) % 7 }

// Clone is a draft of the same event that begins on another day. Every date in
// it moves as many days, and every clock time stays, whatever the clocks do in
// between. It takes along everything but participants, mails and what happened
// to the event itself.
func (e *Event) Clone(day time.Time) Event {
	loc := e.Location()
	days := daysBetween(e.StartsAt.In(loc), time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, loc))
	c := *e
	c.ID, c.Version, c.Preview = 0, 0, 0
	c.Status, c.CancelReason, c.CancelledAt, c.PublishAt, c.ArchivedAt = Draft, "", nil, nil, nil
	c.CreatedAt, c.ContentChangedAt = time.Time{}, time.Time{}
	c.StartsAt = shift(e.StartsAt, days, loc)
	c.EndsAt = *shiftEnd(&e.StartsAt, &e.EndsAt, &c.StartsAt, days, loc)
	c.ClosesAt = shift(e.ClosesAt, days, loc)
	c.OpensAt, c.ChangeBy, c.CancelBy = shiftIf(e.OpensAt, days, loc), shiftIf(e.ChangeBy, days, loc), shiftIf(e.CancelBy, days, loc)
	c.Categories = shiftCategories(e, days, loc)
	c.Partners, c.Accessibility, c.Practical = slices.Clone(e.Partners), slices.Clone(e.Accessibility), slices.Clone(e.Practical)
	c.Speakers = slices.Clone(e.Speakers)
	c.Sessions = shiftSessions(e.Sessions, days, loc)
	return c
}

// shiftCategories are the categories of a copy. Retired ones are of those who
// registered for the other event, and stay there, unless something still names
// them.
func shiftCategories(e *Event, days int, loc *time.Location) []Category {
	var all []Category
	for _, c := range e.Categories {
		if c.Retired && !e.namesCategory(c.ID) {
			continue
		}
		c.OpensAt, c.ClosesAt = shiftIf(c.OpensAt, days, loc), shiftIf(c.ClosesAt, days, loc)
		all = append(all, c)
	}
	return all
}

func shiftIf(t *time.Time, days int, loc *time.Location) *time.Time {
	if t == nil {
		return nil
	}
	moved := shift(*t, days, loc)
	return &moved
}

func shiftSessions(sessions []Session, days int, loc *time.Location) []Session {
	moved := slices.Clone(sessions)
	for i, s := range sessions {
		moved[i].StartsAt = shiftIf(s.StartsAt, days, loc)
		if s.EndsAt != nil {
			moved[i].EndsAt = shiftEnd(s.StartsAt, s.EndsAt, moved[i].StartsAt, days, loc)
		}
		moved[i].People = slices.Clone(s.People)
		moved[i].Sessions = shiftSessions(s.Sessions, days, loc)
	}
	return moved
}

// shift moves a moment by days on a zone's calendar and keeps the clock time. A
// clock time that does not exist on that day becomes the one that the clocks
// show instead, and of two the first is meant.
func shift(t time.Time, days int, loc *time.Location) time.Time {
	if days == 0 {
		return t
	}
	local := t.In(loc)
	y, m, d := local.Date()
	if beginsDay(local) {
		return firstInstant(time.Date(y, m, d+days, 0, 0, 0, 0, time.UTC), loc).UTC()
	}
	wall := time.Date(y, m, d+days, local.Hour(), local.Minute(), local.Second(), local.Nanosecond(), time.UTC)
	_, before := wall.AddDate(0, 0, -1).In(loc).Zone()
	first := wall.Add(-time.Duration(before) * time.Second).In(loc)
	if same := time.Date(y, m, d+days, local.Hour(), local.Minute(), local.Second(), local.Nanosecond(), loc); !shows(first, wall) && shows(same, wall) {
		return same.UTC()
	}
	return first.UTC()
}

// shows reports whether a clock on the wall shows the time at a moment.
func shows(t, wall time.Time) bool {
	const clock = "2006-01-02T15:04:05.999999999"
	return t.Format(clock) == wall.Format(clock)
}

// shiftEnd is shift for the end of something. In the nights when the clocks are
// moved, an end by the clock may come before the start; then it lasts as long as
// it did.
func shiftEnd(start, end, movedStart *time.Time, days int, loc *time.Location) *time.Time {
	moved := shift(*end, days, loc)
	if start != nil && end.After(*start) && !moved.After(*movedStart) {
		moved = movedStart.Add(end.Sub(*start))
	}
	return &moved
}

// InYear is a title or a short name with one year in place of another.
func InYear(text string, from, to int) string {
	return numbers.ReplaceAllStringFunc(text, func(digits string) string {
		if digits == strconv.Itoa(from) {
			return strconv.Itoa(to)
		}
		return digits
	})
}

// SlugInYear is InYear for the short name in addresses, which must not be the
// one that the event has: without a year in it, it gets the new one.
func SlugInYear(slug string, from, to int) string {
	if changed := InYear(slug, from, to); changed != slug {
		return changed
	}
	const most = 75
	return strings.TrimRight(slug[:min(len(slug), most)], "-") + "-" + strconv.Itoa(to)
}
