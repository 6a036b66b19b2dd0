package console_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

// listOf is where the list of an event's participants lies.
func listOf(ev *event.Event) string {
	return "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/participants"
}

// again finds how a registration stands now.
func (d *desk) again(r event.Registration) event.Registration {
	d.t.Helper()
	r, err := d.store.RegistrationOf(d.t.Context(), r.EventID, r.Reference)
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

// An organiser sees what will happen, does it, and takes it back.
func TestCancellingFromTheList(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		list := listOf(ev)
		b := d.member(ev.OrganisationID, event.Organiser)
		anna, bo := d.register(ev, "Anna Berg", "anna@example.org"), d.register(ev, "Bo Ek", "bo@example.org")
		d.wait(time.Minute)
		b.post(list+"/bulk", url.Values{"do": {"cancel"}}).is(t, 422, "Markera minst en deltagare")
		order := url.Values{"do": {"cancel"}, "ref[]": {anna.Reference, bo.Reference}}
		shown := b.post(list+"/bulk", order)
		shown.ok(t, "2 anmälningar avbokas.", "Anna Berg", "skicka 2 mejl")
		if d.again(anna).Standing != event.Confirmed {
			t.Fatal("looking at what will happen makes it happen")
		}
		order.Set("confirm", "yes")
		order.Set("expected", hiddenValue(shown, "expected"))
		order.Set("mail", "yes")
		b.post(list+"/bulk", order).leads(t, "/console"+list)
		b.get(list).ok(t, "2 anmälningar är avbokade.", "Ångra", "Avbokade 2")
		if d.again(anna).Standing != event.Withdrawn {
			t.Fatal("nothing happened")
		}
		deed, err := d.store.LastDeed(t.Context(), ev.ID, b.user.ID, d.clock())
		if err != nil || deed == nil {
			t.Fatal(deed, err)
		}
		b.post(list+"/undo", url.Values{"deed": {"1"}}).leads(t, "/console"+list+"?done=participants_undone")
		if d.again(anna).Standing != event.Confirmed || d.again(bo).Standing != event.Confirmed {
			t.Error("undone, and not as before")
		}
		b.post(list+"/undo", url.Values{"deed": {"1"}}).is(t, 409, "Det är redan ångrat")
		b.get(list+"/"+anna.Reference).ok(t, "avbokade en deltagare", "Anmäld → Avbokad", "ångrade en ändring", "skickades inte")
	})
}

// Everybody in a list that was searched for, and none besides.
func TestAllInTheList(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		list := listOf(ev)
		b := d.member(ev.OrganisationID, event.Organiser)
		anna, bo := d.register(ev, "Anna Berg", "anna@example.org"), d.register(ev, "Bo Ek", "bo@example.org")
		order := url.Values{"do": {"arrive"}, "all": {"yes"}, "q": {"berg"}}
		shown := b.post(list+"/bulk", order)
		shown.ok(t, "En person markeras som på plats.", "Anna Berg")
		order.Set("confirm", "yes")
		order.Set("expected", "another")
		b.post(list+"/bulk", order).is(t, 409, "Någon har ändrat deltagarna")
		order.Set("expected", hiddenValue(shown, "expected"))
		b.post(list+"/bulk", order).leads(t, "/console"+list)
		if d.again(anna).ArrivedAt == nil || d.again(bo).ArrivedAt != nil {
			t.Error("the wrong people have arrived")
		}
		b.get(list+"?arrived=yes").ok(t, "Anna Berg", "Visar 1–1 av 1")
	})
}

func TestAddingParticipants(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Capacity, e.HasWaitingList = 1, true })
		list := listOf(ev)
		b := d.member(ev.OrganisationID, event.Organiser)
		b.get(list+"/new").ok(t, "Lägg till en deltagare")
		form := url.Values{"name": {""}, "email": {"anna@"}, "organisation": {"Ale kommun"}, "language": {"sv"}, "standing": {"confirmed"}, "mail": {"yes"}}
		a := b.post(list+"/new", form)
		a.is(t, 422, "Skriv")
		if !strings.Contains(a.body, `value="Ale kommun"`) || !strings.Contains(a.body, `aria-invalid="true"`) {
			t.Error("what was typed is gone, or nothing marks the fault")
		}
		form.Set("name", "Anna Berg")
		form.Set("email", "anna@example.org")
		b.post(list+"/new", form).leads(t, "/console"+list+"/GOD-")
		b.post(list+"/new", form).is(t, 422, "Adressen är redan anmäld", "Öppna anmälan för Anna Berg")
		form.Set("email", "bo@example.org")
		b.post(list+"/new", form).is(t, 422, "Alla 1 platser är tagna", "Det blir en fler än de 1 platser")
		form.Set("extra", "yes")
		b.post(list+"/new", form).leads(t, "/console"+list+"/GOD-")
		form.Set("email", "eva@example.org")
		form.Set("standing", "waiting")
		form.Set("mail", "no")
		b.post(list+"/new", form).leads(t, "/console"+list+"/GOD-")
		b.get(list).ok(t, "Anmälda 2", "Väntelista 1")
		regs, _, err := d.store.FindParticipants(t.Context(), ev.ID, store.ParticipantQuery{Search: "eva@"}, 0, 1)
		if err != nil || len(regs) != 1 {
			t.Fatal(regs, err)
		}
		b.get(list+"/"+regs[0].Reference).ok(t, "Nummer 1 på väntelistan", "lade till en deltagare", "Utan mejl", "samma namn")
	})
}

// Who saves second is told what was saved, and keeps what they wrote.
func TestTwoPeopleEditOneParticipant(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser)
		anna := d.register(ev, "Anna Berg", "anna@example.org")
		d.register(ev, "Bo Ek", "bo@example.org")
		path := listOf(ev) + "/" + anna.Reference
		b.get(path+"/edit").ok(t, "Ändra uppgifter")
		form := url.Values{"name": {"Anna Berg"}, "email": {"bo@example.org"}, "mark": {anna.Mark()}}
		b.post(path+"/edit", form).is(t, 422, "Adressen är redan anmäld")
		form.Set("email", "anna.berg@example.org")
		b.post(path+"/edit", form).leads(t, "/console"+path+"?done=participant_changed_mailed")
		form.Set("name", "Anna Bergman")
		a := b.post(path+"/edit", form)
		a.is(t, 409, "Någon annan har ändrat", "Anna Berg")
		if !strings.Contains(a.body, "Anna Bergman") || d.again(anna).Name != "Anna Berg" {
			t.Error("what was typed is gone, or it was saved over the other's")
		}
		anna = d.again(anna)
		form.Set("mark", anna.Mark())
		b.post(path+"/edit", form).leads(t, "/console"+path+"?done=participant_changed")
		b.get(path).ok(t, "anna@example.org → anna.berg@example.org", "Namn: Anna Berg → Anna Bergman", "Till anna@example.org")
	})
}

func TestLateLinks(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		path := listOf(ev) + "/late"
		b := d.member(ev.OrganisationID, event.Organiser)
		b.get(path).ok(t, "Länk för sen anmälan")
		b.post(path, url.Values{"note": {" "}, "expires": {"2020-01-01T10:00"}}).is(t, 422, "Skriv varför", "Välj en tid framåt")
		b.post(path, url.Values{"note": {"sjuk sista dagen"}, "expires": {"2024-02-05T12:00"}}).leads(t, "/console"+path+"?done=late_link")
		links, err := d.store.LateLinks(t.Context(), ev.ID)
		if err != nil || len(links) != 1 || !links[0].ExpiresAt.Equal(time.Date(2024, 2, 5, 11, 0, 0, 0, time.UTC)) {
			t.Fatalf("%+v, %v", links, err)
		}
		b.get(path).ok(t, "sjuk sista dagen", d.links.Late(ev, &links[0].LateLink))
		if _, err := d.store.RegisterLate(t.Context(), ev.Slug, links[0].ID, event.Call{
			FormKey: "late", Signup: event.Signup{Name: "Sen Sensson", Email: "sen@example.org", Language: "sv"}, Now: d.clock(),
		}); err != nil {
			t.Fatal(err)
		}
		b.get(path).ok(t, "Använd", "Sen Sensson")
		b.get(listOf(ev)+"?late=yes").ok(t, "Sen Sensson", "Visar 1–1 av 1")
	})
}

// A reader sees participants and no way to change them.
func TestReadersOnlyRead(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		anna := d.register(ev, "Anna Berg", "anna@example.org")
		b := d.member(ev.OrganisationID, event.Reader)
		a := b.get(listOf(ev) + "/" + anna.Reference)
		a.ok(t, "Anna Berg", "Anmälde sig")
		for _, what := range []string{"/bulk", "/edit", "/undo"} {
			if strings.Contains(a.body, what) {
				t.Errorf("the page of a reader leads to %s", what)
			}
		}
		entries, err := d.store.Entries(t.Context(), ev.OrganisationID, store.AuditQuery{RegistrationID: anna.ID, Verb: "participant.seen", Limit: 5})
		if err != nil || len(entries) != 1 {
			t.Errorf("%+v, %v", entries, err)
		}
	})
}
