package console_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"samling/internal/event"
	"samling/internal/store"
)

const people = "Förnamn;Efternamn;Mejl;Arbetsgivare;Hemligt\n" +
	"Åsa;Öberg;asa.oberg@example.org;Ale kommun;x\n" +
	"Bo;Ek;bo@example.org;Polisen;\n" +
	"Cia;;cia(at)example.org;;\n" +
	"Dan;Dahl;dan@kommun.invalid;;\n" +
	"Bo;Ek;BO@example.org;;\n" +
	"Eva;Falk;eva@example.org;;\n"

// bring uploads a list and says where it is now.
func (b *somebody) bring(ev *event.Event, text string) string {
	b.t.Helper()
	a := b.upload(path(ev, "/import/upload"), nil, "file", "lista.csv", []byte(text))
	a.leads(b.t, "/console"+path(ev, "/import/"))
	return a.location
}

func TestImport(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Capacity, e.HasWaitingList = 2, true })
		d.register(ev, "Eva Falk", "eva@example.org")
		d.wait(ev.ClosesAt.Sub(d.clock())) // an organiser may be late
		b := d.member(ev.OrganisationID, event.Organiser)
		b.get(path(ev, "/import")).ok(t, "Importera deltagare", "klistra in")

		list := b.bring(ev, people)
		a := b.get(list)
		a.ok(t, "6 personer", "Förnamn Åsa Bo", "Arbetsgivare Ale kommun Polisen", "Hemligt x")
		for _, choice := range []string{`value="first_name" selected`, `value="last_name" selected`, `value="email" selected`, `value="organisation" selected`} {
			if strings.Count(a.body, choice) != 1 {
				t.Errorf("no guess %s", choice)
			}
		}
		form := url.Values{"headings": {"yes"}, "f0": {"first_name"}, "f1": {"last_name"}, "f2": {"email"}, "f3": {"organisation"}, "f4": {""}}
		check := b.post(list, form)
		check.leads(t, list+"/check")
		a = b.get(check.location)
		a.ok(t, "får plats 1", "ställs på väntelistan 1", "är redan anmäld 1", "står flera gånger i listan 1", "har något fel 2",
			"4 Cia cia(at)example.org Fel E-post: Det är ingen e-postadress", "Dan Dahl dan@kommun.invalid Fel E-post: Domänen tar inte emot",
			"2 Åsa Öberg asa.oberg@example.org Får plats", "Importera och mejla 2 personer")
		b.post(check.location, url.Values{"over": {"yes"}, "counted": {"no"}, "mail": {"no"}}).leads(t, check.location+"?over=yes")
		b.get(check.location+"?over=yes").ok(t, "får plats 2")
		if n := len(audited(d, ev, "participants.imported")); n != 0 {
			t.Errorf("looking at it made %d entries", n)
		}

		b.post(check.location, url.Values{}).leads(t, check.location) // nobody said whether to mail
		done := b.post(check.location, url.Values{"mail": {"yes"}})
		done.leads(t, list+"/report")
		b.get(done.location).ok(t, "Importen är klar", "får plats 1", "ställs på väntelistan 1", "2 rader kommer inte med")
		regs, n, err := d.store.FindParticipants(t.Context(), ev.ID, store.ParticipantQuery{}, 0, 9)
		if err != nil || n != 3 || regs[1].Name != "Åsa Öberg" || regs[1].Organisation != "Ale kommun" || regs[2].Standing != event.Waiting {
			t.Fatalf("%d, %v: %+v", n, err, regs)
		}

		file := b.get(list + "/failed.csv")
		if want := "Förnamn;Efternamn;Mejl;Arbetsgivare;Hemligt;Rad;Orsak\r\nCia;;cia(at)example.org;;;4;E-post: Det är ingen e-postadress"; !strings.Contains(file.body, want) || strings.Contains(file.body, "Åsa") {
			t.Errorf("file\n%s", file.body)
		}
		// Sent again, and brought again: nobody comes in twice.
		b.post(check.location, url.Values{"mail": {"yes"}}).leads(t, list+"/report")
		again := b.bring(ev, people)
		b.post(again, form).leads(t, again+"/check")
		b.get(again+"/check").ok(t, "Ingen på listan kan läggas till", "är redan anmälda 3")
		if n := len(audited(d, ev, "participants.imported")); n != 1 {
			t.Errorf("%d entries", n)
		}
		b.post(list+"/erase", nil).leads(t, "/console"+path(ev, "/import?done=import_erased"))
		b.get(list).is(t, http.StatusNotFound)
	})
}

// What is wrong with a list is said where it was brought, with what was pasted.
func TestImportRefusesLists(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser)
		b.upload(path(ev, "/import/upload"), nil, "file", "bild.png", []byte("\x89PNG\x00\x00")).is(t, http.StatusUnprocessableEntity, "Filen går inte att läsa")
		b.upload(path(ev, "/import/upload"), nil, "file", "lista.xls", []byte("\xd0\xcf\x11\xe0")).is(t, http.StatusUnprocessableEntity, "äldre Excel")
		b.upload(path(ev, "/import/upload"), nil, "file", "lista.csv", []byte(strings.Repeat("a;b\n", 5002))).is(t, http.StatusUnprocessableEntity, "fler än 5 000 rader")
		a := b.post(path(ev, "/import/upload"), url.Values{"text": {" \n "}})
		a.is(t, http.StatusUnprocessableEntity, "Välj en fil eller klistra in")
		a = b.post(path(ev, "/import/upload"), url.Values{"text": {"Namn\tE-post\nAnna\tanna@example.org"}})
		a.leads(t, "/console"+path(ev, "/import/"))
		list := a.location
		b.post(list, url.Values{"headings": {"yes"}, "f0": {"name"}, "f1": {"comment"}}).is(t, http.StatusUnprocessableEntity, "Välj den kolumn som innehåller e-postadressen")
		b.post(list, url.Values{"f0": {"name"}, "f1": {"name"}}).is(t, http.StatusUnprocessableEntity)

		b.upload(path(ev, "/import/upload"), nil, "file", "lista.xlsx", book(t, [][]string{{"Name", "E-mail"}, {"Anna Berg", "anna@example.org"}})).leads(t, "/console"+path(ev, "/import/"))
		b.get("/en/console"+path(ev, "/import")).ok(t, "Imports begun", "Not imported yet")
	})
}

func book(t *testing.T, rows [][]string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprint("A", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestImportsOfOthers(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, other := d.save("goda-uppvaxtvillkor"), d.save("tidiga-insatser", func(e *event.Event) { e.EndsAt = e.EndsAt.AddDate(9, 0, 0) })
		list := d.member(ev.OrganisationID, event.Organiser).bring(ev, people)
		id := list[strings.LastIndex(list, "/"):]
		b := d.member(other.OrganisationID, event.Organiser)
		for _, rest := range []string{"", "/check", "/report", "/failed.csv"} {
			b.get(path(other, "/import"+id+rest)).is(t, http.StatusNotFound)
		}
		for _, rest := range []string{"", "/check", "/erase"} {
			b.post(path(other, "/import"+id+rest), nil).is(t, http.StatusNotFound)
		}
		d.member(ev.OrganisationID, event.Reader).get(list).is(t, http.StatusForbidden)
	})
}

func TestNoImportWhenItIsOver(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		b := d.member(ev.OrganisationID, event.Organiser)
		list := b.bring(ev, people)
		b.post(list, url.Values{"headings": {"yes"}, "f0": {"name"}, "f2": {"email"}}).leads(t, list+"/check")
		d.wait(ev.EndsAt.Sub(d.clock()))
		b = d.member(ev.OrganisationID, event.Organiser)
		b.post(list+"/check", url.Values{"mail": {"no"}}).leads(t, "/console"+path(ev, "/import"))
		b.get(path(ev, "/import")).ok(t, "Evenemanget är över")
	})
}

// A list may say which category each is of.
func TestImportOfCategories(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor", func(e *event.Event) {
			e.Categories = []event.Category{{ID: "c1", Name: "Egen personal"}, {ID: "c2", Name: "Extern"}}
		})
		b := d.member(ev.OrganisationID, event.Organiser)
		list := b.bring(ev, "Namn;E-post;Kategori\nBo Ek;bo@example.org;egen personal\nEva Falk;eva@example.org;Gäst\nDan Dahl;dan@example.org;\n")
		if a := b.get(list); strings.Count(a.body, `value="category" selected`) != 1 {
			t.Error("the category is not guessed")
		}
		check := b.post(list, url.Values{"headings": {"yes"}, "f0": {"name"}, "f1": {"email"}, "f2": {"category"}})
		b.get(check.location).ok(t, "får plats 2", "3 Eva Falk eva@example.org Fel Deltagarkategori: Evenemanget har ingen sådan kategori")
		b.post(check.location, url.Values{"mail": {"no"}}).leads(t, list+"/report")
		regs, _, err := d.store.FindParticipants(t.Context(), ev.ID, store.ParticipantQuery{}, 0, 9)
		if err != nil || len(regs) != 2 || regs[0].Category != "c1" || regs[1].Category != "" {
			t.Fatalf("%+v, %v", regs, err)
		}
	})
}
