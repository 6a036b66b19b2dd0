package store_test

import (
	"database/sql"
	"fmt"
	"testing"
	"time"

	"samling/internal/event"
)

// promises checks what must hold in every database at any time, however it was
// reached: never more people than places, never a registration without its
// mails, never a mail without its registration. An organiser may give places
// beyond the capacity, which are marked, and may tell nobody, which is in the log.
func (h *house) promises(t testing.TB) {
	t.Helper()
	if n := h.count(t, `SELECT count(*) FROM events e WHERE capacity > 0 AND capacity <
		(SELECT count(*) FROM registrations r WHERE r.event_id = e.id AND standing = 'confirmed')
			- (SELECT count(*) FROM registrations r WHERE r.event_id = e.id AND standing = 'confirmed' AND is_extra)`); n > 0 {
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
		switch m.kind {
		case event.MailLinks, event.MailTest, event.MailInvite, event.MailInviteReminder:
		default:
			t.Errorf("message %d, %s, is about no registration", m.id, m.kind)
		}
	}
	delete(byRegistration, 0)
	live := map[string]int{}
	handled := h.handled(t)
	for _, r := range h.loadRegistrations(t) {
		if !handled[r.id] {
			checkMails(t, r, byRegistration[r.id])
		}
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

// handled are the registrations that an organiser has done something with. What
// the log says of mails about it is held against the outbox.
func (h *house) handled(t testing.TB) map[int64]bool {
	t.Helper()
	for problem, query := range map[string]string{
		"deeds that were to be told of and are not": `detail LIKE '%"mail":"yes"%' AND NOT EXISTS`,
		"deeds that nobody was to be told of":       `detail LIKE '%"mail":"no"%' AND EXISTS`,
	} {
		if n := h.count(t, "SELECT count(*) FROM audit_entries a WHERE verb LIKE 'participant.%%' AND %s "+
			"(SELECT 1 FROM messages m WHERE m.registration_id = a.registration_id AND m.created_at = a.at)", query); n > 0 {
			t.Errorf("%d %s", n, problem)
		}
	}
	handled := map[int64]bool{}
	ids := load(t, h.raw, "SELECT DISTINCT registration_id FROM audit_entries WHERE verb LIKE 'participant.%' AND verb <> 'participant.seen'",
		func(id *int64) []any { return []any{id} })
	for _, id := range ids {
		handled[id] = true
	}
	return handled
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
			(SELECT 1 FROM receipts c WHERE c.event_id = r.event_id AND c.email = r.email)
			AND NOT EXISTS (SELECT 1 FROM audit_entries a WHERE a.registration_id = r.id AND verb IN ('participant.added', 'participant.changed'))`,
		"receipts without a registration": `SELECT count(*) FROM receipts c WHERE NOT EXISTS
			(SELECT 1 FROM registrations r WHERE c.event_id = r.event_id AND lower(c.email) = r.email_normal)
			AND NOT EXISTS (SELECT 1 FROM registration_changes x WHERE x.field = 'email' AND x.was = c.email)`,
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
