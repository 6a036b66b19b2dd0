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

// SQLite is an empty database file.
func SQLite(t testing.TB) store.Options {
	return store.Options{Path: filepath.Join(t.TempDir(), "samling.db"), Host: "events.example.org"}
}

// Postgres is an empty database on the server for tests.
func Postgres(t testing.TB) store.Options {
	t.Helper()
	server := os.Getenv(PostgresVariable)
	switch {
	case server == "" && os.Getenv("CI") != "":
		t.Fatal("CI must set " + PostgresVariable)
	case server == "":
		t.Skip("set " + PostgresVariable + " to run on PostgreSQL too")
	}
	name := "samling_test_" + strings.ToLower(rand.Text())
	execute(t, server, "CREATE DATABASE "+name)
	t.Cleanup(func() { execute(t, server, "DROP DATABASE "+name+" WITH (FORCE)") })
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return store.Options{Postgres: u.String(), Host: "events.example.org"}
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
