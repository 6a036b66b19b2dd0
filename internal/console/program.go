package console

import (
	"errors"
	"net/http"

	"samling/internal/event"
)

// program answers GET /program.
func (s *server) program(v *visit) error {
	page, err := s.programPage(v, newProgramForm(v.Event))
	if err != nil {
		return err
	}
	return s.render(v, "program", page)
}

// changeProgram answers POST /program: a press on "Save", or on a button that
// changes the form only.
func (s *server) changeProgram(v *visit) error {
	in, err := v.FormParams()
	if err != nil {
		return err
	}
	form := readProgram(in)
	if do := in.Get("do"); do != "" && do != "save" {
		return s.stepProgram(v, form, do)
	}
	return s.saveProgram(v, form)
}

// stepProgram shows the form as it is after a press on a button.
func (s *server) stepProgram(v *visit, form programForm, do string) error {
	known, err := s.knownSpeakers(v)
	if err != nil {
		return err
	}
	before := len(form.Rows)
	focus, said := form.step(do, v, known)
	page, err := s.programPage(v, form)
	if err != nil {
		return err
	}
	page.Unsaved = true
	page.focus(focus, said, len(form.Rows)-before)
	return s.render(v, "program", page)
}

// saveProgram saves what was typed over the version it was made from, or over a
// later one if nobody has touched the programme since.
func (s *server) saveProgram(v *visit, form programForm) error {
	known, err := s.knownSpeakers(v)
	if err != nil {
		return err
	}
	form.findAll(known)
	form.dropEmpty()
	var invalid event.Invalid
	var people []event.Speaker
	var tell telling
	var unread error
	verdict, err := s.amend(v, form.Version, "program.changed", func(base, now *event.Event) event.Verdict {
		people, tell = form.speakers(base, now), telling{}
		verdict := form.settle(base, now, people, &invalid)
		if verdict == event.Apply {
			if tell, unread = s.telling(v, now); unread != nil || tell.Mails() && v.FormValue("tell") != tell.Tell {
				return event.Same
			}
		}
		return verdict
	})
	var chosen event.SessionsChosen
	switch {
	case errors.As(err, &chosen):
		return s.programChosen(v, form, chosen)
	case err != nil, unread != nil:
		return errors.Join(err, unread)
	case len(invalid) > 0:
		return s.programInvalid(v, form, invalid)
	case verdict == event.Conflict:
		return s.programDiffers(v, form, people)
	case verdict == event.Same && tell.Mails():
		return s.programTells(v, form, tell)
	case tell.Mails():
		return v.done(v.eventPath("/program"), "saved_told")
	}
	return v.done(v.eventPath("/program"), "program_saved")
}

// programTells asks whether the mails may leave that saving makes.
func (s *server) programTells(v *visit, form programForm, tell telling) error {
	page, err := s.programPage(v, form)
	if err != nil {
		return err
	}
	page.Unsaved, page.telling = true, tell
	page.Complaints = []slip{{"tell", page.T(string(msgTell))}}
	return s.renderInvalid(v, "program", page)
}

// settle decides what becomes of the form, and changes the event if it is to be
// saved.
func (f *programForm) settle(base, now *event.Event, people []event.Speaker, invalid *event.Invalid) event.Verdict {
	theirs, was := now.ProgramMark(), ""
	if base != nil {
		was = base.ProgramMark()
	}
	if *invalid = f.onto(now, people); len(*invalid) > 0 {
		return event.Same
	}
	return event.Settle(was, now.ProgramMark(), theirs)
}

// programInvalid shows what has to be mended.
func (s *server) programInvalid(v *visit, form programForm, invalid event.Invalid) error {
	page, err := s.programPage(v, form)
	if err != nil {
		return err
	}
	page.complain(form, invalid)
	return s.Render(v, http.StatusUnprocessableEntity, "console/program", page)
}

// programChosen shows which sessions must stay because people have chosen them,
// and puts those back that were taken out.
func (s *server) programChosen(v *visit, form programForm, chosen event.SessionsChosen) error {
	for _, c := range chosen {
		form.putBack(v.Event, c.Key)
	}
	page, err := s.programPage(v, form)
	if err != nil {
		return err
	}
	page.Unsaved = true
	for _, c := range chosen {
		row := form.Rows[form.session(c.Key)]
		page.Complaints = append(page.Complaints, slip{"title-" + row.Key, page.chosen(c)})
	}
	return s.Render(v, http.StatusUnprocessableEntity, "console/program", page)
}

// programDiffers shows what somebody else has saved beside what was typed, which
// can then be saved over it.
func (s *server) programDiffers(v *visit, form programForm, people []event.Speaker) error {
	form.rebase(people, v.Event)
	page, err := s.programPage(v, form)
	if err != nil {
		return err
	}
	if page.By, err = s.latest(v); err != nil {
		return err
	}
	page.Theirs = theirProgram(page.Page)
	return s.renderInvalid(v, "program", page)
}
