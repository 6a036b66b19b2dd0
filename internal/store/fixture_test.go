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
	return places[eventID]
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

// promises checks what must hold in every database at any time, however it was
// reached: never more people than places, never a registration without its
// mails, never a mail without its registration.
func (h *house) promises(t testing.TB) {
	t.Helper()
	if n := h.count(t, `SELECT count(*) FROM events e WHERE capacity > 0 AND capacity <
		(SELECT count(*) FROM registrations r WHERE r.event_id = e.id AND standing = 'confirmed')`); n > 0 {
		t.Errorf("%d events have more people than places", n)
	}
	h.promisesAfterCuts(t)
}

// promisesAfterCuts is promises for events whose capacity was lowered below
// what was taken.
func (h *house) promisesAfterCuts(t testing.TB) {
	t.Helper()
	msgs := h.loadMessages(t)
	byRegistration := map[int64][]message{}
	for _, m := range msgs {
		byRegistration[m.registration.Int64] = append(byRegistration[m.registration.Int64], m)
	}
	for _, m := range byRegistration[0] {
		if m.kind != event.MailLinks && m.kind != event.MailTest {
			t.Errorf("message %d, %s, is about no registration", m.id, m.kind)
		}
	}
	delete(byRegistration, 0)
	live := map[string]int{}
	for _, r := range h.loadRegistrations(t) {
		checkMails(t, r, byRegistration[r.id])
		delete(byRegistration, r.id)
		if r.standing != event.Withdrawn {
			live[fmt.Sprint(r.event, " ", r.email)]++
		}
	}
	for key, n := range live {
		if n > 1 {
			t.Errorf("%d live registrations of one address for event %s", n, key)
		}
	}
	for id := range byRegistration {
		t.Errorf("mail about registration %d, which does not exist", id)
	}
	h.checkReceipts(t)
}

// checkMails holds a registration against the mails about it.
func checkMails(t testing.TB, r registration, msgs []message) {
	t.Helper()
	n := map[event.MessageKind]int{}
	var lastAlready time.Time
	for _, m := range msgs {
		n[m.kind]++
		if m.recipient != r.email || m.event.Int64 != r.event {
			t.Errorf("registration %d: message %d goes to somebody else, or is about another event", r.id, m.id)
		}
		if m.kind == event.MailAlready {
			if m.created.Before(lastAlready.Add(time.Hour)) {
				t.Errorf("registration %d was told twice within an hour that it exists", r.id)
			}
			lastAlready = m.created
		}
	}
	confirmed, withdrawn := r.confirmedAt.Valid, r.standing == event.Withdrawn
	want := map[event.MessageKind]bool{
		event.MailPromoted:  n[event.MailWaiting] == 1 && confirmed,
		event.MailWithdrawn: withdrawn && confirmed,
		event.MailLeft:      withdrawn && !confirmed,
	}
	if n[event.MailConfirmed]+n[event.MailWaiting] != 1 || n[event.MailConfirmed] == 1 && !confirmed {
		t.Errorf("registration %d, %s: %d confirmations and %d mails about the waiting list", r.id, r.standing, n[event.MailConfirmed], n[event.MailWaiting])
	}
	for kind, wanted := range want {
		if (n[kind] == 1) != wanted || n[kind] > 1 {
			t.Errorf("registration %d, %s: %d mails of kind %s, wanted: %v", r.id, r.standing, n[kind], kind, wanted)
		}
	}
	if (r.standing == event.Confirmed) && !confirmed {
		t.Errorf("registration %d is confirmed, but never was", r.id)
	}
	changes := n[event.MailEventChanged] + n[event.MailEventCancelled] + n[event.MailWithdrawn] + n[event.MailLeft]
	if r.sequence != changes {
		t.Errorf("registration %d: its calendar entry changed %d times, its sequence is %d", r.id, changes, r.sequence)
	}
}

// checkReceipts holds receipts and late links against the registrations.
func (h *house) checkReceipts(t testing.TB) {
	t.Helper()
	for problem, query := range map[string]string{
		"registrations without a receipt": `SELECT count(*) FROM registrations r WHERE NOT EXISTS
			(SELECT 1 FROM receipts c WHERE c.event_id = r.event_id AND c.email = r.email)`,
		"receipts without a registration": `SELECT count(*) FROM receipts c WHERE NOT EXISTS
			(SELECT 1 FROM registrations r WHERE c.event_id = r.event_id AND lower(c.email) = r.email_normal)`,
		"numbers that do not belong": `SELECT count(*) FROM receipts WHERE (number > 0) <> (standing = 'waiting')`,
		"late links that were used by nobody, or by somebody and not marked": `SELECT count(*) FROM late_links l WHERE used <>
			EXISTS (SELECT 1 FROM registrations r WHERE r.late_link_id = l.id)`,
		"cancellations without a moment": `SELECT count(*) FROM registrations WHERE (standing = 'withdrawn') <> (cancelled_at IS NOT NULL)`,
	} {
		if n := h.count(t, "%s", query); n > 0 {
			t.Errorf("%d %s", n, problem)
		}
	}
}

// registration and message are rows as they stand in the database.
type registration struct {
	id, event   int64
	standing    event.Standing
	email       string
	confirmedAt sql.NullTime
	sequence    int
}

type message struct {
	id                  int64
	kind                event.MessageKind
	event, registration sql.NullInt64
	recipient           string
	created             time.Time
}

func (h *house) loadRegistrations(t testing.TB) []registration {
	t.Helper()
	return load(t, h.raw, "SELECT id, event_id, standing, email, confirmed_at, sequence FROM registrations ORDER BY id",
		func(r *registration) []any {
			return []any{&r.id, &r.event, &r.standing, &r.email, &r.confirmedAt, &r.sequence}
		})
}

func (h *house) loadMessages(t testing.TB) []message {
	t.Helper()
	return load(t, h.raw, "SELECT id, kind, event_id, registration_id, recipient, created_at FROM messages ORDER BY id",
		func(m *message) []any {
			return []any{&m.id, &m.kind, &m.event, &m.registration, &m.recipient, &m.created}
		})
}

func load[T any](t testing.TB, raw *sql.DB, query string, fields func(*T) []any) []T {
	t.Helper()
	rows, err := raw.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var row T
		if err := rows.Scan(fields(&row)...); err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
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
