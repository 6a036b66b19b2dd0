package store_test

import (
	"crypto/rand"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "github.com/mattn/go-sqlite3"

	"samling/internal/event"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

// house is a store together with a way to look behind it.
type house struct {
	*store.Store
	options store.Options
	raw     *sql.DB
}

// TestMain lets more tests run beside each other than there are processors: they
// wait for disks most of the time.
func TestMain(m *testing.M) {
	flag.Parse()
	if flag.Lookup("test.parallel").Value.String() == fmt.Sprint(runtime.GOMAXPROCS(0)) {
		flag.Set("test.parallel", "6")
	}
	m.Run()
}

// each runs a test in an empty house on every database, beside other tests.
func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, o store.Options) {
		t.Parallel()
		test(t, newHouse(t, o))
	})
}

func newHouse(t testing.TB, o store.Options) *house {
	t.Helper()
	return &house{Store: storetest.Open(t, o), options: o, raw: openRaw(t, o)}
}

// openRaw connects to a database without the store.
func openRaw(t testing.TB, o store.Options) *sql.DB {
	t.Helper()
	driver, address := "sqlite3", "file:"+o.Path+"?_busy_timeout=10000&_foreign_keys=1"
	if o.Postgres != "" {
		driver, address = "pgx", o.Postgres
	}
	raw, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	return raw
}

// another opens the same database once more, as a second process would.
func (h *house) another(t testing.TB) *store.Store {
	t.Helper()
	return storetest.Open(t, h.options)
}

// count answers a question about rows.
func (h *house) count(t testing.TB, query string, args ...any) int {
	t.Helper()
	var n int
	if err := h.raw.QueryRow(fmt.Sprintf(query, args...)).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// execute changes rows behind the store's back.
func (h *house) execute(t testing.TB, statement string) {
	t.Helper()
	if _, err := h.raw.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// example reads one of the real invitations.
func example(t testing.TB, name string) *event.Event {
	t.Helper()
	r, err := os.Open(filepath.Join("..", "event", "testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	f, err := event.ReadFile(r)
	if err != nil {
		t.Fatal(err)
	}
	ev, err := f.Event()
	if err != nil {
		t.Fatal(err)
	}
	return &ev
}

// The days of seminar: registration is open at noon.
var (
	noon   = time.Date(2030, 4, 15, 10, 0, 0, 0, time.UTC)
	closes = time.Date(2030, 5, 1, 22, 0, 0, 0, time.UTC)
	starts = time.Date(2030, 5, 10, 7, 0, 0, 0, time.UTC)
	ends   = time.Date(2030, 5, 10, 10, 0, 0, 0, time.UTC)
)

// seminar is a published event with so many places and a waiting list.
func seminar(slug string, capacity int) *event.Event {
	return &event.Event{
		Slug: slug, Title: "Seminarium " + slug, Language: "sv", Status: event.Published, Zone: "Europe/Stockholm",
		Organisation: event.Organisation{Slug: "ale", Name: "Ale kommun"},
		StartsAt:     starts, EndsAt: ends, ClosesAt: closes, Attendance: event.OnSite, PlaceName: "Stadshuset",
		Capacity: capacity, HasWaitingList: true, WaitingListStops: 24, RetentionDays: 90,
	}
}

// save stores an event, which must succeed.
func (h *house) save(t testing.TB, ev *event.Event, now time.Time) *event.Event {
	t.Helper()
	if _, err := h.SaveEvent(t.Context(), ev, now); err != nil {
		t.Fatal(err)
	}
	return ev
}

// signup is what somebody with this address would send.
func signup(email string) event.Signup {
	name, _, _ := strings.Cut(email, "@")
	return event.Signup{Name: "Person " + name, Email: email, Language: "sv"}
}

// call is a sign-up with a form of its own.
func call(email string, now time.Time) event.Call {
	return event.Call{FormKey: rand.Text(), Signup: signup(email), Now: now}
}

// register signs somebody up, which must succeed.
func (h *house) register(t testing.TB, slug, email string, now time.Time) event.Receipt {
	t.Helper()
	receipt, err := h.Register(t.Context(), slug, call(email, now))
	if err != nil {
		t.Fatalf("register %s: %v", email, err)
	}
	return receipt
}

// fill signs up so many people, one after another, and returns their
// registrations.
func (h *house) fill(t testing.TB, ev *event.Event, n int, now time.Time) []event.Registration {
	t.Helper()
	for i := range n {
		h.register(t, ev.Slug, fmt.Sprintf("p%d@ale.se", i), now)
	}
	regs := h.participants(t, ev.ID)
	if len(regs) != n {
		t.Fatalf("%d registrations, want %d", len(regs), n)
	}
	return regs
}

// participants reads all registrations for an event, in their order.
func (h *house) participants(t testing.TB, eventID uint) []event.Registration {
	t.Helper()
	var regs []event.Registration
	for r, err := range h.Participants(t.Context(), eventID) {
		if err != nil {
			t.Fatal(err)
		}
		regs = append(regs, r)
	}
	return regs
}

// participant finds the live registration of an address.
func (h *house) participant(t testing.TB, eventID uint, email string) event.Registration {
	t.Helper()
	for _, r := range h.participants(t, eventID) {
		if r.Email == email && r.IsLive() {
			return r
		}
	}
	t.Fatalf("%s is not registered", email)
	return event.Registration{}
}

// places counts who has a place and who waits.
func (h *house) places(t testing.TB, eventID uint) event.Places {
	t.Helper()
	places, err := h.Places(t.Context(), eventID)
	if err != nil {
		t.Fatal(err)
	}
	return places[eventID].Places
}

// mails lists the kinds of mail about a registration, oldest first.
func (h *house) mails(t testing.TB, registrationID uint) []event.MessageKind {
	t.Helper()
	msgs, err := h.Messages(t.Context(), registrationID)
	if err != nil {
		t.Fatal(err)
	}
	kinds := []event.MessageKind{}
	for _, m := range msgs {
		kinds = append(kinds, m.Kind)
	}
	return kinds
}

// together runs so many at the same instant.
func together(n int, do func(i int)) {
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			do(i)
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
}

// tally counts equal answers.
func tally[K comparable](answers []K) map[K]int {
	n := map[K]int{}
	for _, a := range answers {
		n[a]++
	}
	return n
}

// standings counts what the live and past registrations for an event are.
func (h *house) standings(t testing.TB, eventID uint) map[event.Standing]int {
	t.Helper()
	n := map[event.Standing]int{}
	for _, r := range h.participants(t, eventID) {
		n[r.Standing]++
	}
	return n
}

// wantErr demands an error of a kind.
func wantErr(t testing.TB, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
}

// wantEqual demands two equal tallies.
func wantEqual[K comparable](t testing.TB, what string, got, want map[K]int) {
	t.Helper()
	maps.DeleteFunc(got, func(_ K, n int) bool { return n == 0 })
	if !maps.Equal(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// wantKinds demands exactly these mails, in this order.
func wantKinds(t testing.TB, who string, got []event.MessageKind, want ...event.MessageKind) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("mails to %s: %v, want %v", who, got, want)
	}
}
