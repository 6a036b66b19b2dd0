package main

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"samling/internal/mail/mailtest"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

// sendTo posts a form and follows no redirect.
func sendTo(t *testing.T, address string, form url.Values) *http.Response {
	t.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp
}

// here is an address of the installation as this machine reaches it.
func (s *server) here(address string) string { return s.base + strings.TrimPrefix(address, public) }

// setUpLink waits for the link that a server prints, and returns it.
func (s *server) setUpLink(t *testing.T) string {
	t.Helper()
	var found []string
	waitFor(t, func() bool {
		found = regexp.MustCompile(`set it up at (\S+/console/set-up/\S+)\n`).FindStringSubmatch(s.out.String())
		return found != nil
	})
	if !strings.Contains(s.log.String(), found[1]) {
		t.Errorf("the log does not hold the link:\n%s", s.log)
	}
	return found[1]
}

// A new installation: from the link in the log to a mail from the sender that
// was named, and no link any more at the next start.
func TestFirstStart(t *testing.T) {
	setenv(t)
	storetest.EachDatabase(t, func(t *testing.T, o store.Options) {
		flags, smtp := place(t, o), mailtest.NewServer(t)
		serve := func() *server {
			return starts(t, with(flags, "serve", "--smtp", smtp.URL(), "--base-url", public)...)
		}
		s := serve()
		old := s.setUpLink(t)
		s.stop()
		s = serve()
		link := s.setUpLink(t)
		if !strings.HasPrefix(link, public+"/console/set-up/") || link == old {
			t.Errorf("link %s after %s", link, old)
		}
		if status, body := fetch(t, s.here(link)); status != http.StatusOK || strings.Contains(body, "password") {
			t.Errorf("the set-up answers %d", status)
		}
		resp := sendTo(t, s.here(link), url.Values{
			"name": {"Elin Exempel"}, "email": {"elin@ale.se"}, "organisation": {"Ale kommun"}, "sender_name": {"Ale"}, "sender_email": {"events@ale.se"},
		})
		cookie := resp.Header.Get("Set-Cookie")
		if resp.StatusCode != http.StatusSeeOther || !strings.HasPrefix(cookie, "__Host-samling=") ||
			!strings.Contains(cookie, "; Secure") || !strings.Contains(cookie, "; HttpOnly") || !strings.Contains(cookie, "; SameSite=Lax") || strings.Contains(cookie, "Domain") {
			t.Errorf("status %d, cookie %q", resp.StatusCode, cookie)
		}
		if m := smtp.Next(); m.Sender != "events@ale.se" || m.Recipients[0] != "elin@ale.se" {
			t.Errorf("mail from %s to %v", m.Sender, m.Recipients)
		}
		sendTo(t, s.base+"/console/sign-in", url.Values{"email": {"elin@ale.se"}})
		m := smtp.Next()
		found := regexp.MustCompile(public + `/console/sign-in/\d+/\S+`).FindString(m.Text())
		if found == "" {
			t.Fatalf("no link in\n%s", m.Text())
		}
		if strings.Contains(s.log.String(), strings.TrimPrefix(found, public)) || strings.Contains(s.log.String(), "elin@") {
			t.Errorf("the log holds what it must not:\n%s", s.log)
		}
		if resp := sendTo(t, s.here(found), nil); resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != "/console" {
			t.Errorf("the link gives %d to %q", resp.StatusCode, resp.Header.Get("Location"))
		}
		s.stop()
		s = serve()
		s.stop()
		if strings.Contains(s.out.String()+s.log.String(), "/set-up/") {
			t.Errorf("prints a link again:\n%s%s", s.out, s.log)
		}
	})
}

func TestUserCommands(t *testing.T) {
	setenv(t)
	storetest.EachDatabase(t, func(t *testing.T, o store.Options) {
		flags := place(t, o)
		const hint = "; samling --help tells what there is"
		const nobody = "nobody signs in as elin@ale.se; samling user list tells who does"
		s := starts(t, with(flags, "serve")...)
		fails(t, exitFailed, nobody, with(flags, "user", "link", "elin@ale.se")...)
		fails(t, exitFailed, "there is no organisation yet; open the set-up link that samling serve prints",
			with(flags, "user", "add", "elin@ale.se", "--name", "Elin", "--organisation", "ale")...)
		sendTo(t, s.setUpLink(t), url.Values{
			"name": {"Elin Exempel"}, "email": {"elin@ale.se"}, "organisation": {"Ale"}, "sender_email": {"events@ale.se"},
		})

		add := func(args ...string) []string { return append(with(flags, "user", "add"), args...) }
		fails(t, exitFailed, `there is no organisation "lund"; there are ale`, add("bo@ale.se", "--name", "Bo Ek", "--organisation", "lund")...)
		fails(t, exitWrong, "bo@ale.se is new: say --name"+hint, add("bo@ale.se", "--organisation", "ale")...)
		fails(t, exitWrong, `"bo" is not an e-mail address`+hint, add("bo", "--organisation", "ale")...)
		fails(t, exitWrong, `--role must be one of "administrator","organiser","reader","door" but got "boss"`+hint, add("bo@ale.se", "--organisation", "ale", "--role", "boss")...)
		if out := works(t, add("bo@ale.se", "--name", "Bo Ek", "--organisation", "ale", "--role", "reader")...); out !=
			"Bo Ek is reader of ale. A link to sign in: samling user link bo@ale.se\n" {
			t.Errorf("prints %q", out)
		}
		if out := works(t, add("BO@ale.se", "--organisation", "ale", "--role", "door")...); !strings.HasPrefix(out, "Bo Ek is door of ale.") {
			t.Errorf("prints %q", out)
		}

		link := strings.TrimSpace(works(t, with(flags, "user", "link", "Bo@ale.se")...))
		if !strings.HasPrefix(link, s.base+"/console/sign-in/") {
			t.Errorf("link %s", link)
		}
		if resp := sendTo(t, link, nil); resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != "/console" {
			t.Errorf("the link gives %d to %q", resp.StatusCode, resp.Header.Get("Location"))
		}
		if resp := sendTo(t, link, nil); resp.StatusCode != http.StatusGone {
			t.Errorf("the link works twice: %d", resp.StatusCode)
		}
		list := works(t, with(flags, "user", "list")...)
		want := regexp.MustCompile(`^ADDRESS +NAME +LAST SIGN-IN +ROLES
bo@ale.se +Bo Ek +20\d\d-\d\d-\d\d \d\d:\d\d +ale: door
elin@ale.se +Elin Exempel +20\d\d-\d\d-\d\d \d\d:\d\d +operator, ale: administrator
$`)
		if !want.MatchString(list) {
			t.Errorf("prints\n%s", list)
		}
		fails(t, exitFailed, "nobody signs in as nobody@ale.se; samling user list tells who does", with(flags, "user", "link", "nobody@ale.se")...)
	})
}

// Without a mail server mail waits, and the pages say which settings are missing.
func TestSetUpWithoutMailServer(t *testing.T) {
	setenv(t)
	s := starts(t, with(place(t, store.Options{}), "serve")...)
	resp := sendTo(t, s.setUpLink(t), url.Values{
		"name": {"Elin Exempel"}, "email": {"elin@ale.se"}, "organisation": {"Ale"}, "sender_email": {"events@ale.se"},
	})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.base+resp.Header.Get("Location"), nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(resp.Cookies()[0])
	page, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer page.Body.Close()
	body, err := io.ReadAll(page.Body)
	if err != nil || page.StatusCode != http.StatusOK || !strings.Contains(string(body), "<code>SAMLING_SMTP</code>") {
		t.Errorf("status %d, %v\n%s", page.StatusCode, err, body)
	}
	if _, body := fetch(t, s.base+"/console/sign-in"); !strings.Contains(body, "samling user link") {
		t.Errorf("the sign-in does not say that no mail leaves:\n%s", body)
	}
}

// What the settings say about the sender wins, and is not asked for.
func TestSenderFromTheSettings(t *testing.T) {
	setenv(t)
	flags, smtp := place(t, store.Options{}), mailtest.NewServer(t)
	serve := with(flags, "serve", "--smtp", smtp.URL(), "--base-url", public)
	s := starts(t, append(serve, "--from", "Evenemang <events@example.org>")...)
	link := s.here(s.setUpLink(t))
	if _, body := fetch(t, link); strings.Contains(body, "sender_email") || !strings.Contains(body, "events@example.org") {
		t.Errorf("the set-up asks for the sender:\n%s", body)
	}
	form := url.Values{"name": {"Elin"}, "email": {"elin@ale.se"}, "organisation": {"Ale"}, "sender_email": {"other@ale.se"}}
	if resp := sendTo(t, link, form); resp.StatusCode != http.StatusSeeOther {
		t.Fatalf("status %d", resp.StatusCode)
	}
	if m := smtp.Next(); m.Sender != "events@example.org" {
		t.Errorf("mail from %s", m.Sender)
	}
	s.stop()
	s = starts(t, serve...)
	waitFor(t, func() bool { return strings.Contains(s.log.String(), "nobody has said who mail comes from") })
}

func TestUserCommandsNeedTheKey(t *testing.T) {
	setenv(t)
	flags := place(t, store.Options{})
	fails(t, exitWrong, "--secret (SAMLING_SECRET): is needed, because there is no key in "+flags[1], with(flags, "user", "link", "elin@ale.se")...)
}
