package event_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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
			if diff := cmp.Diff(tt.want, event.Compare(&old, &new, tt.now)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCompareSessionsToChoose(t *testing.T) {
	at, later := starts.Add(time.Hour), starts.Add(2*time.Hour)
	workshops := func(change func(heading, first *event.Session)) *event.Event {
		ev := seminar(10, true)
		ev.Sessions = []event.Session{
			{Kind: event.Heading, Title: "Pass", StartsAt: &at, Choice: &event.Choice{}, Sessions: []event.Session{
				{Key: "a", Title: "A", Room: "Sal 1"}, {Key: "b", Title: "B", StartsAt: &at},
			}},
			{Kind: event.Talk, Title: "Fika", StartsAt: &later},
		}
		if change != nil {
			change(&ev.Sessions[0], &ev.Sessions[0].Sessions[0])
		}
		return &ev
	}
	tests := []struct {
		name string
		new  func(heading, first *event.Session)
		want []string
	}{
		{"nothing", nil, nil},
		{"another title and more places", func(_, s *event.Session) { s.Title, s.Capacity = "Nytt", 9 }, nil},
		{"another room", func(_, s *event.Session) { s.Room = "Sal 2" }, []string{"a"}},
		{"a time of its own", func(_, s *event.Session) { s.StartsAt = &later }, []string{"a"}},
		{"an end", func(_, s *event.Session) { s.EndsAt = &later }, []string{"a"}},
		{"the heading moves with what has no time of its own", func(h, _ *event.Session) { h.StartsAt = &later }, []string{"a"}},
		{"the same moment in another notation", func(_, s *event.Session) { same := at.In(time.FixedZone("", 3600)); s.StartsAt = &same }, nil},
		{"nobody can choose any more", func(h, s *event.Session) { h.Choice, s.Room = nil, "Sal 2" }, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := event.Compare(workshops(nil), workshops(tt.new), during); !cmp.Equal(tt.want, got.MovedKeys()) || got.Moved {
				t.Errorf("moved %v, the event %t; want %v", got.MovedKeys(), got.Moved, tt.want)
			}
		})
	}
	draft := workshops(nil)
	draft.Status = event.Draft
	moved := workshops(func(_, s *event.Session) { s.Room = "Sal 2" })
	for name, old := range map[string]*event.Event{"a draft": draft, "what is over": workshops(nil)} {
		if got := event.Compare(old, moved, ends); len(got.Sessions) > 0 {
			t.Errorf("%s tells of %v", name, got.MovedKeys())
		}
	}
	change := event.Compare(workshops(nil), moved, during)
	if got := change.MovedFor([]event.SessionChoice{{Session: "b"}, {Session: "a", Standing: event.Waiting}}); len(got) != 1 || got[0].Room != "Sal 1" {
		t.Errorf("who has chosen it reads %v", got)
	}
}
