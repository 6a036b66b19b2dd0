package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// An organisation knows the speakers of all its events, and of no others.
func TestSpeakersOf(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		early, late, foreign := seminar("early", 5), seminar("late", 5), seminar("foreign", 5)
		early.Speakers = []event.Speaker{{Name: "Anna"}, {Name: "Bo", Photo: "bo.jpg"}}
		late.StartsAt, late.EndsAt = late.StartsAt.AddDate(1, 0, 0), late.EndsAt.AddDate(1, 0, 0)
		late.Speakers = []event.Speaker{{Name: "Anna"}}
		foreign.Organisation.Slug = "foreign"
		foreign.Speakers = []event.Speaker{{Name: "Cecilia"}}
		for _, ev := range []*event.Event{early, late, foreign} {
			h.save(t, ev, noon)
		}
		known, err := h.SpeakersOf(t.Context(), early.OrganisationID)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, k := range known {
			got = append(got, k.Speaker.Name+" "+k.Slug+" "+k.Speaker.Photo)
		}
		if diff := cmp.Diff([]string{"Anna late ", "Anna early ", "Bo early bo.jpg"}, got); diff != "" {
			t.Error(diff)
		}
	})
}
