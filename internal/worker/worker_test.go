package worker

import (
	"bytes"
	"context"
	"iter"
	"strings"
	"sync"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/mail"
	"samling/internal/mail/mailtest"
)

func TestMailLeavesOnce(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.run(w.worker())
		w.register(3)
		msgs := w.wait(event.Sent, 3)
		w.eachArrived(3, 1)
		for _, m := range msgs {
			if m.SentAt == nil || !m.SentAt.Equal(w.clock.Now()) || m.Attempts != 1 || m.LeasedUntil != nil || m.LastError != "" {
				t.Errorf("message %+v", m)
			}
		}
		if m := w.smtp.Next(); m.Subject != "Du är anmäld: Goda uppväxtvillkor" || !strings.Contains(m.Text(), "https://events.example.org/r/UPP-") {
			t.Errorf("mail %q:\n%s", m.Subject, m.Text())
		}
	})
}

// A worker that looks only now and then is woken by what is queued.
func TestQueuedMailWakesTheWorker(t *testing.T) {
	eachWorld(t, func(w *world) {
		worker := w.worker()
		worker.Every = time.Hour
		w.run(worker)
		w.register(1)
		w.wait(event.Sent, 1)
		w.register(2)
		w.wait(event.Sent, 2) // the first was seen before
	})
}

func TestServerAwayForAWhile(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.smtp.Break(mailtest.Fault{Stage: mailtest.Hello})
		w.run(w.worker())
		w.register(3)
		w.waitFor(func(m event.Message) bool { return m.LastError != "" && m.LeasedUntil == nil }, 3)
		for _, m := range w.messages() {
			if m.State != event.Queued || m.Attempts != 0 {
				t.Errorf("a server that is away counts against the mail: %+v", m)
			}
		}
		w.smtp.Mend()
		w.clock.advance(2 * time.Hour)
		w.wait(event.Sent, 3)
		w.eachArrived(3, 1)
	})
}

func TestRefusedMailIsShown(t *testing.T) {
	eachWorld(t, func(w *world) {
		var log bytes.Buffer
		w.log = &log
		w.smtp.Break(mailtest.Fault{Stage: mailtest.Recipient, Recipient: "person1@example.com", Code: 550})
		stop := w.run(w.worker())
		w.register(3)
		w.wait(event.Sent, 2)
		for _, m := range w.wait(event.Failed, 1) {
			if refused := m.Recipient == "person1@example.com"; refused != strings.Contains(m.LastError, "550") {
				t.Errorf("message to %s: %q", m.Recipient, m.LastError)
			}
		}
		w.eachArrived(2, 1)
		stop()
		if strings.Contains(log.String(), "@example.com") || strings.Contains(log.String(), "Sara") {
			t.Errorf("log names people:\n%s", log.String())
		}
	})
}

func TestMailThatIsWantedLaterComesLater(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.smtp.Break(mailtest.Fault{Stage: mailtest.Recipient, Code: 451, Times: 2})
		w.run(w.worker())
		w.register(1)
		w.waitFor(func(m event.Message) bool { return m.Attempts == 1 && m.State == event.Queued }, 1)
		w.clock.advance(time.Minute)
		w.waitFor(func(m event.Message) bool { return m.Attempts == 2 && m.State == event.Queued }, 1)
		w.clock.advance(5 * time.Minute)
		w.wait(event.Sent, 1)
		w.eachArrived(1, 1)
	})
}

func TestLostAnswerIsTriedOnceMore(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.smtp.Break(mailtest.Fault{Stage: mailtest.Content, Times: 1})
		w.run(w.worker())
		w.register(1)
		w.wait(event.Doubtful, 1)
		w.eachArrived(1, 1)
		w.clock.advance(15 * time.Minute)
		w.wait(event.Sent, 1)
		w.eachArrived(1, 2) // the same Message-ID
	})
}

func TestAnswerLostTwiceIsShown(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.smtp.Break(mailtest.Fault{Stage: mailtest.Content})
		w.run(w.worker())
		w.register(1)
		w.wait(event.Doubtful, 1)
		w.clock.advance(time.Hour)
		w.wait(event.Failed, 1)
		w.clock.advance(time.Hour)
		time.Sleep(50 * time.Millisecond)
		w.eachArrived(1, 2)
	})
}

func TestTwoWorkersSendEachMailOnce(t *testing.T) {
	eachWorld(t, func(w *world) {
		const n = 200
		w.register(n)
		w.run(w.worker())
		w.run(w.worker())
		w.wait(event.Sent, n)
		w.eachArrived(n, 1)
	})
}

func TestStoppedWorkerGivesBackTheRest(t *testing.T) {
	eachWorld(t, func(w *world) {
		const n = 30
		w.register(n)
		inner := w.worker()
		stop := make(chan struct{})
		worker := w.workerWith(&stopping{Sender: inner.Sender, after: 5, stop: stop})
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			<-stop
			cancel()
		}()
		worker.Run(ctx)

		sent := 0
		for _, m := range w.messages() {
			switch {
			case m.State == event.Sent:
				sent++
			case m.State != event.Queued || m.LeasedUntil != nil || m.Attempts != 0:
				t.Errorf("not given back: %+v", m)
			}
		}
		if sent < 5 || sent == n {
			t.Errorf("%d mails were sent before the stop", sent)
		}
		w.run(w.worker())
		w.wait(event.Sent, n)
		w.eachArrived(n, 1)
	})
}

// stopping closes a channel after some mails and waits for the stop to be seen.
type stopping struct {
	mail.Sender
	after int
	stop  chan struct{}
}

func (s *stopping) Send(ctx context.Context, mails []mail.Mail) iter.Seq2[int, mail.Result] {
	return func(yield func(int, mail.Result) bool) {
		for i, r := range s.Sender.Send(ctx, mails) {
			if !yield(i, r) {
				return
			}
			if i+1 == s.after {
				close(s.stop)
				<-ctx.Done()
			}
		}
	}
}

// A process that is killed leaves mails claimed. Another takes them over when
// the lease ends, and not before.
func TestKilledWorkerLeavesNoMailBehind(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.register(3)
		claimed, err := w.store.ClaimLetters(t.Context(), 2, lease, w.clock.Now())
		if err != nil || len(claimed) != 2 {
			t.Fatalf("claimed %d, %v", len(claimed), err)
		}
		w.run(w.worker())
		w.wait(event.Sent, 1)
		w.clock.advance(lease - time.Second)
		time.Sleep(50 * time.Millisecond)
		w.eachArrived(1, 1)
		w.clock.advance(time.Second)
		w.wait(event.Sent, 3)
		w.eachArrived(3, 1)
	})
}

func TestPointlessMailIsDropped(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.register(1)
		for reg, err := range w.store.Participants(t.Context(), w.event.ID) {
			if err != nil {
				t.Fatal(err)
			}
			if err := w.store.Withdraw(t.Context(), reg.ID, 1, "", w.clock.Now()); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.store.RequestLinks(t.Context(), "stranger@example.com", "sv", w.clock.Now()); err != nil {
			t.Fatal(err)
		}
		w.run(w.worker())
		w.wait(event.Dropped, 1)
		w.wait(event.Sent, 1)
		if m := w.smtp.Next(); !strings.HasPrefix(m.Subject, "Avbokad: ") {
			t.Errorf("subject %q", m.Subject)
		}
		time.Sleep(50 * time.Millisecond)
		w.eachArrived(1, 1)
	})
}

// A mail that cannot be composed would come up again and again.
func TestMailThatCannotBeComposedFails(t *testing.T) {
	eachWorld(t, func(w *world) {
		worker := w.worker()
		worker.Composer = &mail.Composer{}
		w.run(worker)
		w.register(1)
		m := w.wait(event.Failed, 1)[0]
		if !strings.Contains(m.LastError, "no such kind of mail") || strings.Contains(m.LastError, "@") {
			t.Errorf("reason %q", m.LastError)
		}
	})
}

func TestWithoutSenderMailWaits(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.run(w.workerWith(nil))
		w.register(2)
		time.Sleep(50 * time.Millisecond)
		for _, m := range w.messages() {
			if m.State != event.Queued || m.LeasedUntil != nil {
				t.Errorf("message %+v", m)
			}
		}
	})
}

func TestReceiptsArePurged(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.register(1)
		kept := func() bool {
			_, err := w.store.Receipt(t.Context(), w.event.ID, "key person0@example.com")
			return err == nil
		}
		purge := w.workerWith(nil).tasks()[0].do
		w.clock.advance(event.ReceiptLife)
		if err := purge(t.Context()); err != nil || !kept() {
			t.Errorf("purged too early, %v", err)
		}
		w.clock.advance(time.Second)
		if err := purge(t.Context()); err != nil || kept() {
			t.Errorf("not purged, %v", err)
		}
	})
}

// Lists of people that organisers brought are gone a day later.
func TestImportsArePurged(t *testing.T) {
	eachWorld(t, func(w *world) {
		list := event.Import{EventID: w.event.ID, Rows: [][]string{{"Anna Berg", "anna@example.org"}}}
		if err := w.store.KeepImport(t.Context(), event.Actor{OrganisationID: w.event.OrganisationID}, &list, w.clock.Now()); err != nil {
			t.Fatal(err)
		}
		kept := func() bool {
			_, err := w.store.Import(t.Context(), w.event.ID, list.ID)
			return err == nil
		}
		purge := func() {
			for _, task := range w.workerWith(nil).tasks() {
				if err := task.do(t.Context()); err != nil {
					t.Errorf("%s: %v", task.name, err)
				}
			}
		}
		w.clock.advance(event.ImportLife)
		if purge(); !kept() {
			t.Error("purged too early")
		}
		w.clock.advance(time.Second)
		if purge(); kept() {
			t.Error("not purged")
		}
	})
}

func TestTasksAreRepeatedAndStop(t *testing.T) {
	w := New(Options{})
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	done := make(chan struct{}, 10)
	running.Go(func() {
		w.repeat(ctx, task{"count", time.Millisecond, func(context.Context) error {
			done <- struct{}{}
			return nil
		}})
	})
	<-done
	<-done
	cancel()
	running.Wait()
}
