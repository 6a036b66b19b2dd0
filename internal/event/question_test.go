package event_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samling/internal/event"
)

// given is a form as it comes: fields with a text each, or several by a bar.
func given(fields map[string]string) func(string) []string {
	return func(field string) []string {
		text, ok := fields[field]
		if !ok {
			return nil
		}
		return strings.Split(text, "|")
	}
}

func TestReadAnswers(t *testing.T) {
	one := func(q event.Question) []event.Question { q.ID, q.Label = "q1", "?"; return []event.Question{q} }
	workshops := []string{"Skola", "Fritid", "Hälsa"}
	tests := []struct {
		name     string
		question event.Question
		given    string
		want     []string
		wrong    event.Key
	}{
		{"short text, folded", event.Question{Kind: event.AskShort}, "  a   b ", []string{"a b"}, ""},
		{"too long", event.Question{Kind: event.AskShort, Max: 3}, "abcd", nil, event.MsgTooLong},
		{"just long enough", event.Question{Kind: event.AskShort, Max: 3}, "åäö", []string{"åäö"}, ""},
		{"short text is one line", event.Question{Kind: event.AskShort}, "a\nb", []string{"a b"}, ""},
		{"long text keeps its lines", event.Question{Kind: event.AskLong}, "a\r\nb", []string{"a\nb"}, ""},
		{"control characters", event.Question{Kind: event.AskLong}, "a\x00b", nil, event.MsgOddCharacters},
		{"nothing", event.Question{Kind: event.AskShort}, " ", nil, ""},
		{"nothing, but it is required", event.Question{Kind: event.AskShort, Required: true}, " ", nil, event.MsgAnswerMissing},
		{"one of the list", event.Question{Kind: event.AskOne, Options: workshops}, "Fritid", []string{"Fritid"}, ""},
		{"none of the list", event.Question{Kind: event.AskOne, Options: workshops}, "Annat", nil, event.MsgNotAChoice},
		{"one must be chosen", event.Question{Kind: event.AskOne, Options: workshops, Required: true}, "", nil, event.MsgChooseOne},
		{"several, in the order of the list", event.Question{Kind: event.AskSeveral, Options: workshops}, "Hälsa|Skola|Hälsa", []string{"Skola", "Hälsa"}, ""},
		{"several, one of them foreign", event.Question{Kind: event.AskSeveral, Options: workshops}, "Hälsa|x", []string{"Hälsa"}, event.MsgNotAChoice},
		{"too many", event.Question{Kind: event.AskSeveral, Options: workshops, Max: 1}, "Hälsa|Skola", []string{"Skola", "Hälsa"}, event.MsgTooManyChosen},
		{"too few", event.Question{Kind: event.AskSeveral, Options: workshops, Min: 2}, "Hälsa", []string{"Hälsa"}, event.MsgTooFewChosen},
		{"none at all is too few only if required", event.Question{Kind: event.AskSeveral, Options: workshops, Min: 2}, "", nil, ""},
		{"some must be chosen", event.Question{Kind: event.AskSeveral, Options: workshops, Required: true}, "", nil, event.MsgChooseSome},
		{"yes", event.Question{Kind: event.AskYesNo}, "yes", []string{"yes"}, ""},
		{"perhaps", event.Question{Kind: event.AskYesNo}, "perhaps", nil, event.MsgNotAChoice},
		{"number", event.Question{Kind: event.AskNumber}, "12", []string{"12"}, ""},
		{"no number", event.Question{Kind: event.AskNumber}, "tolv", nil, event.MsgNotANumber},
		{"number out of range", event.Question{Kind: event.AskNumber, Min: 1, Max: 5}, "6", nil, event.MsgOutOfRange},
		{"negative number", event.Question{Kind: event.AskNumber}, "-1", nil, event.MsgOutOfRange},
		{"date", event.Question{Kind: event.AskDate}, "2024-02-29", []string{"2024-02-29"}, ""},
		{"a file that was found", event.Question{Kind: event.AskFile}, "17|cv.pdf", []string{"17", "cv.pdf"}, ""},
		{"no file", event.Question{Kind: event.AskFile}, "", nil, ""},
		{"no file, but it is required", event.Question{Kind: event.AskFile, Required: true}, "", nil, event.MsgFileMissing},
		{"what is no file", event.Question{Kind: event.AskFile, Required: true}, "cv.pdf", nil, event.MsgFileMissing},
		{"a day that never was", event.Question{Kind: event.AskDate}, "2023-02-29", nil, event.MsgNotADate},
		{"address", event.Question{Kind: event.AskEmail}, "anna@ale.se", []string{"anna@ale.se"}, ""},
		{"no address", event.Question{Kind: event.AskEmail}, "anna", nil, event.MsgEmailMalformed},
		{"telephone", event.Question{Kind: event.AskPhone}, "+46 (0)8-123 45 67", []string{"+46 (0)8-123 45 67"}, ""},
		{"no telephone", event.Question{Kind: event.AskPhone}, "ring mig", nil, event.MsgNotAPhone},
		{"municipality, as it is spelt", event.Question{Kind: event.AskMunicipality}, "öckerö", []string{"Öckerö"}, ""},
		{"consent", event.Question{Kind: event.AskConsent, Required: true}, "yes", []string{"yes"}, ""},
		{"no consent", event.Question{Kind: event.AskConsent, Required: true}, "", nil, event.MsgBoxEmpty},
		{"retired", event.Question{Kind: event.AskShort, Required: true, Retired: true}, "x", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			asked := one(tt.question)
			answers, invalid := event.ReadAnswers(asked, given(map[string]string{asked[0].Field(): tt.given}), event.Circumstances{})
			if got := answers["q1"]; !slices.Equal(got, tt.want) {
				t.Errorf("answer %q, want %q", got, tt.want)
			}
			if got := invalid[asked[0].Field()]; got != tt.wrong {
				t.Errorf("complaint %q, want %q", got, tt.wrong)
			}
		})
	}
}

func TestSensitiveAnswersNeedConsent(t *testing.T) {
	diet := []event.Question{{ID: "diet", Kind: event.AskShort, Label: "Kost", Sensitive: true, Purpose: "Till köket"}}
	read := func(fields map[string]string) (event.Answers, event.Invalid) {
		return event.ReadAnswers(diet, given(fields), event.Circumstances{})
	}
	if _, invalid := read(map[string]string{"answer-diet": "gluten"}); invalid["consent-diet"] != event.MsgConsentMissing {
		t.Errorf("taken without consent: %v", invalid)
	}
	if _, invalid := read(nil); len(invalid) > 0 {
		t.Errorf("consent to nothing: %v", invalid)
	}
	answers, invalid := read(map[string]string{"answer-diet": "gluten", "consent-diet": "yes"})
	plain, sensitive := answers.Split(diet)
	if len(invalid) > 0 || len(plain) > 0 || !slices.Equal(sensitive["diet"], []string{"gluten"}) {
		t.Errorf("%v: plain %v, sensitive %v", invalid, plain, sensitive)
	}
}

// dinner asks for diet only those who come and eat, as AC12 has it.
func dinner() []event.Question {
	return []event.Question{
		{ID: "eats", Kind: event.AskYesNo, Label: "Äter du lunch?", When: &event.Condition{Attendance: []event.Attendance{event.OnSite}}},
		{ID: "diet", Kind: event.AskShort, Label: "Kost", Required: true, When: &event.Condition{All: []event.Condition{
			{Attendance: []event.Attendance{event.OnSite}},
			{Answer: &event.AnswerIs{Question: "eats", Is: []string{event.Yes}}},
		}}},
	}
}

func TestConditions(t *testing.T) {
	tests := []struct {
		name   string
		at     event.Attendance
		fields map[string]string
		want   event.Answers
		wrong  event.Invalid
	}{
		{"online, and a program sends a diet all the same", event.Online, map[string]string{"answer-eats": "yes", "answer-diet": "gluten"}, event.Answers{}, event.Invalid{}},
		{"on site, does not eat", event.OnSite, map[string]string{"answer-eats": "no", "answer-diet": "gluten"}, event.Answers{"eats": {"no"}}, event.Invalid{}},
		{"on site, has not said", event.OnSite, map[string]string{"answer-diet": "gluten"}, event.Answers{}, event.Invalid{}},
		{"on site, eats, says what", event.OnSite, map[string]string{"answer-eats": "yes", "answer-diet": "gluten"}, event.Answers{"eats": {"yes"}, "diet": {"gluten"}}, event.Invalid{}},
		{"on site, eats, does not say what", event.OnSite, map[string]string{"answer-eats": "yes"}, event.Answers{"eats": {"yes"}}, event.Invalid{"answer-diet": event.MsgAnswerMissing}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			answers, invalid := event.ReadAnswers(dinner(), given(tt.fields), event.Circumstances{Attendance: tt.at})
			if diff := cmp.Diff(tt.want, answers) + cmp.Diff(tt.wrong, invalid); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestConditionHolds(t *testing.T) {
	is := func(q string, choices ...string) event.Condition {
		return event.Condition{Answer: &event.AnswerIs{Question: q, Is: choices}}
	}
	not := func(q string, choices ...string) event.Condition {
		return event.Condition{Answer: &event.AnswerIs{Question: q, IsNot: choices}}
	}
	a := event.Answers{"x": {"1", "2"}, "y": {"3"}}
	tests := []struct {
		name string
		c    event.Condition
		want bool
	}{
		{"one of several chosen", is("x", "2"), true},
		{"none of them", is("x", "3"), false},
		{"is not", not("x", "3"), true},
		{"is not, but is among several", not("x", "2"), false},
		{"not answered is not that answer", not("z", "1"), true},
		{"not answered", is("z", "1"), false},
		{"all", event.Condition{All: []event.Condition{is("x", "1"), is("y", "3")}}, true},
		{"not all", event.Condition{All: []event.Condition{is("x", "1"), is("y", "4")}}, false},
		{"any", event.Condition{Any: []event.Condition{is("x", "9"), is("y", "3")}}, true},
		{"not any", event.Condition{Any: []event.Condition{is("x", "9"), is("y", "4")}}, false},
		{"any of all", event.Condition{Any: []event.Condition{{All: []event.Condition{is("x", "1"), not("y", "3")}}, is("x", "2")}}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.c.Holds(a, event.Circumstances{}); got != tt.want {
				t.Errorf("holds: %v", got)
			}
		})
	}
	if !(*event.Condition)(nil).Holds(nil, event.Circumstances{}) {
		t.Error("no condition does not hold")
	}
}

// Whatever is sent, only what is asked is kept, and what is asked and required
// is there or complained of.
func TestOnlyWhatIsAskedIsKept(t *testing.T) {
	choices := []string{"a", "b", "c"}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "questions")
		questions := make([]event.Question, n)
		for i := range questions {
			questions[i] = event.Question{
				ID: fmt.Sprint("q", i), Label: "?", Options: choices, Kind: rapid.SampledFrom([]event.QuestionKind{event.AskOne, event.AskSeveral}).Draw(t, "kind"),
				Required: rapid.Bool().Draw(t, "required"), Retired: rapid.IntRange(0, 4).Draw(t, "retired") == 0,
			}
			if i > 0 && rapid.Bool().Draw(t, "has condition") {
				questions[i].When = &event.Condition{Answer: &event.AnswerIs{
					Question: fmt.Sprint("q", rapid.IntRange(0, i-1).Draw(t, "on")), Is: rapid.SliceOfNDistinct(rapid.SampledFrom(choices), 1, 2, rapid.ID).Draw(t, "is"),
				}}
			}
		}
		sent := map[string][]string{}
		for i := range questions {
			sent[event.AnswerField(questions[i].ID)] = rapid.SliceOfN(rapid.SampledFrom(append(choices, "", "x")), 0, 3).Draw(t, "sent")
		}
		answers, invalid := event.ReadAnswers(questions, func(f string) []string { return sent[f] }, event.Circumstances{})
		for i := range questions {
			q := &questions[i]
			_, kept := answers[q.ID]
			complaint := invalid[event.AnswerField(q.ID)]
			asked := q.IsAsked(answers, event.Circumstances{})
			if !asked && (kept || complaint != "") {
				t.Errorf("%s is not asked, but kept %v, complaint %q", q.ID, kept, complaint)
			}
			if asked && q.Required && !kept && complaint == "" {
				t.Errorf("%s is required, and nobody minds", q.ID)
			}
		}
	})
}
