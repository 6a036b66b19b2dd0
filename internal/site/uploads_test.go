package site_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"samling/internal/event"
)

// fileEvent asks for a CV of those who come to the place, and for a certificate.
func (s *testSite) fileEvent() *event.Event {
	s.t.Helper()
	return s.save("goda-uppvaxtvillkor", func(e *event.Event) {
		e.Attendance = event.Both
		e.Questions = []event.Question{
			{ID: "cv", Kind: event.AskFile, Label: "Ditt CV", Required: true, Max: 1, When: &event.Condition{Attendance: []event.Attendance{event.OnSite}}},
			{ID: "proof", Kind: event.AskFile, Label: "Intyg", Sensitive: true, Purpose: "Så att lokalen passar"},
		}
	})
}

// sent is a file in a form.
type sent struct{ question, name, content string }

// postFiles sends a form with files in it, as browsers do.
func (s *testSite) postFiles(path string, form url.Values, files ...sent) answer {
	s.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range form {
		for _, v := range values {
			_ = w.WriteField(name, v)
		}
	}
	for _, f := range files {
		part, err := w.CreateFormFile(event.FileField(f.question), f.name)
		if err != nil {
			s.t.Fatal(err)
		}
		_, _ = io.WriteString(part, f.content)
	}
	w.Close()
	resp, err := s.Client().Post(s.URL+path, w.FormDataContentType(), &body)
	return s.read(resp, err)
}

// tokens are the hidden fields that stand for files.
func tokens(a answer) url.Values {
	form := url.Values{}
	for _, f := range regexp.MustCompile(`name="(upload-\w+)" value="([^"]+)"`).FindAllStringSubmatch(a.body, -1) {
		form.Set(f[1], f[2])
	}
	return form
}

func all(forms ...url.Values) url.Values {
	sum := url.Values{}
	for _, form := range forms {
		for name, values := range form {
			sum[name] = append(sum[name], values...)
		}
	}
	return sum
}

const pdf = "%PDF-1.7\nhej"

func TestFilesFollowTheForm(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.fileEvent()
		path := "/e/" + ev.Slug + "/register"
		s.get(path).has(t, "Intyg (valfritt)", "Högst 10 MB")
		form := with(s.openForm(path), "attendance", "on-site", "shown[]", "cv", "shown[]", "proof", "email", "asa@example.org")

		// The name is missing: the file is kept, and need not be chosen again.
		a := s.postFiles(path, form, sent{"cv", `C:\Åsas CV.pdf`, pdf}).status(t, http.StatusUnprocessableEntity)
		a.has(t, "Du behöver rätta en sak", "Fil som du har skickat: Åsas CV.pdf", "Högst 1 MB")
		kept := tokens(a)
		if len(kept) != 1 {
			t.Fatalf("tokens %v", kept)
		}

		// It can be taken out again, and the rest of the form stays.
		a = s.postFiles(path, all(with(form, "remove_file", "cv"), kept)).status(t, http.StatusOK)
		a.has(t, "Ditt CV")
		a.lacks(t, "Åsas CV.pdf", "Fel:")
		if !strings.Contains(a.body, `value="asa@example.org"`) || len(tokens(a)) != 0 {
			t.Error("the form was not kept as it was")
		}

		// The other one is sensitive, and needs a consent.
		form = with(form, "name", "Åsa Öberg")
		a = s.postFiles(path, all(form, kept), sent{"proof", "intyg.png", "\x89PNG\r\n\x1a\n"}).status(t, http.StatusUnprocessableEntity)
		a.has(t, "Kryssa i om du samtycker", "intyg.png", "Åsas CV.pdf")
		kept = tokens(a)
		sending := all(with(form, "consent-proof", "yes"), kept)
		first := s.postFiles(path, sending).status(t, http.StatusSeeOther)

		// The answer was lost: the same form, with files that are taken by now.
		if again := s.postFiles(path, sending).status(t, http.StatusSeeOther); again.Header.Get("Location") != first.Header.Get("Location") {
			t.Error("the same form has two receipts")
		}

		reg := s.registration(ev, "asa@example.org")
		if reg.Answers["cv"][1] != "Åsas CV.pdf" || reg.Answers["proof"] != nil {
			t.Errorf("answers %v", reg.Answers)
		}
		own := s.links.Registration(&reg)[len(s.URL):]
		s.get(own).has(t, "Ditt CV Åsas CV.pdf", "Intyg intyg.png")
		for question, want := range map[string][]string{"cv": {pdf, "application/pdf", "attachment; filename*=utf-8''%C3%85sas%20CV.pdf"}, "proof": {"\x89PNG\r\n\x1a\n", "image/png", "attachment; filename=intyg.png"}} {
			f := s.get(own+"/files/"+question).status(t, http.StatusOK)
			if f.body != want[0] || f.Header.Get("Content-Type") != want[1] || f.Header.Get("Content-Disposition") != want[2] ||
				f.Header.Get("X-Content-Type-Options") != "nosniff" || f.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: %q, %v", question, f.body, f.Header)
			}
		}
		s.get(own+"/files/nothing").status(t, http.StatusNotFound)
		s.get(own[:len(own)-1]+"x/files/cv").status(t, http.StatusNotFound)

		// Nobody else can use the files, whatever they send.
		for name, forged := range map[string]url.Values{
			"taken": kept, "a number": {"upload-cv": {"1", "x.pdf"}}, "an answer": {"answer-cv": {"1", "x.pdf"}}, "another question": {"upload-cv": kept["upload-proof"]},
		} {
			eve := with(s.openForm(path), "attendance", "on-site", "shown[]", "cv", "shown[]", "proof", "name", "Eve", "email", "eve@example.org")
			a = s.postFiles(path, all(eve, forged))
			if a.StatusCode != http.StatusUnprocessableEntity || len(tokens(a)) != 0 {
				t.Errorf("%s: answered %d with %v", name, a.StatusCode, tokens(a))
			}
		}
	})
}

func TestFilesAreLookedAt(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.fileEvent()
		path := "/e/" + ev.Slug + "/register"
		form := func(pairs ...string) url.Values {
			return with(s.openForm(path), append([]string{"shown[]", "cv", "shown[]", "proof", "name", "Åsa", "email", "asa@example.org"}, pairs...)...)
		}
		tests := []struct {
			name string
			file sent
			want string
		}{
			{"none", sent{"nothing", "x.pdf", pdf}, "Ditt CV: Välj en fil"},
			{"empty", sent{"cv", "x.pdf", ""}, "Ditt CV: Filen är tom"},
			{"too large", sent{"cv", "x.pdf", pdf + strings.Repeat("x", 1_000_000)}, "Ditt CV: Filen är för stor. Den får vara högst 1 MB"},
			{"a program", sent{"cv", "x.pdf", "MZ\x90\x00"}, "Ditt CV: Den sortens fil tar vi inte emot"},
		}
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				a := s.postFiles(path, form("attendance", "on-site"), tt.file).status(t, http.StatusUnprocessableEntity)
				a.has(t, tt.want)
				if !strings.Contains(a.body, `href="#upload-cv"`) || !strings.Contains(a.body, `id="upload-cv"`) {
					t.Error("the fault is not tied to its field")
				}
			})
		}
		s.postFiles("/en"+path, form("attendance", "on-site"), tests[3].file).has(t, "We do not take that kind of file")
		huge := sent{"cv", "x.pdf", pdf + strings.Repeat("x", 70<<20)}
		s.postFiles(path, form("attendance", "on-site"), huge).status(t, http.StatusRequestEntityTooLarge)

		// Who takes part online is not asked, and what comes all the same is not kept.
		s.postFiles(path, form("attendance", "online"), sent{"cv", "x.pdf", pdf}).status(t, http.StatusSeeOther)
		if reg := s.registration(ev, "asa@example.org"); len(reg.Answers) != 0 {
			t.Errorf("kept %v", reg.Answers)
		}
		if entries, err := os.ReadDir(s.uploadsDir); err != nil || len(entries) != 0 {
			t.Errorf("%d files were kept, %v", len(entries), err)
		}
	})
}

// What is too large to be held in memory lies in a passing file while a form is
// read. It goes with the request, whatever came of the form.
func TestNothingOfAFormStaysAmongPassingFiles(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s := limitedSite(t, 0)
	ev := s.fileEvent()
	path := "/e/" + ev.Slug + "/register"
	form := with(s.openForm(path), "attendance", "on-site", "shown[]", "cv", "shown[]", "proof", "email", "asa@example.org")
	s.postFiles(path, form, sent{"cv", "cv.txt", strings.Repeat("hej\n", 1<<19)}).status(t, http.StatusUnprocessableEntity).has(t, "Ditt CV")
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "multipart-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("still there: %v, %v", left, err)
	}
}

// A form brings no more than its event asks for, and one too many is read without its
// files: there is nowhere to put them here.
func TestFilesThatNobodyAskedForAreNotRead(t *testing.T) {
	large := sent{"proof", "intyg.txt", strings.Repeat("hej\n", 1<<19)}
	s := limitedSite(t, 0)
	ev := s.fileEvent()
	path := "/e/" + ev.Slug + "/register"
	s.postFiles(path, url.Values{"name": {"Åsa"}}, large).status(t, http.StatusUnprocessableEntity)
	s = limitedSite(t, 0)
	s.save(ev.Slug, func(e *event.Event) { e.Questions = nil })
	s.postFiles(path, url.Values{"name": {"Åsa"}}, large).status(t, http.StatusRequestEntityTooLarge)
	s.postFiles(path, url.Values{"name": {"Åsa Öberg"}}).status(t, http.StatusUnprocessableEntity).keeps(t, "Åsa Öberg")
	s.postFiles("/e/finns-inte/register", nil, large).status(t, http.StatusNotFound)
	s.postFiles("/r/GOD-222222/AAAAAAAAAAAAAAAAAAAAAA/edit", nil, large).status(t, http.StatusNotFound)

	s = limitedSite(t, 1)
	ev = s.fileEvent()
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "missing"))
	s.postFiles(path, url.Values{"name": {"Åsa"}}, large).status(t, http.StatusBadRequest)
	s.postFiles(path, url.Values{"name": {"Åsa Öberg"}}, large).status(t, http.StatusTooManyRequests).keeps(t, "Åsa Öberg")
	s.postFiles(path, url.Values{"name": {strings.Repeat("Åsa", 100_000)}}, large).status(t, http.StatusRequestEntityTooLarge)
}

// keeps demands that a field of the form holds what was typed.
func (a answer) keeps(t testing.TB, typed string) {
	t.Helper()
	if !strings.Contains(a.body, `value="`+typed+`"`) {
		t.Errorf("%s does not keep %q", a.Request.URL.Path, typed)
	}
}

// Answers that only look like a file are none: two of several numbers could name
// the file of somebody else.
func TestAnswersThatAreNumbersAreNoFiles(t *testing.T) {
	s := limitedSite(t, 0)
	ev := s.save("goda-uppvaxtvillkor", func(e *event.Event) {
		e.Questions = []event.Question{
			{ID: "cv", Kind: event.AskFile, Label: "Ditt CV"},
			{ID: "days", Kind: event.AskSeveral, Label: "Dagar", Options: []string{"1", "2", "3"}},
		}
	})
	path := "/e/" + ev.Slug + "/register"
	shown := []string{"shown[]", "cv", "shown[]", "days"}
	form := with(s.openForm(path), append(shown, "name", "Åsa", "email", "asa@example.org")...)
	s.postFiles(path, form, sent{"cv", "cv.pdf", pdf}).status(t, http.StatusSeeOther)
	eve := with(s.openForm(path), append(shown, "name", "Eve", "email", "eve@example.org", "answer-days", "1", "answer-days", "2")...)
	s.postFiles(path, eve).status(t, http.StatusSeeOther)
	reg := s.registration(ev, "eve@example.org")
	if event.UploadID(reg.Answers["days"]) != 1 {
		t.Fatalf("answers %v", reg.Answers)
	}
	s.get(s.links.Registration(&reg)[len(s.URL):]+"/files/days").status(t, http.StatusNotFound)
}

func TestARushOfChangesKeepsNoFiles(t *testing.T) {
	s := limitedSite(t, 3)
	ev := s.fileEvent()
	path := "/e/" + ev.Slug + "/register"
	form := with(s.openForm(path), "attendance", "online", "shown[]", "proof", "name", "Åsa", "email", "asa@example.org")
	s.postFiles(path, form).status(t, http.StatusSeeOther)
	reg := s.registration(ev, "asa@example.org")
	edit := s.links.Registration(&reg)[len(s.URL):] + "/edit"
	change := with(formOf(s.get(edit)), "name", "", "consent-proof", "yes")
	for _, want := range []int{http.StatusUnprocessableEntity, http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusTooManyRequests} {
		s.postFiles(edit, change, sent{"proof", "intyg.pdf", pdf}).status(t, want)
	}
	if entries, err := os.ReadDir(s.uploadsDir); err != nil || len(entries) != 2 {
		t.Errorf("%d files were kept, %v", len(entries), err)
	}
}
