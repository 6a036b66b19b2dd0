package event

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Item is a session as it was typed.
type Item struct {
	Key         string // names it in complaints: "title-7" is about the title of item 7
	Kind        SessionKind
	Title       string
	Text        string
	Room        string
	Day         int    // 0 for the event's first day, 1 for the next
	Start, End  string // "09:00", "9.00", or empty
	Span        int    // how many days later it ends, beside a night
	Under       bool   // below the nearest item above that is not
	Capacity    string // how many can choose it, "" for no limit
	Choose      *ItemChoice
	Session     string `json:"-"` // Session.Key, "" for a new item: no part of what is typed
	Appearances []Part
}

// ItemChoice says on a heading that people choose among the items under it.
type ItemChoice struct {
	Min, Max string // how many; "" for no limit
	When     *Condition
}

// Part is what somebody does in an item. Person is a place in the list of
// speakers that goes with it.
type Part struct {
	Person int
	Role   Role
}

// What can be wrong with an item.
const (
	MsgTitleMissing Key = "invalid.title_missing"
	MsgEndFirst     Key = "invalid.end_first"
	MsgStartMissing Key = "invalid.start_missing"
)

// How much an item may hold: as much as an event file.
const (
	maxLine = 1000
	maxText = 50_000
)

// session checks an item by itself.
func (item Item) session(ev *Event, invalid Invalid) Session {
	s := Session{
		Kind:  item.Kind,
		Title: invalid.line("title-"+item.Key, item.Title, maxLine),
		Text:  invalid.text("text-"+item.Key, item.Text, maxText),
		Room:  invalid.line("room-"+item.Key, item.Room, maxLine),
		Key:   item.Session, Capacity: invalid.count("capacity-"+item.Key, item.Capacity),
	}
	if c := item.Choose; c != nil {
		s.Choice = &Choice{invalid.count("min-"+item.Key, c.Min), invalid.count("max-"+item.Key, c.Max), c.When}
	}
	if !strings.ContainsFunc(s.Title, visible) && invalid["title-"+item.Key] == "" {
		invalid["title-"+item.Key] = MsgTitleMissing
	}
	if s.Kind != Heading && s.Kind != Break {
		s.Kind = Talk
	}
	start, end := "start-"+item.Key, "end-"+item.Key
	s.StartsAt, s.EndsAt = invalid.clock(start, item.Start, ev, item.Day), invalid.clock(end, item.End, ev, item.endDay())
	switch {
	case s.EndsAt == nil:
	case s.StartsAt == nil && invalid[start] == "":
		invalid[start] = MsgStartMissing
	case s.StartsAt != nil && s.EndsAt.Before(*s.StartsAt):
		invalid[end] = MsgEndFirst
	}
	return s
}

// count reads how many there may be; nothing is 0.
func (v Invalid) count(field, raw string) int {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return 0
	}
	n, err := strconv.Atoi(raw)
	if err != nil || n < 0 || n > maxCapacity {
		v[field] = MsgNumber
		return 0
	}
	return n
}

// endDay is the day on which the item ends. What begins in the evening and ends
// in the small hours ends the day after.
func (item Item) endDay() int {
	if item.Span == 0 && isNight(item.Start, item.End) {
		return item.Day + 1
	}
	return item.Day + item.Span
}

// isNight reports whether somebody who says "20.00–01.00" means the next day.
func isNight(start, end string) bool {
	from, _, begins := ParseClock(start)
	to, _, ends := ParseClock(end)
	return begins && ends && from >= 15 && to < 6
}

// clock reads when something is on one of the event's days. A time that the
// clocks skip in spring is refused, because nobody can come then.
func (v Invalid) clock(field, raw string, ev *Event, day int) *time.Time {
	if strings.TrimSpace(raw) == "" {
		return nil
	}
	hour, minute, ok := ParseClock(raw)
	if !ok {
		v[field] = MsgClock
		return nil
	}
	y, m, d := ev.Start().Date()
	t := time.Date(y, m, d+day, hour, minute, 0, 0, ev.Location())
	if t.Hour() != hour || t.Minute() != minute {
		v[field] = MsgClockSkipped
		return nil
	}
	t = t.UTC()
	return &t
}

var clockShape = regexp.MustCompile(`^(?:(?:kl\.?|klockan)[\s\x{a0}]*)?(\d{1,2})(?:[.:]?(\d{2}))?$`)

// ParseClock reads a time of day as people write it: "09:00", "9.00", "kl. 9",
// "0900".
func ParseClock(raw string) (hour, minute int, ok bool) {
	m := clockShape.FindStringSubmatch(strings.ToLower(strings.TrimFunc(raw, unicode.IsSpace)))
	if m == nil {
		return 0, 0, false
	}
	hour, _ = strconv.Atoi(m[1])
	minute, _ = strconv.Atoi(m[2])
	return hour, minute, hour < 24 && minute < 60
}

// typedCount is how many there may be, as somebody types it.
func typedCount(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
