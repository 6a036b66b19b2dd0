package event_test

import (
	"testing"

	"samling/internal/event"
)

func TestDoor(t *testing.T) {
	tests := []struct {
		role          event.MemberRole
		checksIn, all bool
	}{
		{"", false, false},
		{event.Door, true, false},
		{event.Reader, false, true},
		{event.Organiser, true, true},
		{event.Administrator, true, true},
	}
	for _, tt := range tests {
		t.Run("role "+string(tt.role), func(t *testing.T) {
			if got := tt.role.ChecksIn(); got != tt.checksIn {
				t.Errorf("checks in: %t", got)
			}
			if got := tt.role.SeesEverybody(); got != tt.all {
				t.Errorf("sees everybody: %t", got)
			}
		})
	}
	for status, want := range map[event.Status]bool{event.Draft: false, event.Published: true, event.Cancelled: false} {
		if got := (&event.Event{Status: status}).HasDoor(); got != want {
			t.Errorf("%s has a door: %t", status, got)
		}
	}
}
