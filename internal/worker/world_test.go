package worker

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/i18n/i18ntest"
	"samling/internal/mail"
	"samling/internal/mail/mailtest"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

// clock is a clock that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// world is a store with one open event, a mail server and a clock.
type world struct {
	t     *testing.T
	store *store.Store
	smtp  *mailtest.Server
	clock *clock
	event *event.Event
	log   io.Writer
}

// eachWorld runs a test on every database.
func eachWorld(t *testing.T, test func(w *world)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := &world{t: t, store: s, smtp: mailtest.NewServer(t), log: io.Discard}
		w.clock = &clock{now: time.Date(2024, 1, 19, 7, 12, 0, 0, time.UTC)}
		w.event = &event.Event{
			Slug: "uppvaxt", Title: "Goda uppväxtvillkor", Language: "sv", Zone: "Europe/Stockholm",
			Organisation: event.Organisation{Slug: "lst", Name: "Länsstyrelsen", Email: "lst@example.org"},
			StartsAt:     time.Date(2024, 2, 6, 8, 0, 0, 0, time.UTC), EndsAt: time.Date(2024, 2, 6, 11, 0, 0, 0, time.UTC),
			Attendance: event.Online, ClosesAt: time.Date(2024, 1, 31, 23, 0, 0, 0, time.UTC), Status: event.Published,
		}
		if _, err := s.SaveEvent(t.Context(), w.event, w.clock.Now()); err != nil {
			t.Fatal(err)
		}
		test(w)
	})
}

// worker is a worker of a process of its own: it has its own sender.
func (w *world) worker() *Worker {
	w.t.Helper()
	server, err := mail.ParseServer(w.smtp.URL())
	if err != nil {
		w.t.Fatal(err)
	}
	return w.workerWith(mail.SMTP{Server: server, Hello: "events.example.org"})
}

func (w *world) workerWith(sender mail.Sender) *Worker {
	w.t.Helper()
	links := event.Links{Base: "https://events.example.org", Key: []byte("0123456789abcdef0123456789abcdef"), Main: "sv"}
	from := mail.Address{Name: "Evenemang", Email: "events@example.org"}
	composer, err := mail.NewComposer(os.DirFS("../../templates"), i18ntest.Load(w.t), links, from)
	if err != nil {
		w.t.Fatal(err)
	}
	return New(Options{
		Store: w.store, Composer: composer, Sender: sender, Now: w.clock.Now,
		Every: 5 * time.Millisecond, Log: slog.New(slog.NewTextHandler(w.log, nil)),
	})
}

// run lets a worker work until the test ends, or until stop is called.
func (w *world) run(worker *Worker) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { worker.Run(ctx) })
	stop = func() {
		cancel()
		running.Wait()
	}
	w.t.Cleanup(stop)
	return stop
}

// register signs people up, each with a mail in the outbox.
func (w *world) register(n int) {
	w.t.Helper()
	var calls sync.WaitGroup
	for i := range n {
		calls.Go(func() {
			email := fmt.Sprintf("person%d@example.com", i)
			_, err := w.store.Register(w.t.Context(), w.event.Slug, event.Call{
				FormKey: "key " + email, Now: w.clock.Now(),
				Signup: event.Signup{Name: "Sara Öhman", Email: email, Language: "sv"},
			})
			if err != nil {
				w.t.Error(err)
			}
		})
	}
	calls.Wait()
}

// messages are all mails about registrations, in the order they were queued.
func (w *world) messages() []event.Message {
	w.t.Helper()
	var all []event.Message
	for reg, err := range w.store.Participants(w.t.Context(), w.event.ID) {
		if err != nil {
			w.t.Fatal(err)
		}
		msgs, err := w.store.Messages(w.t.Context(), reg.ID)
		if err != nil {
			w.t.Fatal(err)
		}
		all = append(all, msgs...)
	}
	return all
}

// wait waits until as many mails are in the state.
func (w *world) wait(state event.MessageState, n int) []event.Message {
	w.t.Helper()
	return w.waitFor(func(m event.Message) bool { return m.State == state }, n)
}

func (w *world) waitFor(is func(event.Message) bool, n int) []event.Message {
	w.t.Helper()
	var msgs []event.Message
	for range 1000 {
		msgs = w.messages()
		found := 0
		for _, m := range msgs {
			if is(m) {
				found++
			}
		}
		if found == n {
			return msgs
		}
		time.Sleep(20 * time.Millisecond)
	}
	w.t.Fatalf("never %d of them: %+v", n, msgs)
	return nil
}

// eachArrived demands that n different mails arrived, each as often as wanted.
func (w *world) eachArrived(n, times int) {
	w.t.Helper()
	seen := map[string]int{}
	for _, m := range w.smtp.Received() {
		seen[m.MessageID]++
	}
	if len(seen) != n {
		w.t.Errorf("%d different mails arrived, want %d", len(seen), n)
	}
	for id, got := range seen {
		if got != times {
			w.t.Errorf("%s arrived %d times, want %d", id, got, times)
		}
	}
}
