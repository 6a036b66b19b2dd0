package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"samling/internal/event"
)

// How often a transaction is tried that PostgreSQL broke off because of others.
const tries = 3

// transaction runs do until it commits. It may run more than once, so do must
// have no effect outside the database until transaction returns nil.
func (s *Store) transaction(ctx context.Context, do func(tx *gorm.DB) error) error {
	var err error
	for range tries {
		if err = s.write.WithContext(ctx).Transaction(do); !isBrokenOff(err) {
			break
		}
	}
	if isBusy(err) {
		return fmt.Errorf("%w: %w", event.ErrBusy, err)
	}
	return err
}

// isBusy recognises a database that has no time, or no room, just now.
func isBusy(err error) bool {
	var pg *pgconn.PgError
	switch {
	case err == nil:
		return false
	case errors.As(err, &pg):
		return slices.Contains([]string{"55P03", "57014", "53100", "53300"}, pg.Code) || isBrokenOff(err)
	}
	// SQLite by its words: the type of its errors exists only with a C compiler,
	// and without one the program must still be built, to say so.
	return errors.Is(err, context.DeadlineExceeded) ||
		strings.Contains(err.Error(), "database is locked") || strings.Contains(err.Error(), "disk is full")
}

// isBrokenOff recognises a serialization failure and a deadlock: the only
// errors that a second try may mend.
func isBrokenOff(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

// lockEvents keeps other writers of the events out until the transaction ends,
// and loads them in the order of their ids, so that two batches cannot lock
// each other out. SQLite needs no row lock: it has one writer at a time.
func lockEvents(tx *gorm.DB, where string, args ...any) ([]event.Event, error) {
	var events []event.Event
	err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).Where(where, args...).Order("id").Find(&events).Error
	return events, err
}

// lockEvent locks one event by its id.
func lockEvent(tx *gorm.DB, id uint) (*event.Event, error) {
	events, err := lockEvents(tx, "id = ?", id)
	switch {
	case err != nil:
		return nil, err
	case len(events) == 0:
		return nil, event.ErrNotFound
	}
	return &events[0], nil
}
