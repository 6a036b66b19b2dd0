package event

import (
	"cmp"
	"encoding/json"
	"time"
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
	var at []string // the keys of the items
	for _, item := range items {
		s := item.session(ev, invalid)
		at = append(at, item.Key)
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
	onlyHeadingsChoose(sessions)
	choosing := Event{Sessions: sessions, Questions: ev.Questions, Categories: ev.Categories}
	for _, f := range choosing.choiceFaults() {
		if field := f.field() + "-" + at[f.at]; invalid[field] == "" {
			invalid[field] = f.key
		}
	}
	return Program{sessions, list.Speakers}, invalid
}

// onlyHeadingsChoose takes the choice from what is no heading any more.
func onlyHeadingsChoose(sessions []Session) {
	for i := range sessions {
		if sessions[i].Kind != Heading {
			sessions[i].Choice = nil
		}
		for j := range sessions[i].Sessions {
			sessions[i].Sessions[j].Choice = nil
		}
	}
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

// Typed is the programme as items and speakers, as NewProgram takes it.
func (e *Event) Typed() ([]Item, []Speaker) {
	var items []Item
	add := func(s Session, under bool) {
		item := Item{Kind: s.Kind, Title: s.Title, Text: s.Text, Room: s.Room, Under: under, Capacity: typedCount(s.Capacity), Session: s.Key}
		if c := s.Choice; c != nil {
			item.Choose = &ItemChoice{typedCount(c.Min), typedCount(c.Max), c.When}
		}
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
