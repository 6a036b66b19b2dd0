package mail

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
)

// Encryption is how the conversation with a server is kept private.
type Encryption string

// The ways to keep it private. Only a server on the same machine may be spoken
// to in clear.
const (
	StartTLS    Encryption = "starttls" // demanded, never optional
	ImplicitTLS Encryption = "tls"
	InClear     Encryption = "none"
)

// Server is where mail is handed over. Printing one does not show the password.
type Server struct {
	Host       string
	Port       int
	Encryption Encryption
	user       string
	password   string
}

// String is the server's setting without user and password.
func (s Server) String() string {
	address := net.JoinHostPort(s.Host, strconv.Itoa(s.Port))
	switch s.Encryption {
	case ImplicitTLS:
		return "smtps://" + address
	case InClear:
		return "smtp://" + address + "?tls=none"
	}
	return "smtp://" + address
}

// GoString is String, so that no verb of fmt shows the password.
func (s Server) GoString() string { return s.String() }

// What can be wrong with the setting of a server. The setting itself is not
// repeated: there is a password in it.
var (
	ErrServer        = errors.New("must look like smtp://user:password@mail.example.org:587 or smtps://user:password@mail.example.org:465; signs such as @ / : in user or password are written %40 %2F %3A")
	ErrServerInClear = errors.New("tls=none is only for a server on this machine, such as smtp://127.0.0.1:2525?tls=none")
	ErrServerOption  = errors.New("the only option is tls=none, and only after smtp://")
)

// ParseServer reads the setting of a server.
func ParseServer(raw string) (Server, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" || u.Path != "" && u.Path != "/" || u.Fragment != "" {
		return Server{}, ErrServer
	}
	s := Server{Host: u.Hostname()}
	s.user = u.User.Username()
	s.password, _ = u.User.Password()
	if (s.user == "") != (s.password == "") {
		return Server{}, fmt.Errorf("user and password go together: %w", ErrServer)
	}
	if s.Encryption, err = parseEncryption(u, s.Host); err != nil {
		return Server{}, err
	}
	s.Port, err = parsePort(u.Port(), s.Encryption)
	return s, err
}

func parseEncryption(u *url.URL, host string) (Encryption, error) {
	clear := u.RawQuery == "tls=none"
	switch {
	case u.Scheme != "smtp" && u.Scheme != "smtps":
		return "", ErrServer
	case u.RawQuery != "" && !clear, clear && u.Scheme == "smtps":
		return "", ErrServerOption
	case clear && !isLoopback(host):
		return "", ErrServerInClear
	case clear:
		return InClear, nil
	case u.Scheme == "smtps":
		return ImplicitTLS, nil
	}
	return StartTLS, nil
}

func parsePort(text string, e Encryption) (int, error) {
	switch {
	case text == "" && e == ImplicitTLS:
		return 465, nil
	case text == "":
		return 587, nil
	}
	port, err := strconv.ParseUint(text, 10, 16)
	if err != nil || port == 0 {
		return 0, fmt.Errorf("no such port: %w", ErrServer)
	}
	return int(port), nil
}

// isLoopback says whether a host is this machine, without asking a name server
// that could be wrong about it.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
