package event_test

import (
	"slices"
	"testing"
	"time"

	"samling/internal/event"
)

// ready is an event that nothing is missing from.
func ready() event.Event {
	return event.Event{
		Title: "Gophers", Lead: "Kom!", Zone: "Europe/Stockholm", Status: event.Draft, Attendance: event.Both,
		StartsAt: time.Date(2024, 2, 6, 8, 0, 0, 0, time.UTC), EndsAt: time.Date(2024, 2, 6, 11, 0, 0, 0, time.UTC),
		ClosesAt: time.Date(2024, 1, 31, 23, 0, 0, 0, time.UTC), // Wednesday is the last day
		Capacity: 40, TargetGroup: "chefer", Free: true, PlaceName: "Folkets hus", JoinURL: "https://mote.example",
		Contact: event.Contact{Name: "Anna", Email: "anna@example.org"}, PrivacyText: "Vi sparar …",
		Image: "x.jpg", ImageAlt: "Ett barn i snö", Accessibility: []string{"lift"}, Sessions: []event.Session{{Title: "Välkommen"}},
	}
}

func TestPublishingList(t *testing.T) {
	now := time.Date(2024, 1, 8, 9, 0, 0, 0, time.UTC)
	tests := []struct {
		name   string
		change func(*event.Event)
		want   []event.Key
		must   bool
	}{
		{"nothing", func(*event.Event) {}, nil, false},
		{"nobody to ask", func(e *event.Event) { e.Contact = event.Contact{} }, []event.Key{event.CheckContact}, true},
		{"a name but no way to reach it", func(e *event.Event) { e.Contact.Email = "" }, []event.Key{event.CheckNobodyAnswers}, false},
		{"no privacy text", func(e *event.Event) { e.PrivacyText = "" }, []event.Key{event.CheckPrivacy}, true},
		{"the organisation's privacy text does", func(e *event.Event) { e.PrivacyText, e.Organisation.PrivacyText = "", "x" }, nil, false},
		{"a picture that not everybody sees", func(e *event.Event) { e.ImageAlt = "" }, []event.Key{event.CheckAltText}, true},
		{"no picture needs no words", func(e *event.Event) { e.Image, e.ImageAlt = "", "" }, nil, false},
		{"on site, but where", func(e *event.Event) { e.PlaceName = "" }, []event.Key{event.CheckPlace}, true},
		{"online needs no place, and no facts about one", func(e *event.Event) {
			e.Attendance, e.PlaceName, e.Accessibility = event.Online, "", nil
		}, nil, false},
		{"over", func(e *event.Event) { e.EndsAt = now }, []event.Key{event.CheckOver}, true},
		{"registration is over", func(e *event.Event) { e.ClosesAt = now }, []event.Key{event.CheckClosed}, false},
		{"no limit", func(e *event.Event) { e.Capacity = 0 }, []event.Key{event.CheckCapacity}, false},
		{"for whom", func(e *event.Event) { e.TargetGroup = "" }, []event.Key{event.CheckTargetGroup}, false},
		{"no lead", func(e *event.Event) { e.Lead = "" }, []event.Key{event.CheckLead}, false},
		{"what it costs", func(e *event.Event) { e.Free = false }, []event.Key{event.CheckCost}, false},
		{"online, but where", func(e *event.Event) { e.JoinURL = "" }, []event.Key{event.CheckJoinURL}, false},
		{"no programme", func(e *event.Event) { e.Sessions = nil }, []event.Key{event.CheckProgram}, false},
		{"no times yet", func(e *event.Event) { e.TimeText = "förmiddag" }, []event.Key{event.CheckTimes}, false},
		{"until after it has begun", func(e *event.Event) { e.ClosesAt = e.StartsAt.Add(time.Hour) }, []event.Key{event.CheckAfterStart}, false},
		{"the last day is a Sunday", func(e *event.Event) { e.ClosesAt = time.Date(2024, 1, 28, 23, 0, 0, 0, time.UTC) }, []event.Key{event.CheckWeekend}, false},
		{"the last day is a Friday, counted whole", func(e *event.Event) { e.ClosesAt = time.Date(2024, 1, 26, 23, 0, 0, 0, time.UTC) }, nil, false},
		{"places for each way, and so for all", func(e *event.Event) {
			e.Capacity, e.OnSiteWay.Capacity, e.OnlineWay.Capacity = 0, 10, 30
		}, nil, false},
		{"fewer places in both ways than in all", func(e *event.Event) { e.OnSiteWay.Capacity, e.OnlineWay.Capacity = 10, 29 }, []event.Key{event.CheckWays}, false},
		{"as many places in both ways as in all", func(e *event.Event) { e.OnSiteWay.Capacity, e.OnlineWay.Capacity = 10, 30 }, nil, false},
		{"one way without a limit", func(e *event.Event) { e.OnSiteWay.Capacity = 10 }, nil, false},
		{"fewer places in all categories than in all", func(e *event.Event) {
			e.Categories = []event.Category{{ID: "a", Capacity: 10}, {ID: "b", Capacity: 10}, {ID: "c", Capacity: 90, Retired: true}}
		}, []event.Key{event.CheckCategories}, false},
		{"one category without a limit", func(e *event.Event) { e.Categories = []event.Category{{ID: "a", Capacity: 10}, {ID: "b"}} }, nil, false},
		{"one category only", func(e *event.Event) { e.Categories = []event.Category{{ID: "a"}, {ID: "b", Retired: true}} }, []event.Key{event.CheckOneCategory}, false},
		{"a question for nobody", func(e *event.Event) {
			e.Categories = []event.Category{{ID: "a"}, {ID: "b"}, {ID: "c", Retired: true}}
			e.Questions = []event.Question{{ID: "q", When: &event.Condition{Category: []string{"c"}}}}
		}, []event.Key{event.CheckAskedOfNobody}, false},
		{"a question for somebody, and one that rests", func(e *event.Event) {
			e.Categories = []event.Category{{ID: "a"}, {ID: "b"}, {ID: "c", Retired: true}}
			e.Questions = []event.Question{
				{ID: "q", When: &event.Condition{Category: []string{"c", "a"}}}, {ID: "r", Retired: true, When: &event.Condition{Category: []string{"c"}}},
			}
		}, nil, false},
		{"nobody can cancel what they have just done", func(e *event.Event) {
			early := e.ClosesAt.Add(-time.Hour)
			e.CancelBy = &early
		}, []event.Key{event.CheckCancelBy}, false},
		{"cancelling closes with registration", func(e *event.Event) { e.CancelBy = &e.ClosesAt }, nil, false},
		{"nothing about the venue", func(e *event.Event) { e.Accessibility = nil }, []event.Key{event.CheckAccess}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := ready()
			tt.change(&e)
			var got []event.Key
			for _, c := range e.PublishingList(now) {
				got = append(got, c.Key)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("missing %v, want %v", got, tt.want)
			}
			if err := e.CheckPublish(now); (err != nil) != tt.must {
				t.Errorf("publishing: %v", err)
			}
		})
	}
}

func TestLeavingThePublic(t *testing.T) {
	now := time.Date(2024, 1, 8, 9, 0, 0, 0, time.UTC)
	tests := []struct {
		name                      string
		status                    event.Status
		ended                     bool
		people                    int
		withdraw, delete, archive bool
	}{
		{"a draft", event.Draft, false, 0, false, true, true},
		{"a draft that somebody once registered to", event.Draft, false, 1, false, false, true},
		{"public, and nobody registered", event.Published, false, 0, true, false, false},
		{"public, with people", event.Published, false, 1, false, false, false},
		{"over", event.Published, true, 1, false, false, true},
		{"called off", event.Cancelled, false, 1, false, false, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := ready()
			e.Status = tt.status
			if tt.ended {
				e.EndsAt = now
			}
			if got := e.CanWithdraw(tt.people); got != tt.withdraw {
				t.Errorf("back to draft: %v", got)
			}
			if got := e.CanDelete(tt.people); got != tt.delete {
				t.Errorf("delete: %v", got)
			}
			if got := e.CanArchive(now); got != tt.archive {
				t.Errorf("archive: %v", got)
			}
			e.ArchivedAt = &now
			if e.CanArchive(now) {
				t.Error("archived twice")
			}
		})
	}
}

// No preview link that was taken back ever works again.
func TestPreviewLinks(t *testing.T) {
	links := event.Links{Base: "https://e.example.org", Key: []byte("k"), Main: "sv"}
	e := event.Event{ID: 7, Slug: "gophers"}
	var codes []string
	works := func() (working []int) {
		for i, code := range codes {
			if links.CheckPreview(&e, code) == nil {
				working = append(working, i)
			}
		}
		return working
	}
	issue := func() {
		e.Preview = e.NextPreview(true)
		link := links.Preview(&e)
		codes = append(codes, link[len("https://e.example.org/e/gophers/preview/"):])
	}
	issue()
	if got := works(); !slices.Equal(got, []int{0}) || !e.HasPreview() {
		t.Errorf("%v work", got)
	}
	issue()
	if got := works(); !slices.Equal(got, []int{1}) {
		t.Errorf("%v work after a second", got)
	}
	e.Preview = e.NextPreview(false)
	if got := works(); len(got) != 0 || e.HasPreview() {
		t.Errorf("%v work after taking back", got)
	}
	issue()
	if got := works(); !slices.Equal(got, []int{2}) {
		t.Errorf("%v work after a third", got)
	}
	other := e
	other.ID = 8
	if links.CheckPreview(&other, codes[2]) == nil || links.CheckPreview(&event.Event{ID: 7}, "") == nil {
		t.Error("opens another event")
	}
}
