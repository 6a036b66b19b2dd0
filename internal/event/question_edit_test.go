package event_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"samling/internal/event"
)

func TestMoveQuestion(t *testing.T) {
	yes := func(id string) *event.Condition {
		return &event.Condition{Answer: &event.AnswerIs{Question: id, Is: []string{event.Yes}}}
	}
	list := []event.Question{
		{ID: "a", Kind: event.AskYesNo, Label: "A"},
		{ID: "b", Kind: event.AskYesNo, Label: "B", When: yes("a")},
		{ID: "old", Kind: event.AskShort, Label: "Old", Retired: true},
		{ID: "c", Kind: event.AskShort, Label: "C"},
	}
	tests := []struct {
		name string
		id   string
		by   int
		want string
	}{
		{"down", "b", 1, "a old c b"},
		{"up, past a retired one", "c", -1, "a c b old"},
		{"to the top", "c", -2, "c a b old"},
		{"not before the question it looks at", "b", -1, ""},
		{"not after the one that looks at it", "a", 1, ""},
		{"nowhere up to go", "a", -1, ""},
		{"nowhere down to go", "c", 1, ""},
		{"nowhere at all", "c", 0, ""},
		{"unknown", "x", 1, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, moved := event.MoveQuestion(list, tt.id, tt.by)
			var ids []string
			for _, q := range got {
				ids = append(ids, q.ID)
			}
			want := tt.want
			if want == "" {
				want = "a b old c"
			}
			if order := strings.Join(ids, " "); order != want || moved != (tt.want != "") {
				t.Errorf("%q, moved %v; want %q", order, moved, want)
			}
		})
	}
}

func TestQuestionFaults(t *testing.T) {
	good := func() []event.Question {
		return []event.Question{
			{ID: "a", Kind: event.AskOne, Label: "A", Options: []string{"x", "y"}},
			{ID: "b", Kind: event.AskShort, Label: "B", When: &event.Condition{Any: []event.Condition{
				{Answer: &event.AnswerIs{Question: "a", Is: []string{"x"}}}, {Attendance: []event.Attendance{event.Online}},
			}}},
		}
	}
	tests := []struct {
		name  string
		spoil func(q []event.Question)
		want  string
	}{
		{"nothing", func([]event.Question) {}, ""},
		{"no words", func(q []event.Question) { q[0].Label = " " }, "a label"},
		{"unknown kind", func(q []event.Question) { q[1].Kind = "poem" }, "b kind"},
		{"nothing to choose from", func(q []event.Question) { q[0].Options = nil }, "a options b when"},
		{"a choice twice", func(q []event.Question) { q[0].Options = []string{"x", "x"} }, "a options"},
		{"an empty choice", func(q []event.Question) { q[0].Options = []string{"x", " "} }, "a options"},
		{"sensitive, but why", func(q []event.Question) { q[1].Sensitive = true }, "b purpose"},
		{"least is more than most", func(q []event.Question) { q[1].Min, q[1].Max = 3, 2 }, "b min"},
		{"the choice it looks at is gone", func(q []event.Question) { q[0].Options = []string{"y"} }, "b when"},
		{"looks ahead", func(q []event.Question) { q[0], q[1] = q[1], q[0] }, "b when"},
		{"looks at free text", func(q []event.Question) { q[0].Kind, q[0].Options = event.AskLong, nil }, "b when"},
		{"an empty condition", func(q []event.Question) { q[1].When = &event.Condition{} }, "b when"},
		{"two in one", func(q []event.Question) { q[1].When.Attendance = []event.Attendance{event.OnSite} }, "b when"},
		{"attendance that nobody has", func(q []event.Question) { q[1].When = &event.Condition{Attendance: []event.Attendance{event.Both}} }, "b when"},
		{"is and is not", func(q []event.Question) { q[1].When.Any[0].Answer.IsNot = []string{"y"} }, "b when"},
		{"too deep", func(q []event.Question) {
			deep := *q[1].When
			for range 4 {
				deep = event.Condition{All: []event.Condition{deep}}
			}
			q[1].When = &deep
		}, "b when"},
		{"one name for two", func(q []event.Question) { q[1].ID = "a" }, "a id"},
		{"an odd name", func(q []event.Question) { q[1].ID = "B?" }, "B? id"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list := good()
			tt.spoil(list)
			var got []string
			for _, f := range event.QuestionFaults(list) {
				got = append(got, f.ID, f.Part)
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("%q, want %q", strings.Join(got, " "), tt.want)
			}
		})
	}
}

func TestDependants(t *testing.T) {
	list := dinner()
	if got := event.Dependants(list, "eats"); len(got) != 1 || got[0].ID != "diet" {
		t.Errorf("%v", got)
	}
	if got := event.Dependants(list, "diet"); len(got) != 0 {
		t.Errorf("%v", got)
	}
	list[1].Retired = true
	if got := event.Dependants(list, "eats"); len(got) != 0 {
		t.Errorf("a retired one: %v", got)
	}
	if id := event.NewQuestionID(append(slices.Clone(list), event.Question{ID: "q3"})); id != "q4" {
		t.Errorf("new id %q", id)
	}
}

// Where people have answered, no answer loses its question.
func TestKeepQuestions(t *testing.T) {
	old := []event.Question{
		{ID: "a", Kind: event.AskShort, Label: "A"}, {ID: "b", Kind: event.AskShort, Label: "B", Sensitive: true}, {ID: "c", Kind: event.AskLong, Label: "C", Retired: true},
	}
	change := func(do func(q []event.Question) []event.Question) []event.Question { return do(slices.Clone(old)) }
	tests := []struct {
		name string
		new  []event.Question
		want string
		err  error
	}{
		{"nothing changed", old, "A B (C)", nil},
		{"other words", change(func(q []event.Question) []event.Question { q[0].Label = "A?"; return q }), "A? B (C)", nil},
		{"one is gone", old[1:], "B (C) (A)", nil},
		{"all are gone", nil, "(A) (B) (C)", nil},
		{"one came", append(slices.Clone(old), event.Question{ID: "d", Label: "D"}), "A B (C) D", nil},
		{"another kind", change(func(q []event.Question) []event.Question { q[0].Kind = event.AskLong; return q }), "", event.ErrAnswered},
		{"sensitive after all", change(func(q []event.Question) []event.Question { q[0].Sensitive = true; return q }), "", event.ErrAnswered},
		{"no longer sensitive", change(func(q []event.Question) []event.Question { q[1].Sensitive = false; return q }), "", event.ErrAnswered},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			kept, err := event.KeepQuestions(old, tt.new)
			var labels []string
			for _, q := range kept {
				if q.Retired {
					q.Label = "(" + q.Label + ")"
				}
				labels = append(labels, q.Label)
			}
			if got := strings.Join(labels, " "); got != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("%q, %v; want %q, %v", got, err, tt.want, tt.err)
			}
		})
	}
}
