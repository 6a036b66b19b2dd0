// Package store remembers: it is the only package that knows SQL, GORM and the
// two databases. One exported method is one transaction. It decides nothing
// that an organiser could have an opinion on; those rules are in package event.
package store

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// Options say where the data are.
type Options struct {
	// Path is the SQLite file. It is used when Postgres is empty.
	Path string
	// Postgres is a postgres:// address.
	Postgres string
	// Host is the domain of Message-IDs: that of the public address.
	Host string
	// Key is the installation's key, which seals the audit log.
	Key []byte
	// Batch is how many sign-ups may share a transaction; 0 means 256.
	Batch int
}

const defaultBatch = 256

// Store is an open database.
type Store struct {
	write *gorm.DB // SQLite: one connection, so there is one writer at a time
	read  *gorm.DB // SQLite: several connections that cannot write
	kind  string   // "sqlite" or "postgres"
	host  string
	key   []byte

	batch      int
	admissions chan *admission
	stop       chan struct{}
	stopped    sync.WaitGroup
	queued     chan struct{}
	closers    []func() error
}

// Open opens the database as it is. It neither creates nor changes tables: see
// Migrate. A database that does not keep its promises is refused.
func Open(ctx context.Context, o Options) (*Store, error) {
	s := &Store{
		host: o.Host, key: o.Key, batch: o.Batch, admissions: make(chan *admission),
		stop: make(chan struct{}), queued: make(chan struct{}, 1),
	}
	if s.batch == 0 {
		s.batch = defaultBatch
	}
	open := s.openSQLite
	if o.Postgres != "" {
		open = s.openPostgres
	}
	if err := open(ctx, o); err != nil {
		return nil, errors.Join(fmt.Errorf("open database: %w", err), s.closeAll())
	}
	s.stopped.Go(s.admitUntilStopped)
	return s, nil
}

// Close lets sign-ups that are being written finish, and closes the database.
func (s *Store) Close() error {
	close(s.stop)
	s.stopped.Wait()
	return s.closeAll()
}

func (s *Store) closeAll() error {
	var errs []error
	for _, c := range s.closers {
		errs = append(errs, c())
	}
	return errors.Join(errs...)
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	var one int
	return s.read.WithContext(ctx).Raw("SELECT 1").Scan(&one).Error
}

// Queued receives after a commit that queued mail. It wakes the worker of this
// process; those of others notice at their next look.
func (s *Store) Queued() <-chan struct{} { return s.queued }

// SetHost says which domain Message-IDs end in, for those who learn it from the
// database itself. It comes before anything that queues mail.
func (s *Store) SetHost(host string) { s.host = host }

// SetKey gives the installation's key to a store that was opened without. It
// comes before anything that is sealed or verified.
func (s *Store) SetKey(key []byte) { s.key = key }

func (s *Store) wake() {
	select {
	case s.queued <- struct{}{}:
	default:
	}
}

// moment is a time as both databases keep it: in UTC, to the microsecond. SQLite
// compares times as text, so another offset would give wrong answers.
func moment(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// momentOrNone is moment for columns that may be empty.
func momentOrNone(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	m := moment(*t)
	return &m
}

// notFound turns GORM's error into the domain's.
func notFound(err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return event.ErrNotFound
	}
	return err
}

// known turns a broken unique index into the domain's error.
func known(err error) error {
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return event.ErrKnown
	}
	return err
}

// one demands that a statement hit exactly one row: GORM calls an update of
// nothing a success.
func one(tx *gorm.DB) error {
	if tx.Error == nil && tx.RowsAffected != 1 {
		return fmt.Errorf("%d rows changed instead of one: %w", tx.RowsAffected, event.ErrNotFound)
	}
	return tx.Error
}

// randomReference is a fresh reference for a registration to the event.
func randomReference(slug string) string {
	var b [6]byte
	rand.Read(b[:]) // never fails since Go 1.24
	return event.NewReference(slug, b)
}

// randomKey is a key for a session, which nobody has to read.
func randomKey() string { return strings.ToLower(rand.Text()[:8]) }

// randomName is a name nobody else has, for Message-IDs.
func randomName() string {
	var b [15]byte
	rand.Read(b[:])
	return base32.StdEncoding.EncodeToString(b[:])
}
