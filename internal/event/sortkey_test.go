package event_test

import (
	"slices"
	"strings"
	"testing"

	"samling/internal/event"
)

func TestSortKey(t *testing.T) {
	want := []string{
		"Ale", "Alingsås", "anna", "Bengt", "Émile", "Erik", "Göteborg", "Härryda", "Kungälv", "Lerum", "Łukasz", "Müller", "Mölndal",
		"Zlatan", "Åmål", "Älmhult", "Öckerö",
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int { return strings.Compare(event.SortKey(a), event.SortKey(b)) })
	if !slices.Equal(got, want) {
		t.Errorf("sorted %v\n  want %v", got, want)
	}
	if event.SortKey(" Anna  Berg ") != event.SortKey("anna berg") {
		t.Error("spaces and capitals count")
	}
}
