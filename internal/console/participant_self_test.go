package console_test

import (
	"testing"

	"samling/internal/event"
)

// What people do themselves stands in their story, and that a place was handed
// over names who had it.
func TestWhatPeopleChangeThemselvesIsTold(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser)
		anna := d.register(ev, "Anna Berg", "anna@example.org")
		d.register(ev, "Bo Ek", "bo@example.org")
		ctx := t.Context()
		bo := event.Successor{Name: "Bo Ek", Email: "bo@example.org", Language: "sv"}
		if err := d.store.HandOver(ctx, anna.ID, anna.Generation, bo, d.clock()); err == nil {
			t.Fatal("Bo has two places")
		}
		cilla := event.Successor{Name: "Cilla Ek", Email: "cilla@example.org", Language: "sv"}
		if err := d.store.HandOver(ctx, anna.ID, anna.Generation, cilla, d.clock()); err != nil {
			t.Fatal(err)
		}
		b.get(listOf(ev)+"/"+anna.Reference).ok(t, "Försökte lämna över platsen till någon som redan är anmäld", "Ändrade själv",
			"Namn: Anna Berg → Cilla Ek", "E-post: anna@example.org → cilla@example.org", "Mejl: tog över en plats", "Till anna@example.org")
	})
}
