package console

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/store"
	"samling/internal/web"
)

// signInPage asks for the address that a link is mailed to.
type signInPage struct {
	Page
	Email     string
	Next      string // where to go afterwards
	Complaint string
	IsGone    bool // a link was followed that can no longer be used
	HasUsers  bool
	HasServer bool // otherwise a link by mail would wait
	IsAgain   bool // somebody is signed in, and has to do it anew
	// Other ways than the link.
	HasPasskeys bool
	HasSSO      bool
	SSOName     string
}

func (s *server) signInPage(v *visit) (signInPage, error) {
	p := signInPage{Page: s.loginPage(v, "signin.title"), Email: v.FormValue("email"), Next: localNext(v.FormValue("next")), HasServer: s.mail.HasServer}
	var err error
	p.HasUsers, err = s.store.HasUsers(v.ctx())
	p.HasPasskeys, p.HasSSO = s.proofs.passkeys != nil, s.proofs.sso != nil
	if p.HasSSO {
		p.SSOName = s.proofs.sso.Name
	}
	return p, err
}

// loginPage begins a page that looks as nobody is signed in, whoever is.
func (s *server) loginPage(v *visit, title string) Page {
	p := s.page(v, title)
	p.Me = event.User{}
	return p
}

// showSignIn answers GET /console/sign-in.
func (s *server) showSignIn(v *visit) error {
	// Some pages want a sign-in that is fresh.
	if v.isSignedIn() && v.QueryParam("again") == "" {
		return s.leave(v, v.User, localNext(v.QueryParam("next")))
	}
	p, err := s.signInPage(v)
	if err != nil {
		return err
	}
	p.IsAgain = v.isSignedIn()
	return s.render(v, "sign-in", p)
}

// How often one network may ask for links, whatever the addresses. A whole
// office may share one.
const (
	asksPerNetwork = 40
	askWindow      = 10 * time.Minute
)

// submitSignIn answers POST /console/sign-in. Known and unknown addresses get
// the same answer, in the same time.
func (s *server) submitSignIn(v *visit) error {
	p, err := s.signInPage(v)
	if err != nil {
		return err
	}
	email, invalid := event.NewEmail(p.Email)
	if invalid != "" {
		p.Complaint = p.T(string(invalid))
		p.Title = p.T("register.error") + " " + p.Title
		return s.renderInvalid(v, "sign-in", p)
	}
	err = s.slowDown(v, "sign-in", asksPerNetwork, askWindow)
	if err == nil {
		err = s.requestLink(v, email, p.Next)
	}
	if errors.Is(err, event.ErrTooMany) {
		p.Complaint = p.T("signin.too_many")
		v.Response().Header().Set("Retry-After", strconv.Itoa(int(event.SignInLinkLife.Seconds())))
		return s.Render(v, http.StatusTooManyRequests, "console/sign-in", p)
	}
	if err != nil {
		return err
	}
	return v.redirect(root + "/sign-in/sent")
}

// slowDown returns event.ErrTooMany if the visitor's network has tried something
// that often within the window, on all processes together.
func (s *server) slowDown(v *visit, kind string, most int, window time.Duration) error {
	return s.count(v, kind, web.Network(v), most, window)
}

// errand is what a sign-in ticket remembers.
type errand struct {
	Next string `json:"next,omitempty"`
}

func (s *server) requestLink(v *visit, email, next string) error {
	data, err := json.Marshal(errand{next})
	if err != nil {
		return err
	}
	r := store.SignInRequest{Email: email, Language: string(s.Lang(v)), Data: string(data)}
	return s.store.RequestSignIn(v.ctx(), r, s.now())
}

// signInSent answers GET /console/sign-in/sent.
func (s *server) signInSent(v *visit) error {
	return s.render(v, "sign-in-sent", s.loginPage(v, "signin.sent_title"))
}

// proceed signs a user in who has shown who they are, and sends them on.
func (s *server) proceed(v *visit, u event.User, method, next string) error {
	if err := s.signIn(v, u, method); err != nil {
		return err
	}
	return s.leave(v, u, next)
}

// leave sends a user on to where they wanted to go, in their own language.
func (s *server) leave(v *visit, u event.User, next string) error {
	if next = localNext(next); next == "" {
		next = root
	}
	return v.Redirect(http.StatusSeeOther, s.Path(i18n.Lang(u.Language), next))
}
