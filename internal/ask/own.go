package ask

import (
	"slices"

	"samling/internal/event"
)

// Choosing is the form with the category and the sessions that somebody has
// chosen.
func (f Form) Choosing(ev *event.Event, r *event.Registration, chosen []event.SessionChoice) Form {
	f.values["category"] = []string{r.Category}
	for _, g := range ev.Choices {
		for _, s := range g.Sessions {
			if slices.ContainsFunc(chosen, func(c event.SessionChoice) bool { return c.Session == s.Key }) {
				field := event.ChoiceField(g.Key)
				f.values[field] = append(f.values[field], s.Key)
			}
		}
	}
	return f
}
