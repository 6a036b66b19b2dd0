package event_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// choosing is a file with a group of sessions to choose among.
func choosing(choose event.Choice, items ...event.FileSession) event.File {
	f := smallest()
	f.Program = []event.FileSession{{ID: "g", Kind: event.Heading, Title: "Seminarier", Choose: &choose, Items: items}}
	return f
}

func item(id, starts, ends string) event.FileSession {
	return event.FileSession{ID: id, Title: "Om " + id, Starts: starts, Ends: ends}
}

func TestChoicesOfFiles(t *testing.T) {
	a, b := item("a", "09:00", "10:00"), item("b", "09:30", "10:30")
	later := item("c", "10:30", "11:00")
	free := event.FileSession{ID: "d", Title: "När som helst"}
	on := func(c event.Condition) event.Choice { return event.Choice{Max: 1, When: &c} }
	with := func(f event.File, change func(*event.File)) event.File { change(&f); return f }
	tests := []struct {
		name string
		file event.File
		want string // the problem, "" for none
	}{
		{"one of two at the same time", choosing(event.Choice{Min: 1, Max: 1}, a, b), ""},
		{"as many as do not overlap", choosing(event.Choice{}, a, b, later), ""},
		{"two, of which two overlap", choosing(event.Choice{Min: 2, Max: 2}, a, b, later), ""},
		{"three, of which two overlap", choosing(event.Choice{Min: 3}, a, b, later), "program[0].choose.min: is more than anybody can choose: there are too few items, or they overlap"},
		{"what has no time overlaps with nothing", choosing(event.Choice{Min: 3}, a, later, free), ""},
		{"more than there are", choosing(event.Choice{Min: 2}, a), "program[0].choose.min: is more than anybody can choose: there are too few items, or they overlap"},
		{"at least more than at most", choosing(event.Choice{Min: 2, Max: 1}, a, b, later), "program[0].choose.min: must not be more than max, and neither less than 0"},
		{"less than nothing", choosing(event.Choice{Max: -1}, a), "program[0].choose.min: must not be more than max, and neither less than 0"},
		{"nothing to choose", choosing(event.Choice{}), "program[0].items: missing: there is nothing to choose among"},
		{"breaks only", choosing(event.Choice{}, event.FileSession{Kind: event.Break, Title: "Fika"}), "program[0].items: missing: there is nothing to choose among"},
		{"a choice within a choice", choosing(event.Choice{}, a, event.FileSession{Title: "b", Choose: &event.Choice{}}),
			"program[0].items[1].choose: only a heading of the programme itself may have it"},
		{"an id twice", choosing(event.Choice{}, a, item("a", "", "")), "program[0].items[1].id: is that of another item"},
		{"the id of the heading", choosing(event.Choice{}, item("g", "", "")), "program[0].items[0].id: is that of another item"},
		{"an id with a space", choosing(event.Choice{}, item("a b", "", "")), "program[0].items[0].id: must be 1 to 20 letters a to z or digits"},
		{"less than no places", choosing(event.Choice{}, event.FileSession{Title: "a", Capacity: -1}), "program[0].items[0].capacity: must be between 0 and 1000000"},
		{"for those on site", choosing(on(event.Condition{Attendance: []event.Attendance{event.OnSite}}), a), ""},
		{"for those who come by train", choosing(on(event.Condition{Attendance: []event.Attendance{"train"}}), a),
			"program[0].choose.when.attendance[0]: must be on-site or online"},
		{"for a category that is not there", choosing(on(event.Condition{All: []event.Condition{{Category: []string{"x"}}}}), a),
			"program[0].choose.when.all[0].category[0]: is no category of this event"},
		{"by a question that is not asked", choosing(on(event.Condition{Answer: &event.AnswerIs{Question: "q", Is: []string{"ja"}}}), a),
			"program[0].choose.when.answer.question: is no earlier question"},
		{"by a question that is asked", with(choosing(on(event.Condition{Answer: &event.AnswerIs{Question: "q", Is: []string{"Ja"}}}), a), func(f *event.File) {
			f.Questions = []event.Question{{ID: "q", Kind: event.AskOne, Label: "Kommer du?", Options: []string{"Ja", "Nej"}}}
		}), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ev, err := tt.file.Event()
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Fatalf("%q, want %q", got, tt.want)
			}
			if tt.want != "" {
				return
			}
			if diff := cmp.Diff(ev, roundTrip(t, ev)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// programme is a programme in short: "g*(a b) c" is a heading to choose among,
// with two sessions, and then another. A word is a title and, after a colon, a
// key.
func programme(text string) []event.Session {
	var all []event.Session
	session := func(word string) event.Session {
		title, key, _ := strings.Cut(word, ":")
		return event.Session{Kind: event.Talk, Title: title, Key: key}
	}
	for _, word := range strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(text)) {
		switch n := len(all); {
		case word == "(":
			all[n-1].Kind = event.Heading
			all = append(all, event.Session{})
		case word == ")":
			all = all[:n-1]
		case n > 1 && all[n-1].Title == "":
			all[n-2].Sessions = append(all[n-2].Sessions, session(word))
		default:
			s := session(strings.Replace(word, "*", "", 1))
			if strings.Contains(word, "*") {
				s.Choice = &event.Choice{Max: 1}
			}
			all = append(all, s)
		}
	}
	return all
}

// inShort is a programme as programme reads it.
func inShort(sessions []event.Session) string {
	var words []string
	for _, s := range sessions {
		word := s.Title
		if s.Choice != nil {
			word += "*"
		}
		if s.Key != "" {
			word += ":" + s.Key
		}
		if len(s.Sessions) > 0 {
			word += "(" + inShort(s.Sessions) + ")"
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func TestKeysOfSessions(t *testing.T) {
	tests := []struct{ name, old, new, want string }{
		{"made where people choose", "", "x g*(a b)", "x g*:n1(a:n2 b:n3)"},
		{"none where they do not", "", "x g(a b)", "x g(a b)"},
		{"kept by who has one", "g*:k(a:k1 b:k2)", "h*:k(c:k2 d:k1)", "h*:k(c:k2 d:k1)"},
		{"kept while people do not choose", "g*:k(a:k1)", "g:k(a:k1) b:k2", "g:k(a:k1) b:k2"},
		{"found again by the title", "g*:k(a:k1 b:k2)", "g*(b a c)", "g*:k(b:k2 a:k1 c:n1)"},
		{"of two with one title, each has its own", "g*:k(a:k1 a:k2)", "g*(a a a)", "g*:k(a:k1 a:k2 a:n1)"},
		{"not that of one that is still there", "g*:k(a:k1)", "g*:k(b:k1 a)", "g*:k(b:k1 a:n1)"},
		{"not that of one under another heading", "g*:k(a:k1)", "h*(a)", "h*:n1(a:n2)"},
		{"the first of two that claim it has it", "g*:k(a:k1)", "g*:k(a:k1 b:k1)", "g*:k(a:k1 b:n1)"},
		{"a heading may not take that of its session", "g*:k(a:k1)", "g*:k1(a:k1)", "g*:k1(a:n1)"},
		{"never one that was another's", "x:n1 g*:n2(a:n3)", "g*:n2(b)", "g*:n2(b:n4)"},
		{"what nobody could have made is no key", "", "g*:K-1(a:--)", "g*:n1(a:n2)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := 0
			fresh := func() string { n++; return fmt.Sprintf("n%d", n) }
			typed := programme(tt.new)
			got, err := event.KeepSessions(programme(tt.old), typed, nil, fresh)
			if err != nil || inShort(got) != tt.want {
				t.Errorf("%s, want %s, %v", inShort(got), tt.want, err)
			}
			if inShort(typed) != tt.new {
				t.Errorf("what was typed has become %s", inShort(typed))
			}
			again, err := event.KeepSessions(got, programme(tt.new), nil, fresh)
			if err != nil || inShort(again) != tt.want {
				t.Errorf("the same again is %s, %v", inShort(again), err)
			}
		})
	}
}

func TestChosenSessionsStay(t *testing.T) {
	const old = "g*:k(a:k1 b:k2) h*:l(c:l1) x"
	tests := []struct{ name, new, want string }{
		{"as it is", old, ""},
		{"in another order, with other titles", "y h*:l(C:l1) G*:k(B:k2 A:k1)", ""},
		{"one that nobody chose goes", "g*:k(a:k1) h*:l(c:l1)", ""},
		{"one that was chosen goes", "g*:k(b:k2) h*:l(c:l1)", "a of g: 3"},
		{"two go", "x", "a of g: 3, c of h: 1"},
		{"it goes to another heading", "g*:k(b:k2) h*:l(c:l1 a:k1)", "a of g: 3"},
		{"it goes out from under the heading", "g*:k(b:k2) a:k1 h*:l(c:l1)", "a of g: 3"},
		{"the heading is no longer to choose among", "g:k(a:k1 b:k2) h*:l(c:l1)", "a of g: 3"},
		{"another takes its title", "g*:k(a b:k2) h*:l(c:l1)", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			chosen := map[string]int{"k1": 3, "l1": 1}
			_, err := event.KeepSessions(programme(old), programme(tt.new), chosen, func() string { return "fresh" })
			var gone event.SessionsChosen
			errors.As(err, &gone)
			var lines []string
			for _, c := range gone {
				lines = append(lines, fmt.Sprintf("%s of %s: %d", c.Title, c.Group, c.People))
			}
			if got := strings.Join(lines, ", "); got != tt.want {
				t.Errorf("%q, want %q, %v", got, tt.want, err)
			}
		})
	}
}

func TestABreakCannotBeChosen(t *testing.T) {
	old, new := programme("g*:k(a:k1 b:k2)"), programme("g*:k(a:k1 b:k2)")
	new[0].Sessions[0].Kind = event.Break
	if _, err := event.KeepSessions(old, new, map[string]int{"k1": 1}, func() string { return "x" }); err == nil {
		t.Error("a session that was chosen has become a break")
	}
	if kept, err := event.KeepSessions(old, new, nil, func() string { return "x" }); err != nil || len((&event.Event{Sessions: kept}).GroupedChoices()[0].Sessions) != 1 {
		t.Errorf("%v, %v", kept, err)
	}
}

// What was typed in the form of a programme.
func TestChoicesAsTyped(t *testing.T) {
	ev := example(t, "testdata/barn-och-unga-konferens.json")
	items, people := ev.Typed()
	heading := 0
	for i := range items {
		items[i].Key = fmt.Sprint(i)
		if items[i].Choose != nil {
			heading = i
		}
	}
	program, invalid := event.NewProgram(&ev, items, people)
	if len(invalid) > 0 {
		t.Fatal(invalid)
	}
	same := ev
	same.SetProgram(program)
	if diff := cmp.Diff(ev.GroupedChoices(), same.GroupedChoices()); diff != "" || len(ev.GroupedChoices()[0].Sessions) != 3 {
		t.Error("what can be chosen differs:", diff)
	}
	under := fmt.Sprint(heading + 1)
	at := fmt.Sprint(heading)
	tests := []struct {
		name   string
		change func([]event.Item)
		want   event.Invalid
	}{
		{"places in words", func(i []event.Item) { i[heading+1].Capacity = "trettio" }, event.Invalid{"capacity-" + under: event.MsgNumber}},
		{"places below nothing", func(i []event.Item) { i[heading+1].Capacity = "-1" }, event.Invalid{"capacity-" + under: event.MsgNumber}},
		{"how many in words", func(i []event.Item) { i[heading].Choose = &event.ItemChoice{Max: "ett"} }, event.Invalid{"max-" + at: event.MsgNumber}},
		{"more than at the same time", func(i []event.Item) { i[heading].Choose = &event.ItemChoice{Min: "2"} }, event.Invalid{"min-" + at: event.MsgChooseTooMany}},
		{"at least more than at most", func(i []event.Item) { i[heading].Choose = &event.ItemChoice{Min: "2", Max: "1"} }, event.Invalid{"min-" + at: event.MsgChooseLeast}},
		{"for a category that is gone", func(i []event.Item) {
			i[heading].Choose = &event.ItemChoice{When: &event.Condition{Category: []string{"x"}}}
		}, event.Invalid{"when-" + at: event.MsgChooseWhen}},
		{"nothing under the heading", func(i []event.Item) {
			for j := range i {
				i[j].Under = false
			}
		}, event.Invalid{"choose-" + at: event.MsgChooseNothing}},
		{"no heading any more", func(i []event.Item) {
			for j := range i {
				i[j].Under = false
			}
			i[heading].Kind = event.Talk
		}, event.Invalid{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			changed := append([]event.Item(nil), items...)
			tt.change(changed)
			_, invalid := event.NewProgram(&ev, changed, people)
			if diff := cmp.Diff(tt.want, invalid); diff != "" {
				t.Error(diff)
			}
		})
	}
}
