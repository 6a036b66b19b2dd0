package console_test

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"samling/internal/event"
)

var (
	inputs   = regexp.MustCompile(`<input ([^>]*)>`)
	areas    = regexp.MustCompile(`(?s)<textarea [^>]*name="([^"]*)"[^>]*>(.*?)</textarea>`)
	selects  = regexp.MustCompile(`(?s)<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>`)
	selected = regexp.MustCompile(`<option value="([^"]*)" selected`)
	// What a browser makes of line breaks when it reads a page, and sends a form.
	crlf      = strings.NewReplacer("\r\n", "\r\n", "\n", "\r\n")
	attribute = regexp.MustCompile(`(name|value|type)="([^"]*)"`)
)

// form is what a browser would send of the form on a page, without any button.
func (a answer) form() url.Values {
	form := url.Values{}
	for _, m := range inputs.FindAllStringSubmatch(a.body, -1) {
		at := map[string]string{}
		for _, x := range attribute.FindAllStringSubmatch(m[1], -1) {
			at[x[1]] = html.UnescapeString(x[2])
		}
		ticks := at["type"] == "checkbox" || at["type"] == "radio"
		if at["name"] != "" && (!ticks || strings.Contains(m[1], " checked")) {
			form.Set(at["name"], at["value"])
		}
	}
	for _, m := range areas.FindAllStringSubmatch(a.body, -1) {
		form.Set(m[1], crlf.Replace(html.UnescapeString(m[2])))
	}
	for _, m := range selects.FindAllStringSubmatch(a.body, -1) {
		if s := selected.FindStringSubmatch(m[2]); s != nil {
			form.Set(m[1], s[1])
		}
	}
	return form
}

func evPath(ev *event.Event, path string) string {
	return "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + path
}

func (d *desk) reload(ev *event.Event) *event.Event {
	d.t.Helper()
	now, err := d.store.EventOf(d.t.Context(), ev.OrganisationID, ev.Slug)
	if err != nil {
		d.t.Fatal(err)
	}
	return now
}

func TestNewEvent(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		gr := d.save("tidiga-insatser")
		b := d.member(gr.OrganisationID, event.Organiser)
		path := "/o/" + gr.Organisation.Slug + "/events/new"
		form := b.get(path).form()
		form.Set("title", "Åtgärder för öar")
		form.Set("registration.capacity", "många")
		a := b.post(path, form)
		a.is(t, 422, "Välj ett datum", "Skriv när det börjar", "Skriv ett helt tal", "Skriv var det är", "Välj sista anmälningsdag")
		form = a.form()
		if form.Get("title") != "Åtgärder för öar" || form.Get("registration.capacity") != "många" {
			t.Errorf("the form forgot what was typed: %v", form)
		}
		form.Set("date", "2024-03-06")
		form.Set("starts", "9.00")
		form.Set("ends", "12:00")
		form.Set("place.name", "Ringhals")
		form.Set("registration.last_day", "2024-03-01")
		form.Set("registration.capacity", "40")
		b.post(path, form).leads(t, "/console/o/"+gr.Organisation.Slug+"/e/atgarder-for-oar/edit")
		b.post(path, form).leads(t, "/console/o/"+gr.Organisation.Slug+"/e/atgarder-for-oar-2/edit")
		b.get("/o/"+gr.Organisation.Slug+"/e/atgarder-for-oar").leads(t, "/console/o/"+gr.Organisation.Slug+"/e/atgarder-for-oar/edit")
		b.get("/o/"+gr.Organisation.Slug+"/e/atgarder-for-oar/edit?done=event_created").ok(t, "Utkastet är skapat", "onsdag 6 mars 2024"[7:], "Ringhals", "40 platser")
		ev, err := d.store.EventOf(t.Context(), gr.OrganisationID, "atgarder-for-oar")
		if err != nil || ev.Status != event.Draft || ev.Capacity != 40 || ev.Start().Format("15:04") != "09:00" {
			t.Errorf("%+v, %v", ev, err)
		}
	})
}

func TestWhereAnEventLeads(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("tidiga-insatser")
		for role, to := range map[event.MemberRole]string{
			event.Door: "/door", event.Reader: "/participants", event.Organiser: "/participants", event.Administrator: "/participants",
		} {
			d.member(ev.OrganisationID, role).get(evPath(ev, "")).leads(t, "/console"+evPath(ev, to))
		}
	})
}

// Opening an event and saving it untouched changes nothing, and saving a change
// changes that alone.
func TestEditSavesWhatWasChanged(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("barn-och-unga-konferens")
		b := d.member(ev.OrganisationID, event.Organiser)
		path := evPath(ev, "/edit")
		form := b.get(path).form()
		b.post(path, form).leads(t, "/console"+path+"?done=unchanged")
		if now := d.reload(ev); now.Version != ev.Version {
			t.Errorf("version %d, want %d", now.Version, ev.Version)
		}
		before := event.NewFile(d.reload(ev))
		form.Set("title", "Ny rubrik")
		form.Set("access.facts.lift", "on")
		b.post(path, form).leads(t, "/console"+path+"?done=saved")
		now := d.reload(ev)
		after := event.NewFile(now)
		want := []string{"title"}
		if !strings.Contains(strings.Join(before.Access.Facts, " "), "lift") {
			want = append(want, "access.facts.lift")
		}
		if got := event.Changes(before, after); strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("changed %q, want %q", got, want)
		}
		versions, err := d.store.EventVersions(t.Context(), ev.ID)
		if err != nil || versions[0].Who != "Elin Exempel" || versions[0].Version != now.Version {
			t.Errorf("%+v, %v", versions, err)
		}
	})
}

func TestEditKeepsWhatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser)
		path := evPath(ev, "/edit")
		form := b.get(path).form()
		form.Set("title", " ")
		form.Set("texts.closed", "Stängt sedan {day}")
		form.Set("contact.email", "elin")
		a := b.post(path, form)
		a.is(t, 422, "Skriv en rubrik", "snabel-a", "Stängt sedan 31 januari")
		if !strings.Contains(a.body, `<a href="#contact-email">`) || !strings.Contains(a.body, "<title>Fel: ") {
			t.Error("no summary with links")
		}
		if got := a.form(); got.Get("contact.email") != "elin" || got.Get("texts.closed") != "Stängt sedan {day}" {
			t.Errorf("forgot %v", got)
		}
		if d.reload(ev).Version != ev.Version {
			t.Error("saved in spite of the faults")
		}
		b.get("/en/console"+path).ok(t, "Target group", "Personal data")
	})
}

func TestRowsAreAddedAndRemoved(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser)
		path := evPath(ev, "/edit")
		form := b.get(path).form()
		form.Set("title", "Halvfärdig")
		form.Set("do", "add:partners")
		a := b.post(path, form)
		a.ok(t, "Halvfärdig")
		form = a.form()
		if !form.Has("partners[1].name") || form.Get("partners[0].name") != "Region Sörmland" {
			t.Fatalf("%v", form)
		}
		form.Set("partners[1].name", "Ale kommun")
		form.Set("partners[1].role", "funder")
		form.Set("do", "remove:partners:0")
		form = b.post(path, form).form()
		form.Set("do", "save")
		b.post(path, form).leads(t, "/console"+path+"?done=saved")
		now := d.reload(ev)
		if len(now.Partners) != 1 || now.Partners[0] != (event.Partner{Role: event.Funder, Name: "Ale kommun"}) || now.Title != "Halvfärdig" {
			t.Errorf("%+v, %q", now.Partners, now.Title)
		}
		for _, odd := range []string{"add:", "add:title", "remove:partners:9", "remove:partners:-1", "remove:x:0", "take:x", "take:title"} {
			form.Set("do", odd)
			b.post(path, form).ok(t, "Halvfärdig")
		}
	})
}

func TestPreview(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser)
		form := b.get(evPath(ev, "/edit")).form()
		form.Set("body", "# Välkommen\n\n**fet** <script>alert(1)</script> [x](javascript:alert(1))")
		form.Set("title", "<b>Titel")
		a := b.post(evPath(ev, "/edit/preview"), form)
		a.ok(t, "Välkommen")
		for _, want := range []string{"<h3>Välkommen</h3>", "<strong>fet</strong>", "&lt;b&gt;Titel"} {
			if !strings.Contains(a.body, want) {
				t.Errorf("no %s in %s", want, a.body)
			}
		}
		if strings.Contains(a.body, "<script") || strings.Contains(a.body, "javascript:") || strings.Contains(a.body, "<html") {
			t.Error(a.body)
		}
		form.Set("do", "preview")
		b.post(evPath(ev, "/edit"), form).ok(t, "Välkommen", "&lt;b&gt;Titel")
		if d.reload(ev).Version != ev.Version {
			t.Error("a preview saves")
		}
		form.Set("date", "x")
		b.post(evPath(ev, "/edit/preview"), form).ok(t, "6 februari 2024")
	})
}

func TestTwoPeople(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		elin, other := d.member(ev.OrganisationID, event.Organiser), d.member(ev.OrganisationID, event.Organiser)
		path := evPath(ev, "/edit")
		mine, theirs, third := elin.get(path).form(), other.get(path).form(), elin.get(path).form()
		theirs.Set("title", "Deras rubrik")
		theirs.Set("lead", "Deras ingress")
		other.post(path, theirs).leads(t, "/console"+path+"?done=saved")

		// Somebody else's programme came in between, too.
		now := d.reload(ev)
		now.Sessions = now.Sessions[:1]
		if err := d.store.ChangeEvent(t.Context(), event.Actor{Who: "Per", OrganisationID: ev.OrganisationID}, now, "event.changed", d.clock()); err != nil {
			t.Fatal(err)
		}

		mine.Set("kind", "Min typ")
		elin.post(path, mine).leads(t, "/console"+path+"?done=saved_merged")
		now = d.reload(ev)
		if now.Title != "Deras rubrik" || now.Lead != "Deras ingress" || now.Kind != "Min typ" || len(now.Sessions) != 1 {
			t.Errorf("%q %q %q, %d sessions", now.Title, now.Lead, now.Kind, len(now.Sessions))
		}

		third.Set("title", "Min rubrik")
		third.Set("case_number", "Dnr 1")
		a := elin.post(path, third)
		a.is(t, 409, "Elin Exempel ändrade detta kl. 08.00 till:", "Deras rubrik", "Inget är sparat än", "Typ, Ingress")
		if d.reload(ev).Title != "Deras rubrik" {
			t.Error("overwritten")
		}
		form := a.form()
		if form.Get("title") != "Min rubrik" || form.Get("lead") != "Deras ingress" || form.Get("case_number") != "Dnr 1" {
			t.Errorf("%v", form)
		}
		form.Set("do", "preview")
		form = elin.post(path, form).form()
		elin.post(path, form).leads(t, "/console"+path+"?done=saved")
		if now = d.reload(ev); now.Title != "Min rubrik" || now.Lead != "Deras ingress" || now.CaseNumber != "Dnr 1" {
			t.Errorf("%q %q %q", now.Title, now.Lead, now.CaseNumber)
		}
	})
}

func TestTakingWhatTheOtherWrote(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser)
		path := evPath(ev, "/edit")
		mine, theirs := b.get(path).form(), b.get(path).form()
		for _, field := range []string{"title", "lead"} {
			mine.Set(field, "Min")
			theirs.Set(field, "Deras")
		}
		b.post(path, theirs).leads(t, "/console"+path)
		form := b.post(path, mine).form()
		form.Set("do", "take:title")
		a := b.post(path, form)
		a.ok(t, "ändrade detta kl. 08.00")
		if form = a.form(); form.Get("title") != "Deras" || form.Get("lead") != "Min" {
			t.Errorf("%q %q", form.Get("title"), form.Get("lead"))
		}
		if strings.Count(a.body, `class="clash"`) != 1 {
			t.Error("what is settled is still shown, or what is not is gone")
		}
		b.post(path, form).leads(t, "/console"+path+"?done=saved")
	})
}

// A form without a version that is known overwrites nothing unawares.
func TestFormOfNoVersion(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser)
		path := evPath(ev, "/edit")
		form := b.get(path).form()
		form.Set("title", "Min")
		for _, version := range []string{"", "0", "99", "x", "-1"} {
			form.Set("version", version)
			b.post(path, form).is(t, 409, ev.Title, "Inget är sparat än")
		}
	})
}

func TestParticipantsAreToldOnlyKnowingly(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser)
		path := evPath(ev, "/edit")
		form := b.get(path).form()
		form.Set("starts", "08:30")
		d.register(ev, "Anna Berg", "anna@example.org")
		a := b.post(path, form)
		a.is(t, 422, "1 anmäld får veta den nya tiden eller platsen", "Kryssa i att mejlen får gå")
		if !d.reload(ev).StartsAt.Equal(ev.StartsAt) {
			t.Fatal("moved without asking")
		}
		form = a.form()
		tell := regexp.MustCompile(`name="tell" value="([0-9a-f]+)"`).FindStringSubmatch(a.body)[1]
		form.Set("tell", tell)
		form.Set("starts", "08:00") // another time than the one that was agreed to
		b.post(path, form).is(t, 422, "Kryssa i")
		form.Set("starts", "08:30")
		b.post(path, form).leads(t, "/console"+path+"?done=saved_told")
		if got := d.reload(ev).Start().Format("15:04"); got != "08:30" {
			t.Errorf("starts %s", got)
		}
	})
}

func TestWaitingListIsMovedOnlyKnowingly(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Capacity, e.HasWaitingList = 1, true })
		b := d.member(ev.OrganisationID, event.Organiser)
		path := evPath(ev, "/edit")
		for _, who := range []string{"anna", "bo", "cia"} {
			d.register(ev, who, who+"@example.org")
		}
		form := b.get(path).form()
		form.Set("registration.capacity", "2")
		a := b.post(path, form)
		a.is(t, 422, "1 person på väntelistan får plats")
		form.Set("tell", regexp.MustCompile(`name="tell" value="([0-9a-f]+)"`).FindStringSubmatch(a.body)[1])
		form.Set("registration.capacity", "3")
		b.post(path, form).is(t, 422, "2 personer på väntelistan får plats")
		form.Set("registration.capacity", "2")
		b.post(path, form).leads(t, "/console"+path+"?done=saved_told")
		if places, err := d.store.Places(t.Context(), ev.ID); err != nil || places[ev.ID].Confirmed != 2 {
			t.Errorf("%+v, %v", places, err)
		}
	})
}

func TestAddressOfADraft(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		taken := d.save("tidiga-insatser")
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Status = event.Draft })
		b := d.member(ev.OrganisationID, event.Organiser)
		path := evPath(ev, "/edit")
		form := b.get(path).form()
		form.Set("slug", taken.Slug)
		b.post(path, form).is(t, 422, "Ett annat evenemang har redan den adressen")
		late := b.get(path).form()
		form.Set("slug", "ny-adress")
		b.post(path, form).leads(t, "/console/o/"+ev.Organisation.Slug+"/e/ny-adress/edit?done=saved")
		late.Set("title", "Skrivet under tiden")
		b.post(path, late).leads(t, "/console/o/"+ev.Organisation.Slug+"/e/ny-adress/edit?done=saved_merged")
		outsider := d.member(taken.OrganisationID, event.Administrator)
		outsider.get("/o/"+taken.Organisation.Slug+"/e/"+ev.Slug+"/edit").is(t, 404)
	})
}

func TestHistory(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		d.register(ev, "Anna Berg", "anna@example.org")
		b := d.member(ev.OrganisationID, event.Organiser)
		path := evPath(ev, "/edit")
		for _, title := range []string{"Andra", "Tredje"} {
			d.wait(time.Hour)
			form := b.get(path).form()
			form.Set("title", title)
			b.post(path, form).leads(t, "/console"+path)
		}
		now := d.reload(ev)
		now.StartsAt = now.StartsAt.Add(time.Hour)
		if err := d.store.ChangeEvent(t.Context(), event.Actor{Who: "Per", OrganisationID: ev.OrganisationID}, now, "event.changed", d.clock()); err != nil {
			t.Fatal(err)
		}
		b.get(evPath(ev, "/history")).ok(t, "Sparades av Elin Exempel", "Tidigare: Andra Nu: Tredje", "19 januari 2024 kl. 10.00", "Så är det nu")
		one := evPath(ev, "/history/1")
		a := b.get(one)
		a.ok(t, "Om du återställer", "Tidigare: Tredje Nu: "+ev.Title, "1 anmäld får veta")
		b.post(one, a.form()).is(t, 422, "Kryssa i att mejlen får gå")
		form := a.form()
		form.Set("tell", regexp.MustCompile(`name="tell" value="([0-9a-f]+)"`).FindStringSubmatch(a.body)[1])
		stale := url.Values{"now": {"1"}, "tell": form["tell"]}
		b.post(one, stale).leads(t, "/console"+one+"?done=changed_meanwhile")
		b.post(one, form).leads(t, "/console"+evPath(ev, "/history")+"?done=restored")
		back := d.reload(ev)
		if back.Title != ev.Title || !back.StartsAt.Equal(ev.StartsAt) || back.Version != 5 || back.Status != event.Published {
			t.Errorf("%q at %s, version %d", back.Title, back.StartsAt, back.Version)
		}
		b.get(one).ok(t, "likadan som evenemanget är nu")
		b.get(evPath(ev, "/history/77")).is(t, 404)
		b.get(evPath(ev, "/history/x")).is(t, 404)
	})
}

func TestFormsSurviveTheEndOfASignIn(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser)
		path := evPath(ev, "/edit")
		form := b.get(path).form()
		form.Set("lead", "En ingress <som> jag skrev på länge")
		d.wait(event.SigninIdle + time.Minute)
		a := b.post(path, form)
		a.is(t, 403, "Du har blivit utloggad", "En ingress")
		if got := a.form(); got.Get("lead") != form.Get("lead") || got.Get("version") != form.Get("version") {
			t.Errorf("%v", got)
		}
		if !strings.Contains(a.body, `action="/console`+path+`"`) || a.header.Get("Cache-Control") != "no-store" {
			t.Error("it is not sent where it was meant for, or it is kept in caches")
		}
		d.signedIn(b.user).post(path, a.form()).leads(t, "/console"+path+"?done=saved")
		if d.reload(ev).Lead != form.Get("lead") {
			t.Error("lost")
		}
		b.post(path, url.Values{"new_password": {"hemligt"}, "x": {"y"}}).leads(t, "/console/sign-in")
		b.upload(path, form, "file", "a.png", []byte("x")).leads(t, "/console/sign-in")
		b.post("/en/console"+path, url.Values{"x": {"y"}}).is(t, 403, "You have been signed out")
	})
}

// Many people save at the same moment, each another part: everything is there
// afterwards.
func TestManyPeopleAtOnce(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		path := evPath(ev, "/edit")
		fields := []string{"title", "kind", "lead", "body", "target_group", "contact.name", "texts.open", "case_number"}
		answers := make([]answer, len(fields))
		var all sync.WaitGroup
		for i, field := range fields {
			b := d.member(ev.OrganisationID, event.Organiser)
			form := b.get(path).form()
			form.Set(field, "Skrivet av nummer "+field)
			all.Go(func() { answers[i] = b.post(path, form) })
		}
		all.Wait()
		now := event.NewForm(d.reload(ev))
		for i, field := range fields {
			answers[i].leads(t, "/console"+path+"?done=saved")
			if now[field] != "Skrivet av nummer "+field {
				t.Errorf("%s is lost: %q", field, now[field])
			}
		}
		if v := d.reload(ev).Version; v != ev.Version+len(fields) {
			t.Errorf("version %d after %d saves of version %d", v, len(fields), ev.Version)
		}
	})
}
