package roster

import (
	"slices"
	"strconv"
	"strings"

	"samling/internal/ask"
	"samling/internal/event"
	"samling/internal/sheet"
)

// answers are the columns of what people answered to questions that are not
// sensitive, retired ones too.
func (r *Roster) answers() []column {
	var all []column
	for i := range r.Event.Questions {
		if q := &r.Event.Questions[i]; !q.Sensitive {
			all = append(all, answerColumn(q, false))
		}
	}
	return all
}

// sensitive are the columns of the sensitive questions that were asked for.
func (r *Roster) sensitive() []column {
	var all []column
	for i := range r.Event.Questions {
		if q := &r.Event.Questions[i]; q.Sensitive && slices.Contains(r.Sensitive, q.ID) {
			all = append(all, answerColumn(q, true))
		}
	}
	return all
}

// answerColumn has the question as its heading. Numbers can be added up.
func answerColumn(q *event.Question, private bool) column {
	kind := sheet.Text
	if q.Kind == event.AskNumber {
		kind = sheet.Number
	}
	return column{event.AnswerField(q.ID), "", kind, func(r *Roster, e *entry) any {
		given := e.Said(q, private)
		if len(given) == 0 {
			return nil
		}
		if n, err := strconv.Atoi(strings.ReplaceAll(given[0], " ", "")); kind == sheet.Number && err == nil {
			return n
		}
		return ask.Text(r.Words, q, given)
	}, q.Label}
}

// SensitiveNames are the sensitive questions whose answers the list has, or "".
func (r *Roster) SensitiveNames() string {
	var names []string
	for _, c := range r.sensitive() {
		names = append(names, c.heading)
	}
	return strings.Join(names, ", ")
}

// AllSensitive are all sensitive questions of the event, by id.
func (r *Roster) AllSensitive() []string {
	var ids []string
	for _, q := range r.Event.Questions {
		if q.Sensitive {
			ids = append(ids, q.ID)
		}
	}
	return ids
}
