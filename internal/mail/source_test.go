package mail

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
	"samling/internal/mail/mailtest"
)

func TestSourceReadsBack(t *testing.T) {
	m := compose(t, letter(event.MailConfirmed, growingUp(), "sv"))
	m.Calendar.FileName = "träff på ön.ics"
	read := mailtest.Parse(t, []byte(sourceOf(t, m)))

	var parts []string
	for _, p := range read.Parts {
		parts = append(parts, strings.TrimSpace(p.Type+" "+p.Params["method"]+" "+p.FileName))
	}
	want := []string{"text/plain", "text/html", "text/calendar REQUEST", "application/ics  träff på ön.ics"}
	if diff := cmp.Diff(want, parts); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
	calendar := strings.ReplaceAll(string(m.Calendar.Data), "\r\n", "\n")
	for _, diff := range []string{
		cmp.Diff(m.Subject, read.Subject), cmp.Diff(m.Text, read.Text()), cmp.Diff(m.HTML, read.HTML()),
		cmp.Diff(calendar, read.Calendar()), cmp.Diff(calendar, read.Parts[3].Body), cmp.Diff(m.MessageID, read.MessageID),
	} {
		if diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	from, err := read.Header.AddressList("From")
	if err != nil || len(from) != 1 || from[0].Name != "Länsstyrelsen i Södermanlands län" || from[0].Address != "events@example.org" {
		t.Errorf("from %v, %v", from, err)
	}
	date, err := read.Header.Date()
	if err != nil || !date.Equal(m.Date) {
		t.Errorf("date %v, %v", date, err)
	}
}

func TestHeaders(t *testing.T) {
	read := mailtest.Parse(t, []byte(sourceOf(t, compose(t, letter(event.MailConfirmed, growingUp(), "en")))))
	want := map[string]string{
		"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Content-Language": "en",
		"Message-Id": "<confirmed.QWERTYUIOPASDFGHJKLZXCVB@events.example.org>", "Date": "Fri, 19 Jan 2024 07:12:00 +0000",
		"Reply-To": `"Anna Berg" <anna.berg@example.org>`, "To": "<sara@example.com>", "Mime-Version": "1.0",
		"User-Agent": "", "X-Mailer": "", "Bcc": "", "Sender": "",
	}
	for name, wanted := range want {
		if got := read.Header.Get(name); got != wanted {
			t.Errorf("%s is %q, want %q", name, got, wanted)
		}
	}
}

// TestSourceIsFitForTheWire: RFC 5322, section 2.1.1, wants lines below 999
// characters, and everything we write is plain ASCII.
func TestSourceIsFitForTheWire(t *testing.T) {
	ev := growingUp()
	ev.Title = strings.Repeat("Ö", 300) + " " + strings.Repeat("ord ", 100)
	ev.Organisation.Name = strings.Repeat("Länsstyrelsen ", 30)
	ev.CostText = strings.Repeat("x", 5000)
	source := sourceOf(t, compose(t, letter(event.MailConfirmed, ev, "sv")))
	if !isASCII(source) {
		t.Error("source is not ASCII")
	}
	for line := range strings.SplitSeq(source, "\r\n") {
		if len(line) > 998 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("bad line of %d characters: %.100q", len(line), line)
		}
	}
	if read := mailtest.Parse(t, []byte(source)); read.Subject != "Du är anmäld: "+strings.TrimSpace(ev.Title) {
		t.Errorf("subject %q", read.Subject)
	}
}

// injections are texts that end a line, a header or a quotation.
var injections = []string{
	"x\r\nBcc: eva@example.com", "x\nBcc: eva@example.com", "x\rBcc: eva@example.com", "x\r\n\r\n<p>y</p>",
	"x\u2028Bcc: eva@example.com", "x\u0085Bcc: eva@example.com", "x\x00y", "x\" <eva@example.com>", "=?utf-8?q?x=0D=0ABcc:_eva@example.com?=",
	"x\r\n.\r\nMAIL FROM:<eva@example.com>", "</p><script>x</script>", "{{.Own}}", "\u202etxt.exe",
}

func TestNothingTypedReachesAHeader(t *testing.T) {
	for _, evil := range injections {
		ev := growingUp()
		ev.Title, ev.Organisation.Name, ev.Contact.Name, ev.Contact.Unit, ev.CaseNumber = evil, evil, evil, evil, evil
		ev.CancelReason, ev.CostText, ev.Texts.Welcome = evil, evil, evil
		l := letter(event.MailConfirmed, ev, "sv")
		l.Registration.Name = evil
		m := compose(t, l)
		if strings.Contains(m.HTML, "<script>") {
			t.Errorf("%q: page has a script", evil)
		}
		read := mailtest.Parse(t, []byte(sourceOf(t, m)))
		var names []string
		for fields := read.Header.Fields(); fields.Next(); {
			names = append(names, fields.Key())
		}
		want := []string{"Auto-Submitted", "Content-Language", "Date", "Mime-Version", "Message-Id", "Subject",
			"X-Auto-Response-Suppress", "From", "To", "Reply-To", "Content-Type"}
		if diff := cmp.Diff(want, names); diff != "" {
			t.Errorf("%q: headers (-want +got):\n%s", evil, diff)
		}
		if len(read.Parts) != 4 {
			t.Errorf("%q: %d parts, want 4", evil, len(read.Parts))
		}
		for _, header := range []string{"From", "To", "Reply-To"} {
			if list, err := read.Header.AddressList(header); err != nil || len(list) != 1 || strings.Contains(list[0].Address, "eva") {
				t.Errorf("%q: %s is %v, %v", evil, header, list, err)
			}
		}
	}
}

func TestOnlyBareAddressesAreWritten(t *testing.T) {
	for _, evil := range []string{"", "a,b@example.com", "Anna <a@example.com>", "x@example.com>\nRCPT TO:<y@example.com", `"a b"@example.com`, "a@localhost"} {
		for name, set := range map[string]func(*Mail){
			"to":       func(m *Mail) { m.To = evil },
			"from":     func(m *Mail) { m.From.Email = evil },
			"reply to": func(m *Mail) { m.ReplyTo.Email = evil },
		} {
			m := batch(1)[0]
			set(&m)
			if _, err := source(m); err == nil && (evil != "" || name != "reply to") {
				t.Errorf("%s %q is written", name, evil)
			}
		}
	}
}
