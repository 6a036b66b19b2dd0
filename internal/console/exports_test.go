package console_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"samling/internal/event"
)

func as(format string) url.Values { return url.Values{"format": {format}} }

func TestExportIsTheListAsShown(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, regs := few(d)
		d.register(ev, "=cmd|calc", "x@example.org")
		b := d.member(ev.OrganisationID, event.Reader)
		a := b.post(path(ev, "/exports?standing=confirmed&sort=-name&columns=organisation&columns=reference"), as("csv"))
		want := "\ufeffNamn;E-postadress;Organisation;Referens;Status;Diarienummer\r\n" +
			"Åsa Öberg;asa@example.org;Hemliga byrån;" + regs[0].Reference + ";har plats;1234-2024\r\n" +
			"Bo Ek;bo@example.org;;" + regs[1].Reference + ";har plats;1234-2024\r\n"
		if diff := cmp.Diff(want, a.body); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if got := a.header.Get("Content-Disposition"); got != `attachment; filename="goda-uppvaxtvillkor-deltagare-2024-01-19.csv"` {
			t.Errorf("file %s", got)
		}
		// A formula stays text, and what is searched for stands in no address.
		form := as("csv")
		form.Set("q", "calc")
		if a := b.post("/en/console"+path(ev, "/exports"), form); !strings.Contains(a.body, "'=cmd|calc,x@example.org") || strings.Contains(a.body, "Bo Ek") {
			t.Errorf("got\n%s", a.body)
		}
		got := audited(d, ev, "participants.exported")
		if len(got) != 2 {
			t.Fatalf("audit log %+v", got)
		}
		if diff := cmp.Diff(map[string]string{"format": "csv", "rows": "2", "filter": "Har plats", "columns": "Namn, E-postadress, Organisation, Referens, Status, Diarienummer"}, got[1].Detail); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if said := fmt.Sprint(got[0].Detail); !strings.Contains(said, "With a search") || strings.Contains(said, "calc") {
			t.Errorf("audit log %s", said)
		}
		d.member(ev.OrganisationID, event.Organiser).get(path(ev, "/exports")).ok(t, "Uttagna listor", "CSV 2 Har plats Namn, E-postadress")
		b.get(path(ev, "/exports")).is(t, http.StatusForbidden)
	})
}

func TestExportAsWorkbook(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, _ := few(d)
		b := d.member(ev.OrganisationID, event.Reader)
		a := b.post(path(ev, "/exports?standing=waiting"), as("xlsx"))
		book, err := excelize.OpenReader(strings.NewReader(a.body))
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		var cover []string
		rows, err := book.GetRows(book.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			cover = append(cover, strings.Join(r, " "))
		}
		for _, want := range []string{"Diarienummer 1234-2024", "Urval På väntelistan", "Uttagen av Elin Exempel", "Listan togs ut 2024-01-19 08:00", "Rader i listan 1"} {
			if !strings.Contains(strings.Join(cover, "\n"), want) {
				t.Errorf("cover does not say %q:\n%s", want, strings.Join(cover, "\n"))
			}
		}
		if rows, err := book.GetRows(book.GetSheetName(1)); err != nil || len(rows) != 2 || rows[1][0] != "Vera Väntar" {
			t.Errorf("table %v, %v", rows, err)
		}
	})
}

func TestExportOnPaper(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, _ := few(d)
		b := d.member(ev.OrganisationID, event.Reader)
		a := b.post(path(ev, "/exports"), as("pdf"))
		if a.status != http.StatusOK || !strings.HasPrefix(a.body, "%PDF") || a.header.Get("Content-Type") != "application/pdf" {
			t.Errorf("status %d, %s", a.status, a.header)
		}
		b.post(path(ev, "/exports"), as("docx")).leads(t, "/console"+path(ev, "/participants"))
	})
}

func TestExportSaysHowFarItHasCome(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, _ := few(d)
		b, other := d.member(ev.OrganisationID, event.Reader), d.member(ev.OrganisationID, event.Reader)
		form := as("csv")
		form.Set("progress", "abc")
		b.get(path(ev, "/exports/abc")).is(t, http.StatusNotFound)
		b.post(path(ev, "/exports"), form)
		b.get(path(ev, "/exports/abc")).ok(t, `"state":"done"`, `"rows":3`, "Filen är klar: 3 rader.")
		other.get(path(ev, "/exports/abc")).is(t, http.StatusNotFound)
	})
}
