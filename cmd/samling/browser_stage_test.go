package main

import (
	"crypto/rand"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

// stage is a demonstration to which tests add what they need.
type stage struct {
	*server
	t     *testing.T
	data  string
	store *store.Store // the demonstration's own database
	links event.Links
	now   time.Time
}

// newStage starts a demonstration.
func newStage(t *testing.T) *stage {
	t.Helper()
	setenv(t)
	s := &stage{t: t, data: filepath.Join(t.TempDir(), "demo-data"), now: time.Now()}
	s.server = starts(t, "demo", "--data", s.data)
	key, err := keyFlags{}.key(s.data)
	if err != nil {
		t.Fatal(err)
	}
	s.links = event.Links{Base: s.base, Key: key, Main: "sv"}
	if s.store, err = (dataFlags{Data: s.data}).open(t.Context(), "127.0.0.1"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.store.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// add imports an event like a sample, under a slug of its own and changed, with
// the picture hall.png beside it.
func (s *stage) add(slug, like string, change func(f *event.File)) {
	s.t.Helper()
	i := slices.IndexFunc(samples, func(one sample) bool { return one.file == like+".json" })
	file, err := samples[i].today(s.now)
	if err != nil {
		s.t.Fatal(err)
	}
	file.Slug, file.Status, file.CancelReason = slug, event.Published, ""
	change(&file)
	folder := s.t.TempDir()
	s.create(filepath.Join(folder, "hall.png"), func(w io.Writer) error {
		return png.Encode(w, image.NewGray(image.Rect(0, 0, 640, 400)))
	})
	name := filepath.Join(folder, "event.json")
	s.create(name, file.Write)
	works(s.t, "event", "import", name, "--data", s.data)
}

func (s *stage) create(name string, write func(w io.Writer) error) {
	s.t.Helper()
	file, err := os.Create(name)
	if err != nil {
		s.t.Fatal(err)
	}
	defer file.Close()
	if err := write(file); err != nil {
		s.t.Fatal(err)
	}
}

// register gives one of the sample people what is left at an event, and returns
// the key of the form too.
func (s *stage) register(slug string, n int, language string, change ...func(*event.Signup)) (reg event.Registration, key string) {
	s.t.Helper()
	key = rand.Text()
	raw := person(n)
	raw.Language = language
	signup, invalid := event.NewSignup(raw)
	if len(invalid) > 0 {
		s.t.Fatal(invalid)
	}
	for _, c := range change {
		c(&signup)
	}
	if _, err := s.store.Register(s.t.Context(), slug, event.Call{FormKey: key, Signup: signup, Now: time.Now()}); err != nil {
		s.t.Fatal(err)
	}
	ev, err := s.store.EventBySlug(s.t.Context(), slug)
	if err != nil {
		s.t.Fatal(err)
	}
	for reg, err := range s.store.Participants(s.t.Context(), ev.ID) {
		if err != nil {
			s.t.Fatal(err)
		}
		if reg.Email == signup.Email && reg.IsLive() {
			return reg, key
		}
	}
	s.t.Fatalf("%s is not registered for %s", signup.Name, slug)
	return reg, key
}

// withdraw cancels a registration, or gives up waiting.
func (s *stage) withdraw(reg event.Registration) {
	s.t.Helper()
	if err := s.store.Withdraw(s.t.Context(), reg.ID, 1, "", time.Now()); err != nil {
		s.t.Fatal(err)
	}
}

// own is the private page of a registration.
func (s *stage) own(reg event.Registration) string {
	return "/r/" + reg.Reference + "/" + s.links.Registration(&reg)[strings.LastIndex(s.links.Registration(&reg), "/")+1:]
}

// late makes a late link.
func (s *stage) late(slug string) string {
	s.t.Helper()
	link := works(s.t, "event", "late-link", slug, "--note", "Chefen ringde.", "--data", s.data, "--base-url", s.base)
	return strings.TrimPrefix(strings.TrimSpace(link), s.base)
}

// invite is the link of a department that is invited.
func (s *stage) invite(name string) string {
	s.t.Helper()
	ev, err := s.store.EventBySlug(s.t.Context(), slugInvited)
	if err != nil {
		s.t.Fatal(err)
	}
	all, err := s.store.Invites(s.t.Context(), ev.ID)
	i := slices.IndexFunc(all, func(i event.Invited) bool { return i.Name == name })
	if err != nil || i < 0 {
		s.t.Fatalf("%s is not among %d invites, %v", name, len(all), err)
	}
	return s.links.InvitePath(ev, &all[i].Invite)
}

var mailLink = regexp.MustCompile(`href="/mailbox/(\d+)"`)

// mails waits until so many mails are caught, and returns their ids, the oldest
// first.
func (s *stage) mails(count int) []string {
	s.t.Helper()
	// A form makes the server look at what was queued beside it.
	send(s.t, s.base+"/find", url.Values{"email": {"nobody@example.org"}})
	var ids []string
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		_, body := fetch(s.t, s.base+"/mailbox")
		ids = nil
		for _, found := range mailLink.FindAllStringSubmatch(body, -1) {
			ids = append(ids, found[1])
		}
		if len(ids) == count {
			slices.Reverse(ids)
			return ids
		}
	}
	s.t.Fatalf("%d mails were caught, not %d", len(ids), count)
	return nil
}

// send posts a form.
func send(t *testing.T, address string, form url.Values) (status int, body string) {
	t.Helper()
	resp, err := http.PostForm(address, form)
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

var hiddenField = regexp.MustCompile(`<input type="hidden" name="(\w+)" value="([^"]*)">`)

// form opens a form, fills it in and changes it.
func (s *stage) form(path string, changes ...string) url.Values {
	s.t.Helper()
	_, body := fetch(s.t, s.base+path)
	form := url.Values{"name": {"Åsa Öberg"}, "email": {"asa.oberg@example.org"}}
	for _, field := range hiddenField.FindAllStringSubmatch(body, -1) {
		form.Set(field[1], field[2])
	}
	for i := 0; i < len(changes); i += 2 {
		form.Set(changes[i], changes[i+1])
	}
	return form
}
