package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"samling/internal/console"
	"samling/internal/event"
)

const passkeysPath = "/account/security/passkeys"

// named is a site with a name, which keys can be bound to.
func named(l *event.Links, _ *console.Options) {
	l.Base = strings.Replace(l.Base, "127.0.0.1", "localhost", 1)
}

// addPasskey registers a key.
func (b *somebody) addPasskey(name string) *authenticator {
	b.t.Helper()
	a := newAuthenticator(b.t, b.links.Base)
	b.post(passkeysPath, a.create(b.dare(passkeysPath+"/start"), name)).leads(b.t, "/console/account/security?done=passkey_added")
	return a
}

// signInBy tries a key in a new browser.
func (d *desk) signInBy(a *authenticator) (*somebody, answer) {
	d.t.Helper()
	b := d.stranger()
	return b, b.post("/sign-in/passkey", a.get(b.dare("/sign-in/passkey/start")))
}

func TestPasskeyAlone(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		elin := d.elin()
		elin.get("/account/security").ok(t, "Lägg till en passnyckel")
		a := elin.addPasskey("  Min  telefon ")
		elin.get("/account/security").ok(t, "Min telefon", "Tillagd 19 januari 2024")
		d.stranger().get("/sign-in").ok(t, "Logga in med passnyckel")
		a.counter++
		b, got := d.signInBy(a)
		got.leads(t, "/console")
		b.get("/account/security").ok(t, "senast använd 19 januari 2024")

		b = d.stranger()
		a.counter++
		form := a.get(b.dare("/sign-in/passkey/start"))
		form.Set("next", "/console/account/security")
		b.post("/sign-in/passkey", form).leads(t, "/console/account/security")
	}, named)
}

func TestNamingAndRemovingPasskeys(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		elin := d.elin()
		a := elin.addPasskey("Telefon")
		f, err := d.store.Factors(t.Context(), elin.user.ID)
		if err != nil || len(f.Passkeys) != 1 {
			t.Fatalf("%+v, %v", f, err)
		}
		id := f.Passkeys[0].CredentialID
		own := passkeysPath + "/1"
		elin.post(own, url.Values{"name": {" "}}).is(t, http.StatusUnprocessableEntity, "Ge passnyckeln ett namn")
		elin.post(own, url.Values{"name": {"Gamla telefonen"}}).leads(t, "/console/account/security?done=passkey_named")
		elin.get("/account/security").ok(t, "Gamla telefonen")

		other := d.member(d.save("goda-uppvaxtvillkor").OrganisationID, event.Administrator)
		other.post(own, url.Values{"name": {"Min"}}).is(t, http.StatusNotFound)
		other.get("/account/security/remove/1").is(t, http.StatusNotFound)
		other.post("/account/security/remove/1", nil).is(t, http.StatusNotFound)

		elin.get("/account/security/remove/1").ok(t, "Ta bort passnyckeln Gamla telefonen")
		elin.post("/account/security/remove/1", nil).leads(t, "/console/account/security?done=passkey_removed")
		a.counter++
		_, got := d.signInBy(a)
		got.is(t, http.StatusUnprocessableEntity, "Passnyckeln godtogs inte")
		if _, err := d.store.Passkey(t.Context(), id); err == nil {
			t.Error("the key is still there")
		}
	}, named)
}

func TestPasskeyThatIsNotGood(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		elin := d.elin()
		a := elin.addPasskey("Telefon")
		a.counter = 10
		_, got := d.signInBy(a)
		got.leads(t, "/console")
		refused := func(name string, spoil func(a *authenticator)) {
			t.Helper()
			bad := *a
			bad.counter = 20
			spoil(&bad)
			b, got := d.signInBy(&bad)
			if got.status != http.StatusUnprocessableEntity {
				t.Errorf("%s: status %d to %q", name, got.status, got.location)
			}
			b.get("/account/security").leads(t, "/console/sign-in")
		}
		refused("used on another site", func(a *authenticator) { a.origin = "https://example.net" })
		refused("counting backwards", func(a *authenticator) { a.counter = 9 })
		refused("counting not at all", func(a *authenticator) { a.counter = 10 })
		refused("without a finger or a PIN", func(a *authenticator) { a.verifies = false })
		refused("with another private key", func(a *authenticator) { a.key = newAuthenticator(t, a.origin).key })
		refused("that nobody has registered", func(a *authenticator) { a.id = []byte("nobody has this one") })
		refused("of another user", func(a *authenticator) { a.handle = b64([]byte("somebody else")) })
		// And the same key is good when nothing is spoilt.
		a.counter = 20
		_, got = d.signInBy(a)
		got.leads(t, "/console")
	}, named)
}

func TestChallengeIsAnsweredOnceAndSoon(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		elin := d.elin()
		a := elin.addPasskey("Telefon")
		b := d.stranger()
		dare := b.dare("/sign-in/passkey/start")
		a.counter = 5
		form := a.get(dare)
		b.post("/sign-in/passkey", form).leads(t, "/console")
		d.stranger().post("/sign-in/passkey", form).is(t, http.StatusUnprocessableEntity)
		a.counter = 6
		d.stranger().post("/sign-in/passkey", a.get(dare)).is(t, http.StatusUnprocessableEntity)

		late := b.dare("/sign-in/passkey/start")
		d.wait(event.ChallengeLife)
		d.stranger().post("/sign-in/passkey", a.get(late)).is(t, http.StatusUnprocessableEntity)

		// A challenge for one thing is no good for another, and a code is not to
		// be guessed.
		elin = d.signedIn(elin.user)
		d.stranger().post("/sign-in/passkey", a.get(elin.dare(passkeysPath+"/start"))).is(t, http.StatusUnprocessableEntity)
		forged := a.get(b.dare("/sign-in/passkey/start"))
		forged.Set("code", "x")
		d.stranger().post("/sign-in/passkey", forged).is(t, http.StatusUnprocessableEntity)
		d.stranger().post("/sign-in/passkey", url.Values{}).is(t, http.StatusUnprocessableEntity)
	}, named)
}

func TestRegisteringAPasskeyThatIsNotGood(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		elin := d.elin()
		start := passkeysPath + "/start"
		elsewhere := newAuthenticator(t, "https://example.net")
		elin.post(passkeysPath, elsewhere.create(elin.dare(start), "Telefon")).is(t, http.StatusUnprocessableEntity, "Passnyckeln godtogs inte")
		here := newAuthenticator(t, d.links.Base)
		elin.post(passkeysPath, here.create(elin.dare(start), "")).is(t, http.StatusUnprocessableEntity, "Ge passnyckeln ett namn")
		elin.post(passkeysPath, url.Values{"name": {"Telefon"}}).is(t, http.StatusUnprocessableEntity, "godtogs inte")

		form := here.create(elin.dare(start), "Telefon")
		elin.post(passkeysPath, form).leads(t, "/console/account/security")
		elin.post(passkeysPath, form).is(t, http.StatusUnprocessableEntity, "godtogs inte")
		if known := elin.dare(start).Options.PublicKey.ExcludeCredentials; len(known) != 1 || known[0].ID != b64(here.id) {
			t.Errorf("not to be registered again: %v", known)
		}
		elin.post(passkeysPath, here.create(elin.dare(start), "Igen")).is(t, http.StatusUnprocessableEntity, "finns redan")

		// Another user's challenge is not ours.
		other := d.member(d.save("goda-uppvaxtvillkor").OrganisationID, event.Reader)
		theirs := newAuthenticator(t, d.links.Base).create(other.dare(start), "Telefon")
		elin.post(passkeysPath, theirs).is(t, http.StatusUnprocessableEntity, "godtogs inte")

		d.wait(event.FreshFor)
		elin.post(start, nil).leads(t, "/console/sign-in?again=1")
		f, err := d.store.Factors(t.Context(), elin.user.ID)
		if err != nil || len(f.Passkeys) != 1 {
			t.Errorf("%d keys, %v", len(f.Passkeys), err)
		}
	}, named)
}

func TestPasskeyBesideAPassword(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		elin := d.elin()
		a := elin.addPasskey("Telefon")
		elin.setPassword(goodPassword)
		b, page := d.halfway(elin.user)
		b.get(page).ok(t, "Använd passnyckeln", "kräver JavaScript")
		dare := b.dare(page + "/passkey")
		if allowed := dare.Options.PublicKey.AllowCredentials; len(allowed) != 1 || allowed[0].ID != b64(a.id) {
			t.Errorf("allowed: %v", allowed)
		}
		stolen := newAuthenticator(t, d.links.Base)
		stolen.handle = a.handle
		b.post(page, stolen.get(dare)).is(t, http.StatusUnprocessableEntity, "Passnyckeln godtogs inte")
		// Beside a password the key need not ask who holds it.
		a.counter, a.verifies = 2, false
		b.post(page, a.get(b.dare(page+"/passkey"))).leads(t, "/console")
		// A code is no good for whoever has no app.
		d.wait(time.Minute)
		b, page = d.halfway(elin.user)
		b.post(page, url.Values{"code": {"123456"}}).is(t, http.StatusUnprocessableEntity)
		// The challenge of one who signs in alone is not for this.
		a.counter = 3
		b.post(page, a.get(b.dare("/sign-in/passkey/start"))).is(t, http.StatusUnprocessableEntity)
	}, named)
}

// Where the site has no name, keys could not be bound to it.
func TestNoPasskeysWithoutAName(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		elin := d.elin()
		elin.get("/account/security").ok(t, "Passnycklar kan inte användas här")
		elin.post(passkeysPath+"/start", nil).is(t, http.StatusNotFound)
		elin.post(passkeysPath, nil).is(t, http.StatusNotFound)
		b := d.stranger()
		if strings.Contains(b.get("/sign-in").body, "passkey") {
			t.Error("the sign-in page offers passkeys")
		}
		b.post("/sign-in/passkey/start", nil).is(t, http.StatusNotFound)
		b.post("/sign-in/passkey", nil).is(t, http.StatusNotFound)
	})
}
