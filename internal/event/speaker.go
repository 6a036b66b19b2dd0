package event

import (
	"slices"
	"strings"
)

// What can be wrong with a speaker.
const (
	MsgSpeakerName  Key = "invalid.speaker_name"
	MsgSpeakerTwice Key = "invalid.speaker_twice"
)

// NewSpeaker cleans what was typed about a person, or says what is wrong with it.
func NewSpeaker(raw Speaker) (Speaker, Invalid) {
	invalid := Invalid{}
	s := Speaker{
		Name: invalid.line("name", raw.Name, maxLine), Title: invalid.line("title", raw.Title, maxLine),
		Organisation: invalid.line("organisation", raw.Organisation, maxLine),
		Text:         invalid.text("text", raw.Text, maxText), Photo: raw.Photo,
	}
	if !strings.ContainsFunc(s.Name, visible) && invalid["name"] == "" {
		invalid["name"] = MsgSpeakerName
	}
	return s, invalid
}

// FindSpeaker is where in the list somebody stands who was there before, if
// anywhere: as they were, or else with the same name.
func (e *Event) FindSpeaker(was Speaker) int {
	same := func(s Speaker) bool { return s.Bare() == was.Bare() }
	if i := slices.IndexFunc(e.Speakers, same); i >= 0 {
		return i
	}
	return slices.IndexFunc(e.Speakers, func(s Speaker) bool { return samePerson(s, was) })
}

// PutSpeaker writes what is known about a person over the one in that place of
// the list, or adds the person if there is no such place. Nobody is listed twice;
// if that would lose a text or a photo, it is refused.
func (e *Event) PutSpeaker(at int, s Speaker) Invalid {
	for i, other := range e.Speakers {
		differ := func(a, b string) bool { return a != "" && b != "" && a != b }
		if i != at && samePerson(other, s) && (differ(other.Text, s.Text) || differ(other.Photo, s.Photo)) {
			return Invalid{"name": MsgSpeakerTwice}
		}
	}
	items, people := e.Typed()
	people = slices.Clone(people)
	if at < 0 || at >= len(people) {
		people = append(people, s)
	} else {
		people[at] = s
	}
	program, invalid := NewProgram(e, items, people)
	e.SetProgram(program)
	return invalid
}

// RemoveSpeaker takes a person off the list and off all items.
func (e *Event) RemoveSpeaker(at int) {
	items, people := e.Typed()
	var rest []Speaker
	for i, s := range people {
		if i != at {
			rest = append(rest, s)
		}
	}
	for i := range items {
		items[i].Appearances = slices.DeleteFunc(items[i].Appearances, func(p Part) bool { return p.Person == at })
		for j := range items[i].Appearances {
			if items[i].Appearances[j].Person > at {
				items[i].Appearances[j].Person--
			}
		}
	}
	program, _ := NewProgram(e, items, rest)
	e.SetProgram(program)
}
