package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"samling/internal/event"
)

// letters takes the mail that is due, as the worker does.
func (d *desk) letters() []event.Letter {
	d.t.Helper()
	letters, err := d.store.ClaimLetters(d.t.Context(), 100, time.Hour, d.clock())
	if err != nil {
		d.t.Fatal(err)
	}
	return letters
}

// mailedLink is the path of the link that is on its way to an address.
func (d *desk) mailedLink(email string) string {
	d.t.Helper()
	for _, l := range d.letters() {
		if l.Message.Kind == event.MailSignIn && l.Message.Recipient == email && !l.IsPointless() {
			return strings.TrimPrefix(d.links.Ticket(l.Ticket, l.Message.Language), d.URL)
		}
	}
	d.t.Fatalf("no link to %s", email)
	return ""
}

func email(address string) url.Values { return url.Values{"email": {address}} }

func TestSigningInByLink(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		gr := d.save("tidiga-insatser")
		user := d.member(gr.OrganisationID, event.Organiser).user
		page := "/console/o/" + gr.Organisation.Slug
		b := d.stranger()
		b.get(page+"?q=1").leads(t, "/console/sign-in?next=%2Fconsole%2Fo%2F"+gr.Organisation.Slug+"%3Fq%3D1")
		form := b.get("/sign-in?next=" + url.QueryEscape(page+"?q=1"))
		form.ok(t, "Logga in", "Skicka länken")
		if !strings.Contains(form.body, `name="next" value="`+page+`?q=1"`) {
			t.Error("the form forgets where to go")
		}
		ask := email(strings.ToUpper(user.Email))
		ask.Set("next", page+"?q=1")
		b.post("/sign-in", ask).leads(t, "/console/sign-in/sent")
		b.get("/sign-in/sent").ok(t, "Titta i din e-post")

		link := d.mailedLink(user.Email)
		for range 2 { // a program looks at it first
			b.get(link).ok(t, "Du loggar in som Elin Exempel", user.Email)
		}
		b.get(page).leads(t, "/console/sign-in")
		b.post(link, nil).leads(t, page+"?q=1")
		b.get(page).ok(t, "Översikt")
		b.post(link, nil).leads(t, "/console") // pressed twice
		d.stranger().post(link, nil).is(t, http.StatusGone, "Länken har redan använts eller är för gammal")
		d.stranger().get(link).is(t, http.StatusGone, "Länken har redan använts", "Skicka länken")
	})
}

// People see the console in the language they chose, whatever the page of the
// sign-in.
func TestSignInLeadsToTheOwnLanguage(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		user := event.User{Email: "ann@example.org", Name: "Ann", Language: "en"}
		if err := d.store.CreateUser(t.Context(), &user, d.clock()); err != nil {
			t.Fatal(err)
		}
		b := d.stranger()
		b.post("/sign-in", email(user.Email)).leads(t, "/console/sign-in/sent")
		link := d.mailedLink(user.Email)
		if !strings.HasPrefix(link, "/console/") {
			t.Errorf("a Swedish page mails %s", link)
		}
		b.post(link, nil).leads(t, "/en/console")
		b.get("/sign-in").leads(t, "/en/console")
	})
}

func TestNextIsNeverElsewhere(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		user := d.member(d.save("tidiga-insatser").OrganisationID, event.Reader).user
		for _, next := range []string{"//evil.example", "https://evil.example", `/\evil.example`, "/console/../..//evil.example"} {
			b := d.stranger()
			ask := email(user.Email)
			ask.Set("next", next)
			b.post("/sign-in", ask).leads(t, "/console/sign-in/sent")
			if a := b.post(d.mailedLink(user.Email), nil); a.location != "/console" {
				t.Errorf("%s leads to %q", next, a.location)
			}
			if a := b.get("/sign-in?next=" + url.QueryEscape(next)); a.location != "/console" {
				t.Errorf("%s leads whoever is signed in to %q", next, a.location)
			}
		}
	})
}

// Known and unknown addresses get the same answer, and the database the same
// work. Nothing is mailed to an unknown one.
func TestNobodyLearnsWhoWorksHere(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		user := d.member(d.save("tidiga-insatser").OrganisationID, event.Reader).user
		b := d.stranger()
		for range event.MaxSignInLinks + 2 {
			known, unknown := b.post("/sign-in", email(user.Email)), b.post("/sign-in", email("nobody@example.org"))
			if known.status != unknown.status || known.location != unknown.location ||
				strings.ReplaceAll(known.body, user.Email, "") != strings.ReplaceAll(unknown.body, "nobody@example.org", "") {
				t.Errorf("known gets %d %q, unknown %d %q", known.status, known.location, unknown.status, unknown.location)
			}
		}
		told := map[string]int{}
		for _, l := range d.letters() {
			if !l.IsPointless() {
				told[l.Message.Recipient]++
			} else {
				told["nothing to "+l.Message.Recipient]++
			}
		}
		if len(told) != 2 || told[user.Email] != event.MaxSignInLinks || told["nothing to nobody@example.org"] != event.MaxSignInLinks {
			t.Errorf("mails %v", told)
		}
	})
}

// Asking too often is answered with a sentence, and whoever is kept from asking
// by a stranger has a link that works.
func TestAskingTooOften(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		user := d.member(d.save("tidiga-insatser").OrganisationID, event.Reader).user
		b := d.stranger()
		for range event.MaxSignInLinks {
			b.post("/sign-in", email(user.Email)).leads(t, "/console/sign-in/sent")
		}
		for range 10 {
			b.post("/sign-in", email(user.Email)).is(t, http.StatusTooManyRequests, "Många länkar har nyss begärts")
		}
		d.wait(event.SignInLinkLife - time.Second)
		b.post("/sign-in", email(user.Email)).is(t, http.StatusTooManyRequests)
		b.post(d.mailedLink(user.Email), nil).leads(t, "/console")
		d.wait(time.Second)
		d.stranger().post("/sign-in", email(user.Email)).leads(t, "/console/sign-in/sent")
	})
}

func TestOneNetworkAsksForMany(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.member(d.save("tidiga-insatser").OrganisationID, event.Reader)
		b := d.stranger()
		asked := 0
		for range 100 {
			if a := b.post("/sign-in", email(strings.Repeat("a", asked+1)+"@example.org")); a.status != http.StatusSeeOther {
				a.is(t, http.StatusTooManyRequests, "Många länkar har nyss begärts")
				break
			}
			asked++
		}
		if asked < 20 || asked > 60 {
			t.Errorf("one network may ask for %d links", asked)
		}
		d.wait(time.Hour)
		b.post("/sign-in", email("a@example.org")).leads(t, "/console/sign-in/sent")
	})
}

func TestSignInKeepsWhatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.member(d.save("tidiga-insatser").OrganisationID, event.Reader)
		a := d.stranger().post("/sign-in", email("elin@"))
		a.is(t, http.StatusUnprocessableEntity)
		if !strings.Contains(a.body, `value="elin@"`) || !strings.Contains(a.body, `aria-invalid="true"`) {
			t.Error("the form forgets what was typed")
		}
	})
}

// Of several who press at once, one is signed in.
func TestLinkSignsInOnce(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		user := d.member(d.save("tidiga-insatser").OrganisationID, event.Reader).user
		d.stranger().post("/sign-in", email(user.Email)).leads(t, "/console/sign-in/sent")
		link := d.mailedLink(user.Email)
		var tries sync.WaitGroup
		answers := make(chan int, 10)
		for range cap(answers) {
			b := d.stranger()
			tries.Go(func() { answers <- b.post(link, nil).status })
		}
		tries.Wait()
		close(answers)
		in := 0
		for status := range answers {
			if status == http.StatusSeeOther {
				in++
			}
		}
		if signins, err := d.store.Signins(t.Context(), user.ID, d.clock()); err != nil || in != 1 || len(signins) != 2 {
			t.Errorf("%d were let in, %d browsers, %v", in, len(signins), err)
		}
	})
}

func TestLinksThatOpenNothing(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		user := d.member(d.save("tidiga-insatser").OrganisationID, event.Reader).user
		b := d.stranger()
		b.post("/sign-in", email(user.Email)).leads(t, "/console/sign-in/sent")
		link := d.mailedLink(user.Email)
		cut := strings.LastIndex(link, "/")
		setUp := event.Ticket{Kind: event.TicketSetUp, UserID: &user.ID, ExpiresAt: d.clock().Add(time.Hour)}
		stranger := event.Ticket{Kind: event.TicketSignIn, ExpiresAt: d.clock().Add(time.Hour)}
		for _, ticket := range []*event.Ticket{&setUp, &stranger} {
			if err := d.store.IssueTicket(t.Context(), ticket, nil, d.clock()); err != nil {
				t.Fatal(err)
			}
		}
		path := func(ticket *event.Ticket) string { return strings.TrimPrefix(d.links.Ticket(ticket, "sv"), d.URL) }
		for name, wrong := range map[string]string{
			"another code": link[:cut] + "/AAAAAAAAAAAAAAAAAAAAAA", "another number": strings.Replace(link, "/sign-in/", "/sign-in/9", 1),
			"no number": "/console/sign-in/x" + link[cut:], "a ticket for something else": strings.Replace(path(&setUp), "set-up", "sign-in", 1),
			"the ticket of nobody": path(&stranger),
		} {
			if a := b.get(wrong); a.status != http.StatusGone {
				t.Errorf("%s shows %d", name, a.status)
			}
			if a := b.post(wrong, nil); a.status != http.StatusGone {
				t.Errorf("%s gives %d", name, a.status)
			}
		}
		d.wait(event.SignInLinkLife)
		b.post(link, nil).is(t, http.StatusGone, "för gammal")
	})
}

// Signing in gives the browser a new token. The old one, whoever has it, is
// worth nothing from then on, and neither is one that was signed out.
func TestTokenIsRotated(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		gr := d.save("tidiga-insatser")
		b := d.member(gr.OrganisationID, event.Reader)
		page := "/o/" + gr.Organisation.Slug
		thief := d.stranger()
		steal := func() { thief.client.Jar.SetCookies(nil, b.client.Jar.Cookies(nil)) }
		steal()
		thief.get(page).ok(t)
		d.stranger().post("/sign-in", email(b.user.Email)).leads(t, "/console/sign-in/sent")
		b.post(d.mailedLink(b.user.Email), nil).leads(t, "/console")
		b.get(page).ok(t)
		thief.get(page).leads(t, "/console/sign-in")
		steal()
		thief.get(page).ok(t)
		b.post("/sign-out", nil).leads(t, "/console/sign-in")
		thief.get(page).leads(t, "/console/sign-in")
	})
}

func TestSignInBeforeAnybodyCan(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		a := d.stranger().get("/sign-in")
		a.ok(t, "serverns logg")
		if strings.Contains(a.body, "<form") {
			t.Error("asks for an address that nobody can have")
		}
	})
}
