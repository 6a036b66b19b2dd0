package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

func TestQuestionsAreComposed(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Attendance, e.PlaceName = event.Both, "Folkets hus" })
		b := d.member(ev.OrganisationID, event.Organiser)
		add := func(pairs ...string) answer {
			t.Helper()
			form := url.Values{"version": {""}}
			form.Set("version", version(b.get(at(ev)+"/questions/new")))
			for i := 0; i < len(pairs); i += 2 {
				form.Set(pairs[i], pairs[i+1])
			}
			return b.post(at(ev)+"/questions/new", form)
		}
		b.get(at(ev)+"/questions").ok(t, "Ni har inga egna frågor än")
		add("kind", "one", "label", "").is(t, http.StatusUnprocessableEntity, "Skriv frågan", "Skriv minst ett alternativ")
		add("kind", "one", "label", "Varifrån kommer du?", "options", "Ale\n\n  Annat \n", "required", "yes").leads(t, "/console"+at(ev)+"/questions?done=saved")
		add("kind", "yes-no", "label", "Äter du lunch?", "comes", "on-site").leads(t, "/console")
		a := add("kind", "short", "label", "Kost", "sensitive", "yes", "comes", "on-site", "answer-1", "q2|yes", "answer-2", "q1|Ale", "is-2", "not")
		a.is(t, http.StatusUnprocessableEntity, "Skriv varför ni frågar")
		if !strings.Contains(a.body, `value="q2|yes" selected`) {
			t.Error("the condition is not kept")
		}
		add("kind", "short", "label", "Kost", "sensitive", "yes", "purpose", "Till köket", "comes", "on-site",
			"answer-1", "q2|yes", "answer-2", "q1|Ale", "is-2", "not").leads(t, "/console")
		want := []event.Question{
			{ID: "q1", Kind: event.AskOne, Label: "Varifrån kommer du?", Options: []string{"Ale", "Annat"}, Required: true},
			{ID: "q2", Kind: event.AskYesNo, Label: "Äter du lunch?", When: &event.Condition{Attendance: []event.Attendance{event.OnSite}}},
			{ID: "q3", Kind: event.AskShort, Label: "Kost", Sensitive: true, Purpose: "Till köket", When: &event.Condition{All: []event.Condition{
				{Attendance: []event.Attendance{event.OnSite}},
				{Answer: &event.AnswerIs{Question: "q2", Is: []string{"yes"}}},
				{Answer: &event.AnswerIs{Question: "q1", IsNot: []string{"Ale"}}},
			}}},
		}
		if diff := cmp.Diff(want, d.eventNow(ev).Questions); diff != "" {
			t.Error(diff)
		}
		b.get(at(ev)+"/questions").ok(t, "Bara om: personen kommer på plats och ”Äter du lunch?” är Ja och ”Varifrån kommer du?” inte är Ale")

		// The form shows what was saved, and saving it again changes nothing.
		page := b.get(at(ev) + "/questions/q3")
		form := url.Values{
			"kind": {"short"}, "label": {"Kost"}, "sensitive": {"yes"}, "purpose": {"Till köket"}, "comes": {"on-site"}, "mode": {"all"},
			"is-1": {"is"}, "answer-1": {"q2|yes"}, "is-2": {"not"}, "answer-2": {"q1|Ale"}, "version": {version(page)},
		}
		b.post(at(ev)+"/questions/q3", form).leads(t, "/console")
		if diff := cmp.Diff(want, d.eventNow(ev).Questions); diff != "" {
			t.Error(diff)
		}
	})
}

// version is what an event was when a form was opened.
func version(a answer) string { return hiddenValue(a, "version") }

// hiddenValue is what a hidden field of a form holds.
func hiddenValue(a answer, name string) string {
	_, rest, _ := strings.Cut(a.body, `name="`+name+`" value="`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

func TestQuestionsMoveAndRetire(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("barn-och-unga-konferens")
		b := d.member(ev.OrganisationID, event.Organiser)
		order := func() string {
			var ids []string
			for _, q := range d.eventNow(ev).Questions {
				id := q.ID
				if q.Retired {
					id = "(" + id + ")"
				}
				ids = append(ids, id)
			}
			return strings.Join(ids, " ")
		}
		for _, step := range []struct{ do, want string }{
			{"down diet", "from partner support diet"},
			{"up partner", "from partner support diet"}, // not before what it looks at
			{"up nothing", "from partner support diet"},
			{"retire from", "from partner support diet"}, // partner looks at it
			{"retire support", "from partner (support) diet"},
			{"up diet", "from diet partner (support)"},
			{"restore support", "from diet partner support"},
			{"remove partner", "from diet support"},
		} {
			b.post(at(ev)+"/questions", url.Values{"do": {step.do}})
			if got := order(); got != step.want {
				t.Errorf("after %s: %s, want %s", step.do, got, step.want)
			}
		}
		// Once somebody has registered, answers may exist: nothing is removed.
		signup := event.Signup{Name: "Bo Ek", Email: "bo@example.org", Language: "sv"}
		call := event.Call{FormKey: "k", Signup: signup, Now: ev.ClosesAt.AddDate(0, 0, -1)}
		if _, err := d.store.Register(t.Context(), ev.Slug, call); err != nil {
			t.Fatal(err)
		}
		b.post(at(ev)+"/questions", url.Values{"do": {"remove diet"}})
		if got := order(); got != "from diet support" {
			t.Errorf("removed after all: %s", got)
		}
	})
}

// Somebody who was slower keeps what was typed.
func TestQuestionOfTwoPeople(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("barn-och-unga-konferens")
		b := d.member(ev.OrganisationID, event.Organiser)
		page := b.get(at(ev) + "/questions/support")
		b.post(at(ev)+"/questions", url.Values{"do": {"down diet"}})
		form := url.Values{"kind": {"long"}, "label": {"Behöver du stöd?"}, "version": {version(page)}}
		a := b.post(at(ev)+"/questions/support", form)
		a.is(t, http.StatusUnprocessableEntity, "Någon har sparat evenemanget medan du skrev")
		if !strings.Contains(a.body, "Behöver du stöd?") {
			t.Error("what was typed is gone")
		}
		form.Set("version", version(a))
		b.post(at(ev)+"/questions/support", form).leads(t, "/console")
		got := d.eventNow(ev).Questions
		if got[2].Label != "Behöver du stöd?" || got[3].ID != "diet" {
			t.Errorf("%+v", got)
		}
	})
}
