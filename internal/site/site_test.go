package site_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"samling/internal/address"
	"samling/internal/event"
	"samling/internal/files"
	"samling/internal/i18n/i18ntest"
	"samling/internal/site"
	"samling/internal/store"
	"samling/internal/store/storetest"
	"samling/internal/web"
	"samling/static"
	"samling/templates"
)

// testSite is the public site over a real database, with a clock that tests
// set.
type testSite struct {
	*httptest.Server
	t          testing.TB
	store      *store.Store
	files      *files.Folder
	uploads    *files.Folder
	uploadsDir string
	links      event.Links
	log        *strings.Builder

	mu  sync.Mutex
	now time.Time
}

// eachSite runs a test on a site over every database.
func eachSite(t *testing.T, test func(t *testing.T, s *testSite)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, st *store.Store) { test(t, newSite(t, st)) })
}

func newSite(t testing.TB, st *store.Store) *testSite {
	t.Helper()
	return newLimitedSite(t, st, 0)
}

// limitedSite takes that many forms a minute.
func limitedSite(t testing.TB, perMinute int) *testSite {
	t.Helper()
	return newLimitedSite(t, storetest.Open(t, storetest.SQLite(t)), perMinute)
}

func newLimitedSite(t testing.TB, st *store.Store, perMinute int) *testSite {
	t.Helper()
	folder, err := files.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	uploads, err := files.OpenPrivate(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := &testSite{t: t, store: st, files: folder, uploads: uploads, uploadsDir: dir, log: &strings.Builder{}, now: stockholm("2024-01-19 08:00:00")}
	s.Server = httptest.NewUnstartedServer(nil)
	s.links = event.Links{Base: "http://" + s.Listener.Addr().String(), Key: []byte(strings.Repeat("k", 32)), Main: "sv"}
	hall, err := web.New(web.Options{
		Words: i18ntest.Load(t), Links: s.links, Pages: readPages(t), Now: s.clock,
		Operator: site.Operator{Name: "Länsstyrelsen i Södermanlands län", Email: "registrator@example.org", AssessedOn: "2024-01-10"},
		Log:      slog.New(slog.NewTextHandler(&lockedWriter{w: s.log}, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	site.Add(hall, site.Options{
		Store: st, Guard: address.NewGuard(address.Options{Now: s.clock}), Files: folder, Uploads: uploads, SignupsPerMinute: perMinute,
	})
	s.Config.Handler = hall.Handler()
	s.Start()
	t.Cleanup(s.Close)
	s.Client().CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return s
}

// pages are read once for all tests: that takes longer than most of them.
var pages = sync.OnceValues(func() (*web.Pages, error) { return web.ReadPages(templates.FS, static.FS) })

func readPages(t testing.TB) *web.Pages {
	t.Helper()
	all, err := pages()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}

func (s *testSite) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// at moves the clock to a moment in Stockholm.
func (s *testSite) at(moment string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = stockholm(moment)
}

func (s *testSite) wait(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

func stockholm(moment string) time.Time {
	loc, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		panic(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04:05.999", moment, loc)
	if err != nil {
		panic(err)
	}
	return at.UTC()
}

// save stores an event of the domain's test data, changed a little.
func (s *testSite) save(name string, change ...func(*event.Event)) *event.Event {
	s.t.Helper()
	f, err := os.Open(filepath.Join("..", "event", "testdata", name+".json"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	file, err := event.ReadFile(f)
	if err != nil {
		s.t.Fatal(err)
	}
	ev, err := file.Event()
	if err != nil {
		s.t.Fatal(err)
	}
	ev.Status = event.Published
	for _, c := range change {
		c(&ev)
	}
	if _, err := s.store.SaveEvent(s.t.Context(), &ev, s.clock()); err != nil {
		s.t.Fatal(err)
	}
	return &ev
}

// answer is a response with its body read.
type answer struct {
	*http.Response
	body string
}

func (s *testSite) get(path string) answer {
	s.t.Helper()
	resp, err := s.Client().Get(s.URL + path)
	return s.read(resp, err)
}

func (s *testSite) post(path string, form url.Values) answer {
	s.t.Helper()
	resp, err := s.Client().PostForm(s.URL+path, form)
	return s.read(resp, err)
}

// follow sends a form and opens the page it leads to.
func (s *testSite) follow(path string, form url.Values) answer {
	s.t.Helper()
	to := s.post(path, form).status(s.t, http.StatusSeeOther).Header.Get("Location")
	return s.get(to).status(s.t, http.StatusOK)
}

func (s *testSite) read(resp *http.Response, err error) answer {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer{resp, string(body)}
}

// has demands that the page holds all the texts, as a reader sees them.
func (a answer) has(t testing.TB, texts ...string) {
	t.Helper()
	seen := a.seen()
	for _, text := range texts {
		if !strings.Contains(seen, text) {
			t.Errorf("%s does not say %q:\n%.700s", a.Request.URL.Path, text, seen)
		}
	}
}

// lacks demands that the source holds none of the texts, not even hidden.
func (a answer) lacks(t testing.TB, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(a.body, text) {
			t.Errorf("%s holds %q", a.Request.URL.Path, text)
		}
	}
}

// status demands a status.
func (a answer) status(t testing.TB, want int) answer {
	t.Helper()
	if a.StatusCode != want {
		t.Fatalf("%s %s answered %d, not %d:\n%.700s", a.Request.Method, a.Request.URL.Path, a.StatusCode, want, a.seen())
	}
	return a
}

var tags = regexp.MustCompile(`(?s)<script.*?</script>|<template.*?</template>|<svg.*?</svg>|<[^>]*>`)

// seen is the text of the page without markup.
func (a answer) seen() string {
	text := tags.ReplaceAllString(a.body, " ")
	text = strings.NewReplacer("&amp;", "&", "&#34;", `"`, "&#39;", "'", "&lt;", "<", "&gt;", ">", "&#43;", "+", "\u00a0", " ").Replace(text)
	return strings.Join(strings.Fields(text), " ")
}

var hidden = regexp.MustCompile(`<input type="hidden" name="(\w+)" value="([^"]*)">`)

// openForm gets a form as a browser would, and waits as a person would.
func (s *testSite) openForm(path string) url.Values {
	s.t.Helper()
	form := formOf(s.get(path).status(s.t, http.StatusOK))
	s.wait(time.Minute)
	return form
}

// formOf is the hidden fields of a page.
func formOf(a answer) url.Values {
	form := url.Values{}
	for _, field := range hidden.FindAllStringSubmatch(a.body, -1) {
		form.Set(field[1], field[2])
	}
	return form
}

// signUp fills in and sends the form.
func (s *testSite) signUp(slug, name, email string) answer {
	s.t.Helper()
	form := s.openForm("/e/" + slug + "/register")
	form.Set("name", name)
	form.Set("email", email)
	return s.post("/e/"+slug+"/register", form)
}

// register signs up and returns the registration with its private path.
func (s *testSite) register(slug, name, email string) (event.Registration, string) {
	s.t.Helper()
	s.signUp(slug, name, email).status(s.t, http.StatusSeeOther)
	ev, err := s.store.EventBySlug(s.t.Context(), slug)
	if err != nil {
		s.t.Fatal(err)
	}
	for reg, err := range s.store.Participants(s.t.Context(), ev.ID) {
		if err != nil {
			s.t.Fatal(err)
		}
		if reg.Email == email && reg.IsLive() {
			return reg, strings.TrimPrefix(s.links.Registration(&reg), s.links.Base)
		}
	}
	s.t.Fatalf("%s is not registered", name)
	return event.Registration{}, ""
}
