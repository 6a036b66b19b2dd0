package store

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
)

// A database that does not keep its promises is refused, one pragma at a time.
func TestCheckPragmas(t *testing.T) {
	good := map[string]string{
		"_journal_mode": "WAL", "_synchronous": "FULL", "_foreign_keys": "1", "_secure_delete": "1", "_busy_timeout": "10000",
	}
	bad := map[string]string{
		"_journal_mode": "DELETE", "_synchronous": "NORMAL", "_foreign_keys": "0", "_secure_delete": "0", "_busy_timeout": "5000",
	}
	if len(good) != len(wanted) {
		t.Errorf("%d pragmas are wanted, %d tested", len(wanted), len(good))
	}
	for _, worse := range []string{"", "_journal_mode", "_synchronous", "_foreign_keys", "_secure_delete", "_busy_timeout"} {
		t.Run("worse"+worse, func(t *testing.T) {
			var parts []string
			for name, value := range good {
				if name == worse {
					value = bad[name]
				}
				parts = append(parts, name+"="+value)
			}
			pool, err := sql.Open("sqlite3", "file:"+filepath.Join(t.TempDir(), "samling.db")+"?"+strings.Join(parts, "&"))
			if err != nil {
				t.Fatal(err)
			}
			defer pool.Close()
			err = checkPragmas(t.Context(), pool)
			if worse == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.HasPrefix(err.Error(), "SQLite says "+worse[1:]+" = ") {
				t.Errorf("checkPragmas: %v", err)
			}
		})
	}
}

// The readers of a store cannot write, so that nothing can slip past the one
// writer.
func TestReadersCannotWrite(t *testing.T) {
	s, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "samling.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.read.Exec("CREATE TABLE t (a)").Error; err == nil || !strings.Contains(err.Error(), "readonly") {
		t.Errorf("a reader wrote: %v", err)
	}
	if err := s.write.Exec("CREATE TABLE t (a)").Error; err != nil {
		t.Error(err)
	}
}
