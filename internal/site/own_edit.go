package site

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"samling/internal/ask"
	"samling/internal/event"
	"samling/internal/web"
)

// editForm is what the form for one's own registration may bring.
type editForm struct {
	Mark         string // of the registration it was made from
	Name         string
	Organisation string
	Role         string
	Municipality string
	Comment      string
	Stays        bool // a button was pressed that changes the form and does not send it
	Answers      ask.Form
}

// editPage is everything that people can change about their registration.
type editPage struct {
	ownBase
	Form           editForm
	Chosen         []event.SessionChoice
	Invalid        event.Invalid
	Complaints     []complaint
	Note           string // what else is to be known before the form is sent again
	Municipalities []event.Municipality
	Choices        []choiceSet
	Questions      []ask.Field
}

// Complaint is what is wrong with a field, or "".
func (p editPage) Complaint(field string) string { return complaintOf(p.Complaints, field) }

// edit answers GET /r/:reference/:code/edit.
func (s *server) edit(c echo.Context) error {
	page, err := s.editPage(c)
	if err != nil || c.Response().Committed {
		return err
	}
	r := &page.Registration
	page.Form = editForm{
		Mark: r.Mark(page.Chosen...), Name: r.Name, Organisation: r.Organisation, Role: r.Role, Municipality: r.Municipality, Comment: r.Comment,
		Answers: ask.Filled(page.Event, r).Choosing(page.Event, r, page.Chosen),
	}
	if err := s.holdFiles(c.Request().Context(), &page); err != nil {
		return err
	}
	return s.renderEdit(c, http.StatusOK, page)
}

// editPage begins the form, or leads to the own page when it is too late for it.
func (s *server) editPage(c echo.Context) (editPage, error) {
	ctx := c.Request().Context()
	base, err := s.ownBase(c, "own.edit_title")
	if err != nil {
		return editPage{}, err
	}
	if !base.CanChange {
		return editPage{}, c.Redirect(http.StatusSeeOther, base.Address)
	}
	page := editPage{ownBase: base}
	if err := s.store.ReadSensitive(ctx, &page.Registration); err != nil {
		return page, err
	}
	chosen, err := s.store.SessionChoices(ctx, page.Registration.ID)
	page.Chosen = chosen[page.Registration.ID]
	page.Event = page.Event.OfferingTo(&page.Registration)
	return page, err
}

// holdFiles puts the files that somebody has answered with into the form.
func (s *server) holdFiles(ctx context.Context, page *editPage) error {
	for i := range page.Event.Questions {
		q := &page.Event.Questions[i]
		id := event.UploadID(page.Registration.Said(q, true))
		if q.Kind != event.AskFile || id == 0 {
			continue
		}
		u, err := s.store.Upload(ctx, page.Event.ID, id)
		if errors.Is(err, event.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		page.Form.Answers = page.Form.Answers.HoldFile(q, s.links.UploadToken(id), &u)
	}
	return nil
}

// submitEdit answers POST /r/:reference/:code/edit.
func (s *server) submitEdit(c echo.Context) error {
	page, err := s.editPage(c)
	if err != nil || c.Response().Committed {
		return err
	}
	if page.Form, err = readEditForm(c); err != nil {
		return err
	}
	if web.IsTooMany(c) { // before any file is kept
		page.Note = page.T("register.too_many")
		return s.renderEdit(c, http.StatusTooManyRequests, page)
	}
	fileFaults, err := s.takeUploads(c, page.Event, &page.Form.Answers, &page.Registration)
	switch {
	case err != nil:
		return err
	case page.Form.Stays:
		return s.renderEdit(c, http.StatusOK, page)
	}
	signup, invalid := page.signup()
	maps.Copy(invalid, fileFaults)
	if len(invalid) > 0 {
		page.Invalid = invalid
		return s.renderEdit(c, http.StatusUnprocessableEntity, page)
	}
	if page.Form.Answers.Unseen(page.Form.Answers.Asked(page.Event)) || page.Form.Answers.UnseenGroups(page.Event) {
		page.Note = page.T("register.more_questions")
		return s.renderEdit(c, http.StatusUnprocessableEntity, page)
	}
	page.Invalid, err = s.store.ChangeRegistration(c.Request().Context(), page.Registration.ID, page.Form.Mark, signup, s.now())
	switch {
	case errors.Is(err, event.ErrChanged):
		// What is there now counts as seen from here on: it stands on the own page.
		page.Note, page.Form.Mark = page.T("own.edit_changed"), page.Registration.Mark(page.Chosen...)
		return s.renderEdit(c, http.StatusConflict, page)
	case errors.Is(err, event.ErrUploadGone):
		page.Note = page.T("own.edit_changed")
		return s.renderEdit(c, http.StatusConflict, page)
	case errors.Is(err, event.ErrClosed):
		return c.Redirect(http.StatusSeeOther, page.Address)
	case err != nil:
		return err
	case len(page.Invalid) > 0:
		return s.renderEdit(c, http.StatusUnprocessableEntity, page)
	}
	return c.Redirect(http.StatusSeeOther, page.after(doneChanged))
}

func readEditForm(c echo.Context) (editForm, error) {
	if err := c.Request().ParseForm(); err != nil {
		return editForm{}, echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
	}
	v := c.Request().PostForm
	return editForm{
		Mark: v.Get("mark"), Name: v.Get("name"), Organisation: v.Get("organisation"), Role: v.Get("role"), Municipality: v.Get("municipality"),
		Comment: v.Get("comment"), Stays: v.Get(removeFileField) != "", Answers: ask.ReadForm(v),
	}, nil
}

// signup is what the form says. The address and the language stay as they are.
func (p *editPage) signup() (event.Signup, event.Invalid) {
	f, r := &p.Form, &p.Registration
	signup, invalid := event.NewSignup(event.RawSignup{
		Name: f.Name, Email: r.Email, Organisation: f.Organisation, Role: f.Role, Municipality: f.Municipality, Comment: f.Comment, Language: r.Language,
	})
	complaints := signup.Answer(p.Event, f.Answers.Raw)
	maps.Copy(complaints, invalid)
	return signup, complaints
}

// renderEdit writes the form.
func (s *server) renderEdit(c echo.Context, status int, page editPage) error {
	form := page.Form.Answers
	page.Municipalities = event.Municipalities
	page.Choices = chooser{
		eventBase: page.eventBase, now: s.now(), raw: form.Raw, signup: form.Signup(page.Event), invalid: page.Invalid,
	}.all()
	for i := range page.Choices {
		page.own(&page.Choices[i])
	}
	page.Questions = form.FollowingFields(page.Printer, page.Event, page.Invalid)
	page.complain()
	if status >= http.StatusBadRequest {
		page.Title = page.T("register.error") + " " + page.Title
	}
	c.Response().Header().Set("Content-Security-Policy", web.ScriptPolicy)
	return s.Render(c, status, "site/edit", page)
}

// own marks what the person has among the choices: they keep it however full it
// is. Others can be had only while there is room.
func (p *editPage) own(ch *choiceSet) {
	r := &p.Registration
	for i := range ch.Cards {
		card := &ch.Cards[i]
		if ch.IsSessions() {
			at := slices.IndexFunc(p.Chosen, func(c event.SessionChoice) bool { return c.Session == card.Value })
			if at >= 0 && p.Chosen[at].Standing == event.Confirmed {
				card.Seats, card.IsFew, card.IsFull = p.T("own.edit_yours"), false, false
			}
			continue
		}
		if card.Value == string(r.Attendance) && ch.Field == "attendance" || card.Value == r.Category && ch.Field == "category" {
			card.Off, card.IsFull, card.IsFew = false, false, false
			if r.Standing == event.Confirmed {
				card.Seats = p.T("own.edit_yours")
			}
		} else if card.IsFull && r.Standing == event.Confirmed {
			card.Off, card.Seats = true, p.T("register.full")
		}
	}
}

// complain lists what is wrong, in the order of the form.
func (p *editPage) complain() {
	add := func(fields ...string) {
		for _, field := range fields {
			if key := p.Invalid[field]; key != "" {
				p.Complaints = append(p.Complaints, complaint{field, p.T(string(key))})
			}
		}
	}
	add("name", "organisation", "role", "municipality")
	p.Complaints = append(p.Complaints, complaintsOf(p.Choices, p.Questions)...)
	add("comment")
}
