package main

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"samling/internal/mail/mailtest"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

// waitFor waits until something is true.
func waitFor(t *testing.T, isTrue func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !isTrue(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("waited for too long")
		}
	}
}

// public is the address that visitors know. The server itself is reached on
// another, as behind a proxy.
const public = "https://events.example.org"

// visitor is somebody with a browser.
type visitor struct {
	*testing.T
	base   string // where the server is
	client *http.Client
}

func newVisitor(t *testing.T, base string) *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t, base, &http.Client{Jar: jar}}
}

// seen is what a visitor sees, and at which path.
type seen struct{ path, html string }

// here turns a link with the public address into one to the server.
func (v *visitor) here(link string) string { return v.base + strings.TrimPrefix(link, public) }

func (v *visitor) read(resp *http.Response, err error) seen {
	v.Helper()
	if err != nil {
		v.Fatal(err)
	}
	defer resp.Body.Close()
	var b strings.Builder
	if err := resp.Write(&b); err != nil {
		v.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK {
		v.Fatalf("%s %s answered %d:\n%s", resp.Request.Method, resp.Request.URL, resp.StatusCode, b.String())
	}
	if cookies := v.client.Jar.Cookies(resp.Request.URL); len(cookies) > 0 {
		v.Errorf("%s sets cookies: %v", resp.Request.URL, cookies)
	}
	return seen{resp.Request.URL.Path, b.String()}
}

func (v *visitor) visit(link string) seen {
	v.Helper()
	return v.read(v.client.Get(v.here(link)))
}

var (
	formTag    = regexp.MustCompile(`(?s)<form[^>]*method="post".*?</form>`)
	actionAttr = regexp.MustCompile(`action="([^"]*)"`)
	hiddenTag  = regexp.MustCompile(`<input[^>]*type="hidden"[^>]*>`)
	nameAttr   = regexp.MustCompile(`name="([^"]*)"`)
	valueAttr  = regexp.MustCompile(`value="([^"]*)"`)
)

// send fills in the form of a page as a browser does: with its hidden fields,
// to the address it names.
func (v *visitor) send(p seen, typed url.Values) seen {
	v.Helper()
	form := formTag.FindString(p.html)
	if form == "" {
		v.Fatalf("%s has no form:\n%s", p.path, p.html)
	}
	for _, tag := range hiddenTag.FindAllString(form, -1) {
		name, value := nameAttr.FindStringSubmatch(tag), valueAttr.FindStringSubmatch(tag)
		if name != nil && value != nil && !typed.Has(name[1]) {
			typed.Set(name[1], value[1])
		}
	}
	action := p.path
	if named := actionAttr.FindStringSubmatch(form); named != nil && named[1] != "" {
		action = named[1]
	}
	return v.read(v.client.PostForm(v.here(action), typed))
}

// personPause is a moment longer than the form demands of a person.
const personPause = 2500 * time.Millisecond

// visitLater opens a page and takes the time a person needs.
func (v *visitor) visitLater(link string) seen {
	v.Helper()
	p := v.visit(link)
	time.Sleep(personPause)
	return p
}

// TestVisitorRegistersAndCancels is the whole program: an event file, a form
// over HTTP, a real SMTP conversation, the link in the mail, and the list that
// the organiser takes away.
func TestVisitorRegistersAndCancels(t *testing.T) {
	setenv(t)
	storetest.EachDatabase(t, func(t *testing.T, o store.Options) {
		smtp := mailtest.NewServer(t)
		flags := place(t, o)
		s := starts(t, with(flags, "serve", "--smtp", smtp.URL(), "--from", "Evenemang <events@example.org>", "--base-url", public, "--no-check-domains")...)
		works(t, with(flags, "event", "import", eventFolder(t, nil))...)

		v := newVisitor(t, s.base)
		form := public + "/e/goda-uppvaxtvillkor/register"
		receipt := v.send(v.visitLater(form), url.Values{"name": {"Åsa Öberg"}, "email": {"asa@example.org"}, "organisation": {"=1+1"}, "municipality": {"Strängnäs"}})
		if !strings.HasPrefix(receipt.path, "/e/goda-uppvaxtvillkor/receipt/") || !strings.Contains(receipt.html, "asa@example.org") {
			t.Fatalf("ended at %s:\n%s", receipt.path, receipt.html)
		}
		if strings.Contains(receipt.html, "/r/") {
			t.Error("the receipt holds a private link")
		}

		confirmation := smtp.Next()
		link := regexp.MustCompile(public + `/r/[A-Z0-9-]+/[A-Za-z0-9_-]+`).FindString(confirmation.Text())
		if confirmation.Recipients[0] != "asa@example.org" || link == "" || !strings.Contains(confirmation.Calendar(), "METHOD:REQUEST") {
			t.Fatalf("unexpected mail:\n%s", confirmation.Source)
		}
		if !strings.HasSuffix(confirmation.MessageID, "@events.example.org") {
			t.Errorf("Message-ID is %s", confirmation.MessageID)
		}
		if confirmation.Hello != "events.example.org" {
			t.Errorf("the server calls itself %q", confirmation.Hello)
		}

		// Signing up again looks the same and gives no second place.
		again := v.send(v.visitLater(form), url.Values{"name": {"Någon"}, "email": {"ASA@example.org"}})
		if !strings.HasPrefix(again.path, "/e/goda-uppvaxtvillkor/receipt/") {
			t.Errorf("ended at %s", again.path)
		}
		if m := smtp.Next(); !strings.Contains(m.Text(), link) {
			t.Errorf("the second mail has no link:\n%s", m.Source)
		}

		own := v.visit(link)
		if !strings.Contains(own.html, "Åsa Öberg") {
			t.Errorf("own page:\n%s", own.html)
		}
		v.send(v.visit(link+"/cancel"), url.Values{})
		if m := smtp.Next(); !strings.Contains(m.Calendar(), "METHOD:CANCEL") {
			t.Errorf("unexpected mail:\n%s", m.Source)
		}

		name := filepath.Join(t.TempDir(), "list.csv")
		works(t, with(flags, "participants", "export", "goda-uppvaxtvillkor", "--out", name)...)
		rows := readCSV(t, name, ';')
		if len(rows) != 2 || rows[1][1] != "avbokad" || rows[1][3] != "Åsa Öberg" || rows[1][5] != "'=1+1" || rows[1][11] == "" {
			t.Errorf("list: %v", rows)
		}
		if out := works(t, with(flags, "mail", "pending", "--smtp", smtp.URL())...); !strings.HasPrefix(out, "No mail waits") {
			t.Errorf("mail waits:\n%s", out)
		}
		s.stop()
		if log := s.log.String(); strings.Contains(log, "asa@") || strings.Contains(log, "Öberg") || strings.Contains(log, link[len(public):]) {
			t.Errorf("the log holds personal data:\n%s", log)
		}
	})
}
