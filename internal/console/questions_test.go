package console_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
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

// Questions are asked of some categories, of those who come in a way, or after
// some answers: all of it or any of it. What is more than the form has room for
// stays as it is.
func TestConditionsOnCategories(t *testing.T) {
	ways := event.Condition{Attendance: []event.Attendance{event.OnSite}}
	categories := event.Condition{Category: []string{"c1", "c3"}}
	yes, no := event.Condition{Answer: &event.AnswerIs{Question: "q1", Is: []string{"yes"}}}, event.Condition{Answer: &event.AnswerIs{Question: "q1", IsNot: []string{"no"}}}
	both := url.Values{"comes": {"on-site"}, "category[]": {"c1", "c3"}, "answer-1": {"q1|yes"}, "answer-2": {"q1|no"}, "is-2": {"not"}}
	tests := []struct {
		name  string
		form  url.Values
		want  *event.Condition
		words string
	}{
		{"one category", url.Values{"category[]": {"c1"}}, &event.Condition{Category: []string{"c1"}}, "Bara om: deltagarkategorin är Anställda"},
		{"one of two", url.Values{"category[]": {"c1", "c3"}}, &categories, "Bara om: deltagarkategorin är Anställda eller Press"},
		{"everything", both, &event.Condition{All: []event.Condition{ways, categories, yes, no}},
			"personen kommer på plats och deltagarkategorin är Anställda eller Press och ”Äter du lunch?” är Ja och ”Äter du lunch?” inte är Nej"},
		{"one of the answers", with(both, "mode", "any"), &event.Condition{All: []event.Condition{ways, categories, {Any: []event.Condition{yes, no}}}},
			"och (”Äter du lunch?” är Ja eller ”Äter du lunch?” inte är Nej)"},
		{"anything", with(both, "mode", "either"), &event.Condition{Any: []event.Condition{ways, categories, yes, no}},
			"personen kommer på plats eller deltagarkategorin är Anställda eller Press eller ”Äter du lunch?” är Ja"},
		{"either way or category", url.Values{"comes": {"on-site"}, "category[]": {"c1", "c3"}, "mode": {"either"}}, &event.Condition{Any: []event.Condition{ways, categories}},
			"personen kommer på plats eller deltagarkategorin är Anställda eller Press"},
		{"anything, where there is one thing", url.Values{"category[]": {"c1", "c3"}, "mode": {"either"}}, &categories, "deltagarkategorin är"},
	}
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) {
			e.Attendance, e.PlaceName = event.Both, "Folkets hus"
			e.Categories = []event.Category{{ID: "c1", Name: "Anställda"}, {ID: "c2", Name: "Borta", Retired: true}, {ID: "c3", Name: "Press"}}
			e.Questions = []event.Question{{ID: "q1", Kind: event.AskYesNo, Label: "Äter du lunch?"}, {ID: "q2", Kind: event.AskShort, Label: "Kost"}}
		})
		b := d.member(ev.OrganisationID, event.Organiser)
		page := func() answer { return b.get(at(ev) + "/questions/q2") }
		if a := page(); strings.Contains(a.body, "Borta") || !strings.Contains(a.body, "Press") {
			t.Error("offers categories that are not, or not those that are")
		}
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				form := with(tt.form, "kind", "short", "label", "Kost", "version", version(page()))
				b.post(at(ev)+"/questions/q2", form).leads(t, "/console"+at(ev)+"/questions?done=saved")
				if diff := cmp.Diff(tt.want, d.eventNow(ev).Questions[1].When); diff != "" {
					t.Error(diff)
				}
				b.get(at(ev)+"/questions").ok(t, tt.words)
				// Saving the form as it comes back changes nothing.
				again := page().form()
				again["category[]"] = ticked(page(), "category[]")
				b.post(at(ev)+"/questions/q2", again).leads(t, "/console")
				if diff := cmp.Diff(tt.want, d.eventNow(ev).Questions[1].When); diff != "" {
					t.Errorf("after opening and saving it: %s", diff)
				}
			})
		}
		form := url.Values{"kind": {"short"}, "label": {"Kost"}, "version": {version(page())}, "category[]": {"c1", "nobody"}}
		b.post(at(ev)+"/questions/q2", form).is(t, http.StatusUnprocessableEntity, "Välj svar på frågor")
	})
}

// with is a form with more in it.
func with(form url.Values, pairs ...string) url.Values {
	more := maps.Clone(form)
	for i := 0; i < len(pairs); i += 2 {
		more.Set(pairs[i], pairs[i+1])
	}
	return more
}

// ticked are the values of the ticked boxes of a name.
func ticked(a answer, name string) []string {
	var values []string
	for _, m := range regexp.MustCompile(`name="`+regexp.QuoteMeta(name)+`" value="([^"]*)" checked`).FindAllStringSubmatch(a.body, -1) {
		values = append(values, m[1])
	}
	return values
}

// Dragging moves a question several steps at once, but not before what its
// condition looks at.
func TestQuestionsAreDragged(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("barn-och-unga-konferens", func(e *event.Event) {
			e.Questions = []event.Question{
				{ID: "a", Kind: event.AskYesNo, Label: "A"}, {ID: "b", Kind: event.AskShort, Label: "B", When: &event.Condition{Answer: &event.AnswerIs{Question: "a", Is: []string{"yes"}}}},
				{ID: "c", Kind: event.AskShort, Label: "C"}, {ID: "d", Kind: event.AskShort, Label: "D"},
			}
		})
		b := d.member(ev.OrganisationID, event.Organiser)
		for _, step := range []struct{ do, to, want string }{
			{"move d -3", "#d", "dabc"}, {"move a 2", "?done=question_stays", "dabc"}, {"move b 1", "#b", "dacb"},
			{"move d 3", "#d", "acbd"}, {"move d 1", "?done=question_stays", "acbd"}, {"move d x", "?done=question_stays", "acbd"}, {"move x 1", "", "acbd"},
		} {
			b.post(at(ev)+"/questions", url.Values{"do": {step.do}}).leads(t, "/console"+at(ev)+"/questions"+step.to)
			order := ""
			for _, q := range d.eventNow(ev).Questions {
				order += q.ID
			}
			if order != step.want {
				t.Errorf("after %s: %s, want %s", step.do, order, step.want)
			}
		}
		b.get(at(ev)+"/questions?done=question_stays").ok(t, "Frågan kan inte stå där")
	})
}

// version is what an event was when a form was opened.
func version(a answer) string { return hiddenValue(a, "version") }

// hiddenValue is what a hidden field of a form holds.
func hiddenValue(a answer, name string) string {
	_, rest, _ := strings.Cut(a.body, `name="`+regexp.QuoteMeta(name)+`" value="`)
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
