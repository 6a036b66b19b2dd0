package ask

import (
	"net/url"
	"slices"

	"samling/internal/event"
)

// ByHand is the form as an organiser fills it in for somebody else.
func (f Form) ByHand() Form {
	f.byHand = true
	return f
}

// Filled is the form with what somebody has answered.
func Filled(ev *event.Event, r *event.Registration) Form {
	f := Form{values: url.Values{"attendance": {string(r.Attendance)}}}
	for i := range ev.Questions {
		q := &ev.Questions[i]
		if q.Retired {
			continue
		}
		f.answer(q, r.Said(q, true))
	}
	return f
}

func (f Form) answer(q *event.Question, given []string) {
	f.values[event.AnswerField(q.ID)] = given
	if q.Sensitive && len(given) > 0 {
		f.values[event.ConsentField(q.ID)] = []string{event.Yes}
	}
}

// Withhold keeps what somebody answered to sensitive questions in the form
// without showing it: neither those questions nor what is sent for them count.
func (f Form) Withhold(ev *event.Event, r *event.Registration) Form {
	f.withheld = map[string][]string{}
	for i := range ev.Questions {
		q := &ev.Questions[i]
		if !q.Sensitive {
			continue
		}
		given := r.Said(q, true)
		f.withheld[event.AnswerField(q.ID)] = given
		f.withheld[event.ConsentField(q.ID)] = nil
		if len(given) > 0 {
			f.withheld[event.ConsentField(q.ID)] = []string{event.Yes}
		}
	}
	return f
}

// Reveal puts what somebody answered to sensitive questions into the form.
func (f Form) Reveal(ev *event.Event, r *event.Registration) Form {
	f.withheld = nil
	for i := range ev.Questions {
		q := &ev.Questions[i]
		if q.Sensitive && !q.Retired {
			f.answer(q, r.Said(q, true))
		}
	}
	return f
}

// Withholds reports whether a field is kept and not shown.
func (f Form) Withholds(field string) bool {
	_, withheld := f.withheld[field]
	return withheld
}

// shows reports whether a question stands in the form.
func (f Form) shows(q event.Question) bool { return !f.Withholds(event.AnswerField(q.ID)) }

// shown leaves the questions that stand in the form.
func (f Form) shown(asked []event.Question) []event.Question {
	return slices.DeleteFunc(asked, func(q event.Question) bool { return !f.shows(q) })
}
