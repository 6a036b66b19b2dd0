package event

import (
	"cmp"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Program is what happens at an event, and who takes part.
type Program struct {
	Sessions []Session
	Speakers []Speaker
}

// Program is the event's own.
func (e *Event) Program() Program { return Program{e.Sessions, e.Speakers} }

// SetProgram gives the event another programme. Nothing else changes.
func (e *Event) SetProgram(p Program) { e.Sessions, e.Speakers = p.Sessions, p.Speakers }

// ProgramMark is the same text for the same programme, counted from the event's
// first day, whatever numbers the database gave its rows.
func (e *Event) ProgramMark() string {
	items, speakers := e.Typed()
	people := make([]Speaker, len(speakers))
	for i, s := range speakers {
		people[i] = s.Bare()
	}
	text, err := json.Marshal(struct {
		Items  []Item
		People []Speaker
	}{items, people})
	if err != nil {
		panic(err) // nothing in it can fail
	}
	return string(text)
}

// Bare is the speaker without what only the database knows.
func (s Speaker) Bare() Speaker {
	s.ID, s.EventID, s.Position = 0, 0, 0
	return s
}

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
	Appearances []Part
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

// NewProgram makes a programme of what was typed for an event, or says what is
// wrong with it. Each person is listed once, and whatever holds items is a
// heading.
func NewProgram(ev *Event, items []Item, people []Speaker) (Program, Invalid) {
	invalid := Invalid{}
	var list Event // gathers the speakers
	place := make([]int, len(people))
	for i, p := range people {
		place[i] = list.addSpeaker(p.Bare())
	}
	var sessions []Session
	for _, item := range items {
		s := item.session(ev, invalid)
		for _, part := range item.Appearances {
			s.appear(list.Speakers[place[part.Person]], cmp.Or(part.Role, Presents))
		}
		if !item.Under || len(sessions) == 0 {
			s.Position = len(sessions)
			sessions = append(sessions, s)
			continue
		}
		over := &sessions[len(sessions)-1]
		s.Position = len(over.Sessions)
		over.Kind, over.Sessions = Heading, append(over.Sessions, s)
	}
	return Program{sessions, list.Speakers}, invalid
}

// appear adds a person to the session, once.
func (s *Session) appear(p Speaker, role Role) {
	for _, a := range s.People {
		if a.Speaker.Position == p.Position {
			return
		}
	}
	s.People = append(s.People, Appearance{p, role})
}

// session checks an item by itself.
func (item Item) session(ev *Event, invalid Invalid) Session {
	s := Session{
		Kind:  item.Kind,
		Title: invalid.line("title-"+item.Key, item.Title, maxLine),
		Text:  invalid.text("text-"+item.Key, item.Text, maxText),
		Room:  invalid.line("room-"+item.Key, item.Room, maxLine),
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

var clockShape = regexp.MustCompile(`^(?:(?:kl\.?|klockan)\s*)?(\d{1,2})(?:[.:]?(\d{2}))?$`)

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

// Typed is the programme as items and speakers, as NewProgram takes it.
func (e *Event) Typed() ([]Item, []Speaker) {
	var items []Item
	add := func(s Session, under bool) {
		item := Item{Kind: s.Kind, Title: s.Title, Text: s.Text, Room: s.Room, Under: under}
		if s.StartsAt != nil {
			at := s.StartsAt.In(e.Location())
			item.Day, item.Start = daysBetween(e.Start(), at), at.Format(fileClock)
		}
		if s.EndsAt != nil {
			end := s.EndsAt.In(e.Location())
			item.End, item.Span = end.Format(fileClock), daysBetween(e.Start(), end)-item.Day
			if item.Span == 1 && isNight(item.Start, item.End) {
				item.Span = 0
			}
		}
		for _, a := range s.People {
			item.Appearances = append(item.Appearances, Part{a.Speaker.Position, a.Role})
		}
		items = append(items, item)
	}
	for _, s := range e.Sessions {
		add(s, false)
		for _, sub := range s.Sessions {
			add(sub, true)
		}
	}
	return items, e.Speakers
}

// Days is how many days of the calendar the event touches. One that ends at
// midnight does not touch the day that begins then.
func (e *Event) Days() int {
	return max(daysBetween(e.Start(), e.End().Add(-time.Nanosecond))+1, 1)
}

// Verdict is what becomes of a change that was made to an older version.
type Verdict int

// The verdicts.
const (
	Apply    Verdict = iota // nobody else has touched it: write mine over the new version
	Same                    // there is nothing to write
	Conflict                // both have changed it, differently: a person has to choose
)

// Settle decides between my change and somebody else's, made to the same thing
// at the same time. Theirs is what is saved now, base what I began with.
func Settle[T comparable](base, mine, theirs T) Verdict {
	switch {
	case mine == theirs, mine == base:
		return Same
	case theirs == base:
		return Apply
	}
	return Conflict
}
