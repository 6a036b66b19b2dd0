package event_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

func TestMentionsOfTheOldYear(t *testing.T) {
	old := conference(t)
	tests := []struct {
		name, text string
		to         string
		want       []string
	}{
		{"the year", "Konferensen 2022 blir bra.", "2023-11-23", []string{"2022"}},
		{"another year", "Läget sedan 2018 och Agenda 2030.", "2023-11-23", nil},
		{"the year inside a number", "Ring 0155-20220.", "2023-11-23", nil},
		{"the old day", "Vi ses den 24 november!", "2023-11-23", nil}, // the second day now
		{"the old day, moved further", "Vi ses den 24 november!", "2023-11-16", []string{"24 november"}},
		{"the new day", "Vi ses den 23 november 2023.", "2023-11-23", nil},
		{"day and year", "Torsdagen den 24 november 2022 kl. 9", "2023-11-23", []string{"24 november 2022"}},
		{"in figures", "Start 24/11, sista dag 2022-11-10.", "2023-11-16", []string{"24/11", "2022-11-10"}},
		{"shortened", "Svara senast 10 nov.", "2023-11-16", []string{"10 nov"}},
		{"in English", "Join us on November 24 or 25th November 2022.", "2023-11-16", []string{"November 24", "25th November 2022"}},
		{"the same weekday", "Kom på torsdag.", "2023-11-23", nil},
		{"another weekday", "Kom på torsdag, torsdagen är bäst.", "2023-11-22", []string{"torsdag", "torsdagen"}},
		{"not a weekday", "Skärtorsdagen är en annan.", "2023-11-22", nil},
		{"within the year", "Den 24 november 2022.", "2022-12-15", []string{"24 november 2022"}},
		{"a fraction", "Hälften, 1/2, är med.", "2023-11-23", []string{"1/2"}}, // better asked once too often
		{"May is a word", "You may bring 3 friends.", "2023-11-23", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			moved := old.Clone(day(t, tt.to))
			moved.Title, moved.Body = "", tt.text
			var got []string
			for _, m := range moved.Mentions(old.Start()) {
				got = append(got, m.Found)
				if m.Where != "body" || !strings.Contains(tt.text, m.Found) {
					t.Errorf("%+v", m)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("found (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMentionsSayWhereTheyStand(t *testing.T) {
	ev := conference(t)
	ev.Texts.Welcome = "Välkommen till 2022 års konferens"
	ev.Practical = []event.Fact{{Term: "Hotell", Text: "Bokas före 2022-10-01"}}
	ev.Sessions[1].Sessions[0].Text = strings.Repeat("ord ", 30) + "om läget 2022 " + strings.Repeat("och mer ", 30)
	ev.Speakers[0].Text = "Årets talare 2022"
	moved := ev.Clone(day(t, "2023-11-23"))
	want := []event.Mention{
		{Where: "title", Before: "Konferens ", Found: "2022"},
		{Where: "texts", Before: "Välkommen till ", Found: "2022", After: " års konferens"},
		{Where: "practical", Item: "Hotell", Before: "Bokas före ", Found: "2022-10-01"},
		{Where: "session", Item: "Sent", Before: "… ord ord ord ord ord ord om läget ", Found: "2022", After: " och mer och mer och mer och mer …"},
		{Where: "speaker", Item: "Ada", Before: "Årets talare ", Found: "2022"},
	}
	if diff := cmp.Diff(want, moved.Mentions(ev.Start())); diff != "" {
		t.Errorf("mentions (-want +got):\n%s", diff)
	}
}
