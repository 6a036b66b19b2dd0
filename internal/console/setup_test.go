package console_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"samling/internal/event"
)

// setUpLink is the path of a link that a server prints at its first start.
func (d *desk) setUpLink() string {
	d.t.Helper()
	ticket := event.Ticket{Kind: event.TicketSetUp, ExpiresAt: d.clock().Add(event.SetUpLife)}
	if err := d.store.IssueTicket(d.t.Context(), &ticket, nil, d.clock()); err != nil {
		d.t.Fatal(err)
	}
	return strings.TrimPrefix(d.links.Ticket(&ticket, "sv"), d.URL)
}

func setUpForm() url.Values {
	return url.Values{
		"name": {"Elin Exempel"}, "email": {"elin@ale.se"}, "organisation": {"Älvängens kommunförbund"}, "number": {"2120001439"},
		"organisation_email": {"info@ale.se"}, "sender_name": {"Evenemang i Ale"}, "sender_email": {"evenemang@ale.se"},
	}
}

func TestSetUp(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b := d.stranger()
		b.get("/sign-in").ok(t, "Länken som startar installationen står i serverns logg")
		link := d.setUpLink()
		b.get(link).ok(t, "Välkommen till Samling", "Avsändarens e-post")
		b.get(link).ok(t) // looking changes nothing
		b.post(link, setUpForm()).leads(t, "/console/test-mail/")
		b.get("").leads(t, "/console/o/alvangens-kommunforbund")
		b.get("/o/alvangens-kommunforbund").ok(t, "Älvängens kommunförbund", "Elin Exempel", "Medlemmar")

		user, err := d.store.UserByEmail(t.Context(), "ELIN@ale.se")
		if err != nil || !user.IsOperator || user.PasswordHash != "" {
			t.Errorf("user %+v, %v", user, err)
		}
		if from, err := d.store.Sender(t.Context()); err != nil || from != (event.Sender{Name: "Evenemang i Ale", Email: "evenemang@ale.se"}) {
			t.Errorf("sender %+v, %v", from, err)
		}
		memberships, err := d.store.MembershipsOf(t.Context(), user.ID)
		if err != nil || len(memberships) != 1 || memberships[0].Roles.Overall() != event.Administrator || memberships[0].Organisation.Number != "212000-1439" {
			t.Fatalf("memberships %+v, %v", memberships, err)
		}
		var verbs []string
		for e, err := range d.store.AllEntries(t.Context(), memberships[0].Organisation.ID) {
			if err != nil {
				t.Fatal(err)
			}
			verbs = append(verbs, string(e.Verb)+" by "+e.Who)
		}
		if got := strings.Join(verbs, ", "); got != "organisation.created by Elin Exempel, member.added by Elin Exempel" {
			t.Errorf("the log says %s", got)
		}

		// Nobody sets it up a second time, with this link or another.
		d.stranger().get(link).is(t, http.StatusGone, "Länken har redan använts")
		d.stranger().post(link, setUpForm()).is(t, http.StatusGone)
		again := setUpForm()
		again.Set("email", "thief@example.org")
		d.stranger().post(d.setUpLink(), again).is(t, http.StatusGone)
		if _, err := d.store.UserByEmail(t.Context(), "thief@example.org"); err == nil {
			t.Error("a second set-up made a user")
		}
	})
}

func TestSetUpWithWrongOrOldLink(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		link := d.setUpLink()
		wrong := link[:strings.LastIndex(link, "/")] + "/AAAAAAAAAAAAAAAAAAAAAA"
		d.stranger().post(wrong, setUpForm()).is(t, http.StatusGone, "Starta om servern")
		d.wait(event.SetUpLife)
		d.stranger().get(link).is(t, http.StatusGone, "Starta om servern")
		d.stranger().post(link, setUpForm()).is(t, http.StatusGone)
		if has, err := d.store.HasUsers(t.Context()); err != nil || has {
			t.Errorf("somebody came in, %v", err)
		}
	})
}

// Of several who set up at once, with one link or with those of several
// processes, one wins.
func TestSetUpAtOnce(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		links := []string{d.setUpLink(), d.setUpLink(), d.setUpLink()}
		var tries sync.WaitGroup
		answers := make(chan int, 9)
		for i := range cap(answers) {
			form := setUpForm()
			form.Set("email", strings.Repeat("e", i+1)+"@ale.se")
			form.Set("organisation", strings.Repeat("Ale", i+1))
			b := d.stranger()
			tries.Go(func() { answers <- b.post(links[i%len(links)], form).status })
		}
		tries.Wait()
		close(answers)
		won := 0
		for status := range answers {
			if status == http.StatusSeeOther {
				won++
			} else if status != http.StatusGone {
				t.Errorf("status %d", status)
			}
		}
		users, err := d.store.Users(t.Context())
		orgs, err2 := d.store.Organisations(t.Context())
		if won != 1 || len(users) != 1 || len(orgs) != 1 || err != nil || err2 != nil {
			t.Errorf("%d won; %d users, %d organisations; %v, %v", won, len(users), len(orgs), err, err2)
		}
	})
}

func TestSetUpKeepsWhatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		link := d.setUpLink()
		form := setUpForm()
		form.Set("email", "elin@")
		form.Set("number", "12")
		a := d.stranger().post(link, form)
		a.is(t, http.StatusUnprocessableEntity, "Du behöver rätta 2 saker", "Ett organisationsnummer har tio siffror")
		for _, kept := range []string{`value="elin@"`, `value="12"`, `value="Älvängens kommunförbund"`, `value="info@ale.se"`, `value="Evenemang i Ale"`, `href="#number"`} {
			if !strings.Contains(a.body, kept) {
				t.Errorf("the form lacks %s", kept)
			}
		}
		d.stranger().post(link, setUpForm()).leads(t, "/console/test-mail/") // the link still works
	})
}

// Events were imported before there was a console: their organisation is taken
// over.
func TestSetUpOfAnOrganisationThatIsThere(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		gr := d.save("tidiga-insatser")
		link := d.setUpLink()
		a := d.stranger().get(link)
		if !strings.Contains(a.body, `value="`+gr.Organisation.Name+`"`) {
			t.Error("the form does not know the organisation")
		}
		form := setUpForm()
		form.Set("organisation", strings.ReplaceAll(gr.Organisation.Slug, "-", " "))
		b := d.stranger()
		b.post(link, form).leads(t, "/console/test-mail/")
		b.get("").leads(t, "/console/o/"+gr.Organisation.Slug)
		if all, err := d.store.Organisations(t.Context()); err != nil || len(all) != 1 || all[0].Number != "212000-1439" || all[0].Colour != gr.Organisation.Colour {
			t.Errorf("organisations %+v, %v", all, err)
		}
	})
}

// The page after the set-up tells how the mail fares, with what the server
// answered.
func TestTestMail(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b := d.stranger()
		page := b.post(d.setUpLink(), setUpForm()).location
		first := b.get(page)
		first.ok(t, "Mejlet är på väg", "elin@ale.se", "Titta igen", "Gå vidare")
		if !strings.Contains(first.body, "js/test-mail") {
			t.Error("nothing looks again")
		}
		try := func(outcome event.Outcome, answer string) {
			t.Helper()
			letters := d.letters()
			if len(letters) != 1 || letters[0].Message.Kind != event.MailTest || letters[0].Message.Recipient != "elin@ale.se" {
				t.Fatalf("letters %+v", letters)
			}
			if err := d.store.FinishMessage(t.Context(), letters[0].Message.After(outcome, answer, d.clock())); err != nil {
				t.Fatal(err)
			}
		}
		try(event.Unreachable, "connection refused")
		b.get(page).ok(t, "Mejlet har inte skickats än", "connection refused", "Vi försöker igen")
		d.wait(time.Minute)
		try(event.Refused, "550 5.7.1 Sender not allowed")
		failed := b.get(page)
		failed.ok(t, "Mejlet kunde inte skickas", "550 5.7.1 Sender not allowed", "Skicka ett nytt provmejl")
		if strings.Contains(failed.body, "js/test-mail") {
			t.Error("looks again for ever")
		}
		b.post("/test-mail", url.Values{"sender_email": {"x"}}).is(t, http.StatusUnprocessableEntity)
		next := b.post("/test-mail", url.Values{"sender_name": {"Ale"}, "sender_email": {"noreply@ale.se"}})
		next.leads(t, "/console/test-mail/")
		if from, err := d.store.Sender(t.Context()); err != nil || from != (event.Sender{Name: "Ale", Email: "noreply@ale.se"}) {
			t.Errorf("sender %+v, %v", from, err)
		}
		try(event.Delivered, "")
		b.get(next.location).ok(t, "Mejlet är skickat", "elin@ale.se")

		reg := d.register(d.save("goda-uppvaxtvillkor"), "Anna Berg", "anna@example.org")
		msgs, err := d.store.Messages(t.Context(), reg.ID)
		if err != nil || len(msgs) == 0 {
			t.Fatal(err)
		}
		b.get(fmt.Sprintf("/test-mail/%d", msgs[0].ID)).is(t, http.StatusNotFound) // somebody's mail is no test
	})
}
