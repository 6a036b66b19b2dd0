package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

// place are the flags for a fresh data folder, and a database in it or on a
// PostgreSQL server.
func place(t *testing.T, o store.Options) []string {
	t.Helper()
	return []string{"--data", filepath.Join(t.TempDir(), "data"), "--database", o.Postgres}
}

// with puts flags behind a command.
func with(flags []string, command ...string) []string { return append(command, flags...) }

func fetch(t *testing.T, address string) (status int, body string) {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	content, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(content)
}

func TestServeMakesEverythingItNeeds(t *testing.T) {
	setenv(t)
	storetest.EachBare(t, func(t *testing.T, o store.Options) {
		flags := place(t, o)
		s := starts(t, with(flags, "serve")...)
		if status, body := fetch(t, s.base+"/"); status != http.StatusOK || !strings.Contains(body, "<html") {
			t.Errorf("start page answers %d", status)
		}
		private := []string{"key"}
		if o.Postgres == "" {
			private = append(private, "samling.db", "samling.db-wal")
		}
		for _, name := range private {
			info, err := os.Stat(filepath.Join(flags[1], name))
			if err != nil || info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
				t.Errorf("%s: %v, %v", name, info, err)
			}
		}
		folder, err := os.Stat(flags[1])
		if err != nil || folder.Mode().Perm() != 0o700 && runtime.GOOS != "windows" {
			t.Errorf("folder: %v, %v", folder, err)
		}
		if status, _ := fetch(t, s.base+"/mailbox"); status != http.StatusNotFound {
			t.Errorf("a server that sends mail shows a mailbox: %d", status)
		}
		if log := s.log.String(); !strings.Contains(log, "no mail server is set, so mail waits") {
			t.Errorf("log does not say that mail waits:\n%s", log)
		}
		s.stop()
		if _, err := http.Get(s.base); err == nil {
			t.Error("answers after it was stopped")
		}
	})
}

func TestSecondStartKeepsTheKey(t *testing.T) {
	setenv(t)
	flags := place(t, store.Options{})
	name := filepath.Join(flags[1], "key")
	starts(t, with(flags, "serve")...).stop()
	before, err := os.ReadFile(name)
	if err != nil || len(before) < shortestKey {
		t.Fatalf("key of %d bytes, %v", len(before), err)
	}
	starts(t, with(flags, "serve")...).stop()
	if after, err := os.ReadFile(name); err != nil || string(after) != string(before) {
		t.Errorf("the key changed, %v", err)
	}
	if err := os.WriteFile(name, []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	fails(t, exitWrong, "--data (SAMLING_DATA): the key in "+name+" is shorter than 32 bytes; put back the one from your backup, or old links stop working",
		with(flags, "serve", "--listen", "127.0.0.1:0")...)
}

// Commands beside a server print its addresses, and those of the next one.
func TestCommandsKnowWhereTheServerIs(t *testing.T) {
	setenv(t)
	storetest.EachDatabase(t, func(t *testing.T, o store.Options) {
		flags := place(t, o)
		file := eventFolder(t, nil)
		imports := func(base string, extra ...string) {
			t.Helper()
			out := works(t, append(with(flags, "event", "import", file), extra...)...)
			if !strings.HasSuffix(out, "d "+base+"/e/goda-uppvaxtvillkor (published)\n") {
				t.Errorf("import prints %q, want %s", out, base)
			}
		}
		works(t, with(flags, "migrate")...)
		imports(defaultBase) // there was no server yet
		starts(t, with(flags, "serve", "--base-url", public+"/")...)
		imports(public)
		imports("https://other.example", "--base-url", "https://other.example")
		link := works(t, with(flags, "event", "late-link", "goda-uppvaxtvillkor", "--note", "n")...)
		if !strings.HasPrefix(link, public+"/e/goda-uppvaxtvillkor/late/") {
			t.Errorf("late link %s", link)
		}
		next := starts(t, with(flags, "serve")...)
		imports(next.base)
		fails(t, exitWrong, "--base-url (SAMLING_BASE_URL): must look like https://events.example.org, with nothing behind the host",
			with(flags, "event", "import", file, "--base-url", "events.example.org")...)
	})
}

func TestHello(t *testing.T) {
	for host, want := range map[string]string{
		"events.example.org": "events.example.org", "localhost": "localhost", "192.0.2.7": "[192.0.2.7]", "2001:db8::1": "[IPv6:2001:db8::1]",
	} {
		if got := hello(host); got != want {
			t.Errorf("%s says hello as %s, want %s", host, got, want)
		}
	}
}

func TestManyMakeOneKey(t *testing.T) {
	data := t.TempDir()
	keys := make(chan string, 20)
	for range cap(keys) {
		go func() {
			key, err := keyFlags{}.keyOrNew(data)
			if err != nil {
				t.Error(err)
			}
			keys <- string(key)
		}()
	}
	first := <-keys
	for range cap(keys) - 1 {
		if key := <-keys; key != first || len(key) < shortestKey {
			t.Errorf("keys %q and %q", first, key)
		}
	}
	if entries, err := os.ReadDir(data); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestPortTaken(t *testing.T) {
	setenv(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	where := taken.Addr().String()
	data := filepath.Join(t.TempDir(), "data")
	for _, command := range []string{"serve", "demo"} {
		fails(t, exitWrong, fmt.Sprintf("--listen (SAMLING_LISTEN): %s is taken, perhaps by another Samling; choose another port, such as --listen %s", where, nextPort(where)),
			command, "--listen", where, "--data", data)
	}
	if _, err := os.Stat(data); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("made %s all the same: %v", data, err)
	}
}

func TestNextPort(t *testing.T) {
	for where, want := range map[string]string{
		"127.0.0.1:8080": "127.0.0.1:8081", ":80": ":81", "[::1]:8080": "[::1]:8081", "0.0.0.0:65535": defaultListen, "0.0.0.0:http": defaultListen,
	} {
		if got := nextPort(where); got != want {
			t.Errorf("after %s comes %s, want %s", where, got, want)
		}
	}
}

func TestReachable(t *testing.T) {
	for listens, want := range map[string]string{"0.0.0.0": "127.0.0.1:80", "::": "127.0.0.1:80", "::1": "[::1]:80", "192.0.2.7": "192.0.2.7:80"} {
		if got := reachable(&net.TCPAddr{IP: net.ParseIP(listens), Port: 80}); got != want {
			t.Errorf("listening on %s it is reached at %s, want %s", listens, got, want)
		}
	}
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	setenv(t)
	data := t.TempDir()
	for folder, mode := range map[string]os.FileMode{data: 0o555, filepath.Dir(data): 0o755} {
		if err := os.Chmod(folder, mode); err != nil {
			t.Fatal(err)
		}
	}
	withoutRights(t)
	for _, command := range []string{"serve", "demo", "migrate"} {
		fails(t, exitWrong, "--data (SAMLING_DATA): cannot write in the folder "+data+": permission denied", command, "--data", data)
	}
}

func TestDatabaseThatCannotBeReached(t *testing.T) {
	setenv(t)
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	address := "postgres://samling:hemligt@" + closed.Addr().String() + "/samling"
	for _, command := range [][]string{{"serve", "--listen", "127.0.0.1:0"}, {"event", "list"}, {"migrate"}} {
		r := samling(t, append(command, "--data", t.TempDir(), "--database", address)...)
		if r.code != exitFailed || !strings.HasPrefix(r.err, "samling: open database: ") || strings.Contains(r.err, "hemligt") {
			t.Errorf("%v ended with %d:\n%s", command, r.code, r.err)
		}
	}
}

func TestNewerDatabaseIsRefused(t *testing.T) {
	setenv(t)
	flags := place(t, store.Options{})
	works(t, with(flags, "migrate")...)
	db, err := sql.Open("sqlite3", filepath.Join(flags[1], "samling.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	for _, command := range [][]string{{"serve", "--listen", "127.0.0.1:0"}, {"migrate"}, {"migrate", "--status"}, {"event", "list"}, {"mail", "pending"}} {
		r := samling(t, with(flags, command...)...)
		if r.code != exitFailed || !strings.Contains(r.err, "the database was written by a newer Samling (schema 9999") || strings.Count(r.err, "\n") != 1 {
			t.Errorf("%v ended with %d:\n%s", command, r.code, r.err)
		}
	}
}

func TestRequestsMayFinish(t *testing.T) {
	listener, err := listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	begun, finish := make(chan bool), make(chan bool)
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(begun)
		<-finish
		if r.Context().Err() != nil {
			t.Error("the request was broken off")
		}
		fmt.Fprint(w, "done")
	})
	ctx, stop := context.WithCancel(t.Context())
	s := &settings{log: slog.New(slog.DiscardHandler), ready: func(string) {}}
	stopped := make(chan error, 1)
	go func() { stopped <- s.answer(ctx, listener, handler, "") }()
	answers := make(chan string, 1)
	go func() {
		_, body := fetch(t, "http://"+listener.Addr().String())
		answers <- body
	}()
	<-begun
	stop()
	select {
	case err := <-stopped:
		t.Fatalf("stopped with a visitor inside: %v", err)
	case <-time.After(100 * time.Millisecond):
	}
	if _, err := net.Dial("tcp", listener.Addr().String()); err == nil {
		t.Error("lets new visitors in while it stops")
	}
	close(finish)
	if body := <-answers; body != "done" {
		t.Errorf("the visitor got %q", body)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

func TestLogFormat(t *testing.T) {
	setenv(t)
	s := starts(t, with(place(t, store.Options{}), "serve", "--log-format", "json", "--operator-name", "Exempelstads kommun")...)
	s.stop()
	for line := range strings.Lines(s.log.String()) {
		if !strings.HasPrefix(line, `{"time":"`) {
			t.Errorf("no JSON: %s", line)
		}
		if strings.Contains(line, "name nobody") {
			t.Errorf("complains of a name that is set: %s", line)
		}
	}
}

func TestLanguageWithoutPrefix(t *testing.T) {
	setenv(t)
	s := starts(t, with(place(t, store.Options{}), "serve", "--language", "en")...)
	if _, body := fetch(t, s.base+"/"); !strings.Contains(body, `lang="en"`) {
		t.Error("start page is not in English")
	}
	if _, body := fetch(t, s.base+"/sv/"); !strings.Contains(body, `lang="sv"`) {
		t.Error("/sv/ is not in Swedish")
	}
}

func TestKeyDecidesTheLinks(t *testing.T) {
	given, err := keyFlags{Secret: strings.Repeat("å", 16)}.key("")
	if err != nil || len(given) != 32 {
		t.Fatalf("%d bytes, %v", len(given), err)
	}
	reg := &event.Registration{ID: 7, Reference: "UPP-4T8N2K", Generation: 1}
	a := event.Links{Base: "https://a.example", Key: given}.Registration(reg)
	b := event.Links{Base: "https://a.example", Key: []byte(strings.Repeat("x", 32))}.Registration(reg)
	if a == b {
		t.Error("two keys make the same link")
	}
}
