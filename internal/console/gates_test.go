package console_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

// fair is an event that asks people for everything that it can.
func (d *desk) fair(change ...func(*event.Event)) *event.Event {
	d.t.Helper()
	return d.save("goda-uppvaxtvillkor", append([]func(*event.Event){func(e *event.Event) {
		e.Capacity, e.HasWaitingList, e.Attendance, e.PlaceName, e.GroupMax, e.Questions = 2, true, event.Both, "Residenset", 20, nil
		e.Categories = []event.Category{{ID: "c1", Name: "Egen personal"}, {ID: "c2", Name: "Extern"}}
		e.Sessions = []event.Session{{Kind: event.Heading, Title: "Verkstäder", Choice: &event.Choice{Max: 2}, Sessions: []event.Session{
			{Kind: event.Talk, Title: "Lera", Capacity: 1}, {Kind: event.Talk, Title: "Ull"},
		}}}
	}}, change...)...)
}

// comes signs somebody up with everything said.
func (d *desk) comes(ev *event.Event, name, email string, change func(*event.Signup)) event.Registration {
	d.t.Helper()
	return d.register(ev, name, email, func(s *event.Signup) {
		s.Attendance, s.Category = event.OnSite, "c1"
		if change != nil {
			change(s)
		}
	})
}

// What an event asks for is a column, a filter and a line of the export.
func TestListOfWhatPeopleChose(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.fair()
		lera := ev.Choices[0].Sessions[0].Key
		d.comes(ev, "Anna Berg", "anna@example.org", func(s *event.Signup) { s.Sessions = []string{lera} })
		d.comes(ev, "Bo Ek", "bo@example.org", func(s *event.Signup) { s.Category, s.Sessions = "c2", []string{lera} })
		group := &event.GroupSignup{People: []event.Signup{{Name: "Cia Dahl", Email: "cia@example.org", Language: "sv", Attendance: event.OnSite, Category: "c2"}}}
		if _, err := d.store.Register(t.Context(), ev.Slug, event.Call{
			FormKey: "group", Signup: event.Signup{Name: "Dan Chef", Email: "dan@example.org", Language: "sv"}, Group: group, Now: d.clock(),
		}); err != nil {
			t.Fatal(err)
		}
		b, list := d.member(ev.OrganisationID, event.Reader), listOf(ev)
		columns := "columns=category&columns=group&columns=" + event.ChoiceField(ev.Choices[0].Key)
		b.get(list+"?"+columns).ok(t, "Deltagarkategori Anmäld av Verkstäder", "Anna Berg anna@example.org Egen personal Lera Anmäld",
			"Bo Ek bo@example.org Extern Lera (väntelista) Anmäld", "Cia Dahl cia@example.org Extern Dan Chef dan@example.org Väntelista")
		for query, want := range map[string][]string{
			"category=c2":                    {"Kategori: Extern", "Visar 1–2 av 2"},
			"session=" + lera:                {"Pass: Lera", "Visar 1–2 av 2"},
			"session=" + lera + "%3Awaiting": {"Pass: Lera (väntelista)", "Bo Ek", "Visar 1–1 av 1"},
			"group=1":                        {"Anmälda av Dan Chef", "Cia Dahl", "Visar 1–1 av 1"},
			"unanswered=offered":             {"Har ett erbjudande om plats", "Ingen deltagare passar"},
			"group=99&category=x&session=x":  {"Visar 1–3 av 3"}, // what there is not is left out
		} {
			b.get(list+"?"+query).ok(t, want...)
		}
		b.post(list, url.Values{"set": {"filter"}, "category": {"c1"}, "session": {lera + ":confirmed"}, "group": {"1"}, "columns[]": {"category"}}).
			leads(t, "/console"+list+"?category=c1&columns=category&group=1&session="+lera+"%3Aconfirmed")
		file := b.post("/o/"+ev.Organisation.Slug+"/e/"+ev.Slug+"/exports?"+columns, url.Values{"format": {"csv"}})
		file.is(t, 200, "Namn;E-postadress;Deltagarkategori;Anmäld av;Verkstäder;Status", "Bo Ek;bo@example.org;Extern;;Lera (väntelista);har plats",
			"Cia Dahl;cia@example.org;Extern;Dan Chef, dan@example.org;;på väntelistan")
		regs, _, err := d.store.FindParticipants(t.Context(), ev.ID, store.ParticipantQuery{Search: "cia@"}, 0, 1)
		if err != nil || len(regs) != 1 {
			t.Fatal(regs, err)
		}
		b.get(list+"/"+regs[0].Reference).ok(t, "Deltagarkategori Extern", "Valda pass Verkstäder Inga pass valda.", "Anmälda tillsammans Dan Chef, dan@example.org, har gjort anmälan.")
		b.get("/en/console"+list+"/"+regs[0].Reference).ok(t, "Category Extern", "Registered together Dan Chef")
	})
}

// Whoever has not answered an offer or confirmed an address is marked so, counted
// and found.
func TestWhoHasNotAnswered(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.fair(func(e *event.Event) { e.VerifyHours, e.OfferHours, e.Capacity = 24, 48, 1 })
		anna := d.comes(ev, "Anna Berg", "anna@example.org", nil)
		b, list := d.member(ev.OrganisationID, event.Organiser), listOf(ev)
		b.get(list).ok(t, "Obekräftade 1", "Anmäld Har inte bekräftat sin adress")
		b.get(list+"?unanswered=unverified").ok(t, "Anna Berg", "Visar 1–1 av 1")
		b.get(list+"/"+anna.Reference).ok(t, "Ska bekräfta adressen före 20 januari kl. 08.00")
		if err := d.store.Verify(t.Context(), anna.ID, 1, d.clock()); err != nil {
			t.Fatal(err)
		}
		bo := d.comes(ev, "Bo Ek", "bo@example.org", nil)
		if err := d.store.Verify(t.Context(), bo.ID, 1, d.clock()); err != nil {
			t.Fatal(err)
		}
		d.wait(time.Hour)
		if err := d.store.Withdraw(t.Context(), anna.ID, 1, "", d.clock()); err != nil {
			t.Fatal(err)
		}
		b.get(list).ok(t, "Erbjudna plats 1", "Bo Ek bo@example.org 19 jan Erbjuden plats till 21 januari kl. 09.00")
		b.get("/en/console"+list+"/"+bo.Reference).ok(t, "Offered a place until 21 January, 09:00")
	})
}

// An organiser answers applications; nobody reads of a waiting list meanwhile.
func TestAnsweringApplications(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.fair(func(e *event.Event) { e.NeedsApproval, e.Capacity = true, 1 })
		anna, bo, cia := d.comes(ev, "Anna Berg", "anna@example.org", nil), d.comes(ev, "Bo Ek", "bo@example.org", nil), d.comes(ev, "Cia Dahl", "cia@example.org", nil)
		b, list := d.member(ev.OrganisationID, event.Organiser), listOf(ev)
		d.wait(time.Minute)
		b.get(list).ok(t, "Ansökningar 3", "Väntelista 0", "Godkänn", "Avslå")
		if page := b.get(list + "/" + anna.Reference); strings.Contains(page.text(), "äntelista") {
			t.Error("an application is called a wait")
		} else {
			page.ok(t, "Ansökan", "Ansökte om plats", "Mejl: ansökan mottagen", "Godkänn", "Avslå")
		}
		order := url.Values{"do": {"approve"}, "ref[]": {anna.Reference, bo.Reference}}
		shown := b.post(list+"/bulk", order)
		shown.ok(t, "2 ansökningar godkänns. Med plats: 1.", "En hamnar på väntelistan, för platserna räcker inte.", "Ge plats ändå", "Godkänn 2 ansökningar")
		order.Set("confirm", "yes")
		order.Set("expected", hiddenValue(shown, "expected"))
		b.post(list+"/bulk", order).leads(t, "/console"+list)
		if d.again(anna).Standing != event.Confirmed || d.again(bo).Standing != event.Waiting {
			t.Errorf("%s and %s", d.again(anna).Standing, d.again(bo).Standing)
		}
		no := url.Values{"do": {"decline"}, "ref[]": {cia.Reference}, "reason": {"Vi ger platserna till skolan."}}
		shown = b.post(list+"/bulk", no)
		shown.ok(t, "En ansökan avslås.", "Skäl", "Står i mejlet till den som får nej", "Avslå en ansökan")
		no.Set("confirm", "yes")
		no.Set("expected", hiddenValue(shown, "expected"))
		b.post(list+"/bulk", no).leads(t, "/console"+list+"/"+cia.Reference)
		b.get(list+"/"+cia.Reference).ok(t, "En ansökan är avslagen.", "Ångra", "Skäl Vi ger platserna till skolan.", "avslog en ansökan Ansökan → Avslagen", "Mejl: ansökan avslagen – skickas")
		b.get(list).ok(t, "Avbokade 0 Avslagna 1", "Cia Dahl cia@example.org 19 jan Avslagen")
		b.get(list+"?standing=declined").ok(t, "Visar 1–1 av 1")
		if page := b.get(list + "?standing=withdrawn"); strings.Contains(page.text(), "Cia Dahl") {
			t.Error("who was declined stands among those who cancelled")
		}
		b.post("/o/"+ev.Organisation.Slug+"/e/"+ev.Slug+"/exports?standing=declined", url.Values{"format": {"csv"}}).is(t, 200, "cia@example.org;;;;2024-01-19 08:00;ansökan avslagen")
		b.get(list+"?standing=applied").ok(t, "Markerade: Godkänn Avslå Mejla länken igen Deltagare")
		b.get(list+"?standing=declined").ok(t, "Markerade: Återställ anmälan Deltagare")
		b.get("/o/"+ev.Organisation.Slug).ok(t, "Cia Dahl fick avslag till")
		b.get(evPath(ev, "/statistics")).ok(t, "avslagen ansökan 1", "Deltagarkategori Svar Antal Egen personal 1 Extern 0")
	})
}

// An organiser chooses category and sessions for somebody, and goes beyond what
// there is only by saying so.
func TestChoosingByHand(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.fair(func(e *event.Event) { e.Categories[1].Capacity = 1 })
		lera, field := ev.Choices[0].Sessions[0].Key, event.ChoiceField(ev.Choices[0].Key)
		b, list := d.member(ev.OrganisationID, event.Organiser), listOf(ev)
		bo := d.comes(ev, "Bo Ek", "bo@example.org", func(s *event.Signup) { s.Category, s.Sessions = "c2", []string{lera} })
		b.get(list+"/new").ok(t, "Deltagarkategori Egen personal Extern", "Verkstäder", "Lera (fullt, hamnar på passets väntelista)", "Ull")
		form := url.Values{"name": {"Anna Berg"}, "email": {"anna@example.org"}, "attendance": {"on-site"}, "language": {"sv"}, "standing": {"confirmed"}, "mail": {"no"}, field: {lera}}
		a := b.post(list+"/new", form)
		a.is(t, 422, "Välj ett av alternativen")
		if !strings.Contains(a.body, `value="`+lera+`" checked`) {
			t.Error("the session that was ticked is not ticked any more")
		}
		form.Set("category", "c2")
		b.post(list+"/new", form).is(t, 422, "Det finns ingen plats för den som deltar så")
		form.Set("category", "c1")
		b.post(list+"/new", form).leads(t, "/console"+list+"/")
		regs, _, err := d.store.FindParticipants(t.Context(), ev.ID, store.ParticipantQuery{Search: "anna@"}, 0, 1)
		if err != nil || len(regs) != 1 || regs[0].Category != "c1" {
			t.Fatal(regs, err)
		}
		path := list + "/" + regs[0].Reference
		b.get(path).ok(t, "Deltagarkategori Egen personal", "Verkstäder Lera (väntelista)")
		edit := b.get(path + "/edit")
		edit.ok(t, "Egen personal", "Lera")
		form.Set("mark", hiddenValue(edit, "mark"))
		form.Set("category", "c2")
		b.post(path+"/edit", form).is(t, 422, "Det finns ingen plats för den som deltar så")
		form.Set("extra", "yes")
		b.post(path+"/edit", form).leads(t, "/console"+path+"?done=participant_changed")
		b.get(path).ok(t, "Deltagarkategori Extern", "Verkstäder Lera", "Plats utöver antalet platser", "Deltagarkategori: Egen personal → Extern")
		if strings.Contains(b.get(path).text(), "Lera (väntelista)") {
			t.Error("whoever was to have a place in the session waits for it")
		}
		edit = b.get(path + "/edit")
		form = url.Values{"name": {"Anna Berg"}, "email": {"anna@example.org"}, "attendance": {"on-site"}, "category": {"c2"}, "mark": {hiddenValue(edit, "mark")}}
		b.post(path+"/edit", form).leads(t, "/console"+path+"?done=participant_changed")
		b.get(path).ok(t, "Inga pass valda.", "Verkstäder: Lera → –")
		b.get(list+"/"+bo.Reference).ok(t, "Verkstäder Lera")
	})
}
