package site_test

import (
	"testing"
	"time"

	"samling/internal/event"
)

// Whoever signs up reads how their data are handled: in the event's own words,
// or the organisation's.
func TestFormTellsOfPersonalData(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.PrivacyText, e.Organisation.PrivacyText = "", "" })
		form := "/e/goda-uppvaxtvillkor/register"
		s.get(form).lacks(t, "Så hanterar vi dina uppgifter")
		s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.PrivacyText, e.Organisation.PrivacyText = "", "Vi är **ansvariga**." })
		s.wait(2 * time.Second)
		s.get(form).has(t, "Så hanterar vi dina uppgifter", "Vi är ansvariga .")
		s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.PrivacyText = "Just här gäller annat." })
		s.wait(2 * time.Second)
		a := s.get(form)
		a.has(t, "Just här gäller annat.")
		a.lacks(t, "ansvariga")
	})
}
