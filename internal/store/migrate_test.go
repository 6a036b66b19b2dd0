package store_test

import (
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
	"samling/internal/store"
	"samling/internal/store/storetest"
	"samling/migrations"
)

// open opens a database without migrating it.
func open(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestMigrateAnEmptyDatabase(t *testing.T) {
	storetest.EachBare(t, func(t *testing.T, o store.Options) {
		s := open(t, o)
		if err := s.CheckSchema(t.Context()); err == nil || !strings.Contains(err.Error(), "samling migrate") {
			t.Errorf("an empty database: %v", err)
		}
		steps, err := s.Migrations(t.Context())
		if err != nil || len(steps) == 0 {
			t.Fatalf("%d steps, %v", len(steps), err)
		}
		for _, step := range steps {
			if step.Applied {
				t.Errorf("%s is said to be applied", step.Name)
			}
		}
		for range 2 { // the second time there is nothing to do
			if err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := s.CheckSchema(t.Context()); err != nil {
				t.Error(err)
			}
		}
		done, err := s.Migrations(t.Context())
		if err != nil || len(done) != len(steps) {
			t.Fatalf("%d steps, %v", len(done), err)
		}
		for i, step := range done {
			if want := (store.Migration{Name: steps[i].Name, Applied: true}); step != want {
				t.Errorf("step %+v, want %+v", step, want)
			}
		}
	})
}

// Four processes start at once on an empty database: one migrates, the others
// wait, and all can work.
func TestMigrateFourAtOnce(t *testing.T) {
	for name, look := range map[string]bool{"on nothing": false, "after somebody looked at the steps": true} {
		t.Run(name, func(t *testing.T) {
			storetest.EachBare(t, func(t *testing.T, o store.Options) {
				stores := make([]*store.Store, 4)
				for i := range stores {
					stores[i] = open(t, o)
				}
				if look { // then the table of versions is there, and nothing else
					if _, err := stores[0].Migrations(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				together(len(stores), func(i int) {
					if err := stores[i].Migrate(t.Context()); err != nil {
						t.Errorf("process %d: %v", i, err)
						return
					}
					if _, err := stores[i].SaveEvent(t.Context(), seminar(fmt.Sprint("e", i), 1), noon); err != nil {
						t.Errorf("process %d: %v", i, err)
					}
				})
			})
		})
	}
}

func TestMigratedDatabaseKeepsItsRows(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, example(t, "goda-uppvaxtvillkor"), noon)
		if err := h.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		got, err := h.EventBySlug(t.Context(), ev.Slug)
		if diff := cmp.Diff(ev, got); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
	})
}

func TestNewerSchemaIsRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.execute(t, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)")
		_, listing := h.Migrations(t.Context())
		for what, err := range map[string]error{"migrate": h.Migrate(t.Context()), "check": h.CheckSchema(t.Context()), "list": listing} {
			if err == nil || !strings.Contains(err.Error(), "written by a newer Samling (schema 9999") || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

func TestBothDialectsHaveTheSameSteps(t *testing.T) {
	names := func(files fs.FS, kind string) []string {
		paths, err := fs.Glob(files, kind+"/*.sql")
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: %d files, %v", kind, len(paths), err)
		}
		for i := range paths {
			paths[i] = filepath.Base(paths[i])
		}
		return paths
	}
	if diff := cmp.Diff(names(migrations.SQLite, "sqlite"), names(migrations.Postgres, "postgres")); diff != "" {
		t.Error(diff)
	}
}

// columns lists every column as "table.column" with what it holds, and every
// index and reference, in words that mean the same for both databases.
func (h *house) columns(t testing.TB) map[string]string {
	t.Helper()
	query := `SELECT m.name || '.' || c.name, CASE lower(c.type) WHEN 'datetime' THEN 'time' WHEN 'integer' THEN 'number' ELSE lower(c.type) END
			|| CASE WHEN c."notnull" OR c.pk THEN '' ELSE ', or nothing' END
			FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
		UNION ALL SELECT 'index ' || name, '' FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
		UNION ALL SELECT m.name || '.' || k."from" || ' refers', k."table" || ' on delete ' || k.on_delete
			FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) k WHERE m.type = 'table'
		UNION ALL SELECT 'unique in ' || m.name, count(*) || '' FROM sqlite_master m JOIN pragma_index_list(m.name) i
			WHERE m.type = 'table' AND i."unique" AND i.origin <> 'pk' GROUP BY m.name`
	if h.options.Postgres != "" {
		query = `SELECT table_name || '.' || column_name, CASE data_type WHEN 'timestamp with time zone' THEN 'time' WHEN 'bigint' THEN 'number' ELSE data_type END
				|| CASE is_nullable WHEN 'NO' THEN '' ELSE ', or nothing' END
				FROM information_schema.columns WHERE table_schema = 'public'
			UNION ALL SELECT 'index ' || c.relname, '' FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
				WHERE c.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)
			UNION ALL SELECT conrelid::regclass || '.' || a.attname || ' refers',
				confrelid::regclass || ' on delete ' || CASE confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'a' THEN 'NO ACTION' WHEN 'n' THEN 'SET NULL' ELSE confdeltype::text END
				FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1] WHERE contype = 'f'
			UNION ALL SELECT 'unique in ' || i.indrelid::regclass, count(*) || '' FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
				WHERE c.relnamespace = 'public'::regnamespace AND indisunique AND NOT indisprimary GROUP BY i.indrelid`
	}
	type pair struct{ name, what string }
	all := map[string]string{}
	for _, p := range load(t, h.raw, query, func(p *pair) []any { return []any{&p.name, &p.what} }) {
		if !strings.Contains(p.name, "goose") {
			all[p.name] = p.what
		}
	}
	return all
}

func TestBothDialectsHaveTheSameTables(t *testing.T) {
	sqlite, postgres := newHouse(t, storetest.SQLite(t)), newHouse(t, storetest.Postgres(t))
	got := sqlite.columns(t)
	delete(got, "index registrations_to_search") // PostgreSQL limits what an index holds
	if diff := cmp.Diff(postgres.columns(t), got); diff != "" {
		t.Error(diff)
	}
	for name, want := range map[string]string{
		"registrations.late_link_id": "number, or nothing", "registrations.email": "text", "events.free": "boolean", "events.opens_at": "time, or nothing",
		"index registrations_live_address": "", "registrations.event_id refers": "events on delete NO ACTION", "unique in registrations": "3",
	} {
		if what, ok := got[name]; !ok || what != want {
			t.Errorf("%s is %q, want %q", name, what, want)
		}
	}
}

// A time with another offset would compare wrongly with all others, so each
// column refuses it.
func TestSQLiteRefusesOtherOffsets(t *testing.T) {
	h := newHouse(t, storetest.SQLite(t))
	ev := h.save(t, example(t, "barn-och-unga-konferens"), noon)
	link := event.LateLink{ExpiresAt: ev.EndsAt, CreatedAt: noon}
	if err := h.CreateLateLink(t.Context(), ev.Slug, &link); err != nil {
		t.Fatal(err)
	}
	h.register(t, ev.Slug, "anna@ale.se", ev.OpensAt.UTC())
	user, by := h.organiser(t, ev)
	anna := h.participant(t, ev.ID, "anna@ale.se")
	order := h.shown(t, ev, store.Order{Kind: event.DeedCancel, References: []string{anna.Reference}})
	if _, err := h.DoDeed(t.Context(), by, ev.ID, order, noon); err != nil {
		t.Fatal(err)
	}
	if _, err := h.AmendParticipant(t.Context(), by, ev.ID, anna.Reference, h.participants(t, ev.ID)[0].Mark(), signup("bo@ale.se"), false, noon); err != nil {
		t.Fatal(err)
	}
	if _, err := h.SignIn(t.Context(), event.Signin{UserID: user.ID}, "", noon); err != nil {
		t.Fatal(err)
	}
	if err := h.IssueTicket(t.Context(), &event.Ticket{Kind: event.TicketSignIn, ExpiresAt: noon}, nil, noon); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Attempt(t.Context(), "password", "x", noon, noon); err != nil {
		t.Fatal(err)
	}
	h.execute(t, "INSERT INTO sensitive_answers SELECT id, '{}', created_at FROM registrations")
	h.addApp(t, user.ID, 1)
	if err := h.AddPasskey(t.Context(), &event.Passkey{UserID: user.ID, CredentialID: "abc"}, noon); err != nil {
		t.Fatal(err)
	}
	if err := h.KeepImport(t.Context(), by, &event.Import{EventID: ev.ID}, noon); err != nil {
		t.Fatal(err)
	}
	for _, insert := range []string{
		"INSERT INTO registration_groups (event_id, name, email, language, generation, together, created_at) SELECT event_id, name, email, language, 1, false, created_at FROM registrations",
		"INSERT INTO group_people (group_id, name, email, attendance, category, standing, created_at) SELECT id, name, email, '', '', 'confirmed', created_at FROM registration_groups",
		"INSERT INTO invites (event_id, name, email, code, uses, created_at) SELECT event_id, name, email, 'x', 0, created_at FROM registrations",
		"INSERT INTO session_choices (event_id, registration_id, session, standing, created_at) SELECT event_id, id, 's1', 'waiting', created_at FROM registrations",
		"INSERT INTO uploads (event_id, question, name, file, size, created_at) SELECT event_id, 'q', 'a.pdf', 'a', 1, created_at FROM registrations",
		"INSERT INTO group_people (group_id, name, email, attendance, category, standing, created_at) SELECT id, name, email, '', '', 'waiting', created_at FROM registration_groups",
		"INSERT INTO told_apart (first_id, second_id, event_id, created_at) SELECT id, id, event_id, created_at FROM registrations",
		"DROP TRIGGER audit_entries_unchanged",
	} {
		h.execute(t, insert)
	}
	tested := 0
	columns := h.columns(t)
	for _, name := range slices.Sorted(maps.Keys(columns)) {
		if !strings.HasPrefix(columns[name], "time") {
			continue
		}
		tested++
		table, column, _ := strings.Cut(name, ".")
		if n := h.count(t, "SELECT count(*) FROM %s", table); n == 0 {
			t.Fatalf("there is no row in %s to try it on", table)
		}
		for _, suffix := range []string{"+01:00", "Z", ""} {
			// The same clock with another ending, or any time where there was none.
			_, err := h.raw.Exec(fmt.Sprintf(
				"UPDATE %[1]s SET %[2]s = coalesce(replace(%[2]s, '+00:00', '%[3]s'), '2030-01-01 00:00:00%[3]s')", table, column, suffix))
			if err == nil || !strings.Contains(err.Error(), "CHECK constraint failed: "+column) {
				t.Errorf("%s takes the ending %q: %v", name, suffix, err)
			}
		}
		h.execute(t, fmt.Sprintf("UPDATE %[1]s SET %[2]s = coalesce(%[2]s, '2030-01-01 00:00:00+00:00')", table, column))
	}
	if tested < 20 {
		t.Errorf("only %d columns hold times", tested)
	}
}
