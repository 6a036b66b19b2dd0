package store_test

import (
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
	"samling/internal/store"
)

// bring keeps a list of so many people, with headings.
func (h *house) bring(t *testing.T, ev *event.Event, n int, more ...[]string) *event.Import {
	t.Helper()
	i := &event.Import{EventID: ev.ID, HasHeadings: true, Fields: []event.ImportField{"name", "email"}, Rows: [][]string{{"Namn", "E-post"}}}
	for k := range n {
		i.Rows = append(i.Rows, []string{fmt.Sprint("Person ", k), fmt.Sprintf("p%d@example.org", k)})
	}
	i.Rows = append(i.Rows, more...)
	if err := h.KeepImport(t.Context(), event.Actor{OrganisationID: ev.OrganisationID}, i, noon); err != nil {
		t.Fatal(err)
	}
	return i
}

func TestImport(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev := h.save(t, seminar("gophers", 300), noon)
		by := event.Actor{OrganisationID: ev.OrganisationID, Who: "Elin"}
		late := ev.ClosesAt.Add(time.Hour)
		i := h.bring(t, ev, 600, []string{"", "x@example.org"}, []string{"Person 0", "P0@example.org"})
		choice := event.ImportChoice{Mail: true, Language: "sv"}

		tried, err := h.TryImport(ctx, i, choice, late)
		if err != nil || h.count(t, "SELECT count(*) FROM registrations") != 0 {
			t.Fatal("the trial changed something: ", err)
		}
		done, err := h.DoImport(ctx, by, ev.ID, i.ID, choice, late)
		if err != nil || done.DoneAt == nil {
			t.Fatalf("%+v, %v", done, err)
		}
		want := event.ImportCounts{event.ImportPlace: 300, event.ImportWaiting: 300, event.ImportBad: 1, event.ImportTwice: 1}
		if diff := cmp.Diff(want, done.Counts); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(want, event.CountLines(tried)); diff != "" {
			t.Errorf("the trial said otherwise (-done +said):\n%s", diff)
		}
		places, err := h.Places(ctx, ev.ID)
		if err != nil || places[ev.ID].Places != (event.Places{Confirmed: 300, Waiting: 300}) {
			t.Errorf("places %+v, %v", places, err)
		}
		if n := h.count(t, "SELECT count(*) FROM messages WHERE kind IN ('confirmed', 'waiting')"); n != 600 {
			t.Errorf("%d mails", n)
		}
		// What is kept is what failed, and the name of nobody who came in.
		kept, err := h.Import(ctx, ev.ID, i.ID)
		if err != nil || len(kept.Rows) != 1 || len(kept.Lines) != 1 || kept.Lines[0].Line != 602 || kept.Lines[0].Invalid["name"] == "" {
			t.Errorf("kept %+v, %v", kept, err)
		}
		entries, err := h.Entries(ctx, ev.OrganisationID, store.AuditQuery{Verb: "participants.imported", Limit: 9})
		if err != nil || logged(t, entries, "place") != 300 || logged(t, entries, "bad") != 1 || entries[0].Detail["mail"] != "true" {
			t.Errorf("audit log %+v, %v", entries, err)
		}
	})
}

// The same list twice adds nobody twice, whether the button is pressed twice or
// the list is brought twice.
func TestImportTwice(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 0), noon)
		by := event.Actor{OrganisationID: ev.OrganisationID}
		first, second := h.bring(t, ev, 30), h.bring(t, ev, 30)
		var wg sync.WaitGroup
		for _, id := range []uint{first.ID, first.ID, second.ID} {
			wg.Go(func() {
				if _, err := h.DoImport(t.Context(), by, ev.ID, id, event.ImportChoice{}, noon); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := h.count(t, "SELECT count(*) FROM registrations"); n != 30 {
			t.Errorf("%d registrations", n)
		}
		if n := h.count(t, "SELECT count(*) FROM messages"); n != 0 {
			t.Errorf("%d mails nobody asked for", n)
		}
	})
}

// An import that was broken off goes on where it was.
func TestImportGoesOn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev := h.save(t, seminar("gophers", 0), noon)
		by := event.Actor{OrganisationID: ev.OrganisationID}
		i := h.bring(t, ev, 400)
		h.execute(t, fmt.Sprintf("UPDATE imports SET next = 250 WHERE id = %d", i.ID))
		if err := h.MapImport(ctx, ev.ID, i.ID, i.Fields, false); !errors.Is(err, event.ErrChanged) {
			t.Errorf("columns changed in the middle: %v", err)
		}
		if _, err := h.DoImport(ctx, by, ev.ID, i.ID, event.ImportChoice{}, noon); err != nil {
			t.Fatal(err)
		}
		if n := h.count(t, "SELECT count(*) FROM registrations"); n != 150 {
			t.Errorf("%d registrations", n)
		}
	})
}

func TestImportsAreErased(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev := h.save(t, seminar("gophers", 0), noon)
		other := h.save(t, seminar("rusties", 0), noon)
		by := event.Actor{OrganisationID: ev.OrganisationID}
		i := h.bring(t, ev, 3)
		if _, err := h.Import(ctx, other.ID, i.ID); !errors.Is(err, event.ErrNotFound) {
			t.Errorf("another event has the list: %v", err)
		}
		if err := h.EraseImport(ctx, by, other.ID, i.ID, noon); err == nil {
			t.Error("another event erased the list")
		}
		if err := h.MapImport(ctx, ev.ID, i.ID, []event.ImportField{"email", "name"}, false); err != nil {
			t.Error(err)
		}
		if err := h.PurgeImports(ctx, noon); err != nil {
			t.Error(err)
		}
		got, err := h.Import(ctx, ev.ID, i.ID)
		if err != nil || got.Fields[0] != "email" || got.HasHeadings || len(got.Rows) != 4 {
			t.Errorf("%+v, %v", got, err)
		}
		if err := h.PurgeImports(ctx, noon.Add(time.Second)); err != nil || h.count(t, "SELECT count(*) FROM imports") != 0 {
			t.Errorf("lists stay: %v", err)
		}
	})
}

// logged adds up a figure of several entries.
func logged(t *testing.T, entries []event.Entry, name string) int {
	t.Helper()
	sum := 0
	for _, e := range entries {
		n, err := strconv.Atoi(e.Detail[name])
		if err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	return sum
}

// Whoever changes the columns while others come in finds them decided.
func TestColumnsStayWhilePeopleComeIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 0), noon)
		i := h.bring(t, ev, 3)
		coming, err := h.raw.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer coming.Rollback()
		for _, statement := range []string{"UPDATE events SET title = title WHERE id = %d", "UPDATE imports SET next = 2 WHERE event_id = %d"} {
			if _, err := coming.Exec(fmt.Sprintf(statement, ev.ID)); err != nil {
				t.Fatal(err)
			}
		}
		mapped := make(chan error, 1)
		go func() {
			mapped <- h.MapImport(t.Context(), ev.ID, i.ID, []event.ImportField{"email", "name"}, true)
		}()
		time.Sleep(200 * time.Millisecond) // it has begun, and waits
		if err := coming.Commit(); err != nil {
			t.Fatal(err)
		}
		wantErr(t, "other columns in the middle", <-mapped, event.ErrChanged)
		kept, err := h.Import(t.Context(), ev.ID, i.ID)
		if err != nil || kept.Fields[0] != "name" {
			t.Errorf("%+v, %v", kept.Fields, err)
		}
	})
}

// What came in before an import breaks off stands in the log, and so does who
// erased the rest.
func TestBrokenOffImportIsLogged(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev := h.save(t, seminar("gophers", 0), noon)
		elin := event.Actor{OrganisationID: ev.OrganisationID, Who: "Elin"}
		omar := event.Actor{OrganisationID: ev.OrganisationID, Who: "Omar"}
		i := h.bring(t, ev, 600)
		h.execute(t, "CREATE UNIQUE INDEX broken ON registrations (event_id) WHERE email IN ('p300@example.org', 'p301@example.org')")
		if _, err := h.DoImport(ctx, elin, ev.ID, i.ID, event.ImportChoice{}, noon); err == nil {
			t.Fatal("the second part came in")
		}
		h.execute(t, "DROP INDEX broken")
		came := h.count(t, "SELECT count(*) FROM registrations")
		entries, err := h.Entries(ctx, ev.OrganisationID, store.AuditQuery{Verb: "participants.imported", Limit: 9})
		if err != nil || came == 0 || logged(t, entries, "place") != came || entries[0].Who != "Elin" {
			t.Errorf("%d came, log %+v, %v", came, entries, err)
		}
		if err := h.EraseImport(ctx, omar, ev.ID, i.ID, noon); err != nil {
			t.Fatal(err)
		}
		entries, err = h.Entries(ctx, ev.OrganisationID, store.AuditQuery{Limit: 9})
		if err != nil || len(entries) != 3 || entries[0].Verb != "participants.import_erased" || entries[0].Who != "Omar" || entries[2].Detail["count"] != "600" {
			t.Errorf("log %+v, %v", entries, err)
		}
	})
}
