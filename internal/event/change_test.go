package event_test

import (
	"testing"
	"time"

	"samling/internal/event"
)

func TestCompare(t *testing.T) {
	tests := []struct {
		name string
		old  func(*event.Event)
		new  func(*event.Event)
		now  time.Time
		want event.Change
	}{
		{"nothing", nil, nil, during, event.Change{}},
		{"another text", nil, func(e *event.Event) { e.Body = "new" }, during, event.Change{}},
		{"another capacity", nil, func(e *event.Event) { e.Capacity = 5 }, during, event.Change{}},
		{"another start", nil, func(e *event.Event) { e.StartsAt = starts.Add(time.Hour) }, during, event.Change{Moved: true}},
		{"another end", nil, func(e *event.Event) { e.EndsAt = ends.Add(time.Hour) }, during, event.Change{Moved: true}},
		{"the same moment in another notation", nil, func(e *event.Event) { e.StartsAt = starts.In(time.FixedZone("", 3600)) }, during, event.Change{}},
		{"times became known", func(e *event.Event) { e.TimeText = "förmiddag" }, nil, during, event.Change{Moved: true}},
		{"another place", nil, func(e *event.Event) { e.PlaceName = "Folkets hus" }, during, event.Change{Moved: true}},
		{"another street", nil, func(e *event.Event) { e.PlaceAddress = "Storgatan 1" }, during, event.Change{Moved: true}},
		{"online instead", nil, func(e *event.Event) { e.Attendance = event.Online }, during, event.Change{Moved: true}},
		{"the name of a place nobody goes to", func(e *event.Event) { e.Attendance = event.Online },
			func(e *event.Event) { e.Attendance, e.PlaceName = event.Online, "Folkets hus" }, during, event.Change{}},
		{"called off", nil, func(e *event.Event) { e.Status = event.Cancelled }, during, event.Change{Called: true}},
		{"called off and moved is called off", nil,
			func(e *event.Event) { e.Status, e.StartsAt = event.Cancelled, starts.Add(time.Hour) }, during, event.Change{Called: true}},
		{"was called off before", func(e *event.Event) { e.Status, e.CancelledAt = event.Cancelled, &during },
			func(e *event.Event) { e.Status, e.CancelReason = event.Cancelled, "sjukdom" }, during, event.Change{}},
		{"published for the first time", func(e *event.Event) { e.Status = event.Draft },
			func(e *event.Event) { e.StartsAt = starts.Add(time.Hour) }, during, event.Change{}},
		{"draft called off", func(e *event.Event) { e.Status = event.Draft },
			func(e *event.Event) { e.Status = event.Cancelled }, during, event.Change{Called: true}},
		{"called off and called on again", func(e *event.Event) { e.Status, e.CancelledAt = event.Cancelled, &during },
			nil, during, event.Change{Reversed: true}},
		{"called off, a draft, and called on again", func(e *event.Event) { e.Status, e.CancelledAt = event.Draft, &during },
			nil, during, event.Change{Reversed: true}},
		{"called off and taken back to a draft", func(e *event.Event) { e.Status, e.CancelledAt = event.Cancelled, &during },
			func(e *event.Event) { e.Status = event.Draft }, during, event.Change{}},
		{"taken back to a draft and moved", nil,
			func(e *event.Event) { e.Status, e.StartsAt = event.Draft, starts.Add(time.Hour) }, during, event.Change{}},
		{"moved while it takes place", nil, func(e *event.Event) { e.EndsAt = ends.Add(time.Hour) }, ends.Add(-1), event.Change{Moved: true}},
		{"put right when it is over", nil, func(e *event.Event) { e.StartsAt = starts.Add(time.Hour) }, ends, event.Change{}},
		{"called off when it is over", nil, func(e *event.Event) { e.Status = event.Cancelled }, ends, event.Change{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			old, new := seminar(10, true), seminar(10, true)
			for _, change := range []struct {
				do func(*event.Event)
				ev *event.Event
			}{{tt.old, &old}, {tt.new, &new}} {
				if change.do != nil {
					change.do(change.ev)
				}
			}
			if got := event.Compare(&old, &new, tt.now); got != tt.want {
				t.Errorf("Compare = %+v, want %+v", got, tt.want)
			}
		})
	}
}
