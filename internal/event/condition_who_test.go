package event_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

func TestConditionsOnPeople(t *testing.T) {
	way := func(a ...event.Attendance) event.Condition { return event.Condition{Attendance: a} }
	kind := func(ids ...string) event.Condition { return event.Condition{Category: ids} }
	one := func(c event.Condition) *event.Condition { return &c }
	all := func(c ...event.Condition) *event.Condition { return &event.Condition{All: c} }
	tests := []struct {
		name string
		when *event.Condition
		want event.Who
		fits bool
	}{
		{"everybody", nil, event.Who{}, true},
		{"a way", one(way(event.OnSite)), event.Who{Attendance: event.OnSite}, true},
		{"categories", one(kind("a", "b")), event.Who{Categories: []string{"a", "b"}}, true},
		{"both", all(way(event.Online), kind("a")), event.Who{Attendance: event.Online, Categories: []string{"a"}}, true},
		{"two ways", one(way(event.OnSite, event.Online)), event.Who{}, false},
		{"either", &event.Condition{Any: []event.Condition{way(event.OnSite), kind("a")}}, event.Who{}, false},
		{"an answer", one(event.Condition{Answer: &event.AnswerIs{Question: "q", Is: []string{"Ja"}}}), event.Who{}, false},
		{"an answer beside", all(way(event.OnSite), event.Condition{Answer: &event.AnswerIs{Question: "q", Is: []string{"Ja"}}}), event.Who{}, false},
		{"in two categories at once", all(kind("a"), kind("b")), event.Who{}, false},
		{"in another order", all(kind("a"), way(event.OnSite)), event.Who{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, fits := tt.when.Who()
			if diff := cmp.Diff(tt.want, got); diff != "" || fits != tt.fits {
				t.Errorf("fits %v, want %v, %s", fits, tt.fits, diff)
			}
			if fits && !cmp.Equal(tt.when, got.Condition()) {
				t.Errorf("put together it is %+v", got.Condition())
			}
		})
	}
}
