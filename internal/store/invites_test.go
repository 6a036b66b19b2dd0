package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// asked is an event that only the invited can come to, with departments that are
// asked for two each.
func (h *house) asked(t testing.TB, departments ...string) (*event.Event, event.Actor, []event.Invite) {
	t.Helper()
	ev := seminar("dialog", 0)
	ev.InviteOnly, ev.Unlisted = true, true
	h.save(t, ev, noon)
	by := event.Actor{OrganisationID: ev.OrganisationID, Who: "Elin"}
	var invites []event.Invite
	for i, name := range departments {
		invites = append(invites, event.Invite{Name: name, Email: fmt.Sprintf("d%d@halmstad.example", i), Uses: 2})
	}
	made, err := h.AddInvites(t.Context(), by, ev.ID, invites, noon)
	if err != nil {
		t.Fatal(err)
	}
	return ev, by, made
}

// comeWith gives a registration an invite and a standing.
func (h *house) comeWith(t testing.TB, id, inviteID uint, standing event.Standing) {
	t.Helper()
	h.execute(t, fmt.Sprintf("UPDATE registrations SET invite_id = %d, standing = '%s' WHERE id = %d", inviteID, standing, id))
}

func (h *house) invites(t testing.TB, eventID uint) []event.Invited {
	t.Helper()
	all, err := h.Invites(t.Context(), eventID)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestInvitesAndWhatCameOfThem(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev, _, made := h.asked(t, "Socialtjänsten", "Skolan", "Polisen")
		open := h.save(t, seminar("open", 20), noon)
		regs := h.fill(t, open, 7, noon)
		for i, standing := range []event.Standing{event.Confirmed, event.Waiting, event.Applied, event.Withdrawn, event.Withdrawn, event.Confirmed} {
			h.comeWith(t, regs[i].ID, made[i/5].ID, standing)
		}
		want := []event.Invited{
			{Invite: made[0], Confirmed: 1, Waiting: 1, Applied: 1, Cancelled: 2},
			{Invite: made[1], Confirmed: 1},
			{Invite: made[2]},
		}
		if diff := cmp.Diff(want, h.invites(t, ev.ID)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if made[0].Code == made[1].Code || event.NormalInviteCode(made[0].Code) != made[0].Code {
			t.Errorf("codes %s and %s", made[0].Code, made[1].Code)
		}
		typed := fmt.Sprintf(" %s %s", made[1].Code[:4], made[1].Code[5:])
		got, err := h.FindInviteByCode(t.Context(), ev.ID, typed)
		if diff := cmp.Diff(want[1], got); err != nil || diff != "" {
			t.Errorf("by code: %v\n%s", err, diff)
		}
		if got, err = h.FindInvite(t.Context(), ev.ID, made[0].ID); err != nil || !cmp.Equal(got, want[0]) {
			t.Errorf("by id: %+v, %v", got, err)
		}
		_, err = h.FindInviteByCode(t.Context(), open.ID, made[1].Code)
		wantErr(t, "a code of another event", err, event.ErrNotFound)
		_, err = h.FindInvite(t.Context(), open.ID, made[0].ID)
		wantErr(t, "an invite of another event", err, event.ErrNotFound)
		if all := h.invites(t, open.ID); len(all) != 0 {
			t.Errorf("the other event has %d invites", len(all))
		}
	})
}

func TestInvitesAreAddedOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev, by, made := h.asked(t, "Socialtjänsten", "Skolan")
		again := []event.Invite{{Name: "socialtjänsten", Email: "D0@halmstad.example"}, {Name: "Polisen"}, {Name: "Polisen"}}
		// A form that is sent five times at once.
		together(5, func(int) {
			if _, err := h.AddInvites(t.Context(), by, ev.ID, again, noon); err != nil {
				t.Error(err)
			}
		})
		if all := h.invites(t, ev.ID); len(all) != 3 || all[2].Name != "Polisen" {
			t.Fatalf("%+v", all)
		}
		if err := h.RevokeInvite(t.Context(), by, ev.ID, made[0].ID, noon); err != nil {
			t.Fatal(err)
		}
		if _, err := h.AddInvites(t.Context(), by, ev.ID, again, noon); err != nil {
			t.Fatal(err)
		}
		if all := h.invites(t, ev.ID); len(all) != 4 {
			t.Errorf("whoever was revoked cannot be invited again: %+v", all)
		}
	})
}

func TestChangeInvites(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev, by, made := h.asked(t, "Socialtjänsten")
		id := made[0].ID
		if n, err := h.SendInvites(ctx, by, ev.ID, noon); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		want := h.invites(t, ev.ID)[0]
		expires := noon.Add(48 * time.Hour)
		to := event.Invite{Name: "Socialförvaltningen", Email: want.Email, Uses: 0, ExpiresAt: &expires}
		mark := want.Mark()
		want.Name, want.Uses, want.ExpiresAt = to.Name, 0, &expires
		if err := h.ChangeInvite(ctx, by, ev.ID, id, mark, to, noon); err != nil {
			t.Fatal(err)
		}
		wantErr(t, "saved second", h.ChangeInvite(ctx, by, ev.ID, id, mark, made[0], noon), event.ErrChanged)
		if diff := cmp.Diff(want, h.invites(t, ev.ID)[0]); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		mark, to.Email = want.Mark(), "soc@halmstad.example"
		want.Email, want.SentAt = to.Email, nil
		if err := h.ChangeInvite(ctx, by, ev.ID, id, mark, to, noon); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, h.invites(t, ev.ID)[0]); diff != "" {
			t.Errorf("to another address (-want +got):\n%s", diff)
		}
		for range 2 { // twice is the same as once
			if err := h.RevokeInvite(ctx, by, ev.ID, id, noon); err != nil {
				t.Fatal(err)
			}
		}
		if i := h.invites(t, ev.ID)[0]; i.RevokedAt == nil || !i.RevokedAt.Equal(noon) {
			t.Errorf("revoked: %+v", i)
		}
		for range 2 {
			if err := h.RestoreInvite(ctx, by, ev.ID, id, noon); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(want, h.invites(t, ev.ID)[0]); diff != "" {
			t.Errorf("restored (-want +got):\n%s", diff)
		}
		verbs := map[event.Verb]int{}
		entries, err := h.Entries(ctx, by.OrganisationID, storeQuery("invite"))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			verbs[e.Verb]++
			if e.EventID == nil || *e.EventID != ev.ID || e.Detail["invite"] != fmt.Sprint(id) {
				t.Errorf("entry %+v", e)
			}
		}
		wantEqual(t, "entries", verbs, map[event.Verb]int{
			"invite.added": 1, "invite.sent": 1, "invite.changed": 2, "invite.revoked": 1, "invite.restored": 1,
		})
	})
}

func TestInvitesOfOthersDoNotExist(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev, by, made := h.asked(t, "Socialtjänsten")
		foreign := seminar("foreign", 0)
		foreign.Organisation = event.Organisation{Slug: "gr", Name: "GR"}
		h.save(t, foreign, noon)
		other := event.Actor{OrganisationID: foreign.OrganisationID}
		for what, err := range map[string]error{
			"revoke":                h.RevokeInvite(ctx, other, ev.ID, made[0].ID, noon),
			"restore":               h.RestoreInvite(ctx, other, ev.ID, made[0].ID, noon),
			"change":                h.ChangeInvite(ctx, other, ev.ID, made[0].ID, made[0].Mark(), made[0], noon),
			"send":                  h.SendInvite(ctx, other, ev.ID, made[0].ID, noon),
			"at another event":      h.RevokeInvite(ctx, other, foreign.ID, made[0].ID, noon),
			"send at another event": h.SendInvite(ctx, other, foreign.ID, made[0].ID, noon),
			"one that is not there": h.RevokeInvite(ctx, by, ev.ID, made[0].ID+1, noon),
		} {
			wantErr(t, what, err, event.ErrNotFound)
		}
		_, err := h.AddInvites(ctx, other, ev.ID, made, noon)
		wantErr(t, "add", err, event.ErrNotFound)
		_, err = h.SendInvites(ctx, other, ev.ID, noon)
		wantErr(t, "send all", err, event.ErrNotFound)
		_, err = h.RemindSilent(ctx, other, ev.ID, noon)
		wantErr(t, "remind", err, event.ErrNotFound)
		if n := h.count(t, "SELECT count(*) FROM messages"); n != 0 {
			t.Errorf("%d mails", n)
		}
	})
}

// A draft to which people were invited before it became one can be deleted, with
// its invites and their mails.
func TestDeleteDraftWithInvites(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev, by, _ := h.asked(t, "Socialtjänsten")
		if _, err := h.SendInvites(ctx, by, ev.ID, noon); err != nil {
			t.Fatal(err)
		}
		if err := h.WithdrawEvent(ctx, by, ev.ID, noon); err != nil {
			t.Fatal(err)
		}
		if err := h.DeleteEvent(ctx, by, ev.ID, noon); err != nil {
			t.Fatal(err)
		}
		if n := h.count(t, "SELECT (SELECT count(*) FROM invites) + (SELECT count(*) FROM messages)"); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}
