package mail

import (
	"context"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/mail/mailtest"
)

func TestCatcherKeepsTheNewest(t *testing.T) {
	now := time.Date(2024, 1, 19, 8, 0, 0, 0, time.UTC)
	c := NewCatcher(3, func() time.Time { return now })
	for i, r := range send(t, c, batch(5)) {
		if r.Outcome != event.Delivered {
			t.Errorf("mail %d: %+v", i, r)
		}
	}
	mails := c.Mails()
	if len(mails) != 3 || mails[0].Number != 5 || mails[2].Number != 3 || mails[0].To != "person4@example.com" {
		t.Fatalf("kept %+v", mails)
	}
	if _, found := c.Caught(2); found {
		t.Error("the oldest is still there")
	}
	m, found := c.Caught(4)
	if !found || m.MessageID != "test.3@events.example.org" || !m.CaughtAt.Equal(now) {
		t.Errorf("mail 4 is %+v, %v", m, found)
	}
	if read := mailtest.Parse(t, m.Source); read.Subject != m.Subject || read.Text() != m.Text {
		t.Errorf("source reads %q and %q", read.Subject, read.Text())
	}
}

func TestCatcherRefusesWhatCouldNotLeave(t *testing.T) {
	mails := batch(2)
	mails[0].To = "nobody"
	c := NewCatcher(10, time.Now)
	results := send(t, c, mails)
	if results[0].Outcome != event.Refused || results[1].Outcome != event.Delivered || len(c.Mails()) != 1 {
		t.Errorf("results %+v, %d caught", results, len(c.Mails()))
	}
}

func TestSendersStopWhenToldTo(t *testing.T) {
	server := mailtest.NewServer(t)
	setting, err := ParseServer(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	for name, sender := range map[string]Sender{"catcher": NewCatcher(10, time.Now), "SMTP": SMTP{Server: setting}} {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		n := 0
		for range sender.Send(ctx, batch(5)) {
			if n++; n == 2 {
				cancel()
			}
		}
		if n != 2 {
			t.Errorf("%s: %d mails were tried, want 2", name, n)
		}
	}
	if got := len(server.Received()); got != 2 {
		t.Errorf("server has %d mails, want 2", got)
	}
}
