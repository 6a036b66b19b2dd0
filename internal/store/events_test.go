package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"samling/internal/event"
)

var examples = []string{"goda-uppvaxtvillkor", "tidiga-insatser", "tidiga-insatser-formiddag", "barn-och-unga-konferens"}

// Every field of every example comes back as it was saved, programme, speakers
// and all, from both databases.
func TestSavedEventsComeBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, name := range examples {
			saved := h.save(t, example(t, name), noon)
			got, err := h.EventBySlug(t.Context(), saved.Slug)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(saved, got); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			if diff := cmp.Diff(event.NewFile(example(t, name)), event.NewFile(got)); diff != "" {
				t.Errorf("%s as a file: %s", name, diff)
			}
		}
	})
}

func TestTimesComeBackInUTC(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.save(t, example(t, "barn-och-unga-konferens"), noon.In(time.FixedZone("", 3600)))
		ev, err := h.EventBySlug(t.Context(), "barn-och-unga-konferens-2022")
		if err != nil {
			t.Fatal(err)
		}
		for name, at := range map[string]time.Time{
			"starts": ev.StartsAt, "opens": *ev.OpensAt, "created": ev.CreatedAt, "session": *ev.Sessions[0].StartsAt,
		} {
			if at.Location() != time.UTC {
				t.Errorf("%s is in %s", name, at.Location())
			}
		}
	})
}

func TestSaveEventSaysWhetherItIsNew(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for i, want := range []bool{true, false, false} {
			created, err := h.SaveEvent(t.Context(), seminar("gophers", 10+i), noon)
			if err != nil || created != want {
				t.Errorf("save %d: created %v, %v; want %v", i, created, err, want)
			}
		}
		if n := h.count(t, "SELECT count(*) FROM events"); n != 1 {
			t.Errorf("%d events, want 1", n)
		}
	})
}

// A file that does not say who may see the event leaves that as it is.
func TestSaveEventWithoutStatus(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, step := range []struct{ given, want event.Status }{
			{"", event.Draft}, {event.Published, event.Published}, {"", event.Published}, {event.Cancelled, event.Cancelled}, {"", event.Cancelled},
		} {
			ev := seminar("gophers", 5)
			ev.Status = step.given
			h.save(t, ev, noon)
			got, err := h.EventBySlug(t.Context(), "gophers")
			if err != nil || got.Status != step.want || ev.Status != step.want {
				t.Errorf("saved with %q it is %q, want %q; %v", step.given, got.Status, step.want, err)
			}
		}
	})
}

// A field that was something and is now nothing must change too.
func TestSaveEventSwitchesOff(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		full := example(t, "barn-och-unga-konferens")
		full.Image, full.ImageAlt, full.ImageCredit, full.ImageWidth, full.ImageHeight = "a.webp", "Barn", "Bo", 3, 2
		first := *h.save(t, full, noon)
		bare := seminar(full.Slug, 0)
		bare.Organisation = event.Organisation{Slug: full.Organisation.Slug, Name: "Laholm"}
		bare.HasWaitingList, bare.WaitingListStops, bare.RetentionDays, bare.PlaceName, bare.Attendance = false, 0, 0, "", event.Online
		h.save(t, bare, noon.Add(time.Hour))
		got, err := h.EventBySlug(t.Context(), full.Slug)
		if err != nil {
			t.Fatal(err)
		}
		if !first.Free || !first.HasWaitingList || first.OpensAt == nil {
			t.Fatal("the first event has nothing to switch off")
		}
		if diff := cmp.Diff(bare, got, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
		if got.Free || got.HasWaitingList || got.OpensAt != nil || got.Capacity+got.ImageWidth > 0 || got.Image+got.CaseNumber+got.Organisation.Email != "" {
			t.Errorf("something stayed: %+v", got)
		}
		if got.ID != first.ID || !got.CreatedAt.Equal(noon) {
			t.Errorf("id %d and created %s, were %d and %s", got.ID, got.CreatedAt, first.ID, noon)
		}
	})
}

func TestContentChangedMovesOnContentOnly(t *testing.T) {
	steps := []struct {
		name    string
		do      func(t *testing.T, h *house, ev *event.Event, now time.Time)
		changed bool
	}{
		{"saved again as it is", func(t *testing.T, h *house, ev *event.Event, now time.Time) { h.save(t, ev, now) }, false},
		{"somebody signs up", func(t *testing.T, h *house, ev *event.Event, now time.Time) {
			h.register(t, ev.Slug, "anna@ale.se", now)
		}, false},
		{"somebody withdraws", func(t *testing.T, h *house, ev *event.Event, now time.Time) {
			if err := h.Withdraw(t.Context(), h.participant(t, ev.ID, "anna@ale.se").ID, 1, "", now); err != nil {
				t.Fatal(err)
			}
		}, false},
		{"a typing mistake is put right", func(t *testing.T, h *house, ev *event.Event, now time.Time) {
			ev.Body = strings.Replace(ev.Body, "inspirera", "inspirera,", 1)
			h.save(t, ev, now)
		}, true},
		{"two sessions change places", func(t *testing.T, h *house, ev *event.Event, now time.Time) {
			ev.Sessions[0], ev.Sessions[1] = ev.Sessions[1], ev.Sessions[0]
			h.save(t, ev, now)
		}, true},
		{"the organisation moves", func(t *testing.T, h *house, ev *event.Event, now time.Time) {
			ev.Organisation.AddressLines = []string{"Ny gata 1"}
			h.save(t, ev, now)
		}, true},
	}
	each(t, func(t *testing.T, h *house) {
		now := time.Date(2024, 1, 10, 8, 0, 0, 0, time.UTC)
		slug := h.save(t, example(t, "goda-uppvaxtvillkor"), now).Slug
		for _, step := range steps {
			before, err := h.EventBySlug(t.Context(), slug)
			if err != nil {
				t.Fatal(err)
			}
			now = now.Add(time.Hour)
			again := *before
			step.do(t, h, &again, now)
			after, err := h.EventBySlug(t.Context(), slug)
			if err != nil {
				t.Fatal(err)
			}
			want := before.ContentChangedAt
			if step.changed {
				want = now
			}
			if !after.ContentChangedAt.Equal(want) {
				t.Errorf("%s: last changed %s, want %s", step.name, after.ContentChangedAt, want)
			}
		}
		h.promises(t)
	})
}

// AC2: the programme keeps its order when it is edited, and everybody stands in
// the list of speakers once.
func TestProgramKeepsItsOrder(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		slug := h.save(t, example(t, "goda-uppvaxtvillkor"), noon).Slug
		ev, err := h.EventBySlug(t.Context(), slug)
		if err != nil {
			t.Fatal(err)
		}
		// Put the last first, and let one person take part twice.
		last := len(ev.Sessions) - 1
		ev.Sessions = append([]event.Session{ev.Sessions[last]}, ev.Sessions[:last]...)
		ev.Sessions[1].People = append(ev.Sessions[1].People, event.Appearance{Speaker: ev.Sessions[2].People[0].Speaker, Role: event.Leads})
		h.save(t, ev, noon)
		got, err := h.EventBySlug(t.Context(), slug)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{
			"heading Så arbetar vi för barn och ungas livsvillkor: ",
			"  talk Strängnäs kommun: Anna Arnerdal, Moa Pettersson",
			"  talk Katrineholms kommun: Karin Nordén",
			"  talk Norrtälje kommun: Sofie Ahlholm",
			"talk Landshövding Beatrice Ask: Beatrice Ask, Katarina Gustafson",
			"talk Vilka har framtidstro?: Katarina Gustafson, Elisabeth Häll",
			"talk Goda och jämlika uppväxtvillkor för barn och unga – Hur skapas förutsättningar för ett framgångsrikt främjande och förebyggande arbete?: Camilla Pettersson",
		}
		if diff := cmp.Diff(want, outline(got.Sessions, "")); diff != "" {
			t.Error(diff)
		}
		names := map[string]int{}
		for _, s := range got.Speakers {
			names[s.Name]++
		}
		if len(names) != 8 || names["Katarina Gustafson"] != 1 {
			t.Errorf("speakers %v", names)
		}
		if n := h.count(t, "SELECT count(*) FROM speakers"); n != 8 {
			t.Errorf("%d speakers are kept, want 8", n)
		}
		if n := h.count(t, "SELECT count(*) FROM sessions"); n != 7 {
			t.Errorf("%d sessions are kept, want 7", n)
		}
	})
}

// outline is a programme in a few lines.
func outline(sessions []event.Session, indent string) []string {
	var lines []string
	for _, s := range sessions {
		var names []string
		for _, a := range s.People {
			names = append(names, a.Speaker.Name)
		}
		lines = append(lines, indent+string(s.Kind)+" "+s.Title+": "+strings.Join(names, ", "))
		lines = append(lines, outline(s.Sessions, indent+"  ")...)
	}
	return lines
}

// A programme with more items and people than fit one statement.
func TestLargeProgram(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		f := event.NewFile(seminar("gophers", 10))
		for i := range 60 {
			item := event.FileSession{Title: fmt.Sprint("Pass ", i)}
			for j := range 10 {
				item.Speakers = append(item.Speakers, event.FileSpeaker{Name: fmt.Sprintf("Person %d.%d", i, j)})
			}
			f.Program = append(f.Program, item)
		}
		ev, err := f.Event()
		if err != nil {
			t.Fatal(err)
		}
		h.save(t, &ev, noon)
		got, err := h.EventBySlug(t.Context(), "gophers")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&ev, got); diff != "" {
			t.Error(diff)
		}
	})
}

// A program that breaks off leaves the event as it was.
func TestSaveEventIsAllOrNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		before := *h.save(t, example(t, "goda-uppvaxtvillkor"), noon)
		bad := example(t, "goda-uppvaxtvillkor")
		bad.Title, bad.Organisation.Name = "Something else", "Somebody else"
		bad.Sessions[3].Sessions[2].Kind = "lunch"
		if _, err := h.SaveEvent(t.Context(), bad, noon); err == nil {
			t.Fatal("a session of no kind was saved")
		}
		after, err := h.EventBySlug(t.Context(), before.Slug)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&before, after); diff != "" {
			t.Error(diff)
		}
	})
}

func TestOrganisationsAreSharedBySlug(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.save(t, seminar("one", 1), noon)
		second := seminar("two", 1)
		second.Organisation.Name = "Ale kommun, nytt namn"
		h.save(t, second, noon.Add(time.Hour))
		orgs, err := h.Organisations(t.Context())
		if err != nil || len(orgs) != 1 {
			t.Fatalf("%d organisations, %v", len(orgs), err)
		}
		o := orgs[0]
		if o.ID != first.OrganisationID || o.Name != second.Organisation.Name || !o.CreatedAt.Equal(noon) {
			t.Errorf("the organisation is %+v", o)
		}
	})
}

func TestEventBySlugFindsNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, err := h.EventBySlug(t.Context(), "nowhere")
		wantErr(t, "EventBySlug", err, event.ErrNotFound)
	})
}

// The database refuses what the domain would never write.
func TestDatabaseRefuses(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*event.Event)
	}{
		{"negative capacity", func(e *event.Event) { e.Capacity = -1 }},
		{"unknown status", func(e *event.Event) { e.Status = "public" }},
		{"unknown attendance", func(e *event.Event) { e.Attendance = "hybrid" }},
		{"ends as it starts", func(e *event.Event) { e.EndsAt = e.StartsAt }},
		{"picture without words", func(e *event.Event) { e.Image = "a.webp" }},
		{"less than no retention", func(e *event.Event) { e.RetentionDays = -1 }},
	}
	each(t, func(t *testing.T, h *house) {
		for _, tt := range tests {
			ev := seminar("gophers", 1)
			tt.spoil(ev)
			if _, err := h.SaveEvent(t.Context(), ev, noon); err == nil || errors.Is(err, event.ErrNotFound) {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
		if n := h.count(t, "SELECT count(*) FROM organisations"); n != 0 {
			t.Errorf("%d organisations were left behind", n)
		}
	})
}
