package console

import (
	"slices"
	"strings"

	"samling/internal/ask"
	"samling/internal/event"
)

// showParticipantForm writes the form, with the questions that what was filled in
// leads to.
func (s *server) showParticipantForm(v *visit, status int, p participantFormPage) error {
	p.Questions = p.Form.Answers.Fields(p.Printer, p.Asked, p.Invalid)
	return s.Render(v, status, "console/participant-form", p)
}

// AsksAttendance reports whether people choose how to come.
func (p participantFormPage) AsksAttendance() bool { return p.Event.Attendance == event.Both }

// MayReveal reports whether the form keeps sensitive answers that it does not
// show.
func (p participantFormPage) MayReveal() bool {
	return p.Registration != nil && !p.Form.Private && p.Event.HasSensitive()
}

// checkAnswers adds the answers to the details, by the rules of the public form,
// and notes what is wrong with them. What the form does not show cannot be
// mended in it.
func (p *participantFormPage) checkAnswers(signup *event.Signup) {
	form := p.Form.Answers
	if r := p.Registration; r != nil {
		p.Invalid = r.AnswerAgain(p.Asked, signup, form.Raw)
	} else {
		p.Invalid = signup.Answer(p.Asked, form.Raw)
	}
	for field := range p.Invalid {
		if form.Withholds(field) {
			delete(p.Invalid, field)
		}
	}
	if key := p.Invalid["attendance"]; key != "" {
		p.Complaints = append(p.Complaints, flaw{"attendance", p.T(string(key))})
	}
	p.checkChoices()
	for _, f := range form.Fields(p.Printer, p.Asked, p.Invalid) {
		if f.Wrong != "" {
			p.Complaints = append(p.Complaints, flaw{f.Field, f.Label + ": " + f.Wrong})
		}
		if f.NoConsent != "" {
			p.Complaints = append(p.Complaints, flaw{f.Consent, f.NoConsent})
		}
	}
	p.Unseen = len(p.Complaints) == 0 && form.Unseen(form.Asked(p.Asked))
}

// otherAnswers are the answers that somebody else has changed, as they are now.
func (p participantFormPage) otherAnswers() []fact {
	var all []fact
	r, form := p.Registration, p.Form.Answers
	if p.AsksAttendance() && form.Attendance() != string(r.Attendance) {
		all = append(all, fact{p.T("participants.column_attendance"), quoted(ask.Attendance(p.Printer, r.Attendance))})
	}
	for _, q := range p.Event.Questions {
		now := r.Said(&q, false)
		typed := slices.DeleteFunc(slices.Clone(form.Raw(q.Field())), func(text string) bool { return strings.TrimSpace(text) == "" })
		if q.Sensitive || q.Retired || slices.Equal(now, typed) {
			continue
		}
		all = append(all, fact{q.Label, quoted(ask.Text(p.Printer, &q, now))})
	}
	return all
}
