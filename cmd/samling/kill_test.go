package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

// childVariable makes the test program run as samling itself, with the
// arguments it holds, so that it can be killed.
const childVariable = "SAMLING_TEST_CHILD"

// beChild is the program, if that is what this process is for.
func beChild() {
	if args := os.Getenv(childVariable); args != "" {
		os.Unsetenv(childVariable)
		os.Exit(run(context.Background(), strings.Split(args, "\n"), os.Stdin, os.Stdout, os.Stderr))
	}
}

// How often the program is killed, and by how many visitors it is kept busy.
const (
	killRounds   = 3
	killVisitors = 40
)

// TestKilledProgramLosesNothing kills the program while people sign up, starts
// it again, and lets those who got no answer send their form once more. Everybody
// who was told "you are registered" is, once, and has a mail waiting.
func TestKilledProgramLosesNothing(t *testing.T) {
	rounds := storetest.Rounds(t, killRounds)
	storetest.EachDatabase(t, func(t *testing.T, o store.Options) {
		k := newKilled(t, o)
		for range rounds {
			k.round()
		}
		k.last()
		k.check(o)
	})
}

// killed is a program that is killed again and again.
type killed struct {
	t     *testing.T
	args  []string
	links event.Links

	sent atomic.Int64
	mu   sync.Mutex
	told map[string]bool       // addresses that were told they are registered
	open map[string]url.Values // forms without an answer, by address
}

func newKilled(t *testing.T, o store.Options) *killed {
	t.Helper()
	secret := strings.Repeat("k", 32)
	k := &killed{
		t: t, links: event.Links{Key: []byte(secret), Main: "sv"},
		told: map[string]bool{}, open: map[string]url.Values{},
		args: []string{
			"serve", "--listen=127.0.0.1:0", "--data=" + filepath.Dir(o.Path), "--database=" + o.Postgres,
			"--secret=" + secret, "--signups-per-minute=0", "--no-check-domains", "--log-format=json",
		},
	}
	if o.Path == "" {
		k.args[2] = "--data=" + t.TempDir()
	}
	st := storetest.Open(t, o)
	file, err := os.Open(filepath.Join("..", "..", "internal", "event", "testdata", "goda-uppvaxtvillkor.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	f, err := event.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	ev, err := f.Event()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now().UTC()
	ev.Status, ev.Capacity, ev.OpensAt = event.Published, 0, nil
	ev.ClosesAt, ev.StartsAt, ev.EndsAt = now.AddDate(0, 1, 0), now.AddDate(0, 2, 0), now.AddDate(0, 2, 1)
	if _, err := st.SaveEvent(t.Context(), &ev, now); err != nil {
		t.Fatal(err)
	}
	return k
}

// start runs the program and returns its address and how to kill it.
func (k *killed) start() (base string, kill func()) {
	k.t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"="+strings.Join(k.args, "\n"))
	out, err := cmd.StdoutPipe()
	if err != nil {
		k.t.Fatal(err)
	}
	var log strings.Builder
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	var once sync.Once
	kill = func() {
		once.Do(func() {
			_ = cmd.Process.Kill() // SIGKILL: nothing can be tidied up
			_ = cmd.Wait()
		})
	}
	k.t.Cleanup(kill)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, base, ready := strings.Cut(lines.Text(), "ready at "); ready {
			return base, kill
		}
	}
	kill()
	k.t.Fatalf("the program did not start:\n%s", log.String())
	return "", nil
}

// round lets visitors send forms and kills the program among them.
func (k *killed) round() {
	base, kill := k.start()
	again := k.unanswered()
	var stop atomic.Bool
	var wg sync.WaitGroup
	for visitor := range killVisitors {
		wg.Go(func() {
			for i := visitor; i < len(again) && !stop.Load(); i += killVisitors {
				k.send(base, again[i])
			}
			for !stop.Load() {
				k.send(base, k.form())
			}
		})
	}
	time.Sleep(time.Duration(40+mathrand.IntN(400)) * time.Millisecond)
	kill()
	stop.Store(true)
	wg.Wait()
}

// last starts the program once more and lets everybody finish.
func (k *killed) last() {
	base, kill := k.start()
	defer kill()
	for _, form := range k.unanswered() {
		k.send(base, form)
	}
	if n := len(k.unanswered()); n > 0 {
		k.t.Errorf("%d forms got no answer from a program that was left alone", n)
	}
}

// form is a fresh form of a person who has not signed up before.
func (k *killed) form() url.Values {
	key := rand.Text()
	return url.Values{
		"key": {key}, "mark": {k.links.FormMark(key, time.Now().Add(-time.Minute))},
		"name": {"Ek"}, "email": {fmt.Sprintf("p%d@example.org", k.sent.Add(1))},
	}
}

// send notes a form as unanswered before it is sent, and as told only after the
// answer was read.
func (k *killed) send(base string, form url.Values) {
	email := form.Get("email")
	k.note(func() { k.open[email] = form })
	client := http.Client{Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.PostForm(base+"/e/goda-uppvaxtvillkor/register", form)
	if err != nil {
		return
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusSeeOther {
		k.t.Errorf("a sign-up was answered with %d", resp.StatusCode)
		return
	}
	k.note(func() { k.told[email] = true; delete(k.open, email) })
}

func (k *killed) note(change func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	change()
}

func (k *killed) unanswered() []url.Values {
	k.mu.Lock()
	defer k.mu.Unlock()
	var forms []url.Values
	for _, form := range k.open {
		forms = append(forms, form)
	}
	return forms
}

// check compares what people were told with what is in the database.
func (k *killed) check(o store.Options) {
	k.t.Helper()
	st := storetest.Open(k.t, o)
	ctx := k.t.Context()
	ev, err := st.EventBySlug(ctx, "goda-uppvaxtvillkor")
	if err != nil {
		k.t.Fatal(err)
	}
	stored := map[string]int{}
	for reg, err := range st.Participants(ctx, ev.ID) {
		if err != nil {
			k.t.Fatal(err)
		}
		stored[reg.Email]++
		msgs, err := st.Messages(ctx, reg.ID)
		if err != nil || len(msgs) != 1 || msgs[0].Kind != event.MailConfirmed {
			k.t.Errorf("registration %d has the mails %v, %v", reg.ID, msgs, err)
		}
	}
	for email := range k.told {
		if stored[email] != 1 {
			k.t.Errorf("%s was told of a place and stands %d times in the table", email, stored[email])
		}
	}
	if len(k.told) < killVisitors {
		k.t.Errorf("only %d people signed up: the program was not under load", len(k.told))
	}
	k.t.Logf("%d sign-ups, %d rows", len(k.told), len(stored))
}
