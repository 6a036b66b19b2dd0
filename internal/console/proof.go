package console

import (
	"context"
	"errors"
	"net/url"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"samling/internal/event"
	"samling/internal/web"
)

// proofs is what people show who they are with, beside the mailbox.
type proofs struct {
	hashing  chan struct{}
	passkeys *webauthn.WebAuthn // nil where the site has no name that keys could be bound to
	sso      *sso               // nil for none
}

// atOnce is how many passwords are hashed at a time: each takes 19 MiB, and
// whoever sends many must not take the memory of the rest.
const atOnce = 2

func newProofs(hall *web.Hall, o *OIDC, now func() time.Time) proofs {
	p := proofs{hashing: make(chan struct{}, atOnce)}
	if o != nil {
		p.sso = newSSO(*o, hall.Links, now)
	}
	base, err := url.Parse(hall.Links.Base)
	if err != nil || protocol.ValidateRPID(hall.Links.Host()) != nil {
		return p
	}
	name := hall.Operator.Name
	if name == "" {
		name = hall.Links.Host()
	}
	// Nothing else in the settings can be wrong.
	p.passkeys, _ = webauthn.New(&webauthn.Config{
		RPID: hall.Links.Host(), RPDisplayName: name, RPOrigins: []string{base.Scheme + "://" + base.Host},
		AttestationPreference: protocol.PreferNoAttestation,
		// Keys that cannot sign in alone are still good beside a password.
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementPreferred, UserVerification: protocol.VerificationPreferred,
		},
	})
	return p
}

// cost is what RFC 9106 and OWASP recommend for a server that does other things
// too.
var cost = argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// noPassword is the hash of a text that nobody knows, of the same cost. Whoever
// has no password is checked against it, so that the time tells nothing.
const noPassword = "$argon2id$v=19$m=19456,t=2,p=1$IsjNay324Mcj8czRb5UAvA$dDh4P+Ll4Ny2aLP7c0TCtfDWAHaVi49HmLjSxkfUFGs"

// hash makes the hash of a password.
func (p *proofs) hash(ctx context.Context, password string) (hash string, err error) {
	err = p.inTurn(ctx, func() error {
		hash, err = argon2id.CreateHash(password, &cost)
		return err
	})
	return hash, err
}

// check reports whether a password belongs to a hash, which is empty for none.
func (p *proofs) check(ctx context.Context, password, hash string) (is bool, err error) {
	against := hash
	if against == "" {
		against = noPassword
	}
	err = p.inTurn(ctx, func() error {
		is, err = argon2id.ComparePasswordAndHash(password, against)
		return err
	})
	return is && hash != "", err
}

// inTurn waits until few enough passwords are being hashed.
func (p *proofs) inTurn(ctx context.Context, do func() error) error {
	select {
	case p.hashing <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-p.hashing }()
	return do()
}

// proofPage is a page with a form about what somebody signs in with.
type proofPage struct {
	Page
	mending
}

// complain says what is wrong with a field.
func (p *proofPage) complain(field string, key event.Key) {
	p.mending.complain(&p.Page, event.Invalid{field: key}, field)
}

// isRefusal reports whether an error means that a proof is not good, and not
// that something is broken.
func isRefusal(err error) bool {
	var refused *protocol.Error
	var unknown *protocol.ErrorUnknownCredential
	return errors.Is(err, event.ErrGone) || errors.Is(err, event.ErrNotFound) || errors.Is(err, errRefused) ||
		errors.As(err, &refused) || errors.As(err, &unknown)
}

// errRefused is a proof that is not good, for reasons of our own.
var errRefused = errors.New("the proof is not good")
