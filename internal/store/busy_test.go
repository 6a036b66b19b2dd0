package store

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
)

// Another process that writes for too long is busy, not broken.
func TestIsBusy(t *testing.T) {
	file := fileURI(filepath.Join(t.TempDir(), "samling.db"))
	var conns [2]*sql.Conn
	for i := range conns {
		pool, err := sql.Open("sqlite3", file+"?_busy_timeout=1&_txlock=immediate")
		if err != nil {
			t.Fatal(err)
		}
		defer pool.Close()
		if conns[i], err = pool.Conn(t.Context()); err != nil {
			t.Fatal(err)
		}
		defer conns[i].Close()
	}
	tx, err := conns[0].BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, locked := conns[1].BeginTx(t.Context(), nil)
	if locked == nil || !isBusy(locked) {
		t.Errorf("a locked database: %v is not said to be busy", locked)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{"PRAGMA max_page_count = 1", "CREATE TABLE t (a)"} {
		_, err = conns[1].ExecContext(t.Context(), statement)
	}
	if err == nil || !isBusy(err) {
		t.Errorf("a full disk: %v is not said to be busy", err)
	}
	_, wrong := conns[1].ExecContext(t.Context(), "SELECT nothing FROM nowhere")
	for _, err := range []error{nil, wrong, context.Canceled, errors.New("something else")} {
		if isBusy(err) {
			t.Errorf("%v is said to be busy", err)
		}
	}
	if !isBusy(context.DeadlineExceeded) {
		t.Error("a deadline that has passed is not said to be busy")
	}
}
