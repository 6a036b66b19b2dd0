package console

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/boombuler/barcode/qr"
)

// Checking a password against nothing takes what checking it against a hash
// takes.
func TestNoPasswordCostsTheSame(t *testing.T) {
	p := proofs{hashing: make(chan struct{}, 1)}
	hash, err := p.hash(t.Context(), "trasslig gren hoppar")
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range []string{hash, noPassword} {
		if got, _, _, err := argon2id.DecodeHash(h); err != nil || *got != cost {
			t.Errorf("%+v, %v; want %+v", got, err, cost)
		}
	}
	for _, tt := range []struct {
		name, password, hash string
		want                 bool
	}{
		{"right", "trasslig gren hoppar", hash, true},
		{"wrong", "trasslig gren hoppa", hash, false},
		{"of nobody", "trasslig gren hoppar", "", false},
		{"nothing of nobody", "", "", false},
	} {
		if got, err := p.check(t.Context(), tt.password, tt.hash); got != tt.want || err != nil {
			t.Errorf("%s: %v, %v", tt.name, got, err)
		}
	}
}

// Few passwords are hashed at a time, and whoever waits too long is let go.
func TestPasswordsWaitTheirTurn(t *testing.T) {
	p := proofs{hashing: make(chan struct{}, 1)}
	p.hashing <- struct{}{}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := p.check(ctx, "x", ""); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	<-p.hashing
	if _, err := p.check(t.Context(), "x", ""); err != nil || len(p.hashing) != 0 {
		t.Errorf("got %v, %d still at it", err, len(p.hashing))
	}
}

// The last six digits of the examples in appendix B of RFC 6238.
func TestMatchTOTP(t *testing.T) {
	secret := []byte("12345678901234567890")
	for _, tt := range []struct {
		at   int64
		code string
	}{{59, "287082"}, {1111111109, "081804"}, {1111111111, "050471"}, {1234567890, "005924"}, {2000000000, "279037"}} {
		for off, want := range map[int64]bool{-60: false, -30: true, 0: true, 30: true, 60: false} {
			if tt.at+off < 0 {
				continue
			}
			step, ok := matchTOTP(secret, tt.code, time.Unix(tt.at+off, 0))
			if ok != want || ok && step != tt.at/30 {
				t.Errorf("%s at %+d seconds: step %d, %v", tt.code, off, step, ok)
			}
		}
	}
	for _, code := range []string{"", "28708", "2870820", "x"} {
		if _, ok := matchTOTP(secret, code, time.Unix(59, 0)); ok {
			t.Errorf("%q is a code", code)
		}
	}
}

// The path draws every dark square, no other, and the margin that readers need.
func TestQRCodeIsDrawnWhole(t *testing.T) {
	const text = "otpauth://totp/x:y?secret=JBSWY3DPEHPK3PXP"
	got, err := newQRCode(text)
	if err != nil {
		t.Fatal(err)
	}
	drawn := map[[2]int]bool{}
	for bar := range strings.SplitSeq(strings.TrimSuffix(got.Path, "z"), "z") {
		var x, y, width, back int
		if n, err := fmt.Sscanf(bar, "M%d %dh%dv1h-%d", &x, &y, &width, &back); n != 4 || err != nil || width != back {
			t.Fatalf("%q: %v", bar, err)
		}
		for i := range width {
			drawn[[2]int{x + i, y}] = true
		}
	}
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		t.Fatal(err)
	}
	for y := range got.Size {
		for x := range got.Size {
			inside := x >= 4 && y >= 4 && x < got.Size-4 && y < got.Size-4
			if want := inside && isDark(code, x-4, y-4); drawn[[2]int{x, y}] != want {
				t.Fatalf("square %d, %d: %v", x, y, !want)
			}
		}
	}
}
