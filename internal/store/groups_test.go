package store_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"testing"
	"time"

	"samling/internal/event"
)

// team is a form with which Nadia registers these people, herself not among them.
func team(emails ...string) event.Call {
	c := call("nadia@ale.se", noon)
	c.Group = &event.GroupSignup{}
	for _, email := range emails {
		c.Group.People = append(c.Group.People, signup(email))
	}
	return c
}

// registerTeam sends such a form and opens its group.
func (h *house) registerTeam(t testing.TB, slug string, c event.Call) event.OpenGroup {
	t.Helper()
	receipt, err := h.Register(t.Context(), slug, c)
	if err != nil {
		t.Fatal(err)
	}
	if receipt.GroupID == nil {
		t.Fatalf("a receipt of no group: %+v", receipt)
	}
	return h.openGroup(t, *receipt.GroupID, c.Now)
}

func (h *house) openGroup(t testing.TB, id uint, now time.Time) event.OpenGroup {
	t.Helper()
	g, err := h.OpenGroup(t.Context(), id, now)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// stages are how far the people of a group have come, in their order.
func stages(g event.OpenGroup) string {
	all := ""
	for _, m := range g.Members {
		all += fmt.Sprintf("%s:%s:%d ", m.Email, m.Stage(), m.Number)
	}
	return all
}

func colleagueSeminar(slug string, capacity int) *event.Event {
	ev := seminar(slug, capacity)
	ev.GroupMax = 4
	return ev
}

func TestEveryoneInAGroupIsTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, colleagueSeminar("gophers", 2), noon)
		g := h.registerTeam(t, ev.Slug, team("a@ale.se", "b@ale.se", "c@ale.se"))
		if got, want := stages(g), "a@ale.se:place:0 b@ale.se:place:0 c@ale.se:waiting:1 "; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if g.Group.Name != "Person nadia" || g.Event.Slug != ev.Slug || g.Event.Organisation.Name != "Ale kommun" {
			t.Errorf("%+v", g.Group)
		}
		wantKinds(t, "a", h.mails(t, *g.Members[0].RegistrationID), event.MailConfirmed)
		wantKinds(t, "c", h.mails(t, *g.Members[2].RegistrationID), event.MailWaiting)
		if n := h.count(t, "SELECT count(*) FROM messages WHERE kind = 'group' AND recipient = 'nadia@ale.se'"); n != 1 {
			t.Errorf("%d mails with the overview", n)
		}

		// One is cancelled by the sender; the others stand, and the list moves on.
		if err := h.WithdrawFromGroup(t.Context(), g.Group.ID, g.Members[1].ID, noon.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		g = h.openGroup(t, g.Group.ID, noon)
		if got, want := stages(g), "a@ale.se:place:0 b@ale.se:cancelled:0 c@ale.se:place:0 "; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		wantKinds(t, "b", h.mails(t, *g.Members[1].RegistrationID), event.MailConfirmed, event.MailWithdrawn)
		told := g.Members[1].Mails[1]
		if told.Data.Group != g.Group.ID || told.Sequence != 1 {
			t.Errorf("the mail does not say who cancelled: %+v", told)
		}
		wantErr(t, "cancelling twice", h.WithdrawFromGroup(t.Context(), g.Group.ID, g.Members[1].ID, noon), event.ErrNotLive)
		wantErr(t, "cancelling through another group", h.WithdrawFromGroup(t.Context(), g.Group.ID+1, g.Members[0].ID, noon), event.ErrNotFound)

		// One leaves by themselves.
		if err := h.Withdraw(t.Context(), *g.Members[2].RegistrationID, 1, "", noon.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if got, want := stages(h.openGroup(t, g.Group.ID, noon)), "a@ale.se:place:0 b@ale.se:cancelled:0 c@ale.se:gone:0 "; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	})
}

func TestSenderLearnsNothingOfEarlierRegistrations(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, colleagueSeminar("gophers", 3), noon)
		h.register(t, ev.Slug, "known@ale.se", noon)
		known := h.participant(t, ev.ID, "known@ale.se")
		g := h.registerTeam(t, ev.Slug, team("a@ale.se", "known@ale.se", "b@ale.se"))
		if got, want := stages(g), "a@ale.se:place:0 known@ale.se:place:0 b@ale.se:place:0 "; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		wantKinds(t, "known", h.mails(t, known.ID), event.MailConfirmed, event.MailAlready)

		// What becomes of the registration there was is not the sender's business, nor
		// has the sender a say in it.
		if err := h.WithdrawFromGroup(t.Context(), g.Group.ID, g.Members[1].ID, noon); err != nil {
			t.Fatal(err)
		}
		if got := stages(h.openGroup(t, g.Group.ID, noon)); got != "a@ale.se:place:0 known@ale.se:cancelled:0 b@ale.se:place:0 " {
			t.Error(got)
		}
		if still := h.participant(t, ev.ID, "known@ale.se"); still.ID != known.ID || still.GroupID != nil {
			t.Errorf("%+v", still)
		}

		// In the waiting list too, with the number that a newcomer would have.
		c := team("c@ale.se", "known@ale.se", "d@ale.se")
		receipt, err := h.Register(t.Context(), ev.Slug, c)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range receipt.People {
			if p.Standing != event.Waiting || p.Number != i+1 {
				t.Errorf("receipt: %+v", p)
			}
		}
		g = h.openGroup(t, *receipt.GroupID, noon)
		if got, want := stages(g), "c@ale.se:waiting:1 known@ale.se:waiting:2 d@ale.se:waiting:3 "; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		first := h.registerTeam(t, ev.Slug, team("known@ale.se"))
		if got, want := stages(first), "known@ale.se:waiting:3 "; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if err := h.Withdraw(t.Context(), known.ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		if m := h.openGroup(t, g.Group.ID, noon).Members[1]; m.Stage() != event.StageWaiting {
			t.Errorf("after the earlier registration was cancelled: %s", m.Stage())
		}
	})
}

func TestAddingToAGroup(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, colleagueSeminar("gophers", 10), noon)
		g := h.registerTeam(t, ev.Slug, team("a@ale.se", "b@ale.se"))
		add := func(email string) error {
			c := team(email)
			c.Group.ID = g.Group.ID
			_, err := h.Register(t.Context(), ev.Slug, c)
			return err
		}
		if err := add("c@ale.se"); err != nil {
			t.Fatal(err)
		}
		if got := stages(h.openGroup(t, g.Group.ID, noon)); got != "a@ale.se:place:0 b@ale.se:place:0 c@ale.se:place:0 " {
			t.Error(got)
		}
		if n := h.count(t, "SELECT count(*) FROM messages WHERE kind = 'group'"); n != 1 {
			t.Errorf("%d mails with the overview", n)
		}
		// Of many who add at the same moment, as many get in as there is room for.
		errs := make([]error, 6)
		together(len(errs), func(i int) { errs[i] = add(fmt.Sprintf("x%d@ale.se", i)) })
		full := 0
		for _, err := range errs {
			if errors.Is(err, event.ErrGroupFull) {
				full++
			} else if err != nil {
				t.Error(err)
			}
		}
		if g := h.openGroup(t, g.Group.ID, noon); full != 5 || g.Live() != 4 || g.HasRoom() {
			t.Errorf("%d were refused, %d are there", full, g.Live())
		}
		// Somebody who left makes room.
		if err := h.Withdraw(t.Context(), *g.Members[0].RegistrationID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		if err := add("d@ale.se"); err != nil {
			t.Error(err)
		}
	})
}

func TestGroupFormSentTwiceIsOneGroup(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, colleagueSeminar("gophers", 10), noon)
		c := team("a@ale.se", "b@ale.se")
		c.FormKey = rand.Text()
		first := h.registerTeam(t, ev.Slug, c)
		again, err := h.another(t).Register(t.Context(), ev.Slug, c)
		if err != nil || *again.GroupID != first.Group.ID || len(again.People) != 2 {
			t.Fatalf("%+v, %v", again, err)
		}
		if n := h.count(t, "SELECT count(*) FROM group_people"); n != 2 {
			t.Errorf("%d people", n)
		}
	})
}

func TestLettersSayWhoRegistered(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := colleagueSeminar("gophers", 10)
		ev.Questions = []event.Question{
			{ID: "invoice", Kind: event.AskShort, Label: "Fakturareferens", Required: true},
			{ID: "diet", Kind: event.AskShort, Label: "Mat", Sensitive: true, Purpose: "Maten", Required: true},
		}
		h.save(t, ev, noon)
		c := team("nadia@ale.se", "a@ale.se")
		c.Group.People[0].Answers = event.Answers{"invoice": {"77"}, "diet": {"Allt"}}
		g := h.registerTeam(t, ev.Slug, c)
		letters, err := h.ClaimLetters(t.Context(), 10, time.Minute, noon)
		if err != nil || len(letters) != 3 {
			t.Fatalf("%d letters, %v", len(letters), err)
		}
		for _, l := range letters {
			switch {
			case l.Message.Kind == event.MailGroup:
				if l.Overview == nil || len(l.Overview.Members) != 2 || l.IsPointless() {
					t.Errorf("overview: %+v", l.Overview)
				}
			case l.Message.Recipient == "nadia@ale.se":
				if l.Sender != nil {
					t.Error("who registers themselves is told who registered them")
				}
			case l.Sender == nil || l.Sender.ID != g.Group.ID || !l.Lacks:
				t.Errorf("to %s: sender %v, lacks %v", l.Message.Recipient, l.Sender, l.Lacks)
			}
		}
		if g.Members[0].Lacks(&g.Event) || !g.Members[1].Lacks(&g.Event) {
			t.Errorf("lacks: %v, %v", g.Members[0].Lacks(&g.Event), g.Members[1].Lacks(&g.Event))
		}
	})
}

// Whoever registers colleagues makes mails to addresses of others. How often that is
// too often says nothing of who was registered before.
func TestNobodyIsNamedWithoutEnd(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev, other := h.save(t, colleagueSeminar("laholm", 0), noon), h.save(t, colleagueSeminar("ale", 0), noon)
		h.register(t, ev.Slug, "known@ale.se", noon)
		often := func(eventID uint, email string, since time.Time) bool {
			t.Helper()
			is, err := h.NamedOften(t.Context(), eventID, []string{"nobody@ale.se", email}, since)
			if err != nil {
				t.Fatal(err)
			}
			return is
		}
		before := noon.Add(-time.Hour)
		for i := range event.MaxNamings {
			for _, email := range []string{"Known@ale.se", "new@ale.se", "nadia@ale.se"} {
				if often(ev.ID, event.NormalAddress(email), before) {
					t.Errorf("%s is named too often after %d times", email, i)
				}
			}
			h.registerTeam(t, ev.Slug, team("Known@ale.se", "new@ale.se"))
		}
		for _, email := range []string{"known@ale.se", "new@ale.se", "nadia@ale.se"} {
			if !often(ev.ID, email, before) {
				t.Errorf("%s can be named without end", email)
			}
			if often(ev.ID, email, noon) || often(other.ID, email, before) {
				t.Errorf("%s is never to be named again, or nowhere", email)
			}
		}
		if often(ev.ID, "eva@ale.se", before) {
			t.Error("somebody else cannot be named")
		}
	})
}

// When nobody has confirmed an address in time, the sender sees the same of who was
// registered before as of who was not, and may name as many others.
func TestUnconfirmedColleaguesLapseAlike(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := colleagueSeminar("laholm", 0)
		ev.GroupMax, ev.VerifyHours = 2, 1
		ev = h.save(t, ev, noon)
		known := h.register(t, ev.Slug, "known@ale.se", noon)
		if err := h.Verify(t.Context(), *known.RegistrationID, 1, noon); err != nil {
			t.Fatal(err)
		}
		late := noon.Add(time.Hour)
		for _, swept := range []bool{false, true} {
			var groups []event.OpenGroup
			for i, email := range []string{"known@ale.se", "new@ale.se"} {
				g := h.registerTeam(t, ev.Slug, team(email))
				g = h.openGroup(t, g.Group.ID, late)
				if stage := g.Members[0].Stage(); stage != event.StageGone {
					t.Errorf("%s is %s", email, stage)
				}
				if groups = append(groups, g); swept && i == 1 {
					if _, err := h.ExpireHolds(t.Context(), late); err != nil {
						t.Fatal(err)
					}
				}
			}
			for i, g := range groups {
				c := team(fmt.Sprintf("a%d%t@ale.se", i, swept), fmt.Sprintf("b%d%t@ale.se", i, swept))
				c.Group.ID, c.Now = g.Group.ID, late
				if _, err := h.Register(t.Context(), ev.Slug, c); err != nil {
					t.Errorf("group %d, swept %v: %v", i, swept, err)
				}
			}
		}
	})
}

func TestNoSuchGroup(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, err := h.Group(t.Context(), 7)
		wantErr(t, "group", err, event.ErrNotFound)
		_, err = h.OpenGroup(t.Context(), 7, noon)
		wantErr(t, "open group", err, event.ErrNotFound)
		wantErr(t, "withdraw", h.WithdrawFromGroup(t.Context(), 7, 7, noon), event.ErrNotFound)
	})
}

// A department that is asked for two may send them with one form, and each counts.
func TestEachOfAGroupUsesTheInvite(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev, _, made := h.asked(t, "Socialtjänsten")
		invited := func(id uint, emails ...string) error {
			c := team(emails...)
			c.InviteID, c.Group.ID = made[0].ID, id
			_, err := h.Register(t.Context(), ev.Slug, c)
			return err
		}
		wantErr(t, "three of two", invited(0, "a@ale.se", "b@ale.se", "c@ale.se"), event.ErrInviteUsed)
		if n := len(h.participants(t, ev.ID)); n != 0 {
			t.Errorf("%d of a group that did not come were registered", n)
		}
		if err := invited(0, "a@ale.se", "b@ale.se"); err != nil {
			t.Fatal(err)
		}
		g := h.openGroup(t, 1, noon)
		if g.Invite != made[0].ID || len(g.Members) != 2 {
			t.Errorf("invite %d, %d people", g.Invite, len(g.Members))
		}
		if all := h.invites(t, ev.ID); all[0].Confirmed != 2 {
			t.Errorf("%+v", all[0])
		}
		h.execute(t, "UPDATE events SET group_max = 5")
		wantErr(t, "one more", invited(g.Group.ID, "c@ale.se"), event.ErrInviteUsed)
		if err := h.WithdrawFromGroup(t.Context(), g.Group.ID, g.Members[0].ID, noon); err != nil {
			t.Fatal(err)
		}
		if err := invited(g.Group.ID, "c@ale.se"); err != nil {
			t.Errorf("in the place of who was cancelled: %v", err)
		}
	})
}

// Who wants to come together waits together: a single free place is for none of them.
func TestTogetherOrNotAtAll(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, colleagueSeminar("gophers", 3), noon)
		h.fill(t, ev, 2, noon)
		c := team("a@ale.se", "b@ale.se")
		c.Group.Together = true
		g := h.registerTeam(t, ev.Slug, c)
		if got, want := stages(g), "a@ale.se:waiting:1 b@ale.se:waiting:2 "; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if err := h.Withdraw(t.Context(), h.participant(t, ev.ID, "p0@ale.se").ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		if got, want := stages(h.openGroup(t, g.Group.ID, noon)), "a@ale.se:place:0 b@ale.se:place:0 "; got != want {
			t.Errorf("with two places free: %s, want %s", got, want)
		}
	})
}

// A sender who has lost the mail finds the overview like a registration.
func TestLinksToGroups(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, colleagueSeminar("gophers", 3), noon)
		h.registerTeam(t, ev.Slug, team("a@ale.se", "b@ale.se"))
		if err := h.RequestLinks(t.Context(), "Nadia@ale.se", "sv", noon.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		letters, err := h.ClaimLetters(t.Context(), 10, time.Minute, noon.Add(time.Hour))
		if err != nil || len(letters) != 4 {
			t.Fatalf("%d letters, %v", len(letters), err)
		}
		links := letters[3]
		if len(links.Places) != 0 || len(links.Groups) != 1 || links.Groups[0].Event.Slug != ev.Slug || links.IsPointless() {
			t.Errorf("%+v", links)
		}
	})
}
