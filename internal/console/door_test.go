package console_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"samling/internal/event"
	"samling/internal/store"
)

// few is an event with a waiting list, two people with a place and one who waits.
func few(d *desk) (*event.Event, []event.Registration) {
	ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Capacity, e.HasWaitingList, e.CaseNumber = 2, true, "1234-2024" })
	return ev, []event.Registration{
		d.register(ev, "Åsa Öberg", "asa@example.org", func(s *event.Signup) { s.Organisation = "Hemliga byrån" }),
		d.register(ev, "Bo Ek", "bo@example.org"), d.register(ev, "Vera Väntar", "vera@example.org"),
	}
}

func path(ev *event.Event, rest string) string {
	return "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + rest
}

var in, out = url.Values{"in": {"1"}}, url.Values{"in": {"0"}}

func TestCheckIn(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, regs := few(d)
		b := d.member(ev.OrganisationID, event.Door, ev)
		b.get(path(ev, "/door")).ok(t, "0 av 2 har kommit", "Åsa Öberg", "Bo Ek", "Checka in Bo Ek")
		a := b.post(path(ev, "/door/"+regs[1].Reference), in)
		a.leads(t, "/console"+path(ev, "/door?last="+regs[1].Reference))
		page := b.get(a.location)
		page.ok(t, "Bo Ek är incheckad", "1 av 2 har kommit", "kom kl. 08.00", "Ångra")
		// At another door nobody knows yet.
		a = b.post(path(ev, "/door/"+regs[1].Reference), in)
		b.get(a.location).ok(t, "Bo Ek kom redan kl. 08.00", "1 av 2 har kommit")
		a = b.post(path(ev, "/door/"+regs[1].Reference), out)
		b.get(a.location).ok(t, "Incheckningen av Bo Ek är ångrad", "0 av 2 har kommit")
		a = b.post(path(ev, "/door/"+regs[2].Reference), in)
		b.get(a.location).ok(t, "Personen har ingen plats", "0 av 2 har kommit")
		if len(audited(d, ev, "participant")) != 2 {
			t.Errorf("audit log %+v", audited(d, ev, "participant"))
		}
	})
}

// audited are the entries about an event whose verb begins like this, the latest
// first.
func audited(d *desk, ev *event.Event, verb event.Verb) []event.Entry {
	d.t.Helper()
	all, err := d.store.Entries(d.t.Context(), ev.OrganisationID, store.AuditQuery{EventID: ev.ID, Verb: verb, Limit: 100})
	if err != nil {
		d.t.Fatal(err)
	}
	return all
}

// Whoever stands at the door sees names and who has come, and can find out
// nothing else.
func TestDoorSeesNamesOnly(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, regs := few(d)
		b := d.member(ev.OrganisationID, event.Door, ev)
		for _, a := range []answer{b.get(path(ev, "/door")), b.post(path(ev, "/door"), url.Values{"q": {"e"}})} {
			a.ok(t, "Bo Ek")
			for _, secret := range []string{"Hemliga", "example.org", "Vera"} {
				if strings.Contains(a.body, secret) {
					t.Errorf("the door shows %q", secret)
				}
			}
		}
		b.post(path(ev, "/door"), url.Values{"q": {" " + strings.ToLower(regs[1].Reference)}}).ok(t, "1 träff", "Bo Ek")
		for search, found := range map[string]bool{"bo": true, "EK": true, "öberg": true, "oberg": false, "hemliga": false, "bo@example": false, "vera": false, regs[2].Reference: false, "%": false} {
			if a := b.post(path(ev, "/door"), url.Values{"q": {search}}); strings.Contains(a.body, "data-in") || strings.Contains(a.body, "ci-list") != found {
				t.Errorf("%q: found %t", search, !found)
			}
		}
	})
}

func TestReaderSeesTheDoorAndChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, regs := few(d)
		reader, organiser := d.member(ev.OrganisationID, event.Reader), d.member(ev.OrganisationID, event.Organiser)
		a := reader.get(path(ev, "/door"))
		a.ok(t, "Vera Väntar På väntelistan, ingen plats", "inte checka in någon")
		if strings.Contains(a.body, `name="in"`) {
			t.Error("a reader has buttons")
		}
		reader.post(path(ev, "/door/"+regs[0].Reference), in).is(t, http.StatusForbidden)
		if err := d.store.Withdraw(t.Context(), regs[0].ID, 1, "", d.clock()); err != nil {
			t.Fatal(err)
		}
		organiser.get(path(ev, "/door")).ok(t, "Åsa Öberg Avbokad", "Checka in Vera Väntar")
	})
}

func TestDoorOfAHallIsSearched(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Capacity = 0 })
		for i := range 201 {
			call := event.Call{FormKey: fmt.Sprint("k", i), Signup: event.Signup{Name: fmt.Sprintf("Maria Exempel %d", i), Email: fmt.Sprintf("m%d@example.org", i), Language: "sv"}, Now: d.clock()}
			if _, err := d.store.Register(t.Context(), ev.Slug, call); err != nil {
				t.Fatal(err)
			}
		}
		b := d.member(ev.OrganisationID, event.Door)
		a := b.get(path(ev, "/door"))
		a.ok(t, "201 personer har plats. Sök på namn")
		if strings.Contains(a.body, "Maria") {
			t.Error("the whole hall is listed")
		}
		b.post(path(ev, "/door"), url.Values{"q": {"maria 200"}}).ok(t, "1 träff", "Maria Exempel 200")
		b.post(path(ev, "/door"), url.Values{"q": {"maria"}}).ok(t, "50 träffar", "De 50 första visas")
	})
}

// Two doors, one participant: one arrival, one entry.
func TestTwoDoorsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, regs := few(d)
		var wg sync.WaitGroup
		for range 4 {
			b := d.member(ev.OrganisationID, event.Door)
			wg.Go(func() { b.post(path(ev, "/door/"+regs[0].Reference), in) })
		}
		wg.Wait()
		if n, err := d.store.CountArrived(t.Context(), ev.ID); n != 1 || err != nil {
			t.Errorf("%d arrived, %v", n, err)
		}
		if got := audited(d, ev, "participant.arrived"); len(got) != 1 || *got[0].RegistrationID != regs[0].ID {
			t.Errorf("audit log %+v", got)
		}
	})
}

func TestClosedDoor(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, regs := few(d)
		b := d.member(ev.OrganisationID, event.Organiser)
		ev.Status, ev.CancelReason = event.Cancelled, "snö"
		if _, err := d.store.SaveEvent(t.Context(), ev, d.clock()); err != nil {
			t.Fatal(err)
		}
		b.get(path(ev, "/door")).ok(t, "när evenemanget är publicerat")
		b.post(path(ev, "/door/"+regs[0].Reference), in).is(t, http.StatusNotFound)
	})
}
