package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/pressly/goose/v3"

	"samling/migrations"
)

// Migration is one step of the schema.
type Migration struct {
	Name    string
	Applied bool
}

// Advisory locks: one keeps processes from migrating at the same time, one per
// address keeps people from asking twice for the same mail, and one keeps an
// installation from being set up twice.
const (
	migrationLock = 7264901
	linksLock     = 7264902
	setUpLock     = 7264903
)

// Migrate brings the schema up to date. Several processes may start at once:
// one migrates and the others wait.
func (s *Store) Migrate(ctx context.Context) error {
	unlock, err := s.lockMigrations(ctx)
	if err != nil {
		return fmt.Errorf("wait for another process that migrates: %w", err)
	}
	defer unlock()
	p, err := s.provider()
	if err != nil {
		return err
	}
	if err := refuseNewer(ctx, p); err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// CheckSchema refuses a schema that is not exactly the one this program knows.
func (s *Store) CheckSchema(ctx context.Context) error {
	steps, err := s.Migrations(ctx)
	if err != nil {
		return err
	}
	for _, m := range steps {
		if !m.Applied {
			return fmt.Errorf("the database is older than this program: run samling migrate")
		}
	}
	return nil
}

// Migrations lists the steps this program knows. It refuses a database that is
// ahead of it.
func (s *Store) Migrations(ctx context.Context) ([]Migration, error) {
	p, err := s.provider()
	if err != nil {
		return nil, err
	}
	if err := refuseNewer(ctx, p); err != nil {
		return nil, err
	}
	status, err := p.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	var steps []Migration
	for _, m := range status {
		steps = append(steps, Migration{filepath.Base(m.Source.Path), m.State == goose.StateApplied})
	}
	return steps, nil
}

func refuseNewer(ctx context.Context, p *goose.Provider) error {
	have, known, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the schema version: %w", err)
	}
	if have > known {
		return fmt.Errorf("the database was written by a newer Samling (schema %d, this program knows %d): use that version", have, known)
	}
	return nil
}

func (s *Store) provider() (*goose.Provider, error) {
	pool, err := s.write.DB()
	if err != nil {
		return nil, err
	}
	dialect, files := goose.DialectSQLite3, fs.FS(migrations.SQLite)
	if s.kind == "postgres" {
		dialect, files = goose.DialectPostgres, migrations.Postgres
	}
	sub, err := fs.Sub(files, s.kind)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(dialect, pool, sub, goose.WithLogger(goose.NopLogger()))
}

// lockMigrations returns when no other process migrates. SQLite has no lock
// that outlives a transaction, so a second, empty database file is locked.
func (s *Store) lockMigrations(ctx context.Context) (unlock func(), err error) {
	if s.kind == "postgres" {
		return s.lockPostgres(ctx)
	}
	var file struct{ File string }
	if err := s.write.Raw("SELECT file FROM pragma_database_list WHERE name = 'main'").Scan(&file).Error; err != nil {
		return nil, err
	}
	lock, err := sql.Open("sqlite3", fileURI(file.File+".lock")+"?_busy_timeout=60000")
	if err != nil {
		return nil, err
	}
	conn, err := lock.Conn(ctx)
	if err == nil {
		_, err = conn.ExecContext(ctx, "BEGIN EXCLUSIVE")
	}
	if err != nil {
		lock.Close()
		return nil, err
	}
	return func() {
		conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		conn.Close()
		lock.Close()
	}, nil
}

// lockPostgres holds an advisory lock on a connection of its own. The limit on
// waiting for locks is for visitors, not for a migration.
func (s *Store) lockPostgres(ctx context.Context) (unlock func(), err error) {
	pool, err := s.write.DB()
	if err != nil {
		return nil, err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	lock := fmt.Sprintf("SET lock_timeout = 0; SET statement_timeout = 0; SELECT pg_advisory_lock(%d)", migrationLock)
	if _, err := conn.ExecContext(ctx, lock); err != nil {
		conn.Close()
		return nil, err
	}
	return func() {
		ctx := context.WithoutCancel(ctx)
		conn.ExecContext(ctx, fmt.Sprintf("SELECT pg_advisory_unlock(%d); RESET lock_timeout; RESET statement_timeout", migrationLock))
		conn.Close()
	}, nil
}
