package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// What is sensitive lies apart, and comes only to who asks for it.
func TestAnswersAreKept(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev := seminar("gophers", 5)
		ev.Questions = []event.Question{
			{ID: "from", Kind: event.AskOne, Label: "Varifrån?", Options: []string{"Ale", "Annat"}},
			{ID: "diet", Kind: event.AskShort, Label: "Kost", Sensitive: true, Purpose: "Till köket"},
		}
		h.save(t, ev, noon)
		saved, err := h.EventBySlug(ctx, "gophers")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(ev.Questions, saved.Questions); diff != "" {
			t.Error(diff)
		}
		c := call("anna@ale.se", noon)
		c.Signup.Attendance = event.OnSite
		c.Signup.Answers = event.Answers{"from": {"Ale"}, "diet": {"gluten, \"nötter\""}}
		if _, err := h.Register(ctx, "gophers", c); err != nil {
			t.Fatal(err)
		}
		h.register(t, "gophers", "bo@ale.se", noon)
		anna, bo := h.participant(t, ev.ID, "anna@ale.se"), h.participant(t, ev.ID, "bo@ale.se")
		if diff := cmp.Diff(event.Answers{"from": {"Ale"}}, anna.Answers); diff != "" || anna.Attendance != event.OnSite {
			t.Errorf("%s; comes %q", diff, anna.Attendance)
		}
		if n := h.count(t, "SELECT count(*) FROM registrations WHERE answers LIKE '%%gluten%%'"); n != 0 {
			t.Error("a sensitive answer lies with the others")
		}
		sensitive, err := h.SensitiveAnswers(ctx, ev.ID, anna.ID, bo.ID)
		want := map[uint]event.Answers{anna.ID: {"diet": {"gluten, \"nötter\""}}}
		if diff := cmp.Diff(want, sensitive); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
		if foreign, err := h.SensitiveAnswers(ctx, ev.ID+1, anna.ID); err != nil || len(foreign) != 0 {
			t.Errorf("another event reads %v, %v", foreign, err)
		}
	})
}
