package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"
	"time"

	_ "github.com/mattn/go-sqlite3" // the driver gorm.io/driver/sqlite uses
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Readers do not block each other or the writer in WAL mode.
const sqliteReaders = 8

// statements is how many of them a connection keeps parsed: parsing takes a fifth
// of the time of a sign-up.
const statements = "64"

// wanted is what every connection must report. They are read back, because a
// misspelt pragma is silently ignored, and a WAL file does not work on a
// network file system.
var wanted = []struct{ pragma, value string }{
	{"journal_mode", "wal"},
	{"synchronous", "2"}, // FULL: a place is confirmed to a person only when it is on the disk
	{"foreign_keys", "1"},
	{"secure_delete", "1"}, // erased means overwritten
	{"busy_timeout", "10000"},
}

func (s *Store) openSQLite(ctx context.Context, o Options) error {
	s.kind = "sqlite"
	var err error
	// Immediate transactions take the write lock at once. One that starts with
	// a read cannot be upgraded when someone else has written meanwhile.
	if s.write, err = s.sqliteHandle(ctx, o.Path, 1, "_txlock=immediate"); err != nil {
		return err
	}
	s.read, err = s.sqliteHandle(ctx, o.Path, sqliteReaders, "_query_only=1")
	return err
}

func (s *Store) sqliteHandle(ctx context.Context, path string, connections int, extra string) (*gorm.DB, error) {
	dsn := fileURI(path) + "?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=10000&_foreign_keys=1&_secure_delete=1&_stmt_cache_size=" + statements + "&" + extra
	db, err := gorm.Open(sqlite.Open(dsn), config())
	if err != nil {
		return nil, err
	}
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	s.closers = append(s.closers, pool.Close)
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return db, checkPragmas(ctx, pool)
}

// fileURI names a database file, whatever its path is made of.
func fileURI(path string) string { return "file:" + (&url.URL{Path: path}).EscapedPath() }

func checkPragmas(ctx context.Context, pool *sql.DB) error {
	for _, w := range wanted {
		var got string
		if err := pool.QueryRowContext(ctx, "PRAGMA "+w.pragma).Scan(&got); err != nil {
			return fmt.Errorf("read pragma %s: %w", w.pragma, err)
		}
		if !strings.EqualFold(got, w.value) {
			return fmt.Errorf("SQLite says %s = %s, not %s; is the file on a network disk?", w.pragma, got, w.value)
		}
	}
	return nil
}

// config is the same for both databases: no logger (values are personal data,
// and every error is returned), no hidden transactions, times in UTC.
func config() *gorm.Config {
	return &gorm.Config{
		TranslateError: true, SkipDefaultTransaction: true, Logger: logger.Discard,
		// Times come from the callers: a forgotten one shows as the year 1.
		NowFunc: func() time.Time { return time.Time{} },
	}
}
