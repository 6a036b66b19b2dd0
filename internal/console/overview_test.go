package console_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

func TestOverviewSaysWhatNeedsAttention(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) { e.ClosesAt = d.now.Add(48 * time.Hour) })
		d.register(ev, "Sara Exempel", "sara@example.org")
		d.wait(time.Minute)
		reg := d.register(ev, "Johan Prov", "johan@example.org")
		if err := d.store.Withdraw(t.Context(), reg.ID, 1, "", d.clock()); err != nil {
			t.Fatal(err)
		}
		path := "/o/" + ev.Organisation.Slug
		elin := d.member(ev.OrganisationID, event.Organiser)
		a := elin.get(path)
		a.ok(t, "God morgon, Elin", "1 evenemang är öppet för anmälan. 1 person är anmäld, 1 sedan i går.",
			"Anmälan stänger 21 januari kl. 08.00 till Vill du vara med", "Sara Exempel anmälde sig till", "Johan Prov avbokade",
			"08.01", "2 nya i dag", "Nytt evenemang")
		if !strings.Contains(a.body, `class="spark"`) || strings.Contains(a.body, "style=") {
			t.Errorf("no sparkline, or a style:\n%s", a.body)
		}
		elin.get("/en/console/o/"+ev.Organisation.Slug).ok(t, "Good morning, Elin", "1 event is open for registration.", "Sara Exempel registered for")
		d.wait(10 * time.Hour)
		elin.get(path).ok(t, "God kväll, Elin")
	})
}

// Whoever stands at the door learns no names here, and a reader is given no
// tasks.
func TestOverviewGoesByTheRole(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) { e.ClosesAt = d.now.Add(48 * time.Hour) })
		other := d.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Slug, e.Title = "annat", "Ett annat möte" })
		d.register(ev, "Sara Exempel", "sara@example.org")
		d.register(other, "Johan Prov", "johan@example.org")
		path := "/o/" + ev.Organisation.Slug
		for _, list := range []string{path, path + "/events"} {
			for _, tt := range []struct {
				who          string
				b            *somebody
				sees, misses []string
			}{
				{"door of one event", d.member(ev.OrganisationID, event.Door, ev), []string{"Vill du vara med"}, []string{"Ett annat möte", "Sara", "Att göra", "Nytt evenemang", "Senast "}},
				{"door", d.member(ev.OrganisationID, event.Door), []string{"Vill du vara med", "Ett annat möte"}, []string{"Sara", "Att göra", "Nytt evenemang"}},
				{"reader", d.member(ev.OrganisationID, event.Reader), []string{"Ett annat möte"}, []string{"Att göra", "Nytt evenemang"}},
				{"organiser of one event", d.member(ev.OrganisationID, event.Organiser, ev), []string{"Vill du vara med"}, []string{"Ett annat möte", "Johan", "Nytt evenemang"}},
			} {
				a := tt.b.get(list)
				a.ok(t, tt.sees...)
				for _, secret := range tt.misses {
					if strings.Contains(a.text(), secret) {
						t.Errorf("%s on %s sees %q:\n%s", tt.who, list, secret, a.text())
					}
				}
			}
		}
		d.member(ev.OrganisationID, event.Reader).get(path).ok(t, "Sara Exempel", "Johan Prov")
	})
}

func TestNewOrganisationIsShownTheFirstStep(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, o store.Options) {
		d := newDesk(t, storetest.Open(t, o))
		ev := d.save("goda-uppvaxtvillkor")
		path := "/o/" + ev.Organisation.Slug
		forgetEvents(t, o)
		for _, page := range []string{path, path + "/events"} {
			a := d.member(ev.OrganisationID, event.Organiser).get(page)
			a.ok(t, "Här samlas era evenemang", "Börja med ett utkast")
			if n := strings.Count(a.body, "/events/new"); n != 1 {
				t.Errorf("%d buttons, want one", n)
			}
			a = d.member(ev.OrganisationID, event.Reader).get(page)
			a.ok(t, "Här samlas era evenemang")
			if strings.Contains(a.body, "/events/new") {
				t.Error("a reader is offered to make an event")
			}
		}
	})
}

// forgetEvents removes all events behind the store's back.
func forgetEvents(t *testing.T, o store.Options) {
	t.Helper()
	driver, address := "sqlite3", "file:"+o.Path+"?_busy_timeout=10000&_foreign_keys=1"
	if o.Postgres != "" {
		driver, address = "pgx", o.Postgres
	}
	raw, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	if _, err := raw.Exec("DELETE FROM events"); err != nil {
		t.Fatal(err)
	}
}

func TestListOfEvents(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		var org event.Organisation
		var id uint
		for i := range 30 {
			ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) {
				e.Slug, e.Title = fmt.Sprintf("mote-%02d", i), fmt.Sprintf("Möte %02d", i)
				e.StartsAt, e.EndsAt = e.StartsAt.AddDate(0, 0, i), e.EndsAt.AddDate(0, 0, i)
				switch i {
				case 27:
					e.Status = event.Draft
				case 28:
					e.Status = event.Cancelled
				case 29:
					e.StartsAt, e.EndsAt, e.ClosesAt = d.now.AddDate(0, -1, 0), d.now.AddDate(0, -1, 0).Add(time.Hour), d.now.AddDate(0, -2, 0)
				}
			})
			org, id = ev.Organisation, ev.OrganisationID
		}
		b := d.member(id, event.Organiser)
		path := "/o/" + org.Slug + "/events"
		b.get(path).ok(t, "Kommande 27", "Utkast 1", "Genomförda 1", "Inställda 1", "Arkiverade 0", "Möte 00", "Möte 24", "Sida 1 av 2", "Kopiera")
		b.get(path+"?page=2").ok(t, "Möte 25", "Sida 2 av 2", "Föregående")
		b.get(path+"?page=99").ok(t, "Sida 2 av 2")
		b.get(path+"?page=-3").ok(t, "Sida 1 av 2")
		b.get(path+"?show=drafts").ok(t, "Möte 27", "Utkast")
		b.get(path+"?show=cancelled").ok(t, "Möte 28")
		b.get(path+"?show=past").ok(t, "Möte 29", "Genomför")
		b.get(path+"?show=archived").ok(t, "Den här listan är tom")
		b.get(path+"?q=M%C3%B6te+13").ok(t, "Kommande 1", "Möte 13")
		b.get(path+"?q=%22%3E%3Cscript%3E").ok(t, "Inget evenemang i listan passar din sökning")
	})
}
