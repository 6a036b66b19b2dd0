package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store/storetest"
)

// unlocked takes away what keeps entries from being changed, as whoever runs the
// database can.
func (h *house) unlocked(t *testing.T) {
	t.Helper()
	if h.options.Postgres != "" {
		h.execute(t, "DROP TRIGGER audit_entries_stay ON audit_entries")
		return
	}
	h.execute(t, "DROP TRIGGER audit_entries_unchanged")
	h.execute(t, "DROP TRIGGER audit_entries_stay")
}

// logged is a log with so many entries that have something in every column.
func (h *house) logged(t *testing.T, n int) event.Actor {
	t.Helper()
	ev := h.save(t, seminar("gophers", 5), noon)
	h.save(t, func() *event.Event {
		other := seminar("others", 5)
		other.Organisation = event.Organisation{Slug: "bor", Name: "Bor kommun"}
		return other
	}(), noon)
	_, by := h.organiser(t, ev) // the first entry
	registration := uint(7)
	for i := 1; i < n; i++ {
		h.record(t, by, event.Entry{Verb: "event.changed", EventID: &ev.ID, RegistrationID: &registration, Detail: map[string]string{"version": fmt.Sprint(i)}},
			noon.Add(time.Duration(i)*time.Minute+123456*time.Microsecond))
	}
	return by
}

func (h *house) record(t *testing.T, by event.Actor, e event.Entry, now time.Time) {
	t.Helper()
	if err := h.Record(t.Context(), by, e, now); err != nil {
		t.Fatal(err)
	}
}

// broken is the first fault in the actor's log.
func (h *house) broken(t *testing.T, by event.Actor) event.Broken {
	t.Helper()
	chain, err := h.VerifyAudit(t.Context(), by.OrganisationID)
	if err != nil {
		t.Fatal(err)
	}
	if chain.Broken == nil {
		return event.Broken{}
	}
	return *chain.Broken
}

// Whatever somebody changes who has the database but not the key, it is found,
// at the entry where it was done.
func TestTamperingWithTheAuditLogIsFound(t *testing.T) {
	const entries = 5
	changed := func(number int) event.Broken { return event.Broken{Number: number, Fault: event.EntryChanged} }
	missing := func(number int) event.Broken { return event.Broken{Number: number, Fault: event.EntryMissing} }
	third := " WHERE organisation_id = 1 AND number = 3"
	tests := []struct {
		name       string
		statements string // several are parted by semicolons
		want       event.Broken
	}{
		{"nothing", "", event.Broken{}},
		{"organisation", "UPDATE audit_entries SET organisation_id = 2" + third, missing(3)},
		{"number", "UPDATE audit_entries SET number = 9" + third, missing(3)},
		{"number of the last", "UPDATE audit_entries SET number = 6 WHERE number = 5", missing(5)},
		{"number below the first", "UPDATE audit_entries SET number = 0" + third, event.Broken{Number: 0, Fault: event.EntryPutIn}},
		{"time", "UPDATE audit_entries SET at = '2030-04-15 10:02:00.123457+00:00'" + third, changed(3)},
		{"user", "UPDATE audit_entries SET user_id = 2" + third, changed(3)},
		{"user taken away", "UPDATE audit_entries SET user_id = NULL" + third, changed(3)},
		{"name", "UPDATE audit_entries SET who = 'Elin Exempem'" + third, changed(3)},
		{"verb", "UPDATE audit_entries SET verb = 'event.changee'" + third, changed(3)},
		{"event", "UPDATE audit_entries SET event_id = 2" + third, changed(3)},
		{"registration", "UPDATE audit_entries SET registration_id = 8" + third, changed(3)},
		{"detail", `UPDATE audit_entries SET detail = '{"version":"7"}'` + third, changed(3)},
		{"a space in the detail, which says the same", `UPDATE audit_entries SET detail = '{"version": "2"}'` + third, changed(3)},
		{"detail that is no JSON any more", `UPDATE audit_entries SET detail = '{"version":"2"'` + third, changed(3)},
		{"seal", "UPDATE audit_entries SET seal = '0' || substr(seal, 2, 62) || 'x'" + third, changed(3)},
		{"seal of the last", "UPDATE audit_entries SET seal = substr(seal, 1, 63) || 'x' WHERE number = 5", changed(5)},
		{"the first removed", "DELETE FROM audit_entries WHERE number = 1", missing(1)},
		{"one in the middle removed", "DELETE FROM audit_entries" + third, missing(3)},
		{"the last removed", "DELETE FROM audit_entries WHERE number = 5", event.Broken{Number: 5, Fault: event.TailCut}},
		{"all removed", "DELETE FROM audit_entries", event.Broken{Number: 1, Fault: event.TailCut}},
		{"the last removed with the head", "DELETE FROM audit_entries WHERE number = 5; DELETE FROM audit_heads",
			event.Broken{Number: 4, Fault: event.HeadMissing}},
		{"the last removed and the head set back", "DELETE FROM audit_entries WHERE number = 5; UPDATE audit_heads SET number = 4, " +
			"seal = (SELECT seal FROM audit_entries WHERE number = 4)", event.Broken{Number: 4, Fault: event.HeadNotMarked}},
		{"two in each other's place", "UPDATE audit_entries SET number = 99" + third +
			"; UPDATE audit_entries SET number = 3 WHERE number = 4; UPDATE audit_entries SET number = 4 WHERE number = 99", changed(3)},
		{"one put in at the end", "INSERT INTO audit_entries SELECT organisation_id, 6, at, user_id, who, verb, event_id, registration_id, detail, seal " +
			"FROM audit_entries WHERE number = 5", changed(6)},
		{"one put in between", "UPDATE audit_entries SET number = 6 WHERE number = 5; UPDATE audit_entries SET number = 5 WHERE number = 4; " +
			"INSERT INTO audit_entries SELECT organisation_id, 4, at, user_id, who, verb, event_id, registration_id, detail, seal " +
			"FROM audit_entries WHERE number = 3", changed(4)},
	}
	each(t, func(t *testing.T, h *house) {
		by := h.logged(t, entries)
		h.unlocked(t)
		columns := []string{"organisation_id", "number", "at", "user_id", "who", "verb", "event_id", "registration_id", "detail", "seal"}
		list := strings.Join(columns, ", ")
		h.execute(t, "CREATE TABLE kept AS SELECT "+list+" FROM audit_entries")
		h.execute(t, "CREATE TABLE kept_heads AS SELECT * FROM audit_heads")
		if n := h.width(t, "audit_entries"); n != len(columns) {
			t.Errorf("%d columns, and %d are tried", n, len(columns))
		}
		for _, tt := range tests {
			for statement := range strings.SplitSeq(tt.statements, ";") {
				if strings.TrimSpace(statement) != "" {
					h.execute(t, statement)
				}
			}
			if got := h.broken(t, by); got != tt.want {
				t.Errorf("%s: found %+v, want %+v", tt.name, got, tt.want)
			}
			h.execute(t, "DELETE FROM audit_entries")
			h.execute(t, "DELETE FROM audit_heads")
			h.execute(t, "INSERT INTO audit_entries SELECT "+list+" FROM kept")
			h.execute(t, "INSERT INTO audit_heads SELECT * FROM kept_heads")
		}
	})
}

// width counts the columns of a table.
func (h *house) width(t *testing.T, table string) int {
	t.Helper()
	rows, err := h.raw.Query("SELECT * FROM " + table + " WHERE 1 = 0")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	return len(names)
}

// What was cut off does not become invisible when the log goes on.
func TestACutAuditLogStaysBroken(t *testing.T) {
	tests := []struct {
		name, statements string
		want             event.Broken
	}{
		{"the last entry", "DELETE FROM audit_entries WHERE number = 5", event.Broken{Number: 5, Fault: event.EntryMissing}},
		{"the last entry and the head", "DELETE FROM audit_entries WHERE number = 5; DELETE FROM audit_heads",
			event.Broken{Number: 5, Fault: event.EntryChanged}},
		{"the last entry, and the head set back", "DELETE FROM audit_entries WHERE number = 5; UPDATE audit_heads SET number = 4",
			event.Broken{Number: 5, Fault: event.EntryChanged}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				by := h.logged(t, 5)
				h.unlocked(t)
				for statement := range strings.SplitSeq(tt.statements, ";") {
					h.execute(t, statement)
				}
				for range 2 {
					h.record(t, by, event.Entry{Verb: "event.changed"}, noon.Add(time.Hour))
				}
				if got := h.broken(t, by); got != tt.want {
					t.Errorf("found %+v, want %+v", got, tt.want)
				}
			})
		})
	}
}

// Nobody without the key can say that a log is sound.
func TestAnotherKeyFindsNothingSound(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		by := h.logged(t, 2)
		o := h.options
		o.Key = []byte("another key")
		other := storetest.Open(t, o)
		chain, err := other.VerifyAudit(t.Context(), by.OrganisationID)
		if err != nil || chain.Broken == nil || chain.Broken.Number != 1 {
			t.Errorf("%+v, %v", chain.Broken, err)
		}
		if empty, err := h.VerifyAudit(t.Context(), by.OrganisationID+1); err != nil || empty.Broken != nil || empty.Last != 0 {
			t.Errorf("an empty log: %+v, %v", empty, err)
		}
	})
}
