package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

// organiser makes a user who is an organiser of the event's organisation, and
// what the audit log calls them.
func (h *house) organiser(t testing.TB, ev *event.Event) (event.User, event.Actor) {
	t.Helper()
	user := event.User{Email: "Elin@example.org", Name: "Elin Exempel", Language: "sv"}
	if err := h.CreateUser(t.Context(), &user, noon); err != nil {
		t.Fatal(err)
	}
	by := event.Actor{UserID: user.ID, Who: user.Name, OrganisationID: ev.OrganisationID}
	if err := h.AddMember(t.Context(), by, &event.Member{UserID: user.ID, Role: event.Organiser}, noon); err != nil {
		t.Fatal(err)
	}
	return user, by
}

func TestUsersAreFoundByAddress(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if has, err := h.HasUsers(t.Context()); has || err != nil {
			t.Errorf("an empty house has users: %v, %v", has, err)
		}
		user, _ := h.organiser(t, h.save(t, seminar("gophers", 5), noon))
		if has, err := h.HasUsers(t.Context()); !has || err != nil {
			t.Errorf("has users: %v, %v", has, err)
		}
		got, err := h.UserByEmail(t.Context(), "ELIN@Example.org")
		if err != nil || got.ID != user.ID || got.Email != "Elin@example.org" {
			t.Errorf("found %+v, %v", got, err)
		}
		again := event.User{Email: "elin@example.ORG", Language: "sv"}
		if err := h.CreateUser(t.Context(), &again, noon); !errors.Is(err, event.ErrKnown) {
			t.Errorf("a second user with the address: %v", err)
		}
		if _, err := h.UserByEmail(t.Context(), "nobody@example.org"); !errors.Is(err, event.ErrNotFound) {
			t.Errorf("nobody: %v", err)
		}
	})
}

func TestMembershipsFollowTheLastRoleGiven(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 5), noon)
		user, by := h.organiser(t, ev)
		for _, m := range []event.Member{{Role: event.Reader}, {Role: event.Administrator, EventID: &ev.ID}, {Role: event.Door, EventID: &ev.ID}} {
			m.UserID = user.ID
			if err := h.AddMember(t.Context(), by, &m, noon); err != nil {
				t.Fatal(err)
			}
		}
		all, err := h.MembershipsOf(t.Context(), user.ID)
		if err != nil || len(all) != 1 || all[0].Organisation.ID != ev.OrganisationID {
			t.Fatalf("%+v, %v", all, err)
		}
		if roles := all[0].Roles; roles.Overall() != event.Reader || len(roles) != 2 || roles[1].Role != event.Door {
			t.Errorf("roles %+v", roles)
		}
		if none, err := h.MembershipsOf(t.Context(), user.ID+1); len(none) != 0 || err != nil {
			t.Errorf("a stranger has %+v, %v", none, err)
		}
	})
}

func TestSignin(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		user, _ := h.organiser(t, h.save(t, seminar("gophers", 5), noon))
		in := event.Signin{UserID: user.ID, Agent: "Firefox", Method: "link"}
		first, err := h.SignIn(ctx, in, "", noon)
		if err != nil {
			t.Fatal(err)
		}
		got, who, err := h.SignedIn(ctx, first, noon)
		if err != nil || who.ID != user.ID || got.Agent != "Firefox" || got.TokenHash == first || who.SignedInAt == nil {
			t.Fatalf("%+v, %+v, %v", got, who, err)
		}
		// The token is another after the next sign-in, and the old one is worth
		// nothing.
		second, err := h.SignIn(ctx, in, first, noon.Add(time.Minute))
		if err != nil || second == first {
			t.Fatal(err)
		}
		worthless := func(token string, now time.Time) {
			t.Helper()
			if _, _, err := h.SignedIn(ctx, token, now); !errors.Is(err, event.ErrNotFound) {
				t.Errorf("token is good for %v", err)
			}
		}
		worthless(first, noon.Add(time.Minute))
		worthless("", noon)
		worthless(got.TokenHash, noon)
		// Being used keeps it alive, to the minute.
		used := noon.Add(event.SigninIdle)
		if _, _, err := h.SignedIn(ctx, second, used); err != nil {
			t.Error(err)
		}
		if _, _, err := h.SignedIn(ctx, second, used.Add(event.SigninIdle-time.Microsecond)); err != nil {
			t.Error(err)
		}
		other, err := h.SignIn(ctx, in, "", used)
		if err != nil {
			t.Fatal(err)
		}
		list, err := h.Signins(ctx, user.ID, used)
		if err != nil || len(list) != 2 {
			t.Fatalf("%d browsers, %v", len(list), err)
		}
		if err := h.SignOut(ctx, user.ID+1, list[0].ID); !errors.Is(err, event.ErrNotFound) {
			t.Errorf("somebody else signs out: %v", err)
		}
		mine, _, err := h.SignedIn(ctx, other, used)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.SignOutEverywhere(ctx, user.ID, mine.ID); err != nil {
			t.Fatal(err)
		}
		worthless(second, used)
		h.addApp(t, user.ID, 1)
		if err := h.SetPassword(ctx, user.ID, "hash", 0, used); err != nil {
			t.Fatal(err)
		}
		worthless(other, used)
	})
}

// Of many who use a ticket at once, one does.
func TestTicketIsUsedOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ticket := event.Ticket{Kind: event.TicketSignIn, Email: "elin@example.org", ExpiresAt: noon.Add(time.Hour)}
		mail := event.Message{Kind: event.MailTest, Recipient: ticket.Email, Language: "sv", State: event.Queued, DueAt: noon, CreatedAt: noon}
		if err := h.IssueTicket(ctx, &ticket, &mail, noon); err != nil {
			t.Fatal(err)
		}
		if n := h.count(t, "SELECT count(*) FROM messages WHERE data LIKE '%%\"ticket\":%d%%'", ticket.ID); n != 1 {
			t.Errorf("%d mails about it", n)
		}
		if _, err := h.Ticket(ctx, event.TicketSetUp, ticket.ID, noon); !errors.Is(err, event.ErrNotFound) {
			t.Errorf("for something else: %v", err)
		}
		if _, err := h.Ticket(ctx, event.TicketSignIn, ticket.ID, noon.Add(time.Hour)); !errors.Is(err, event.ErrGone) {
			t.Errorf("too late: %v", err)
		}
		const people = 8
		errs := make([]error, people)
		together(people, func(i int) { _, errs[i] = h.UseTicket(ctx, event.TicketSignIn, ticket.ID, noon) })
		used := 0
		for _, err := range errs {
			switch {
			case err == nil:
				used++
			case !errors.Is(err, event.ErrGone):
				t.Error(err)
			}
		}
		if used != 1 {
			t.Errorf("%d used it", used)
		}
	})
}

func TestAttemptsAreCounted(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		count := func(kind, who string, at time.Time) int {
			t.Helper()
			n, err := h.Attempt(t.Context(), kind, who, at.Add(-time.Hour), at)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		for want := 1; want <= 3; want++ {
			if got := count("password", "elin@example.org", noon); got != want {
				t.Errorf("attempt %d is counted as %d", want, got)
			}
		}
		if n := count("password", "bo@example.org", noon); n != 1 {
			t.Errorf("somebody else: %d", n)
		}
		if n := count("link", "elin@example.org", noon); n != 1 {
			t.Errorf("something else: %d", n)
		}
		if n := count("password", "elin@example.org", noon.Add(time.Hour)); n != 1 {
			t.Errorf("later: %d", n)
		}
		if n := h.count(t, "SELECT count(*) FROM attempts WHERE who LIKE '%%@%%'"); n != 0 {
			t.Errorf("%d addresses in the clear", n)
		}
		if err := h.PurgeSignins(t.Context(), noon.Add(48*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if n := h.count(t, "SELECT count(*) FROM attempts"); n != 0 {
			t.Errorf("%d are kept for ever", n)
		}
	})
}

// Entries of one organisation are numbered without gaps, however many write at
// once, and each seals the one before.
func TestAuditLogIsAChain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 5), noon)
		_, by := h.organiser(t, ev)
		const people = 8
		together(people, func(i int) {
			entry := event.Entry{Verb: "participants.seen", EventID: &ev.ID, Detail: map[string]string{"i": fmt.Sprint(i)}}
			if err := h.Record(t.Context(), by, entry, noon.Add(time.Duration(i)*time.Nanosecond)); err != nil {
				t.Error(err)
			}
		})
		number, seal := 0, ""
		for e, err := range h.AllEntries(t.Context(), ev.OrganisationID) {
			if err != nil {
				t.Fatal(err)
			}
			number++
			if e.Number != number || e.Seal != e.SealAfter(seal, h.options.Key) {
				t.Errorf("entry %d, the %d. in line, is not sealed right", e.Number, number)
			}
			seal = e.Seal
		}
		if number != people+1 {
			t.Errorf("%d entries", number)
		}
		for _, statement := range []string{"UPDATE audit_entries SET who = 'x'", "DELETE FROM audit_entries"} {
			if _, err := h.raw.Exec(statement); err == nil || !strings.Contains(err.Error(), "append-only") {
				t.Errorf("%s: %v", statement, err)
			}
		}
		seen, err := h.Entries(t.Context(), ev.OrganisationID, store.AuditQuery{Verb: "participants", EventID: ev.ID, Before: people, Limit: 3})
		if err != nil || len(seen) != 3 || seen[0].Number != people-1 {
			t.Errorf("%+v, %v", seen, err)
		}
		if none, err := h.Entries(t.Context(), ev.OrganisationID+1, store.AuditQuery{Limit: 3}); err != nil || len(none) != 0 {
			t.Errorf("another organisation sees %d, %v", len(none), err)
		}
	})
}

// Of two who save what they made from the same version, the second learns of the
// first.
func TestSavesDoNotOverwriteEachOther(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		first := h.save(t, seminar("gophers", 5), noon)
		_, by := h.organiser(t, first)
		mine, err := h.EventOf(ctx, first.OrganisationID, "gophers")
		if err != nil {
			t.Fatal(err)
		}
		theirs := *mine
		theirs.Title = "Gophers and friends"
		if err := h.ChangeEvent(ctx, by, &theirs, "event.changed", noon); err != nil {
			t.Fatal(err)
		}
		mine.Lead = "Come!"
		if err := h.ChangeEvent(ctx, by, mine, "event.changed", noon); !errors.Is(err, event.ErrChanged) {
			t.Fatalf("overwrites: %v", err)
		}
		now, err := h.EventOf(ctx, first.OrganisationID, "gophers")
		if err != nil || now.Title != "Gophers and friends" || now.Lead == "Come!" || now.Version != mine.Version+1 {
			t.Errorf("%+v, %v", now, err)
		}
		versions, err := h.EventVersions(ctx, first.ID)
		if err != nil || len(versions) != 2 || versions[0].Who != "Elin Exempel" || versions[0].Text != "" {
			t.Errorf("%+v, %v", versions, err)
		}
		old, err := h.EventVersion(ctx, first.ID, 1)
		if err != nil || !strings.Contains(old.Text, `"slug": "gophers"`) || strings.Contains(old.Text, "friends") {
			t.Errorf("%+v, %v", old, err)
		}
		upTo, err := h.EventVersionsUpTo(ctx, first.ID, 2, 1)
		if err != nil || len(upTo) != 1 || upTo[0].Version != 2 || !strings.Contains(upTo[0].Text, "friends") {
			t.Errorf("%+v, %v", upTo, err)
		}
		stranger := by
		stranger.OrganisationID++
		if err := h.ChangeEvent(ctx, stranger, now, "event.changed", noon); !errors.Is(err, event.ErrNotFound) {
			t.Errorf("another organisation changes it: %v", err)
		}
		if _, err := h.EventOf(ctx, first.OrganisationID+1, "gophers"); !errors.Is(err, event.ErrNotFound) {
			t.Errorf("another organisation sees it: %v", err)
		}
	})
}

func TestChangeOfAddress(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		first, other := h.save(t, seminar("gophers", 5), noon), h.save(t, seminar("ferrets", 5), noon)
		_, by := h.organiser(t, first)
		ev, err := h.EventOf(ctx, first.OrganisationID, "gophers")
		if err != nil {
			t.Fatal(err)
		}
		ev.Slug = other.Slug
		if err := h.ChangeEvent(ctx, by, ev, "event.changed", noon); !errors.Is(err, event.ErrKnown) {
			t.Fatalf("two events at one address: %v", err)
		}
		ev.Slug = "new-gophers"
		if err := h.ChangeEvent(ctx, by, ev, "event.changed", noon); err != nil {
			t.Fatal(err)
		}
		if once, err := h.EventOnceAt(ctx, first.OrganisationID, "gophers"); err != nil || once.ID != ev.ID || once.Slug != "new-gophers" {
			t.Errorf("%+v, %v", once, err)
		}
		for _, odd := range []string{"gopher", "gopher%", "%", "goph_rs", ""} {
			if _, err := h.EventOnceAt(ctx, first.OrganisationID, odd); !errors.Is(err, event.ErrNotFound) {
				t.Errorf("%q: %v", odd, err)
			}
		}
		if _, err := h.EventOnceAt(ctx, first.OrganisationID+1, "gophers"); !errors.Is(err, event.ErrNotFound) {
			t.Errorf("another organisation finds it: %v", err)
		}
	})
}

func TestCreateEvent(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		first := h.save(t, seminar("gophers", 5), noon)
		_, by := h.organiser(t, first)
		made := seminar("more-gophers", 5)
		if err := h.CreateEvent(ctx, by, made, noon); err != nil {
			t.Fatal(err)
		}
		if made.OrganisationID != by.OrganisationID || made.Version != 1 {
			t.Errorf("%+v", made)
		}
		if err := h.CreateEvent(ctx, by, seminar("gophers", 5), noon); !errors.Is(err, event.ErrKnown) {
			t.Errorf("the same slug again: %v", err)
		}
		list, err := h.EventsOf(ctx, by.OrganisationID)
		if err != nil || len(list) != 2 {
			t.Errorf("%d events, %v", len(list), err)
		}
		if one, err := h.EventsOf(ctx, by.OrganisationID, first.ID); err != nil || len(one) != 1 || one[0].Event.Slug != "gophers" {
			t.Errorf("%+v, %v", one, err)
		}
	})
}

func TestFindParticipants(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev := seminar("gophers", 3)
		ev.HasWaitingList = true
		h.save(t, ev, noon)
		for _, who := range []struct{ name, email, organisation, municipality string }{
			{"Örjan Ek", "orjan@ale.se", "Ale kommun", "Ale"},
			{"Anna Berg", "anna@region.se", "Region 100 %", "Kungälv"},
			{"Émile Zola", "emile@ale.se", "Ale kommun", "Ale"},
			{"Åsa Ö_berg", "asa@region.se", "Region 100 %", "Öckerö"},
		} {
			signup := event.Signup{Name: who.name, Email: who.email, Organisation: who.organisation, Municipality: who.municipality, Language: "sv"}
			call := event.Call{FormKey: who.email, Signup: signup, Now: noon}
			if _, err := h.Register(ctx, "gophers", call); err != nil {
				t.Fatal(err)
			}
		}
		tests := []struct {
			name  string
			query store.ParticipantQuery
			want  string
		}{
			{"as they came", store.ParticipantQuery{}, "Örjan Anna Émile Åsa"},
			{"by name", store.ParticipantQuery{Sort: store.ByName}, "Anna Émile Åsa Örjan"},
			{"by name, backwards", store.ParticipantQuery{Sort: store.ByName, Descending: true}, "Örjan Åsa Émile Anna"},
			{"by organisation, then name", store.ParticipantQuery{Sort: store.ByOrganisation}, "Émile Örjan Anna Åsa"},
			{"by municipality, then name", store.ParticipantQuery{Sort: store.ByMunicipality}, "Émile Örjan Anna Åsa"},
			{"a word without its accent", store.ParticipantQuery{Search: "emile"}, "Émile"},
			{"two words in any order", store.ParticipantQuery{Search: "ALE örjan"}, "Örjan"},
			{"signs that mean something to SQL", store.ParticipantQuery{Search: "100 %"}, "Anna Åsa"},
			{"and only themselves", store.ParticipantQuery{Search: "ö_b"}, "Åsa"},
			{"nobody", store.ParticipantQuery{Search: "%%"}, ""},
			{"waiting", store.ParticipantQuery{Standing: event.Waiting}, "Åsa"},
			{"of one organisation", store.ParticipantQuery{Organisation: "Ale kommun"}, "Örjan Émile"},
			{"of one municipality", store.ParticipantQuery{Municipality: "Öckerö"}, "Åsa"},
			{"mail has not left", store.ParticipantQuery{Delivery: store.Undecided}, "Örjan Anna Émile Åsa"},
			{"mail failed", store.ParticipantQuery{Delivery: store.Undelivered}, ""},
			{"not here yet", store.ParticipantQuery{Arrived: "no", Standing: event.Confirmed}, "Örjan Anna Émile"},
			{"here", store.ParticipantQuery{Arrived: "yes"}, ""},
			{"late", store.ParticipantQuery{Late: true}, ""},
		}
		for _, tt := range tests {
			firsts := func(regs []event.Registration) string {
				var names []string
				for _, r := range regs {
					first, _, _ := strings.Cut(r.Name, " ")
					names = append(names, first)
				}
				return strings.Join(names, " ")
			}
			regs, n, err := h.FindParticipants(ctx, ev.ID, tt.query, 0, 10)
			if got := firsts(regs); err != nil || got != tt.want || n != len(regs) {
				t.Errorf("%s: %q of %d, want %q; %v", tt.name, got, n, tt.want, err)
			}
			var every []event.Registration
			for r, err := range h.EveryParticipant(ctx, ev.ID, tt.query) {
				if err != nil {
					t.Fatal(err)
				}
				every = append(every, r)
			}
			if got := firsts(every); got != tt.want {
				t.Errorf("%s: every one is %q, want %q", tt.name, got, tt.want)
			}
		}
		part, n, err := h.FindParticipants(ctx, ev.ID, store.ParticipantQuery{Sort: store.ByName}, 1, 2)
		if err != nil || n != 4 || len(part) != 2 || part[0].Name != "Émile Zola" || part[1].Name != "Åsa Ö_berg" {
			t.Errorf("%d of %d, %v", len(part), n, err)
		}
		if none, n, err := h.FindParticipants(ctx, ev.ID+1, store.ParticipantQuery{}, 0, 10); len(none) != 0 || n != 0 || err != nil {
			t.Errorf("another event has %d of %d, %v", len(none), n, err)
		}
	})
}
