package store_test

import (
	"errors"
	"testing"
	"time"

	"samling/internal/event"
)

// invited invites somebody and finds the invitation.
func (h *house) invited(t testing.TB, by event.Actor, i event.Invitation) event.OpenInvitation {
	t.Helper()
	if err := h.Invite(t.Context(), by, i, "sv", noon); err != nil {
		t.Fatal(err)
	}
	all, err := h.Invitations(t.Context(), by.OrganisationID, noon)
	if err != nil || len(all) == 0 {
		t.Fatalf("%d invitations, %v", len(all), err)
	}
	return all[len(all)-1]
}

// letters are the mails that are due.
func (h *house) letters(t testing.TB, now time.Time) []event.Letter {
	t.Helper()
	all, err := h.ClaimLetters(t.Context(), 100, time.Second, now)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestInvitationIsAccepted(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev := h.save(t, seminar("gophers", 5), noon)
		more := h.save(t, seminar("more", 5), noon)
		by, _ := h.administrator(t, ev.OrganisationID, "Bo")
		i := event.Invitation{Email: "Eva.Ek@example.org", Role: event.Reader, Events: []uint{ev.ID, more.ID}}
		open := h.invited(t, by, i)
		if open.Who != "Bo" || open.Organisation.Name != "Ale kommun" || len(open.Named) != 2 {
			t.Errorf("%+v", open)
		}
		letters := h.letters(t, noon)
		if len(letters) != 1 || letters[0].Message.Kind != event.MailInvitation || letters[0].Message.Data.Ticket != open.Ticket.ID ||
			letters[0].IsPointless() || letters[0].Invitation.Who != "Bo" {
			t.Fatalf("%+v", letters)
		}
		if err := h.Invite(ctx, by, event.Invitation{Email: "eva.ek@EXAMPLE.org", Role: event.Door}, "sv", noon); !errors.Is(err, event.ErrKnown) {
			t.Errorf("invited again: %v", err)
		}
		user, org, err := h.AcceptInvitation(ctx, open.Ticket.ID, "Eva Ek", "en", noon.Add(time.Hour))
		if err != nil || user.Name != "Eva Ek" || user.Language != "en" || org.ID != ev.OrganisationID {
			t.Fatalf("%+v, %+v, %v", user, org, err)
		}
		all, err := h.MembershipsOf(ctx, user.ID)
		if err != nil || len(all) != 1 || all[0].Roles.Overall() != "" || all[0].Roles.At(ev.ID) != event.Reader || all[0].Roles.At(more.ID) != event.Reader {
			t.Errorf("%+v, %v", all, err)
		}
		if _, _, err := h.AcceptInvitation(ctx, open.Ticket.ID, "Eva Ek", "sv", noon.Add(time.Hour)); !errors.Is(err, event.ErrGone) {
			t.Errorf("accepted twice: %v", err)
		}
		if err := h.Invite(ctx, by, i, "sv", noon); !errors.Is(err, event.ErrKnown) {
			t.Errorf("asked for what they have: %v", err)
		}
		// Somebody known is asked in their own language, and keeps their name.
		again := h.invited(t, by, event.Invitation{Email: "eva.ek@example.org", Role: event.Organiser})
		if again.Language != "en" {
			t.Errorf("asked in %q", again.Language)
		}
		same, _, err := h.AcceptInvitation(ctx, again.Ticket.ID, "Somebody Else", "sv", noon)
		if err != nil || same.ID != user.ID || same.Name != "Eva Ek" {
			t.Errorf("%+v, %v", same, err)
		}
	})
}

func TestInvitationThatIsWorthNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev := h.save(t, seminar("gophers", 5), noon)
		by, _ := h.administrator(t, ev.OrganisationID, "Bo")
		gone := func(name string, id uint, now time.Time) {
			t.Helper()
			if _, err := h.Invitation(ctx, id, now); !errors.Is(err, event.ErrGone) {
				t.Errorf("%s can be seen: %v", name, err)
			}
			if _, _, err := h.AcceptInvitation(ctx, id, "Eva Ek", "sv", now); !errors.Is(err, event.ErrGone) {
				t.Errorf("%s can be accepted: %v", name, err)
			}
		}
		late := h.invited(t, by, event.Invitation{Email: "late@example.org", Role: event.Reader})
		gone("one that is too old", late.Ticket.ID, noon.Add(event.InvitationLife))
		if err := h.RepeatInvitation(ctx, by, late.Ticket.ID, noon.Add(event.InvitationLife-time.Hour)); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Invitation(ctx, late.Ticket.ID, noon.Add(event.InvitationLife)); err != nil {
			t.Errorf("sent once more: %v", err)
		}
		if n := h.count(t, "SELECT count(*) FROM messages WHERE kind = 'invitation'"); n != 2 {
			t.Errorf("%d mails", n)
		}
		withdrawn := h.invited(t, by, event.Invitation{Email: "withdrawn@example.org", Role: event.Reader})
		if err := h.WithdrawInvitation(ctx, by, withdrawn.Ticket.ID, noon); err != nil {
			t.Fatal(err)
		}
		gone("a withdrawn one", withdrawn.Ticket.ID, noon)
		for _, l := range h.letters(t, noon) {
			if l.Message.Data.Ticket == withdrawn.Ticket.ID && !l.IsPointless() {
				t.Error("the mail about a withdrawn invitation leaves")
			}
		}
		stranger := by
		stranger.OrganisationID++
		stranger.UserID = 0
		for name, err := range map[string]error{
			"withdraws": h.WithdrawInvitation(ctx, stranger, late.Ticket.ID, noon),
			"repeats":   h.RepeatInvitation(ctx, stranger, late.Ticket.ID, noon),
			"invites":   h.Invite(ctx, by, event.Invitation{Email: "x@example.org", Role: event.Reader, Events: []uint{ev.ID + 1000}}, "sv", noon),
		} {
			if !errors.Is(err, event.ErrNotFound) {
				t.Errorf("another organisation %s: %v", name, err)
			}
		}
		// An invitation for an event that is gone is not one for everything.
		single := h.save(t, seminar("single", 5), noon)
		forOne := h.invited(t, by, event.Invitation{Email: "one@example.org", Role: event.Reader, Events: []uint{single.ID}})
		h.execute(t, "DELETE FROM event_versions WHERE event_id = (SELECT id FROM events WHERE slug = 'single')")
		h.execute(t, "DELETE FROM events WHERE slug = 'single'")
		gone("one for an event that is gone", forOne.Ticket.ID, noon)
	})
}

// Of many who accept at once, one does, and there is one user.
func TestInvitationIsAcceptedOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 5), noon)
		by, _ := h.administrator(t, ev.OrganisationID, "Bo")
		open := h.invited(t, by, event.Invitation{Email: "eva@example.org", Role: event.Administrator})
		const people = 6
		errs := make([]error, people)
		together(people, func(i int) {
			_, _, errs[i] = h.AcceptInvitation(t.Context(), open.Ticket.ID, "Eva Ek", "sv", noon)
		})
		accepted := 0
		for _, err := range errs {
			switch {
			case err == nil:
				accepted++
			case !errors.Is(err, event.ErrGone):
				t.Error(err)
			}
		}
		if n := h.count(t, "SELECT count(*) FROM users WHERE email_normal = 'eva@example.org'"); accepted != 1 || n != 1 {
			t.Errorf("%d accepted, %d users", accepted, n)
		}
	})
}

// Two organisations may invite one address, and it may accept both at once.
func TestTwoInvitationsAtOnceMakeOneUser(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		other := seminar("others", 5)
		other.Organisation = event.Organisation{Slug: "bor", Name: "Bor kommun"}
		var ids []uint
		for i, ev := range []*event.Event{h.save(t, seminar("gophers", 5), noon), h.save(t, other, noon)} {
			by, _ := h.administrator(t, ev.OrganisationID, []string{"Bo", "Eva"}[i])
			ids = append(ids, h.invited(t, by, event.Invitation{Email: "sara@example.org", Role: event.Reader}).Ticket.ID)
		}
		errs := make([]error, len(ids))
		together(len(ids), func(i int) {
			_, _, errs[i] = h.AcceptInvitation(t.Context(), ids[i], "Sara Ek", "sv", noon)
		})
		if err := errors.Join(errs...); err != nil {
			t.Error(err)
		}
		if n := h.count(t, "SELECT count(*) FROM members JOIN users ON users.id = user_id WHERE email_normal = 'sara@example.org'"); n != 2 {
			t.Errorf("%d roles", n)
		}
	})
}
