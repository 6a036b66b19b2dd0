package event_test

import (
	"testing"

	"samling/internal/event"
)

func TestSearchMatches(t *testing.T) {
	e := event.Event{
		Title: "Goda uppväxtvillkor", Lead: "En förmiddag om barn", Kind: "Kunskapsförmiddag", TargetGroup: "Chefer",
		PlaceName: "Folkets hus", PlaceAddress: "Laholm", Organisation: event.Organisation{Slug: "ale", Name: "Ale kommun"},
		Attendance: event.Both, Free: true, Body: "Agenda 2030",
	}
	onSite, online := e, e
	onSite.Attendance, onSite.Free = event.OnSite, false
	online.Attendance = event.Online
	tests := []struct {
		name   string
		search event.Search
		ev     event.Event
		want   bool
	}{
		{"nothing looked for", event.Search{}, e, true},
		{"a word of the title", event.Search{Words: "uppväxtvillkor"}, e, true},
		{"part of a word", event.Search{Words: "uppväxt"}, e, true},
		{"in other letters", event.Search{Words: "UPPVÄXTVILLKOR"}, e, true},
		{"words from here and there, in any order", event.Search{Words: " ale  chefer laholm kunskap folkets barn "}, e, true},
		{"one word that stands nowhere", event.Search{Words: "goda äpplen"}, e, false},
		{"two words are not one across fields", event.Search{Words: "villkoren"}, e, false},
		{"what lists do not show", event.Search{Words: "agenda"}, e, false},
		{"on site, and it can be attended both ways", event.Search{Attendance: event.OnSite}, e, true},
		{"online, and it can be attended both ways", event.Search{Attendance: event.Online}, e, true},
		{"on site, and it is online", event.Search{Attendance: event.OnSite}, online, false},
		{"online, and it is on site", event.Search{Attendance: event.Online}, onSite, false},
		{"its organisation", event.Search{Organisation: "ale"}, e, true},
		{"another organisation", event.Search{Organisation: "al"}, e, false},
		{"free", event.Search{Cost: event.CostFree}, e, true},
		{"free, and it is not", event.Search{Cost: event.CostFree}, onSite, false},
		{"for a fee, and it is free", event.Search{Cost: event.CostFee}, e, false},
		{"for a fee", event.Search{Cost: event.CostFee}, onSite, true},
		{"a filter that fits and one that does not", event.Search{Attendance: event.OnSite, Cost: event.CostFee}, e, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.search.Matches(&tt.ev); got != tt.want {
				t.Errorf("%+v matches: %v, want %v", tt.search, got, tt.want)
			}
			if zero := tt.search == (event.Search{}); tt.search.IsZero() != zero {
				t.Errorf("%+v looks for nothing: %v", tt.search, !zero)
			}
		})
	}
}
