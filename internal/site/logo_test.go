package site_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store/storetest"
)

// The logo stands in the header of the organisation's pages, with the name
// beside it, so that it needs no text of its own.
func TestLogoInTheHeader(t *testing.T) {
	t.Parallel()
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	ev := s.save("tidiga-insatser")
	path := "/e/" + ev.Slug
	if body := s.get(path).body; strings.Contains(body, "org-logo") || !strings.Contains(body, `class="org-mark"`) {
		t.Error("a logo, but there is none")
	}
	name, err := s.files.Put([]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), ".svg")
	if err != nil {
		t.Fatal(err)
	}
	dress := func(logo, dark string) {
		t.Helper()
		o, err := s.store.OrganisationOf(t.Context(), ev.OrganisationID)
		if err != nil {
			t.Fatal(err)
		}
		mark := o.LookMark()
		o.Logo, o.LogoDark = logo, dark
		if err := s.store.DressOrganisation(t.Context(), event.Actor{Who: "test", OrganisationID: o.ID}, o, mark, s.clock()); err != nil {
			t.Fatal(err)
		}
	}
	dress(name, "")
	s.wait(2 * time.Second)
	if body := s.get(path).body; !strings.Contains(body, `<picture><img class="org-logo" data-plate src="/files/`+name+`" alt=""></picture><span>`) {
		t.Error("no logo on a white plate")
	}
	dress(name, "dark.png")
	s.wait(2 * time.Second)
	body := s.get(path).body
	if !strings.Contains(body, `<source srcset="/files/dark.png" media="(prefers-color-scheme: dark)"><img class="org-logo" src="/files/`+name) {
		t.Error("no logo for dark pages")
	}

	// A drawing that somebody opens by itself can do nothing.
	a, err := s.Client().Get(s.URL + "/files/" + name)
	if err != nil {
		t.Fatal(err)
	}
	a.Body.Close()
	if h := a.Header; a.StatusCode != http.StatusOK || h.Get("Content-Type") != "image/svg+xml" || h.Get("X-Content-Type-Options") != "nosniff" ||
		h.Get("Content-Security-Policy") != "default-src 'none'; sandbox" {
		t.Errorf("%d %v", a.StatusCode, a.Header)
	}
}
