package event_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

func TestShiftByHand(t *testing.T) {
	onSite, online := event.Share{Attendance: event.OnSite, Category: "c1"}, event.Share{Attendance: event.Online, Category: "c1"}
	until := time.Date(2030, 5, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name     string
		standing event.Standing
		offered  bool
		to       event.Share
		taken    int // online
		extra    bool
		isExtra  bool
		err      error
	}{
		{"room for one more", event.Confirmed, false, online, 1, false, false, nil},
		{"no room", event.Confirmed, false, online, 2, false, false, event.ErrFull},
		{"no room, and the organiser says so", event.Confirmed, false, online, 2, true, true, nil},
		{"room, although the organiser says so", event.Confirmed, false, online, 1, true, false, nil},
		{"stays where they are", event.Confirmed, false, onSite, 2, false, false, nil},
		{"another category of the same way", event.Confirmed, false, event.Share{Attendance: event.OnSite, Category: "c2"}, 2, false, false, nil},
		{"whoever waits takes nothing", event.Waiting, false, online, 2, false, false, nil},
		{"an offer does", event.Waiting, true, online, 2, false, false, event.ErrFull},
		{"an application takes nothing", event.Applied, false, online, 2, false, false, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ev := &event.Event{
				Attendance: event.Both, OnSiteWay: event.Way{Capacity: 1}, OnlineWay: event.Way{Capacity: 2},
				Categories: []event.Category{{ID: "c1"}, {ID: "c2"}},
			}
			var tally event.Tally
			tally.Add(onSite, event.Places{Confirmed: 1})
			tally.Add(online, event.Places{Confirmed: tt.taken})
			r := &event.Registration{Standing: tt.standing, Attendance: event.OnSite, Category: "c1"}
			if tt.offered {
				r.OfferUntil = &until
			}
			if isExtra, err := ev.ShiftByHand(tally, r, tt.to, tt.extra); isExtra != tt.isExtra || err != tt.err {
				t.Errorf("%v, %v", isExtra, err)
			}
		})
	}
}

func TestAmendByHandNamesCategoriesAndSessions(t *testing.T) {
	ev := &event.Event{
		Categories: []event.Category{{ID: "c1", Name: "Egen personal"}, {ID: "c2", Name: "Extern", Retired: true}},
		Choices: []event.ChoiceGroup{{Key: "fm", Sessions: []event.Choosable{{Key: "a", Title: "Lera"}, {Key: "b", Title: "Ull"}}},
			{Key: "em", Sessions: []event.Choosable{{Key: "c", Title: "Trä"}}}},
	}
	r := &event.Registration{Name: "Anna", Category: "c2"}
	if got := ev.OfferingByHand(r).OfferedCategories(); len(got) != 2 {
		t.Errorf("offered %+v", got)
	}
	want := []event.DetailChange{{Field: "category", Was: "Extern", Became: "Egen personal"}}
	if diff := cmp.Diff(want, r.AmendByHand(ev, event.Signup{Name: "Anna", Category: "c1"})); diff != "" || r.Category != "c1" {
		t.Error(diff)
	}
	want = []event.DetailChange{{Field: "sessions-fm", Was: "Lera", Became: "Lera, Ull"}}
	if diff := cmp.Diff(want, ev.RechoiceChanges([]event.SessionChoice{{Session: "a"}, {Session: "c"}}, []string{"c", "b", "a"})); diff != "" {
		t.Error(diff)
	}
}
