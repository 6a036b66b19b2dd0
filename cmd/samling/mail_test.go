package main

import (
	"regexp"
	"strings"
	"testing"

	"samling/internal/mail/mailtest"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

func TestMailTest(t *testing.T) {
	smtp := mailtest.NewServer(t)
	setenv(t, "SAMLING_SMTP", smtp.URL(), "SAMLING_FROM", "Evenemang <events@example.org>", "SAMLING_BASE_URL", "https://events.example.org")
	out := works(t, "mail", "test", "anna@example.org")
	m := smtp.Next()
	if want := smtp.URL() + " took the mail to anna@example.org. Its Message-ID is " + m.MessageID + "\n"; out != want {
		t.Errorf("prints %q, want %q", out, want)
	}
	if m.Recipients[0] != "anna@example.org" || m.Sender != "events@example.org" || !strings.HasSuffix(m.MessageID, "@events.example.org") || m.Text() == "" {
		t.Errorf("from %s to %v, %s", m.Sender, m.Recipients, m.MessageID)
	}
	if m.Hello != "events.example.org" {
		t.Errorf("the sender calls itself %q", m.Hello)
	}
	if english := works(t, "mail", "test", "anna@example.org", "--language", "en"); english == "" || smtp.Next().Subject == m.Subject {
		t.Error("the English mail has the same subject")
	}

	smtp.Break(mailtest.Fault{Stage: mailtest.Recipient, Code: 550})
	r := samling(t, "mail", "test", "anna@example.org")
	if r.code != exitFailed || r.out != "" || !strings.HasPrefix(r.err, "samling: "+smtp.URL()+" did not take the mail: ") || !strings.Contains(r.err, "550") {
		t.Errorf("refused, it ended with %d:\n%s%s", r.code, r.out, r.err)
	}
}

func TestMailTestWithoutServer(t *testing.T) {
	setenv(t)
	fails(t, exitWrong, "--smtp (SAMLING_SMTP): is needed: without it no mail leaves", "mail", "test", "anna@example.org")
	fails(t, exitWrong, "--from (SAMLING_FROM): is needed with --smtp, such as Evenemang <events@example.org>",
		"mail", "test", "anna@example.org", "--smtp", "smtp://mail.example.org", "--base-url", "https://events.example.org")
	toNobody := []string{"mail", "test", "anna@example.org", "--smtp", "smtp://u:hemligt@127.0.0.1:1?tls=none", "--from", "events@example.org"}
	fails(t, exitWrong, "--base-url (SAMLING_BASE_URL): is needed with --smtp, such as https://events.example.org, because mails name it", toNobody...)
	r := samling(t, append(toNobody, "--base-url", "https://events.example.org")...)
	if r.code != exitFailed || strings.Contains(r.err, "hemligt") || !strings.HasPrefix(r.err, "samling: smtp://127.0.0.1:1?tls=none did not take the mail: ") {
		t.Errorf("ended with %d:\n%s", r.code, r.err)
	}
}

func TestMailPending(t *testing.T) {
	setenv(t)
	storetest.EachDatabase(t, func(t *testing.T, o store.Options) {
		flags := withPeople(t, o)
		pending := regexp.MustCompile(`^No mail server is set here \(--smtp, SAMLING_SMTP\)\. Without one, mail waits\.
STATE   KIND       COUNT  OLDEST            LAST ANSWER
queued  confirmed  2      20\d\d-\d\d-\d\d \d\d:\d\d  ?
queued  waiting    2      20\d\d-\d\d-\d\d \d\d:\d\d  ?
$`)
		if out := works(t, with(flags, "mail", "pending")...); !pending.MatchString(out) {
			t.Errorf("prints\n%s", out)
		}
		smtp := mailtest.NewServer(t)
		smtp.Break(mailtest.Fault{Stage: mailtest.Recipient, Recipient: "maria.hassan@example.org", Code: 550})
		starts(t, with(flags, "serve", "--smtp", smtp.URL(), "--from", "events@example.org", "--base-url", public)...)
		for range 3 {
			smtp.Next()
		}
		waitFor(t, func() bool {
			out := works(t, with(flags, "mail", "pending", "--smtp", smtp.URL())...)
			return regexp.MustCompile(`(?m)^failed +waiting +1 .*550 .*\n.* samling mail retry --all`).MatchString(out) && strings.Count(out, "\n") == 3
		})
	})
}

func TestMailRetry(t *testing.T) {
	setenv(t)
	storetest.EachDatabase(t, func(t *testing.T, o store.Options) {
		flags := withPeople(t, o)
		const hint = "; samling --help tells what there is"
		fails(t, exitWrong, "say either --all or the numbers of mails"+hint, with(flags, "mail", "retry")...)
		fails(t, exitWrong, "say either --all or the numbers of mails"+hint, with(flags, "mail", "retry", "7", "--all")...)
		if out := works(t, with(flags, "mail", "retry", "--all")...); out != "Mails queued again: 0\n" {
			t.Errorf("before anything failed it prints %q", out)
		}
		smtp := mailtest.NewServer(t)
		smtp.Break(mailtest.Fault{Stage: mailtest.Recipient, Code: 550, Times: 2})
		s := starts(t, with(flags, "serve", "--smtp", smtp.URL(), "--from", "events@example.org", "--base-url", public)...)
		var failed []string
		waitFor(t, func() bool {
			failed = nil
			for _, line := range regexp.MustCompile(`mail not sent" message=(\d+)`).FindAllStringSubmatch(s.log.String(), -1) {
				failed = append(failed, line[1])
			}
			return len(failed) == 2 && len(smtp.Received()) == 2
		})
		r := samling(t, with(flags, "mail", "retry", failed[0], "99", failed[0])...)
		if r.code != exitFailed || !strings.HasSuffix(r.err, "samling: 1 of 2 mails are queued again; the others have not failed, or do not exist\n") {
			t.Errorf("ended with %d and said\n%s", r.code, r.err)
		}
		// The server that runs beside finds it by itself.
		waitFor(t, func() bool { return len(smtp.Received()) == 3 })
		if out := works(t, with(flags, "mail", "retry", "--all")...); out != "Mails queued again: 1\n" {
			t.Errorf("prints %q", out)
		}
		waitFor(t, func() bool { return len(smtp.Received()) == 4 })
	})
}
