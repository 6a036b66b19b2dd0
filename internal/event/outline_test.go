package event_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"samling/internal/event"
)

// outlineOf reads "a B-c d" as items a, B with c under it, and d. Capitals are
// headings, x is a break.
func outlineOf(text string) event.Outline {
	var o event.Outline
	for word := range strings.FieldsSeq(text) {
		for i, name := range strings.Split(word, "-") {
			p := event.Place{Key: int(name[0]), Kind: event.Talk, Under: i > 0}
			switch {
			case name == strings.ToUpper(name):
				p.Kind = event.Heading
			case name == "x":
				p.Kind = event.Break
			}
			o = append(o, p)
		}
	}
	return o
}

func inWords(o event.Outline) string {
	var b strings.Builder
	for _, p := range o {
		if p.Under {
			b.WriteByte('-')
		} else {
			b.WriteByte(' ')
		}
		b.WriteByte(byte(p.Key))
	}
	return strings.TrimPrefix(b.String(), " ")
}

func TestOutline(t *testing.T) {
	tests := []struct {
		name, before string
		step         func(event.Outline, int) event.Outline
		on           byte
		after        string
	}{
		{"up", "a b c", event.Outline.Up, 'c', "a c b"},
		{"up with what stands under it", "a b B-c-d e", event.Outline.Up, 'B', "a B-c-d b e"},
		{"up over another heading", "A-b C-d", event.Outline.Up, 'C', "C-d A-b"},
		{"the first stays", "a b", event.Outline.Up, 'a', "a b"},
		{"up below a heading", "A-b-c", event.Outline.Up, 'c', "A-c-b"},
		{"the first below a heading goes above it", "a B-c-d", event.Outline.Up, 'c', "a c B-d"},
		{"and into the heading before", "A-a B-c", event.Outline.Up, 'c', "A-a-c B"},
		{"and above the first of all", "A-b", event.Outline.Up, 'b', "b A"},
		{"down", "a b c", event.Outline.Down, 'a', "b a c"},
		{"down over another heading", "A-b C-d e", event.Outline.Down, 'A', "C-d A-b e"},
		{"the last stays", "a b", event.Outline.Down, 'b', "a b"},
		{"down below a heading", "A-b-c", event.Outline.Down, 'b', "A-c-b"},
		{"the last below a heading goes past what follows", "A-b c", event.Outline.Down, 'b', "A c b"},
		{"and into the heading after", "A-b C-d", event.Outline.Down, 'b', "A C-b-d"},
		{"and into an empty heading after", "A-b C", event.Outline.Down, 'b', "A C-b"},
		{"the last of all stays below its heading", "A-b", event.Outline.Down, 'b', "A-b"},
		{"in", "a b", event.Outline.In, 'b', "a-b"},
		{"in with what stands under it, as neighbours", "A B-c", event.Outline.In, 'B', "A-B-c"},
		{"the first cannot go in", "a b", event.Outline.In, 'a', "a b"},
		{"nothing goes in under a break", "x b", event.Outline.In, 'b', "x b"},
		{"out", "A-b-c d", event.Outline.Out, 'b', "A-c b d"},
		{"what is out stays out", "a b", event.Outline.Out, 'b', "a b"},
		{"remove", "a b c", event.Outline.Remove, 'b', "a c"},
		{"what stood under a heading is kept when that goes", "a B-c-d e", event.Outline.Remove, 'B', "a c d e"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := outlineOf(tt.before)
			i := slices.IndexFunc(before, func(p event.Place) bool { return p.Key == int(tt.on) })
			if got := inWords(tt.step(before, i)); got != tt.after {
				t.Errorf("%s: got %s, want %s", tt.before, got, tt.after)
			}
			if inWords(before) != tt.before {
				t.Error("the outline that was given has changed")
			}
		})
	}
}

// However somebody arranges a programme, every item and every speaker is there
// exactly once, but for those taken out, and nothing is deeper than two levels.
func TestArrangingLosesNothing(t *testing.T) {
	kinds := []event.SessionKind{event.Talk, event.Heading, event.Break}
	rapid.Check(t, func(t *rapid.T) {
		var o event.Outline
		want := map[int]bool{}
		for step := range rapid.IntRange(1, 40).Draw(t, "steps") {
			do := rapid.SampledFrom([]string{"add", "add", "up", "down", "in", "out", "remove"}).Draw(t, "do")
			at := rapid.IntRange(0, max(len(o)-1, 0)).Draw(t, "at")
			switch {
			case do == "add" || len(o) == 0:
				o = o.Add(at-1, event.Place{Key: step, Kind: rapid.SampledFrom(kinds).Draw(t, "kind")})
				want[step] = true
			case do == "up":
				o = o.Up(at)
			case do == "down":
				o = o.Down(at)
			case do == "in":
				o = o.In(at)
			case do == "out":
				o = o.Out(at)
			default:
				delete(want, o[at].Key)
				o = o.Remove(at)
			}
		}
		var items []event.Item
		var people []event.Speaker
		for i, p := range o {
			if !want[p.Key] {
				t.Fatalf("%d is there twice, or was taken out", p.Key)
			}
			delete(want, p.Key)
			name := strings.Repeat("x", p.Key+1)
			people = append(people, event.Speaker{Name: name})
			items = append(items, event.Item{Key: name, Kind: p.Kind, Title: name, Under: p.Under, Appearances: []event.Part{{Person: i}}})
		}
		if len(want) > 0 || len(o) > 0 && o[0].Under {
			t.Fatalf("%d items lost; %s", len(want), inWords(o))
		}
		program, invalid := event.NewProgram(&event.Event{Zone: "UTC"}, items, people)
		if len(invalid) > 0 || len(program.Speakers) != len(o) {
			t.Fatalf("%d speakers of %d, %v", len(program.Speakers), len(o), invalid)
		}
		seen := 0
		for _, s := range program.Sessions {
			seen++
			if len(s.Sessions) > 0 && s.Kind != event.Heading {
				t.Fatal("something that is no heading holds items")
			}
			for _, sub := range s.Sessions {
				seen++
				if len(sub.Sessions) > 0 {
					t.Fatal("three levels")
				}
			}
		}
		if seen != len(o) {
			t.Fatalf("%d sessions of %d items", seen, len(o))
		}
	})
}
