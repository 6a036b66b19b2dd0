package console_test

import (
	"crypto/rand"
	"crypto/rsa"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"samling/internal/console"
	"samling/internal/event"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

// eachWithProvider runs a test on a desk whose organisation has a sign-in of its
// own.
func eachWithProvider(t *testing.T, test func(t *testing.T, d *desk, p *provider)) {
	t.Helper()
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, o store.Options) {
		t.Parallel()
		p := newProvider(t)
		d := newDesk(t, storetest.Open(t, o), func(_ *event.Links, o *console.Options) {
			o.OIDC = &console.OIDC{Issuer: p.URL, ClientID: clientID, Secret: clientSecret, Name: "Logga in med Ale-konto"}
		})
		p.now = d.clock
		test(t, d, p)
	})
}

// leave sets out for the provider in a browser.
func (b *somebody) leave() string {
	b.t.Helper()
	a := b.get("/sign-in/oidc?next=/console/account/security")
	a.leads(b.t, "http://127.0.0.1:")
	return a.location
}

func TestOrganisationsOwnSignIn(t *testing.T) {
	eachWithProvider(t, func(t *testing.T, d *desk, p *provider) {
		elin := d.elin()
		b := d.stranger()
		b.get("/sign-in").ok(t, "Logga in med Ale-konto", "Eller få en länk")
		to := b.leave()
		if q := mustParse(t, to).Query(); !strings.HasSuffix(q.Get("redirect_uri"), "/console/sign-in/oidc/callback") {
			t.Errorf("comes back to %q", q.Get("redirect_uri"))
		}
		back := p.authorize(to, strings.ToUpper(elin.user.Email), nil)
		b.get(back).leads(t, "/console/account/security")
		b.get("/account/security").ok(t, "Inloggning och säkerhet")
		// The same way back leads nowhere a second time, here or elsewhere.
		b.get(back).is(t, http.StatusBadRequest, "Inloggningen kunde inte slutföras")
		d.stranger().get(back).is(t, http.StatusBadRequest)
	})
}

func TestSignInAnswerThatIsNotGood(t *testing.T) {
	eachWithProvider(t, func(t *testing.T, d *desk, p *provider) {
		elin := d.elin()
		tests := []struct {
			name  string
			spoil func(map[string]any)
			says  string
		}{
			{"another nonce", func(c map[string]any) { c["nonce"] = "x" }, "Du blev inte inloggad"},
			{"no nonce", func(c map[string]any) { delete(c, "nonce") }, "Du blev inte inloggad"},
			{"for another client", func(c map[string]any) { c["aud"] = "another" }, "Du blev inte inloggad"},
			{"from another issuer", func(c map[string]any) { c["iss"] = "https://example.net" }, "Du blev inte inloggad"},
			{"expired", func(c map[string]any) { c["exp"] = d.clock().Add(-time.Second).Unix() }, "Du blev inte inloggad"},
			{"an address that nobody checked", func(c map[string]any) { c["email_verified"] = false }, "inte bekräftad"},
			{"an address of which nothing is said", func(c map[string]any) { delete(c, "email_verified") }, "inte bekräftad"},
			{"no address", func(c map[string]any) { delete(c, "email") }, "inte bekräftad"},
			{"somebody we do not know", func(c map[string]any) { c["email"] = "nobody@example.org" }, "Du har inget konto här"},
		}
		for _, tt := range tests {
			b := d.stranger()
			got := b.get(p.authorize(b.leave(), elin.user.Email, tt.spoil))
			if got.status != http.StatusForbidden || !strings.Contains(got.text(), tt.says) {
				t.Errorf("%s: status %d\n%s", tt.name, got.status, got.text())
			}
			b.get("").leads(t, "/console/sign-in")
		}
		// Verified is what some providers write as a text.
		b := d.stranger()
		b.get(p.authorize(b.leave(), elin.user.Email, func(c map[string]any) { c["email_verified"] = "true" })).leads(t, "/console")
	})
}

func TestForgedSignatureAndCode(t *testing.T) {
	eachWithProvider(t, func(t *testing.T, d *desk, p *provider) {
		elin := d.elin()
		other, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			t.Fatal(err)
		}
		b := d.stranger()
		back := p.authorize(b.leave(), elin.user.Email, nil)
		p.forge(other)
		b.get(back).is(t, http.StatusForbidden, "Du blev inte inloggad")

		// A code of one journey is no good on another: the verifier differs.
		stolen := mustParse(t, p.authorize(d.stranger().leave(), elin.user.Email, nil)).Query().Get("code")
		own := mustParse(t, p.authorize(b.leave(), elin.user.Email, nil))
		q := own.Query()
		q.Set("code", stolen)
		b.get(own.Path+"?"+q.Encode()).is(t, http.StatusForbidden, "Du blev inte inloggad")
	})
}

// A way back that began elsewhere, was made up or took too long signs nobody in.
func TestJourneyIsBoundToTheBrowser(t *testing.T) {
	eachWithProvider(t, func(t *testing.T, d *desk, p *provider) {
		elin := d.elin()
		stranger, victim := d.stranger(), d.stranger()
		victim.leave()
		victim.get(p.authorize(stranger.leave(), elin.user.Email, nil)).is(t, http.StatusBadRequest, "började du i en annan webbläsare")
		for _, state := range []string{"", "1", "1.x", "x.y", "999999.x"} {
			victim.get("/sign-in/oidc/callback?code=x&state="+url.QueryEscape(state)).is(t, http.StatusBadRequest)
		}
		back := p.authorize(stranger.leave(), elin.user.Email, nil)
		d.wait(event.OIDCLife)
		stranger.get(back).is(t, http.StatusBadRequest)

		// Whoever changes their mind there is told so here.
		state := mustParse(t, stranger.leave()).Query().Get("state")
		stranger.get("/sign-in/oidc/callback?error=access_denied&state="+url.QueryEscape(state)).is(t, http.StatusForbidden, "Du blev inte inloggad")
	})
}

// An outage of the provider is a sentence, and over when it is over.
func TestProviderIsAway(t *testing.T) {
	eachWithProvider(t, func(t *testing.T, d *desk, p *provider) {
		elin := d.elin()
		p.setAway(true)
		b := d.stranger()
		b.get("/sign-in/oidc").is(t, http.StatusBadGateway, "svarar inte", "länk till din e-post")
		b.get("/sign-in").ok(t, "Skicka länken")
		p.setAway(false)
		back := p.authorize(b.leave(), elin.user.Email, nil)
		p.setAway(true)
		b.get(back).is(t, http.StatusBadGateway, "svarar inte")
		p.setAway(false)
		b.get(p.authorize(b.leave(), elin.user.Email, nil)).leads(t, "/console")
	})
}

func TestNoSignInOfItsOwn(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b := d.stranger()
		if strings.Contains(b.get("/sign-in").body, "oidc") {
			t.Error("the sign-in page offers it")
		}
		b.get("/sign-in/oidc").is(t, http.StatusNotFound)
		b.get("/sign-in/oidc/callback?state=1.x").is(t, http.StatusNotFound)
	})
}
