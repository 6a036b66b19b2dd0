package console_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
)

// inviteTo invites to an event.
func (d *desk) inviteTo(ev *event.Event, i event.Invite) event.Invite {
	d.t.Helper()
	by := event.Actor{OrganisationID: ev.OrganisationID, Who: "test"}
	made, err := d.store.AddInvites(d.t.Context(), by, ev.ID, []event.Invite{i}, d.clock())
	if err != nil || len(made) != 1 {
		d.t.Fatalf("%+v, %v", made, err)
	}
	return made[0]
}

// dialogue is an event for the invited, and somebody who arranges it.
func dialogue(d *desk) (*event.Event, *somebody) {
	ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) { e.InviteOnly = true })
	return ev, d.member(ev.OrganisationID, event.Organiser)
}

// tell takes the mails to the invited that are due, and returns whom they are to.
func (d *desk) tell(outcome event.Outcome) map[string]event.MessageKind {
	d.t.Helper()
	letters, err := d.store.ClaimLetters(d.t.Context(), 100, time.Second, d.clock())
	if err != nil {
		d.t.Fatal(err)
	}
	told := map[string]event.MessageKind{}
	for _, l := range letters {
		if l.Invite != nil && !l.IsPointless() {
			told[l.Message.Recipient] = l.Message.Kind
		}
		if err := d.store.FinishMessage(d.t.Context(), l.Message.After(outcome, "550 no", d.clock())); err != nil {
			d.t.Fatal(err)
		}
	}
	return told
}

func TestInviteDepartments(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, b := dialogue(d)
		b.get(path(ev, "/invites")).ok(t, "Ingen är inbjuden än", "Klistra in en lista")
		b.get("/en/console"+path(ev, "/invites")).ok(t, "Nobody is invited yet")

		list := url.Values{"list": {"Socialtjänsten; soc@example.org\nSkolan; skola@example.org; 3\nPolisen\n"}, "uses": {"2"}, "expires": {"2024-01-26"}}
		read := b.post(path(ev, "/invites/paste"), list)
		read.ok(t, "3 inbjudningar läggs till", "En har ingen adress", "skola@example.org 3", "Lägg till 3 inbjudningar")
		if all := invites(d, ev); len(all) != 0 {
			t.Fatal("looking at the list added it")
		}
		list.Set("confirm", "yes")
		b.post(path(ev, "/invites/paste"), list).leads(t, "/console"+path(ev, "/invites?done=invites_added"))
		b.post(path(ev, "/invites/paste"), list).leads(t, "/console"+path(ev, "/invites")) // sent twice
		all := invites(d, ev)
		if len(all) != 3 || all[1].Uses != 3 || all[2].Email != "" || all[0].ExpiresAt == nil {
			t.Fatalf("%+v", all)
		}
		page := b.get(path(ev, "/invites"))
		page.ok(t, "3 inbjudningar. 0 av 7 tillfrågade är anmälda. 3 har inte svarat.", "Skicka 2 inbjudningar",
			"Socialtjänsten soc@example.org 2 0 0 0 2", "Inte skickad", "Svar senast 26 januari", all[0].Code, "Totalt 7 0 0 0 7")
		link := d.links.Invite(ev, &all[0].Invite)
		if !strings.Contains(page.body, link) {
			t.Error("the link cannot be copied")
		}

		b.get(path(ev, "/invites/send")).ok(t, "2 inbjudningar skickas till:", "Skolan skola@example.org", "Skicka 2 mejl")
		b.post(path(ev, "/invites/send"), nil).leads(t, "/console"+path(ev, "/invites?done=invites_sent"))
		if told := d.tell(event.Delivered); len(told) != 2 || told["soc@example.org"] != event.MailInvite {
			t.Errorf("told %v", told)
		}
		b.post(path(ev, "/invites/send"), nil).leads(t, "/console"+path(ev, "/invites"))
		b.get(path(ev, "/invites/send")).ok(t, "Det finns ingen inbjudan att skicka just nu.")
		b.get(path(ev, "/invites/remind")).ok(t, "Det finns ingen att påminna just nu.", "2 som inte har svarat har redan fått ett mejl i dag", "En som inte har svarat har ingen adress")

		d.wait(24 * time.Hour)
		b = d.member(ev.OrganisationID, event.Organiser) // the day before is too long ago to be signed in still
		b.get(path(ev, "/invites")).ok(t, "Påminn 2 som inte har svarat", "Inget svar Skickad 19 januari")
		b.get(path(ev, "/invites/remind")).ok(t, "2 påminnelser skickas till:")
		b.post(path(ev, "/invites/remind"), nil).leads(t, "/console"+path(ev, "/invites?done=invites_reminded"))
		b.post(path(ev, "/invites/remind"), nil).leads(t, "/console"+path(ev, "/invites"))
		if told := d.tell(event.Refused); len(told) != 2 || told["soc@example.org"] != event.MailInviteReminder {
			t.Errorf("told %v", told)
		}
		b.get(path(ev, "/invites")).ok(t, "Mejlet kom inte fram", "Någon inbjudan kom inte fram", "Påmind 20 januari")
	})
}

func invites(d *desk, ev *event.Event) []event.Invited {
	d.t.Helper()
	all, err := d.store.Invites(d.t.Context(), ev.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	return all
}

func TestPastedFaults(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, b := dialogue(d)
		text := "Socialtjänsten; soc.example.org\n; skola@example.org\nPolisen;;många"
		page := b.post(path(ev, "/invites/paste"), url.Values{"list": {text}, "uses": {"2"}, "expires": {"2024-01-01"}, "confirm": {"yes"}})
		page.is(t, http.StatusUnprocessableEntity, "Rad 1: Skriv en e-postadress", "Rad 2: Skriv vem som bjuds in", "Rad 3: Skriv ett helt tal",
			"Välj en dag som inte har passerat", "Du behöver rätta 4 saker")
		if !strings.Contains(page.body, text+"</textarea>") || !strings.Contains(page.body, `value="2024-01-01"`) {
			t.Error("what was typed is lost")
		}
		b.post(path(ev, "/invites/paste"), url.Values{"list": {" \n"}}).is(t, http.StatusUnprocessableEntity, "Skriv eller klistra in minst en rad")
		b.post(path(ev, "/invites/paste"), url.Values{"list": {"Polisen"}, "uses": {"x"}}).is(t, http.StatusUnprocessableEntity, "Du behöver rätta en sak", "Skriv ett helt tal")
		long := strings.Repeat("Polisen\n", event.MaxInvites+1)
		b.post(path(ev, "/invites/paste"), url.Values{"list": {long}}).is(t, http.StatusUnprocessableEntity, "Ta högst 500 rader")
		edit := b.post(path(ev, "/invites/paste"), url.Values{"list": {"Polisen"}, "uses": {"4"}, "edit": {"yes"}})
		edit.ok(t, "Vilka bjuds in?")
		if !strings.Contains(edit.body, ">Polisen</textarea>") || !strings.Contains(edit.body, `value="4"`) {
			t.Error("going back loses what was typed")
		}
		if len(invites(d, ev)) != 0 {
			t.Error("something was added")
		}
	})
}

func TestOneInvite(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, b := dialogue(d)
		form := url.Values{"name": {""}, "email": {"x"}, "uses": {"0"}, "expires": {"igår"}}
		b.post(path(ev, "/invites/new"), form).is(t, http.StatusUnprocessableEntity, "Skriv vem som bjuds in", "Skriv en e-postadress", "Skriv ett helt tal", "Välj en dag")
		form = url.Values{"name": {"Socialtjänsten"}, "email": {"soc@example.org"}, "uses": {"2"}, "expires": {""}}
		b.post(path(ev, "/invites/new"), form).leads(t, "/console"+path(ev, "/invites?done=invite_added"))
		b.post(path(ev, "/invites/new"), form).is(t, http.StatusConflict, "Det finns redan en inbjudan med samma namn och adress")
		i := invites(d, ev)[0]
		one := path(ev, fmt.Sprint("/invites/", i.ID))
		b.get(one).ok(t, "Socialtjänsten", i.Code, "0 av 2", d.links.Invite(ev, &i.Invite), "Skicka inbjudan", "Återkalla inbjudan")

		other := b.get(one).form()
		form.Set("mark", other.Get("mark"))
		form.Set("email", "soc")
		b.post(one, form).is(t, http.StatusUnprocessableEntity, "Skriv en e-postadress")
		form.Set("email", "social@example.org")
		form.Set("expires", "2024-01-26")
		b.post(one, form).leads(t, "/console"+path(ev, "/invites?done=invite_changed"))
		other.Set("uses", "4")
		late := b.post(one, other)
		late.is(t, http.StatusConflict, "Någon har sparat inbjudan medan du skrev")
		if kept := late.form(); kept.Get("uses") != "4" || kept.Get("mark") == other.Get("mark") {
			t.Errorf("kept %v", kept)
		}
		if i = invites(d, ev)[0]; i.Email != "social@example.org" || i.Uses != 2 || i.ExpiresAt == nil {
			t.Errorf("%+v", i)
		}
		b.post(one+"/send", nil).leads(t, "/console"+one+"?done=invite_sent")
		d.wait(8 * 24 * time.Hour) // the last day has passed; what else there is can be changed
		b = d.member(ev.OrganisationID, event.Organiser)
		form.Set("name", "Socialförvaltningen")
		form.Set("mark", i.Mark())
		b.post(one, form).leads(t, "/console"+path(ev, "/invites?done=invite_changed"))
		if i = invites(d, ev)[0]; i.Name != "Socialförvaltningen" || !i.IsExpired(d.clock()) {
			t.Errorf("%+v", i)
		}
		b.get(path(ev, "/invites")).ok(t, "Har gått ut")
		b.post(one+"/send", nil).leads(t, "/console"+one)
		b.post(one+"/revoke", nil).leads(t, "/console"+one+"?done=invite_revoked")
		b.get(one).ok(t, "Återkallad", "Låt inbjudan gälla igen")
		b.post(one+"/restore", nil).leads(t, "/console"+one+"?done=invite_restored")
		if n := len(audited(d, ev, "invite")); n != 6 {
			t.Errorf("%d entries", n)
		}
	})
}

// Who only reads sees how it stands, but no way in.
func TestInvitesForReaders(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, _ := dialogue(d)
		i := d.inviteTo(ev, event.Invite{Name: "Socialtjänsten", Email: "soc@example.org", Uses: 2})
		page := d.member(ev.OrganisationID, event.Reader).get(path(ev, "/invites"))
		page.ok(t, "Socialtjänsten", "En inbjudan.")
		for _, secret := range []string{i.Code, d.links.Invite(ev, &i), "/invites/new", "/invites/send"} {
			if strings.Contains(page.body, secret) {
				t.Errorf("a reader sees %s", secret)
			}
		}
	})
}

func TestInvitesTab(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser)
		tab := `href="/console` + path(ev, "/invites") + `"`
		if strings.Contains(b.get(path(ev, "/participants")).body, tab) {
			t.Error("an event for everybody has a tab for invitations")
		}
		d.inviteTo(ev, event.Invite{Name: "Socialtjänsten"})
		if !strings.Contains(b.get(path(ev, "/participants")).body, tab) {
			t.Error("an event with invites has no tab for them")
		}
	})
}

func TestExportInvites(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, b := dialogue(d)
		i := d.inviteTo(ev, event.Invite{Name: "Socialtjänsten", Email: "soc@example.org", Uses: 2})
		d.inviteTo(ev, event.Invite{Name: "=Polisen"})
		a := b.post(path(ev, "/invites/export"), url.Values{"format": {"csv"}})
		if a.status != http.StatusOK || !strings.Contains(a.header.Get("Content-Disposition"), "inbjudningar-"+ev.Slug+".csv") {
			t.Fatalf("%d, %v", a.status, a.header)
		}
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.body, "\ufeff")))
		r.Comma = ';'
		rows, err := r.ReadAll()
		if err != nil || len(rows) != 3 {
			t.Fatalf("%q, %v", rows, err)
		}
		if got := strings.Join(rows[2], "|"); !strings.HasPrefix(got, "Socialtjänsten|soc@example.org|2|0|0|0|0|2|Inte skickad") {
			t.Errorf("row %s", got)
		}
		if strings.Contains(a.body, i.Code) {
			t.Error("the list holds codes")
		}
		if x := b.post(path(ev, "/invites/export"), url.Values{"format": {"xlsx"}}); x.status != http.StatusOK || !strings.HasPrefix(x.body, "PK") {
			t.Errorf("status %d", x.status)
		}
		if n := len(audited(d, ev, "invite.exported")); n != 2 {
			t.Errorf("%d entries", n)
		}
	})
}
