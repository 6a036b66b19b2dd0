package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"samling/internal/store"
	"samling/internal/store/storetest"
)

func TestOpenSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	noDatabase := filepath.Join(dir, "letter.txt")
	if err := os.WriteFile(noDatabase, []byte(strings.Repeat("Dear Anna, ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name    string
		options store.Options
		want    string
	}{
		{"a folder that does not exist", store.Options{Path: filepath.Join(dir, "nowhere", "samling.db")}, "unable to open database file"},
		{"a folder in place of a file", store.Options{Path: dir}, "unable to open database file"},
		{"a file that is no database", store.Options{Path: noDatabase}, "file is not a database"},
		{"an address that is none", store.Options{Postgres: "postgres://anna:hemlig@[::1"}, "read the postgres:// address"},
		{"a server that does not answer", store.Options{Postgres: "postgres://anna:hemlig@127.0.0.1:1/samling?connect_timeout=5"}, "failed to connect"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := store.Open(t.Context(), tt.options)
			if err == nil {
				t.Fatal("it was opened", s.Close())
			}
			if text := err.Error(); !strings.HasPrefix(text, "open database: ") || !strings.Contains(text, tt.want) || strings.Contains(text, "hemlig") {
				t.Errorf("Open: %s", text)
			}
		})
	}
}

// Nothing in a path is special.
func TestOddPaths(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"möten & kurser.db", "50%25 #1.db", "what?mode=memory.db", "a'b;c:d.db"} {
		h := newHouse(t, storetest.SQLite(t))
		h.options.Path = filepath.Join(dir, name)
		s := h.another(t)
		if _, err := s.SaveEvent(t.Context(), seminar("gophers", 1), noon); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.Contains(f.Name(), ".db") {
			t.Errorf("a file called %q was made", f.Name())
		}
	}
	if len(files) < 8 { // each database, and the file that keeps others from migrating
		t.Errorf("%d files", len(files))
	}
}

func TestPing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if err := h.Ping(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
