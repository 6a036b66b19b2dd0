package mail

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	gomail "github.com/wneessen/go-mail"

	"samling/internal/event"
)

// fate says how a try ended, and whether the server answered, so that the line
// can be used again. It is decided from whether the mail was delivered and from
// the server's code: go-mail 0.8.1 calls a lost connection permanent, and an
// error after delivery an error.
func fate(msg *gomail.Msg, err error, late bool) (outcome event.Outcome, answered bool) {
	var failed *gomail.SendError
	errors.As(err, &failed)
	code := failed.ErrorCode()
	switch {
	case msg.IsDelivered():
		return event.Delivered, err == nil
	case err != nil && failed == nil:
		return event.Interrupted, false
	case wantsSignIn(failed, code):
		return event.Unreachable, true
	case code >= 500:
		return event.Refused, true
	case code >= 400:
		return event.Deferred, true
	case failed.Reason == gomail.ErrSMTPDataClose:
		return event.Unknown, false
	case late:
		return event.Deferred, false
	}
	return event.Interrupted, false
}

// wantsSignIn finds 5xx answers that speak of us and not of the mail: sign in
// first, or encrypt first (RFC 4954, section 6). It waits until the setting is
// right.
func wantsSignIn(failed *gomail.SendError, code int) bool {
	return failed != nil && failed.Reason == gomail.ErrSMTPMailFrom && (code == 530 || code == 538)
}

// maxReason is how much of an answer is kept, in bytes.
const maxReason = 300

// reason is what went wrong in one line, for logs and organisers: without
// addresses, which are personal data, and of bounded length.
func reason(err error) string {
	text, _, _ := strings.Cut(err.Error(), ", affected ") // go-mail's list of recipients
	// Go prints a server's answer as a string literal.
	text = strings.NewReplacer(`"`, "", `\r`, "", `\n`, " ").Replace(text)
	text = headerLine(withoutAddresses(text))
	if len(text) <= maxReason {
		return text
	}
	end := maxReason
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + " …"
}

// withoutAddresses hides everything that could be an address, and rather too
// much than too little.
func withoutAddresses(text string) string {
	return regexp.MustCompile(`[^\s<>()\[\]",;:]*@[^\s<>()\[\]",;]+`).ReplaceAllString(text, "***")
}
