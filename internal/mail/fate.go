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
//
// A refusal fails a mail for good only if it speaks of the mail or of its
// recipient. One that speaks of us, such as a wrong sender, is true of all mail:
// that waits until the setting is right.
func fate(msg *gomail.Msg, err error, l *line) (outcome event.Outcome, answered bool) {
	var failed *gomail.SendError
	errors.As(err, &failed)
	code := failed.ErrorCode()
	switch {
	case msg.IsDelivered():
		return event.Delivered, err == nil
	case err != nil && failed == nil:
		return event.Interrupted, false
	case code >= 500 && isAboutUs(failed, l.known):
		return event.Unreachable, true
	case code >= 500:
		return event.Refused, true
	case code >= 400:
		return event.Deferred, true
	case failed.Reason == gomail.ErrSMTPDataClose:
		return event.Unknown, false
	case l.wire.late:
		return event.Deferred, false
	}
	return event.Interrupted, false
}

// isAboutUs finds 5xx answers that speak of us: the sender is not ours to use,
// we must sign in or encrypt first (RFC 4954, section 6), or the server passes
// on no mail from people who have not signed in.
func isAboutUs(failed *gomail.SendError, known bool) bool {
	switch {
	case failed.ErrorCode() == 530, failed.ErrorCode() == 538:
		return true
	case failed.Reason == gomail.ErrSMTPMailFrom:
		return true
	}
	return failed.Reason == gomail.ErrSMTPRcptTo && !known && deniesRelay(reason(failed))
}

// deniesRelay reads an answer without addresses. Its status (RFC 3463) goes
// before its words, since "5.1.1 unknown in relay recipient table" means the
// recipient; many servers give none.
func deniesRelay(answer string) bool {
	status := regexp.MustCompile(`(?:\b5\d\d |#)5\.(\d+\.\d+)\b`).FindStringSubmatch(answer)
	speaks := strings.Contains(strings.ToLower(answer), "relay")
	switch {
	case status == nil:
		return speaks
	case status[1] == "7.1":
		return true
	}
	return speaks && strings.HasPrefix(status[1], "7.")
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
