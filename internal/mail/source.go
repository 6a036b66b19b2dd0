package mail

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/mail"

	gomail "github.com/wneessen/go-mail"

	"samling/internal/event"
)

// errAddress names no address, since it ends in logs.
var errAddress = errors.New("mail has an address that is none")

// message builds what go-mail writes. Bounces go to the envelope sender, or to
// the sender if there is none.
func message(m Mail, envelope string) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithEncoding(gomail.EncodingQP), gomail.WithNoDefaultUserAgent())
	if err := address(msg, m, envelope); err != nil {
		return nil, err
	}
	msg.Subject(headerLine(m.Subject))
	msg.SetDateWithValue(m.Date)
	msg.SetMessageIDWithValue(m.MessageID)
	// Out-of-office replies to a mail that nobody wrote help nobody: RFC 3834
	// for most, the second header for Exchange.
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("X-Auto-Response-Suppress", "All")
	msg.SetGenHeader("Content-Language", m.Language)
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	if m.Calendar.Method == "" {
		return msg, nil
	}
	return msg, attachCalendar(msg, m.Calendar)
}

// address sets who writes to whom. Only bare addresses pass, checked here again
// although the domain did, because a header is at stake.
func address(msg *gomail.Msg, m Mail, envelope string) error {
	for _, email := range []string{m.From.Email, m.To, m.ReplyTo.Email, envelope} {
		if bare, ok := event.ParseAddress(email); email != "" && (!ok || bare != email) {
			return errAddress
		}
	}
	if m.From.Email == "" || m.To == "" {
		return errAddress
	}
	msg.FromMailAddress(m.From.header())
	msg.ToMailAddress(&mail.Address{Address: m.To})
	if m.ReplyTo.Email != "" {
		msg.ReplyToMailAddress(m.ReplyTo.header())
	}
	if envelope != "" {
		msg.EnvelopeFromMailAddress(&mail.Address{Address: envelope})
	}
	return nil
}

func (a Address) header() *mail.Address {
	return &mail.Address{Name: displayName(a.Name), Address: a.Email}
}

// attachCalendar adds the entry twice: as the last alternative, where mail
// programs look for it (RFC 6047), and as a file that can be opened by hand. The
// file has another type, so that no program takes it for a second invitation.
func attachCalendar(msg *gomail.Msg, c Calendar) error {
	kind := mime.FormatMediaType("text/calendar", map[string]string{"method": c.Method})
	msg.AddAlternativeString(gomail.ContentType(kind), string(c.Data))
	return msg.AttachReader(c.FileName, bytes.NewReader(c.Data), fileName(c.FileName))
}

// fileName names an attachment as RFC 2231 wants it, also with letters such as
// å. go-mail would put an encoded word between quotation marks.
func fileName(name string) gomail.FileOption {
	return func(f *gomail.File) {
		named := map[string]string{"filename": name}
		f.Header.Set("Content-Disposition", mime.FormatMediaType("attachment", named))
		f.Header.Set("Content-Type", mime.FormatMediaType("application/ics", map[string]string{"name": name}))
	}
}

// source is the mail as it goes over the wire (RFC 5322).
func source(m Mail) ([]byte, error) {
	msg, err := message(m, "")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if _, err := msg.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("write mail: %w", err)
	}
	return b.Bytes(), nil
}
