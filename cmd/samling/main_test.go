package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alecthomas/kong"
)

// result is how a command ended.
type result struct {
	code     int
	out, err string
}

// samling runs a command to its end.
func samling(t *testing.T, args ...string) result {
	t.Helper()
	return samlingWith(t, "", args...)
}

func samlingWith(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var out, err bytes.Buffer
	code := run(ctx, args, strings.NewReader(stdin), &out, &err)
	return result{code, out.String(), err.String()}
}

// works runs a command that must succeed, and returns what it prints.
func works(t *testing.T, args ...string) string {
	t.Helper()
	r := samling(t, args...)
	if r.code != exitDone {
		t.Fatalf("samling %s ended with %d:\n%s", strings.Join(args, " "), r.code, r.err)
	}
	return r.out
}

// fails runs a command that must say one sentence and end with the code.
func fails(t *testing.T, code int, sentence string, args ...string) {
	t.Helper()
	r := samling(t, args...)
	if r.code != code || r.err != "samling: "+sentence+"\n" || r.out != "" {
		t.Errorf("samling %s ended with %d and said\n%s%s\nwant %d and\nsamling: %s", strings.Join(args, " "), r.code, r.out, r.err, code, sentence)
	}
}

// server is a server that runs until the test ends, or stop is called.
type server struct {
	base string // without a slash at the end
	out  *lines
	log  *lines
	stop func()
}

// lines are what a program printed so far.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// starts runs a command that serves, on a free port, and waits until it is
// ready. At the end of the test it must stop cleanly.
func starts(t *testing.T, args ...string) *server {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	printed, stdout := io.Pipe()
	s := &server{out: &lines{}, log: &lines{}}
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, append(args, "--listen", "127.0.0.1:0"), strings.NewReader(""), stdout, s.log)
		stdout.Close()
	}()
	s.stop = sync.OnceFunc(func() {
		cancel()
		select {
		case code := <-ended:
			if code != exitDone {
				t.Errorf("samling %s ended with %d:\n%s", args[0], code, s.log)
			}
		case <-time.After(15 * time.Second):
			t.Error("did not stop")
		}
	})
	t.Cleanup(s.stop)

	first, err := bufio.NewReader(io.TeeReader(printed, s.out)).ReadString('\n')
	base, ok := strings.CutPrefix(strings.TrimSpace(first), "Samling is ready at ")
	if err != nil || !ok {
		cancel()
		t.Fatalf("samling %s printed %q, %v:\n%s", strings.Join(args, " "), first, err, s.log)
	}
	s.base = base
	go io.Copy(s.out, printed)
	return s
}

// setenv sets SAMLING_ variables and unsets all others, whatever the tests were
// started with.
func setenv(t *testing.T, pairs ...string) {
	t.Helper()
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, "SAMLING_") && !strings.HasPrefix(name, "SAMLING_TEST_") {
			t.Setenv(name, "")
			os.Unsetenv(name)
		}
	}
	for i := 0; i < len(pairs); i += 2 {
		t.Setenv(pairs[i], pairs[i+1])
	}
}

// model is the command line as kong sees it.
func model(t *testing.T) *kong.Application {
	t.Helper()
	k, err := kong.New(&commands{}, kong.DefaultEnvars("SAMLING"))
	if err != nil {
		t.Fatal(err)
	}
	return k.Model
}

func TestEveryCommandHelps(t *testing.T) {
	setenv(t)
	for _, command := range model(t).Leaves(true) {
		args := append(strings.Fields(regexp.MustCompile(`[\[<].*`).ReplaceAllString(command.Path(), "")), "--help")
		out := works(t, args...)
		if !strings.Contains(out, command.Help) {
			t.Errorf("%v does not say what it does:\n%s", args, out)
		}
		for _, flag := range command.Flags {
			if flag.Name != "help" && !flag.Hidden && (flag.Help == "" || !strings.Contains(out, "SAMLING_"+envName(flag.Name))) {
				t.Errorf("%v does not tell of --%s and its variable", args, flag.Name)
			}
		}
	}
	if out := works(t); !strings.Contains(out, "participants export") {
		t.Errorf("without arguments it prints\n%s", out)
	}
}

func envName(flag string) string { return strings.ToUpper(strings.ReplaceAll(flag, "-", "_")) }

func TestVariablesAreNamedLikeFlags(t *testing.T) {
	for _, command := range model(t).Leaves(false) {
		for _, flag := range command.Flags {
			if want := []string{"SAMLING_" + envName(flag.Name)}; flag.Name != "help" && !reflect.DeepEqual(flag.Envs, want) {
				t.Errorf("--%s of %s is read from %v", flag.Name, command.FullPath(), flag.Envs)
			}
		}
	}
}

func TestVersion(t *testing.T) {
	if out := works(t, "version"); !strings.HasPrefix(out, "samling ") || !strings.Contains(out, "go1.") {
		t.Errorf("prints\n%s", out)
	}
}

func TestWrongCommandLine(t *testing.T) {
	setenv(t)
	const hint = "; samling --help tells what there is"
	fails(t, exitWrong, `unexpected argument sevre, did you mean "serve"?`+hint, "sevre")
	fails(t, exitWrong, `unknown flag --lisen, did you mean "--listen"?`+hint, "serve", "--lisen", "x")
	fails(t, exitWrong, `expected "<slug>"`+hint, "event", "export")
	fails(t, exitWrong, `missing flags: --note=TEXT`+hint, "event", "late-link", "x")
	fails(t, exitWrong, `missing flags: --out=FILE`+hint, "participants", "export", "x")
	fails(t, exitWrong, `--language must be one of "sv","en" but got "de"`+hint, "serve", "--language", "de")
	fails(t, exitWrong, `"anna" is not an e-mail address`+hint, "mail", "test", "anna")
	t.Setenv("SAMLING_SIGNUPS_PER_MINUTE", "many")
	fails(t, exitWrong, `--signups-per-minute: expected a valid 64 bit int but got "many" (from envar SAMLING_SIGNUPS_PER_MINUTE="many")`+hint, "serve")
}

// write makes a file in a folder of the test.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWrongSettings(t *testing.T) {
	setenv(t)
	empty, file := write(t, "empty", " \n"), write(t, "file", "x")
	tests := []struct {
		name string
		want string
		args []string
	}{
		{"no port", `--listen (SAMLING_LISTEN): must look like 127.0.0.1:8080`, []string{"--listen", "localhost"}},
		{"no such host", `--listen (SAMLING_LISTEN): cannot listen on 192.0.2.1:80: bind: cannot assign requested address`, []string{"--listen", "192.0.2.1:80"}},
		{"folder below a file", `--data (SAMLING_DATA): cannot make the folder ` + file + `/data: not a directory`, []string{"--data", file + "/data"}},
		{"other database", `--database (SAMLING_DATABASE): must begin with postgres://, or be left out for SQLite in the data folder`, []string{"--database", "mysql://host/name"}},
		{"no such file", `--database-file (SAMLING_DATABASE_FILE): open /nowhere: no such file or directory`, []string{"--database-file", "/nowhere"}},
		{"empty file", `--smtp-file (SAMLING_SMTP_FILE): ` + empty + ` is empty`, []string{"--smtp-file", empty}},
		{"both", `--secret-file (SAMLING_SECRET_FILE): say either this or --secret`, []string{"--secret", "x", "--secret-file", file}},
		{"short key", `--secret (SAMLING_SECRET): must be at least 32 bytes long`, []string{"--secret", strings.Repeat("x", 31)}},
		{"short key in a file", `--secret (SAMLING_SECRET): must be at least 32 bytes long`, []string{"--secret-file", file}},
		{"path in the address", `--base-url (SAMLING_BASE_URL): must look like https://events.example.org, with nothing behind the host`, []string{"--base-url", "https://example.org/events"}},
		{"other protocol", `--base-url (SAMLING_BASE_URL): must look like https://events.example.org, with nothing behind the host`, []string{"--base-url", "ftp://example.org"}},
		{"no protocol", `--base-url (SAMLING_BASE_URL): must look like https://events.example.org, with nothing behind the host`, []string{"--base-url", "example.org"}},
		{"mail server", `--smtp (SAMLING_SMTP): must look like smtp://user:password@mail.example.org:587 or smtps://user:password@mail.example.org:465; signs such as @ / : in user or password are written %40 %2F %3A`, []string{"--smtp", "mail.example.org"}},
		{"in clear", `--smtp (SAMLING_SMTP): tls=none is only for a server on this machine, such as smtp://127.0.0.1:2525?tls=none`, []string{"--smtp", "smtp://mail.example.org?tls=none"}},
		{"sender", `--from (SAMLING_FROM): must look like Evenemang <events@example.org>, with none of @ : , " in the name`, []string{"--smtp", "smtp://mail.example.org", "--from", "Evenemang"}},
		{"mail with links to nowhere", `--base-url (SAMLING_BASE_URL): is needed with --smtp, such as https://events.example.org, because mails name it`, []string{"--smtp", "smtp://mail.example.org", "--from", "events@example.org"}},
		{"letters in the address", `--base-url (SAMLING_BASE_URL): must be written without letters such as å, as mail servers know it: https://xn--…`, []string{"--base-url", "https://möten.example.org"}},
		{"operator's address", `--operator-email (SAMLING_OPERATOR_EMAIL): is not an e-mail address`, []string{"--operator-email", "kommun.se"}},
		{"day", `--assessed-on (SAMLING_ASSESSED_ON): must be a day such as 2026-11-23`, []string{"--assessed-on", "i våras"}},
		{"network", `--trusted-proxy (SAMLING_TRUSTED_PROXY): "proxy" is no network such as 10.0.0.0/8`, []string{"--trusted-proxy", "10.0.0.1,proxy"}},
		{"sign-in of its own without where", `--oidc-issuer (SAMLING_OIDC_ISSUER): is needed with the other settings of OpenID Connect`, []string{"--oidc-client-id", "samling"}},
		{"sign-in of its own in clear", `--oidc-issuer (SAMLING_OIDC_ISSUER): must look like https://login.example.org, as it stands under issuer in its /.well-known/openid-configuration`, []string{"--oidc-issuer", "http://login.example.org"}},
		{"sign-in of its own that knows us not", `--oidc-client-id (SAMLING_OIDC_CLIENT_ID): is needed with --oidc-issuer`, []string{"--oidc-issuer", "https://login.example.org"}},
		{"sign-in of its own without a secret", `--oidc-client-secret (SAMLING_OIDC_CLIENT_SECRET): is needed with --oidc-issuer`, []string{"--oidc-issuer", "https://login.example.org", "--oidc-client-id", "samling"}},
		{"two secrets of a sign-in", `--oidc-client-secret-file (SAMLING_OIDC_CLIENT_SECRET_FILE): say either this or --oidc-client-secret`, []string{"--oidc-client-secret", "x", "--oidc-client-secret-file", file}},
		{"long button", `--oidc-name (SAMLING_OIDC_NAME): must be at most 60 letters long`, []string{"--oidc-issuer", "http://127.0.0.1:9", "--oidc-client-id", "samling", "--oidc-client-secret", "x", "--oidc-name", strings.Repeat("å", 61)}},
		{"negative", `--signups-per-minute (SAMLING_SIGNUPS_PER_MINUTE): must not be negative`, []string{"--signups-per-minute=-1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			args := append([]string{"serve", "--listen", "127.0.0.1:0", "--data", t.TempDir()}, tt.args...)
			fails(t, exitWrong, tt.want, args...)
		})
	}
}

func TestSettingsFromVariablesAndFiles(t *testing.T) {
	data := t.TempDir()
	setenv(t, "SAMLING_DATA", data, "SAMLING_OPERATOR_EMAIL", "fel")
	fails(t, exitWrong, `--operator-email (SAMLING_OPERATOR_EMAIL): is not an e-mail address`, "serve")

	setenv(t, "SAMLING_DATA", data, "SAMLING_DATABASE_FILE", write(t, "database", "oracle://x\n"))
	fails(t, exitWrong, `--database (SAMLING_DATABASE): must begin with postgres://, or be left out for SQLite in the data folder`, "event", "list")
}
