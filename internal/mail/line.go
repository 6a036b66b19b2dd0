package mail

import (
	"context"
	"crypto/tls"
	"net"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"samling/internal/event"
)

// line is one connection to a server, signed in and ready for mails.
type line struct {
	client *gomail.Client
	smtp   *smtp.Client
	wire   *wire
	known  bool          // we have signed in
	bye    time.Duration // how long to wait for goodbye
	broken bool          // no use for another mail
}

// dial opens a line: connection, encryption, sign-in. When ctx is done it hangs
// up, wherever it is.
func dial(ctx context.Context, s SMTP) (*line, error) {
	l := &line{known: s.Server.user != "", bye: min(s.timeout(), 5*time.Second)}
	keepOn := func() bool { return true }
	connect := func(dialing context.Context, network, _ string) (net.Conn, error) {
		conn, err := l.connect(dialing, network, s)
		if err == nil {
			keepOn = context.AfterFunc(ctx, func() { l.wire.Close() })
		}
		return conn, err
	}
	err := l.open(ctx, s, connect)
	if !keepOn() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		l.hangUp()
		return nil, err
	}
	return l, nil
}

func (l *line) open(ctx context.Context, s SMTP, connect gomail.DialContextFunc) error {
	options := []gomail.Option{
		gomail.WithDialContextFunc(connect), gomail.WithTimeout(s.timeout()), gomail.WithoutNoop(),
		gomail.WithTLSConfig(tlsConfig(s)), gomail.WithTLSPolicy(policy(s.Server.Encryption)),
	}
	if s.Hello != "" {
		options = append(options, gomail.WithHELO(s.Hello))
	}
	if s.Server.user != "" {
		options = append(options, gomail.WithUsername(s.Server.user), gomail.WithPassword(s.Server.password),
			gomail.WithOpportunisticSMTPAuth(mechanisms(s.Server.Encryption)...))
	}
	var err error
	if l.client, err = gomail.NewClient(s.Server.Host, options...); err != nil {
		return err
	}
	l.smtp, err = l.client.DialToSMTPClientWithContext(ctx)
	return err
}

// connect makes the connection, and encrypts it at once where that is the way.
// go-mail's own address has no brackets around IPv6.
func (l *line) connect(ctx context.Context, network string, s SMTP) (net.Conn, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, network, net.JoinHostPort(s.Server.Host, strconv.Itoa(s.Server.Port)))
	if err != nil {
		return nil, err
	}
	l.wire = &wire{Conn: conn}
	if s.Server.Encryption != ImplicitTLS {
		return l.wire, nil
	}
	encrypted := tls.Client(l.wire, tlsConfig(s))
	if err := encrypted.HandshakeContext(ctx); err != nil {
		l.hangUp()
		return nil, err
	}
	return encrypted, nil
}

func tlsConfig(s SMTP) *tls.Config {
	return &tls.Config{ServerName: s.Server.Host, RootCAs: s.CAs, MinVersion: tls.VersionTLS12}
}

// policy is what go-mail is to demand. For implicit TLS that is nothing: the
// connection it gets is encrypted already.
func policy(e Encryption) gomail.TLSPolicy {
	if e == StartTLS {
		return gomail.TLSMandatory
	}
	return gomail.NoTLS
}

// mechanisms are the ways to sign in that are tried before others. The simple
// ones work everywhere; the rest depend on how a server keeps its passwords,
// which its list of mechanisms does not tell.
func mechanisms(e Encryption) []gomail.SMTPAuthType {
	if e == InClear {
		return []gomail.SMTPAuthType{gomail.SMTPAuthPlainNoEnc, gomail.SMTPAuthLoginNoEnc}
	}
	return []gomail.SMTPAuthType{gomail.SMTPAuthPlain, gomail.SMTPAuthLogin}
}

// send has one mail taken and makes the line ready for the next.
func (l *line) send(m Mail, envelope string) Result {
	msg, err := message(m, envelope)
	if err != nil {
		return Result{event.Refused, reason(err)}
	}
	// A server that is told SMTPUTF8 may refuse to pass the mail on to one that
	// does not know it, so it is told only where it is so.
	l.smtp.SkipSMTPUTF8(isASCII(m.To + m.From.Email + envelope))
	err = l.client.SendWithSMTPClient(l.smtp, msg)
	outcome, answered := fate(msg, err, l)
	if err != nil {
		l.broken = !answered || l.smtp.Reset() != nil
	}
	if outcome == event.Delivered {
		return Result{Outcome: outcome}
	}
	return Result{outcome, reason(err)}
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// close says goodbye. The mails have been answered for by then, so nothing that
// goes wrong matters, and not for long.
func (l *line) close() {
	if l == nil {
		return
	}
	if !l.broken && l.smtp.UpdateDeadline(l.bye) == nil {
		_ = l.smtp.Quit()
	}
	l.hangUp()
}

func (l *line) hangUp() {
	if l.wire != nil {
		_ = l.wire.Close()
	}
}
