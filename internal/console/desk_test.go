package console_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
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
	"samling/internal/console"
	"samling/internal/event"
	"samling/internal/files"
	"samling/internal/i18n/i18ntest"
	"samling/internal/store"
	"samling/internal/store/storetest"
	"samling/internal/web"
	"samling/static"
	"samling/templates"
)

// desk is a console over a real database, with a clock that tests set.
type desk struct {
	*httptest.Server
	t       testing.TB
	store   *store.Store
	files   *files.Folder
	uploads *files.Folder
	links   event.Links
	log     *strings.Builder

	mu  sync.Mutex
	now time.Time
}

// each runs a test on a desk over every database.
func each(t *testing.T, test func(t *testing.T, d *desk), change ...func(*event.Links, *console.Options)) {
	t.Helper()
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, o store.Options) {
		t.Parallel()
		test(t, newDesk(t, storetest.Open(t, o), change...))
	})
}

// newDesk may be changed a little before it opens: the links, and what else the
// console is built from.
func newDesk(t testing.TB, st *store.Store, change ...func(*event.Links, *console.Options)) *desk {
	t.Helper()
	folder, err := files.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	uploads, err := files.OpenPrivate(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, store: st, files: folder, uploads: uploads, log: &strings.Builder{}, now: time.Date(2024, 1, 19, 7, 0, 0, 0, time.UTC)}
	d.Server = httptest.NewUnstartedServer(nil)
	d.links = event.Links{Base: "http://" + d.Listener.Addr().String(), Key: []byte(strings.Repeat("k", 32)), Main: "sv"}
	options := console.Options{
		Store: st, Files: folder, Uploads: uploads, Guard: address.NewGuard(address.Options{Now: d.clock}), Mail: console.Mail{HasServer: true},
	}
	for _, c := range change {
		c(&d.links, &options)
	}
	hall, err := web.New(web.Options{
		Words: i18ntest.Load(t), Links: d.links, Pages: readPages(t), Now: d.clock,
		Log: slog.New(slog.NewTextHandler(&lockedWriter{w: d.log}, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	console.Add(hall, options)
	d.Config.Handler = hall.Handler()
	d.Start()
	t.Cleanup(func() {
		d.Close()
		// A test that has ended is kept until all have, with what its clean-up
		// knows; a hall with all its pages is too much for that.
		d.Config.Handler, d.Server = nil, nil
	})
	return d
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

func (d *desk) clock() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

// wait moves the clock on.
func (d *desk) wait(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

// save stores an event of the domain's test data, published and changed a
// little. Its organisation comes with it.
func (d *desk) save(name string, change ...func(*event.Event)) *event.Event {
	d.t.Helper()
	f, err := os.Open(filepath.Join("..", "event", "testdata", name+".json"))
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close()
	file, err := event.ReadFile(f)
	if err != nil {
		d.t.Fatal(err)
	}
	ev, err := file.Event()
	if err != nil {
		d.t.Fatal(err)
	}
	ev.Status = event.Published
	for _, c := range change {
		c(&ev)
	}
	if _, err := d.store.SaveEvent(d.t.Context(), &ev, d.clock()); err != nil {
		d.t.Fatal(err)
	}
	return &ev
}

// register signs somebody up, as the public site does.
func (d *desk) register(ev *event.Event, name, email string, change ...func(*event.Signup)) event.Registration {
	d.t.Helper()
	signup := event.Signup{Name: name, Email: email, Language: "sv"}
	for _, c := range change {
		c(&signup)
	}
	if _, err := d.store.Register(d.t.Context(), ev.Slug, event.Call{FormKey: "key-" + email, Signup: signup, Now: d.clock()}); err != nil {
		d.t.Fatal(err)
	}
	regs, _, err := d.store.FindParticipants(d.t.Context(), ev.ID, store.ParticipantQuery{Search: email}, 0, 1)
	if err != nil || len(regs) != 1 {
		d.t.Fatalf("%d registrations of %s, %v", len(regs), email, err)
	}
	return regs[0]
}

// somebody is a browser in which somebody is signed in, or nobody.
type somebody struct {
	*desk
	client *http.Client
	user   event.User
}

// stranger is a browser in which nobody is signed in. It does not follow
// redirects.
func (d *desk) stranger() *somebody {
	client := *d.Client()
	jar := &jar{}
	client.Jar = jar
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &somebody{desk: d, client: &client}
}

// jar keeps the cookies of the one host there is.
type jar struct{ cookies map[string]*http.Cookie }

func (j *jar) SetCookies(_ *url.URL, cookies []*http.Cookie) {
	if j.cookies == nil {
		j.cookies = map[string]*http.Cookie{}
	}
	for _, c := range cookies {
		j.cookies[c.Name] = c
		if c.MaxAge < 0 {
			delete(j.cookies, c.Name)
		}
	}
}

func (j *jar) Cookies(*url.URL) []*http.Cookie {
	var all []*http.Cookie
	for _, c := range j.cookies {
		all = append(all, c)
	}
	return all
}

// member is a new user with a role in an organisation, signed in. The role may
// be for one event only.
func (d *desk) member(organisationID uint, role event.MemberRole, events ...*event.Event) *somebody {
	d.t.Helper()
	name := fmt.Sprintf("%s.%d.%d", role, organisationID, time.Now().UnixNano())
	user := event.User{Email: name + "@example.org", Name: "Elin Exempel", Language: "sv"}
	if err := d.store.CreateUser(d.t.Context(), &user, d.clock()); err != nil {
		d.t.Fatal(err)
	}
	by := event.Actor{Who: "test", OrganisationID: organisationID}
	members := []event.Member{{UserID: user.ID, Role: role}}
	if len(events) > 0 {
		members = nil
	}
	for _, ev := range events {
		members = append(members, event.Member{UserID: user.ID, EventID: &ev.ID, Role: role})
	}
	for i := range members {
		if role == "" {
			break
		}
		if err := d.store.AddMember(d.t.Context(), by, &members[i], d.clock()); err != nil {
			d.t.Fatal(err)
		}
	}
	return d.signedIn(user)
}

// signedIn is a browser in which a user is signed in.
func (d *desk) signedIn(user event.User) *somebody {
	d.t.Helper()
	b := d.stranger()
	b.user = user
	token, err := d.store.SignIn(d.t.Context(), event.Signin{UserID: user.ID, Agent: "test", Method: "test"}, "", d.clock())
	if err != nil {
		d.t.Fatal(err)
	}
	b.client.Jar.SetCookies(nil, []*http.Cookie{{Name: "samling", Value: token}})
	return b
}

// answer is what came back.
type answer struct {
	status   int
	location string
	header   http.Header
	body     string
}

// get asks for a page of the console, such as "/o/gr".
func (b *somebody) get(path string) answer {
	b.t.Helper()
	return b.do(http.MethodGet, path, "", nil)
}

// post sends a form.
func (b *somebody) post(path string, form url.Values) answer {
	b.t.Helper()
	return b.do(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// upload sends a form with a file in it.
func (b *somebody) upload(path string, form url.Values, field, name string, content []byte) answer {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for key, values := range form {
		for _, v := range values {
			w.WriteField(key, v)
		}
	}
	part, err := w.CreateFormFile(field, name)
	if err != nil {
		b.t.Fatal(err)
	}
	part.Write(content)
	if err := w.Close(); err != nil {
		b.t.Fatal(err)
	}
	return b.do(http.MethodPost, path, w.FormDataContentType(), &body)
}

func (b *somebody) do(method, path, contentType string, body io.Reader) answer {
	b.t.Helper()
	if !strings.HasPrefix(path, "/en/") && !strings.HasPrefix(path, "/console") {
		path = "/console" + path
	}
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.URL+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := b.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header.Get("Location"), resp.Header, string(text)}
}

// tags finds what is between < and >, and spaces where they were.
var tags = regexp.MustCompile(`<[^>]*>|\s+`)

// text is what a reader sees, without tags and with single spaces.
func (a answer) text() string {
	return strings.Join(strings.Fields(tags.ReplaceAllString(a.body, " ")), " ")
}

// ok demands a page that says all this.
func (a answer) ok(t testing.TB, says ...string) {
	t.Helper()
	a.is(t, http.StatusOK, says...)
}

// is demands an answer with a status that says all this.
func (a answer) is(t testing.TB, status int, says ...string) {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d, want %d; to %q\n%s", a.status, status, a.location, a.text())
	}
	for _, s := range says {
		if !strings.Contains(a.text(), s) {
			t.Errorf("page does not say %q:\n%s", s, a.text())
		}
	}
}

// leads demands a redirect to an address that begins like this.
func (a answer) leads(t testing.TB, to string) {
	t.Helper()
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.location, to) {
		t.Fatalf("status %d to %q, want 303 to %q\n%s", a.status, a.location, to, a.text())
	}
}
