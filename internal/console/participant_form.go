package console

import (
	"errors"
	"net/http"
	"slices"

	"samling/internal/address"
	"samling/internal/ask"
	"samling/internal/event"
	"samling/internal/store"
)

// participantForm is what the forms about a participant bring, as typed.
type participantForm struct {
	Name, Email, Organisation, Role, Municipality, Comment string
	Language, Standing, Extra, Mail                        string
	Mark                                                   string // of what the form was made from
	Private                                                bool   // sensitive answers stand in the form
	Answers                                                ask.Form
}

// participantFormPage is the form for somebody new, or for changing somebody.
type participantFormPage struct {
	Page
	mending
	Form           participantForm
	Registration   *event.Registration // who is changed; nil for somebody new
	Known          *event.Registration // who has the address already
	Changed        bool                // somebody else has saved meanwhile
	Municipalities []event.Municipality
	Asked          *event.Event // with all choices that the form offers
	Questions      []ask.Field
	Invalid        event.Invalid // what is wrong with answers
	Unseen         bool          // answers led to questions that the form did not show
}

// fact is something about somebody, and what it is called.
type fact struct{ Label, Text string }

// IsFull reports whether a place would be one beyond the capacity.
func (p participantFormPage) IsFull() bool {
	return p.Event.Capacity > 0 && p.Places.Taken() >= p.Event.Capacity
}

// Over is how many there would be too many with one more.
func (p participantFormPage) Over() int { return p.Places.Taken() + 1 - p.Event.Capacity }

// FreePlaces is how many places are left, waiting people not counted.
func (p participantFormPage) FreePlaces() int { return max(0, p.Event.Capacity-p.Places.Taken()) }

// newParticipant answers GET /console/o/:org/e/:event/participants/new.
func (s *server) newParticipant(v *visit) error {
	p, err := s.newParticipantPage(v)
	if err != nil {
		return err
	}
	p.Form = participantForm{Language: v.Event.Language, Standing: string(event.Confirmed), Mail: "yes"}
	if p.IsFull() && v.Event.HasWaitingList {
		p.Form.Standing = string(event.Waiting)
	}
	p.Form.Answers = p.Form.Answers.ByHand().WithholdFiles(p.Asked, nil)
	return s.showParticipantForm(v, http.StatusOK, p)
}

func (s *server) newParticipantPage(v *visit) (participantFormPage, error) {
	page, err := s.eventPage(v, "participants.add_title", "participants")
	page.Crumbs = append(page.participantCrumbs(), Crumb{Name: page.T("participants.add_title")})
	return participantFormPage{Page: page, Municipalities: event.Municipalities, Asked: v.Event}, err
}

// addParticipant answers the same address when the form is sent.
func (s *server) addParticipant(v *visit) error {
	p, err := s.newParticipantPage(v)
	if err != nil {
		return err
	}
	p.Form = readParticipantForm(v)
	p.Form.Answers = p.Form.Answers.ByHand().WithholdFiles(p.Asked, nil)
	signup, ok := s.checkParticipant(v, &p)
	if !ok {
		return s.renderParticipantForm(v, p)
	}
	standing := oneKnown(p.Form.Standing, event.Confirmed, event.Waiting)
	if standing == "" {
		standing = event.Confirmed
	}
	a := store.Addition{Signup: signup, Standing: standing, Extra: p.Form.Extra == "yes", Mail: p.Form.Mail != "no"}
	reg, err := s.store.AddParticipant(v.ctx(), v.actor(), v.Event.ID, a, s.now())
	switch {
	case errors.Is(err, event.ErrKnown):
		p.Known = &reg
		p.Complaints = []flaw{{"email", p.T("participants.known")}}
		return s.renderParticipantForm(v, p)
	case errors.Is(err, event.ErrFull):
		p.Complaints = []flaw{{"extra", p.T("participants.form_full")}}
		if p.IsFull() {
			p.Complaints[0].Text = p.T("participants.full", "Count", v.Event.Capacity)
		}
		return s.renderParticipantForm(v, p)
	case errors.Is(err, event.ErrNotPublished):
		p.Complaints = []flaw{{"name", p.T("participants.not_published")}}
		return s.renderParticipantForm(v, p)
	case err != nil:
		return err
	}
	return v.done(v.eventPath("/participants/"+reg.Reference), "participant_added")
}

// editParticipant answers GET …/participants/:reference/edit.
func (s *server) editParticipant(v *visit) error {
	p, err := s.editParticipantPage(v)
	if err != nil {
		return err
	}
	r := p.Registration
	p.Form = participantForm{
		Name: r.Name, Email: r.Email, Organisation: r.Organisation, Role: r.Role, Municipality: r.Municipality, Comment: r.Comment,
		Language: r.Language, Mark: r.Mark(r.Ties.Sessions...), Answers: ask.Filled(p.Asked, r).ByHand().Withhold(p.Asked, r).WithholdFiles(p.Asked, r),
	}
	return s.showParticipantForm(v, http.StatusOK, p)
}

func (s *server) editParticipantPage(v *visit) (participantFormPage, error) {
	page, r, err := s.aboutParticipant(v, "participants.edit_title")
	if err == nil {
		err = s.store.ReadSensitive(v.ctx(), &r) // kept, and shown to those who ask for them
	}
	if err == nil {
		err = s.readTiesOf(v, &r)
	}
	p := participantFormPage{Page: page, Registration: &r, Municipalities: event.Municipalities}
	if err == nil {
		p.Asked = v.Event.OfferingByHand(&r)
	}
	return p, err
}

// revealInForm puts the sensitive answers into the form, with everything that was
// typed, and writes down that somebody looked at them.
func (s *server) revealInForm(v *visit, p participantFormPage) error {
	if err := s.store.SeeSensitive(v.ctx(), v.actor(), p.Registration, s.now()); err != nil {
		return err
	}
	p.Form.Private = true
	p.Form.Answers = p.Form.Answers.Reveal(p.Asked, p.Registration)
	return s.showParticipantForm(v, http.StatusOK, p)
}

// changeParticipant answers the same address when the form is sent.
func (s *server) changeParticipant(v *visit) error {
	p, err := s.editParticipantPage(v)
	if err != nil {
		return err
	}
	p.Form = readParticipantForm(v)
	p.Form.Language = p.Registration.Language
	p.Form.Answers = p.Form.Answers.ByHand().WithholdFiles(p.Asked, p.Registration)
	if !p.Form.Private {
		p.Form.Answers = p.Form.Answers.Withhold(p.Asked, p.Registration)
		if v.FormValue("do") == "reveal" {
			return s.revealInForm(v, p)
		}
	}
	signup, ok := s.checkParticipant(v, &p)
	if !ok {
		return s.renderParticipantForm(v, p)
	}
	ref := p.Registration.Reference
	told, err := s.store.AmendParticipant(v.ctx(), v.actor(), v.Event.ID, ref, p.Form.Mark, signup, p.Form.Extra == "yes", s.now())
	switch {
	case errors.Is(err, event.ErrKnown):
		p.Complaints = []flaw{{"email", p.T("participants.known")}}
		return s.renderParticipantForm(v, p)
	case errors.Is(err, event.ErrFull):
		p.Complaints = []flaw{{"extra", p.T("participants.form_full")}}
		return s.renderParticipantForm(v, p)
	case errors.Is(err, event.ErrChanged):
		// What was typed stays; saving again is now about what there is.
		p.Changed, p.Form.Mark = true, p.Registration.Mark(p.Registration.Ties.Sessions...)
		return s.showParticipantForm(v, http.StatusConflict, p)
	case err != nil:
		return err
	case told && signup.Email == p.Registration.Email:
		return v.done(v.eventPath("/participants/"+ref), "participant_changed_told")
	case told:
		return v.done(v.eventPath("/participants/"+ref), "participant_changed_mailed")
	}
	return v.done(v.eventPath("/participants/"+ref), "participant_changed")
}

// Others are the fields that somebody else has changed, as they are now. Sensitive
// answers are not among them.
func (p participantFormPage) Others() []fact {
	var all []fact
	r := p.Registration
	for _, f := range []struct{ field, typed, now string }{
		{"name", p.Form.Name, r.Name}, {"email", p.Form.Email, r.Email}, {"organisation", p.Form.Organisation, r.Organisation},
		{"role", p.Form.Role, r.Role}, {"municipality", p.Form.Municipality, r.Municipality}, {"comment", p.Form.Comment, r.Comment},
	} {
		if f.typed != f.now {
			all = append(all, fact{p.T("field." + f.field), quoted(f.now)})
		}
	}
	return append(all, p.otherAnswers()...)
}

func readParticipantForm(v *visit) participantForm {
	return participantForm{
		Name: v.FormValue("name"), Email: v.FormValue("email"), Organisation: v.FormValue("organisation"), Role: v.FormValue("role"),
		Municipality: v.FormValue("municipality"), Comment: v.FormValue("comment"), Language: v.FormValue("language"),
		Standing: v.FormValue("standing"), Extra: v.FormValue("extra"), Mail: v.FormValue("mail"), Mark: v.FormValue("mark"),
		Private: v.FormValue("private") == "yes", Answers: ask.ReadForm(v.Request().PostForm),
	}
}

// checkParticipant returns the details, or notes what is wrong with them. An
// address that was there before is not asked about again.
func (s *server) checkParticipant(v *visit, p *participantFormPage) (event.Signup, bool) {
	f := p.Form
	signup, invalid := event.NewSignup(event.RawSignup{
		Name: f.Name, Email: f.Email, Organisation: f.Organisation, Role: f.Role, Municipality: f.Municipality, Comment: f.Comment, Language: f.Language,
	})
	if invalid == nil && (p.Registration == nil || p.Registration.Email != signup.Email) && s.guard.Check(v.ctx(), signup.Email) == address.NoMail {
		invalid = event.Invalid{"email": event.MsgEmailNoMail}
	}
	for _, field := range []string{"name", "email", "organisation", "role", "municipality", "comment"} {
		if key := invalid[field]; key != "" {
			p.Complaints = append(p.Complaints, flaw{field, p.T(string(key))})
		}
	}
	p.checkAnswers(&signup)
	return signup, len(p.Complaints) == 0 && !p.Unseen
}

func (s *server) renderParticipantForm(v *visit, p participantFormPage) error {
	p.Title = p.T("register.error") + " " + p.Title
	return s.showParticipantForm(v, http.StatusUnprocessableEntity, p)
}

// Languages are those that somebody can be written to in.
func (p participantFormPage) Languages() []string { return slices.Clone(event.Languages) }
