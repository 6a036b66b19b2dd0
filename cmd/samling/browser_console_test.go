package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"samling/internal/browsertest"
	"samling/internal/console"
	"samling/internal/event"
)

// The organisation and the event that the console is looked at with.
const (
	consoleOrg   = "lansstyrelsen-sodermanland"
	consoleEvent = "goda-uppvaxtvillkor"
)

// office is a stage with an administrator who is signed in.
type office struct {
	*stage
	user   event.User
	token  string
	fillIn map[string]string // what stands for the parameters of routes
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{stage: newStage(t)}
	ctx := t.Context()
	var err error
	if o.user, err = o.store.UserByEmail(ctx, demoUser); err != nil {
		t.Fatal(err)
	}
	in := event.Signin{UserID: o.user.ID, Agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", Method: "link"}
	if o.token, err = o.store.SignIn(ctx, in, "", time.Now()); err != nil {
		t.Fatal(err)
	}
	reg, _ := o.register(consoleEvent, 1001, "sv")
	ev, err := o.store.EventBySlug(ctx, consoleEvent)
	if err != nil {
		t.Fatal(err)
	}
	by := event.Actor{Who: demoUser, OrganisationID: ev.OrganisationID}
	invites := []event.Invite{{Name: "Strängnäs kommun", Email: "kommun@strangnas.example", Uses: 2}, {Name: "Trosa kommun"}}
	if invites, err = o.store.AddInvites(ctx, by, ev.ID, invites, time.Now()); err != nil {
		t.Fatal(err)
	}
	o.fillIn = map[string]string{":org": consoleOrg, ":event": consoleEvent, ":reference": reg.Reference, ":invite": fmt.Sprint(invites[0].ID)}
	return o
}

// crowd lets more people come than there are places: somebody has an offer,
// others wait, for a place and for a session, and somebody has come twice.
func (o *office) crowd() {
	o.t.Helper()
	ev := o.change(func(ev *event.Event) {
		ev.SetProgram(event.Program{Sessions: []event.Session{{Kind: event.Heading, Title: "Verkstäder", Choice: &event.Choice{Max: 1}, Sessions: []event.Session{
			{Kind: event.Talk, Title: "Lera", Room: "Verkstan", Capacity: 1}, {Kind: event.Talk, Title: "Trä"},
		}}}})
	})
	clay := ev.Choices[0].Sessions[0].Key
	o.fillIn[":session"] = clay
	chooses := func(s *event.Signup) { s.Sessions = []string{clay} }
	leaves, _ := o.register(consoleEvent, 1002, "sv", chooses)
	o.register(consoleEvent, 1003, "sv", chooses)
	o.register(consoleEvent, 1004, "sv", chooses)
	o.register(consoleEvent, 1001, "sv", func(s *event.Signup) { s.Email = "annan.adress@example.org" })
	tallies, err := o.store.Places(o.t.Context(), ev.ID)
	if err != nil {
		o.t.Fatal(err)
	}
	o.change(func(ev *event.Event) {
		ev.Capacity, ev.HasWaitingList, ev.OfferHours = tallies[ev.ID].Confirmed, true, 24
	})
	for n := range 3 {
		o.register(consoleEvent, 1010+n, "sv", chooses)
	}
	o.withdraw(leaves)
}

// pages are all pages of the console that can be looked at by their address
// alone.
func (o *office) pages() []page {
	o.t.Helper()
	o.crowd()
	var pages []page
	for _, route := range console.Pages() {
		parts := strings.Split(route, "/")
		known := true
		for i, part := range parts {
			if strings.HasPrefix(part, ":") {
				parts[i] = o.fillIn[part]
				known = known && parts[i] != ""
			}
		}
		if !known {
			continue // a ticket, or a file: other tests look at those
		}
		p := page{name: route, base: o.base, path: strings.Join(parts, "/"), status: http.StatusOK}
		if status, contentType := o.ask(p.base + p.path); status == http.StatusOK && strings.HasPrefix(contentType, "text/html") {
			pages = append(pages, p)
		}
	}
	return pages
}

// ask asks for an address as the administrator.
func (o *office) ask(address string) (status int, contentType string) {
	o.t.Helper()
	status, contentType, _ = o.fetch(http.MethodGet, address, nil)
	return status, contentType
}

func (o *office) fetch(method, address string, form url.Values) (status int, contentType, body string) {
	o.t.Helper()
	req, err := http.NewRequestWithContext(o.t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		o.t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	req.AddCookie(&http.Cookie{Name: "samling", Value: o.token})
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		o.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return resp.StatusCode, resp.Header.Get("Content-Type"), string(text)
}

// open opens a tab in which the administrator is signed in.
func (o *office) open(t *testing.T) *browsertest.Tab {
	t.Helper()
	tab := browsertest.Open(t)
	tab.Cookie("samling", o.token, o.base)
	return tab
}

func TestBrowserAxeOnTheConsole(t *testing.T) {
	o := newOffice(t)
	pages := o.pages()
	if len(pages) < 20 {
		t.Errorf("only %d pages", len(pages))
	}
	for path, says := range map[string]string{
		"/participants/waiting": "Erbjudna plats", "/participants/duplicates": "Det är två personer", "/sessions/" + o.fillIn[":session"]: "Väntar i tur och ordning",
	} {
		if _, _, body := o.fetch(http.MethodGet, o.base+"/console/o/"+consoleOrg+"/e/"+consoleEvent+path, nil); !strings.Contains(body, says) {
			t.Errorf("nobody is on %s", path)
		}
	}
	for _, p := range pages {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			tab := o.open(t)
			for _, language := range languages {
				visit(t, tab, p, language)
				look(t, tab)
			}
			tidy(t, tab, o.base)
		})
	}
}

func TestBrowserConsoleHTMLIsValid(t *testing.T) {
	o := newOffice(t)
	sources := map[string]string{}
	for _, p := range o.pages() {
		for _, language := range languages {
			_, _, sources[p.name+" ("+language+")"] = o.fetch(http.MethodGet, p.in(language), nil)
		}
	}
	for _, fault := range browsertest.ValidateHTML(t, sources) {
		t.Error(fault)
	}
}
