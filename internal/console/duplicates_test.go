package console_test

import (
	"net/url"
	"strings"
	"testing"

	"samling/internal/event"
)

// Who is probably registered twice is shown, with what to do about it; readers
// look only.
func TestProbableDuplicates(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser)
		page := listOf(ev) + "/duplicates"
		b.get(page).ok(t, "Inga dubbletter")
		one := d.register(ev, "Anna Berg", "anna.berg@ale.se")
		two := d.register(ev, "Anna Berg", "anna.berg@gmail.com")
		d.register(ev, "Bo Ek", "bo@example.org")
		b.get(listOf(ev)).ok(t, "Troliga dubbletter")
		b.get(page).ok(t, "Ett par", "Anna Berg och Anna Berg", "adresser som liknar varandra", "anna.berg@ale.se", "anna.berg@gmail.com", "Avboka den här", "Det är två personer")
		b.get("/en/console"+page).ok(t, "Probable duplicates", "addresses that are alike")
		reader := d.member(ev.OrganisationID, event.Reader).get(page)
		reader.ok(t, "anna.berg@ale.se")
		if strings.Contains(reader.text(), "Avboka") || strings.Contains(reader.text(), "två personer") {
			t.Error("a reader is offered to change something")
		}
		b.post(page, url.Values{"ref[]": {one.Reference}}).is(t, 404)
		b.post(page, url.Values{"ref[]": {one.Reference, two.Reference}}).leads(t, "/console"+page+"?done=told_apart")
		b.get(page+"?done=told_apart").ok(t, "Paret visas inte igen", "Inga dubbletter")
		if d.again(one).Standing != event.Confirmed || d.again(two).Standing != event.Confirmed {
			t.Error("telling them apart changed them")
		}
	})
}
