package console_test

import (
	"net/url"
	"strings"
	"testing"

	"samling/internal/event"
)

func TestChangingASpeaker(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/speakers"
		b.get(path).ok(t, "Katarina Gustafson", "strateg, Region Sörmland", "Vilka har framtidstro?")
		form := b.get(path+"/2").formOf(t, "speaker")
		form.Del("file")
		form.Set("title", "utvecklingsstrateg")
		form.Set("text", "Arbetar med **barn**.")
		b.upload(path+"/2/upload", form, "file", "k.jpg", photo(t, 60)).leads(t, "/console"+path+"?done=speaker_saved")
		now := d.event(ev)
		sp := now.Sessions[1].People[0].Speaker
		if len(now.Speakers) != 8 || sp.Title != "utvecklingsstrateg" || sp.Text != "Arbetar med **barn**." || len(d.kept(sp.Photo)) == 0 {
			t.Errorf("%d speakers, %+v", len(now.Speakers), sp)
		}
		form = b.get(path+"/2").formOf(t, "speaker")
		form.Del("file")
		form.Del("no_photo")
		form.Set("name", " ")
		a := b.post(path+"/2/upload", form)
		a.is(t, 422, "Skriv personens namn")
		if a.formOf(t, "speaker").Get("photo") != sp.Photo {
			t.Error("the photo is gone from the form")
		}
		b.post(path+"/2/remove", versionOf(now)).leads(t, "/console"+path)
		if now = d.event(ev); len(now.Speakers) != 7 || len(now.Sessions[1].People) != 1 || now.Sessions[1].People[0].Speaker.Name != "Elisabeth Häll" {
			t.Errorf("%d speakers, %+v", len(now.Speakers), now.Sessions[1].People)
		}
		b.get(path+"/99").is(t, 404)
		b.get(path+"/noll").is(t, 404)
	})
}

// Somebody who spoke at an earlier event is suggested, and brings text and photo.
func TestReusingASpeaker(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		old := d.save("goda-uppvaxtvillkor")
		b := d.member(old.OrganisationID, event.Organiser)
		name, err := d.files.Put(photo(t, 50), ".jpg")
		if err != nil {
			t.Fatal(err)
		}
		now := d.event(old)
		now.PutSpeaker(0, event.Speaker{Name: "Beatrice Ask", Title: "landshövding", Text: "En text", Photo: name})
		if err := d.store.ChangeEvent(t.Context(), event.Actor{Who: "Bo", OrganisationID: old.OrganisationID}, now, "speaker.changed", d.clock()); err != nil {
			t.Fatal(err)
		}
		next := d.save("goda-uppvaxtvillkor", func(ev *event.Event) {
			ev.Slug = "nasta"
			ev.SetProgram(event.Program{Sessions: []event.Session{{Kind: event.Talk, Title: "Inledning"}}})
		})
		program := "/o/" + next.Organisation.Slug + "/e/nasta/program"
		page := b.get(program)
		if !strings.Contains(page.body, `value="Beatrice Ask, landshövding"`) {
			t.Error("is not suggested")
		}
		form := page.formOf(t, "program")
		form.Set("find-0", "beatrice ask, landshövding")
		b.press(program, b.press(program, form, "person.0").formOf(t, "program"), "save").leads(t, "/console"+program)
		if sp := d.event(next).Speakers[0]; sp.Text != "En text" || sp.Photo != name {
			t.Errorf("%+v", sp)
		}
		speakers := "/o/" + next.Organisation.Slug + "/e/nasta/speakers"
		a := b.post(speakers+"/new/upload", url.Values{"do": {"fill"}, "name": {"Karin Nordén"}})
		a.ok(t, "Uppgifterna är ifyllda")
		form = a.formOf(t, "speaker")
		if form.Get("organisation") != "Katrineholms kommun" {
			t.Errorf("filled %v", form)
		}
		form.Del("file")
		b.post(speakers+"/new/upload", form).leads(t, "/console"+speakers)
		b.get(speakers).ok(t, "Karin Nordén", "Står inte på någon programpunkt")
		b.get(program).ok(t, "Den här personen visas bland medverkande men står inte på någon punkt: Karin Nordén")
		reader := d.member(next.OrganisationID, event.Reader)
		all := reader.get("/o/" + next.Organisation.Slug + "/speakers")
		all.ok(t, "Beatrice Ask", "Moa Pettersson")
		if strings.Count(all.body, "<h2>Karin Nordén") != 1 {
			t.Error("Karin Nordén is not listed once")
		}
		if found := reader.get("/o/" + next.Organisation.Slug + "/speakers?q=norrt"); !strings.Contains(found.body, "Ahlholm") || strings.Contains(found.body, "Beatrice") {
			t.Error("the search finds the wrong ones")
		}
	})
}

// Two people change one person; two change two. And the list may have moved.
func TestTwoPeopleChangeASpeaker(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/speakers"
		forms := map[string]url.Values{}
		for _, n := range []string{"1", "2", "3"} {
			forms[n] = b.get(path+"/"+n).formOf(t, "speaker")
			forms[n].Del("file")
		}
		b.post(path+"/1/remove", versionOf(ev)).leads(t, "/console"+path)
		forms["2"].Set("title", "chef")
		b.post(path+"/2/upload", forms["2"]).leads(t, "/console"+path+"?done=speaker_saved")
		now := d.event(ev)
		if now.Speakers[0].Name != "Katarina Gustafson" || now.Speakers[0].Title != "chef" || now.Speakers[1].Title != "statistiker" {
			t.Errorf("%+v", now.Speakers[:2])
		}
		forms["2"].Set("title", "direktör")
		a := b.post(path+"/2/upload", forms["2"])
		a.is(t, 422, "har ändrat personen medan du skrev")
		if a.formOf(t, "speaker").Get("title") != "direktör" {
			t.Error("what was typed is gone")
		}
		forms["1"].Set("title", "ny")
		b.post(path+"/1/upload", forms["1"]).is(t, 422, "finns inte kvar i listan")
		if len(d.event(ev).Speakers) != 7 {
			t.Error("somebody is there again")
		}
	})
}
