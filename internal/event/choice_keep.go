package event

import (
	"fmt"
	"slices"
	"strings"
)

// ChosenSession is a session that people have chosen, or wait for.
type ChosenSession struct {
	Key    string
	Title  string
	Group  string // the title of its heading
	People int
}

// SessionsChosen are sessions that cannot leave the programme, or their heading,
// because people have chosen them.
type SessionsChosen []ChosenSession

// Error names the sessions, one a line.
func (s SessionsChosen) Error() string {
	var lines []string
	for _, c := range s {
		lines = append(lines, fmt.Sprintf("%q has been chosen by %d and must stay among the sessions of %q", c.Title, c.People, c.Group))
	}
	return strings.Join(lines, "\n")
}

// KeepSessions gives the headings that people choose among, and the sessions
// under them, the keys that they lack: those that they had in the old programme,
// as their titles tell, or else fresh ones. It returns SessionsChosen where a
// session is missing that people have chosen; chosen counts them by key.
func KeepSessions(old, new []Session, chosen map[string]int, fresh func() string) ([]Session, error) {
	had, has := map[string]bool{}, map[string]bool{"": true}
	for _, s := range (Program{Sessions: old}).flat() {
		had[s.Key] = true
	}
	kept := slices.Clone(new)
	// The first of two that claim a key has it.
	claim := func(s *Session) {
		if has[s.Key] || !isQuestionID(s.Key) {
			s.Key = ""
		}
		has[s.Key] = true
	}
	for i := range kept {
		claim(&kept[i])
		kept[i].Sessions = slices.Clone(kept[i].Sessions)
		for j := range kept[i].Sessions {
			claim(&kept[i].Sessions[j])
		}
	}
	give := func(s *Session, before []Session) {
		same := func(o Session) bool { return o.Title == s.Title && !has[o.Key] }
		if at := slices.IndexFunc(before, same); s.Key == "" && at >= 0 {
			s.Key = before[at].Key
		}
		for s.Key == "" {
			if key := fresh(); !had[key] && !has[key] {
				s.Key = key
			}
		}
		has[s.Key] = true
	}
	for i := range kept {
		heading := &kept[i]
		if heading.Choice == nil || heading.Kind != Heading {
			continue
		}
		give(heading, old)
		var before []Session
		if at := slices.IndexFunc(old, func(o Session) bool { return o.Key == heading.Key }); at >= 0 {
			before = old[at].Sessions
		}
		for j := range heading.Sessions {
			if heading.Sessions[j].Kind != Break {
				give(&heading.Sessions[j], before)
			}
		}
	}
	if gone := lost(old, kept, chosen); len(gone) > 0 {
		return nil, gone
	}
	return kept, nil
}

// lost finds the chosen sessions that are not where they were chosen any more.
func lost(old, new []Session, chosen map[string]int) SessionsChosen {
	under := map[string]string{}
	for _, g := range (&Event{Sessions: new}).GroupedChoices() {
		for _, s := range g.Sessions {
			under[s.Key] = g.Key
		}
	}
	var gone SessionsChosen
	for _, g := range (&Event{Sessions: old}).GroupedChoices() {
		for _, s := range g.Sessions {
			if n := chosen[s.Key]; n > 0 && under[s.Key] != g.Key {
				gone = append(gone, ChosenSession{s.Key, s.Title, g.Title, n})
			}
		}
	}
	return gone
}
