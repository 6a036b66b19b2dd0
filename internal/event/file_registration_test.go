package event_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samling/internal/event"
)

// staffAndPartners is a file with everything about registration in it.
func staffAndPartners() event.File {
	f := smallest()
	stops, group := 12, 6
	f.Attendance, f.Place.Name = event.Both, "Folkets hus"
	f.OnSite = event.Way{Capacity: 140, Text: "Lunch ingår", Welcome: "Kom i tid"}
	f.Online = event.Way{Capacity: 300, Text: "Du får en länk", Welcome: "Logga in i tid"}
	f.Unlisted = true
	f.Registration = event.FileRegistration{
		Opens: "2024-01-08T08:00", LastDay: "2024-01-31", Capacity: 440, WaitingList: true, OfferHours: 24, WaitingListStops: &stops,
		GroupMax: &group, Approval: true, VerifyHours: 48, InviteOnly: true, ChangesUntil: "2024-02-02", CancelUntil: "2024-02-05T12:00",
	}
	f.Categories = []event.FileCategory{
		{ID: "staff", Name: "Laholms kommun", Text: "Du som är anställd", Cost: "Kostnadsfritt", Capacity: 100},
		{ID: "partner", Name: "Extern samverkanspart", Cost: "500 kr", Opens: "2024-01-15T08:00", Closes: "2024-01-26"},
		{ID: "press", Name: "Press", Closes: "2024-01-30T12:00"},
		{ID: "old", Name: "Press", Opens: "2023-01-01T00:00", Retired: true},
	}
	f.Questions = []event.Question{{ID: "q1", Kind: event.AskShort, Label: "Organisation", When: &event.Condition{Category: []string{"partner", "old"}}}}
	return f
}

func TestFileOfRegistration(t *testing.T) {
	ev, err := staffAndPartners().Event()
	if err != nil {
		t.Fatal(err)
	}
	moment := func(text string) *time.Time { t := at(text); return &t }
	want := []event.Category{
		{ID: "staff", Name: "Laholms kommun", Text: "Du som är anställd", Cost: "Kostnadsfritt", Capacity: 100},
		{ID: "partner", Name: "Extern samverkanspart", Cost: "500 kr", OpensAt: moment("2024-01-15T07:00"), ClosesAt: moment("2024-01-26T23:00")},
		{ID: "press", Name: "Press", ClosesAt: moment("2024-01-30T11:00")},
		{ID: "old", Name: "Press", OpensAt: moment("2022-12-31T23:00"), Retired: true},
	}
	if diff := cmp.Diff(want, ev.Categories); diff != "" {
		t.Error(diff)
	}
	got := []any{
		ev.OnSiteWay, ev.OnlineWay, ev.Unlisted, ev.InviteOnly, ev.NeedsApproval, ev.VerifyHours, ev.GroupMax, ev.OfferHours,
		ev.WaitingListStops, *ev.ChangeBy, *ev.CancelBy,
	}
	wantRest := []any{
		event.Way{Capacity: 140, Text: "Lunch ingår", Welcome: "Kom i tid"}, event.Way{Capacity: 300, Text: "Du får en länk", Welcome: "Logga in i tid"},
		true, true, true, 48, 6, 24, 12, at("2024-02-02T23:00"), at("2024-02-05T11:00"),
	}
	if diff := cmp.Diff(wantRest, got); diff != "" {
		t.Error(diff)
	}
	if said := ev.LastMomentOf(*ev.ChangeBy).Format("2006-01-02 15:04"); said != "2024-02-02 23:59" {
		t.Errorf("people can change until %s", said)
	}
	if diff := cmp.Diff(ev, roundTrip(t, ev)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(staffAndPartners().Registration, event.NewFile(&ev).Registration); diff != "" {
		t.Error(diff)
	}
}

func TestFileProblemsOfRegistration(t *testing.T) {
	number := func(n int) *int { return &n }
	category := func(change func(*event.FileCategory)) func(*event.File) {
		return func(f *event.File) { change(&f.Categories[1]) }
	}
	tests := []struct {
		name   string
		change func(*event.File)
		want   event.Problems
	}{
		{"nothing", func(*event.File) {}, nil},
		{"a way where nobody chooses", func(f *event.File) { f.Attendance = event.OnSite }, event.Problems{
			"on_site: only goes with attendance both: say it for the whole event",
			"online: only goes with attendance both: say it for the whole event",
		}},
		{"places of a way", func(f *event.File) { f.OnSite.Capacity, f.Online.Capacity = -1, 1<<40 }, event.Problems{
			"on_site.capacity: must be between 0 and 1000000", "online.capacity: must be between 0 and 1000000",
		}},
		{"texts of a way", func(f *event.File) { f.OnSite.Text, f.Online.Welcome = "\a", "\a" }, event.Problems{
			"on_site.text: holds a control character", "online.welcome: holds a control character",
		}},
		{"numbers", func(f *event.File) {
			f.Registration.OfferHours, f.Registration.VerifyHours, f.Registration.GroupMax = -1, 1<<40, number(501)
		}, event.Problems{
			"registration.offer_hours: must be between 0 and 1440", "registration.group_max: must be between 0 and 500",
			"registration.verify_hours: must be between 0 and 1440",
		}},
		{"moments in words", func(f *event.File) {
			f.Registration.ChangesUntil, f.Registration.CancelUntil = "snart", "2024-02-05T9:00"
		}, event.Problems{
			"registration.changes_until: must look like 2024-02-06", "registration.cancel_until: must look like 2024-02-06T09:00",
		}},
		{"the day of the event itself", func(f *event.File) {
			f.Registration.ChangesUntil, f.Registration.CancelUntil = "2024-02-06", "2024-02-06T23:30"
		}, nil},
		{"after the event", func(f *event.File) {
			f.Registration.ChangesUntil, f.Registration.CancelUntil = "2024-02-07", "2024-02-07T00:01"
		}, event.Problems{
			"registration.changes_until: must not be after the day on which the event ends",
			"registration.cancel_until: must not be after the day on which the event ends",
		}},
		{"before anybody has registered", func(f *event.File) { f.Registration.CancelUntil = "2024-01-07" },
			event.Problems{"registration.cancel_until: must be after registration opens"}},
		{"an hour that the spring takes away", func(f *event.File) {
			f.Starts, f.Ends, f.Registration.CancelUntil = "2024-04-06T09:00", "2024-04-06T12:00", "2024-03-31T02:30"
		}, event.Problems{"registration.cancel_until: does not exist in Europe/Stockholm: the clock is moved then"}},
		{"a category of no name and no id", category(func(c *event.FileCategory) { c.ID, c.Name = "", "" }), event.Problems{
			"categories[1].name: missing", "categories[1].id: must be 1 to 20 letters a to z or digits",
			"questions[0].when.category[0]: is no category of this event",
		}},
		{"an id with capitals", category(func(c *event.FileCategory) { c.ID = "Partner" }), event.Problems{
			"categories[1].id: must be 1 to 20 letters a to z or digits", "questions[0].when.category[0]: is no category of this event",
		}},
		{"an id twice", func(f *event.File) { f.Categories[2].ID = "staff" }, event.Problems{"categories[2].id: is that of another category"}},
		{"the id of a retired one", func(f *event.File) { f.Categories[3].ID = "staff" }, event.Problems{
			"categories[3].id: is that of another category", "questions[0].when.category[1]: is no category of this event",
		}},
		{"a name twice", func(f *event.File) { f.Categories[2].Name = " Laholms  kommun" }, event.Problems{"categories[2].name: is that of another category"}},
		{"places of a category", category(func(c *event.FileCategory) { c.Capacity = -1 }), event.Problems{"categories[1].capacity: must be between 0 and 1000000"}},
		{"words of a category", category(func(c *event.FileCategory) { c.Text, c.Cost = "\a", "\u202e" }), event.Problems{
			"categories[1].text: holds a control character", "categories[1].cost: holds an invisible character, such as one that turns text around",
		}},
		{"times in words", category(func(c *event.FileCategory) { c.Opens, c.Closes = "snart", "sedan" }), event.Problems{
			"categories[1].closes: must look like 2024-02-06", "categories[1].opens: must look like 2024-02-06T09:00",
		}},
		{"closes after registration", category(func(c *event.FileCategory) { c.Closes = "2024-02-01" }),
			event.Problems{"categories[1].closes: must not be after registration closes"}},
		{"closes with registration", category(func(c *event.FileCategory) { c.Closes = "2024-01-31" }), nil},
		{"closes before registration opens", category(func(c *event.FileCategory) { c.Opens, c.Closes = "", "2024-01-08T08:00" }),
			event.Problems{"categories[1].closes: must be after registration opens"}},
		{"opens before registration", category(func(c *event.FileCategory) { c.Opens = "2024-01-08T07:59" }),
			event.Problems{"categories[1].opens: must not be before registration opens"}},
		{"opens when it closes", category(func(c *event.FileCategory) { c.Opens = "2024-01-27T00:00" }),
			event.Problems{"categories[1].opens: must be before registration closes, for the category too"}},
		{"opens when registration closes", category(func(c *event.FileCategory) { c.Opens, c.Closes = "2024-02-01T00:00", "" }),
			event.Problems{"categories[1].opens: must be before registration closes, for the category too"}},
		{"a condition on no category", func(f *event.File) {
			f.Questions[0].When = &event.Condition{All: []event.Condition{{Attendance: []event.Attendance{event.OnSite}}, {Category: []string{"nobody"}}}}
		}, event.Problems{"questions[0].when.all[1].category[0]: is no category of this event"}},
		{"more categories than anybody reads", func(f *event.File) {
			for len(f.Categories) <= event.MaxRows {
				f.Categories = append(f.Categories, event.FileCategory{ID: event.NewCategoryID(make([]event.Category, len(f.Categories))), Name: "x", Retired: true})
			}
		}, event.Problems{"categories: are more than 100"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := staffAndPartners()
			tt.change(&f)
			_, err := f.Event()
			var problems event.Problems
			if err != nil && !errors.As(err, &problems) {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, problems); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever is said about registration, in whatever zone: if it is accepted, it
// comes back, and so does the form of it.
func TestRegistrationComesBackAsItWas(t *testing.T) {
	untils := rapid.SampledFrom([]string{"", "2024-01-20", "2024-02-06", "2024-01-20T00:00", "2024-01-20T12:30", "2024-01-31T23:59"})
	moments := rapid.SampledFrom([]string{"", "2024-01-10T00:00", "2024-01-19T23:59"})
	category := rapid.Custom(func(t *rapid.T) event.FileCategory {
		return event.FileCategory{
			Name: rapid.StringMatching(`[a-z]{1,12}`).Draw(t, "name"), Text: rapid.SampledFrom([]string{"", "a\n\nb"}).Draw(t, "text"),
			Cost: rapid.SampledFrom([]string{"", "100 kr"}).Draw(t, "cost"), Capacity: rapid.IntRange(0, 3).Draw(t, "capacity"),
			Opens: moments.Draw(t, "opens"), Closes: untils.Draw(t, "closes"), Retired: rapid.Bool().Draw(t, "retired"),
		}
	})
	accepted := 0
	rapid.Check(t, func(t *rapid.T) {
		f := smallest()
		f.Zone = rapid.SampledFrom([]string{"Europe/Stockholm", "America/Havana", "Asia/Kolkata"}).Draw(t, "zone")
		f.Registration = event.FileRegistration{
			LastDay: "2024-01-31", Opens: moments.Draw(t, "opens"), ChangesUntil: untils.Draw(t, "changes"), CancelUntil: untils.Draw(t, "cancel"),
			OfferHours: rapid.IntRange(0, 9).Draw(t, "offer"), VerifyHours: rapid.IntRange(0, 9).Draw(t, "verify"),
			Approval: rapid.Bool().Draw(t, "approval"), InviteOnly: rapid.Bool().Draw(t, "invite only"),
		}
		f.Unlisted = rapid.Bool().Draw(t, "unlisted")
		f.Categories = rapid.SliceOfN(category, 0, 4).Draw(t, "categories")
		for i := range f.Categories {
			f.Categories[i].ID = event.NewCategoryID(make([]event.Category, i))
		}
		ev, err := f.Event()
		if err != nil {
			return
		}
		accepted++
		if diff := cmp.Diff(ev, roundTrip(t, ev)); diff != "" {
			t.Error(diff)
		}
		back, invalid := event.NewForm(&ev).Event(&ev)
		if diff := cmp.Diff(ev, back); len(invalid) > 0 || diff != "" {
			t.Errorf("%v\n%s", invalid, diff)
		}
	})
	if accepted == 0 {
		t.Error("nothing was accepted")
	}
}
