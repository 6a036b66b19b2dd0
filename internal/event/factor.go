package event

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"time"
)

// Factors are what a user has to sign in with, beside the mailbox.
type Factors struct {
	TOTP        TOTP
	Passkeys    []Passkey
	Codes       int // recovery codes that are not used
	HasPassword bool
}

// HasSecond reports whether there is anything that can stand beside a password.
// Recovery codes alone do not: they are there for when the other is lost.
func (f Factors) HasSecond() bool { return f.TOTP.IsOn() || len(f.Passkeys) > 0 }

// IsLast reports whether nothing can stand beside a password any more once one
// of them is removed.
func (f Factors) IsLast() bool {
	n := len(f.Passkeys)
	if f.TOTP.IsOn() {
		n++
	}
	return n == 1
}

// TOTP is an app that shows codes (RFC 6238). Its secret is computed from the
// installation's key, see Links.TOTPSecret, so that the database holds none.
type TOTP struct {
	UserID      uint `gorm:"primaryKey"`
	Generation  int  // raised at each start, so that a secret somebody has seen is worth nothing later
	LastStep    int64
	ConfirmedAt *time.Time // nil until a code has been typed
}

// IsOn reports whether codes are asked for.
func (t TOTP) IsOn() bool { return t.ConfirmedAt != nil }

// What codes of an app look like: those that all apps can show.
const (
	TOTPPeriod = 30 // seconds
	TOTPDigits = 6
	// TOTPSkew is how many steps a clock may be off.
	TOTPSkew = 1
)

// TOTPStep is the number of the period that a moment lies in.
func TOTPStep(now time.Time) int64 { return now.Unix() / TOTPPeriod }

// Passkey is an authenticator that a user has registered. It can sign in alone.
type Passkey struct {
	ID           uint
	UserID       uint
	Name         string // what the user calls it
	CredentialID string // as browsers write it, in base64url
	Record       string // what the authenticator told of itself, as JSON: a public key, no secret
	CreatedAt    time.Time
	UsedAt       *time.Time
}

// MaxPasskeys is how many a user can have, and MaxPasskeyName how long a name
// may be.
const (
	MaxPasskeys    = 20
	MaxPasskeyName = 60
)

// NewPasskeyName cleans what a user calls a passkey.
func NewPasskeyName(text string) (string, Key) {
	name := strings.Join(strings.Fields(text), " ")
	switch {
	case name == "":
		return "", MsgPasskeyNameMissing
	case len([]rune(name)) > MaxPasskeyName:
		return "", MsgPasskeyNameLong
	}
	return name, ""
}

// Sentences about what people type to prove who they are.
const (
	MsgPasskeyNameMissing Key = "invalid.passkey_name_missing"
	MsgPasskeyNameLong    Key = "invalid.passkey_name_long"
	MsgCodeWrong          Key = "invalid.code_wrong"
	MsgCodeMissing        Key = "invalid.code_missing"
)

// RecoveryCodes is how many codes a user gets at a time.
const RecoveryCodes = 10

// recoveryLength is how many letters a code has: 27 of them, ten times, are
// more than guessing can try.
const recoveryLength = 10

// NewRecoveryCode makes a code from random bytes: "4T8NK-2BCDF".
func NewRecoveryCode(random [recoveryLength]byte) string {
	var b strings.Builder
	for i, r := range random {
		if i == recoveryLength/2 {
			b.WriteByte('-')
		}
		b.WriteByte(referenceLetters[int(r)%len(referenceLetters)])
	}
	return b.String()
}

// TypedCode is a code as somebody typed it, in the way it is compared: of an
// app if it has digits only and the right number of them, and otherwise a
// recovery code.
func TypedCode(text string) (code string, isTOTP bool) {
	code = strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r >= 'A' && r <= 'Z':
			return r
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return -1
	}, text)
	isTOTP = len(code) == TOTPDigits && !strings.ContainsFunc(code, func(r rune) bool { return r < '0' || r > '9' })
	return code, isTOTP
}

// FreshFor is how long after signing in somebody may change what they sign in
// with. Whoever finds a browser open later cannot make it their own.
const FreshFor = 15 * time.Minute

// IsFresh reports whether the sign-in is young enough for that.
func (s *Signin) IsFresh(now time.Time) bool { return now.Before(s.CreatedAt.Add(FreshFor)) }

// SecondFactorLife is how long the second step of a sign-in may take, and
// ChallengeLife how long an authenticator has.
const (
	SecondFactorLife = 10 * time.Minute
	ChallengeLife    = 5 * time.Minute
	OIDCLife         = 10 * time.Minute
)

// SecurityChange is something that happened to what a user signs in with. The
// user gets a mail about it, and the audit logs a line "account.…".
type SecurityChange string

// The changes.
const (
	TOTPAdded       SecurityChange = "totp_added"
	TOTPRemoved     SecurityChange = "totp_removed"
	CodesMade       SecurityChange = "codes_made"
	CodeUsed        SecurityChange = "code_used"
	PasskeyAdded    SecurityChange = "passkey_added"
	PasskeyRemoved  SecurityChange = "passkey_removed"
	PasswordSet     SecurityChange = "password_set"
	PasswordRemoved SecurityChange = "password_removed"
)

// SecurityChanges are all of them.
var SecurityChanges = []SecurityChange{
	TOTPAdded, TOTPRemoved, CodesMade, CodeUsed, PasskeyAdded, PasskeyRemoved, PasswordSet, PasswordRemoved,
}

// Verb is the change in the audit log.
func (c SecurityChange) Verb() Verb { return Verb("account." + string(c)) }

// TOTPSecret is what an app computes its codes from.
func (l Links) TOTPSecret(userID uint, generation int) []byte {
	const size = 20 // what RFC 4226 recommends
	return l.derive("totp", userID, generation)[:size]
}

// UserHandle is how authenticators know a user. It says nothing about who it is.
func (l Links) UserHandle(userID uint) []byte { return l.derive("passkey user", userID, 0) }

// Derived is a value that goes with a ticket and that nobody else can compute:
// a nonce, or the verifier of RFC 7636, which wants 43 letters at least.
func (l Links) Derived(purpose string, ticket uint) string {
	return base64.RawURLEncoding.EncodeToString(l.derive("ticket value "+purpose, ticket, 0))
}

// derive is a whole HMAC-SHA256 over purpose, id and generation.
func (l Links) derive(purpose string, id uint, generation int) []byte {
	mac := hmac.New(sha256.New, l.Key)
	fmt.Fprintf(mac, "%s|%d|%d", purpose, id, generation)
	return mac.Sum(nil)
}
