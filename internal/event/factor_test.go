package event_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
)

func TestTypedCode(t *testing.T) {
	tests := []struct {
		name, text, code string
		isTOTP           bool
	}{
		{"of an app", "123456", "123456", true},
		{"with a space, as apps show it", " 123 456 ", "123456", true},
		{"a digit too few", "12345", "12345", false},
		{"of the sheet", "4T8NK-2BCDF", "4T8NK2BCDF", false},
		{"of the sheet, by hand", "4t8nk 2bcdf", "4T8NK2BCDF", false},
		{"nothing", " – ", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if code, isTOTP := event.TypedCode(tt.text); code != tt.code || isTOTP != tt.isTOTP {
				t.Errorf("%q, %v; want %q, %v", code, isTOTP, tt.code, tt.isTOTP)
			}
		})
	}
}

func TestRecoveryCodeIsTypedAsItIsShown(t *testing.T) {
	code := event.NewRecoveryCode([10]byte{0, 26, 27, 255, 4, 5, 6, 7, 8, 9})
	typed, isTOTP := event.TypedCode(strings.ToLower(code))
	if len(code) != 11 || isTOTP || typed != strings.ReplaceAll(code, "-", "") {
		t.Errorf("%q is typed as %q", code, typed)
	}
}

func TestFactors(t *testing.T) {
	at := time.Date(2024, 1, 19, 7, 0, 0, 0, time.UTC)
	app, key := event.TOTP{ConfirmedAt: &at}, []event.Passkey{{ID: 1}}
	tests := []struct {
		name         string
		factors      event.Factors
		second, last bool
	}{
		{"nothing", event.Factors{}, false, false},
		{"an app that was never confirmed", event.Factors{TOTP: event.TOTP{Generation: 1}}, false, false},
		{"codes alone", event.Factors{Codes: 10}, false, false},
		{"an app", event.Factors{TOTP: app}, true, true},
		{"a passkey", event.Factors{Passkeys: key}, true, true},
		{"both", event.Factors{TOTP: app, Passkeys: key}, true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.factors.HasSecond() != tt.second || tt.factors.IsLast() != tt.last {
				t.Errorf("second %v, last %v", tt.factors.HasSecond(), tt.factors.IsLast())
			}
		})
	}
}

func TestSigninIsFreshForAWhile(t *testing.T) {
	at := time.Date(2024, 1, 19, 7, 0, 0, 0, time.UTC)
	in := event.Signin{CreatedAt: at, SeenAt: at.Add(time.Hour)}
	if !in.IsFresh(at.Add(event.FreshFor-1)) || in.IsFresh(at.Add(event.FreshFor)) {
		t.Error("fresh for another time than FreshFor")
	}
}

// What is computed from the key differs by user, by generation and by purpose.
func TestSecretsDiffer(t *testing.T) {
	links := event.Links{Key: bytes.Repeat([]byte("k"), 32)}
	seen := map[string]bool{}
	for _, secret := range []string{
		string(links.TOTPSecret(1, 1)), string(links.TOTPSecret(1, 2)), string(links.TOTPSecret(2, 1)),
		string(links.UserHandle(1)), string(links.UserHandle(2)),
		links.Derived("nonce", 1), links.Derived("nonce", 2), links.Derived("verifier", 1),
		string(event.Links{Key: bytes.Repeat([]byte("x"), 32)}.TOTPSecret(1, 1)),
	} {
		if seen[secret] || len(secret) < 20 {
			t.Errorf("%d bytes, seen: %v", len(secret), seen[secret])
		}
		seen[secret] = true
	}
}

func TestNewPasskeyName(t *testing.T) {
	if name, invalid := event.NewPasskeyName("  Min \t telefon "); name != "Min telefon" || invalid != "" {
		t.Errorf("%q, %q", name, invalid)
	}
	if _, invalid := event.NewPasskeyName(" "); invalid != event.MsgPasskeyNameMissing {
		t.Errorf("nothing: %q", invalid)
	}
	if _, invalid := event.NewPasskeyName(strings.Repeat("å", event.MaxPasskeyName+1)); invalid != event.MsgPasskeyNameLong {
		t.Errorf("too long: %q", invalid)
	}
}
