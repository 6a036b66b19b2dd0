package event_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

func TestGuessFields(t *testing.T) {
	tests := []struct {
		name     string
		rows     [][]string
		want     []event.ImportField
		headings bool
	}{
		{"Swedish", [][]string{{"Namn", "E-post", "Arbetsgivare", "Befattning", "Kommun", "Övrigt"}}, []event.ImportField{"name", "email", "organisation", "role", "municipality", "comment"}, true},
		{"English", [][]string{{"Full name", "E-mail address", "Organization", "Job title", "Municipality", "Comments"}}, []event.ImportField{"name", "email", "organisation", "role", "municipality", "comment"}, true},
		{"two names, in capitals", [][]string{{"EFTERNAMN", "FÖRNAMN", "MEJL"}}, []event.ImportField{"last_name", "first_name", "email"}, true},
		{"longer headings", [][]string{{"Nr", "Namn på deltagaren", "Mejladress (arbetet)", "Organisation/förvaltning"}}, []event.ImportField{"", "name", "email", "organisation"}, true},
		{"each thing once", [][]string{{"E-post", "E-post 2", "Namn"}}, []event.ImportField{"email", "", "name"}, true},
		{"no headings", [][]string{{"Anna Berg", "Ale kommun", "anna@example.org"}, {"Bo Ek", "Polisen", "bo@example.org"}}, []event.ImportField{"name", "", "email"}, false},
		{"a heading nobody knows above addresses", [][]string{{"Namn", "Kontakt"}, {"Anna", "anna@example.org"}}, []event.ImportField{"name", "email"}, true},
		{"categories", [][]string{{"Namn", "E-post", "Deltagarkategori"}}, []event.ImportField{"name", "email", "category"}, true},
		{"nothing", nil, []event.ImportField{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, headings := withStaff().GuessFields(tt.rows)
			if diff := cmp.Diff(tt.want, got); diff != "" || headings != tt.headings {
				t.Errorf("headings %t, (-want +got):\n%s", headings, diff)
			}
		})
	}
}

// withStaff is an event with two categories.
func withStaff() *event.Event {
	return &event.Event{Categories: []event.Category{{ID: "c1", Name: "Egen personal"}, {ID: "c2", Name: "Extern", Retired: true}}}
}

func TestOnlyEventsWithCategoriesTakeThem(t *testing.T) {
	fields, _ := (&event.Event{}).GuessFields([][]string{{"Namn", "E-post", "Kategori"}})
	if diff := cmp.Diff([]event.ImportField{"name", "email", ""}, fields); diff != "" {
		t.Error(diff)
	}
}

func TestCheckFields(t *testing.T) {
	tests := []struct {
		name   string
		fields []event.ImportField
		want   event.Key
	}{
		{"name and address", []event.ImportField{"name", "", "", "email"}, ""},
		{"first name is enough", []event.ImportField{"first_name", "email"}, ""},
		{"no address", []event.ImportField{"name"}, event.MsgImportNoEmail},
		{"no name", []event.ImportField{"email", "role"}, event.MsgImportNoName},
		{"the same twice", []event.ImportField{"name", "email", "email"}, event.MsgImportTwice},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := event.CheckFields(tt.fields)["fields"]; got != tt.want {
				t.Errorf("complaint %q, want %q", got, tt.want)
			}
		})
	}
}

func TestImportRow(t *testing.T) {
	list := event.Import{Fields: []event.ImportField{"first_name", "last_name", "email", "", "municipality", "category"}}
	tests := []struct {
		name string
		row  []string
		want event.Signup
		bad  string
	}{
		{"all of it", []string{"Anna", "Berg", "ANNA@example.org", "x", "ale kommun"}, event.Signup{Name: "Anna Berg", Email: "ANNA@example.org", Municipality: "Ale", Language: "sv"}, ""},
		{"a short row", []string{"Anna", "", "anna@example.org"}, event.Signup{Name: "Anna", Email: "anna@example.org", Language: "sv"}, ""},
		{"as mail programs write it", []string{"Anna", "Berg", "Anna Berg <anna@example.org>;"}, event.Signup{Name: "Anna Berg", Email: "anna@example.org", Language: "sv"}, ""},
		{"a link", []string{"Anna", "Berg", "mailto:anna@example.org"}, event.Signup{Name: "Anna Berg", Email: "anna@example.org", Language: "sv"}, ""},
		{"a category by its name", []string{"Anna", "Berg", "anna@example.org", "", "", " egen PERSONAL "}, event.Signup{Name: "Anna Berg", Email: "anna@example.org", Language: "sv", Category: "c1"}, ""},
		{"a category by its id", []string{"Anna", "Berg", "anna@example.org", "", "", "c2"}, event.Signup{Name: "Anna Berg", Email: "anna@example.org", Language: "sv", Category: "c2"}, ""},
		{"a category that there is not", []string{"Anna", "Berg", "anna@example.org", "", "", "gäst"}, event.Signup{Name: "Anna Berg", Email: "anna@example.org", Language: "sv"}, "category"},
		{"no name", []string{"", "", "anna@example.org"}, event.Signup{}, "name"},
		{"no address", []string{"Anna", "Berg"}, event.Signup{}, "email"},
		{"a bad address", []string{"Anna", "Berg", "anna at example"}, event.Signup{}, "email"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, invalid := list.Signup(withStaff(), tt.row, "sv")
			if tt.want.Municipality != "" {
				tt.want.Municipality = got.Municipality // its spelling is another test's
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || (tt.bad == "") != (invalid == nil) || tt.bad != "" && invalid[tt.bad] == "" {
				t.Errorf("invalid %v, (-want +got):\n%s", invalid, diff)
			}
		})
	}
}

// list is an import of people by the local parts of their addresses.
func list(people ...string) *event.Import {
	l := &event.Import{HasHeadings: true, Fields: []event.ImportField{"name", "email"}, Rows: [][]string{{"Namn", "E-post"}}}
	for _, p := range people {
		l.Rows = append(l.Rows, []string{"Person " + p, p + "@example.org"})
	}
	return l
}

func TestImport(t *testing.T) {
	now := time.Date(2024, 2, 1, 12, 0, 0, 0, time.UTC)
	const place, waiting, known, twice, full, bad = event.ImportPlace, event.ImportWaiting, event.ImportKnown, event.ImportTwice, event.ImportFull, event.ImportBad
	tests := []struct {
		name     string
		capacity int
		queue    bool
		places   event.Places
		choice   event.ImportChoice
		people   string
		want     []event.ImportOutcome
	}{
		{"room for all, after closing", 0, false, event.Places{}, event.ImportChoice{}, "a b", []event.ImportOutcome{place, place}},
		{"the last place and the list", 1, true, event.Places{}, event.ImportChoice{}, "a b c", []event.ImportOutcome{place, waiting, waiting}},
		{"full without a list", 1, false, event.Places{}, event.ImportChoice{}, "a b", []event.ImportOutcome{place, full}},
		{"those who wait come first", 2, true, event.Places{Confirmed: 1, Waiting: 1}, event.ImportChoice{}, "a", []event.ImportOutcome{waiting}},
		{"over capacity because the organiser says so", 1, true, event.Places{Confirmed: 1}, event.ImportChoice{OverCapacity: true}, "a b", []event.ImportOutcome{place, place}},
		{"known and twice", 0, false, event.Places{}, event.ImportChoice{}, "anna b B b", []event.ImportOutcome{known, place, twice, twice}},
		{"bad lines take no place", 1, false, event.Places{}, event.ImportChoice{}, "å@ a", []event.ImportOutcome{bad, place}},
		{"a domain without mail", 0, false, event.Places{}, event.ImportChoice{NoMail: map[string]bool{"example.org": true}}, "a", []event.ImportOutcome{bad}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			people := list(strings.Fields(tt.people)...)
			whole := desk(tt.capacity, tt.queue, tt.places).Import(people, 0, 100, tt.choice, reference(), now)
			// In parts it comes to the same.
			var parts []event.ImportLine
			d := desk(tt.capacity, tt.queue, tt.places)
			for from := range people.People() {
				parts = append(parts, d.Import(people, from, 1, tt.choice, reference(), now)...)
			}
			for i, lines := range [][]event.ImportLine{whole, parts} {
				var got []event.ImportOutcome
				for _, l := range lines {
					got = append(got, l.Outcome)
					if (l.Registration != nil) != l.Outcome.IsIn() || l.Line < 2 {
						t.Errorf("line %+v", l)
					}
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("try %d (-want +got):\n%s", i, diff)
				}
			}
		})
	}
}

func desk(capacity int, queue bool, places event.Places) *event.Desk {
	return &event.Desk{
		Event: event.Event{ID: 1, Slug: "x", Capacity: capacity, HasWaitingList: queue, Status: event.Published},
		Tally: event.Tally{Places: places}, Known: map[string]*event.Registration{"anna@example.org": {ID: 7}}, Receipts: map[string]*event.Receipt{},
	}
}

func reference() func() string {
	n := 0
	return func() string { n++; return fmt.Sprint("XXX-", n) }
}

func TestAdmitsImport(t *testing.T) {
	end := time.Date(2024, 2, 6, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name   string
		status event.Status
		now    time.Time
		want   error
	}{
		{"after closing", event.Published, end.Add(-time.Second), nil},
		{"over", event.Published, end, event.ErrClosed},
		{"a draft", event.Draft, end.AddDate(0, 0, -9), event.ErrNotPublished},
		{"called off", event.Cancelled, end.AddDate(0, 0, -9), event.ErrNotPublished},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := event.Event{Status: tt.status, EndsAt: end, ClosesAt: end.AddDate(0, 0, -5)}
			if err := e.AdmitsImport(tt.now); !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
		})
	}
}

// Whatever stands in a list: nobody comes in twice, nobody without an address,
// and never more than there are places.
func FuzzImport(f *testing.F) {
	f.Add("Namn;E-post\nAnna;anna@example.org\nB;b@example.org", 1)
	f.Add("a@b.se\na@b.se;x", 0)
	f.Fuzz(func(t *testing.T, text string, capacity int) {
		l := &event.Import{}
		for line := range strings.Lines(text) {
			l.Rows = append(l.Rows, strings.Split(strings.TrimSuffix(line, "\n"), ";"))
		}
		l.Fields, l.HasHeadings = withStaff().GuessFields(l.Rows)
		capacity = max(0, capacity)
		d := desk(capacity, false, event.Places{})
		in := map[string]bool{}
		for _, line := range d.Import(l, 0, 1000, event.ImportChoice{}, reference(), time.Time{}) {
			if r := line.Registration; r != nil {
				if r.EmailNormal == "" || in[r.EmailNormal] {
					t.Fatalf("address %q", r.EmailNormal)
				}
				in[r.EmailNormal] = true
			}
		}
		if capacity > 0 && len(in) > capacity {
			t.Fatalf("%d people for %d places", len(in), capacity)
		}
	})
}
