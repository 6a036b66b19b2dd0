package event_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

func TestFormOfRegistrationThatNobodyTouchedChangesNothing(t *testing.T) {
	ev, err := staffAndPartners().Event()
	if err != nil {
		t.Fatal(err)
	}
	got, invalid := event.NewForm(&ev).Event(&ev)
	if diff := cmp.Diff(ev, got); len(invalid) > 0 || diff != "" {
		t.Errorf("%v\n%s", invalid, diff)
	}
}

func TestFormFaultsOfRegistration(t *testing.T) {
	tests := []struct {
		name string
		set  map[string]string
		want event.Invalid
	}{
		{"hours in words", map[string]string{"registration.offer_hours": "ett dygn", "registration.verify_hours": "x"},
			event.Invalid{"registration.offer_hours": event.MsgNumber, "registration.verify_hours": event.MsgNumber}},
		{"a day that is none", map[string]string{"registration.changes_until": "2024-02-30"}, event.Invalid{"registration.changes_until": event.MsgDate}},
		{"a clock that is none", map[string]string{"registration.cancel_until_clock": "nio"}, event.Invalid{"registration.cancel_until_clock": event.MsgClock}},
		{"a clock of no day", map[string]string{"registration.changes_until": "", "registration.changes_until_clock": "12"},
			event.Invalid{"registration.changes_until": event.MsgMissing}},
		{"after the event", map[string]string{"registration.changes_until": "2024-02-07"}, event.Invalid{"registration.changes_until": event.MsgAfterEnd}},
		{"before registration opens", map[string]string{"registration.changes_until": "2024-01-01"}, event.Invalid{"registration.changes_until": event.MsgBeforeOpening}},
		{"a category without a name", map[string]string{"categories[0].name": " "}, event.Invalid{"categories[0].name": event.MsgMissing}},
		{"a category twice", map[string]string{"categories[0].name": "Press"}, event.Invalid{"categories[2].name": event.MsgOther}},
		{"places of a category", map[string]string{"categories[0].capacity": "många"}, event.Invalid{"categories[0].capacity": event.MsgNumber}},
		{"closes after registration", map[string]string{"categories[1].closes": "2024-02-03"}, event.Invalid{"categories[1].closes": event.MsgAfterClosing}},
		{"opens before registration", map[string]string{"categories[1].opens": "2024-01-01"}, event.Invalid{"categories[1].opens": event.MsgBeforeOpening}},
		{"opens too late", map[string]string{"categories[1].opens": "2024-01-28"}, event.Invalid{"categories[1].opens": event.MsgOpensTooLate}},
		{"opens some day", map[string]string{"categories[1].opens": "x", "categories[1].closes_clock": "y"},
			event.Invalid{"categories[1].opens": event.MsgDate, "categories[1].closes_clock": event.MsgClock}},
		{"registration closes some day", map[string]string{"registration.last_day": "x"}, event.Invalid{"registration.last_day": event.MsgDate}},
		{"a category that a question looks at", map[string]string{
			"categories[1].name": "", "categories[1].cost": "", "categories[1].opens": "", "categories[1].opens_clock": "", "categories[1].closes": "",
		}, event.Invalid{"categories": event.MsgCategoryNamed}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			base, err := staffAndPartners().Event()
			if err != nil {
				t.Fatal(err)
			}
			form := event.NewForm(&base)
			maps.Copy(form, tt.set)
			if _, invalid := form.Event(&base); !maps.Equal(invalid, tt.want) {
				t.Errorf("%v, want %v", invalid, tt.want)
			}
		})
	}
}

func TestFormOfOneWay(t *testing.T) {
	base, err := staffAndPartners().Event()
	if err != nil {
		t.Fatal(err)
	}
	form := event.NewForm(&base)
	form["attendance"] = "on-site"
	ev, invalid := form.Event(&base)
	if len(invalid) > 0 || ev.OnSiteWay != (event.Way{}) || ev.OnlineWay != (event.Way{}) {
		t.Errorf("%v: %+v %+v", invalid, ev.OnSiteWay, ev.OnlineWay)
	}
}

// Ids are made for those who fill in the form, and never again: not that of a
// category that was just taken away either.
func TestNewCategoriesGetIDs(t *testing.T) {
	base, form := formBase(t)
	base.Categories = []event.Category{{ID: "c1", Name: "Borta"}, {ID: "c2", Name: "Kvar"}}
	form.SetRows("categories", []map[string]string{{"name": "Ny"}, {"name": "Kvar", "id": "c2"}, {}, {"name": "Nyare", "opens": "2024-01-15", "closes": "2024-01-20", "closes_clock": "12"}})
	ev, invalid := form.Event(&base)
	if len(invalid) > 0 {
		t.Fatal(invalid)
	}
	var got []string
	for _, c := range event.NewFile(&ev).Categories {
		got = append(got, strings.Join([]string{c.ID, c.Name, c.Opens, c.Closes}, " "))
	}
	want := []string{"c6 Ny  ", "c2 Kvar  ", "c7 Nyare 2024-01-15T00:00 2024-01-20T12:00"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestChangesOfRegistrationAndBack(t *testing.T) {
	base, err := staffAndPartners().Event()
	if err != nil {
		t.Fatal(err)
	}
	old := event.NewFile(&base)
	form := event.NewForm(&base)
	form["on_site.capacity"], form["registration.approval"], form["registration.cancel_until_clock"], form["categories[0].cost"] = "100", "", "", "100 kr"
	now, invalid := form.Event(&base)
	if len(invalid) > 0 {
		t.Fatal(invalid)
	}
	want := []string{"on_site.capacity", "categories", "registration.approval", "cancelling"}
	if got := event.Changes(old, event.NewFile(&now)); !slices.Equal(got, want) {
		t.Errorf("changed %q, want %q", got, want)
	}
	// Meanwhile the question was asked of others, and its category taken away.
	now.Questions, now.Categories = nil, now.Categories[:1]
	back, invalid := old.Restore(&now)
	if diff := cmp.Diff(base, back); len(invalid) > 0 || diff != "" {
		t.Errorf("%v\n%s", invalid, diff)
	}
	// A version from before there were colleagues says nothing about them.
	older := old
	older.Registration.GroupMax = nil
	twenty := event.DefaultGroupMax
	old.Registration.GroupMax = &twenty
	if got := event.Changes(older, old); len(got) > 0 {
		t.Errorf("changed %q", got)
	}
}
