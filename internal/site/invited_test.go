package site_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
)

// byInvitation makes an event that only those who are invited can come to.
func byInvitation(e *event.Event) { e.InviteOnly = true }

// inviteTo invites to an event, and returns the invite and the path of its link.
func (s *testSite) inviteTo(ev *event.Event, name string, uses int) (event.Invite, string) {
	s.t.Helper()
	by := event.Actor{OrganisationID: ev.OrganisationID, Who: "Elin"}
	made, err := s.store.AddInvites(s.t.Context(), by, ev.ID, []event.Invite{{Name: name, Email: "soc@example.org", Uses: uses}}, s.clock())
	if err != nil || len(made) != 1 {
		s.t.Fatal(made, err)
	}
	return made[0], strings.TrimPrefix(s.links.Invite(ev, &made[0]), s.links.Base)
}

func TestEventPageOfTheInvited(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor", byInvitation)
		page := s.get("/e/"+ev.Slug).status(t, http.StatusOK)
		page.has(t, "Bara för inbjudna", "Kod i inbjudan", "Jag har en kod")
		page.lacks(t, "/register\"", `"offers"`, "platser kvar")
		if !strings.Contains(page.body, `action="/e/`+ev.Slug+`/invited"`) {
			t.Error("there is no form for the code")
		}
		s.get("/en/e/"+ev.Slug).has(t, "By invitation only", "Code in the invitation")
		s.get("/").has(t, "Bara för inbjudna", ev.Title) // it is in the list, for that is another choice

		closed := s.get("/e/"+ev.Slug+"/register").status(t, http.StatusSeeOther)
		if to := closed.Header.Get("Location"); to != "/e/"+ev.Slug+"/invited" {
			t.Errorf("the form without an invite leads to %s", to)
		}
		s.get("/e/"+ev.Slug+"/invited").status(t, http.StatusOK).has(t, "Kod i inbjudan", "Elin Exempel")
	})
}

// What the organiser says to those who are not invited stands wherever they come.
func TestOrganisersWordsToTheInvited(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor")
		form := with(s.openForm("/e/"+ev.Slug+"/register"), "name", "Anna Ek", "email", "anna@example.org")
		s.save("goda-uppvaxtvillkor", byInvitation, func(e *event.Event) {
			e.Texts.Open, e.Texts.InviteOnly = "Välkommen!", "Två från varje förvaltning. Fråga {contact}."
		})
		s.wait(time.Minute)
		const want = "Två från varje förvaltning. Fråga Elin Exempel."
		for _, page := range []answer{
			s.get("/e/" + ev.Slug), s.get("/e/" + ev.Slug + "/invited"), s.post("/e/"+ev.Slug+"/register", form).status(t, http.StatusConflict),
		} {
			page.has(t, want)
			page.lacks(t, "Välkommen!", "Öppna länken i den", "Bara den som är inbjuden")
		}
	})
}

// One form registers no more people than are left of the invite.
func TestColleaguesOfTheInvited(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor", byInvitation, func(e *event.Event) { e.GroupMax = 20 })
		_, one := s.inviteTo(ev, "Skolan", 1)
		_, three := s.inviteTo(ev, "Socialtjänsten", 3)
		_, all := s.inviteTo(ev, "Kulturen", 0)
		s.get(one).status(t, http.StatusOK).lacks(t, "Anmäl kollegor", `value="add"`)
		s.get(one+"?others=yes").has(t, "Ta bort person 1")
		s.get(one+"?others=yes").lacks(t, `value="add"`, "på en gång")
		s.get(three).has(t, "högst 3 personer", "Lägg till en person")
		s.get(all).has(t, "högst 20 personer")
	})
}

// A form that was opened before the event became one for the invited, or made up.
func TestNobodyRegistersWithoutAnInvite(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor")
		form := s.openForm("/e/" + ev.Slug + "/register")
		form.Set("name", "Anna Ek")
		form.Set("email", "anna@example.org")
		s.save("goda-uppvaxtvillkor", byInvitation)
		s.wait(time.Minute)
		page := s.post("/e/"+ev.Slug+"/register", form).status(t, http.StatusConflict)
		page.has(t, "Bara den som är inbjuden kan anmäla sig.")
		if !strings.Contains(page.body, `value="Anna Ek"`) {
			t.Error("what was typed is lost")
		}
	})
}

func TestTypedCodes(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor", byInvitation)
		invite, path := s.inviteTo(ev, "Socialtjänsten", 2)
		other := s.save("tidiga-insatser", byInvitation, func(e *event.Event) {
			e.StartsAt, e.EndsAt, e.ClosesAt = ev.StartsAt, ev.EndsAt, ev.ClosesAt
		})
		foreign, _ := s.inviteTo(other, "Skolan", 2)
		ways := map[string]string{"": path, "/en": "/en" + path}
		for prefix, want := range ways {
			typed := url.Values{"code": {" " + strings.ToLower(strings.ReplaceAll(invite.Code, "-", " "))}}
			if to := s.post(prefix+"/e/"+ev.Slug+"/invited", typed).status(t, http.StatusSeeOther).Header.Get("Location"); to != want {
				t.Errorf("the code leads to %s, not %s", to, want)
			}
		}
		by := event.Actor{OrganisationID: ev.OrganisationID}
		revoked, _ := s.inviteTo(ev, "Polisen", 2)
		if err := s.store.RevokeInvite(t.Context(), by, ev.ID, revoked.ID, s.clock()); err != nil {
			t.Fatal(err)
		}
		expired, _ := s.inviteTo(ev, "Kulturförvaltningen", 2)
		mark, at := expired.Mark(), s.clock().Add(-time.Minute)
		expired.ExpiresAt = &at
		if err := s.store.ChangeInvite(t.Context(), by, ev.ID, expired.ID, mark, expired, s.clock()); err != nil {
			t.Fatal(err)
		}
		// Whether there is such a code is nobody's business: all get one answer.
		answers := map[string]string{}
		for what, code := range map[string]string{
			"made up": "2222-3333", "of another event": foreign.Code, "revoked": revoked.Code, "expired": expired.Code, "half": invite.Code[:4],
		} {
			page := s.post("/e/"+ev.Slug+"/invited", url.Values{"code": {code}}).status(t, http.StatusUnprocessableEntity)
			page.has(t, "Fel: Koden stämmer inte")
			if !strings.Contains(page.body, "<title>Fel: ") || !strings.Contains(page.body, `value="`+code+`"`) {
				t.Errorf("%s: the title, or what was typed", what)
			}
			answers[strings.ReplaceAll(page.body, code, "")] = what
		}
		if len(answers) != 1 {
			t.Errorf("%d different answers", len(answers))
		}
		s.post("/e/"+ev.Slug+"/invited", url.Values{"code": {" - "}}).status(t, http.StatusUnprocessableEntity).has(t, "Skriv koden som står i inbjudan")
	})
}

func TestInviteLinks(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor", byInvitation)
		invite, path := s.inviteTo(ev, "Socialtjänsten", 2)
		other := s.save("tidiga-insatser", func(e *event.Event) { e.StartsAt, e.EndsAt, e.ClosesAt = ev.StartsAt, ev.EndsAt, ev.ClosesAt })
		page := s.get(path).status(t, http.StatusOK)
		page.has(t, "Socialtjänsten: 2 av 2 platser kvar", "Skicka anmälan")
		page.lacks(t, "soc@example.org", invite.Code)
		if !strings.Contains(page.body, `name="robots" content="noindex"`) {
			t.Error("search engines may keep the link")
		}
		s.get("/en"+path).has(t, "Socialtjänsten: 2 of 2 places left")

		s.get(path[:len(path)-1]+"!").status(t, http.StatusNotFound)
		s.get(strings.Replace(path, fmt.Sprintf("/%d/", invite.ID), fmt.Sprintf("/%d/", invite.ID+1), 1)).status(t, http.StatusNotFound)
		s.get(strings.Replace(path, ev.Slug, other.Slug, 1)).status(t, http.StatusNotFound)

		by := event.Actor{OrganisationID: ev.OrganisationID}
		form := s.openForm(path)
		form.Set("name", "Bo Berg")
		form.Set("email", "bo@example.org")
		if err := s.store.RevokeInvite(t.Context(), by, ev.ID, invite.ID, s.clock()); err != nil {
			t.Fatal(err)
		}
		s.get(path).status(t, http.StatusGone).has(t, "Inbjudan gäller inte längre.")
		late := s.post(path, form).status(t, http.StatusConflict)
		late.has(t, "Din anmälan kom inte med", "Inbjudan gäller inte längre.")
		if !strings.Contains(late.body, `value="Bo Berg"`) {
			t.Error("what was typed is lost")
		}
		// With the deadline of the event the link is over too.
		if err := s.store.RestoreInvite(t.Context(), by, ev.ID, invite.ID, s.clock()); err != nil {
			t.Fatal(err)
		}
		s.at("2024-02-01 00:00:00")
		for _, closed := range []string{path, "/e/" + ev.Slug + "/invited"} {
			if to := s.get(closed).status(t, http.StatusSeeOther).Header.Get("Location"); to != "/e/"+ev.Slug {
				t.Errorf("%s leads to %s", closed, to)
			}
		}
	})
}

// Guessing codes is slow, and what was typed stays.
func TestCodesAreLimited(t *testing.T) {
	s := limitedSite(t, 0)
	ev := s.save("goda-uppvaxtvillkor", byInvitation)
	invite, _ := s.inviteTo(ev, "Socialtjänsten", 2)
	tries := 0
	for ; tries < 30; tries++ {
		page := s.post("/e/"+ev.Slug+"/invited", url.Values{"code": {"2222-3333"}})
		if page.StatusCode == http.StatusTooManyRequests {
			break
		}
	}
	if tries < 10 || tries > 25 {
		t.Errorf("%d codes were tried", tries)
	}
	page := s.post("/e/"+ev.Slug+"/invited", url.Values{"code": {invite.Code}}).status(t, http.StatusTooManyRequests)
	page.has(t, "Vänta en minut")
	if !strings.Contains(page.body, `value="`+invite.Code+`"`) {
		t.Error("what was typed is lost")
	}
}

func TestUnlistedEvents(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		listed := s.save("tidiga-insatser", func(e *event.Event) {
			e.StartsAt, e.EndsAt = stockholm("2024-02-07 09:00:00"), stockholm("2024-02-07 12:00:00")
			e.ClosesAt = stockholm("2024-02-06 09:00:00")
		})
		ev := s.save("goda-uppvaxtvillkor", func(e *event.Event) { e.Unlisted = true })
		page := s.get("/e/"+ev.Slug).status(t, http.StatusOK)
		page.has(t, ev.Title, "Anmäl dig")
		if !strings.Contains(page.body, `name="robots" content="noindex"`) {
			t.Error("search engines may keep the page")
		}
		if strings.Contains(s.get("/e/"+listed.Slug).body, "noindex") {
			t.Error("search engines may not keep a page that is in lists")
		}
		for _, lists := range [][]string{{"/", "/en/", "/?org=" + ev.Organisation.Slug, "/sitemap.xml"}, {"/", "/?when=past", "/sitemap.xml"}} {
			for _, list := range lists {
				s.get(list).lacks(t, ev.Slug, ev.Title, ev.Organisation.Name+"</option>")
			}
			s.at("2024-03-01 08:00:00") // now both are past
		}
		past := s.get("/?when=past").status(t, http.StatusOK)
		past.has(t, listed.Title)
		s.get("/e/"+ev.Slug).status(t, http.StatusOK).has(t, ev.Title)
	})
}

// A department that is asked for two sends two; who tries a third time keeps what
// was typed, and who sends the same form twice comes to the receipt.
func TestRegisterWithAnInvite(t *testing.T) {
	eachSite(t, func(t *testing.T, s *testSite) {
		ev := s.save("goda-uppvaxtvillkor", byInvitation, func(e *event.Event) { e.NeedsApproval = true })
		invite, path := s.inviteTo(ev, "Socialtjänsten", 2)
		third := s.openForm(path)
		var last url.Values
		for i, name := range []string{"Anna Ek", "Bo Berg"} {
			s.get(path).has(t, fmt.Sprintf("Socialtjänsten: %d av 2 platser kvar", 2-i))
			last = s.openForm(path)
			last.Set("name", name)
			last.Set("email", fmt.Sprintf("p%d@example.org", i))
			s.post(path, last).status(t, http.StatusSeeOther)
		}
		s.post(path, last).status(t, http.StatusSeeOther)
		third.Set("name", "Cia Dahl")
		third.Set("email", "cia@example.org")
		page := s.post(path, third).status(t, http.StatusConflict)
		page.has(t, "Alla platser som inbjudan gäller är tagna.")
		if !strings.Contains(page.body, `value="Cia Dahl"`) {
			t.Error("what was typed is lost")
		}
		s.get(path).status(t, http.StatusConflict).has(t, "Alla platser i inbjudan till Socialtjänsten är tagna.", "Elin Exempel")
		if code := (url.Values{"code": {invite.Code}}); s.post("/e/"+ev.Slug+"/invited", code).StatusCode != http.StatusUnprocessableEntity {
			t.Error("a used code is told apart from one that does not exist")
		}
		n := 0
		for reg, err := range s.store.Participants(t.Context(), ev.ID) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; reg.InviteID == nil || *reg.InviteID != invite.ID || reg.Standing != event.Confirmed {
				t.Errorf("%s came with %v and is %s: whoever is invited needs no approval", reg.Name, reg.InviteID, reg.Standing)
			}
		}
		if n != 2 {
			t.Errorf("%d people are registered", n)
		}
	})
}
