package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"samling/internal/event"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

// storeWithLog makes an installation in which an organisation has a log of three
// entries, and another none.
func storeWithLog(t *testing.T, flags []string, o store.Options, key string) {
	t.Helper()
	noon := time.Date(2030, 4, 15, 10, 0, 0, 0, time.UTC)
	works(t, with(flags, "migrate")...)
	if o.Postgres == "" {
		o.Path = filepath.Join(flags[1], "samling.db")
	}
	o.Key = []byte(key)
	s := storetest.Open(t, o)
	user := event.User{Email: "bo@example.org", Name: "Bo", Language: "sv"}
	if err := s.CreateUser(t.Context(), &user, noon); err != nil {
		t.Fatal(err)
	}
	for _, slug := range []string{"ale", "bor"} {
		org := event.Organisation{Slug: slug, Name: slug}
		if err := s.CreateOrganisation(t.Context(), user.ID, &org, noon); err != nil {
			t.Fatal(err)
		}
		if err := s.Record(t.Context(), event.Actor{Who: "Bo", OrganisationID: org.ID}, event.Entry{Verb: "event.changed"}, noon); err != nil {
			t.Fatal(err)
		}
	}
}

// tamper changes a letter in the log of the first organisation, as whoever runs
// the database can.
func tamper(t *testing.T, o store.Options, data string) {
	t.Helper()
	driver, address, drop := "sqlite3", filepath.Join(data, "samling.db"), "DROP TRIGGER audit_entries_unchanged"
	if o.Postgres != "" {
		driver, address, drop = "pgx", o.Postgres, "DROP TRIGGER audit_entries_stay ON audit_entries"
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{drop, "UPDATE audit_entries SET who = 'Bq' WHERE organisation_id = 1 AND number = 2"} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAuditVerify(t *testing.T) {
	setenv(t)
	key := strings.Repeat("k", 32)
	storetest.EachDatabase(t, func(t *testing.T, o store.Options) {
		flags := place(t, o)
		storeWithLog(t, flags, o, key)
		fails(t, exitWrong, "--secret (SAMLING_SECRET): is needed, because there is no key in "+flags[1], with(flags, "audit", "verify")...)
		if err := os.WriteFile(filepath.Join(flags[1], "key"), []byte(key+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		out := works(t, with(flags, "audit", "verify")...)
		for _, line := range []string{"ale: 3 entries, all as written; the last seal is ", "bor: 3 entries, all as written; the last seal is "} {
			if !strings.Contains(out, line) {
				t.Errorf("prints no %q:\n%s", line, out)
			}
		}
		tamper(t, o, flags[1])
		r := samling(t, with(flags, "audit", "verify")...)
		if r.code != exitFailed || !strings.Contains(r.out, "ale: entry 2 is not what was written\nbor: 3 entries") ||
			r.err != "samling: 1 of 2 audit logs are not what was written\n" {
			t.Errorf("ended with %d:\n%s%s", r.code, r.out, r.err)
		}
		works(t, with(flags, "audit", "verify", "--organisation", "bor")...)
		if r := samling(t, with(flags, "audit", "verify", "--organisation", "ale")...); r.code != exitFailed || strings.Contains(r.out, "bor") {
			t.Errorf("ended with %d:\n%s", r.code, r.out)
		}
		fails(t, exitWrong, `--organisation (SAMLING_ORGANISATION): there is no organisation "x"`, with(flags, "audit", "verify", "--organisation", "x")...)
		r = samling(t, with(flags, "audit", "verify", "--secret", strings.Repeat("x", 32))...)
		if r.code != exitFailed || strings.Count(r.out, "entry 1 is not what was written") != 2 {
			t.Errorf("with another key ended with %d:\n%s", r.code, r.out)
		}
	})
}
