package storetest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"samling/internal/store"
	"samling/migrations"
)

// Migrating takes longer than most tests, so it is done once, and each test gets
// a copy.
var (
	sqliteOnce  sync.Once
	sqliteBytes []byte
)

// templateLock is the advisory lock under which the template is made.
const templateLock = 7264999

// sqliteTemplate is a migrated database file.
func sqliteTemplate(t testing.TB) []byte {
	t.Helper()
	sqliteOnce.Do(func() {
		o := bareSQLite(t)
		migrate(t, o)
		var err error
		if sqliteBytes, err = os.ReadFile(o.Path); err != nil {
			t.Error(err)
		}
	})
	if len(sqliteBytes) == 0 {
		t.Fatal("there is no migrated database to copy: the test that should have made it failed")
	}
	return sqliteBytes
}

// postgresTemplate makes sure that there is a migrated database on the server and
// returns its name. Other processes use the same one, and it stays on the server
// until that is removed.
func postgresTemplate(t testing.TB, server string) (name string) {
	t.Helper()
	name = "samling_template_" + schema(t)
	ctx := t.Context()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(ctx)) // and so unlocks
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", templateLock); err != nil {
		t.Fatal(err)
	}
	var exists bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&exists); err != nil {
		t.Fatal(err)
	}
	if exists {
		return name
	}
	// It gets its name when it is complete.
	unfinished := name + "_unfinished"
	execute(t, server, "DROP DATABASE IF EXISTS "+unfinished+" WITH (FORCE)")
	execute(t, server, "CREATE DATABASE "+unfinished)
	migrate(t, postgres(t, server, unfinished))
	execute(t, server, "ALTER DATABASE "+unfinished+" RENAME TO "+name)
	return name
}

// migrate migrates a database and lets go of it.
func migrate(t testing.TB, o store.Options) {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Migrate(t.Context()); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if t.Failed() {
		t.FailNow()
	}
}

// schema is a short name for the steps of PostgreSQL's schema.
func schema(t testing.TB) string {
	t.Helper()
	files, err := fs.Glob(migrations.Postgres, "postgres/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	for _, file := range files {
		text, err := fs.ReadFile(migrations.Postgres, file)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(sum, "%s %d\n%s", file, len(text), text)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)[:8])
}
