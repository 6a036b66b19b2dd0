package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"samling/internal/browsertest"
)

func TestMain(m *testing.M) {
	beChild()
	browsertest.Main(m)
}

// How readers may set their texts (WCAG 2.2, 1.4.12 and 1.4.4).
const (
	spacedText = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }`
	largeText  = `html { font-size: 200% !important }`
)

func TestBrowserAxe(t *testing.T) {
	s := newStage(t)
	for _, p := range s.pages() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			tab := browsertest.Open(t)
			for _, language := range languages {
				visit(t, tab, p, language)
				look(t, tab)
				wellBehaved(t, tab, p.base)
			}
		})
	}
}

// visit opens a page in a language.
func visit(t *testing.T, tab *browsertest.Tab, p page, language string) {
	t.Helper()
	var status int
	if p.form == nil {
		status = tab.Visit(p.in(language))
	} else {
		tab.Visit(p.base + "/find")
		status = tab.Send(p.in(language), p.form)
	}
	if status != p.status {
		t.Fatalf("%s answers %d, not %d", p.in(language), status, p.status)
	}
	if got := tab.Attribute("html", "lang"); got != language {
		t.Errorf("%s is in %s", p.in(language), got)
	}
	if p.state != "" {
		if got := tab.Attribute(".event", "data-state"); got != string(p.state) {
			t.Errorf("%s is of an event that is %s, not %s", p.in(language), got, p.state)
		}
	}
}

// look looks at an open page on a small and a large screen, on one of them in
// the dark. In English it is the other one, so pages that are seen in both
// languages are seen in every pair of language, screen and scheme. Rules that do
// not apply to the page are named.
func look(t *testing.T, tab *browsertest.Tab, without ...string) {
	t.Helper()
	report := func(found []string, how ...string) {
		t.Helper()
		for _, fault := range found {
			t.Errorf("%s, %s: %s", tab.Address(), strings.Join(how, ", "), fault)
		}
	}
	schemes := []string{"light", "dark"}
	if tab.Attribute("html", "lang") == "en" {
		slices.Reverse(schemes)
	}
	for i, width := range []int{320, 1280} {
		window := fmt.Sprint(width, " px")
		tab.Window(width)
		tab.Scheme(schemes[i])
		report(tab.Axe(without...), window, schemes[i])
		report(tab.Cut(), window)
		tab.Restyle(spacedText)
		report(tab.Cut(), window, "text spaced")
		tab.Restyle("")
	}
	tab.Window(640)
	tab.Restyle(largeText)
	report(tab.Cut(), "640 px", "text twice as large")
}

// wellBehaved demands of what a tab has opened that it is tidy and left no
// cookie.
func wellBehaved(t *testing.T, tab *browsertest.Tab, base string) {
	t.Helper()
	tidy(t, tab, base)
	if cookies := tab.Cookies(); len(cookies) > 0 {
		t.Errorf("has cookies: %q", cookies)
	}
}

// tidy demands that nothing a tab has opened asked any server but that at the
// address for anything, or made the browser complain.
func tidy(t *testing.T, tab *browsertest.Tab, base string) {
	t.Helper()
	for _, r := range tab.Requests() {
		if !strings.HasPrefix(r.URL, base+"/") && !strings.HasPrefix(r.URL, "data:") {
			t.Errorf("asks somebody else for %s", r.URL)
		}
	}
	for _, complaint := range tab.Complaints() {
		t.Errorf("the browser complains: %s", complaint)
	}
}
