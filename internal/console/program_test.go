package console_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"samling/internal/event"
	"samling/internal/store"
)

// formOf reads what a browser would send from the form with an id.
func (a answer) formOf(t testing.TB, id string) url.Values {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{}
	found := false
	attr := func(n *html.Node, key string) (string, bool) {
		for _, at := range n.Attr {
			if at.Key == key {
				return at.Val, true
			}
		}
		return "", false
	}
	var walk func(n *html.Node, in bool)
	walk = func(n *html.Node, in bool) {
		if n.Type == html.ElementNode && n.Data == "form" {
			got, _ := attr(n, "id")
			in = got == id
			found = found || in
		}
		name, named := attr(n, "name")
		switch {
		case n.Type != html.ElementNode || !in || !named:
		case n.Data == "input":
			kind, _ := attr(n, "type")
			if _, ticked := attr(n, "checked"); kind == "checkbox" && !ticked {
				break
			}
			value, _ := attr(n, "value")
			form.Add(name, value)
		case n.Data == "textarea":
			text := ""
			if n.FirstChild != nil {
				text = n.FirstChild.Data
			}
			form.Add(name, text)
		case n.Data == "select":
			value := ""
			for o := n.FirstChild; o != nil; o = o.NextSibling {
				v, _ := attr(o, "value")
				if _, selected := attr(o, "selected"); selected || o == n.FirstChild {
					value = v
				}
			}
			form.Add(name, value)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, in)
		}
	}
	walk(doc, false)
	if !found {
		t.Fatalf("no form %q on the page:\n%s", id, a.text())
	}
	return form
}

// press sends the form of the programme with a button.
func (b *somebody) press(path string, form url.Values, do string) answer {
	b.t.Helper()
	form.Set("do", do)
	return b.post(path, form)
}

// programOf is the programme in a few lines.
func (d *desk) programOf(ev *event.Event) []string {
	d.t.Helper()
	now, err := d.store.EventOf(d.t.Context(), ev.OrganisationID, ev.Slug)
	if err != nil {
		d.t.Fatal(err)
	}
	items, people := now.Typed()
	var lines []string
	for _, item := range items {
		line := strings.TrimSpace(item.Start+" "+item.End) + " " + item.Title
		if item.Under {
			line = "- " + strings.TrimSpace(line)
		}
		for _, part := range item.Appearances {
			line += " | " + people[part.Person].Name
		}
		lines = append(lines, strings.TrimSpace(line))
	}
	return lines
}

func (d *desk) verbs(ev *event.Event) []string {
	d.t.Helper()
	entries, err := d.store.Entries(d.t.Context(), ev.OrganisationID, store.AuditQuery{Limit: 50})
	if err != nil {
		d.t.Fatal(err)
	}
	var verbs []string
	for _, e := range entries {
		verbs = append(verbs, string(e.Verb))
	}
	return verbs
}

// AC2: a programme without clocks is opened, changed and saved, and nothing asks
// for times.
func TestProgramWithoutClocks(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/program"
		page := b.get(path)
		page.ok(t, "Program", "Katarina Gustafson, Elisabeth Häll", "Ange klockslag")
		if strings.Contains(page.body, `type="time"`) || strings.Contains(page.text(), "00.00") {
			t.Error("the page asks for times")
		}
		form := page.formOf(t, "program")
		form.Set("title-1", "Vilka har framtidstro nu?")
		form.Set("find-1", "Beatrice Ask")
		b.press(path, form, "save").leads(t, "/console"+path+"?done=program_saved")
		want := []string{
			"Landshövding Beatrice Ask | Beatrice Ask",
			"Vilka har framtidstro nu? | Katarina Gustafson | Elisabeth Häll | Beatrice Ask",
			"Goda och jämlika uppväxtvillkor för barn och unga – Hur skapas förutsättningar för ett framgångsrikt främjande och förebyggande arbete? | Camilla Pettersson",
			"Så arbetar vi för barn och ungas livsvillkor",
			"- Strängnäs kommun | Anna Arnerdal | Moa Pettersson",
			"- Katrineholms kommun | Karin Nordén",
			"- Norrtälje kommun | Sofie Ahlholm",
		}
		if diff := cmp.Diff(want, d.programOf(ev)); diff != "" {
			t.Error(diff)
		}
		now, _ := d.store.EventOf(t.Context(), ev.OrganisationID, ev.Slug)
		if len(now.Speakers) != 8 || d.verbs(ev)[0] != "program.changed" {
			t.Errorf("%d speakers, audit %v", len(now.Speakers), d.verbs(ev))
		}
	})
}

// A form that is saved as it is changes nothing, not even the version.
func TestSavingAnUnchangedProgram(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		for _, name := range []string{"goda-uppvaxtvillkor", "barn-och-unga-konferens", "tidiga-insatser"} {
			ev := d.save(name)
			b := d.member(ev.OrganisationID, event.Organiser)
			path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/program"
			b.press(path, b.get(path).formOf(t, "program"), "save").leads(t, "/console"+path)
			now, err := d.store.EventOf(t.Context(), ev.OrganisationID, ev.Slug)
			if err != nil || now.Version != ev.Version {
				t.Errorf("%s: version %d, was %d, %v", name, now.Version, ev.Version, err)
			}
		}
	})
}

// Every button keeps what was typed, and what it does is there after saving.
func TestProgramButtons(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(ev *event.Event) { ev.SetProgram(event.Program{}) })
		b := d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/program"
		page := b.get(path)
		page.ok(t, "Programmet är tomt")
		for i, title := range []string{"Ett", "Två", "Tre"} {
			page = b.press(path, page.formOf(t, "program"), "add")
			form := page.formOf(t, "program")
			form.Set("title-"+string(rune('0'+i)), title)
			page = b.press(path, form, "clocks")
		}
		form := page.formOf(t, "program")
		form.Set("start-0", "09:00")
		form.Set("find-0", "Anna Berg, landshövding, Region Halland")
		form.Set("text-1", "En **text**")
		for _, do := range []string{"up.2", "in.2", "remove.1", "restore", "down.1", "up.1", "person.0"} {
			page = b.press(path, form, do)
			page.ok(t, "inte sparade än")
			form = page.formOf(t, "program")
		}
		page.ok(t, "Anna Berg, landshövding, Region Halland")
		form.Set("role-0-n0", "leads")
		b.press(path, form, "save").leads(t, "/console"+path)
		if diff := cmp.Diff([]string{"Två", "09:00 Ett | Anna Berg", "- Tre"}, d.programOf(ev)); diff != "" {
			t.Error(diff)
		}
		now, _ := d.store.EventOf(t.Context(), ev.OrganisationID, ev.Slug)
		if s := now.Sessions[1]; now.Sessions[0].Text != "En **text**" || s.People[0].Role != event.Leads || s.Kind != event.Heading {
			t.Errorf("saved %+v", now.Sessions)
		}
	})
}

func TestProgramThatIsWrong(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("barn-och-unga-konferens")
		b := d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/program"
		form := b.get(path).formOf(t, "program")
		form.Set("title-1", " ")
		form.Set("start-0", "10:00")
		form.Set("end-0", "09:00")
		form.Set("room-2", "Det jag skrev")
		before := d.programOf(ev)
		a := b.press(path, form, "save")
		a.is(t, 422, "Sluttiden måste vara efter starttiden", "Skriv en rubrik för punkten", "Punkt 2:")
		if got := a.formOf(t, "program"); got.Get("room-2") != "Det jag skrev" || got.Get("end-0") != "09:00" {
			t.Errorf("what was typed is gone: %v", got)
		}
		b.post("/en/console"+path, form).is(t, 422, "The end must be after the start")
		if diff := cmp.Diff(before, d.programOf(ev)); diff != "" {
			t.Error(diff)
		}
	})
}

// What clashes is said beside the item, and saved all the same.
func TestProgramClashes(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(ev *event.Event) { ev.SetProgram(event.Program{}) })
		b := d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/program"
		form := b.get(path).formOf(t, "program")
		form.Set("paste", "09.00–10.00 Första – Anna Berg, strateg\n09.30–10.30 Andra – Anna Berg, strateg\n13.00 Tredje")
		page := b.press(path, form, "paste")
		page.ok(t, "3 punkter hittades", "Anna Berg är samtidigt med i ”Första”", "utanför evenemangets tid")
		b.press(path, page.formOf(t, "program"), "save").leads(t, "/console"+path)
		b.get(path).ok(t, "Anna Berg är samtidigt med i ”Första”")
		if diff := cmp.Diff([]string{"09:00 10:00 Första | Anna Berg", "09:30 10:30 Andra | Anna Berg", "13:00 Tredje"}, d.programOf(ev)); diff != "" {
			t.Error(diff)
		}
	})
}

// Two people at once: a change elsewhere is kept without a word, one of the
// programme is shown beside what was typed, and nothing of either is lost.
func TestTwoPeopleChangeTheProgram(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b, other := d.member(ev.OrganisationID, event.Organiser), d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/program"
		mine, theirs := b.get(path).formOf(t, "program"), other.get(path).formOf(t, "program")
		now, err := d.store.EventOf(t.Context(), ev.OrganisationID, ev.Slug)
		if err != nil {
			t.Fatal(err)
		}
		now.Title = "En annan rubrik"
		if err := d.store.ChangeEvent(t.Context(), event.Actor{Who: "Bo", OrganisationID: ev.OrganisationID}, now, "event.changed", d.clock()); err != nil {
			t.Fatal(err)
		}
		mine.Set("title-0", "Mitt")
		b.press(path, mine, "save").leads(t, "/console"+path)
		if now, _ = d.store.EventOf(t.Context(), ev.OrganisationID, ev.Slug); now.Title != "En annan rubrik" || now.Sessions[0].Title != "Mitt" {
			t.Errorf("%s, %s", now.Title, now.Sessions[0].Title)
		}
		theirs.Set("title-1", "Deras")
		theirs.Set("find-1", "Ny Person, expert")
		a := other.press(path, theirs, "save")
		a.is(t, 422, "Elin Exempel har ändrat programmet medan du skrev", "Mitt", "Spara mitt program i stället")
		kept := a.formOf(t, "program")
		if kept.Get("title-1") != "Deras" || !strings.Contains(a.text(), "Ny Person, expert") {
			t.Errorf("what was typed is gone: %v", kept)
		}
		other.press(path, kept, "save").leads(t, "/console"+path)
		got := d.programOf(ev)
		if got[0] != "Landshövding Beatrice Ask | Beatrice Ask" || got[1] != "Deras | Katarina Gustafson | Elisabeth Häll | Ny Person" {
			t.Errorf("saved %q", got[:2])
		}
	})
}
