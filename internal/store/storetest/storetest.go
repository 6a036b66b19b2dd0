// Package storetest gives every other test a throw-away database, on SQLite and
// on PostgreSQL.
package storetest

import (
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"samling/internal/store"
)

// PostgresVariable names the environment variable with the address of a
// PostgreSQL server on which tests may create databases.
const PostgresVariable = "SAMLING_TEST_POSTGRES"

// RoundsVariable names the environment variable that says how often tests repeat
// what chance has a part in.
const RoundsVariable = "SAMLING_TEST_ROUNDS"

// host is where the databases' messages come from.
const host = "events.example.org"

// Rounds is how often to repeat what chance has a part in: few times, unless
// somebody asks for more.
func Rounds(t testing.TB, few int) int {
	t.Helper()
	asked := os.Getenv(RoundsVariable)
	if asked == "" {
		return few
	}
	rounds, err := strconv.Atoi(asked)
	if err != nil || rounds < 1 {
		t.Fatalf("%s is %q, not a number of rounds", RoundsVariable, asked)
	}
	return rounds
}

// Each runs a test on an empty store of every database. Without a PostgreSQL
// server that half is skipped, except in CI, where nothing may be.
func Each(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	EachDatabase(t, func(t *testing.T, o store.Options) { test(t, Open(t, o)) })
}

// EachDatabase is Each for tests that open the database themselves, or more
// than once.
func EachDatabase(t *testing.T, test func(t *testing.T, o store.Options)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// EachBare is EachDatabase for tests about the first start: there is not even a
// table.
func EachBare(t *testing.T, test func(t *testing.T, o store.Options)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, bareSQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, createPostgres(t, "template1")) })
}

// Open opens and migrates a database and closes it with the test.
func Open(t testing.TB, o store.Options) *store.Store {
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
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// SQLite is a database file with all tables and no rows.
func SQLite(t testing.TB) store.Options {
	t.Helper()
	o := bareSQLite(t)
	if err := os.WriteFile(o.Path, sqliteTemplate(t), 0o600); err != nil {
		t.Fatal(err)
	}
	return o
}

func bareSQLite(t testing.TB) store.Options {
	return store.Options{Path: filepath.Join(t.TempDir(), "samling.db"), Host: host}
}

// Postgres is a database with all tables and no rows on the server for tests.
func Postgres(t testing.TB) store.Options {
	t.Helper()
	return createPostgres(t, postgresTemplate(t, postgresServer(t)))
}

// createPostgres makes a database like another, until the test ends.
func createPostgres(t testing.TB, template string) store.Options {
	t.Helper()
	server := postgresServer(t)
	name := "samling_test_" + strings.ToLower(rand.Text())
	execute(t, server, "CREATE DATABASE "+name+" TEMPLATE "+template)
	t.Cleanup(func() { execute(t, server, "DROP DATABASE "+name+" WITH (FORCE)") })
	return postgres(t, server, name)
}

// postgresServer is the address of the server for tests.
func postgresServer(t testing.TB) string {
	t.Helper()
	server := os.Getenv(PostgresVariable)
	switch {
	case server == "" && os.Getenv("CI") != "":
		t.Fatal("CI must set " + PostgresVariable)
	case server == "":
		t.Skip("set " + PostgresVariable + " to run on PostgreSQL too")
	}
	return server
}

// postgres is a database on the server for tests.
func postgres(t testing.TB, server, name string) store.Options {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return store.Options{Postgres: u.String(), Host: host}
}

func execute(t testing.TB, server, statement string) {
	t.Helper()
	ctx := context.Background() // the test's own is over in Cleanup
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatal(err)
	}
}
