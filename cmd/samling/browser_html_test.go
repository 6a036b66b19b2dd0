package main

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"samling/internal/browsertest"
)

func TestBrowserHTMLIsValid(t *testing.T) {
	s := newStage(t)
	sources := map[string]string{}
	for _, p := range s.pages() {
		for _, language := range languages {
			sources[p.name+" ("+language+")"] = source(t, p, language)
		}
	}
	for _, fault := range browsertest.ValidateHTML(t, sources) {
		t.Error(fault)
	}
}

// source is the HTML of a page.
func source(t *testing.T, p page, language string) string {
	t.Helper()
	status, body := 0, ""
	if p.form == nil {
		status, body = fetch(t, p.in(language))
	} else {
		status, body = send(t, p.in(language), p.form)
	}
	if status != p.status {
		t.Errorf("%s answers %d, not %d", p.in(language), status, p.status)
	}
	return body
}

// What the first view of an event may weigh, in bytes.
const (
	maxPage      = 8 << 10
	maxFirstView = 90 << 10
)

func TestBrowserFirstViewIsSmall(t *testing.T) {
	s := newStage(t)
	for _, one := range samples {
		event := page{base: s.base, path: "/e/" + strings.TrimSuffix(one.file, ".json"), status: http.StatusOK}
		for _, language := range languages {
			if size := zipped(t, event.in(language)); size > maxPage {
				t.Errorf("%s is %d bytes", event.in(language), size)
			}
		}
		tab := browsertest.Open(t)
		tab.Window(1280)
		visit(t, tab, event, "sv")
		view, kinds := 0.0, map[string]int{}
		for _, r := range tab.Loaded() {
			view += r.Size
			kinds[r.Kind]++
		}
		if view > maxFirstView || view == 0 {
			t.Errorf("%s: the first view is %.0f bytes", event.path, view)
		}
		if kinds["Document"] != 1 || kinds["Stylesheet"] == 0 || kinds["Font"] == 0 || kinds["Script"] > 0 {
			t.Errorf("%s asks for %v", event.path, kinds)
		}
	}
}

// zipped is how large a page is on its way.
func zipped(t *testing.T, address string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "gzip") // said here, it is not unzipped
	resp, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.Header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("%s comes as %q, %v", address, resp.Header.Get("Content-Encoding"), err)
	}
	return len(body)
}
