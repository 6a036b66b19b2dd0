package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"samling/internal/event"
	"samling/internal/files"
)

// send keeps a file as the public form does.
func (d *desk) send(ev *event.Event, question, name, content string) []string {
	d.t.Helper()
	u := event.Upload{EventID: &ev.ID, Question: question, Name: name, Size: int64(len(content))}
	var err error
	if u.File, err = files.NewName(".pdf"); err != nil {
		d.t.Fatal(err)
	}
	if err := d.store.KeepUpload(d.t.Context(), &u, d.clock()); err != nil {
		d.t.Fatal(err)
	}
	if err := d.uploads.Keep(u.File, []byte(content)); err != nil {
		d.t.Fatal(err)
	}
	return u.Answer()
}

func TestFilesOfParticipants(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) {
			e.Questions = []event.Question{
				{ID: "cv", Kind: event.AskFile, Label: "CV", Required: true},
				{ID: "proof", Kind: event.AskFile, Label: "Intyg", Sensitive: true, Purpose: "Lokalen"},
			}
		})
		asa := d.register(ev, "Åsa Öberg", "asa@example.org", func(s *event.Signup) {
			s.Answers = event.Answers{"cv": d.send(ev, "cv", "Åsas CV.pdf", "%PDF-cv"), "proof": d.send(ev, "proof", "intyg.pdf", "%PDF-proof")}
		})
		organiser, reader := d.member(ev.OrganisationID, event.Organiser), d.member(ev.OrganisationID, event.Reader)
		door := d.member(ev.OrganisationID, event.Door)
		page := "/console/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/participants/" + asa.Reference

		a := reader.get(page)
		a.has(t, "Åsas CV.pdf", page+"/files/cv")
		a.lacks(t, "intyg.pdf")
		f := reader.get(page + "/files/cv")
		if f.status != http.StatusOK || f.body != "%PDF-cv" || !strings.HasPrefix(f.header.Get("Content-Disposition"), "attachment;") || f.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("answered %d %q %v", f.status, f.body, f.header)
		}
		if entries := d.deeds(ev, "participant.file_fetched"); len(entries) != 1 || *entries[0].RegistrationID != asa.ID {
			t.Errorf("log %+v", entries)
		}

		// What is sensitive takes the private look, and the role for it.
		for name, got := range map[string]int{
			"by its address":      organiser.get(page + "/files/proof").status,
			"plain, as sensitive": organiser.post(page+"/files/cv", nil).status,
			"no question":         organiser.get(page + "/files/nothing").status,
		} {
			if got != http.StatusNotFound {
				t.Errorf("%s: %d", name, got)
			}
		}
		if got := reader.post(page+"/files/proof", nil).status; got != http.StatusForbidden {
			t.Errorf("a reader gets %d", got)
		}
		if got := door.get(page + "/files/cv").status; got != http.StatusForbidden {
			t.Errorf("the door gets %d", got)
		}
		organiser.post(page+"/sensitive", nil).has(t, "intyg.pdf")
		if f := organiser.post(page+"/files/proof", nil); f.status != http.StatusOK || f.body != "%PDF-proof" {
			t.Errorf("answered %d %q", f.status, f.body)
		}
		if n := len(d.deeds(ev, "participant.file_fetched")); n != 2 {
			t.Errorf("%d entries in the log", n)
		}

		// Who mends a name keeps the files, and is not asked for them.
		edit := organiser.get(page + "/edit")
		edit.lacks(t, `name="file-cv"`, "Intyg")
		form := url.Values{"name": {"Åsa Ek"}, "email": {asa.Email}, "mark": {mark(edit)}, "upload-cv": {"99", "x.pdf"}}
		if a := organiser.post(page+"/edit", form); a.status != http.StatusSeeOther {
			t.Fatalf("answered %d: %s", a.status, a.body)
		}
		changed := d.again(asa)
		if changed.Name != "Åsa Ek" || changed.Answers["cv"][1] != "Åsas CV.pdf" || d.sensitive(ev, asa)["proof"][1] != "intyg.pdf" {
			t.Errorf("became %s with %v and %v", changed.Name, changed.Answers, d.sensitive(ev, asa))
		}
		add := "/console/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/participants/new"
		organiser.get(add).lacks(t, `type="file"`)
		if a := organiser.post(add, url.Values{"name": {"Bo"}, "email": {"bo@example.org"}, "standing": {"confirmed"}, "mail": {"no"}}); a.status != http.StatusSeeOther {
			t.Errorf("adding by hand answered %d", a.status)
		}
		export := organiser.post("/console/o/"+ev.Organisation.Slug+"/e/"+ev.Slug+"/exports?columns=name&columns=answer-cv", as("csv"))
		export.has(t, "Åsas CV.pdf")
		export.lacks(t, "intyg.pdf")
	})
}

func TestOrganisersAskForFiles(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser)
		page := "/console/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/questions/new"
		b.get(page+"?kind=file").has(t, `<option value="file" selected>Fil</option>`)
		form := url.Values{"kind": {"file"}, "label": {"Ditt CV"}, "max": {"21"}, "version": {version(b.get(page))}}
		if a := b.post(page, form); a.status != http.StatusUnprocessableEntity {
			t.Errorf("21 MB: %d", a.status)
		}
		form.Set("max", "5")
		if a := b.post(page, form); a.status != http.StatusSeeOther {
			t.Fatalf("answered %d: %s", a.status, a.body)
		}
		asked := d.event(ev).Questions
		if q := asked[len(asked)-1]; q.Kind != event.AskFile || q.Max != 5 {
			t.Errorf("asked %+v", q)
		}
	})
}
