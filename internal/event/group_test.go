package event_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// sender is somebody who registers colleagues.
func sender() event.Signup {
	return event.Signup{
		Name: "Nadia Test", Email: "nadia@ale.se", Organisation: "Ale kommun", Municipality: "Ale", Role: "Chef",
		Comment: "Vi kommer med tåget", Language: "sv", Attendance: event.OnSite, Category: "staff",
		Answers: event.Answers{"diet": {"Vegan"}}, Sessions: []string{"a"},
	}
}

func TestNewGroup(t *testing.T) {
	many := make([]event.Colleague, 4)
	for i := range many {
		many[i] = event.Colleague{Name: "Bo", Email: strings.Repeat("b", i+1) + "@ale.se"}
	}
	anna := event.Colleague{Name: "Anna Berg", Email: "Anna Berg <anna@ale.se>"}
	tests := []struct {
		name string
		raw  event.RawGroup
		want event.Invalid
		n    int
	}{
		{"nobody but the sender", event.RawGroup{People: make([]event.Colleague, 2)}, event.Invalid{}, 1},
		{"sender and one", event.RawGroup{People: []event.Colleague{{}, anna}}, event.Invalid{}, 2},
		{"only others", event.RawGroup{People: []event.Colleague{anna}, OnlyOthers: true}, event.Invalid{}, 1},
		{"only others, and nobody", event.RawGroup{OnlyOthers: true}, event.Invalid{"colleague-1-name": event.MsgColleagueNone}, 0},
		{"sender and as many as there may be", event.RawGroup{People: many[:3]}, event.Invalid{}, 4},
		{"one too many", event.RawGroup{People: many}, event.Invalid{"colleague-4-name": event.MsgColleagueMany}, 0},
		{"as many, for the sender does not come", event.RawGroup{People: many, OnlyOthers: true}, event.Invalid{}, 4},
		{"no name, no address", event.RawGroup{People: []event.Colleague{{Name: "Anna"}, {Email: "bo@ale.se"}}}, event.Invalid{
			"colleague-1-email": event.MsgColleagueEmail, "colleague-2-name": event.MsgColleagueName,
		}, 0},
		{"no address but a word", event.RawGroup{People: []event.Colleague{{Name: "Anna", Email: "anna"}}}, event.Invalid{"colleague-1-email": event.MsgEmailMalformed}, 0},
		{"one address twice", event.RawGroup{People: []event.Colleague{anna, {Name: "Anna Berg", Email: "ANNA@ale.se"}}}, event.Invalid{
			"colleague-2-email": event.MsgColleagueTwice,
		}, 0},
		{"the sender's address", event.RawGroup{People: []event.Colleague{{Name: "Nadia", Email: "nadia@ALE.se"}}}, event.Invalid{"colleague-1-email": event.MsgColleagueTwice}, 0},
		{"a new line in a name", event.RawGroup{People: []event.Colleague{{Name: "Anna\x00", Email: "anna@ale.se"}}}, event.Invalid{"colleague-1-name": event.MsgOddCharacters}, 0},
	}
	ev := &event.Event{GroupMax: 4, Attendance: event.Both}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, invalid := ev.NewGroup(sender(), tt.raw)
			if diff := cmp.Diff(tt.want, invalid); diff != "" || len(got.People) != tt.n {
				t.Errorf("%d people, complaints:\n%s", len(got.People), diff)
			}
		})
	}
}

func TestColleaguesComeAsTheSenderUnlessTheirRowSaysOtherwise(t *testing.T) {
	raw := event.RawGroup{Together: true, People: []event.Colleague{
		{Name: "Anna Berg", Email: "anna@ale.se"}, {Name: "Bo Ek", Email: "bo@ale.se", Attendance: "online"}, {Name: "Eva", Email: "eva@ale.se", Attendance: "by boat"},
	}}
	both := &event.Event{GroupMax: 9, Attendance: event.Both}
	got, _ := both.NewGroup(sender(), raw)
	person := func(name, email string, a event.Attendance) event.Signup {
		return event.Signup{Name: name, Email: email, Organisation: "Ale kommun", Municipality: "Ale", Language: "sv", Attendance: a, Category: "staff"}
	}
	want := event.GroupSignup{Together: true, People: []event.Signup{
		sender(), person("Anna Berg", "anna@ale.se", event.OnSite), person("Bo Ek", "bo@ale.se", event.Online), person("Eva", "eva@ale.se", event.OnSite),
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	here := &event.Event{GroupMax: 9, Attendance: event.OnSite}
	if got, _ = here.NewGroup(sender(), raw); got.People[2].Attendance != event.OnSite {
		t.Errorf("somebody comes %s to what is on site only", got.People[2].Attendance)
	}
}

func TestFirstWith(t *testing.T) {
	raw := event.RawGroup{People: []event.Colleague{{Email: "a@ale.se"}, {Email: "b@ale.se"}, {Email: "A@ale.se"}, {Email: "nadia@ale.se"}}}
	for row, want := range []int{-1, -1, 0, -1} {
		if got := raw.FirstWith(row); got != want {
			t.Errorf("row %d has the address of %d, not %d", row, got, want)
		}
	}
}

func TestLacks(t *testing.T) {
	online := &event.Condition{Attendance: []event.Attendance{event.Online}}
	ev := &event.Event{
		Questions: []event.Question{
			{ID: "invoice", Kind: event.AskShort, Required: true},
			{ID: "diet", Kind: event.AskShort, Sensitive: true, Required: true, When: &event.Condition{Attendance: []event.Attendance{event.OnSite}}},
			{ID: "wish", Kind: event.AskShort},
		},
		Choices: []event.ChoiceGroup{{Choice: event.Choice{Min: 1, When: online}, Key: "g", Sessions: []event.Choosable{{Key: "a"}, {Key: "b"}}}},
	}
	invoice, diet := event.Answers{"invoice": {"77"}}, event.Answers{"diet": {"-"}}
	chosen := func(key string, s event.Standing) []event.SessionChoice {
		return []event.SessionChoice{{Session: key, Standing: s}}
	}
	tests := []struct {
		name   string
		reg    event.Registration
		chosen []event.SessionChoice
		want   bool
	}{
		{"nothing answered", event.Registration{Attendance: event.OnSite}, nil, true},
		{"a sensitive one left", event.Registration{Attendance: event.OnSite, Answers: invoice}, nil, true},
		{"all that must be", event.Registration{Attendance: event.OnSite, Answers: invoice, Sensitive: diet}, nil, false},
		{"nothing chosen", event.Registration{Attendance: event.Online, Answers: invoice}, nil, true},
		{"chosen", event.Registration{Attendance: event.Online, Answers: invoice}, chosen("b", event.Waiting), false},
		{"chosen and given back", event.Registration{Attendance: event.Online, Answers: invoice}, chosen("b", event.Withdrawn), true},
		{"chosen elsewhere", event.Registration{Attendance: event.Online, Answers: invoice}, chosen("z", event.Confirmed), true},
	}
	for _, tt := range tests {
		if got := ev.Lacks(&tt.reg, tt.chosen); got != tt.want {
			t.Errorf("%s: lacks %v", tt.name, got)
		}
	}
}
