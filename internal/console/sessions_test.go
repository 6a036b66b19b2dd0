package console_test

import (
	"net/url"
	"strings"
	"testing"

	"samling/internal/event"
)

// Each session has a page with who has a place, who waits and who only wishes,
// and a list to sign of those with a place in it.
func TestSessionsForOrganisers(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.fair()
		b := d.member(ev.OrganisationID, event.Reader)
		base := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug
		lera, ull := ev.Choices[0].Sessions[0].Key, ev.Choices[0].Sessions[1].Key
		b.get(base+"/sessions/"+lera).ok(t, "Ingen har plats i passet än.")
		d.comes(ev, "Anna Berg", "anna@example.org", func(s *event.Signup) { s.Sessions = []string{lera, ull} })
		d.comes(ev, "Bo Ek", "bo@example.org", func(s *event.Signup) { s.Sessions = []string{lera} })
		d.comes(ev, "Cia Dahl", "cia@example.org", func(s *event.Signup) { s.Sessions = []string{lera} })
		b.get(listOf(ev)).ok(t, "Pass att välja")
		b.get(base+"/sessions").ok(t, "Verkstäder", "Lera 1 av 1 1", "Ull 1, ingen gräns 0")
		page := b.get(base + "/sessions/" + lera)
		page.ok(t, "Har plats: 1 av 1", "Har plats Anna Berg", "Väntar i tur och ordning Bo Ek", "Har valt passet, men har ingen plats på evenemanget än Cia Dahl")
		b.get("/en/console"+base+"/sessions/"+lera).ok(t, "Wait in this order Bo Ek")
		b.get(base+"/sessions/nothing").is(t, 404)
		b.get(listOf(ev)+"/waiting").ok(t, "Lera: en väntar")
		_, sign, _ := strings.Cut(page.body, base+"/attendance?session=")
		id, _, _ := strings.Cut(sign, `"`)
		list := b.get(base + "/attendance?session=" + id)
		list.ok(t, "Programpunkt: Lera", "Anna Berg")
		if strings.Contains(list.text(), "Bo Ek") {
			t.Error("whoever waits for a session signs for it")
		}
		if whole := b.get(base + "/attendance"); !strings.Contains(whole.text(), "Bo Ek") {
			t.Error("whoever has a place is not on the list of the event")
		}
		if file := b.get(base + "/attendance.pdf?" + url.Values{"session": {id}}.Encode()); file.status != 200 || file.header.Get("Content-Type") != "application/pdf" {
			t.Errorf("%d %s", file.status, file.header.Get("Content-Type"))
		}
	})
}

func TestSessionsOfAnEventWithoutAny(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Sessions = nil })
		b := d.member(ev.OrganisationID, event.Organiser)
		b.get("/o/"+ev.Organisation.Slug+"/e/"+ev.Slug+"/sessions").ok(t, "Inga pass att välja", "Till programmet")
	})
}
