package mailtest

import (
	"errors"
	"io"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// errDropped ends a stage whose connection is gone; nobody reads it.
var errDropped = errors.New("connection dropped")

// session is one connection to the server.
type session struct {
	server *Server
	conn   *smtp.Conn
	user   string
	from   string
	to     []string
}

// strike lets a fault happen, if one is due.
func (s *session) strike(stage Stage, recipients ...string) error {
	return s.suffer(s.server.due(stage, recipients...))
}

func (s *session) suffer(fault *Fault) error {
	switch {
	case fault == nil:
		return nil
	case fault.Code == 0:
		s.conn.Conn().Close()
		return errDropped
	}
	class := fault.Code / 100
	return &smtp.SMTPError{Code: fault.Code, EnhancedCode: smtp.EnhancedCode{class, 0, 0}, Message: "as the test wants it"}
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	if err := s.strike(Auth); err != nil {
		return nil, err
	}
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != User || password != Password {
			return smtp.ErrAuthFailed
		}
		s.user = user
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return s.strike(Sender)
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if err := s.strike(Recipient, to); err != nil {
		return err
	}
	s.to = append(s.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	source, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	fault := s.server.due(Content, s.to...)
	if fault == nil || fault.Code == 0 {
		s.keep(source) // before the client can know
	}
	return s.suffer(fault)
}

func (s *session) keep(source []byte) {
	m, err := parse(source)
	if err != nil {
		s.server.t.Errorf("mail cannot be read: %v\n%s", err, source)
	}
	m.Sender, m.Recipients, m.User = s.from, s.to, s.user
	_, m.Encrypted = s.conn.TLSConnectionState()
	m.Hello = s.conn.Hostname()
	s.server.keep(m)
}

func (s *session) Reset() { s.from, s.to = "", nil }

func (s *session) Logout() error { return nil }
