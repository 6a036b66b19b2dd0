package console_test

import (
	"encoding/base32"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"samling/internal/event"
)

const goodPassword = "en grå båt vid bryggan"

// elin is somebody who is signed in, and not in a hurry.
func (d *desk) elin() *somebody {
	d.t.Helper()
	return d.member(d.save("tidiga-insatser").OrganisationID, event.Organiser)
}

// app is a telephone that shows codes.
type app struct{ secret []byte }

// code is what it shows at a moment.
func (a app) code(t testing.TB, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(base32.StdEncoding.EncodeToString(a.secret), at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

var shownKey = regexp.MustCompile(`<code class="secret" translate="no">([A-Z2-7 ]+)</code>`)

// connectApp connects a telephone, and waits until its next code.
func (b *somebody) connectApp() app {
	b.t.Helper()
	b.post("/account/security/totp/start", nil).leads(b.t, "/console/account/security/totp")
	page := b.get("/account/security/totp")
	page.ok(b.t, "Koppla en kodapp")
	found := shownKey.FindStringSubmatch(page.body)
	if found == nil {
		b.t.Fatal("no key is shown")
	}
	secret, err := base32.StdEncoding.DecodeString(strings.ReplaceAll(found[1], " ", ""))
	if err != nil {
		b.t.Fatal(err)
	}
	a := app{secret}
	b.post("/account/security/totp", url.Values{"code": {a.code(b.t, b.clock())}}).leads(b.t, "/console/account/security?done=totp_added")
	b.wait(30 * time.Second)
	return a
}

func (b *somebody) setPassword(password string) {
	b.t.Helper()
	b.post("/account/security/password", url.Values{"password": {password}, "again": {password}}).leads(b.t, "/console/account/security?done=password_set")
}

func TestConnectingAnApp(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b := d.elin()
		b.get("/account/security").ok(t, "Inloggning och säkerhet", "Koppla en kodapp", "Lägg först till en passnyckel eller en kodapp")
		b.get("/account/security/totp").leads(t, "/console/account/security")
		b.post("/account/security/totp/start", nil).leads(t, "/console/account/security/totp")
		b.post("/account/security/totp", url.Values{"code": {"000000"}}).is(t, http.StatusUnprocessableEntity, "Koden stämmer inte")
		b.post("/account/security/totp", url.Values{"code": {" "}}).is(t, http.StatusUnprocessableEntity, "Skriv koden")
		first := shownKey.FindString(b.get("/account/security/totp").body)
		b.connectApp()
		b.get("/account/security").ok(t, "Kodapp På", "Ta bort kodappen")
		b.post("/account/security/totp/start", nil).leads(t, "/console/account/security")
		b.get("/account/security/remove/totp").ok(t, "Koderna i appen slutar fungera")
		b.post("/account/security/remove/totp", nil).leads(t, "/console/account/security?done=totp_removed")
		// The secret of an app that was taken out is never shown again.
		b.post("/account/security/totp/start", nil).leads(t, "/console/account/security/totp")
		if again := b.get("/account/security/totp"); first == "" || strings.Contains(again.body, first) {
			t.Error("the same secret again")
		}
	})
}

func TestSecurityPageInEnglish(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b := d.elin()
		b.connectApp()
		b.get("/en/console/account/security").ok(t, "Sign-in and security", "Remove the code app", "Make recovery codes", "Set a password")
	})
}

// Somebody who finds a browser open can look, and change nothing.
func TestChangesNeedAFreshSignIn(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b := d.elin()
		b.connectApp()
		b.post("/account/security/totp/start", nil)
		d.wait(event.FreshFor)
		b.get("/account/security").ok(t, "Logga in igen om du vill ändra något här")
		const again = "/console/sign-in?again=1&next=%2Fconsole%2Faccount%2Fsecurity"
		for _, path := range []string{"/totp/start", "/codes", "/password", "/remove/totp"} {
			b.post("/account/security"+path, url.Values{"password": {goodPassword}, "again": {goodPassword}}).leads(t, again)
		}
		b.get("/account/security/password").leads(t, again)
		b.get("/account/security/remove/totp").leads(t, again)
		// The sign-in asks although somebody is signed in, and leads back.
		if form := b.get(again); form.status != http.StatusOK || !strings.Contains(form.text(), "Visa att det är du") || !strings.Contains(form.body, `name="next" value="/console/account/security"`) {
			t.Errorf("status %d to %q", form.status, form.location)
		}
		if f, err := d.store.Factors(t.Context(), b.user.ID); err != nil || !f.TOTP.IsOn() || f.Codes != 0 || f.HasPassword {
			t.Errorf("%+v, %v", f, err)
		}
	})
}

// A secret is shown to a fresh sign-in only, also beside a wrong code.
func TestSecretIsNotShownLater(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b := d.elin()
		b.post("/account/security/totp/start", nil)
		key := shownKey.FindStringSubmatch(b.get("/account/security/totp").body)
		d.wait(event.FreshFor)
		b.get("/account/security/totp").leads(t, "/console/sign-in?again=1")
		b.post("/account/security/totp", url.Values{"code": {"000000"}}).leads(t, "/console/sign-in?again=1")
		secret, err := base32.StdEncoding.DecodeString(strings.ReplaceAll(key[1], " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		// Who saw it in time may take some more.
		b.post("/account/security/totp", url.Values{"code": {app{secret}.code(t, d.clock())}}).leads(t, "/console/account/security?done=totp_added")
	})
}

func TestSettingAPassword(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b := d.elin()
		b.get("/account/security/password").leads(t, "/console/account/security")
		b.post("/account/security/password", url.Values{"password": {goodPassword}, "again": {goodPassword}}).leads(t, "/console/account/security")
		b.connectApp()
		b.get("/account/security/password").ok(t, "Nytt lösenord", "Alla andra webbläsare där du är inloggad loggas ut")
		for password, says := range map[string]string{
			"för kort":             "minst 12 tecken",
			"Sommaren2024!":        "prövas först",
			"elin exempel är jag":  "ditt namn",
			"trasslig gren hoppar": "samma lösenord i båda fälten",
		} {
			b.post("/account/security/password", url.Values{"password": {password}, "again": {"annat"}}).is(t, http.StatusUnprocessableEntity, says)
		}
		other := d.signedIn(b.user)
		other.get("/account/security").ok(t)
		b.setPassword(goodPassword)
		b.get("/account/security").ok(t, "Byt lösenord")
		other.get("/account/security").leads(t, "/console/sign-in")

		// Removing the last second factor says that the password goes with it.
		b.get("/account/security/remove/totp").ok(t, "Därför tas också ditt lösenord")
		b.post("/account/security/remove/totp", nil).leads(t, "/console/account/security")
		if f, err := d.store.Factors(t.Context(), b.user.ID); err != nil || f.HasPassword {
			t.Errorf("%+v, %v", f, err)
		}
		var told []event.SecurityChange
		for _, l := range d.letters() {
			if l.Message.Kind == event.MailSecurity && l.Message.Recipient == b.user.Email {
				told = append(told, l.Message.Data.Change)
			}
		}
		if len(told) != 3 {
			t.Errorf("told of %v", told)
		}
	})
}

func TestRemovingThePassword(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b := d.elin()
		b.get("/account/security/remove/password").is(t, http.StatusNotFound)
		b.connectApp()
		b.setPassword(goodPassword)
		b.get("/account/security/remove/password").ok(t, "Ta bort lösenordet")
		b.post("/account/security/remove/password", nil).leads(t, "/console/account/security?done=password_removed")
		b.post("/account/security/remove/password", nil).is(t, http.StatusNotFound)
	})
}

var shownCode = regexp.MustCompile(`<code class="secret" translate="no">([2-9A-Z]{5}-[2-9A-Z]{5})</code>`)

// makeCodes gets recovery codes.
func (b *somebody) makeCodes() []string {
	b.t.Helper()
	page := b.post("/account/security/codes", nil)
	page.ok(b.t, "De visas bara den här gången")
	var codes []string
	for _, found := range shownCode.FindAllStringSubmatch(page.body, -1) {
		codes = append(codes, found[1])
	}
	if len(codes) != event.RecoveryCodes {
		b.t.Fatalf("%d codes are shown", len(codes))
	}
	return codes
}

// Pages that answer a form lead to the other language too.
func TestLanguageLinkOfFormsLeadsSomewhere(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b := d.elin()
		b.connectApp()
		link := regexp.MustCompile(`href="(/en/console[^"]*)" lang="en"`)
		for _, path := range []string{"/account/security/codes", "/account/security/passkeys", "/account/security/totp/start", "/sign-in/passkey"} {
			a := b.post(path, url.Values{"name": {" "}})
			if a.status == http.StatusSeeOther {
				a = b.get(a.location)
			}
			found := link.FindStringSubmatch(a.body)
			if found == nil {
				t.Fatalf("%s: status %d, no link", path, a.status)
			}
			if other := b.get(found[1]); other.status >= 400 {
				t.Errorf("%s leads to %s: status %d", path, found[1], other.status)
			}
		}
	}, named)
}
