package console

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"samling/internal/event"
)

// keyHolder is a user as go-webauthn wants to know one.
type keyHolder struct {
	event.User
	handle []byte
	keys   []webauthn.Credential
}

func (h keyHolder) WebAuthnID() []byte                         { return h.handle }
func (h keyHolder) WebAuthnName() string                       { return h.Email }
func (h keyHolder) WebAuthnDisplayName() string                { return h.Name }
func (h keyHolder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

// keyHolder is a user with all passkeys.
func (s *server) keyHolder(u event.User, passkeys []event.Passkey) (keyHolder, error) {
	h := keyHolder{User: u, handle: s.links.UserHandle(u.ID)}
	for _, p := range passkeys {
		var key webauthn.Credential
		if err := json.Unmarshal([]byte(p.Record), &key); err != nil {
			return h, fmt.Errorf("read passkey %d: %w", p.ID, err)
		}
		h.keys = append(h.keys, key)
	}
	return h, nil
}

// What a challenge is for. One for the one is no good for the other.
const (
	toRegister = "register"
	toSignIn   = "sign-in" // alone
	toConfirm  = "confirm" // after a password
)

// challenge is what a passkey ticket remembers.
type challenge struct {
	For     string               `json:"for"`
	Session webauthn.SessionData `json:"session"`
}

// dare issues a challenge, and answers the script with it.
func (s *server) dare(v *visit, purpose string, userID uint, session *webauthn.SessionData, options any) error {
	data, err := json.Marshal(challenge{purpose, *session})
	if err != nil {
		return err
	}
	t := event.Ticket{Kind: event.TicketPasskey, Data: string(data), ExpiresAt: s.now().Add(event.ChallengeLife)}
	if userID != 0 {
		t.UserID = &userID
	}
	if err := s.store.IssueTicket(v.ctx(), &t, nil, s.now()); err != nil {
		return err
	}
	return v.JSON(http.StatusOK, map[string]any{
		"ticket": t.ID, "code": s.links.TicketCode(event.TicketPasskey, t.ID), "options": options,
	})
}

// takeUp uses up the challenge that a form answers.
func (s *server) takeUp(v *visit, purpose string, userID uint) (webauthn.SessionData, error) {
	var c challenge
	id, err := strconv.ParseUint(v.FormValue("ticket"), 10, 32)
	if err != nil {
		return c.Session, event.ErrNotFound
	}
	if err := s.links.CheckTicket(event.TicketPasskey, uint(id), v.FormValue("code")); err != nil {
		return c.Session, err
	}
	t, err := s.store.UseTicket(v.ctx(), event.TicketPasskey, uint(id), s.now())
	if err != nil {
		return c.Session, err
	}
	if err := json.Unmarshal([]byte(t.Data), &c); err != nil {
		return c.Session, err
	}
	holder := uint(0)
	if t.UserID != nil {
		holder = *t.UserID
	}
	if c.For != purpose || holder != userID {
		return c.Session, errRefused
	}
	return c.Session, nil
}

// startPasskey answers POST /console/account/security/passkeys/start, to a
// script, with what a new passkey is to be like.
func (s *server) startPasskey(v *visit) error {
	if s.proofs.passkeys == nil {
		return event.ErrNotFound
	}
	if !s.isFresh(v) {
		return s.askForProof(v)
	}
	f, err := s.store.Factors(v.ctx(), v.User.ID)
	if err != nil {
		return err
	}
	holder, err := s.keyHolder(v.User, f.Passkeys)
	if err != nil {
		return err
	}
	var known []protocol.CredentialDescriptor
	for _, key := range holder.keys {
		known = append(known, key.Descriptor())
	}
	options, session, err := s.proofs.passkeys.BeginRegistration(holder, webauthn.WithExclusions(known))
	if err != nil {
		return err
	}
	return s.dare(v, toRegister, v.User.ID, session, options)
}

// addPasskey answers POST /console/account/security/passkeys. The challenge was
// given to a fresh sign-in, and does not last.
func (s *server) addPasskey(v *visit) error {
	if s.proofs.passkeys == nil {
		return event.ErrNotFound
	}
	name, invalid := event.NewPasskeyName(v.FormValue("name"))
	if invalid == "" {
		switch err := s.registerPasskey(v, name); {
		case err == nil:
			return v.done(root+securityPath, "passkey_added")
		case errors.Is(err, event.ErrKnown):
			invalid = msgPasskeyKnown
		case errors.Is(err, event.ErrFull):
			return s.backToSecurity(v, event.ErrKnown)
		case isRefusal(err):
			invalid = msgPasskeyRefused
		default:
			return err
		}
	}
	p, err := s.securityOverview(v)
	if err != nil {
		return err
	}
	p.Name = v.FormValue("name")
	p.complain("name", invalid)
	return s.renderInvalid(v, "security", p)
}

const (
	msgPasskeyRefused event.Key = "invalid.passkey_refused"
	msgPasskeyKnown   event.Key = "invalid.passkey_known"
)

// registerPasskey checks what a new authenticator answered, and keeps its key.
func (s *server) registerPasskey(v *visit, name string) error {
	session, err := s.takeUp(v, toRegister, v.User.ID)
	if err != nil {
		return err
	}
	answer, err := protocol.ParseCredentialCreationResponseBytes([]byte(v.FormValue("answer")))
	if err != nil {
		return err
	}
	holder, err := s.keyHolder(v.User, nil)
	if err != nil {
		return err
	}
	key, err := s.proofs.passkeys.CreateCredential(holder, session, answer)
	if err != nil {
		return err
	}
	record, err := recordOf(key)
	if err != nil {
		return err
	}
	p := event.Passkey{UserID: v.User.ID, Name: name, CredentialID: credentialID(key.ID), Record: record}
	return s.store.AddPasskey(v.ctx(), &p, s.now())
}

// recordOf is what is kept of a key: what the next answer is checked against,
// and not how it once introduced itself.
func recordOf(key *webauthn.Credential) (string, error) {
	kept := *key
	kept.Attestation = webauthn.CredentialAttestation{}
	record, err := json.Marshal(kept)
	return string(record), err
}

func credentialID(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

// renamePasskey answers POST /console/account/security/passkeys/:id.
func (s *server) renamePasskey(v *visit) error {
	id, err := strconv.ParseUint(v.Param("id"), 10, 32)
	if err != nil {
		return event.ErrNotFound
	}
	name, invalid := event.NewPasskeyName(v.FormValue("name"))
	if invalid != "" {
		p, err := s.securityOverview(v)
		if err != nil {
			return err
		}
		p.Renamed = v.FormValue("name")
		p.complain("name-"+v.Param("id"), invalid)
		return s.renderInvalid(v, "security", p)
	}
	if err := s.store.RenamePasskey(v.ctx(), v.User.ID, uint(id), name); err != nil {
		return err
	}
	return v.done(root+securityPath, "passkey_named")
}
