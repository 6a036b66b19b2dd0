package console_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
)

// The waiting list stands in its order, with what everybody waits for and why
// they have to.
func TestWaitingListForOrganisers(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.fair(func(e *event.Event) { e.OnSiteWay.Capacity, e.Capacity, e.OfferHours = 1, 3, 24 })
		b, page := d.member(ev.OrganisationID, event.Organiser), listOf(ev)+"/waiting"
		b.get(page).ok(t, "Ingen väntar", "En ledig plats erbjuds den som står på tur i 24 timmar.", "fördelar du platserna själv")
		anna := d.comes(ev, "Anna Berg", "anna@example.org", nil)
		d.comes(ev, "Bo Ek", "bo@example.org", nil)
		cia := d.comes(ev, "Cia Dahl", "cia@example.org", func(s *event.Signup) { s.Category = "c2" })
		b.get(listOf(ev)).ok(t, "Väntelistan")
		b.get(page).ok(t, "2 personer väntar", "1 Bo Ek bo@example.org På plats, Egen personal", "På plats: alla platser är tagna.", "2 Cia Dahl cia@example.org På plats, Extern")
		reader := d.member(ev.OrganisationID, event.Reader).get(page)
		reader.ok(t, "Bo Ek")
		if strings.Contains(reader.body, "/bulk\"") || strings.Contains(reader.text(), "Erbjud plats") {
			t.Error("a reader is offered to change something")
		}
		d.wait(time.Hour)
		if err := d.store.Withdraw(t.Context(), anna.ID, 1, "", d.clock()); err != nil {
			t.Fatal(err)
		}
		b.get(page).ok(t, "Erbjudna plats Bo Ek , svarar senast 20 januari kl. 09.00", "En person väntar", "1 Cia Dahl", "På plats: den lediga platsen är erbjuden någon annan.")
		b.get(listOf(ev)+"/"+cia.Reference).ok(t, "Ge plats Erbjud plats")
		order := url.Values{"do": {"offer"}, "ref[]": {cia.Reference}}
		b.post(listOf(ev)+"/bulk", order).ok(t, "En får inte plats: alla platser är tagna.")
		d.wait(ev.ListStopsAt().Sub(d.clock()))
		d.member(ev.OrganisationID, event.Reader).get("/en/console"+page).ok(t, "The list has stood still since", "The list stands still. You can give a place.")
	})
}

// Lowering the capacity cancels nobody, and the organiser is told who is above.
func TestAboveTheCapacity(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.fair(func(e *event.Event) { e.Capacity = 3 })
		for _, name := range []string{"Anna Berg", "Bo Ek", "Cia Dahl"} {
			d.comes(ev, name, strings.ReplaceAll(name, " ", ".")+"@example.org", nil)
			d.wait(time.Minute)
		}
		lowered := *ev
		lowered.Capacity = 1
		if _, err := d.store.SaveEvent(t.Context(), &lowered, d.clock()); err != nil {
			t.Fatal(err)
		}
		d.member(ev.OrganisationID, event.Reader).get(listOf(ev)+"/waiting").ok(t, "Fler har plats än det finns platser",
			"Hela evenemanget: 2 för många, gränsen är 1. Sist fick plats: Cia Dahl, Bo Ek.", "Ingen avbokas automatiskt.", "3 av 1")
	})
}
