package mail

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"slices"
	"strings"
	"sync"
	"testing"

	"samling/internal/mail/mailtest"
)

// scripted is an SMTP server that fails once, at a chosen point and in a chosen
// way, and then behaves.
type scripted struct {
	at    string // "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "dot" or "QUIT"
	how   string // "hard", "soft", "drop" or "slow"
	hard  string // the answer of a hard refusal
	tls   *tls.Config
	plain bool // offers no STARTTLS
	inTLS bool // speaks TLS from the first byte

	stranger bool // the sender does not sign in

	mu          sync.Mutex
	done        bool
	connections int
	kept        []string // Message-IDs
}

// start serves until the test ends and returns the setting that leads to it.
func (s *scripted) start(t *testing.T) SMTP {
	t.Helper()
	certificate, pool := mailtest.Certificate(t)
	s.tls = &tls.Config{Certificates: []tls.Certificate{certificate}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var conversations sync.WaitGroup
	conversations.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			if s.inTLS {
				conn = tls.Server(conn, s.tls)
			}
			conversations.Go(func() { s.serve(conn) })
		}
	})
	t.Cleanup(func() {
		listener.Close()
		conversations.Wait()
	})
	scheme, user := "smtp", "samling:hemligt@"
	if s.inTLS {
		scheme = "smtps"
	}
	if s.stranger {
		user = ""
	}
	server, err := ParseServer(fmt.Sprintf("%s://%s%s", scheme, user, listener.Addr()))
	if err != nil {
		t.Fatal(err)
	}
	return SMTP{Server: server, CAs: pool}
}

// seen is how many connections there were and which mails were kept.
func (s *scripted) seen() (connections int, kept []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.connections, slices.Clone(s.kept)
}

func (s *scripted) serve(conn net.Conn) {
	defer conn.Close()
	s.mu.Lock()
	s.connections++
	s.mu.Unlock()
	talk := textproto.NewConn(conn)
	fmt.Fprintf(conn, "220 ready\r\n")
	for {
		line, err := talk.ReadLine()
		if err != nil {
			return
		}
		verb := strings.ToUpper(strings.Fields(line + " x")[0])
		if !s.answer(conn, talk.R, verb) {
			return
		}
		if verb == "STARTTLS" {
			encrypted := tls.Server(conn, s.tls)
			conn, talk = encrypted, textproto.NewConn(encrypted)
		}
	}
}

// answer answers one command and says whether the conversation goes on.
func (s *scripted) answer(conn net.Conn, r *bufio.Reader, verb string) bool {
	if s.strikes(verb) {
		return s.fail(conn)
	}
	switch verb {
	case "EHLO":
		fmt.Fprint(conn, s.greeting(conn))
	case "STARTTLS":
		fmt.Fprint(conn, "220 go on\r\n")
	case "AUTH":
		fmt.Fprint(conn, "235 welcome\r\n")
	case "DATA":
		fmt.Fprint(conn, "354 go on\r\n")
		return s.take(conn, r)
	case "QUIT":
		fmt.Fprint(conn, "221 bye\r\n")
		return false
	default:
		fmt.Fprint(conn, "250 ok\r\n")
	}
	return true
}

func (s *scripted) greeting(conn net.Conn) string {
	_, encrypted := conn.(*tls.Conn)
	switch {
	case encrypted:
		return "250-hello\r\n250 AUTH PLAIN\r\n"
	case s.plain:
		return "250 hello\r\n"
	}
	return "250-hello\r\n250 STARTTLS\r\n"
}

// take reads a mail. One that is refused is not kept; one whose answer is lost
// is.
func (s *scripted) take(conn net.Conn, r *bufio.Reader) bool {
	header, err := textproto.NewReader(bufio.NewReader(textproto.NewReader(r).DotReader())).ReadMIMEHeader()
	if err != nil {
		return false
	}
	strikes := s.strikes("dot")
	if !strikes || s.how == "drop" || s.how == "slow" {
		s.mu.Lock()
		s.kept = append(s.kept, header.Get("Message-Id"))
		s.mu.Unlock()
	}
	if strikes {
		return s.fail(conn)
	}
	fmt.Fprint(conn, "250 taken\r\n")
	return true
}

// strikes reports whether this is the point to fail at, the first time.
func (s *scripted) strikes(at string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done || at != s.at {
		return false
	}
	s.done = true
	return true
}

func (s *scripted) fail(conn net.Conn) bool {
	switch s.how {
	case "hard":
		fmt.Fprintf(conn, "%s\r\n", s.hard)
	case "soft":
		fmt.Fprint(conn, "451 4.3.0 not now, <sara@example.com>\r\n")
	case "slow":
		_, _ = io.Copy(io.Discard, conn) // until the client has had enough
		return false
	default:
		return false
	}
	return true
}
