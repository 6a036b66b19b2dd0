package console

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"samling/internal/event"
	"samling/internal/store"
)

// visit is a request to the console, by somebody who may make it.
type visit struct {
	echo.Context
	server      *server
	Signin      event.Signin
	User        event.User // zero for a stranger, on pages for anyone
	Memberships []store.Membership

	// For routes below an organisation.
	Organisation event.Organisation
	Roles        event.Roles
	Role         event.MemberRole // in the organisation, or for the event
	// For routes below an event.
	Event *event.Event
}

// ctx is the context of the request.
func (v *visit) ctx() context.Context { return v.Request().Context() }

// isSignedIn reports whether somebody is signed in.
func (v *visit) isSignedIn() bool { return v.User.ID != 0 }

// may reports whether the visitor's role covers another.
func (v *visit) may(role event.MemberRole) bool { return v.Role.Covers(role) }

// actor is the visitor as the audit log names them.
func (v *visit) actor() event.Actor {
	return event.Actor{UserID: v.User.ID, Who: v.User.Name, OrganisationID: v.Organisation.ID}
}

// orgPath is an address below the organisation, such as "/members".
func (v *visit) orgPath(path string) string { return root + "/o/" + v.Organisation.Slug + path }

// eventPath is an address below the event, such as "/participants".
func (v *visit) eventPath(path string) string { return v.orgPath("/e/" + v.Event.Slug + path) }

// redirect sends the visitor to an address of the console, in the language of
// the page.
func (v *visit) redirect(path string) error {
	return v.Redirect(http.StatusSeeOther, v.server.Path(v.server.Lang(v), path))
}

// done is redirect with a sentence on the page that follows: what was done, as a
// key in i18n under "done.".
func (v *visit) done(path, what string) error {
	return v.redirect(path + "?" + url.Values{doneField: {what}}.Encode())
}

// doneField is the part of an address that says what was just done.
const doneField = "done"

// admit finds out who makes a request and whether they may, before the handler
// sees it.
func (s *server) admit(r route) echo.HandlerFunc {
	return func(c echo.Context) error {
		v := &visit{Context: c, server: s}
		if err := s.recognise(v); err != nil {
			return err
		}
		if r.least != anyone && !v.isSignedIn() {
			return s.askToSignIn(v)
		}
		if err := s.enter(v); err != nil {
			return err
		}
		if !v.passes(r.least) {
			return event.ErrForbidden
		}
		return r.handle(s, v)
	}
}

// recognise finds who is signed in, if anybody is.
func (s *server) recognise(v *visit) error {
	token := s.token(v)
	if token == "" {
		return nil
	}
	var err error
	v.Signin, v.User, err = s.store.SignedIn(v.ctx(), token, s.now())
	if errors.Is(err, event.ErrNotFound) {
		v.User = event.User{}
		return nil
	}
	if err != nil {
		return err
	}
	v.Memberships, err = s.store.MembershipsOf(v.ctx(), v.User.ID)
	return err
}

// askToSignIn sends a stranger to the sign-in, and from there back. Who sent a
// form gets it back, for the sign-in may have ended while they were writing.
func (s *server) askToSignIn(v *visit) error {
	if page, ok := s.keepForm(v); ok {
		return s.Render(v, http.StatusForbidden, "console/kept", page)
	}
	path := root + "/sign-in"
	if v.Request().Method == http.MethodGet && v.Request().URL.Path != root {
		path += "?" + url.Values{"next": {v.Request().URL.RequestURI()}}.Encode()
	}
	return v.redirect(path)
}

// enter finds the organisation and the event that the address names. What the
// visitor has no role for does not exist.
func (s *server) enter(v *visit) error {
	slug := v.Param("org")
	if slug == "" {
		return nil
	}
	found := false
	for _, m := range v.Memberships {
		if m.Organisation.Slug == slug {
			v.Organisation, v.Roles, v.Role, found = m.Organisation, m.Roles, m.Roles.Overall(), true
		}
	}
	if !found {
		return event.ErrNotFound
	}
	slug = v.Param("event")
	if slug == "" {
		return nil
	}
	var err error
	v.Event, err = s.store.EventOf(v.ctx(), v.Organisation.ID, slug)
	if errors.Is(err, event.ErrNotFound) {
		// A form may be on its way to the address a draft had until now.
		v.Event, err = s.store.EventOnceAt(v.ctx(), v.Organisation.ID, slug)
	}
	if err != nil {
		return err
	}
	if v.Role = v.Roles.At(v.Event.ID); v.Role == "" {
		return event.ErrNotFound
	}
	return nil
}

// passes reports whether the visitor is at least what a route demands.
func (v *visit) passes(least event.MemberRole) bool {
	switch least {
	case anyone, user:
		return true // who must be signed in is by now
	case operator:
		return v.User.IsOperator
	case member:
		return len(v.Roles) > 0
	}
	return v.may(least)
}

// cookieName is the cookie with the token. The prefix makes browsers refuse one
// that another host or an unprotected page has set; it needs https.
func (s *server) cookieName() string {
	if s.Secure() {
		return "__Host-samling"
	}
	return "samling"
}

// token is what the browser says to be recognised by.
func (s *server) token(v *visit) string {
	cookie, err := v.Cookie(s.cookieName())
	if err != nil {
		return ""
	}
	return cookie.Value
}

// setToken makes the browser keep a token, or forget it if it is empty.
func (s *server) setToken(v *visit, token string) {
	cookie := &http.Cookie{
		Name: s.cookieName(), Value: token, Path: "/", HttpOnly: true, Secure: s.Secure(), SameSite: http.SameSiteLaxMode,
		MaxAge: int(event.SigninLife.Seconds()),
	}
	if token == "" {
		cookie.MaxAge = -1
	}
	v.SetCookie(cookie)
}

// signIn signs the browser in, under a new token.
func (s *server) signIn(v *visit, u event.User, method string) error {
	in := event.Signin{UserID: u.ID, Agent: agent(v.Request().UserAgent()), Method: method}
	token, err := s.store.SignIn(v.ctx(), in, s.token(v), s.now())
	if err != nil {
		return err
	}
	s.setToken(v, token)
	s.Log.Info("signed in", "user", u.ID, "method", method)
	return nil
}

// agent is what a browser calls itself, cut to what fits on a line.
func agent(name string) string {
	const most = 300
	return name[:min(len(name), most)]
}

// signOut answers POST /console/sign-out.
func (s *server) signOut(v *visit) error {
	if err := s.store.SignOut(v.ctx(), v.User.ID, v.Signin.ID); err != nil && !errors.Is(err, event.ErrNotFound) {
		return err
	}
	s.setToken(v, "")
	return v.redirect(root + "/sign-in")
}
