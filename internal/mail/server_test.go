package mail

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestParseServer(t *testing.T) {
	tests := []struct {
		name, raw string
		want      Server
		wantErr   error
	}{
		{"STARTTLS", "smtp://user:p%40ss@mail.example.org:2587", Server{"mail.example.org", 2587, StartTLS, "user", "p@ss"}, nil},
		{"STARTTLS, default port", "smtp://mail.example.org", Server{"mail.example.org", 587, StartTLS, "", ""}, nil},
		{"user is an address", "smtp://events%40example.org:s@mail.example.org", Server{"mail.example.org", 587, StartTLS, "events@example.org", "s"}, nil},
		{"implicit TLS", "smtps://user:pass@mail.example.org:2465/", Server{"mail.example.org", 2465, ImplicitTLS, "user", "pass"}, nil},
		{"implicit TLS, default port", "smtps://mail.example.org", Server{"mail.example.org", 465, ImplicitTLS, "", ""}, nil},
		{"in clear on this machine", "smtp://127.0.0.1:2525?tls=none", Server{"127.0.0.1", 2525, InClear, "", ""}, nil},
		{"in clear by name", "smtp://localhost:25?tls=none", Server{"localhost", 25, InClear, "", ""}, nil},
		{"in clear by IPv6", "smtp://[::1]:25?tls=none", Server{"::1", 25, InClear, "", ""}, nil},
		{"in clear elsewhere", "smtp://user:hemligt@mail.example.org:25?tls=none", Server{}, ErrServerInClear},
		{"name that only looks like this machine", "smtp://localhost.example.org?tls=none", Server{}, ErrServerInClear},
		{"TLS that is none", "smtps://127.0.0.1?tls=none", Server{}, ErrServerOption},
		{"misspelt option", "smtp://mail.example.org?tls=off", Server{}, ErrServerOption},
		{"option twice", "smtp://127.0.0.1?tls=none&tls=none", Server{}, ErrServerOption},
		{"empty", "", Server{}, ErrServer},
		{"bare host", "mail.example.org:587", Server{}, ErrServer},
		{"web address", "https://user:hemligt@mail.example.org", Server{}, ErrServer},
		{"path", "smtp://user:hemligt@mail.example.org/x", Server{}, ErrServer},
		{"password with a space", "smtp://user:hem ligt@mail.example.org", Server{}, ErrServer},
		{"password with a slash", "smtp://user:hem/ligt@mail.example.org", Server{}, ErrServer},
		{"user without password", "smtp://user@mail.example.org", Server{}, ErrServer},
		{"password without user", "smtp://:hemligt@mail.example.org", Server{}, ErrServer},
		{"port 0", "smtp://user:hemligt@mail.example.org:0", Server{}, ErrServer},
		{"port too high", "smtp://user:hemligt@mail.example.org:65536", Server{}, ErrServer},
		{"no host", "smtp://user:hemligt@:25", Server{}, ErrServer},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseServer(tt.raw)
			if !errors.Is(err, tt.wantErr) || err == nil && got != tt.want {
				t.Errorf("ParseServer(%q) = %#v, %v; want %v, %v", tt.raw, got, err, tt.want, tt.wantErr)
			}
			if err != nil && (strings.Contains(err.Error(), "hemligt") || strings.Contains(err.Error(), "ligt@")) {
				t.Errorf("error shows the password: %v", err)
			}
		})
	}
}

func TestServerIsPrintedWithoutPassword(t *testing.T) {
	s, err := ParseServer("smtps://user:hemligt@mail.example.org")
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if got := fmt.Sprintf(verb, s); strings.Contains(got, "hemligt") || !strings.Contains(got, "mail.example.org:465") {
			t.Errorf("%s prints %s", verb, got)
		}
		if got := fmt.Sprintf(verb, SMTP{Server: s}); strings.Contains(got, "hemligt") {
			t.Errorf("%s of a sender prints %s", verb, got)
		}
	}
}
