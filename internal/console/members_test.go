package console_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
)

// mails are those about something that are due, with the link that they bring.
func (d *desk) mails(kind event.MessageKind) []event.Letter {
	d.t.Helper()
	all, err := d.store.ClaimLetters(d.t.Context(), 100, time.Second, d.clock())
	if err != nil {
		d.t.Fatal(err)
	}
	var found []event.Letter
	for _, l := range all {
		if l.Message.Kind == kind && !l.IsPointless() {
			found = append(found, l)
		}
	}
	return found
}

// link is the address in an invitation, below the desk's own.
func (d *desk) link(l event.Letter) string {
	return strings.TrimPrefix(d.links.Ticket(&l.Invitation.Ticket, "sv"), d.URL)
}

func TestInvitingSomebodyNew(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		gr := d.save("tidiga-insatser")
		boss := d.member(gr.OrganisationID, event.Administrator)
		path := "/o/" + gr.Organisation.Slug
		boss.get(path+"/members").ok(t, "Medlemmar", "Elin Exempel (du)", "Administratör", "Hela organisationen", "Bjud in")
		boss.get(path+"/members/invite").ok(t, "Läsare", "inte ändra något", gr.Title)

		form := url.Values{"email": {"bo@example.org"}, "scope": {"events"}}
		a := boss.post(path+"/members/invite", form)
		a.is(t, http.StatusUnprocessableEntity, "Välj en roll", "Välj minst ett evenemang")
		if !strings.Contains(a.body, `value="bo@example.org"`) || !strings.Contains(a.body, `id="scope-events" name="scope" value="events" checked`) {
			t.Error("what was typed is lost")
		}
		form["role"], form["event[]"] = []string{"door"}, []string{fmt.Sprint(gr.ID)}
		boss.post(path+"/members/invite", form).leads(t, "/console"+path+"/members?done=invited")
		boss.get(path+"/members?done=invited").ok(t, "Inbjudan är skickad", "bo@example.org", "Incheckare, "+gr.Title)
		boss.post(path+"/members/invite", form).is(t, http.StatusConflict, "redan inbjuden")

		letters := d.mails(event.MailInvitation)
		if len(letters) != 1 || letters[0].Message.Recipient != "bo@example.org" {
			t.Fatalf("%+v", letters)
		}
		bo := d.stranger()
		link := d.link(letters[0])
		for range 2 { // looking uses nothing up
			bo.get(link).ok(t, "Inbjudan till "+gr.Organisation.Name, "Elin Exempel bjuder in dig", "Incheckare", gr.Title, "Ditt namn")
		}
		bo.post(link, url.Values{"name": {" "}}).is(t, http.StatusUnprocessableEntity, "Skriv ditt namn")
		bo.post(link, url.Values{"name": {"Bo Ek"}}).leads(t, "/console"+path+"?done=joined")
		bo.get(path).ok(t, "Inloggad som Bo Ek")
		bo.get(path+"/members").is(t, http.StatusForbidden)
		bo.get(link).is(t, http.StatusGone)
		d.stranger().post(link, url.Values{"name": {"Eva"}}).is(t, http.StatusGone)
		boss.get(path+"/members").ok(t, "Bo Ek bo@example.org Incheckare "+gr.Title)
	})
}

// The mail is no way around the second factor of somebody who has one.
func TestInvitingSomebodyKnown(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		gr, lst := d.save("tidiga-insatser"), d.save("goda-uppvaxtvillkor")
		boss := d.member(gr.OrganisationID, event.Administrator)
		known := d.member(lst.OrganisationID, event.Reader)
		path := "/o/" + gr.Organisation.Slug
		form := url.Values{"email": {known.user.Email}, "scope": {"whole"}, "role": {"reader"}}
		boss.post(path+"/members/invite", form).leads(t, "/console"+path+"/members")
		link := d.link(d.mails(event.MailInvitation)[0])
		stranger := d.stranger()
		stranger.get(link).ok(t, "loggar du in som vanligt")
		stranger.post(link, nil).leads(t, "/console/sign-in?next=%2Fconsole%2Fo%2F")
		stranger.get(path).leads(t, "/console/sign-in")
		known.get(path).ok(t, gr.Organisation.Name)

		form["role"] = []string{"organiser"}
		boss.post(path+"/members/invite", form).leads(t, "/console"+path+"/members")
		link = d.link(d.mails(event.MailInvitation)[0])
		somebody := d.member(lst.OrganisationID, event.Reader)
		somebody.get(link).ok(t, "Du är inloggad som Elin Exempel, men inbjudan gäller "+known.user.Email)
		known.post(link, nil).leads(t, "/console"+path+"?done=joined")
	})
}

func TestInvitationsAreWithdrawnAndRepeated(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		gr, lst := d.save("tidiga-insatser"), d.save("goda-uppvaxtvillkor")
		boss, other := d.member(gr.OrganisationID, event.Administrator), d.member(lst.OrganisationID, event.Administrator)
		path, theirs := "/o/"+gr.Organisation.Slug, "/o/"+lst.Organisation.Slug
		form := url.Values{"email": {"bo@example.org"}, "role": {"reader"}}
		boss.post(path+"/members/invite", form).leads(t, "/console"+path+"/members")
		letter := d.mails(event.MailInvitation)[0]
		id := fmt.Sprint("/invitations/", letter.Invitation.Ticket.ID)
		other.post(theirs+id+"/again", nil).is(t, http.StatusNotFound)
		other.post(theirs+id+"/withdraw", nil).is(t, http.StatusNotFound)
		for range 5 {
			boss.post(path+id+"/again", nil).leads(t, "/console"+path+"/members?done=invitation_repeated")
		}
		boss.post(path+id+"/again", nil).is(t, http.StatusTooManyRequests)
		boss.post(path+id+"/withdraw", nil).leads(t, "/console"+path+"/members?done=invitation_withdrawn")
		d.stranger().get(d.link(letter)).is(t, http.StatusGone)
		d.stranger().get(d.link(letter)+"x").is(t, http.StatusNotFound)
		boss.post(path+id+"/withdraw", nil).is(t, http.StatusGone)
	})
}

func TestInvitationsAreSlowedDown(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		gr := d.save("tidiga-insatser")
		boss := d.member(gr.OrganisationID, event.Administrator)
		path := "/o/" + gr.Organisation.Slug + "/members/invite"
		for i := range 60 {
			boss.post(path, url.Values{"email": {fmt.Sprintf("a%d@example.org", i)}, "role": {"reader"}}).leads(t, "/console/o/")
		}
		one := url.Values{"email": {"toomany@example.org"}, "role": {"reader"}}
		boss.post(path, one).is(t, http.StatusTooManyRequests, "bjudit in många")
		d.wait(time.Hour)
		boss.post(path, one).leads(t, "/console/o/")
	})
}

func TestRolesAreChangedOnTheirPage(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		gr, lst := d.save("tidiga-insatser"), d.save("goda-uppvaxtvillkor")
		boss := d.member(gr.OrganisationID, event.Administrator)
		reader := d.member(gr.OrganisationID, event.Reader)
		other := d.member(lst.OrganisationID, event.Administrator)
		path, theirs := "/o/"+gr.Organisation.Slug, "/o/"+lst.Organisation.Slug
		id := func(b *somebody) string { return "/members/" + fmt.Sprint(d.memberID(b)) }

		boss.get(path+id(boss)).ok(t, "är den enda administratören")
		boss.post(path+id(boss)+"/remove", nil).is(t, http.StatusConflict, "minst en administratör")
		boss.post(path+id(boss)+"/role", url.Values{"role": {"reader"}}).is(t, http.StatusConflict, "minst en administratör")
		boss.post(path+id(reader)+"/role", url.Values{"role": {"king"}}).is(t, http.StatusUnprocessableEntity, "Välj en roll")
		boss.post(path+id(reader)+"/role", url.Values{"role": {"organiser"}}).leads(t, "/console"+path+"/members?done=member_changed")
		boss.get(path+id(reader)).ok(t, "Arrangör", "kommer inte längre åt "+gr.Organisation.Name)

		other.get(theirs+id(reader)).is(t, http.StatusNotFound)
		other.post(theirs+id(reader)+"/role", url.Values{"role": {"door"}}).is(t, http.StatusNotFound)
		other.post(theirs+id(reader)+"/remove", nil).is(t, http.StatusNotFound)
		boss.get(path+"/members/x").is(t, http.StatusNotFound)

		boss.post(path+id(reader)+"/role", url.Values{"role": {"administrator"}}).leads(t, "/console"+path+"/members")
		boss.post(path+id(boss)+"/role", url.Values{"role": {"reader"}}).leads(t, "/console?done=member_changed")
		boss.get(path+"/members").is(t, http.StatusForbidden)
		reader.post(path+id(boss)+"/remove", nil).leads(t, "/console"+path+"/members?done=member_removed")
		boss.get(path).is(t, http.StatusNotFound)
	})
}

// memberID is the first role that somebody has.
func (d *desk) memberID(b *somebody) uint {
	d.t.Helper()
	all, err := d.store.MembershipsOf(d.t.Context(), b.user.ID)
	if err != nil || len(all) == 0 {
		d.t.Fatalf("%+v, %v", all, err)
	}
	return all[0].Roles[0].ID
}
