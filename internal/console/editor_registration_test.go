package console_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// Everything about registration is set in the editor, comes back in it, and a
// form that nobody touched changes nothing of it.
func TestRegistrationIsSetInTheEditor(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("barn-och-unga-konferens", func(e *event.Event) {
			e.OnSiteWay, e.OnlineWay, e.Categories, e.Questions = event.Way{}, event.Way{}, nil, nil
		})
		b := d.member(ev.OrganisationID, event.Organiser)
		path := evPath(ev, "/edit")
		form := b.get(path).form()
		set := func(pairs ...string) {
			for i := 0; i < len(pairs); i += 2 {
				form.Set(pairs[i], pairs[i+1])
			}
		}
		set("on_site.capacity", "140", "on_site.text", "Lunch ingår", "on_site.welcome", "Kom i tid", "online.capacity", "300",
			"registration.offer_hours", "24", "registration.invite_only", "on", "registration.approval", "on", "unlisted", "on",
			"registration.verify_hours", "48", "registration.group_max", "6", "registration.changes_until", "2022-11-20",
			"registration.cancel_until", "2022-11-23", "registration.cancel_until_clock", "12:00", "texts.cancelled", "Vi ses nästa år.", "do", "add:categories")
		form = b.post(path, form).form()
		set("categories[0].name", "Laholms kommun", "do", "add:categories")
		form = b.post(path, form).form()
		set("categories[1].name", "Extern samverkanspart", "categories[1].cost", "500 kr", "categories[1].capacity", "100",
			"categories[1].opens", "2022-09-20", "categories[1].closes", "2022-11-01", "categories[1].closes_clock", "16", "do", "save")
		b.post(path, form).leads(t, "/console"+path+"?done=saved")
		file := event.NewFile(d.reload(ev))
		stops, six := 48, 6
		if diff := cmp.Diff(event.FileRegistration{
			Opens: "2022-09-12T08:00", Closes: "2022-11-10T16:00", Capacity: 440, WaitingList: true, OfferHours: 24, WaitingListStops: &stops,
			GroupMax: &six, Approval: true, VerifyHours: 48, InviteOnly: true, ChangesUntil: "2022-11-20", CancelUntil: "2022-11-23T12:00",
		}, file.Registration); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]event.FileCategory{
			{ID: "c3", Name: "Laholms kommun"},
			{ID: "c4", Name: "Extern samverkanspart", Cost: "500 kr", Capacity: 100, Opens: "2022-09-20T00:00", Closes: "2022-11-01T16:00"},
		}, file.Categories); diff != "" {
			t.Error(diff)
		}
		if file.OnSite != (event.Way{Capacity: 140, Text: "Lunch ingår", Welcome: "Kom i tid"}) || file.Online.Capacity != 300 || !file.Unlisted || file.Texts.Cancelled == "" {
			t.Errorf("%+v %+v %v %q", file.OnSite, file.Online, file.Unlisted, file.Texts.Cancelled)
		}
		page := b.get(path)
		page.ok(t, "Laholms kommun, Extern samverkanspart", "Lediga platser erbjuds i 24 timmar", "bara inbjudna, visas inte i listor, ni godkänner, adressen bekräftas",
			"Ändra till 20 november kl. 23.59, avboka till 23 november kl. 12.00", "Den som anmäler sig väljer mellan")
		b.post(path, page.form()).leads(t, "/console"+path+"?done=unchanged")
		b.get(evPath(ev, "/history")).ok(t, "Deltagarkategorier Nu: Laholms kommun Extern samverkanspart: 500 kr, Antal platser 100", "Bara för inbjudna Nu: Ja", "Avbokning till och med Nu: 23 november 2022 12.00")
		b.get("/en/console"+path).ok(t, "Categories of participants", "By invitation only", "Free places are offered for 24 hours")
	})
}

func TestFaultsOfRegistrationStandBesideTheirFields(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser)
		path := evPath(ev, "/edit")
		form := b.get(path).form()
		for field, value := range map[string]string{
			"categories[0].name": "", "categories[0].cost": "500 kr", "categories[0].closes": "2024-02-02", "registration.offer_hours": "ett dygn", "registration.verify_hours": "två",
			"registration.cancel_until": "2024-02-20", "registration.changes_until_clock": "12:00",
		} {
			form.Set(field, value)
		}
		a := b.post(path, form)
		a.is(t, 422, "Skriv vad kategorin heter", "Det kan inte vara efter att anmälan stänger", "Så många timmar erbjuds en ledig plats: Skriv ett helt tal", "Så många timmar hålls platsen tills adressen är bekräftad: Skriv ett helt tal",
			"Det kan inte vara efter att evenemanget är slut", "Välj vilken dag det gäller, eller ta bort klockslaget")
		for _, id := range []string{"categories-0-name", "categories-0-closes", "registration-offer_hours", "registration-cancel_until", "registration-changes_until"} {
			if !strings.Contains(a.body, `<a href="#`+id+`">`) || !regexp.MustCompile(`id="`+id+`"[^>]* aria-invalid="true"`).MatchString(a.body) {
				t.Errorf("no way to %s", id)
			}
		}
		if got := a.form(); got.Get("categories[0].cost") != "500 kr" || got.Get("registration.offer_hours") != "ett dygn" {
			t.Errorf("forgot %v", got)
		}
	})
}

// A category in which somebody is registered goes to rest when it is taken away,
// and can be offered again.
func TestCategoriesRestAndComeBack(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) {
			e.Categories = []event.Category{{ID: "c1", Name: "Anställda"}, {ID: "c2", Name: "Externa"}}
		})
		call := event.Call{FormKey: "k", Signup: event.Signup{Name: "Bo Ek", Email: "bo@example.org", Language: "sv", Attendance: event.Online, Category: "c1"}, Now: d.clock()}
		if _, err := d.store.Register(t.Context(), ev.Slug, call); err != nil {
			t.Fatal(err)
		}
		b := d.member(ev.OrganisationID, event.Organiser)
		path := evPath(ev, "/edit")
		press := func(form url.Values, do string) answer {
			form.Set("do", do)
			return b.post(path, form)
		}
		form := press(b.get(path).form(), "remove:categories:0").form()
		form = press(form, "remove:categories:0").form()
		press(form, "save").leads(t, "/console"+path+"?done=saved")
		if got := d.reload(ev).Categories; len(got) != 1 || got[0].ID != "c1" || !got[0].Retired {
			t.Fatalf("%+v", got)
		}
		a := b.get(path)
		a.ok(t, "Erbjuds inte längre", "Erbjud igen Anställda")
		press(a.form(), "save").leads(t, "/console"+path+"?done=unchanged")
		for _, odd := range []string{"restore:", "restore:categories:9", "restore:categories:-1", "restore:partners:0"} {
			press(a.form(), odd).ok(t, "Erbjud igen")
		}
		form = press(a.form(), "restore:categories:0").form()
		press(form, "save").leads(t, "/console"+path+"?done=saved")
		if got := d.reload(ev).Categories; len(got) != 1 || got[0].Retired || got[0].Name != "Anställda" {
			t.Errorf("%+v", got)
		}
	})
}

// A limit can be lowered below what is taken. Nobody is cancelled, and the editor
// says by how many each is exceeded, also before it is saved.
func TestLoweringALimitCancelsNobody(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) {
			e.Attendance, e.PlaceName, e.Capacity = event.Both, "Folkets hus", 40
			e.Categories = []event.Category{{ID: "c1", Name: "Anställda"}, {ID: "c2", Name: "Externa"}}
		})
		for i, who := range []string{"anna", "bo", "cia"} {
			d.register(ev, who, who+"@example.org", func(s *event.Signup) {
				s.Attendance, s.Category = event.OnSite, []string{"c1", "c1", "c2"}[i]
			})
		}
		b := d.member(ev.OrganisationID, event.Organiser)
		path := evPath(ev, "/edit")
		page := b.get(path)
		if strings.Contains(page.text(), "Fler har plats än det finns platser") {
			t.Error("warns without a reason")
		}
		form := page.form()
		for field, value := range map[string]string{"registration.capacity": "1", "on_site.capacity": "2", "categories[0].capacity": "1"} {
			form.Set(field, value)
		}
		warnings := []string{
			"Fler har plats än det finns platser", "Antal platser: gränsen är 1, och 2 personer fler har plats",
			"Platser i lokalen: gränsen är 2, och 1 person fler har plats", "Anställda: gränsen är 1, och 1 person fler har plats", "Ingen avbokas",
		}
		form.Set("do", "preview")
		b.post(path, form).ok(t, warnings...)
		form.Set("do", "save")
		b.post(path, form).leads(t, "/console"+path+"?done=saved")
		a := b.get(path)
		a.ok(t, warnings...)
		for _, id := range []string{"registration-capacity", "on_site-capacity", "categories-0-capacity"} {
			if !strings.Contains(a.body, `<a href="#`+id+`">`) {
				t.Errorf("no way to %s", id)
			}
		}
		if places, err := d.store.Places(t.Context(), ev.ID); err != nil || places[ev.ID].Confirmed != 3 {
			t.Errorf("%+v, %v", places, err)
		}
		b.get("/o/"+ev.Organisation.Slug).ok(t, "2 personer fler har plats än det finns platser till "+ev.Title)
	})
}

// A category that a question looks at stays until the question is changed.
func TestCategoryOfAQuestionStays(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) {
			e.Categories = []event.Category{{ID: "c1", Name: "Anställda"}, {ID: "c2", Name: "Externa"}}
			e.Questions = []event.Question{{ID: "q1", Kind: event.AskShort, Label: "Organisation", When: &event.Condition{Category: []string{"c2"}}}}
		})
		b := d.member(ev.OrganisationID, event.Organiser)
		path := evPath(ev, "/edit")
		form := b.get(path).form()
		form.Set("do", "remove:categories:1")
		form = b.post(path, form).form()
		form.Set("do", "save")
		a := b.post(path, form)
		a.is(t, 422, "gäller en kategori som du har tagit bort")
		if !strings.Contains(a.body, `<a href="#categories">`) {
			t.Error("no way to the categories")
		}
	})
}
