package event

import (
	"cmp"
	"time"
)

// Session is one item of the programme. Sessions stand in the order the
// organiser gave them, with or without clock times; a heading holds sessions
// of its own.
type Session struct {
	ID       uint
	EventID  uint
	ParentID *uint
	Position int
	Kind     SessionKind
	Title    string
	Text     string
	StartsAt *time.Time
	EndsAt   *time.Time
	Room     string
	// Key names the session among those of the event, for ever: what people have
	// chosen is found by it. "" for one that was never to be chosen.
	Key      string  `gorm:"column:session_key"`
	Capacity int     // of a session to choose; 0 means unlimited
	Choice   *Choice `gorm:"serializer:json"` // on a heading: people choose among its sessions

	People   []Appearance `gorm:"-"`
	Sessions []Session    `gorm:"-"` // under a heading
}

// SessionKind tells a talk from a heading or a break.
type SessionKind string

// The kinds of sessions.
const (
	Talk    SessionKind = "talk"
	Heading SessionKind = "heading" // gathers the sessions under it
	Break   SessionKind = "break"
)

// Speaker is a person on the programme, listed once however often they appear.
type Speaker struct {
	ID           uint
	EventID      uint
	Position     int
	Name         string
	Title        string
	Organisation string
	Text         string
	Photo        string // name in the file store, empty for none
}

// Appearance is a speaker's part in one session.
type Appearance struct {
	Speaker Speaker
	Role    Role
}

// Role is what a person does in a session.
type Role string

// The roles on the programme.
const (
	Presents Role = "presents"
	Leads    Role = "leads"
)

// Affiliation is title and organisation in one line.
func (s Speaker) Affiliation() string {
	switch {
	case s.Title == "":
		return s.Organisation
	case s.Organisation == "":
		return s.Title
	}
	return s.Title + ", " + s.Organisation
}

// HasClock reports whether any session says when it begins. Without clocks the
// programme has no time column at all.
func (e *Event) HasClock() bool {
	for _, s := range e.Sessions {
		if s.StartsAt != nil {
			return true
		}
		for _, sub := range s.Sessions {
			if sub.StartsAt != nil {
				return true
			}
		}
	}
	return false
}

// SamePerson reports whether two entries name one person.
func (s Speaker) SamePerson(other Speaker) bool { return samePerson(s, other) }

// samePerson reports whether two entries name one person: the same name, and
// nothing that tells them apart.
func samePerson(a, b Speaker) bool {
	agree := func(x, y string) bool { return x == "" || y == "" || x == y }
	return a.Name == b.Name && agree(a.Title, b.Title) && agree(a.Organisation, b.Organisation)
}

// addSpeaker lists a person once and returns the place in the list. What one
// entry leaves out, another may fill in.
func (e *Event) addSpeaker(s Speaker) int {
	for i := range e.Speakers {
		have := &e.Speakers[i]
		if !samePerson(*have, s) {
			continue
		}
		have.Title = cmp.Or(have.Title, s.Title)
		have.Organisation = cmp.Or(have.Organisation, s.Organisation)
		have.Text = cmp.Or(have.Text, s.Text)
		have.Photo = cmp.Or(have.Photo, s.Photo)
		return i
	}
	s.Position = len(e.Speakers)
	e.Speakers = append(e.Speakers, s)
	return s.Position
}
