package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"samling/internal/event"
	"samling/internal/store/storetest"
)

func TestOperatorMakesAnOrganisation(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		gr := d.save("tidiga-insatser")
		user := event.User{Email: "op@example.org", Name: "Olle Operatör", Language: "sv", IsOperator: true}
		if err := d.store.CreateUser(t.Context(), &user, d.clock()); err != nil {
			t.Fatal(err)
		}
		op := d.signedIn(user)
		op.get("").ok(t, "Ny organisation")
		d.member(gr.OrganisationID, event.Administrator).get("/organisations/new").is(t, http.StatusForbidden)
		form := url.Values{"name": {"Ale kommun"}, "slug": {"Åle"}}
		a := op.post("/organisations/new", form)
		a.is(t, http.StatusUnprocessableEntity, "a till z")
		if !strings.Contains(a.body, `value="Åle"`) || !strings.Contains(a.body, "<title>Fel:") {
			t.Error("what was typed is lost, or the title does not tell")
		}
		form["slug"] = []string{gr.Organisation.Slug}
		op.post("/organisations/new", form).is(t, http.StatusUnprocessableEntity, "upptaget")
		form["slug"] = []string{"ale"}
		op.post("/organisations/new", form).leads(t, "/console/o/ale/settings?done=organisation_created")
		op.get("/o/ale/settings?done=organisation_created").ok(t, "Organisationen är skapad", "Ale kommun", "går inte att ändra")
		op.get("/o/ale/members").ok(t, "Olle Operatör (du)", "Administratör")
	})
}

func TestSettings(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		gr := d.save("tidiga-insatser")
		boss, other := d.member(gr.OrganisationID, event.Administrator), d.member(gr.OrganisationID, event.Administrator)
		path := "/o/" + gr.Organisation.Slug + "/settings"
		a := boss.get(path)
		a.ok(t, "Uppgifter", "Utseende", gr.Organisation.Slug)
		form := url.Values{
			"mark": {between(t, a.body, `name="mark" value="`, `"`)}, "name": {"GR"}, "address": {"Gårdavägen 2\r\nGöteborg"}, "number": {"222000-0265"},
			"email": {"gr"}, "phone": {"031-335 50 00"}, "website": {"goteborgsregionen.se"}, "privacy": {"Vi **ansvarar**."},
		}
		a = boss.post(path, form)
		a.is(t, http.StatusUnprocessableEntity, "snabel-a")
		if !strings.Contains(a.body, "Gårdavägen 2\r\nGöteborg") && !strings.Contains(a.body, "Gårdavägen 2\nGöteborg") {
			t.Error("the address is lost")
		}
		form["email"] = []string{"gr@example.org"}
		form["do"] = []string{"show"}
		if a = boss.post(path, form); !strings.Contains(a.body, "<strong>ansvarar</strong>") {
			t.Error("the text is not shown as visitors see it")
		}
		delete(form, "do")
		theirs := url.Values{"mark": form["mark"], "name": {"Göteborgsregionen"}, "phone": {"112"}, "privacy": {"Text"}}
		boss.post(path, form).leads(t, "/console"+path+"?done=saved")

		a = other.post(path, theirs)
		a.is(t, http.StatusConflict, "Elin Exempel har sparat andra uppgifter", "Elin Exempel sparade: GR", "Elin Exempel sparade: 031-335 50 00")
		if !strings.Contains(a.body, `value="Göteborgsregionen"`) {
			t.Error("what was typed is lost")
		}
		boss.get(path).ok(t, "GR")
		theirs["mark"] = []string{between(t, a.body, `name="mark" value="`, `"`)}
		other.post(path, theirs).leads(t, "/console"+path+"?done=saved")
		now, err := d.store.OrganisationOf(t.Context(), gr.OrganisationID)
		if err != nil || now.Name != "Göteborgsregionen" || now.Website != "" || now.Slug != gr.Organisation.Slug || now.Colour != gr.Organisation.Colour {
			t.Errorf("%+v, %v", now, err)
		}
	})
}

// between is what stands between two texts.
func between(t testing.TB, text, before, after string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, before)
	found, _, ended := strings.Cut(rest, after)
	if !ok || !ended {
		t.Fatalf("nothing between %q and %q", before, after)
	}
	return found
}

// newDeskOnSQLite is for what has nothing to do with the database.
func newDeskOnSQLite(t *testing.T) *desk {
	t.Helper()
	t.Parallel()
	return newDesk(t, storetest.Open(t, storetest.SQLite(t)))
}
