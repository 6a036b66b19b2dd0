package event_test

import (
	"testing"

	"samling/internal/event"
)

func TestParseClock(t *testing.T) {
	for raw, want := range map[string][2]int{"09:00": {9, 0}, "9.15": {9, 15}, "kl. 9": {9, 0}, "kl.\u00a009.00": {9, 0}, " Klockan 23.59 ": {23, 59}, "0900": {9, 0}} {
		if hour, minute, ok := event.ParseClock(raw); !ok || hour != want[0] || minute != want[1] {
			t.Errorf("%q is %d.%02d, %v", raw, hour, minute, ok)
		}
	}
	for _, raw := range []string{"", "24:00", "9.60", "nio", "9.5"} {
		if _, _, ok := event.ParseClock(raw); ok {
			t.Errorf("%q is a time of day", raw)
		}
	}
}
