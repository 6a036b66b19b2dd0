package console_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"
)

// provider is a small OpenID Connect provider: discovery, keys, and a token
// endpoint that checks the client, the code and RFC 7636.
type provider struct {
	*httptest.Server
	t   testing.TB
	key *rsa.PrivateKey
	now func() time.Time

	mu    sync.Mutex
	codes map[string]grant
	// away makes it answer nothing.
	away bool
}

// grant is what a code is worth.
type grant struct {
	challenge string
	claims    map[string]any
	key       *rsa.PrivateKey
}

const (
	clientID     = "samling"
	clientSecret = "s3cret & more"
)

func newProvider(t testing.TB) *provider {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &provider{t: t, key: key, codes: map[string]grant{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("GET /keys", p.keys)
	mux.HandleFunc("POST /token", p.token)
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.away {
			http.Error(w, "closed for repairs", http.StatusServiceUnavailable)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(p.Close)
	return p
}

// goAway and comeBack are an outage.
func (p *provider) setAway(away bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.away = away
}

func (p *provider) discovery(w http.ResponseWriter, _ *http.Request) {
	p.reply(w, map[string]any{
		"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
		"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
	})
}

func (p *provider) keys(w http.ResponseWriter, _ *http.Request) {
	p.reply(w, map[string]any{"keys": []map[string]string{{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1", "n": b64(p.key.N.Bytes()), "e": b64(big.NewInt(int64(p.key.E)).Bytes()),
	}}})
}

func (p *provider) reply(w http.ResponseWriter, what any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(what); err != nil {
		p.t.Error(err)
	}
}

// authorize is what a person does at the provider: it looks at where the browser
// was sent, and gives the address to go back to. Claims may be spoilt.
func (p *provider) authorize(to string, email string, spoil func(claims map[string]any)) string {
	p.t.Helper()
	u, err := url.Parse(to)
	if err != nil || u.Host != mustParse(p.t, p.URL).Host || u.Path != "/authorize" {
		p.t.Fatalf("sent to %q", to)
	}
	q := u.Query()
	if q.Get("response_type") != "code" || q.Get("client_id") != clientID || q.Get("code_challenge_method") != "S256" ||
		q.Get("state") == "" || q.Get("nonce") == "" || q.Get("scope") != "openid email profile" {
		p.t.Fatalf("asked for %v", q)
	}
	now := p.now()
	claims := map[string]any{
		"iss": p.URL, "aud": clientID, "sub": "248289761001", "iat": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(),
		"nonce": q.Get("nonce"), "email": email, "email_verified": true,
	}
	if spoil != nil {
		spoil(claims)
	}
	g := grant{challenge: q.Get("code_challenge"), claims: claims, key: p.key}
	code := rand.Text()
	p.mu.Lock()
	p.codes[code] = g
	p.mu.Unlock()
	back := mustParse(p.t, q.Get("redirect_uri"))
	back.RawQuery = url.Values{"code": {code}, "state": {q.Get("state")}}.Encode()
	return back.RequestURI()
}

func mustParse(t testing.TB, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// forge makes the provider answer with tokens that somebody else has signed.
func (p *provider) forge(key *rsa.PrivateKey) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for code, g := range p.codes {
		g.key = key
		p.codes[code] = g
	}
}

func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	id, _ = url.QueryUnescape(id)
	secret, _ = url.QueryUnescape(secret)
	g, ok := p.codes[r.FormValue("code")]
	delete(p.codes, r.FormValue("code"))
	verifier := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if id != clientID || secret != clientSecret || !ok || r.FormValue("grant_type") != "authorization_code" || b64(verifier[:]) != g.challenge {
		w.WriteHeader(http.StatusBadRequest)
		p.reply(w, map[string]string{"error": "invalid_grant"})
		return
	}
	p.reply(w, map[string]any{"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": p.sign(g)})
}

// sign makes a JSON Web Token (RFC 7519).
func (p *provider) sign(g grant) string {
	claims, err := json.Marshal(g.claims)
	if err != nil {
		p.t.Error(err)
	}
	signed := b64([]byte(`{"alg":"RS256","kid":"1"}`)) + "." + b64(claims)
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, g.key, crypto.SHA256, digest[:])
	if err != nil {
		p.t.Error(err)
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}
