package console_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
)

// guarded is somebody with an app and a password, who is signed in.
func (d *desk) guarded() (*somebody, app) {
	d.t.Helper()
	b := d.elin()
	a := b.connectApp()
	b.setPassword(goodPassword)
	return b, a
}

func credentials(email, password string) url.Values {
	return url.Values{"email": {email}, "password": {password}}
}

// halfway is a browser in which the password was right, and the page that asks
// for the rest.
func (d *desk) halfway(user event.User) (*somebody, string) {
	d.t.Helper()
	b := d.stranger()
	a := b.post("/sign-in/password", credentials(user.Email, goodPassword))
	a.leads(d.t, "/console/sign-in/factor/")
	return b, a.location
}

func TestPasswordAndCode(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		elin, a := d.guarded()
		b := d.stranger()
		b.get("/sign-in").ok(t, "Logga in med lösenord")
		b.get("/sign-in/password?next=/console/account/security").ok(t, "Lösenord")
		form := credentials(strings.ToUpper(elin.user.Email), goodPassword)
		form.Set("next", "/console/account/security")
		half := b.post("/sign-in/password", form)
		half.leads(t, "/console/sign-in/factor/")
		b.get("/account/security").leads(t, "/console/sign-in")
		b.get(half.location).ok(t, "Ett steg till", "Kod från appen")
		b.post(half.location, url.Values{"code": {""}}).is(t, http.StatusUnprocessableEntity, "Skriv koden")
		b.post(half.location, url.Values{"code": {"123456"}}).is(t, http.StatusUnprocessableEntity, "Koden stämmer inte")
		b.post(half.location, url.Values{"code": {a.code(t, d.clock())}}).leads(t, "/console/account/security")
		b.get("/account/security").ok(t, "Byt lösenord")
		// The second step cannot be done again.
		d.wait(time.Minute)
		d.stranger().post(half.location, url.Values{"code": {a.code(t, d.clock())}}).is(t, http.StatusGone, "Det tog för lång tid")
	})
}

// Codes of a clock that is a little off are good, each of them once.
func TestCodeIsTakenOnceAndAboutNow(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		elin, a := d.guarded()
		d.wait(10 * time.Minute)
		tests := []struct {
			name string
			off  time.Duration
			good bool
		}{
			{"two steps behind", -60 * time.Second, false},
			{"two steps ahead", 60 * time.Second, false},
			{"a step behind", -30 * time.Second, true},
			{"the same again", -30 * time.Second, false},
			{"now", 0, true},
			{"now again", 0, false},
			{"a step behind, after a later one", -30 * time.Second, false},
			{"a step ahead", 30 * time.Second, true},
		}
		for _, tt := range tests {
			b, page := d.halfway(elin.user)
			got := b.post(page, url.Values{"code": {a.code(t, d.clock().Add(tt.off))}})
			if good := got.status == http.StatusSeeOther; good != tt.good {
				t.Errorf("%s: status %d", tt.name, got.status)
			}
		}
	})
}

// Known and unknown addresses, with and without a password, get the same answer.
func TestWrongPasswordTellsNothing(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		elin, _ := d.guarded()
		without := d.member(d.save("goda-uppvaxtvillkor").OrganisationID, event.Reader)
		answers := map[string]bool{}
		for _, email := range []string{elin.user.Email, without.user.Email, "nobody@example.org"} {
			a := d.stranger().post("/sign-in/password", credentials(email, "trasslig gren hoppar"))
			a.is(t, http.StatusUnprocessableEntity, "hör inte ihop")
			if strings.Contains(a.body, "trasslig") {
				t.Error("the password is shown again")
			}
			answers[strings.ReplaceAll(a.body, email, "")] = true
		}
		if len(answers) != 1 {
			t.Errorf("%d different answers", len(answers))
		}
		malformed := d.stranger().post("/sign-in/password", credentials("nobody", "x"))
		malformed.is(t, http.StatusUnprocessableEntity, "snabel-a")
		if !strings.Contains(malformed.body, `value="nobody"`) {
			t.Error("the address that was typed is lost")
		}
	})
}

// An empty password is not that of somebody without one.
func TestNoPasswordIsNoPassword(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		elin := d.elin()
		elin.connectApp()
		d.stranger().post("/sign-in/password", credentials(elin.user.Email, "")).is(t, http.StatusUnprocessableEntity)
	})
}

// Whoever guesses is stopped, for a while and not on all ways.
func TestGuessingIsSlow(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		elin, a := d.guarded()
		guess := func() answer {
			return d.stranger().post("/sign-in/password", credentials(elin.user.Email, "trasslig gren hoppar"))
		}
		for i := range 10 {
			if got := guess(); got.status != http.StatusUnprocessableEntity {
				t.Fatalf("try %d: status %d", i, got.status)
			}
		}
		guess().is(t, http.StatusTooManyRequests, "många försök", "logga in med en länk")
		// Not even with the right one, but by mail.
		d.stranger().post("/sign-in/password", credentials(elin.user.Email, goodPassword)).is(t, http.StatusTooManyRequests)
		b := d.stranger()
		b.post("/sign-in", email(elin.user.Email)).leads(t, "/console/sign-in/sent")
		b.post(d.mailedLink(elin.user.Email), nil).leads(t, "/console")
		d.wait(16 * time.Minute)
		half, page := d.halfway(elin.user)
		for i := range 10 {
			half.post(page, url.Values{"code": {fmt.Sprintf("00000%d", i)}}).is(t, http.StatusUnprocessableEntity)
		}
		half.post(page, url.Values{"code": {a.code(t, d.clock())}}).is(t, http.StatusTooManyRequests)
		d.wait(16 * time.Minute)
		half, page = d.halfway(elin.user)
		half.post(page, url.Values{"code": {a.code(t, d.clock())}}).leads(t, "/console")
	})
}

func TestRecoveryCodes(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		elin, _ := d.guarded()
		old := elin.makeCodes()
		codes := elin.makeCodes()
		elin.get("/account/security").ok(t, "10 kvar")
		b, page := d.halfway(elin.user)
		b.get(page).ok(t, "Du har 10 reservkoder kvar")
		b.post(page, url.Values{"recovery": {old[0]}}).is(t, http.StatusUnprocessableEntity, "Reservkoden stämmer inte")
		b.post(page, url.Values{"recovery": {strings.ToLower(codes[0])}}).leads(t, "/console")
		b, page = d.halfway(elin.user)
		b.post(page, url.Values{"recovery": {codes[0]}}).is(t, http.StatusUnprocessableEntity)
		// Typed into the field of the app it is good too.
		b.post(page, url.Values{"code": {codes[1]}}).leads(t, "/console")
		elin.get("/account/security").ok(t, "8 kvar")
	})
}

// The address of the second step is worth nothing to whoever makes one up, and
// nothing later.
func TestSecondStepIsBoundToTheFirst(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		elin, a := d.guarded()
		b, page := d.halfway(elin.user)
		b.get(page[:len(page)-1]+"x").is(t, http.StatusGone)
		b.get("/sign-in/factor/x/y").is(t, http.StatusGone)
		d.wait(event.SecondFactorLife)
		b.get(page).is(t, http.StatusGone, "Det tog för lång tid")
		b.post(page, url.Values{"code": {a.code(t, d.clock())}}).is(t, http.StatusGone)
		b.get("").leads(t, "/console/sign-in")
	})
}
