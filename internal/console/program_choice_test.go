package console_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// choicesOf are the sessions to choose of an event as it is saved.
func (d *desk) choicesOf(ev *event.Event) []event.ChoiceGroup {
	d.t.Helper()
	now, err := d.store.EventOf(d.t.Context(), ev.OrganisationID, ev.Slug)
	if err != nil {
		d.t.Fatal(err)
	}
	return now.Choices
}

// A group is made by hand, without script, and keeps its keys through whatever
// is done to the programme afterwards.
func TestSessionsToChoose(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(ev *event.Event) {
			ev.SetProgram(event.Program{})
			ev.Attendance, ev.PlaceName = event.Both, "Stadshuset"
			ev.Categories = []event.Category{{ID: "own", Name: "Egen personal"}, {ID: "ext", Name: "Externa"}, {ID: "old", Name: "Förr", Retired: true}}
		})
		b := d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/program"
		form := b.get(path).formOf(t, "program")
		form.Set("paste", "Verkstäder\n• Lera – Anna Berg\n• Trä\n• Fika\nAvslutning")
		page := b.press(path, form, "paste")
		page.ok(t, "Deltagarna väljer bland punkterna under rubriken", "Bara de här deltagarkategorierna", "Egen personal", "Vilka får välja")
		if strings.Contains(page.text(), "Förr") {
			t.Error("a retired category can be chosen")
		}
		form = page.formOf(t, "program")
		form.Set("choose-0", "1")
		form.Set("way-0", "on-site")
		form["category-0[]"] = []string{"own"}
		form.Set("capacity-1", " 30 ")
		form.Set("kind-3", "break")
		b.press(path, form, "save").leads(t, "/console"+path)
		made := d.choicesOf(ev)
		who := &event.Condition{All: []event.Condition{{Attendance: []event.Attendance{event.OnSite}}, {Category: []string{"own"}}}}
		want := []event.ChoiceGroup{{
			Choice: event.Choice{Min: 1, Max: 1, When: who}, Key: made[0].Key, Title: "Verkstäder",
			Sessions: []event.Choosable{{Key: made[0].Sessions[0].Key, Title: "Lera", Capacity: 30}, {Key: made[0].Sessions[1].Key, Title: "Trä"}},
		}}
		if diff := cmp.Diff(want, made); diff != "" || made[0].Key == "" || made[0].Sessions[1].Key == "" {
			t.Fatal(diff, made)
		}

		// Whatever is done, what is the same session keeps its key.
		page = b.get(path)
		page.ok(t, "Deltagarna väljer 1 pass", "30 platser")
		for _, do := range []string{"down.0", "up.2", "remove.1", "restore", "out.2", "in.2", "up.2", "clocks"} {
			form = page.formOf(t, "program")
			page = b.press(path, form, do)
		}
		form = page.formOf(t, "program")
		form.Set("title-1", "Lera och lek")
		b.press(path, form, "save").leads(t, "/console"+path)
		want[0].Sessions[0].Title = "Lera och lek"
		if got := d.choicesOf(ev); !cmp.Equal(want, got) {
			t.Errorf("after moving about %s\n%v", cmp.Diff(want, got), d.programOf(ev))
		}

		// Nobody chooses any more; the next year they do again.
		form = b.get(path).formOf(t, "program")
		off := slices.IndexFunc(form["row[]"], func(key string) bool { return form.Get("kind-"+key) == "heading" })
		heading := form["row[]"][off]
		form.Del("choose-" + heading)
		b.press(path, form, "save").leads(t, "/console"+path)
		if got := d.choicesOf(ev); got != nil {
			t.Errorf("one still chooses among %v", got)
		}
		form = b.get(path).formOf(t, "program")
		form.Set("choose-"+heading, "1")
		b.press(path, form, "save").leads(t, "/console"+path)
		if got := d.choicesOf(ev); got[0].Key != want[0].Key || got[0].Sessions[0].Key != want[0].Sessions[0].Key || got[0].Sessions[1].Key != want[0].Sessions[1].Key {
			t.Errorf("the keys are others: %v", got)
		}
	})
}

func TestSessionsToChooseThatAreWrong(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("barn-och-unga-konferens")
		b := d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/program"
		page := b.get(path)
		form := page.formOf(t, "program")
		at := slices.IndexFunc(form["row[]"], func(key string) bool { return form.Get("title-"+key) == "Seminarier" })
		heading, first := form["row[]"][at], form["row[]"][at+1]
		form.Set("min-"+heading, "2")
		form.Set("max-"+heading, "")
		form.Set("capacity-"+first, "trettio")
		form["category-"+heading+"[]"] = []string{"gone"}
		a := b.press(path, form, "save")
		a.is(t, 422, "Så många går inte att välja", "Skriv ett helt tal", "Ange på nytt vilka som får välja")
		if got := a.formOf(t, "program"); got.Get("capacity-"+first) != "trettio" || got.Get("min-"+heading) != "2" || got.Get("choose-"+heading) == "" {
			t.Errorf("what was typed is gone: %v", got)
		}
		for _, id := range []string{"min-" + heading, "capacity-" + first, "when-" + heading} {
			if !strings.Contains(a.body, `href="#`+id+`"`) || !strings.Contains(a.body, `id="`+id+`"`) || !strings.Contains(a.body, `id="`+id+`-error"`) {
				t.Errorf("the summary does not lead to %s", id)
			}
		}
		b.post("/en/console"+path, form).is(t, 422, "That many cannot be chosen")
	})
}

// Whoever composes a group reads when it promises more than anybody can choose.
func TestMoreToChooseThanAnybodyCan(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("barn-och-unga-konferens", func(ev *event.Event) {
			for i := range ev.Sessions {
				if c := ev.Sessions[i].Choice; c != nil {
					c.Max = 2
				}
			}
		})
		b, path := d.member(ev.OrganisationID, event.Organiser), evPath(ev, "/program")
		b.get(path).ok(t, "Bara ett pass går att välja, för passen är samtidiga.")
		b.get("/en/console"+path).ok(t, "Only one session can be chosen")
	})
}

// A condition that the form has no room for stays, until another is chosen.
func TestWhoMayChooseStays(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		rich := &event.Condition{Any: []event.Condition{
			{Attendance: []event.Attendance{event.OnSite}}, {Answer: &event.AnswerIs{Question: "from", Is: []string{"Laholms kommun"}}},
		}}
		ev := d.save("barn-och-unga-konferens", func(ev *event.Event) {
			for i := range ev.Sessions {
				if c := ev.Sessions[i].Choice; c != nil {
					c.When = rich
				}
			}
		})
		b := d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/program"
		page := b.get(path)
		page.ok(t, "Enligt villkoret som redan finns")
		form := page.formOf(t, "program")
		form.Set("title-0", "Kaffe")
		b.press(path, form, "save").leads(t, "/console"+path)
		if diff := cmp.Diff(rich, d.choicesOf(ev)[0].When); diff != "" {
			t.Error(diff)
		}
		form = b.get(path).formOf(t, "program")
		for _, key := range form["row[]"] {
			if form.Get("way-"+key) == "keep" {
				form.Set("way-"+key, "online")
			}
		}
		b.press(path, form, "save").leads(t, "/console"+path)
		if got := d.choicesOf(ev)[0].When; got == nil || !slices.Equal(got.Attendance, []event.Attendance{event.Online}) {
			t.Errorf("who may choose is %+v", got)
		}
	})
}

// threeYearsOn moves an event, and what has a time in its programme, to when people
// can register for it.
func threeYearsOn(ev *event.Event) {
	on := func(t *time.Time) {
		if t != nil {
			*t = t.AddDate(3, 0, 0)
		}
	}
	for _, t := range []*time.Time{&ev.ClosesAt, &ev.StartsAt, &ev.EndsAt} {
		on(t)
	}
	for _, s := range ev.Sessions {
		on(s.StartsAt)
		on(s.EndsAt)
		for _, sub := range s.Sessions {
			on(sub.StartsAt)
			on(sub.EndsAt)
		}
	}
}

// Sessions that people have chosen stay: whoever takes one out, or makes it
// something else, reads which and how many, and finds it put back.
func TestChosenSessionsStayInTheProgram(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("barn-och-unga-konferens", threeYearsOn)
		for _, name := range []string{"anna", "bo", "cia"} {
			d.register(ev, name, name+"@ale.se", func(s *event.Signup) { s.Attendance, s.Sessions = event.OnSite, []string{"smabarn"} })
		}
		b := d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/program"
		before := d.choicesOf(ev)
		page := b.get(path)
		page.ok(t, "30 platser · 3 har plats")
		rowOf := func(form map[string][]string, title string) string {
			t.Helper()
			for _, key := range form["row[]"] {
				if form["title-"+key][0] == title {
					return key
				}
			}
			t.Fatalf("no row %q", title)
			return ""
		}
		const title, said = "Psykiskt välbefinnande hos små barn", "3 personer har valt ”Psykiskt välbefinnande hos små barn”. Passet måste gå att välja under ”Seminarier”."

		form := b.press(path, page.formOf(t, "program"), "remove."+rowOf(page.formOf(t, "program"), title)).formOf(t, "program")
		form.Set("title-0", "Kaffe")
		a := b.press(path, form, "save")
		a.is(t, 422, said, "inte sparade än")
		form = a.formOf(t, "program")
		back := rowOf(form, title)
		if form.Get("session-"+back) != "smabarn" || form.Get("capacity-"+back) != "30" || form.Get("under-"+back) != "1" || !strings.Contains(a.body, `id="title-`+back+`-error"`) {
			t.Errorf("the session is not put back: %v", form)
		}
		b.press(path, form, "save").leads(t, "/console"+path)
		after := d.choicesOf(ev)
		if first := d.programOf(ev)[0]; !strings.HasSuffix(first, "Kaffe") || after[0].Sessions[2].Key != "smabarn" {
			t.Errorf("saved %q, %v", first, after)
		}

		for what, change := range map[string]func(form map[string][]string){
			"the programme is emptied": func(form map[string][]string) { form["row[]"] = nil },
			"it becomes a break":       func(form map[string][]string) { form["kind-"+rowOf(form, title)] = []string{"break"} },
			"people no longer choose":  func(form map[string][]string) { delete(form, "choose-"+rowOf(form, "Seminarier")) },
			"it stands under nothing":  func(form map[string][]string) { form["under-"+rowOf(form, title)] = []string{""} },
			"another comes in its place": func(form map[string][]string) {
				form["session-"+rowOf(form, title)], form["title-"+rowOf(form, title)] = []string{""}, []string{"Annat"}
			},
			"it is said to be another one": func(form map[string][]string) {
				form["session-"+rowOf(form, title)], form["title-"+rowOf(form, title)] = []string{"delaktighet"}, []string{"Annat"}
			},
		} {
			form := b.get(path).formOf(t, "program")
			change(form)
			a := b.press(path, form, "save")
			if a.status != 422 || !strings.Contains(a.text(), said) {
				t.Errorf("%s: %d\n%.500s", what, a.status, a.text())
			}
		}
		if diff := cmp.Diff(after, d.choicesOf(ev)); diff != "" || len(before[0].Sessions) != 3 {
			t.Error(diff)
		}

		// Fewer places than people is said, and takes nobody's away.
		form = b.get(path).formOf(t, "program")
		form.Set("capacity-"+rowOf(form, title), "1")
		b.press(path, form, "save").leads(t, "/console"+path)
		b.get(path).ok(t, "2 personer fler än det finns platser för har valt passet. Ingen förlorar sin plats.", "1 plats · 3 har plats")
		b.get("/en/console"+path).ok(t, "2 people more than there are places have chosen the session.")
	})
}

// An older version without a session that people have chosen since cannot be
// restored, and says why.
func TestVersionsWithoutChosenSessions(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		later := func(ev *event.Event) {
			ev.ClosesAt, ev.StartsAt, ev.EndsAt = ev.ClosesAt.AddDate(3, 0, 0), ev.StartsAt.AddDate(3, 0, 0), ev.EndsAt.AddDate(3, 0, 0)
		}
		ev := d.save("barn-och-unga-konferens", later, func(ev *event.Event) { ev.SetProgram(event.Program{}) })
		ev = d.save("barn-och-unga-konferens", later)
		d.register(ev, "anna", "anna@ale.se", func(s *event.Signup) { s.Attendance, s.Sessions = event.OnSite, []string{"samverkan"} })
		b := d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/history/1"
		a := b.post(path, map[string][]string{"now": {"2"}})
		a.is(t, 422, "1 person har valt ”Samverkan mellan skola och socialtjänst”.")
		if len(d.choicesOf(ev)[0].Sessions) != 3 {
			t.Error("the sessions are gone")
		}
	})
}

// A question that decides who may choose can neither be retired nor lose the
// answer that matters, while it does.
func TestQuestionsThatChoicesLookAt(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("barn-och-unga-konferens", func(ev *event.Event) {
			ev.Questions = slices.DeleteFunc(ev.Questions, func(q event.Question) bool { return q.ID == "partner" })
			for i := range ev.Sessions {
				if c := ev.Sessions[i].Choice; c != nil {
					c.When = &event.Condition{Answer: &event.AnswerIs{Question: "from", Is: []string{"Laholms kommun"}}}
				}
			}
		})
		b := d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/questions"
		for _, do := range []string{"retire from", "remove from"} {
			if strings.Contains(b.get(path).body, `value="`+do+`"`) {
				t.Errorf("the page offers to %s", do)
			}
			b.post(path, map[string][]string{"do": {do}, "version": {"1"}}).leads(t, "/console"+path+"?done=changed_meanwhile")
		}
		form := map[string][]string{"kind": {"one"}, "label": {"Varifrån?"}, "options": {"Annanstans\nExtern samverkanspart"}, "version": {"1"}, "required": {"yes"}}
		b.post(path+"/from", form).is(t, 422, "ett val i programmet, har villkor som hänger på det du ändrade")
		form["options"] = []string{"Annanstans\nLaholms kommun"}
		b.post(path+"/from", form).leads(t, "/console"+path)
		now, err := d.store.EventOf(t.Context(), ev.OrganisationID, ev.Slug)
		if err != nil || now.Questions[0].Label != "Varifrån?" || len(now.Choices[0].Sessions) != 3 {
			t.Errorf("%+v, %v", now.Questions[0], err)
		}
	})
}

// Whoever has chosen a session learns of its new room, and only knowingly.
func TestMovedSessionsAreToldKnowingly(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("barn-och-unga-konferens", threeYearsOn)
		b := d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/program"
		session := ev.Choices[0].Sessions[0]
		d.register(ev, "Anna Berg", "anna@example.org", func(s *event.Signup) { s.Attendance, s.Sessions = event.OnSite, []string{session.Key} })
		form := b.get(path).formOf(t, "program")
		at := slices.IndexFunc(form["row[]"], func(key string) bool { return form.Get("title-"+key) == session.Title })
		form.Set("room-"+form["row[]"][at], "Sal 17")
		a := b.press(path, form, "save")
		a.is(t, 422, "1 anmäld får veta den nya tiden eller platsen", "Kryssa i att mejlen får gå")
		if !strings.Contains(a.body, `href="#tell"`) {
			t.Error("the summary does not lead to the tick")
		}
		if got := d.choicesOf(ev)[0].Sessions[0].Room; got != session.Room {
			t.Fatalf("moved to %s without asking", got)
		}
		form = a.formOf(t, "program")
		form.Set("tell", regexp.MustCompile(`name="tell" value="([0-9a-f]+)"`).FindStringSubmatch(a.body)[1])
		b.press(path, form, "save").leads(t, "/console"+path+"?done=saved_told")
		if got := d.choicesOf(ev)[0].Sessions[0].Room; got != "Sal 17" {
			t.Errorf("it is in %s", got)
		}
	})
}
