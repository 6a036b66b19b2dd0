package site

import (
	"cmp"
	"crypto/rand"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"samling/internal/ask"
	"samling/internal/event"
	"samling/internal/web"
)

// signupForm is what the registration form may bring. Nothing else is read.
type signupForm struct {
	Key           string // makes sending the form twice harmless
	Mark          string // when the form was opened, signed
	Name          string
	Email         string
	SureEmail     string // the address the visitor was asked about and kept
	SuggestedMail string // pressed: take the suggested address instead
	Organisation  string
	Role          string
	Municipality  string
	Comment       string
	Website       string // a trap: people do not see the field, programs fill it in
	Stays         bool   // a button was pressed that changes the form and does not send it
	Looked        bool   // the person has looked through what was filled in
	Answers       ask.Form
	FileFaults    event.Invalid // what is wrong with files that came
	Colleagues    colleaguesForm
	Sent          url.Values // all of it, as it came
}

// registerPage is the form, with what was typed and what is wrong with it.
type registerPage struct {
	eventBase
	faults
	Form           signupForm
	Complaints     []complaint // in the order of the fields
	Refused        string      // the door closed meanwhile: why
	Again          string      // nothing is wrong with the form: why to send it again
	Late           bool        // opened with a late link
	Invite         *event.Invited
	Privacy        template.HTML // what the organiser tells about personal data, empty for nothing
	Municipalities []event.Municipality
	Choices        []choiceSet
	Questions      []ask.Field
}

// complaint is a line of the error summary.
type complaint struct{ Field, Text string }

// register answers GET /e/:slug/register, GET /e/:slug/late/:id/:code and GET
// /e/:slug/invited/:invite/:code.
func (s *server) register(c echo.Context) error {
	ev, places, err := s.publicEvent(c)
	if err != nil {
		return err
	}
	late, err := s.lateLink(c, ev)
	if err != nil {
		return err
	}
	invite, err := s.invite(c, ev)
	switch {
	case err != nil:
		return err
	case late == nil && !ev.State(places, s.now()).TakesSignups():
		return c.Redirect(http.StatusSeeOther, s.Path(s.Lang(c), "/e/"+ev.Slug))
	}
	if reason := barred(ev, late, invite, s.now()); reason != nil {
		return s.turnAway(c, ev, places, invite, reason)
	}
	key := rand.Text()
	form := signupForm{Key: key, Mark: s.links.FormMark(key, s.now())}
	form.Colleagues.OnlyOthers = ev.TakesGroups() && late == nil && c.QueryParam("others") == event.Yes
	form.Colleagues.ready()
	return s.renderRegister(c, http.StatusOK, registerPage{eventBase: s.eventPage(c, ev, places), Form: form, Late: late != nil, Invite: invite})
}

// submitRegister answers the same addresses when the form is sent. Bad input
// shows the form again with what was typed; success leads to the receipt.
func (s *server) submitRegister(c echo.Context) error {
	now := s.now()
	form, err := readSignupForm(c)
	if err != nil {
		return err
	}
	ev, places, err := s.publicEvent(c)
	if err != nil {
		return err
	}
	late, err := s.lateLink(c, ev)
	if err != nil {
		return s.unlessAccepted(c, ev, form, err)
	}
	invite, err := s.invite(c, ev)
	if err != nil {
		return err
	}
	ev = form.Colleagues.suit(ev, late != nil)
	page := func() registerPage {
		return registerPage{eventBase: s.eventPage(c, ev, places), Form: form, Late: late != nil, Invite: invite}
	}
	if web.IsTooMany(c) {
		return s.refuse(c, page(), event.ErrTooMany)
	}
	if late == nil {
		// Before any complaint about a field: it may be of no use to mend it.
		if err := ev.TurnsAway(places, now); err != nil {
			return s.refuse(c, page(), err)
		}
	}
	if err := barred(ev, late, invite, now); err != nil {
		return s.refuse(c, page(), err)
	}
	if form.FileFaults, err = s.takeUploads(c, ev, &form.Answers, nil); err != nil {
		return err
	}
	if form.Stays {
		return s.renderRegister(c, http.StatusOK, page())
	}
	if form.Colleagues.take(ev) {
		return s.showColleagues(c, page())
	}
	signup, faults := s.checkSignup(c, ev, &form, now)
	if category := ev.Category(signup.Category); !faults.any() && late == nil && category != nil && !category.IsOpen(now) {
		faults.Invalid = event.Invalid{"category": event.MsgCategoryShut}
	}
	group := s.checkColleagues(c.Request().Context(), ev, signup, &form.Colleagues, &faults)
	if faults.any() {
		if faults.lostFile() && s.unlessAccepted(c, ev, form, event.ErrUploadGone) == nil {
			return nil
		}
		p := page()
		p.faults = faults
		return s.renderRegister(c, http.StatusUnprocessableEntity, p)
	}
	if ev.NeedsLook(group.Others()) && !form.Looked {
		return s.renderCheck(c, page(), signup)
	}
	call := event.Call{FormKey: form.Key, Signup: signup, Group: group, Now: now}
	if invite != nil {
		call.InviteID = invite.ID
	}
	switch often, err := s.namedOften(c.Request().Context(), ev, call); {
	case err != nil:
		return err
	case often:
		return s.waitAWhile(c, page())
	}
	if late != nil {
		_, err = s.store.RegisterLate(c.Request().Context(), ev.Slug, late.ID, call)
	} else {
		_, err = s.store.Register(c.Request().Context(), ev.Slug, call)
	}
	switch wrong := fieldFaults(ev, err); {
	case errors.Is(err, event.ErrUploadGone):
		return s.sendAgain(c, page())
	case wrong != nil:
		p := page()
		p.Invalid = wrong
		return s.renderRegister(c, http.StatusUnprocessableEntity, p)
	case err != nil:
		return s.refuse(c, page(), err)
	}
	return s.toReceipt(c, ev, form)
}

func (s *server) toReceipt(c echo.Context, ev *event.Event, form signupForm) error {
	return c.Redirect(http.StatusSeeOther, s.Path(s.Lang(c), "/e/"+ev.Slug+"/receipt/"+form.Key))
}

// unlessAccepted leads to the receipt if the very form was accepted before: its
// answer may have been lost, and meanwhile the door has closed. Otherwise it
// returns the reason for which the form is refused.
func (s *server) unlessAccepted(c echo.Context, ev *event.Event, form signupForm, reason error) error {
	if _, err := s.store.Receipt(c.Request().Context(), ev.ID, form.Key); err != nil {
		return reason
	}
	return s.toReceipt(c, ev, form)
}

// readSignupForm takes what was typed, as it was typed.
func readSignupForm(c echo.Context) (signupForm, error) {
	if err := c.Request().ParseForm(); err != nil {
		return signupForm{}, echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
	}
	v := c.Request().PostForm
	return signupForm{
		Key: v.Get("key"), Mark: v.Get("mark"),
		Name: v.Get("name"), Email: v.Get("email"), SureEmail: v.Get("sure_email"), SuggestedMail: v.Get("suggested_email"),
		Organisation: v.Get("organisation"), Role: v.Get("role"), Municipality: v.Get("municipality"),
		Comment: v.Get("comment"), Website: v.Get("website"),
		Stays: v.Get(removeFileField) != "" || v.Get(backField) != "", Looked: v.Get(lookedField) == event.Yes,
		Answers: ask.ReadForm(v), Colleagues: readColleagues(v), Sent: v,
	}, nil
}

// refuse shows a form that came too late or in too great a rush, with everything
// that was typed, and whom to ask or what to do.
func (s *server) refuse(c echo.Context, page registerPage, reason error) error {
	switch {
	case errors.Is(reason, event.ErrTooMany):
		page.Again = page.T("register.too_many")
		return s.renderRegister(c, http.StatusTooManyRequests, page)
	case errors.Is(reason, event.ErrBusy):
		page.Again = page.T("register.busy")
		return s.renderRegister(c, http.StatusServiceUnavailable, page)
	}
	if page.Refused = refusal(page.eventBase, reason); page.Refused == "" {
		return reason
	}
	if accepted := s.unlessAccepted(c, page.Event, page.Form, reason); accepted == nil {
		return nil
	}
	return s.renderRegister(c, http.StatusConflict, page)
}

// refusal is why nobody can sign up now, or "" for any other reason.
func refusal(b eventBase, reason error) string {
	switch {
	case errors.Is(reason, event.ErrClosed):
		return closedText(b.Printer, b.Event)
	case errors.Is(reason, event.ErrFull):
		return cmp.Or(stateText(b.Printer, b.Event, event.Full), b.T("event.full_text"))
	case errors.Is(reason, event.ErrNotOpen):
		return b.T("event.not_open_text", "When", b.Opens())
	case errors.Is(reason, event.ErrInviteOnly):
		return cmp.Or(b.InviteText(), b.T("invited.only_text"))
	case errors.Is(reason, event.ErrInviteUsed):
		return b.T("invited.used_text")
	case errors.Is(reason, event.ErrGone):
		return b.T("invited.gone_text")
	case errors.Is(reason, event.ErrNotPublished):
		return strings.TrimSpace(b.T("event.cancelled_alert") + " " + b.Event.CancelReason)
	}
	return ""
}

// renderRegister writes the form.
func (s *server) renderRegister(c echo.Context, status int, page registerPage) error {
	page.Title = page.T("register.title") + " – " + page.Event.Title
	page.Nav, page.Plain, page.NoIndex, page.Signing = "", true, true, true
	page.Municipalities = event.Municipalities
	privacy := cmp.Or(page.Event.PrivacyText, page.Event.Organisation.PrivacyText)
	var err error
	if page.Privacy, err = s.markdown.HTML(privacy); err != nil {
		return err
	}
	s.prepare(&page)
	for _, field := range []string{"name", "email", "organisation", "role", "municipality"} {
		if key := page.Invalid[field]; key != "" {
			page.Complaints = append(page.Complaints, complaint{field, page.T(string(key))})
		}
	}
	page.Complaints = append(page.Complaints, complaintsOf(page.Choices, page.Questions)...)
	if key := page.Invalid["comment"]; key != "" {
		page.Complaints = append(page.Complaints, complaint{"comment", page.T(string(key))})
	}
	page.complainOfColleagues()
	if page.Suggestion != "" {
		page.Complaints = append(page.Complaints, complaint{"email", page.T("register.did_you_mean", "Email", page.Suggestion)})
	}
	if page.TrapSprung {
		page.Complaints = append(page.Complaints, complaint{"website", page.T("register.trap")})
	}
	if status >= http.StatusBadRequest {
		page.Title = page.T("register.error") + " " + page.Title
	}
	c.Response().Header().Set("Content-Security-Policy", web.ScriptPolicy)
	return s.Render(c, status, "site/register", page)
}

// prepare makes what the page shows of the event's choices and questions.
func (s *server) prepare(page *registerPage) {
	form, base := page.Form.Answers, page.eventBase
	if page.OnlyOthers() {
		base.Event = base.Event.ForSender()
	}
	page.Choices = chooser{
		eventBase: base, now: s.now(), raw: form.Raw, signup: form.Signup(base.Event), invalid: page.Invalid, isLate: page.Late,
	}.all()
	page.Questions = form.FollowingFields(page.Printer, base.Event, page.Invalid)
}

// complaintsOf is what is wrong with the choices and the answers, in their order.
func complaintsOf(choices []choiceSet, questions []ask.Field) []complaint {
	var all []complaint
	for _, ch := range choices {
		if ch.Wrong != "" {
			all = append(all, complaint{ch.Field, about(ch.Legend, ch.Wrong)})
		}
	}
	for _, q := range questions {
		if q.Wrong != "" {
			all = append(all, complaint{q.Field, about(q.Label, q.Wrong)})
		}
		if q.NoConsent != "" {
			all = append(all, complaint{q.Consent, q.NoConsent})
		}
	}
	return all
}

// about says what is wrong with the answer to a question.
func about(label, wrong string) string {
	if strings.HasSuffix(label, "?") {
		return label + " " + wrong
	}
	return label + ": " + wrong
}

// AsksAttendance reports whether people choose how to come.
func (p registerPage) AsksAttendance() bool { return p.Event.Attendance == event.Both }

// HasSteps reports whether what is filled in is looked through before it counts.
func (p registerPage) HasSteps() bool { return p.Event.NeedsLook(len(p.Form.Colleagues.People)) }

// Complaint is what is wrong with a field, or "".
func (p registerPage) Complaint(field string) string {
	for _, c := range p.Complaints {
		if c.Field == field {
			return c.Text
		}
	}
	return ""
}

// EmailHint stands beside the e-mail field.
func (p registerPage) EmailHint() string {
	switch {
	case p.Event.Texts.EmailHint != "":
		return p.Event.Texts.EmailHint
	case p.Event.IsOnline():
		return p.T("register.email_hint_online")
	}
	return p.T("register.email_hint")
}

// Until is how long a registration can be cancelled: until the event begins, if
// the organiser has not said otherwise.
func (p registerPage) Until() string {
	if p.Event.CancelBy != nil {
		return p.DayMonth(p.Event.LastMomentOf(*p.Event.CancelBy))
	}
	return p.DayMonth(p.Event.Start())
}

// EraseBy is when participants are erased.
func (p registerPage) EraseBy() string { return p.Date(p.Event.EraseBy()) }
