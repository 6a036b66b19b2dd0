package console

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"samling/internal/event"
)

// OIDC is the organisation's own sign-in, by OpenID Connect.
type OIDC struct {
	Issuer   string // "https://login.example.org"
	ClientID string
	Secret   string
	Name     string // on the button, empty for words of our own
}

// sso talks with it. It is asked what it can do when the first visitor needs it:
// whether it answers must not decide whether we start.
type sso struct {
	OIDC
	links  event.Links
	now    func() time.Time
	client *http.Client

	mu       sync.Mutex
	provider *oidc.Provider
}

// ssoPatience is how long it may take to answer.
const ssoPatience = 8 * time.Second

func newSSO(o OIDC, links event.Links, now func() time.Time) *sso {
	return &sso{OIDC: o, links: links, now: now, client: &http.Client{Timeout: ssoPatience}}
}

// discover asks once what the other side can do. A failure is not remembered.
func (s *sso) discover(ctx context.Context) (*oidc.Provider, error) {
	s.mu.Lock()
	provider := s.provider
	s.mu.Unlock()
	if provider != nil {
		return provider, nil
	}
	// Nobody waits for another's question. The provider keeps the context to
	// fetch keys with, long after this request.
	provider, err := oidc.NewProvider(s.context(context.WithoutCancel(ctx)), s.Issuer)
	if err != nil {
		return nil, fmt.Errorf("ask %s what it can do: %w", s.Issuer, err)
	}
	s.mu.Lock()
	s.provider = provider
	s.mu.Unlock()
	return provider, nil
}

func (s *sso) context(ctx context.Context) context.Context { return oidc.ClientContext(ctx, s.client) }

func (s *sso) config(p *oidc.Provider) oauth2.Config {
	return oauth2.Config{
		ClientID: s.ClientID, ClientSecret: s.Secret, Endpoint: p.Endpoint(),
		RedirectURL: s.links.Console(oidcCallback, s.links.Main), Scopes: []string{oidc.ScopeOpenID, "email", "profile"},
	}
}

// nonce and verifier go with a ticket, and are computed: nobody who reads the
// database can use them.
func (s *sso) nonce(ticket uint) string    { return s.links.Derived("oidc nonce", ticket) }
func (s *sso) verifier(ticket uint) string { return s.links.Derived("oidc verifier", ticket) }

// departure is where to send a visitor.
func (s *sso) departure(ctx context.Context, ticket uint, state string) (string, error) {
	p, err := s.discover(ctx)
	if err != nil {
		return "", err
	}
	config := s.config(p)
	return config.AuthCodeURL(state, oidc.Nonce(s.nonce(ticket)), oauth2.S256ChallengeOption(s.verifier(ticket))), nil
}

// errUnverified is somebody whose address nobody has checked.
var errUnverified = errors.New("the address is not verified")

// arrival is the address of whoever came back with a code. It returns errRefused
// for an answer that is not good.
func (s *sso) arrival(ctx context.Context, ticket uint, code string) (email string, err error) {
	p, err := s.discover(ctx)
	if err != nil {
		return "", err
	}
	config := s.config(p)
	token, err := config.Exchange(s.context(ctx), code, oauth2.VerifierOption(s.verifier(ticket)))
	var no *oauth2.RetrieveError
	if errors.As(err, &no) && no.Response.StatusCode < http.StatusInternalServerError {
		return "", fmt.Errorf("the code was not taken (%s): %w", no.ErrorCode, errRefused)
	}
	if err != nil {
		return "", fmt.Errorf("exchange the code: %w", err)
	}
	raw, _ := token.Extra("id_token").(string)
	return s.read(ctx, p, ticket, raw)
}

// read checks an identity token, and whom it is about.
func (s *sso) read(ctx context.Context, p *oidc.Provider, ticket uint, raw string) (string, error) {
	verifier := p.Verifier(&oidc.Config{ClientID: s.ClientID, Now: s.now})
	token, err := verifier.Verify(s.context(ctx), raw)
	if err != nil {
		return "", fmt.Errorf("%w: %w", errRefused, err)
	}
	if token.Nonce != s.nonce(ticket) {
		return "", fmt.Errorf("another nonce: %w", errRefused)
	}
	var claims struct {
		Email    string `json:"email"`
		Verified any    `json:"email_verified"` // some write "true"
	}
	if err := token.Claims(&claims); err != nil {
		return "", fmt.Errorf("%w: %w", errRefused, err)
	}
	if _, ok := event.ParseAddress(claims.Email); !ok || claims.Verified != true && claims.Verified != "true" {
		return "", errUnverified
	}
	return claims.Email, nil
}
