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

func TestAccount(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b := d.member(d.save("tidiga-insatser").OrganisationID, event.Reader)
		a := b.get("/account")
		a.ok(t, "Mitt konto", b.user.Email, "Dina inloggningar", "Den här", "Översikt", "Välj hur du loggar in")
		for _, not := range []string{"Logga ut på alla andra ställen", "Installationen", "data-color-scheme"} {
			if strings.Contains(a.body, not) {
				t.Errorf("shows %q", not)
			}
		}
		b.post("/account", url.Values{"name": {" Bo  Ek "}, "language": {"en"}, "scheme": {"dark"}}).leads(t, "/en/console/account?done=saved")
		after := b.get("/en/console/account?done=saved")
		after.ok(t, "My account", "Signed in as Bo Ek")
		if !strings.Contains(after.body, `data-color-scheme="dark"`) || !strings.Contains(after.body, `id="scheme-dark" name="scheme" value="dark" checked`) {
			t.Error("the page is not dark")
		}

		wrong := b.post("/account", url.Values{"name": {" "}, "language": {"sv"}, "scheme": {"light"}})
		wrong.is(t, http.StatusUnprocessableEntity, "Skriv ditt namn")
		if !strings.Contains(wrong.body, `value="light" checked`) {
			t.Error("the form forgets what was chosen")
		}
		for _, odd := range []url.Values{
			{"name": {"Bo"}, "language": {"de"}, "scheme": {"dark"}}, {"name": {"Bo"}, "language": {"sv"}, "scheme": {"pink"}},
		} {
			b.post("/account", odd).is(t, http.StatusNotFound)
		}
		if user, err := d.store.User(t.Context(), b.user.ID); err != nil || user.Name != "Bo Ek" || user.Language != "en" || user.Scheme != "dark" || user.Email != b.user.Email {
			t.Errorf("user %+v, %v", user, err)
		}
	})
}

// People see where they are signed in, and sign out one browser or all others.
func TestOwnBrowsers(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		gr := d.save("tidiga-insatser")
		here := d.member(gr.OrganisationID, event.Reader)
		stranger := d.member(gr.OrganisationID, event.Administrator)
		page := "/o/" + gr.Organisation.Slug
		there, third := d.signedIn(here.user), d.stranger()
		d.wait(time.Hour)
		token, err := d.store.SignIn(t.Context(), event.Signin{UserID: here.user.ID, Agent: "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"}, "", d.clock())
		if err != nil {
			t.Fatal(err)
		}
		third.client.Jar.SetCookies(nil, []*http.Cookie{{Name: "samling", Value: token}})
		a := here.get("/account")
		a.ok(t, "Firefox på Linux", "Inloggad 19 januari kl. 09.00", "Inloggad 19 januari kl. 08.00", "Senast använd 19 januari kl. 09.00", "Logga ut på alla andra ställen")
		if strings.Count(a.text(), "Den här Inloggad") != 1 || strings.Index(a.text(), "Den här Inloggad") > strings.Index(a.text(), "Firefox på Linux") {
			t.Errorf("this one is not first:\n%s", a.text())
		}

		all, err := d.store.Signins(t.Context(), here.user.ID, d.clock())
		if err != nil || len(all) != 3 {
			t.Fatalf("%d browsers, %v", len(all), err)
		}
		firefox := url.Values{"id": {fmt.Sprint(all[0].ID)}}
		for _, in := range all {
			if strings.Contains(in.Agent, "Firefox") {
				firefox.Set("id", fmt.Sprint(in.ID))
			}
		}
		stranger.post("/account/sign-out", firefox).is(t, http.StatusNotFound)
		third.get(page).ok(t)
		here.post("/account/sign-out", url.Values{"id": {"x"}}).is(t, http.StatusNotFound)
		here.post("/account/sign-out", firefox).leads(t, "/console/account?done=signed_out")
		third.get(page).leads(t, "/console/sign-in")
		there.get(page).ok(t)

		here.post("/account/sign-out-others", nil).leads(t, "/console/account?done=signed_out_others")
		here.get("/account?done=signed_out_others").ok(t, "Nu är du bara inloggad här.")
		there.get(page).leads(t, "/console/sign-in")
		here.get(page).ok(t)
		stranger.get(page).ok(t)
	})
}

func TestOperatorFindsTheInstallation(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		user := event.User{Email: "ann@example.org", Name: "Ann", Language: "sv", IsOperator: true}
		if err := d.store.CreateUser(t.Context(), &user, d.clock()); err != nil {
			t.Fatal(err)
		}
		b := d.signedIn(user)
		b.get("/account").ok(t, "Installationen", "Avsändare och provmejl")
		b.get("/test-mail").ok(t, "Avsändarens e-post", "Skicka ett provmejl")
		b.get("/test-mail/x").is(t, http.StatusNotFound)
		d.member(d.save("tidiga-insatser").OrganisationID, event.Administrator).get("/test-mail").is(t, http.StatusForbidden)
	})
}
