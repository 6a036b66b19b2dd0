package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

func TestCloningAnEvent(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) {
			e.Title, e.Body = "Goda uppväxtvillkor 2024", "Vi ses den 6 februari 2024."
		})
		b := d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/clone"
		a := b.get(path)
		// The 6th of February 2024 is the Tuesday of week 6.
		a.ok(t, "tisdag 4 februari 2025", "Tisdag 4 februari 2025, kl. 09.00 Tisdag 6 februari 2024, kl. 09.00", "En text nämner en tid", "6 februari 2024")
		for _, want := range []string{`value="2025-02-04"`, `value="Goda uppväxtvillkor 2025"`, `value="goda-uppvaxtvillkor-2025"`} {
			if !strings.Contains(a.body, want) {
				t.Errorf("the form does not propose %s", want)
			}
		}
		b.get(path+"?day=2024-02-13&title=Eget&slug=eget").ok(t, "tisdag 13 februari 2024")

		form := url.Values{"day": {"2025-02-05"}, "title": {"Goda uppväxtvillkor 2025"}, "slug": {"goda-2025"}}
		texts := "/console/o/" + ev.Organisation.Slug + "/e/goda-2025/clone/texts?"
		a = b.post(path, form)
		a.leads(t, texts)
		b.get(a.location).ok(t, "Kopian är gjord", "Utkast", "Onsdag 5 februari 2025", "nämner en tid som kan vara kvar från tisdag 6 februari 2024", "Beskrivning")
		copied, err := d.store.EventOf(t.Context(), ev.OrganisationID, "goda-2025")
		if err != nil {
			t.Fatal(err)
		}
		if copied.Status != event.Draft || copied.Body != ev.Body || copied.Start().Format("2006-01-02 15:04") != "2025-02-05 09:00" {
			t.Errorf("the copy is %+v", copied)
		}
		entries, err := d.store.Entries(t.Context(), ev.OrganisationID, store.AuditQuery{Limit: 1})
		if err != nil || entries[0].Verb != "event.cloned" || entries[0].Who != "Elin Exempel" {
			t.Errorf("audit log: %+v, %v", entries, err)
		}
		// Colleagues read of it on their first page.
		colleague := d.member(ev.OrganisationID, event.Organiser)
		colleague.get("/o/"+ev.Organisation.Slug).ok(t, "Elin Exempel kopierade evenemanget Goda uppväxtvillkor 2025")
		if strings.Contains(b.get("/o/"+ev.Organisation.Slug).text(), "kopierade") {
			t.Error("one's own work is told as news")
		}
		// The list looks at the texts as they are.
		copied.Body, copied.Lead = "Vi ses den 5 februari 2025.", ""
		actor := event.Actor{UserID: b.user.ID, Who: "Elin", OrganisationID: ev.OrganisationID}
		if err := d.store.ChangeEvent(t.Context(), actor, copied, "event.changed", d.clock()); err != nil {
			t.Fatal(err)
		}
		after := b.get(texts + "from=2024-02-06")
		after.ok(t, "Klart. Ingen text nämner")
		if strings.Contains(after.text(), "Beskrivning") {
			t.Error("the description is still listed")
		}
		b.get(texts+"from=nonsense").ok(t, "Texter att se över")
	})
}

func TestCloneKeepsWhatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/clone"
		tests := []struct {
			name      string
			form      url.Values
			says, has string
		}{
			{"no day", url.Values{"day": {"someday"}, "title": {"Mitt möte"}, "slug": {"mitt"}}, "Välj vilken dag kopian börjar", `value="Mitt möte"`},
			{"no title", url.Values{"day": {"2025-02-05"}, "title": {" "}, "slug": {"mitt"}}, "Skriv en titel", `value="2025-02-05"`},
			{"bad slug", url.Values{"day": {"2025-02-05"}, "title": {"Mitt möte"}, "slug": {"Mitt Möte"}}, "Skriv kortnamnet med små bokstäver", `value="Mitt Möte"`},
			{"taken slug", url.Values{"day": {"2025-02-05"}, "title": {"Mitt möte"}, "slug": {ev.Slug}}, "Kortnamnet används redan", `value="` + ev.Slug + `"`},
		}
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				a := b.post(path, tt.form)
				a.is(t, http.StatusUnprocessableEntity, tt.says, "Du behöver rätta en sak")
				if !strings.Contains(a.body, tt.has) || !strings.Contains(a.body, "<title>Fel: ") {
					t.Errorf("page lacks %s:\n%s", tt.has, a.body)
				}
			})
		}
	})
}

// What was held long ago is proposed for the year after it, and for a day that is
// still to come.
func TestCloneOfOldEvent(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) {
			e.StartsAt = time.Date(2021, 11, 25, 8, 0, 0, 0, time.UTC) // Thursday of week 47
			e.EndsAt, e.ClosesAt = e.StartsAt.Add(3*time.Hour), e.StartsAt.AddDate(0, 0, -7)
		})
		b := d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/clone"
		b.get(path).ok(t, "torsdag 24 november 2022", "Den dagen har varit. Välj torsdag 21 november 2024 i stället")
		if strings.Contains(b.get(path+"?day=2024-11-21").text(), "Den dagen har varit") {
			t.Error("a day to come is called over")
		}
	})
}

// An organiser of one event sees the copy they made of it.
func TestCloneByOrganiserOfOneEvent(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser, ev)
		a := b.post("/o/"+ev.Organisation.Slug+"/e/"+ev.Slug+"/clone", url.Values{"day": {"2025-02-05"}, "title": {"Nästa"}, "slug": {"nasta"}})
		a.leads(t, "/console/o/")
		b.get(a.location).ok(t, "Nästa")
	})
}

// The dates of categories, and until when people change and cancel, are shown
// with the others that move; a category that rests stays where it is.
func TestCloneShowsTheDatesOfRegistration(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) {
			change, cancel := e.StartsAt.AddDate(0, 0, -2), e.ClosesAt.AddDate(0, 0, 2)
			opens, closes := e.ClosesAt.AddDate(0, 0, -9), e.ClosesAt.AddDate(0, 0, -2)
			e.ChangeBy, e.CancelBy = &change, &cancel
			e.Categories = []event.Category{{ID: "c1", Name: "Externa", OpensAt: &opens, ClosesAt: &closes}, {ID: "c2", Name: "Borta", OpensAt: &opens, Retired: true}}
		})
		b := d.member(ev.OrganisationID, event.Organiser)
		a := b.get("/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/clone?day=2025-02-04")
		a.ok(t, "Ändring till och med Söndag 2 februari 2025, kl. 09.00 Söndag 4 februari 2024, kl. 09.00",
			"Avbokning till och med Fredag 31 januari 2025, kl. 23.59 Fredag 2 februari 2024, kl. 23.59",
			"Externa kan väljas från Tisdag 21 januari 2025, kl. 00.00 Tisdag 23 januari 2024, kl. 00.00",
			"Externa kan väljas till och med Måndag 27 januari 2025, kl. 23.59 Måndag 29 januari 2024, kl. 23.59")
		if strings.Contains(a.text(), "Borta") {
			t.Error("a category that rests is copied")
		}
	})
}
