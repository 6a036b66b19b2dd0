package console

import (
	"errors"
	"net/url"
	"strconv"

	"samling/internal/event"
)

// securityPath is the page about what one signs in with.
const securityPath = "/account/security"

// securityOverview is what a user signs in with.
type securityOverview struct {
	proofPage
	event.Factors
	IsFresh     bool
	HasPasskeys bool   // this installation can use passkeys
	CanAdd      bool   // another passkey
	Name        string // of a new passkey, as typed
	Renamed     string // what was typed in place of a name
}

// securityPage begins a page below the account.
func (s *server) securityPage(v *visit, title string) Page {
	p := s.page(v, title)
	p.Rail = "account"
	p.Crumbs = []Crumb{{p.T("console.account"), p.ConsoleURL("/account")}}
	if title != "security.title" {
		p.Crumbs = append(p.Crumbs, Crumb{p.T("security.title"), p.ConsoleURL(securityPath)})
	}
	p.Crumbs = append(p.Crumbs, Crumb{Name: p.T(title)})
	return p
}

// showSecurity answers GET /console/account/security.
func (s *server) showSecurity(v *visit) error {
	p, err := s.securityOverview(v)
	if err != nil {
		return err
	}
	return s.render(v, "security", p)
}

func (s *server) securityOverview(v *visit) (securityOverview, error) {
	p := securityOverview{proofPage: proofPage{Page: s.securityPage(v, "security.title")}}
	var err error
	p.Factors, err = s.store.Factors(v.ctx(), v.User.ID)
	p.Other.Href = s.Path(p.Other.Lang, root+securityPath) // forms are sent to addresses that show nothing
	p.IsFresh, p.HasPasskeys, p.CanAdd = s.isFresh(v), s.proofs.passkeys != nil, len(p.Passkeys) < event.MaxPasskeys
	return p, err
}

// isFresh reports whether the visitor has just signed in.
func (s *server) isFresh(v *visit) bool { return v.Signin.IsFresh(s.now()) }

// askForProof sends somebody who signed in too long ago through the sign-in, and
// back to where everything can be changed.
func (s *server) askForProof(v *visit) error {
	q := url.Values{"again": {"1"}, "next": {root + securityPath}}
	return v.redirect(root + "/sign-in?" + q.Encode())
}

// backToSecurity shows how things are to somebody who changed what was changed
// meanwhile, in another window perhaps.
func (s *server) backToSecurity(v *visit, err error) error {
	for _, known := range []error{event.ErrGone, event.ErrKnown, event.ErrNotFound, event.ErrForbidden} {
		if errors.Is(err, known) {
			return v.redirect(root + securityPath)
		}
	}
	return err
}

// codesPage shows recovery codes, this once.
type codesPage struct {
	Page
	Codes []string
}

// makeCodes answers POST /console/account/security/codes with the codes. It does
// not redirect, as nobody could tell them a second time.
func (s *server) makeCodes(v *visit) error {
	if !s.isFresh(v) {
		return s.askForProof(v)
	}
	codes, err := s.store.MakeRecoveryCodes(v.ctx(), v.User.ID, s.now())
	if err != nil {
		return s.backToSecurity(v, err)
	}
	p := codesPage{s.securityPage(v, "security.codes_title"), codes}
	p.Other.Href = s.Path(p.Other.Lang, root+securityPath)
	return s.render(v, "codes", p)
}

// removalPage says what it means to remove something, and asks.
type removalPage struct {
	Page
	Action       string
	Passkey      event.Passkey
	What         string // "totp", "passkey" or "password"
	EndsPassword bool   // and with it the password
}

// removal is what a visitor is about to remove.
func (s *server) removal(v *visit) (removalPage, event.Factors, error) {
	p := removalPage{Page: s.securityPage(v, "security.remove_title"), What: v.Param("what")}
	f, err := s.store.Factors(v.ctx(), v.User.ID)
	if err != nil {
		return p, f, err
	}
	p.Action = p.ConsoleURL(securityPath + "/remove/" + p.What)
	p.EndsPassword = f.IsLast() && f.HasPassword && p.What != "password"
	switch p.What {
	case "totp":
		return p, f, orNotFound(f.TOTP.IsOn())
	case "password":
		return p, f, orNotFound(f.HasPassword)
	}
	for _, key := range f.Passkeys {
		if p.What == strconv.FormatUint(uint64(key.ID), 10) {
			p.Passkey, p.What = key, "passkey"
		}
	}
	return p, f, orNotFound(p.What == "passkey" && p.Passkey.ID != 0)
}

func orNotFound(found bool) error {
	if !found {
		return event.ErrNotFound
	}
	return nil
}

// askToRemoveFactor answers GET /console/account/security/remove/:what, where what is
// "totp", "password" or the number of a passkey.
func (s *server) askToRemoveFactor(v *visit) error {
	p, _, err := s.removal(v)
	if err != nil {
		return err
	}
	if !s.isFresh(v) {
		return s.askForProof(v)
	}
	return s.render(v, "security-remove", p)
}

// removeFactor answers POST /console/account/security/remove/:what.
func (s *server) removeFactor(v *visit) error {
	p, _, err := s.removal(v)
	if err != nil {
		return err
	}
	if !s.isFresh(v) {
		return s.askForProof(v)
	}
	switch p.What {
	case "totp":
		err = s.store.RemoveTOTP(v.ctx(), v.User.ID, s.now())
	case "password":
		err = s.store.RemovePassword(v.ctx(), v.User.ID, v.Signin.ID, s.now())
	default:
		err = s.store.RemovePasskey(v.ctx(), v.User.ID, p.Passkey.ID, s.now())
	}
	if err != nil {
		return s.backToSecurity(v, err)
	}
	return v.done(root+securityPath, p.What+"_removed")
}
