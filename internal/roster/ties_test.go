package roster_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/roster"
	"samling/internal/sheet"
)

// conference is a list of an event that asks for everything.
func conference(t *testing.T, lang i18n.Lang) *roster.Roster {
	t.Helper()
	r := newRoster(t, lang)
	ev := r.Event
	ev.Attendance, ev.GroupMax, ev.NeedsApproval = event.Both, 20, true
	ev.Categories = []event.Category{{ID: "c1", Name: "Egen personal"}, {ID: "c2", Name: "Extern", Retired: true}}
	ev.Choices = []event.ChoiceGroup{{Key: "fm", Title: "Förmiddag", Sessions: []event.Choosable{{Key: "a", Title: "Barnkonventionen"}, {Key: "b", Title: "Skola, fritid"}}}}
	at := time.Date(2024, 1, 20, 8, 30, 0, 0, time.UTC)
	until := time.Date(2024, 1, 22, 11, 0, 0, 0, time.UTC)
	chosen := func(session string, s event.Standing) event.SessionChoice {
		return event.SessionChoice{Session: session, Standing: s}
	}
	group := &event.Group{Name: "Åsa Öberg", Email: "asa.oberg@example.org"}
	regs := []event.Registration{
		{Reference: "GOD-1", Standing: event.Confirmed, Name: "Åsa Öberg", Email: "asa.oberg@example.org", Category: "c1", Attendance: event.OnSite, Language: "sv", CreatedAt: at, VerifyBy: &until,
			Ties: event.Ties{Group: group, Sessions: []event.SessionChoice{chosen("b", event.Waiting), chosen("a", event.Confirmed), chosen("gone", event.Confirmed)}}},
		{Reference: "GOD-2", Standing: event.Waiting, Name: "Bo Ek", Email: "bo@example.org", Category: "c2", Attendance: event.Online, Language: "sv", CreatedAt: at, OfferUntil: &until,
			Ties: event.Ties{Group: group, Sessions: []event.SessionChoice{chosen("b", event.Applied)}}},
		{Reference: "GOD-3", Standing: event.Applied, Name: "Cia Dahl", Email: "cia@example.org", Language: "en", CreatedAt: at, Ties: event.Ties{Invite: &event.Invite{Name: "Socialtjänsten"}}},
		{Reference: "GOD-4", Standing: event.Withdrawn, Name: "Dan Falk", Email: "dan@example.org", Language: "en", CreatedAt: at, CancelledAt: &at, VerifyBy: &until},
		{Reference: "GOD-5", Standing: event.Withdrawn, Name: "Eva Gren", Email: "eva@example.org", Language: "sv", CreatedAt: at, CancelledAt: &at, IsDeclined: true},
	}
	r.Registrations = list(regs)
	return r
}

func TestEverythingThatAnEventCanAskFor(t *testing.T) {
	for _, lang := range []i18n.Lang{i18n.Swedish, i18n.English} {
		t.Run(string(lang), func(t *testing.T) {
			var got bytes.Buffer
			if _, err := sheet.WriteCSV(&got, conference(t, lang).Table(), sheet.CSVOptions{}); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "conference."+string(lang)+".csv")
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", golden, diff)
			}
		})
	}
}

func TestApplicationsStandOnTheCover(t *testing.T) {
	cover, _ := workbook(t, conference(t, i18n.Swedish))
	var lines []string
	for _, row := range cover {
		lines = append(lines, strings.Join(row, ": "))
	}
	if text := strings.Join(lines, "\n"); !strings.Contains(text, "Ansökningar utan svar: 1") || !strings.Contains(text, "Avbokade: 1") || !strings.Contains(text, "Avslagna ansökningar: 1") {
		t.Errorf("cover\n%s", text)
	}
}

func TestTiesAreReadOnlyWhereTheyAreTold(t *testing.T) {
	tests := []struct {
		name   string
		change func(*roster.Roster)
		want   bool
	}{
		{"all of it", func(*roster.Roster) {}, true},
		{"chosen sessions only", func(r *roster.Roster) { r.Chosen = []string{"name", event.ChoiceField("fm")} }, true},
		{"names only", func(r *roster.Roster) { r.Chosen = []string{"name", "category"} }, false},
		{"an event that asks for nothing", func(r *roster.Roster) { r.Event = &event.Event{} }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := conference(t, i18n.Swedish)
			tt.change(r)
			if got := r.NeedsTies(); got != tt.want {
				t.Errorf("%t", got)
			}
		})
	}
}
