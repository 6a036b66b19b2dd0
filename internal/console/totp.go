package console

import (
	"encoding/base32"
	"strconv"
	"strings"
	"time"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"samling/internal/event"
)

// totpKey is a user's secret as apps take it.
func (s *server) totpKey(u event.User, generation int) (*otp.Key, error) {
	return totp.Generate(totp.GenerateOpts{
		Issuer: s.links.Host(), AccountName: u.Email, Secret: s.links.TOTPSecret(u.ID, generation),
		Period: event.TOTPPeriod, Digits: event.TOTPDigits, Algorithm: otp.AlgorithmSHA1,
	})
}

// matchTOTP finds the step that a code belongs to, of those near to now.
func matchTOTP(secret []byte, code string, now time.Time) (step int64, ok bool) {
	text := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
	for off := int64(-event.TOTPSkew); off <= event.TOTPSkew; off++ {
		at := event.TOTPStep(now) + off
		opts := hotp.ValidateOpts{Digits: event.TOTPDigits, Algorithm: otp.AlgorithmSHA1}
		if is, err := hotp.ValidateCustom(code, uint64(at), text, opts); err == nil && is {
			step, ok = at, true // the latest, so that none of them can be used again
		}
	}
	return step, ok
}

// totpPage connects an app.
type totpPage struct {
	proofPage
	Key string // in groups of four, for typing
	URL string // opens the app where it is on the same device
	QR  qrCode
}

// qrCode is a picture of squares, as the path of an SVG of that size.
type qrCode struct {
	Size int
	Path string
}

// newQRCode draws a text, with the four squares of margin that readers need.
func newQRCode(text string) (qrCode, error) {
	const margin = 4
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return qrCode{}, err
	}
	size := code.Bounds().Dx()
	return qrCode{Size: size + 2*margin, Path: qrPath(code, size, margin)}, nil
}

func qrPath(code barcode.Barcode, size, margin int) string {
	var b strings.Builder
	for y := range size {
		for x := 0; x < size; x++ {
			start := x
			for x < size && isDark(code, x, y) {
				x++
			}
			if x > start {
				writeBar(&b, start+margin, y+margin, x-start)
			}
		}
	}
	return b.String()
}

// startTOTP answers POST /console/account/security/totp/start.
func (s *server) startTOTP(v *visit) error {
	if !s.isFresh(v) {
		return s.askForProof(v)
	}
	if err := s.store.StartTOTP(v.ctx(), v.User.ID); err != nil {
		return s.backToSecurity(v, err)
	}
	return v.redirect(root + securityPath + "/totp")
}

// showTOTP answers GET /console/account/security/totp. It shows a secret, so it
// is for those who have just signed in.
func (s *server) showTOTP(v *visit) error {
	if !s.isFresh(v) {
		return s.askForProof(v)
	}
	f, err := s.store.Factors(v.ctx(), v.User.ID)
	if err != nil {
		return err
	}
	if f.TOTP.IsOn() || f.TOTP.Generation == 0 {
		return v.redirect(root + securityPath)
	}
	p, err := s.totpPage(v, f.TOTP.Generation)
	if err != nil {
		return err
	}
	return s.render(v, "totp", p)
}

func (s *server) totpPage(v *visit, generation int) (totpPage, error) {
	p := totpPage{proofPage: proofPage{Page: s.securityPage(v, "security.totp_title")}}
	key, err := s.totpKey(v.User, generation)
	if err != nil {
		return p, err
	}
	p.URL, p.Key = key.URL(), inFours(key.Secret())
	p.QR, err = newQRCode(p.URL)
	return p, err
}

// confirmTOTP answers POST /console/account/security/totp. A right code shows
// that the secret was seen; only the page that shows it again needs a fresh
// sign-in.
func (s *server) confirmTOTP(v *visit) error {
	f, err := s.store.Factors(v.ctx(), v.User.ID)
	if err != nil {
		return err
	}
	if f.TOTP.IsOn() || f.TOTP.Generation == 0 {
		return v.redirect(root + securityPath)
	}
	err = s.count(v, "set up app", strconv.FormatUint(uint64(v.User.ID), 10), triesPerFactor, tryWindow)
	if err != nil {
		return err
	}
	code, _ := event.TypedCode(v.FormValue("code"))
	step, ok := matchTOTP(s.links.TOTPSecret(v.User.ID, f.TOTP.Generation), code, s.now())
	if ok {
		if err := s.store.ConfirmTOTP(v.ctx(), v.User.ID, f.TOTP.Generation, step, s.now()); err != nil {
			return s.backToSecurity(v, err)
		}
		return v.done(root+securityPath, "totp_added")
	}
	if !s.isFresh(v) {
		return s.askForProof(v)
	}
	p, err := s.totpPage(v, f.TOTP.Generation)
	if err != nil {
		return err
	}
	p.complain("code", wrongCode(code))
	return s.renderInvalid(v, "totp", p)
}

func wrongCode(code string) event.Key {
	if code == "" {
		return event.MsgCodeMissing
	}
	return event.MsgCodeWrong
}
