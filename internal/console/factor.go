package console

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"samling/internal/event"
	"samling/internal/web"
)

// How often a password or a code may be tried. Whoever tries from one network
// locks out that network only; many networks together lock out the password of
// one address, for an hour. A link by mail and a passkey work all the time.
const (
	triesPerNetwork = 60 // of all addresses: a whole office may share one
	triesPerPair    = 10 // of one address from one network
	tryWindow       = 15 * time.Minute
	triesPerAddress = 50
	addressWindow   = time.Hour
	triesPerFactor  = 10 // of codes, after a right password
)

// passwordSignIn asks for address and password.
type passwordSignIn struct {
	proofPage
	Email string
	Next  string
}

func (s *server) passwordSignIn(v *visit) passwordSignIn {
	return passwordSignIn{
		proofPage: proofPage{Page: s.loginPage(v, "signin.title")},
		Email:     v.FormValue("email"), Next: localNext(v.FormValue("next")),
	}
}

// showPasswordSignIn answers GET /console/sign-in/password.
func (s *server) showPasswordSignIn(v *visit) error {
	return s.render(v, "sign-in-password", s.passwordSignIn(v))
}

// signInByPassword answers POST /console/sign-in/password. The answer and its
// time are the same for an unknown address, one without a password, and a wrong
// password.
func (s *server) signInByPassword(v *visit) error {
	p := s.passwordSignIn(v)
	email, invalid := event.NewEmail(p.Email)
	if invalid != "" {
		p.complain("email", invalid)
		return s.renderInvalid(v, "sign-in-password", p)
	}
	if err := s.slowDownPassword(v, email); errors.Is(err, event.ErrTooMany) {
		p.complain("password", msgTooManyTries)
		return s.Render(v, http.StatusTooManyRequests, "console/sign-in-password", p)
	} else if err != nil {
		return err
	}
	u, err := s.store.UserByEmail(v.ctx(), email)
	if err != nil && !errors.Is(err, event.ErrNotFound) {
		return err
	}
	is, err := s.proofs.check(v.ctx(), v.FormValue("password"), u.PasswordHash)
	if err != nil {
		return err
	}
	if !is {
		p.complain("password", msgPasswordWrong)
		return s.renderInvalid(v, "sign-in-password", p)
	}
	return s.askForFactor(v, u, p.Next)
}

const (
	msgPasswordWrong event.Key = "invalid.password_wrong"
	msgTooManyTries  event.Key = "invalid.too_many_tries"
	msgRecoveryWrong event.Key = "invalid.recovery_wrong"
)

// slowDownPassword returns event.ErrTooMany for whoever tries too often.
func (s *server) slowDownPassword(v *visit, email string) error {
	err := s.slowDown(v, "password", triesPerNetwork, tryWindow)
	if err != nil {
		return err
	}
	normal := event.NormalAddress(email)
	if err := s.count(v, "password pair", normal+" "+web.Network(v), triesPerPair, tryWindow); err != nil {
		return err
	}
	return s.count(v, "password address", normal, triesPerAddress, addressWindow)
}

// count returns event.ErrTooMany once somebody has tried something that often.
func (s *server) count(v *visit, kind, who string, most int, window time.Duration) error {
	n, err := s.store.Attempt(v.ctx(), kind, who, s.now().Add(-window), s.now())
	if err == nil && n > most {
		return event.ErrTooMany
	}
	return err
}

// askForFactor goes on to the second step of a sign-in.
func (s *server) askForFactor(v *visit, u event.User, next string) error {
	data, err := json.Marshal(errand{next})
	if err != nil {
		return err
	}
	t := event.Ticket{
		Kind: event.TicketSecondFactor, UserID: &u.ID, Data: string(data), ExpiresAt: s.now().Add(event.SecondFactorLife),
	}
	if err := s.store.IssueTicket(v.ctx(), &t, nil, s.now()); err != nil {
		return err
	}
	return v.redirect(factorPath(t.ID, s.links.TicketCode(t.Kind, t.ID)))
}

func factorPath(id uint, code string) string {
	return fmt.Sprintf("%s/sign-in/factor/%d/%s", root, id, code)
}

// factorPage asks for the second step.
type factorPage struct {
	proofPage
	event.Factors
	Action      string
	HasPasskeys bool
	Recovery    string // a recovery code, as typed
}

// halfway is whom a visitor is about to sign in as, and what they have.
func (s *server) halfway(v *visit) (factorPage, event.Ticket, event.User, error) {
	p := factorPage{proofPage: proofPage{Page: s.loginPage(v, "factor.title")}}
	id, err := s.ticketID(v, event.TicketSecondFactor)
	if err != nil {
		return p, event.Ticket{}, event.User{}, err
	}
	t, err := s.store.Ticket(v.ctx(), event.TicketSecondFactor, id, s.now())
	if err != nil {
		return p, t, event.User{}, err
	}
	u, err := s.holder(v, t)
	if err != nil {
		return p, t, u, err
	}
	p.Factors, err = s.store.Factors(v.ctx(), u.ID)
	p.Action = p.URL(factorPath(t.ID, v.Param("code")))
	p.HasPasskeys = s.proofs.passkeys != nil && len(p.Passkeys) > 0
	return p, t, u, err
}

// showFactor answers GET /console/sign-in/factor/:id/:code.
func (s *server) showFactor(v *visit) error {
	p, _, _, err := s.halfway(v)
	if err != nil {
		return s.tooLate(v, err)
	}
	return s.render(v, "factor", p)
}

// tooLate begins a sign-in anew that took too long. Other errors are passed on.
func (s *server) tooLate(v *visit, err error) error {
	if !errors.Is(err, event.ErrGone) && !errors.Is(err, event.ErrNotFound) {
		return err
	}
	return s.refuse(v, http.StatusGone, "factor.gone_title", "factor.gone_text")
}

// useFactor answers POST /console/sign-in/factor/:id/:code.
func (s *server) useFactor(v *visit) error {
	p, t, u, err := s.halfway(v)
	if err != nil {
		return s.tooLate(v, err)
	}
	p.Recovery = v.FormValue("recovery")
	err = s.count(v, "factor", strconv.FormatUint(uint64(u.ID), 10), triesPerFactor, tryWindow)
	if err == nil {
		err = s.checkFactor(v, u, p)
	}
	switch {
	case err == nil:
		return s.finishSignIn(v, t, u)
	case errors.Is(err, event.ErrTooMany):
		p.complain(p.field(v), msgTooManyTries)
		return s.Render(v, http.StatusTooManyRequests, "console/factor", p)
	case isRefusal(err):
		p.complain(p.field(v), p.refusal(v))
		return s.renderInvalid(v, "factor", p)
	}
	return err
}

// field is where a visitor typed, or pressed, what is not good.
func (p factorPage) field(v *visit) string {
	switch {
	case v.FormValue("answer") != "" || p.HasPasskeys && !p.TOTP.IsOn() && p.Recovery == "":
		return "passkey"
	case p.Recovery != "" || !p.TOTP.IsOn():
		return "recovery"
	}
	return "code"
}

// refusal is what to say of it.
func (p factorPage) refusal(v *visit) event.Key {
	switch {
	case v.FormValue("answer") != "":
		return msgPasskeyRefused
	case p.Recovery != "":
		return msgRecoveryWrong
	}
	return wrongCode(v.FormValue("code"))
}

// checkFactor uses up what the visitor showed: a code of the app, a recovery
// code, or the answer of an authenticator.
func (s *server) checkFactor(v *visit, u event.User, p factorPage) error {
	if v.FormValue("answer") != "" {
		return s.confirmPasskey(v, u, p.Passkeys)
	}
	if p.Recovery != "" {
		return s.store.UseRecoveryCode(v.ctx(), u.ID, p.Recovery, s.now())
	}
	code, isTOTP := event.TypedCode(v.FormValue("code"))
	switch {
	case code == "":
		return errRefused
	case !isTOTP:
		return s.store.UseRecoveryCode(v.ctx(), u.ID, code, s.now())
	case !p.TOTP.IsOn():
		return errRefused
	}
	step, ok := matchTOTP(s.links.TOTPSecret(u.ID, p.TOTP.Generation), code, s.now())
	if !ok {
		return errRefused
	}
	return s.store.UseTOTPStep(v.ctx(), u.ID, step)
}

// finishSignIn signs in whoever has shown both.
func (s *server) finishSignIn(v *visit, t event.Ticket, u event.User) error {
	if _, err := s.store.UseTicket(v.ctx(), t.Kind, t.ID, s.now()); err != nil {
		return s.tooLate(v, err)
	}
	var e errand
	if err := json.Unmarshal([]byte(t.Data), &e); err != nil {
		return err
	}
	return s.proceed(v, u, "password", e.Next)
}

// deniedPage says why somebody was not signed in, and where to begin anew.
type deniedPage struct {
	Page
	Text string
}

// refuse answers with it. The words are keys.
func (s *server) refuse(v *visit, status int, title, text string) error {
	p := deniedPage{Page: s.loginPage(v, title)}
	p.Text, p.Other.Href = p.T(text), s.Path(p.Other.Lang, root+"/sign-in")
	return s.Render(v, status, "console/refused", p)
}
