package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
)

func TestLists(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for i, status := range []event.Status{event.Published, event.Draft, event.Cancelled, event.Published} {
			ev := seminar(fmt.Sprint("e", i), 5)
			ev.Status = status
			ev.StartsAt, ev.EndsAt = starts.Add(time.Duration(-i)*time.Hour), ends.Add(time.Duration(-i)*time.Hour)
			h.save(t, ev, noon)
		}
		h.register(t, "e0", "anna@ale.se", noon)
		stockholm := time.FixedZone("", 2*3600) // the store must not mind on whose clock it is asked
		tests := []struct {
			name       string
			now        time.Time
			past       bool
			wantListed string
		}{
			{"coming", noon, false, "e3 e2 e0"},
			{"past before all", noon, true, ""},
			{"coming, on another clock", noon.In(stockholm), false, "e3 e2 e0"},
			{"coming as one ends", ends.Add(-2 * time.Hour), false, "e0"},
			{"coming as one ends, on another clock", ends.Add(-2 * time.Hour).In(stockholm), false, "e0"},
			{"past as one ends", ends.Add(-3 * time.Hour), true, "e3"},
			{"past as one ends, on another clock", ends.Add(-3 * time.Hour).In(stockholm), true, "e3"},
			{"an instant before one ends", ends.Add(-3*time.Hour - time.Microsecond), true, ""},
			{"past", ends, true, "e0 e3"},
			{"nothing to come", ends, false, ""},
		}
		for _, tt := range tests {
			list := h.ComingEvents
			if tt.past {
				list = h.PastEvents
			}
			listed, err := list(t.Context(), tt.now)
			if err != nil {
				t.Fatal(err)
			}
			var slugs []string
			for _, l := range listed {
				slugs = append(slugs, l.Event.Slug)
				if l.Event.Organisation.Name != "Ale kommun" || l.Event.Title == "" {
					t.Errorf("%s: %s has no organisation or title", tt.name, l.Event.Slug)
				}
				if want := (event.Places{Confirmed: map[string]int{"e0": 1}[l.Event.Slug]}); l.Places.Places != want {
					t.Errorf("%s: places of %s are %+v", tt.name, l.Event.Slug, l.Places)
				}
			}
			if got := strings.Join(slugs, " "); got != tt.wantListed {
				t.Errorf("%s: %q, want %q", tt.name, got, tt.wantListed)
			}
		}
		all, err := h.AllEvents(t.Context())
		if err != nil || len(all) != 4 {
			t.Errorf("%d events in all, %v", len(all), err)
		}
	})
}

func TestLatestPastEvents(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for i := range 5 {
			ev := seminar(fmt.Sprint("e", i), 5)
			ev.StartsAt, ev.EndsAt = starts.AddDate(0, 0, i), ends.AddDate(0, 0, i)
			if i == 1 {
				ev.Status = event.Cancelled
			}
			h.save(t, ev, noon)
		}
		for _, tt := range []struct {
			most int
			now  time.Time
			want string
			all  int
		}{
			{2, ends.AddDate(0, 0, 3), "e3 e2", 3},
			{10, ends.AddDate(0, 0, 3).In(time.FixedZone("", 3600)), "e3 e2 e0", 3},
			{2, noon, "", 0},
		} {
			list, all, err := h.LatestPastEvents(t.Context(), tt.most, tt.now)
			if err != nil {
				t.Fatal(err)
			}
			var slugs []string
			for _, l := range list {
				slugs = append(slugs, l.Event.Slug)
			}
			if got := strings.Join(slugs, " "); got != tt.want || all != tt.all {
				t.Errorf("the latest %d at %s: %q of %d, want %q of %d", tt.most, tt.now, got, all, tt.want, tt.all)
			}
		}
	})
}

func TestListsOfAnEmptyDatabase(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		all, err := h.AllEvents(t.Context())
		if err != nil || len(all) != 0 {
			t.Errorf("%d events, %v", len(all), err)
		}
	})
}
