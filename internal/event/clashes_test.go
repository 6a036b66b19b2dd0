package event_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

func TestClashes(t *testing.T) {
	item := func(start, end, room string, people ...int) event.Item {
		it := event.Item{Title: "x", Start: start, End: end, Room: room}
		for _, p := range people {
			it.Appearances = append(it.Appearances, event.Part{Person: p})
		}
		return it
	}
	under := func(it event.Item) event.Item { it.Under = true; return it }
	must := &event.ItemChoice{Min: "1", Max: "1"}
	comes := func(way event.Attendance) *event.ItemChoice {
		return &event.ItemChoice{Min: "1", Max: "1", When: event.Who{Attendance: way}.Condition()}
	}
	// group is a heading with sessions to choose, of half an hour each.
	group := func(choice *event.ItemChoice, starts ...string) []event.Item {
		all := []event.Item{{Title: "x", Kind: event.Heading, Choose: choice}}
		for _, start := range starts {
			begin, err := time.Parse("15:04", start)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, under(item(start, begin.Add(30*time.Minute).Format("15:04"), "")))
		}
		return all
	}
	tests := []struct {
		name  string
		items []event.Item
		want  []string
	}{
		{"one after the other", []event.Item{item("09:00", "10:00", "A", 0), item("10:00", "11:00", "A", 0)}, nil},
		{"no clocks, nothing to say", []event.Item{item("", "", "A", 0), item("", "", "A", 0)}, nil},
		{"two at a time in two rooms", []event.Item{item("09:00", "10:00", "A", 0), item("09:30", "10:30", "B", 1)}, nil},
		{"two at a time nowhere in particular", []event.Item{item("09:00", "10:00", ""), item("09:30", "10:30", "")}, nil},
		{"one room twice", []event.Item{item("09:00", "10:00", "Sal A"), item("09:59", "10:30", "sal a")}, []string{"room 1 0"}},
		{"one person twice", []event.Item{item("09:00", "10:00", "A", 0, 1), item("09:30", "", "B", 1)}, []string{"speaker 1 0 Bo"}},
		{"without an end, at the same moment", []event.Item{item("09:00", "", "A", 0), item("09:00", "", "A", 0)}, []string{"room 1 0", "speaker 1 0 Anna"}},
		{"without an end, one after the other", []event.Item{item("09:00", "", "A", 0), item("09:20", "", "A", 0)}, nil},
		{"a heading and what is under it", []event.Item{item("09:00", "11:00", "A", 0), under(item("09:00", "10:00", "A", 0))}, nil},
		{"two under one heading", []event.Item{item("09:00", "11:00", ""), under(item("09:00", "10:00", "A")), under(item("09:30", "10:00", "A"))}, []string{"room 2 1"}},
		{"before the event", []event.Item{item("08:30", "09:30", "")}, []string{"outside 0 -1"}},
		{"coffee before the event", []event.Item{{Title: "x", Kind: event.Break, Start: "08:30", End: "09:00"}}, nil},
		{"coffee the day after", []event.Item{{Title: "x", Kind: event.Break, Day: 1, Start: "08:30"}}, []string{"outside 0 -1"}},
		{"past the event", []event.Item{item("11:30", "12:30", "")}, []string{"outside 0 -1"}},
		{"at the end of the event", []event.Item{item("11:30", "12:00", "")}, nil},
		{"beginning when the event ends", []event.Item{item("12:00", "", "")}, []string{"outside 0 -1"}},
		{"out of order", []event.Item{item("10:00", "", ""), item("09:30", "", ""), item("09:45", "", "")}, []string{"order 1 0", "order 2 0"}},
		{"under a heading before the heading", []event.Item{item("10:00", "", ""), under(item("09:30", "", ""))}, []string{"order 1 0"}},
		{"more to choose than do not overlap", group(&event.ItemChoice{Min: "1", Max: "3"}, "10:00", "10:00", "10:30"), []string{"most 0 -1"}},
		{"as many to choose as do not overlap", group(&event.ItemChoice{Min: "1", Max: "2"}, "09:30", "10:00"), nil},
		{"two groups at the same time", slices.Concat(group(must, "10:00", "10:00"), group(must, "10:00", "10:15")), []string{"choice 3 0"}},
		{"two groups at the same time, one of them free", slices.Concat(group(must, "10:00", "10:00"), group(&event.ItemChoice{}, "10:00", "10:15")), nil},
		{"two groups that partly overlap", slices.Concat(group(must, "09:30", "10:00"), group(must, "10:00", "10:15")), nil},
		{"two groups for different people", slices.Concat(group(comes(event.OnSite), "10:00", "10:00"), group(comes(event.Online), "10:00", "10:15")), nil},
		{"two groups for the same people", slices.Concat(group(comes(event.OnSite), "10:00", "10:00"), group(comes(event.OnSite), "10:00", "10:15")), []string{"choice 3 0"}},
		{"parallel items under a heading", []event.Item{item("10:00", "", ""), under(item("10:00", "", "A")), under(item("10:00", "", "B"))}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ev := event.Event{Zone: "Europe/Stockholm", StartsAt: at("2024-02-06T08:00"), EndsAt: at("2024-02-06T11:00")}
			program, invalid := event.NewProgram(&ev, tt.items, []event.Speaker{{Name: "Anna"}, {Name: "Bo"}})
			if len(invalid) > 0 {
				t.Fatal(invalid)
			}
			ev.SetProgram(program)
			var got []string
			for _, c := range ev.Clashes() {
				line := fmt.Sprintf("%s %d %d", c.Kind, c.Item, c.Other)
				if c.Speaker != "" {
					line += " " + c.Speaker
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNewProgram(t *testing.T) {
	tests := []struct {
		name string
		item event.Item
		want event.Invalid
		span time.Duration // from the event's midnight to the end of the item
	}{
		{"a title is enough", event.Item{Title: "a"}, event.Invalid{}, 0},
		{"a title of nothing", event.Item{Title: " \t "}, event.Invalid{"title-k": event.MsgTitleMissing}, 0},
		{"no clock", event.Item{Title: "a", Start: "nio"}, event.Invalid{"start-k": event.MsgClock}, 0},
		{"an hour too late", event.Item{Title: "a", Start: "24:00"}, event.Invalid{"start-k": event.MsgClock}, 0},
		{"an end without a beginning", event.Item{Title: "a", End: "10:00"}, event.Invalid{"start-k": event.MsgStartMissing}, 0},
		{"the end first", event.Item{Title: "a", Start: "10:00", End: "9.30"}, event.Invalid{"end-k": event.MsgEndFirst}, 0},
		{"an evening into the night", event.Item{Title: "a", Start: "20:00", End: "01:00"}, event.Invalid{}, 25 * time.Hour},
		{"the second day", event.Item{Title: "a", Day: 1, Start: "9", End: "10"}, event.Invalid{}, 34 * time.Hour},
		{"over a night", event.Item{Title: "a", Start: "09:00", End: "16:00", Span: 1}, event.Invalid{}, 40 * time.Hour},
		{"an hour that is skipped", event.Item{Title: "a", Day: 54, Start: "02:30"}, event.Invalid{"start-k": event.MsgClockSkipped}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ev := event.Event{Zone: "Europe/Stockholm", StartsAt: at("2024-02-06T08:00"), EndsAt: at("2024-02-06T11:00")}
			tt.item.Key = "k"
			program, invalid := event.NewProgram(&ev, []event.Item{tt.item}, nil)
			if diff := cmp.Diff(tt.want, invalid); diff != "" {
				t.Fatal(diff)
			}
			end := program.Sessions[0].EndsAt
			if tt.span == 0 || end == nil {
				return
			}
			if got := end.Sub(at("2024-02-05T23:00")); got != tt.span {
				t.Errorf("ends after %s, want %s", got, tt.span)
			}
			ev.SetProgram(program)
			items, people := ev.Typed()
			items[0].Key = "k"
			again, _ := event.NewProgram(&ev, items, people)
			if diff := cmp.Diff(program, again); diff != "" {
				t.Errorf("typed again it is another programme: %s", diff)
			}
		})
	}
}

// Every example is the same programme after somebody has opened and saved it.
func TestTypedProgramsComeBack(t *testing.T) {
	for _, path := range examplePaths(t) {
		ev := example(t, path)
		items, people := ev.Typed()
		program, invalid := event.NewProgram(&ev, items, people)
		if len(invalid) > 0 {
			t.Fatal(invalid)
		}
		if diff := cmp.Diff(ev.Program(), program); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
}

func TestSettle(t *testing.T) {
	tests := []struct {
		name               string
		base, mine, theirs string
		want               event.Verdict
	}{
		{"only I changed it", "a", "b", "a", event.Apply},
		{"only they changed it", "a", "a", "b", event.Same},
		{"both changed it alike", "a", "b", "b", event.Same},
		{"nobody changed it", "a", "a", "a", event.Same},
		{"both changed it, differently", "a", "b", "c", event.Conflict},
		{"nobody knows what it was", "", "b", "c", event.Conflict},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := event.Settle(tt.base, tt.mine, tt.theirs); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}
