package event_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// Where somebody is registered, no registration loses its category.
func TestKeepCategories(t *testing.T) {
	old := []event.Category{{ID: "a", Name: "A"}, {ID: "b", Name: "B"}, {ID: "c", Name: "C", Retired: true}}
	tests := []struct {
		name string
		new  []event.Category
		used string
		want string
	}{
		{"nothing changed", old, "a b c", "A B (C)"},
		{"nobody is registered", nil, "", ""},
		{"one that nobody is registered in is gone", old[1:], "b", "B (C)"},
		{"one that somebody is registered in is gone", old[1:], "a", "B (C) (A)"},
		{"all are gone", nil, "a c", "(A) (C)"},
		{"other words for it", []event.Category{{ID: "a", Name: "Å"}}, "a", "Å"},
		{"a new one", append([]event.Category{{ID: "d", Name: "D"}}, old...), "a", "D A B (C)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var names []string
			for _, c := range event.KeepCategories(old, tt.new, strings.Fields(tt.used)) {
				if c.Retired {
					c.Name = "(" + c.Name + ")"
				}
				names = append(names, c.Name)
			}
			if got := strings.Join(names, " "); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestCategoriesOfConditions(t *testing.T) {
	c := &event.Condition{All: []event.Condition{
		{Category: []string{"a"}},
		{Any: []event.Condition{{Category: []string{"b", "c"}}, {Attendance: []event.Attendance{event.Online}}}},
	}}
	if diff := cmp.Diff([]string{"a", "b", "c"}, c.Categories()); diff != "" {
		t.Error(diff)
	}
	if got := (*event.Condition)(nil).Categories(); got != nil {
		t.Errorf("of no condition: %q", got)
	}
}

func TestCloneMovesRegistrationAlong(t *testing.T) {
	f := staffAndPartners()
	f.Categories = append(f.Categories, event.FileCategory{ID: "gone", Name: "Borta", Retired: true})
	old, err := f.Event()
	if err != nil {
		t.Fatal(err)
	}
	before := *old.ChangeBy
	clone := old.Clone(time.Date(2024, 6, 11, 0, 0, 0, 0, time.UTC)) // 126 days later, in summer time
	file := event.NewFile(&clone)
	got := []string{file.Registration.Opens, file.Registration.LastDay, file.Registration.ChangesUntil, file.Registration.CancelUntil}
	for _, c := range file.Categories {
		got = append(got, c.ID+" "+c.Opens+" "+c.Closes)
	}
	want := []string{
		"2024-05-13T08:00", "2024-06-05", "2024-06-07", "2024-06-10T12:00",
		"staff  ", "partner 2024-05-20T08:00 2024-05-31", "press  2024-06-04T12:00", "old 2023-05-07T00:00 ", // a question looks at it
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !before.Equal(*old.ChangeBy) || len(old.Categories) != 5 {
		t.Error("cloning changed the event")
	}
	if _, err := file.Event(); err != nil {
		t.Error(err)
	}
}
