package console

import (
	"samling/internal/event"
)

// passwordPage sets a password. What was typed is not shown again.
type passwordPage struct {
	proofPage
	HasPassword bool
}

func (s *server) passwordPage(v *visit) (passwordPage, event.Factors, error) {
	p := passwordPage{proofPage: proofPage{Page: s.securityPage(v, "security.password_title")}}
	f, err := s.store.Factors(v.ctx(), v.User.ID)
	p.HasPassword = f.HasPassword
	return p, f, err
}

// showPassword answers GET /console/account/security/password.
func (s *server) showPassword(v *visit) error {
	p, f, err := s.passwordPage(v)
	switch {
	case err != nil:
		return err
	case !f.HasSecond():
		return v.redirect(root + securityPath)
	case !s.isFresh(v):
		return s.askForProof(v)
	}
	return s.render(v, "password", p)
}

// setPassword answers POST /console/account/security/password.
func (s *server) setPassword(v *visit) error {
	p, f, err := s.passwordPage(v)
	switch {
	case err != nil:
		return err
	case !f.HasSecond():
		return v.redirect(root + securityPath)
	case !s.isFresh(v):
		return s.askForProof(v)
	}
	password := v.FormValue("password")
	if key := event.CheckPassword(password, &v.User); key != "" {
		p.complain("password", key)
		return s.renderInvalid(v, "password", p)
	}
	if v.FormValue("again") != password {
		p.complain("again", event.MsgPasswordTwice)
		return s.renderInvalid(v, "password", p)
	}
	hash, err := s.proofs.hash(v.ctx(), password)
	if err != nil {
		return err
	}
	if err := s.store.SetPassword(v.ctx(), v.User.ID, hash, v.Signin.ID, s.now()); err != nil {
		return s.backToSecurity(v, err)
	}
	return v.done(root+securityPath, "password_set")
}
