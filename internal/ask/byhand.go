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
	f := Form{values: url.Values{"attendance": {string(r.Attendance)}, "category": {r.Category}}, files: map[string][]string{}}
	for _, g := range ev.Choices {
		for _, c := range r.Ties.Chosen(g) {
			f.values.Add(event.ChoiceField(g.Key), c.Key)
		}
	}
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
	if q.Kind == event.AskFile {
		f.files[q.Field()] = given
	} else {
		f.values[q.Field()] = given
	}
	if q.Sensitive && len(given) > 0 {
		f.values[event.ConsentField(q.ID)] = []string{event.Yes}
	}
}

// Withhold keeps what somebody answered to sensitive questions in the form
// without showing it: neither those questions nor what is sent for them count.
func (f Form) Withhold(ev *event.Event, r *event.Registration) Form {
	if f.withheld == nil {
		f.withheld = map[string][]string{}
	}
	for i := range ev.Questions {
		q := &ev.Questions[i]
		if !q.Sensitive {
			continue
		}
		given := r.Said(q, true)
		f.withhold(q, given)
	}
	return f
}

func (f Form) withhold(q *event.Question, given []string) {
	f.withheld[q.Field()] = given
	f.withheld[event.ConsentField(q.ID)] = nil
	if len(given) > 0 {
		f.withheld[event.ConsentField(q.ID)] = []string{event.Yes}
	}
}

// WithholdFiles is Withhold for questions that are answered with a file, where
// nobody can send one. A registration that is not there yet has none.
func (f Form) WithholdFiles(ev *event.Event, r *event.Registration) Form {
	if f.withheld == nil {
		f.withheld = map[string][]string{}
	}
	for i := range ev.Questions {
		q := &ev.Questions[i]
		switch {
		case q.Kind != event.AskFile:
		case r == nil:
			f.withhold(q, nil)
		default:
			f.withhold(q, r.Said(q, true))
		}
	}
	return f
}

// Reveal puts what somebody answered to sensitive questions into the form, but for
// files.
func (f Form) Reveal(ev *event.Event, r *event.Registration) Form {
	f.withheld = nil
	f = f.WithholdFiles(ev, r)
	for i := range ev.Questions {
		q := &ev.Questions[i]
		if q.Sensitive && !q.Retired && q.Kind != event.AskFile {
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
func (f Form) shows(q event.Question) bool { return !f.Withholds(q.Field()) }

// shown leaves the questions that stand in the form.
func (f Form) shown(asked []event.Question) []event.Question {
	return slices.DeleteFunc(asked, func(q event.Question) bool { return !f.shows(q) })
}
