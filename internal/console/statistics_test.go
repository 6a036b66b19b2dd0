package console_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"samling/internal/event"
	"samling/internal/store"
)

// county signs up people from three municipalities of Södermanland and one from
// elsewhere.
func (d *desk) county(ev *event.Event) {
	d.t.Helper()
	for i, who := range []struct{ organisation, municipality, role string }{
		{"Flens kommun", "Flen", "Chef"}, {"Flens kommun", "Flen", "Chef"}, {"Trosa kommun", "Trosa", "Förtroendevald"},
		{"Region Sörmland", "Nyköping", "Chef"}, {"Stockholms stad", "Stockholm", ""},
	} {
		d.register(ev, "Hemligt Namn", fmt.Sprintf("p%d@example.org", i), func(s *event.Signup) {
			s.Organisation, s.Municipality, s.Role = who.organisation, who.municipality, who.role
		})
		d.wait(26 * time.Hour)
	}
}

func TestStatisticsPage(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Capacity = 12 })
		b := d.member(ev.OrganisationID, event.Reader)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/statistics"
		b.get(path).ok(t, "Ingen har anmält sig än")
		d.county(ev)
		b = d.member(ev.OrganisationID, event.Reader)
		a := b.get(path)
		a.ok(t, "anmälda av 12 platser 5", "organisationer 4", "av 9 kommuner 3", "avbokade (0 %) 0", "3 av 9 kommuner är med.",
			"Ingen kommer från Eskilstuna, Gnesta, Katrineholm, Oxelösund, Strängnäs, Vingåker.", "Flens kommun", "Har inte svarat", "12 platser")
		if strings.Contains(a.body, "Hemligt") || strings.Contains(a.body, "@example") {
			t.Error("the page names a participant")
		}
		if strings.Contains(a.body, "style=") || !strings.Contains(a.body, `class="chart"`) {
			t.Error("there is no chart, or one with styles")
		}
		b.get(path+"?set=gr").ok(t, "0 av 13 kommuner är med.", "Ale, Alingsås, Göteborg")
		none := b.get(path + "?set=none").text()
		if strings.Contains(none, "kommuner är med") {
			t.Error("municipalities are compared although nobody asked")
		}
		b.get("/en/console"+path).ok(t, "registered of 12 places 5", "3 of 9 municipalities are represented.")
		moved := d.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Capacity, e.StartsAt = 12, e.StartsAt.Add(-time.Hour) })
		b.get("/o/"+moved.Organisation.Slug+"/e/"+moved.Slug+"/statistics").ok(t, "1 Mejl om ny tid eller plats den 24 januari, till 5 personer")
	})
}

func TestStatisticsExport(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) { e.CaseNumber = "DNR 12-2024" })
		d.county(ev)
		b := d.member(ev.OrganisationID, event.Reader)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/statistics/export"
		csv := b.get(path + "?format=csv")
		csv.ok(t, "Diarienummer: DNR 12-2024", "Listan togs ut: ", "2024-01-24 18:00", "Kommun;Flen;2;40", "Kommun;Vingåker;0;0", "Roll;Chef;3;60")
		if !strings.Contains(csv.header.Get("Content-Disposition"), "statistik-"+ev.Slug+".csv") {
			t.Errorf("header %v", csv.header)
		}
		xlsx := b.get(path)
		if xlsx.status != 200 {
			t.Fatalf("status %d", xlsx.status)
		}
		book, err := excelize.OpenReader(bytes.NewReader([]byte(xlsx.body)))
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		var all []string
		for _, name := range book.GetSheetList() {
			rows, err := book.GetRows(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				all = append(all, strings.Join(row, ";"))
			}
		}
		text := strings.Join(all, "\n")
		for _, want := range []string{"Diarienummer;DNR 12-2024", "Listan togs ut;2024-01-24 18:00", "Kommun;Flen;2;40"} {
			if !strings.Contains(text, want) {
				t.Errorf("workbook lacks %q:\n%s", want, text)
			}
		}
		if strings.Contains(text+csv.body, "Hemligt") || strings.Contains(text+csv.body, "@example") {
			t.Error("the export names a participant")
		}
		entries, err := d.store.Entries(t.Context(), ev.OrganisationID, store.AuditQuery{Verb: "statistics.exported", Limit: 5})
		if err != nil || len(entries) != 2 || entries[0].Detail["format"] != "xlsx" || *entries[0].EventID != ev.ID {
			t.Errorf("audit log: %+v, %v", entries, err)
		}
	})
}
