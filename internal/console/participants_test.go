package console_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

func TestListOfParticipants(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Reader)
		list := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/participants"
		b.get(list).ok(t, "Ingen har anmält sig än")
		for i := range 60 {
			d.register(ev, fmt.Sprintf("Person %02d", i), fmt.Sprintf("p%d@example.org", i), func(s *event.Signup) {
				s.Organisation = []string{"Ale kommun", "Örebro kommun"}[i%2]
			})
		}
		a := b.get(list)
		a.ok(t, "Person 59", "Visar 1–50 av 60", "Alla 60", "Avbokade 0")
		if strings.Contains(a.text(), "Person 05") || strings.Contains(a.text(), "Lägg till") {
			t.Error("the first page shows the oldest, or a reader may add people")
		}
		b.get(list+"?page=2").ok(t, "Person 05", "Visar 51–60 av 60")
		a = b.get(list + "?sort=name&organisation=Örebro+kommun")
		a.ok(t, "Person 01", "Visar 1–30 av 30", "Organisation: Örebro kommun")
		if strings.Contains(a.text(), "Person 02") || !strings.Contains(a.body, `aria-sort="ascending"`) {
			t.Error("the filter lets others through, or the order is not told")
		}
		b.get(list+"?organisation=nowhere").ok(t, "Ingen deltagare passar")
		b.get("/en/console"+list+"?columns=reference").ok(t, "Showing 1–50 of 60", "Reference")
	})
}

// A search names people: it is sent in a form, stands in no address and no log,
// and survives sorting and turning the page.
func TestSearchStaysOutOfAddresses(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Reader)
		list := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/participants"
		d.register(ev, "Åsa Öman", "asa@example.org")
		d.register(ev, "Bo Ek", "bo@example.org")
		a := b.post(list, url.Values{"set": {"search"}, "search": {"öman"}})
		a.ok(t, "Åsa Öman", "Sökning: öman", "Visar 1–1 av 1")
		if strings.Contains(a.text(), "Bo Ek") || strings.Contains(a.body, "?q=") || strings.Contains(strings.ToLower(d.log.String()), "man") && strings.Contains(d.log.String(), "%C3%B6man") {
			t.Error("others are found, or the search is in an address")
		}
		b.post(list+"?sort=name", url.Values{"q": {"öman"}}).ok(t, "Åsa Öman", "Visar 1–1 av 1")
		b.post(list+"?sort=name&page=2", url.Values{"q": {""}}).leads(t, "/console"+list+"?page=2&sort=name")
		b.post(list+"?page=2", url.Values{"set": {"filter"}, "arrived": {"yes"}, "columns": {""}}).leads(t, "/console"+list+"?arrived=yes&columns=")
	})
}

// Who turns pages for an hour has looked once.
func TestViewsAreWrittenDownOnceAnHour(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, other := d.save("goda-uppvaxtvillkor"), d.save("tidiga-insatser")
		b := d.member(ev.OrganisationID, event.Reader)
		list := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/participants"
		seen := func() int {
			t.Helper()
			n := 0
			for _, org := range []uint{ev.OrganisationID, other.OrganisationID} {
				entries, err := d.store.Entries(t.Context(), org, store.AuditQuery{Verb: "participants.seen", Limit: 10})
				if err != nil {
					t.Fatal(err)
				}
				n += len(entries)
			}
			return n
		}
		b.get(list).ok(t)
		b.get(list + "?page=2").ok(t)
		if n := seen(); n != 1 {
			t.Errorf("%d views, want 1", n)
		}
		d.wait(59 * time.Minute)
		b.get(list).ok(t)
		if n := seen(); n != 1 {
			t.Errorf("%d views within the hour, want 1", n)
		}
		d.wait(2 * time.Minute)
		b.get(list).ok(t)
		d.member(ev.OrganisationID, event.Organiser).get(list).ok(t)
		if n := seen(); n != 3 {
			t.Errorf("%d views, want one of each person and hour", n)
		}
	})
}
