package mail

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
)

// batch is a number of mails that differ by recipient and Message-ID.
func batch(n int) []Mail {
	mails := make([]Mail, n)
	for i := range mails {
		mails[i] = Mail{
			MessageID: fmt.Sprintf("test.%d@events.example.org", i), Date: written(), Language: "sv",
			From: Address{"Evenemang på Ön", "events@example.org"}, To: fmt.Sprintf("person%d@example.com", i),
			Subject: "Träff på ön", Text: "Hej på dig\n", HTML: "<p>Hej på dig</p>\n",
		}
	}
	return mails
}

func send(t *testing.T, s Sender, mails []Mail) []Result {
	t.Helper()
	var results []Result
	for i, r := range s.Send(t.Context(), mails) {
		if i != len(results) {
			t.Fatalf("result %d came as number %d", i, len(results))
		}
		results = append(results, r)
	}
	return results
}

func TestFaults(t *testing.T) {
	const refused, deferred, interrupted = event.Refused, event.Deferred, event.Interrupted
	const unknown, unreachable, delivered = event.Unknown, event.Unreachable, event.Delivered
	tests := []struct {
		at, how string
		first   event.Outcome // of the mail that meets the fault
		others  event.Outcome // of its two neighbours
		kept    int           // how many mails the server has in the end
	}{
		{"EHLO", "hard", unreachable, unreachable, 0},
		{"EHLO", "soft", unreachable, unreachable, 0},
		{"EHLO", "drop", unreachable, unreachable, 0},
		{"EHLO", "slow", unreachable, unreachable, 0},
		{"STARTTLS", "hard", unreachable, unreachable, 0},
		{"STARTTLS", "soft", unreachable, unreachable, 0},
		{"STARTTLS", "drop", unreachable, unreachable, 0},
		{"STARTTLS", "slow", unreachable, unreachable, 0},
		{"AUTH", "hard", unreachable, unreachable, 0},
		{"AUTH", "soft", unreachable, unreachable, 0},
		{"AUTH", "drop", unreachable, unreachable, 0},
		{"AUTH", "slow", unreachable, unreachable, 0},
		{"MAIL", "hard", unreachable, delivered, 2},
		{"MAIL", "soft", deferred, delivered, 2},
		{"MAIL", "drop", interrupted, delivered, 2},
		{"MAIL", "slow", deferred, delivered, 2},
		{"RCPT", "hard", refused, delivered, 2},
		{"RCPT", "soft", deferred, delivered, 2},
		{"RCPT", "drop", interrupted, delivered, 2},
		{"RCPT", "slow", deferred, delivered, 2},
		{"DATA", "hard", refused, delivered, 2},
		{"DATA", "soft", deferred, delivered, 2},
		{"DATA", "drop", interrupted, delivered, 2},
		{"DATA", "slow", deferred, delivered, 2},
		{"dot", "hard", refused, delivered, 2},
		{"dot", "soft", deferred, delivered, 2},
		{"dot", "drop", unknown, delivered, 3},
		{"dot", "slow", unknown, delivered, 3},
		{"RSET", "hard", delivered, delivered, 3},
		{"RSET", "soft", delivered, delivered, 3},
		{"RSET", "drop", delivered, delivered, 3},
		{"RSET", "slow", delivered, delivered, 3},
		{"QUIT", "hard", delivered, delivered, 3},
		{"QUIT", "soft", delivered, delivered, 3},
		{"QUIT", "drop", delivered, delivered, 3},
		{"QUIT", "slow", delivered, delivered, 3},
	}
	for _, tt := range tests {
		t.Run(tt.how+" at "+tt.at, func(t *testing.T) {
			t.Parallel()
			server := &scripted{at: tt.at, how: tt.how, hard: "550 5.1.1 <sara@example.com>: nobody here"}
			sender := server.start(t)
			if tt.how == "slow" {
				sender.Timeout = time.Second
			}
			results := send(t, sender, batch(3))
			for i, want := range []event.Outcome{tt.first, tt.others, tt.others} {
				if results[i].Outcome != want {
					t.Errorf("mail %d: outcome %d (%s), want %d", i, results[i].Outcome, results[i].Reason, want)
				}
				if failed := want != delivered; failed != (results[i].Reason != "") {
					t.Errorf("mail %d: outcome %d has reason %q", i, want, results[i].Reason)
				}
				if strings.Contains(results[i].Reason, "@") || strings.Contains(results[i].Reason, "hemligt") {
					t.Errorf("mail %d: reason tells too much: %q", i, results[i].Reason)
				}
			}
			if _, kept := server.seen(); len(kept) != tt.kept {
				t.Errorf("server has %v, want %d", kept, tt.kept)
			}
		})
	}
}

func TestServerThatWantsAnotherSetting(t *testing.T) {
	tests := []struct {
		name   string
		server *scripted
		reason string
	}{
		{"no STARTTLS", &scripted{plain: true}, "does not support STARTTLS"},
		{"password is wrong", &scripted{at: "AUTH", how: "hard", hard: "535 5.7.8 bad credentials"}, "AUTH failed: 535 5.7.8 bad credentials"},
		{"sign-in is wanted after all", &scripted{at: "MAIL", how: "hard", hard: "530 5.7.0 authentication required"}, "530 5.7.0 authentication required"},
		{"sign-in is wanted late", &scripted{at: "RCPT", how: "hard", hard: "530 5.7.0 authentication required"}, "530 5.7.0 authentication required"},
		{"sender is not ours", &scripted{at: "MAIL", how: "hard", hard: "553 5.7.1 <events@example.org>: Sender address rejected: not owned by user"}, "553 5.7.1 <***>: Sender address rejected: not owned by user"},
		{"sender is refused", &scripted{at: "MAIL", how: "hard", hard: "550 sender rejected"}, "550 sender rejected"},
		{"no relay for strangers", &scripted{stranger: true, at: "RCPT", how: "hard", hard: "554 5.7.1 <sara@example.com>: Relay access denied"}, "554 5.7.1 <***>: Relay access denied"},
		{"no relay, without a status", &scripted{stranger: true, at: "RCPT", how: "hard", hard: "550 Relaying denied"}, "550 Relaying denied"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			result := send(t, tt.server.start(t), batch(1))[0]
			if result.Outcome != event.Unreachable || !strings.Contains(result.Reason, tt.reason) {
				t.Errorf("outcome %d, reason %q; want the mail to wait, and %q", result.Outcome, result.Reason, tt.reason)
			}
			if _, kept := tt.server.seen(); len(kept) > 0 {
				t.Error("the mail left")
			}
		})
	}
}

// What a server says of a recipient fails the mail, also where it sounds like a
// setting.
func TestRefusalsThatSpeakOfTheRecipient(t *testing.T) {
	for _, server := range []*scripted{
		{at: "RCPT", hard: "554 5.7.1 <sara@example.com>: Recipient address rejected: Access denied"},
		{at: "RCPT", hard: "550 relaying to that domain is not possible"},
		{stranger: true, at: "RCPT", hard: "550 5.1.1 <sara@example.com>: User unknown in relay recipient table"},
		{stranger: true, at: "RCPT", hard: "550 <relay@example.com> is not here"},
		{stranger: true, at: "RCPT", hard: "550 5.7.2 only members may write to this list"},
		{stranger: true, at: "dot", hard: "554 5.7.1 looks like spam to the relay"},
	} {
		server.how = "hard"
		if r := send(t, server.start(t), batch(1))[0]; r.Outcome != event.Refused {
			t.Errorf("%q: outcome %d (%s)", server.hard, r.Outcome, r.Reason)
		}
	}
}

func TestDeniesRelay(t *testing.T) {
	for answer, want := range map[string]bool{
		"550 5.7.1 Unable to relay": true, "553 sorry, that domain isn't in my list (#5.7.1)": true,
		"550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain": true,
		"550 relay not permitted": true, "554 5.7.1 ***: denied": true, "550 5.1.1 no such user": false,
		"550 5.1.1 no such user at this relay": false, "550 no such user": false, "": false,
	} {
		if got := deniesRelay("sending SMTP RCPT TO command: " + answer); got != want {
			t.Errorf("%q denies relay: %v, want %v", answer, got, want)
		}
	}
}

// Asking a dead server again for every mail would take a timeout each.
func TestDeadServerIsAskedOnce(t *testing.T) {
	server := &scripted{at: "EHLO", how: "drop"}
	send(t, server.start(t), batch(50))
	if connections, _ := server.seen(); connections != 1 {
		t.Errorf("%d connections, want 1", connections)
	}
}

func TestManyMailsShareAConnection(t *testing.T) {
	server := &scripted{at: "RCPT", how: "hard", hard: "550 nobody here"}
	for i, r := range send(t, server.start(t), batch(50)) {
		if i > 0 && r.Outcome != event.Delivered {
			t.Errorf("mail %d: %+v", i, r)
		}
	}
	if connections, kept := server.seen(); connections != 1 || len(kept) != 49 {
		t.Errorf("%d connections and %d mails, want 1 and 49", connections, len(kept))
	}
}
