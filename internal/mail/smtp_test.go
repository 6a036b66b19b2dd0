package mail

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/mail/mailtest"
)

func connect(t *testing.T, raw string) SMTP {
	t.Helper()
	server, err := ParseServer(raw)
	if err != nil {
		t.Fatal(err)
	}
	return SMTP{Server: server, Hello: "events.example.org"}
}

func TestMailLeavesEncryptedAndSignedIn(t *testing.T) {
	server := mailtest.NewServer(t)
	sender := connect(t, server.SecureURL())
	sender.CAs, sender.Envelope = server.CAs, "bounces@example.org"
	if r := send(t, sender, batch(1))[0]; r.Outcome != event.Delivered {
		t.Fatalf("%+v", r)
	}
	m := server.Next()
	if !m.Encrypted || m.User != mailtest.User || m.Sender != "bounces@example.org" || m.Recipients[0] != "person0@example.com" {
		t.Errorf("arrived as %+v", m)
	}
	if m.Hello != "events.example.org" {
		t.Errorf("the sender calls itself %q", m.Hello)
	}
	if m.Subject != "Träff på ön" || m.MessageID != "test.0@events.example.org" {
		t.Errorf("subject %q, Message-ID %q", m.Subject, m.MessageID)
	}
}

func TestMailLeavesOverImplicitTLS(t *testing.T) {
	server := &scripted{inTLS: true}
	if r := send(t, server.start(t), batch(2)); r[0].Outcome != event.Delivered || r[1].Outcome != event.Delivered {
		t.Errorf("%+v", r)
	}
}

func TestMailLeavesInClearOnThisMachine(t *testing.T) {
	server := mailtest.NewServer(t)
	if r := send(t, connect(t, server.URL()), batch(1))[0]; r.Outcome != event.Delivered {
		t.Errorf("%+v", r)
	}
}

func TestStrangersAreNotTrusted(t *testing.T) {
	server := mailtest.NewServer(t)
	r := send(t, connect(t, server.SecureURL()), batch(1))[0]
	if r.Outcome != event.Unreachable || !strings.Contains(r.Reason, "certificate") {
		t.Errorf("%+v", r)
	}
	implicit := &scripted{inTLS: true}
	sender := implicit.start(t)
	sender.CAs = nil
	if r := send(t, sender, batch(1))[0]; r.Outcome != event.Unreachable || !strings.Contains(r.Reason, "certificate") {
		t.Errorf("%+v", r)
	}
}

func TestAddressWithSwedishLetters(t *testing.T) {
	server := mailtest.NewServer(t)
	mails := batch(2)
	mails[0].To = "jörgen@exämple.se"
	for _, r := range send(t, connect(t, server.URL()), mails) {
		if r.Outcome != event.Delivered {
			t.Fatalf("%+v", r)
		}
	}
	if m := server.Next(); m.Recipients[0] != "jörgen@exämple.se" {
		t.Errorf("recipient %q", m.Recipients[0])
	}
}

func TestMailThatCannotBeWrittenHurtsNobody(t *testing.T) {
	server := mailtest.NewServer(t)
	mails := batch(3)
	mails[1].To = "nobody"
	results := send(t, connect(t, server.URL()), mails)
	if results[0].Outcome != event.Delivered || results[1].Outcome != event.Refused || results[2].Outcome != event.Delivered {
		t.Errorf("%+v", results)
	}
}

func TestNobodyListens(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	for _, r := range send(t, connect(t, "smtp://"+address+"?tls=none"), batch(3)) {
		if r.Outcome != event.Unreachable || !strings.Contains(r.Reason, "refused") {
			t.Errorf("%+v", r)
		}
	}
}

// A server that accepts and never says a word must not keep the program from
// stopping.
func TestStoppingDoesNotWaitForASilentServer(t *testing.T) {
	server := &scripted{at: "EHLO", how: "slow"}
	sender := server.start(t)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	done := make(chan int)
	go func() {
		tried := 0
		for range sender.Send(ctx, batch(3)) {
			tried++
		}
		done <- tried
	}()
	select {
	case tried := <-done:
		if tried != 0 {
			t.Errorf("%d mails were tried", tried)
		}
	case <-time.After(10 * time.Second):
		t.Error("still waiting")
	}
}

func TestLeavingTheLoopHangsUp(t *testing.T) {
	server := mailtest.NewServer(t)
	for range connect(t, server.URL()).Send(t.Context(), batch(3)) {
		break
	}
	if got := len(server.Received()); got != 1 {
		t.Errorf("server has %d mails, want 1", got)
	}
}
