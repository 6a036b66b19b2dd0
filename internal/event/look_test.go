package event_test

import (
	"errors"
	"testing"
	"time"

	"samling/internal/event"
)

// Who finds the hall full may still come over the net, however many that takes.
func TestFullWayIsNotAFullEvent(t *testing.T) {
	now := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, online := range map[string]int{"without a limit online": 0, "with places online": 5} {
		ev := event.Event{
			Status: event.Published, Attendance: event.Both, OnSiteWay: event.Way{Capacity: 1}, OnlineWay: event.Way{Capacity: online},
			ClosesAt: now.Add(time.Hour), EndsAt: now.Add(2 * time.Hour),
		}
		var taken event.Tally
		taken.Add(event.Share{Attendance: event.OnSite}, event.Places{Confirmed: 1})
		if _, err := ev.Admit(taken, event.Share{Attendance: event.OnSite}, now); !errors.Is(err, event.ErrShareFull) {
			t.Errorf("%s: %v", name, err)
		}
		if got, err := ev.Admit(taken, event.Share{Attendance: event.Online}, now); err != nil || got != event.Confirmed {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
}

func TestWhoLooksThroughTheForm(t *testing.T) {
	tests := []struct {
		name   string
		event  event.Event
		others int
		want   bool
	}{
		{"a short form", event.Event{}, 0, false},
		{"somebody who registers others", event.Event{}, 1, true},
		{"sessions to choose", event.Event{Choices: []event.ChoiceGroup{{Key: "a"}}}, 0, true},
		{"categories", event.Event{Categories: []event.Category{{ID: "a"}}}, 0, false},
		{"a category that costs", event.Event{Categories: []event.Category{{ID: "a"}, {ID: "b", Cost: "450 kr"}}}, 0, true},
		{"one that cost last year", event.Event{Categories: []event.Category{{ID: "b", Cost: "450 kr", Retired: true}}}, 0, false},
	}
	for _, tt := range tests {
		if got := tt.event.NeedsLook(tt.others); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
