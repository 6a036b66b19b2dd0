package console

import (
	"net/http"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"samling/internal/event"
)

// How many challenges one network may ask for.
const (
	challengesPerNetwork = 100
	challengeWindow      = 10 * time.Minute
)

// startPasskeySignIn answers POST /console/sign-in/passkey/start, to a script.
// The key alone signs in, so it must know its owner: by finger, face or PIN.
func (s *server) startPasskeySignIn(v *visit) error {
	if s.proofs.passkeys == nil {
		return event.ErrNotFound
	}
	if err := s.slowDown(v, "passkey", challengesPerNetwork, challengeWindow); err != nil {
		return err
	}
	options, session, err := s.proofs.passkeys.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return err
	}
	return s.dare(v, toSignIn, 0, session, options)
}

// signInByPasskey answers POST /console/sign-in/passkey.
func (s *server) signInByPasskey(v *visit) error {
	if s.proofs.passkeys == nil {
		return event.ErrNotFound
	}
	u, err := s.passkeyAlone(v)
	if isRefusal(err) {
		return s.refuse(v, http.StatusUnprocessableEntity, "factor.passkey_refused_title", "factor.passkey_refused_text")
	}
	if err != nil {
		return err
	}
	return s.proceed(v, u, "passkey", v.FormValue("next"))
}

// passkeyAlone finds out whose key answered the challenge.
func (s *server) passkeyAlone(v *visit) (event.User, error) {
	session, err := s.takeUp(v, toSignIn, 0)
	if err != nil {
		return event.User{}, err
	}
	answer, err := protocol.ParseCredentialRequestResponseBytes([]byte(v.FormValue("answer")))
	if err != nil {
		return event.User{}, err
	}
	p, err := s.store.Passkey(v.ctx(), credentialID(answer.RawID))
	if err != nil {
		return event.User{}, err
	}
	u, err := s.store.User(v.ctx(), p.UserID)
	if err != nil {
		return u, err
	}
	holder, err := s.keyHolder(u, []event.Passkey{p})
	if err != nil {
		return u, err
	}
	// Whose handle it is, is compared by the library.
	find := func(_, _ []byte) (webauthn.User, error) { return holder, nil }
	_, key, err := s.proofs.passkeys.ValidatePasskeyLogin(find, session, answer)
	if err != nil {
		return u, err
	}
	return u, s.keep(v, p, key)
}

// keep remembers how often a key was used. One that counts backwards has been
// copied, and is refused.
func (s *server) keep(v *visit, p event.Passkey, key *webauthn.Credential) error {
	if key.Authenticator.CloneWarning {
		s.Log.Warn("a passkey counts backwards, as a copy would", "passkey", p.ID, "user", p.UserID)
		return errRefused
	}
	record, err := recordOf(key)
	if err != nil {
		return err
	}
	return s.store.UsePasskey(v.ctx(), p.ID, p.Record, record, s.now())
}

// startPasskeyFactor answers POST /console/sign-in/factor/:id/:code/passkey, to a
// script: one of the keys of whoever's password was right.
func (s *server) startPasskeyFactor(v *visit) error {
	p, _, u, err := s.halfway(v)
	if err != nil {
		return err
	}
	if !p.HasPasskeys {
		return event.ErrNotFound
	}
	if err := s.slowDown(v, "passkey", challengesPerNetwork, challengeWindow); err != nil {
		return err
	}
	holder, err := s.keyHolder(u, p.Passkeys)
	if err != nil {
		return err
	}
	options, session, err := s.proofs.passkeys.BeginLogin(holder)
	if err != nil {
		return err
	}
	return s.dare(v, toConfirm, u.ID, session, options)
}

// confirmPasskey checks the answer of one of a user's keys.
func (s *server) confirmPasskey(v *visit, u event.User, passkeys []event.Passkey) error {
	if s.proofs.passkeys == nil {
		return event.ErrNotFound
	}
	session, err := s.takeUp(v, toConfirm, u.ID)
	if err != nil {
		return err
	}
	answer, err := protocol.ParseCredentialRequestResponseBytes([]byte(v.FormValue("answer")))
	if err != nil {
		return err
	}
	holder, err := s.keyHolder(u, passkeys)
	if err != nil {
		return err
	}
	key, err := s.proofs.passkeys.ValidateLogin(holder, session, answer)
	if err != nil {
		return err
	}
	for _, p := range passkeys {
		if p.CredentialID == credentialID(key.ID) {
			return s.keep(v, p, key)
		}
	}
	return errRefused
}
