package worker

import (
	"context"
	"testing"
	"time"

	"samling/internal/event"
)

// Where nobody has said yet who mail comes from, it waits. It leaves as soon as
// that is said.
func TestMailWaitsForASender(t *testing.T) {
	eachWorld(t, func(w *world) {
		worker := w.worker()
		worker.From, worker.Every = w.store.Sender, time.Hour
		w.run(worker)
		w.register(2)
		time.Sleep(50 * time.Millisecond)
		for _, m := range w.messages() {
			if m.State != event.Queued || m.LeasedUntil != nil || m.FirstTriedAt != nil {
				t.Errorf("message %+v", m)
			}
		}
		ticket := event.Ticket{Kind: event.TicketSetUp, ExpiresAt: w.clock.Now().Add(time.Hour)}
		if err := w.store.IssueTicket(t.Context(), &ticket, nil, w.clock.Now()); err != nil {
			t.Fatal(err)
		}
		begin := event.SetUp{
			User:         event.User{Email: "elin@example.org", Name: "Elin", Language: "sv", IsOperator: true},
			Organisation: event.Organisation{Slug: "ale", Name: "Ale kommun"},
			Sender:       event.Sender{Name: "Evenemang i Ale", Email: "ale@example.org"},
		}
		test, err := w.store.SetUp(t.Context(), ticket.ID, &begin, w.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		w.wait(event.Sent, 2)
		for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
			m, err := w.store.TestMail(t.Context(), test)
			if err != nil || time.Now().After(deadline) {
				t.Fatalf("test mail %+v, %v", m, err)
			}
			if m.State == event.Sent {
				break
			}
		}
		for range 3 {
			if m := w.smtp.Next(); m.Sender != "ale@example.org" {
				t.Errorf("%q comes from %s", m.Subject, m.Sender)
			}
		}
	})
}

// What is over is removed: links nobody followed, browsers nobody uses.
func TestSigninsArePurged(t *testing.T) {
	eachWorld(t, func(w *world) {
		user := event.User{Email: "elin@example.org", Name: "Elin", Language: "sv"}
		if err := w.store.CreateUser(t.Context(), &user, w.clock.Now()); err != nil {
			t.Fatal(err)
		}
		token, err := w.store.SignIn(t.Context(), event.Signin{UserID: user.ID}, "", w.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		start := w.clock.Now()
		purge := func() {
			t.Helper()
			for _, task := range w.workerWith(nil).tasks() {
				if task.name == "purge sign-ins" {
					if task.every > time.Hour {
						t.Errorf("every %s", task.every)
					}
					if err := task.do(context.Background()); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		purge()
		if _, _, err := w.store.SignedIn(t.Context(), token, start); err != nil {
			t.Errorf("purged too early: %v", err)
		}
		w.clock.advance(event.SigninIdle + time.Second)
		purge()
		if _, _, err := w.store.SignedIn(t.Context(), token, start); err == nil {
			t.Error("not purged")
		}
	})
}
