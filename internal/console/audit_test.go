package console_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

func TestAuditLog(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		gr, lst := d.save("tidiga-insatser"), d.save("goda-uppvaxtvillkor")
		boss, other := d.member(gr.OrganisationID, event.Administrator), d.member(lst.OrganisationID, event.Administrator)
		path := "/o/" + gr.Organisation.Slug + "/audit"
		registration := uint(41)
		d.record(gr, event.Entry{Verb: "event.changed", EventID: &gr.ID, Detail: map[string]string{"version": "2"}})
		d.record(gr, event.Entry{Verb: "nobody.knows", RegistrationID: &registration})
		d.record(lst, event.Entry{Verb: "event.changed", EventID: &lst.ID})

		a := boss.get(path)
		a.ok(t, "tittade i loggen", "ändrade evenemanget "+gr.Title+" Version: 2", "nobody.knows", "Anmälan nummer 41",
			"gav en roll", "Roll: Administratör", "19 januari 2024 kl. 08.00")
		boss.get("/en/console"+path).ok(t, "looked at the log", "19 January 2024, 08:00", "changed the event")
		if strings.Contains(a.text(), lst.Title) {
			t.Error("shows what another organisation did")
		}
		// Looking again soon is the same look.
		if n := d.entries(gr, "audit.seen"); n != 1 {
			t.Errorf("%d looks", n)
		}
		d.wait(time.Hour)
		boss.get(path+"?kind=member").ok(t, "gav en roll")
		if n := d.entries(gr, "audit.seen"); n != 2 {
			t.Errorf("%d looks", n)
		}
		tests := []struct{ name, query, has, hasNot string }{
			{"person", fmt.Sprint("user=", boss.user.ID), "tittade i loggen", "ändrade evenemanget"},
			{"event", fmt.Sprint("event=", gr.ID), "ändrade evenemanget", "tittade i loggen"},
			{"kind", "kind=member", "gav en roll", "ändrade evenemanget"},
			{"event of others", fmt.Sprint("event=", lst.ID), "Inget i loggen", "ändrade evenemanget"},
			{"nonsense", "kind='%3B--&user=x&before=-1", "Inget i loggen", "gav en roll"},
		}
		for _, tt := range tests {
			a := boss.get(path + "?" + tt.query)
			a.ok(t, tt.has)
			_, table, _ := strings.Cut(a.text(), "Visa")
			if strings.Contains(table, tt.hasNot) {
				t.Errorf("%s: shows %s", tt.name, tt.hasNot)
			}
		}
		other.get(path).is(t, http.StatusNotFound)
	})
}

func TestAuditLogIsInWords(t *testing.T) {
	tests := []struct{ name, detail, value, swedish, english string }{
		{"deed", "deed", "cancel", "Åtgärd: Avboka", "Action: Cancel"},
		{"mail", "mail", "yes", "Mejl skickas: ja", "E-mail is sent: yes"},
		{"switch", "over_capacity", "false", "Fler än det finns platser: nej", "Beyond the capacity: no"},
		{"standing", "to", "waiting", "Till: Väntelista", "To: Waiting list"},
		{"moment", "at", "2024-02-06T08:30:00Z", "Tid: 6 februari 2024 kl. 09.30", "Time: 6 February 2024, 09:30"},
		{"fields", "fields", "email name", "Ändrade uppgifter: E-post, Namn", "Details changed: E-mail, Name"},
		{"format", "format", "print", "Format: Närvarolista, utskrift", "Format: Attendance list, print"},
		{"kind", "kind", "late_link", "Typ: Länkar för sen anmälan", "Kind: Late registration links"},
		{"number", "place", "12", "Fick plats: 12", "Given a place: 12"},
	}
	d := newDeskOnSQLite(t)
	ev := d.save("tidiga-insatser")
	boss := d.member(ev.OrganisationID, event.Administrator)
	for _, tt := range tests {
		d.record(ev, event.Entry{Verb: "participants.handled", Detail: map[string]string{tt.detail: tt.value}})
	}
	d.record(ev, event.Entry{Verb: "audit.exported", Detail: map[string]string{"event": fmt.Sprint(ev.ID)}})
	path := "/o/" + ev.Organisation.Slug + "/audit"
	swedish, english := boss.get(path), boss.get("/en/console"+path)
	swedish.ok(t, "Evenemang: "+ev.Title)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			swedish.ok(t, tt.swedish)
			english.ok(t, tt.english)
		})
	}
}

func (d *desk) record(ev *event.Event, e event.Entry) {
	d.t.Helper()
	if err := d.store.Record(d.t.Context(), event.Actor{Who: "Någon", OrganisationID: ev.OrganisationID}, e, d.clock()); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) entries(ev *event.Event, verb event.Verb) int {
	d.t.Helper()
	all, err := d.store.Entries(d.t.Context(), ev.OrganisationID, store.AuditQuery{Verb: verb, Limit: 1000})
	if err != nil {
		d.t.Fatal(err)
	}
	return len(all)
}

func TestAuditLogIsPagedAndExported(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		gr := d.save("tidiga-insatser")
		boss := d.member(gr.OrganisationID, event.Administrator)
		path := "/o/" + gr.Organisation.Slug + "/audit"
		const entries = 150
		for i := range entries {
			d.record(gr, event.Entry{Verb: "event.changed", EventID: &gr.ID, Detail: map[string]string{"title": fmt.Sprintf("=cmd%d", i)}})
		}
		a := boss.get(path + "?kind=event")
		a.ok(t, "=cmd149", "=cmd50", "Äldre")
		if strings.Contains(a.text(), "=cmd49") || strings.Contains(a.text(), "Nyaste") {
			t.Error("the first page is too long")
		}
		older := between(t, a.body, `href="/console`+path+`?before=`, `"`)
		boss.get(path+"?before="+strings.ReplaceAll(older, "&amp;", "&")).ok(t, "=cmd49", "=cmd0", "Nyaste")

		csv := boss.post(path+"/export", url.Values{"kind": {"event"}})
		if csv.status != http.StatusOK || !strings.HasPrefix(csv.header.Get("Content-Type"), "text/csv") ||
			!strings.Contains(csv.header.Get("Content-Disposition"), gr.Organisation.Slug+"-logg-2024-01-19.csv") {
			t.Fatalf("%d %v", csv.status, csv.header)
		}
		lines := strings.Split(strings.TrimSpace(csv.body), "\r\n")
		if len(lines) != entries+1 || !strings.Contains(lines[0], "Nummer;När;Vem") || !strings.Contains(lines[1], "ändrade evenemanget;event.changed;"+gr.Title) {
			t.Errorf("%d lines, %s\n%s", len(lines), lines[0], lines[1])
		}
		boss.get(path).ok(t, "hämtade loggen Typ: Evenemang")
		all := boss.post("/en/console"+path+"/export", nil)
		if !strings.Contains(all.body, "Number,When,Who") || !strings.Contains(all.body, "audit.exported") {
			t.Errorf("%.300s", all.body)
		}
	})
}
