package site_test

import (
	"net/http"
	"strings"
	"testing"

	"samling/internal/event"
)

// Colleagues see a draft with the link, and nobody else does.
func TestPreview(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Status = event.Draft })
		by := event.Actor{Who: "Elin", OrganisationID: ev.OrganisationID}
		set := func(works bool) string {
			t.Helper()
			ev.Preview = ev.NextPreview(works)
			if err := s.store.SetPreview(t.Context(), by, ev.ID, ev.Preview, s.clock()); err != nil {
				t.Fatal(err)
			}
			return strings.TrimPrefix(s.links.Preview(ev), s.URL)
		}
		status := func(path string, want int) string {
			t.Helper()
			return s.get(path).status(t, want).body
		}
		first := set(true)
		status("/e/"+ev.Slug, http.StatusNotFound)
		body := status(first, http.StatusOK)
		for _, want := range []string{"Förhandsvisning.", ev.Title, `name="robots" content="noindex"`} {
			if !strings.Contains(body, want) {
				t.Errorf("page does not say %q", want)
			}
		}
		if strings.Contains(body, `rel="canonical"`) {
			t.Error("the page names itself to search engines")
		}
		status(first[:len(first)-1]+"x", http.StatusNotFound)
		second := set(true)
		status(first, http.StatusNotFound)
		status(second, http.StatusOK)
		set(false)
		status(second, http.StatusNotFound)
	})
}
