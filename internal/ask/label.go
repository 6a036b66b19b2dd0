package ask

import (
	"slices"
	"strings"

	"samling/internal/event"
	"samling/internal/i18n"
)

// FieldLabel is what a field of a registration is called, as it stands where
// changes are kept: "name", "answer-q1", "sessions-g1". It is "" for what has no
// name.
func FieldLabel(p *i18n.Printer, ev *event.Event, field string) string {
	if id, ok := strings.CutPrefix(field, event.AnswerField("")); ok {
		i := slices.IndexFunc(ev.Questions, func(q event.Question) bool { return q.ID == id })
		if i < 0 {
			return ""
		}
		return ev.Questions[i].Label
	}
	if key, ok := strings.CutPrefix(field, event.ChoiceField("")); ok {
		i := slices.IndexFunc(ev.Choices, func(g event.ChoiceGroup) bool { return g.Key == key })
		if i < 0 {
			return ""
		}
		return ev.Choices[i].Title
	}
	switch {
	case field == "attendance":
		return p.T("register.attendance")
	case p.Has("field." + field):
		return p.T("field." + field)
	}
	return ""
}
