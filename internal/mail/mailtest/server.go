// Package mailtest is an SMTP server that tests read mail from. It speaks
// STARTTLS with a certificate of its own and can be made to fail. It knows
// nothing of Samling's mails.
package mailtest

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// Who may sign in. Mail is taken without, too.
const (
	User     = "samling"
	Password = "hemligt"
)

// Server takes mail on a port of this machine until the test ends.
type Server struct {
	Host string
	Port int
	CAs  *x509.CertPool // trusts the server's certificate
	// Mails gets every mail that was taken. It holds the first thousands that
	// nobody reads; Received has all.
	Mails chan Mail

	t      testing.TB
	mu     sync.Mutex
	all    []Mail
	faults []*armed
}

// NewServer starts a server.
func NewServer(t testing.TB) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	certificate, pool := Certificate(t)
	s := &Server{
		Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, CAs: pool,
		Mails: make(chan Mail, 4096), t: t,
	}
	server := smtp.NewServer(smtp.BackendFunc(s.session))
	server.Domain = "localhost"
	server.EnableSMTPUTF8 = true
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}}
	server.ErrorLog = log.New(io.Discard, "", 0)

	var stopped sync.WaitGroup
	stopped.Go(func() { server.Serve(listener) })
	t.Cleanup(func() {
		server.Close()
		stopped.Wait()
	})
	return s
}

// URL is the setting for a program that speaks to the server in clear.
func (s *Server) URL() string { return fmt.Sprintf("smtp://%s:%d?tls=none", s.Host, s.Port) }

// SecureURL is the setting for a program that trusts CAs and signs in.
func (s *Server) SecureURL() string {
	return fmt.Sprintf("smtp://%s:%s@%s:%d", User, Password, s.Host, s.Port)
}

// Received lists the mails taken so far.
func (s *Server) Received() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.all)
}

// Next waits for a mail that was not waited for before.
func (s *Server) Next() Mail {
	s.t.Helper()
	select {
	case m := <-s.Mails:
		return m
	case <-time.After(10 * time.Second):
		s.t.Fatal("no mail came")
		return Mail{}
	}
}

func (s *Server) session(c *smtp.Conn) (smtp.Session, error) {
	ses := &session{server: s, conn: c}
	if err := ses.strike(Hello); err != nil {
		return nil, err
	}
	return ses, nil
}

func (s *Server) keep(m Mail) {
	s.mu.Lock()
	s.all = append(s.all, m)
	s.mu.Unlock()
	select {
	case s.Mails <- m:
	default:
	}
}
