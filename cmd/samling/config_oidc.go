package main

import (
	"cmp"
	"net/netip"
	"net/url"
	"strings"
	"unicode/utf8"

	"samling/internal/console"
)

// oidcFlags say where an organisation has a sign-in of its own.
type oidcFlags struct {
	OIDCIssuer           string `name:"oidc-issuer" placeholder:"ADDRESS" help:"Sign-in of your own by OpenID Connect, such as https://login.example.org. It must say email_verified of those who come from there."`
	OIDCClientID         string `name:"oidc-client-id" placeholder:"TEXT" help:"What that sign-in knows Samling as."`
	OIDCClientSecret     string `name:"oidc-client-secret" placeholder:"TEXT" help:"The secret that goes with --oidc-client-id."`
	OIDCClientSecretFile string `name:"oidc-client-secret-file" placeholder:"FILE" help:"File that holds --oidc-client-secret."`
	OIDCName             string `name:"oidc-name" placeholder:"TEXT" help:"What its button says, such as Logga in med Ale-konto."`
}

// longestName is how much a button can say.
const longestName = 60

// oidc is the organisation's sign-in, or nil if there is none. It is not asked
// for anything yet: it may be away when we start.
func (f oidcFlags) oidc() (*console.OIDC, error) {
	given, err := secret("oidc-client-secret", f.OIDCClientSecret, f.OIDCClientSecretFile)
	switch {
	case err != nil:
		return nil, err
	case f.OIDCIssuer == "" && cmp.Or(f.OIDCClientID, given, f.OIDCName) == "":
		return nil, nil
	case f.OIDCIssuer == "":
		return nil, wrong("oidc-issuer", "is needed with the other settings of OpenID Connect")
	case !isIssuer(f.OIDCIssuer):
		return nil, wrong("oidc-issuer", "must look like https://login.example.org, as it stands under issuer in its /.well-known/openid-configuration")
	case f.OIDCClientID == "":
		return nil, wrong("oidc-client-id", "is needed with --oidc-issuer")
	case given == "":
		return nil, wrong("oidc-client-secret", "is needed with --oidc-issuer")
	case utf8.RuneCountInString(f.OIDCName) > longestName:
		return nil, wrong("oidc-name", "must be at most %d letters long", longestName)
	}
	return &console.OIDC{Issuer: f.OIDCIssuer, ClientID: f.OIDCClientID, Secret: given, Name: strings.TrimSpace(f.OIDCName)}, nil
}

// isIssuer reports whether an address is that of an issuer. In clear, it must be
// on this machine.
func isIssuer(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	local := u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
	return u.Scheme == "https" || u.Scheme == "http" && local
}
