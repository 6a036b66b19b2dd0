package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"
	"unicode"

	"samling/internal/event"
	"samling/internal/mail"
	"samling/internal/site"
	"samling/internal/store"
)

// addressFlags say how the public reaches the site.
type addressFlags struct {
	BaseURL  string `name:"base-url" placeholder:"ADDRESS" help:"Public address, such as https://events.example.org. A server with --smtp needs it; another is where it listens. Commands beside a server know it from there."`
	Language string `default:"sv" enum:"sv,en" placeholder:"sv|en" help:"The language of addresses without a prefix (${default})."`
}

// keyFlags say what private links are made with.
type keyFlags struct {
	Secret     string `placeholder:"TEXT" help:"The key that private links are made with, at least 32 bytes. Without one, it is made and kept in the data folder. Servers that share a database must share it."`
	SecretFile string `placeholder:"FILE" help:"File that holds --secret."`
}

// serverFlags say where mail is handed over.
type serverFlags struct {
	SMTP     string `name:"smtp" placeholder:"ADDRESS" help:"Mail server: smtp://user:password@host:587 or smtps://user:password@host:465. Without one, mail waits."`
	SMTPFile string `name:"smtp-file" placeholder:"FILE" help:"File that holds --smtp."`
}

// mailFlags say how mail leaves.
type mailFlags struct {
	serverFlags
	From string `placeholder:"SENDER" help:"Who mail comes from, such as Evenemang <events@example.org>. Without one, it is whom the set-up named."`
}

// operatorFlags say who runs the installation.
type operatorFlags struct {
	OperatorName    string `placeholder:"TEXT" help:"Who runs this installation, as the privacy page and the accessibility statement name it."`
	OperatorAddress string `placeholder:"TEXT" help:"Postal address of the operator."`
	OperatorNumber  string `placeholder:"TEXT" help:"Organisation number of the operator."`
	OperatorEmail   string `placeholder:"ADDRESS" help:"E-mail address of the operator."`
	OperatorPhone   string `placeholder:"NUMBER" help:"Telephone number of the operator."`
	DataProtection  string `placeholder:"TEXT" help:"How to reach the data protection officer."`
	AssessedOn      string `placeholder:"DATE" help:"When accessibility was last assessed, such as 2026-11-23."`
}

// settingError is a setting that nothing can be done with.
type settingError struct {
	flag string
	err  error
}

func (e settingError) Error() string {
	return fmt.Sprintf("--%s (SAMLING_%s): %v", e.flag, strings.ToUpper(strings.ReplaceAll(e.flag, "-", "_")), e.err)
}

func (e settingError) Unwrap() error { return e.err }

func wrong(flag, format string, args ...any) error {
	return settingError{flag, fmt.Errorf(format, args...)}
}

// secret is a setting that is given as it is or in a file, where no list of
// processes shows it.
func secret(flag, value, file string) (string, error) {
	switch {
	case file == "":
		return value, nil
	case value != "":
		return "", wrong(flag+"-file", "say either this or --%s", flag)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return "", wrong(flag+"-file", "%w", err)
	}
	value = strings.TrimSpace(string(content))
	if value == "" {
		return "", wrong(flag+"-file", "%s is empty", file)
	}
	return value, nil
}

// base is the public address, or the other one if none is given.
func (f addressFlags) base(otherwise string) (*url.URL, error) {
	given := cmp.Or(f.BaseURL, otherwise)
	if strings.ContainsFunc(given, func(r rune) bool { return r > unicode.MaxASCII }) {
		return nil, wrong("base-url", "must be written without letters such as å, as mail servers know it: https://xn--…")
	}
	u, err := url.Parse(strings.TrimSuffix(given, "/"))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" ||
		u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, wrong("base-url", "must look like https://events.example.org, with nothing behind the host")
	}
	return u, nil
}

// defaultListen is where a server listens that was not told.
const defaultListen = "127.0.0.1:8080"

// defaultBase is the public address of such a server.
const defaultBase = "http://" + defaultListen

// demand refuses to guess the public address where mail leaves: people elsewhere
// follow its links.
func (f addressFlags) demand() error {
	if f.BaseURL == "" {
		return wrong("base-url", "is needed with --smtp, such as https://events.example.org, because mails name it")
	}
	return nil
}

// links makes the addresses of an installation, which is at the other address if
// none is given.
func (f addressFlags) links(otherwise string, key []byte) (event.Links, error) {
	base, err := f.base(otherwise)
	if err != nil {
		return event.Links{}, err
	}
	return event.Links{Base: base.String(), Key: key, Main: f.Language}, nil
}

// open opens the store for a command that may queue mail or print addresses. If
// none is given, they are those of the last server.
func (f addressFlags) open(ctx context.Context, data dataFlags, key []byte) (*store.Store, event.Links, error) {
	if _, err := f.base(defaultBase); err != nil {
		return nil, event.Links{}, err
	}
	s, err := data.open(ctx, "")
	if err != nil {
		return nil, event.Links{}, err
	}
	kept, err := s.BaseURL(ctx)
	if err != nil {
		return nil, event.Links{}, errors.Join(err, s.Close())
	}
	links, err := f.links(cmp.Or(kept, defaultBase), key)
	if err != nil {
		return nil, event.Links{}, errors.Join(err, s.Close())
	}
	s.SetHost(links.Host())
	s.SetKey(key)
	return s, links, nil
}

// server is the mail server, or nil if there is none.
func (f serverFlags) server() (*mail.Server, error) {
	address, err := secret("smtp", f.SMTP, f.SMTPFile)
	if address == "" || err != nil {
		return nil, err
	}
	s, err := mail.ParseServer(address)
	if err != nil {
		return nil, wrong("smtp", "%w", err)
	}
	return &s, nil
}

// sender is who mail comes from.
func (f mailFlags) sender() (mail.Address, error) {
	if f.From == "" {
		return mail.Address{}, wrong("from", "is needed with --smtp, such as Evenemang <events@example.org>")
	}
	from, err := mail.ParseFrom(f.From)
	if err != nil {
		return mail.Address{}, wrong("from", "%w", err)
	}
	return from, nil
}

// operator is what pages tell about the operator.
func (f operatorFlags) operator() (site.Operator, error) {
	o := site.Operator{
		Name: f.OperatorName, Address: f.OperatorAddress, Number: f.OperatorNumber, Email: f.OperatorEmail,
		Phone: f.OperatorPhone, DataProtection: f.DataProtection, AssessedOn: f.AssessedOn,
	}
	if _, ok := event.ParseAddress(o.Email); o.Email != "" && !ok {
		return o, wrong("operator-email", "is not an e-mail address")
	}
	if _, err := time.Parse(time.DateOnly, o.AssessedOn); o.AssessedOn != "" && err != nil {
		return o, wrong("assessed-on", "must be a day such as 2026-11-23")
	}
	return o, nil
}

// networks reads networks, or single addresses.
func networks(flag string, texts []string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range texts {
		network, err := netip.ParsePrefix(text)
		if single, e := netip.ParseAddr(text); e == nil {
			network, err = netip.PrefixFrom(single, single.BitLen()), nil
		}
		if err != nil {
			return nil, wrong(flag, "%q is no network such as 10.0.0.0/8", text)
		}
		all = append(all, network.Masked())
	}
	return all, nil
}

// checkListen reads where to listen, before anything is made.
func checkListen(address string) error {
	if _, _, err := net.SplitHostPort(address); err != nil {
		return wrong("listen", "must look like %s", defaultListen)
	}
	return nil
}
