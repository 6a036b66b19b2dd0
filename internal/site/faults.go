package site

import (
	"crypto/rand"
	"errors"
	"maps"
	"regexp"
	"time"

	"github.com/labstack/echo/v4"

	"samling/internal/address"
	"samling/internal/event"
)

// minFill is the least time a person needs for the form. Programs are faster.
const minFill = 2 * time.Second

// formKey is the shape of the keys the form is given.
var formKey = regexp.MustCompile(`^[A-Z2-7]{20,40}$`)

// faults is what is wrong with a form.
type faults struct {
	Invalid    event.Invalid
	Suggestion string // "anna@regionhalland.se", asked for beside the field
	TooFast    bool
	TrapSprung bool
	More       bool           // answers led to questions that the form did not show
	Read       bool           // lines of colleagues became rows
	Unsure     map[int]string // what may be meant by the addresses of rows
}

func (f faults) any() bool {
	return len(f.Invalid) > 0 || f.Suggestion != "" || f.TooFast || f.TrapSprung || f.More || f.Read || len(f.Unsure) > 0
}

// lostFile reports whether a file that was sent before is not to be had any more:
// perhaps because the form was accepted already.
func (f faults) lostFile() bool {
	for _, key := range f.Invalid {
		if key == event.MsgFileGone {
			return true
		}
	}
	return false
}

// fieldFaults are reasons not to admit somebody that a choice in the form can mend;
// nil for all others.
func fieldFaults(ev *event.Event, reason error) event.Invalid {
	switch {
	case errors.Is(reason, event.ErrCategoryShut):
		return event.Invalid{"category": event.MsgCategoryShut}
	case errors.Is(reason, event.ErrShareFull) && ev.Attendance == event.Both:
		return event.Invalid{"attendance": event.MsgShareFull}
	case errors.Is(reason, event.ErrShareFull):
		return event.Invalid{"category": event.MsgShareFull}
	}
	return nil
}

// checkSignup returns the sign-up, or what is wrong with the form.
func (s *server) checkSignup(c echo.Context, ev *event.Event, form *signupForm, now time.Time) (event.Signup, faults) {
	// Only for the address that was asked about: somebody may have mended it by
	// hand meanwhile.
	if form.SuggestedMail != "" && form.Email == form.SureEmail {
		form.Email = form.SuggestedMail
	}
	signup, invalid := event.NewSignup(event.RawSignup{
		Name: form.Name, Email: form.Email, Organisation: form.Organisation, Role: form.Role,
		Municipality: form.Municipality, Comment: form.Comment, Language: string(s.Lang(c)),
	})
	complaints := signup.Answer(ev, form.Answers.Raw)
	maps.Copy(complaints, invalid)
	maps.Copy(complaints, form.FileFaults)
	if len(complaints) > 0 {
		return signup, faults{Invalid: complaints}
	}
	if f := s.checkAddress(c, form, signup.Email); f.any() {
		return signup, f
	}
	if form.Answers.Unseen(form.Answers.Asked(ev)) || form.Answers.UnseenGroups(ev) {
		return signup, faults{More: true}
	}
	return signup, faults{TrapSprung: form.Website != "", TooFast: !s.tookTime(form, now)}
}

// checkAddress asks about likely typing mistakes once, and refuses a domain
// that clearly takes no mail.
func (s *server) checkAddress(c echo.Context, form *signupForm, email string) faults {
	if suggestion, ok := event.SuggestAddress(email); ok && form.SureEmail != email {
		form.SureEmail = email
		return faults{Suggestion: suggestion}
	}
	if s.guard.Check(c.Request().Context(), email) == address.NoMail {
		return faults{Invalid: event.Invalid{"email": event.MsgEmailNoMail}}
	}
	return faults{}
}

// tookTime reports whether a person can have filled the form in. If not, the
// form gets a fresh mark, so that pressing again is enough.
func (s *server) tookTime(form *signupForm, now time.Time) bool {
	opened, ok := s.links.CheckFormMark(form.Key, form.Mark)
	if ok && formKey.MatchString(form.Key) && !now.Before(opened.Add(minFill)) {
		return true
	}
	if !formKey.MatchString(form.Key) {
		form.Key = rand.Text()
	}
	form.Mark = s.links.FormMark(form.Key, now)
	return false
}
