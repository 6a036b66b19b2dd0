package console_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"samling/internal/event"
)

func TestAttendanceList(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, _ := few(d)
		b := d.member(ev.OrganisationID, event.Reader)
		a := b.get(path(ev, "/attendance"))
		a.ok(t, "Närvarolista: "+ev.Title, "2 personer har plats", "Åsa Öberg Hemliga byrån", "Underskrift", "Diarienummer "+ev.CaseNumber)
		if strings.Contains(a.body, "Vera") {
			t.Error("somebody without a place is on the list")
		}
		b.get("/en/console"+path(ev, "/attendance")).ok(t, "Attendance list: ", "2 people have a place", "Signature")
		got := audited(d, ev, "participants.exported")
		if len(got) != 2 || got[0].Detail["format"] != "print" || got[0].Detail["rows"] != "2" {
			t.Errorf("audit log %+v", got)
		}
	})
}

func TestAttendanceFile(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, _ := few(d)
		session := ev.Sessions[0]
		b := d.member(ev.OrganisationID, event.Reader)
		for _, query := range []string{"", "?session=all"} {
			a := b.get(path(ev, "/attendance.pdf"+query))
			if a.status != http.StatusOK || a.header.Get("Content-Type") != "application/pdf" || !bytes.HasPrefix([]byte(a.body), []byte("%PDF")) {
				t.Errorf("%q: status %d, %s", query, a.status, a.header)
			}
			if got := a.header.Get("Content-Disposition"); got != `attachment; filename="goda-uppvaxtvillkor-narvarolista.pdf"` {
				t.Errorf("file %s", got)
			}
		}
		b.get(path(ev, "/attendance?session=999999")).is(t, http.StatusNotFound)
		b.get(path(ev, "/attendance")).ok(t, "En lista per programpunkt", session.Title)
		d.member(ev.OrganisationID, event.Door).get(path(ev, "/attendance.pdf")).is(t, http.StatusForbidden)
	})
}
