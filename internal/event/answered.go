package event

import (
	"maps"
	"slices"
	"strings"
)

// Chosen is an answer to a question with choices: what lists are narrowed to and
// what is counted.
type Chosen struct{ Question, Choice string }

// Chosen are the answers to questions with choices, in the order of the
// questions. Those to sensitive questions are not among them.
func (a Answers) Chosen(questions []Question) []Chosen {
	var all []Chosen
	for _, q := range questions {
		if q.Sensitive || q.Choices() == nil {
			continue
		}
		for _, choice := range a[q.ID] {
			all = append(all, Chosen{q.ID, choice})
		}
	}
	return all
}

// HasSensitive reports whether any question is or was sensitive.
func (e *Event) HasSensitive() bool {
	return slices.ContainsFunc(e.Questions, func(q Question) bool { return q.Sensitive })
}

// Said is what somebody answered to a question. Sensitive answers are for those
// with a private look, and only if they were read with the registration. So are
// answers given while a question was sensitive, and those given before it was.
func (r *Registration) Said(q *Question, private bool) []string {
	if q.Sensitive && !private {
		return nil
	}
	if given := r.Answers[q.ID]; len(given) > 0 {
		return given
	}
	if private {
		return r.Sensitive[q.ID]
	}
	return nil
}

// AnswerAgain is Signup.Answer for somebody who is registered already. What they
// were asked then and left open may stay so: an organiser who mends an address
// is not to invent answers. The sensitive answers must have been read.
func (r *Registration) AnswerAgain(e *Event, s *Signup, raw func(field string) []string) Invalid {
	invalid := s.Answer(e, raw)
	if r.Attendance == "" {
		delete(invalid, "attendance")
	}
	before := maps.Clone(r.Answers)
	if before == nil {
		before = Answers{}
	}
	maps.Copy(before, r.Sensitive)
	for i := range e.Questions {
		q := &e.Questions[i]
		field := q.Field()
		open := q.IsAsked(before, Circumstances{r.Attendance, r.Category}) && len(before[q.ID]) == 0
		if open && !slices.ContainsFunc(raw(field), func(text string) bool { return strings.TrimSpace(text) != "" }) {
			delete(invalid, field)
		}
	}
	return invalid
}

// Offering is the event with the choices that somebody has made and that are no
// longer offered to others, for a form that changes what they said.
func (e *Event) Offering(given ...Answers) *Event {
	with := *e
	with.Questions = slices.Clone(e.Questions)
	for i := range with.Questions {
		q := &with.Questions[i]
		if !q.Kind.HasOptions() {
			continue
		}
		q.Options = slices.Clone(q.Options)
		for _, answers := range given {
			for _, choice := range answers[q.ID] {
				if !slices.Contains(q.Options, choice) {
					q.Options = append(q.Options, choice)
				}
			}
		}
	}
	return &with
}

// AmendAnswers gives the registration other answers, and says what changed: of
// sensitive answers only that they did. Answers to what is no longer asked of
// anybody stay. The sensitive answers must have been read.
func (r *Registration) AmendAnswers(e *Event, s Signup) []DetailChange {
	var changes []DetailChange
	if e.Attendance == Both && r.Attendance != s.Attendance {
		changes = append(changes, DetailChange{"attendance", string(r.Attendance), string(s.Attendance)})
	}
	answers := maps.Clone(s.Answers)
	if answers == nil {
		answers = Answers{}
	}
	for i := range e.Questions {
		q := &e.Questions[i]
		was := r.Said(q, true)
		if q.Retired {
			if len(was) > 0 {
				answers[q.ID] = was
			}
			continue
		}
		became := answers[q.ID]
		if slices.Equal(was, became) {
			continue
		}
		change := DetailChange{Field: AnswerField(q.ID)}
		if !q.Sensitive {
			change.Was, change.Became = strings.Join(q.Readable(was), ", "), strings.Join(q.Readable(became), ", ")
		}
		changes = append(changes, change)
	}
	r.Attendance = s.Attendance
	r.Answers, r.Sensitive = answers.Split(e.Questions)
	return changes
}
