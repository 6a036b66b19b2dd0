package store_test

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// AC16: the dialogue of 9 November 2018 in Halmstad is for those who are invited,
// departments that are asked for two each. The organiser sees department by
// registered, and reminds the one that is silent.
func TestDialogueInHalmstad(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		day := func(d, hour int) time.Time { return time.Date(2018, 10, d, hour, 0, 0, 0, time.UTC) }
		ev := h.save(t, example(t, "dialog-halmstad"), day(1, 8))
		if got := ev.Start().Format("Monday 2006-01-02"); got != "Friday 2018-11-09" || !ev.InviteOnly || !ev.Unlisted {
			t.Errorf("%s, invited only %v, unlisted %v", got, ev.InviteOnly, ev.Unlisted)
		}
		if ev.Contact.Name != "Anna Lindskog" || ev.Contact.Unit != "Social hållbarhetsstrateg, Regionkontoret" {
			t.Errorf("contact %+v", ev.Contact)
		}
		for what, list := range map[string]func() (int, error){
			"coming": func() (int, error) { all, err := h.ComingEvents(ctx, day(15, 8)); return len(all), err },
			"past":   func() (int, error) { all, err := h.PastEvents(ctx, day(60, 8)); return len(all), err },
			"latest": func() (int, error) { _, all, err := h.LatestPastEvents(ctx, 4, day(60, 8)); return all, err },
		} {
			if n, err := list(); n != 0 || err != nil {
				t.Errorf("%d %s events are listed, %v", n, what, err)
			}
		}

		by := event.Actor{OrganisationID: ev.OrganisationID, Who: "Anna Lindskog"}
		list := "Socialtjänsten, soc@halmstad.example\nSkolan, skola@halmstad.example\nKulturförvaltningen, kultur@halmstad.example"
		var invites []event.Invite
		for _, l := range event.ParseInvites(list, event.RawInvite{Uses: "2"}, nil, ev, day(8, 8)) {
			invites = append(invites, l.Invite)
		}
		made, err := h.AddInvites(ctx, by, ev.ID, invites, day(8, 8))
		if err != nil || len(made) != 3 {
			t.Fatalf("%+v, %v", made, err)
		}
		if n, err := h.SendInvites(ctx, by, ev.ID, day(8, 9)); n != 3 || err != nil {
			t.Fatal(n, err)
		}
		if mails := h.deliver(t, event.Delivered, day(8, 9)); len(mails) != 3 {
			t.Errorf("invited %v", mails)
		}

		come := func(email string, invite uint) error {
			c := call(email, day(9, 8))
			c.InviteID = invite
			_, err := h.Register(ctx, ev.Slug, c)
			return err
		}
		wantErr(t, "somebody who is not invited", come("nobody@halmstad.example", 0), event.ErrInviteOnly)
		wantErr(t, "with an invite that does not exist", come("nobody@halmstad.example", made[2].ID+100), event.ErrInviteOnly)
		// A whole department tries at once: two get in.
		var in, used atomic.Int32
		together(10, func(i int) {
			switch err := come(fmt.Sprintf("s%d@halmstad.example", i), made[0].ID); {
			case err == nil:
				in.Add(1)
			case errors.Is(err, event.ErrInviteUsed):
				used.Add(1)
			default:
				t.Error(err)
			}
		})
		if in.Load() != 2 || used.Load() != 8 {
			t.Errorf("%d came and %d did not, want 2 and 8", in.Load(), used.Load())
		}
		if err := come("lisa@halmstad.example", made[1].ID); err != nil {
			t.Error(err)
		}
		// Whoever cancels makes room for a colleague.
		first := h.participants(t, ev.ID)[0]
		if err := h.Withdraw(ctx, first.ID, 1, "", day(10, 8)); err != nil {
			t.Fatal(err)
		}
		if err := come("vikarie@halmstad.example", made[0].ID); err != nil {
			t.Error(err)
		}
		wantErr(t, "one more", come("till@halmstad.example", made[0].ID), event.ErrInviteUsed)

		matrix := map[string][4]int{}
		for _, i := range h.invites(t, ev.ID) {
			left, _ := i.Left()
			matrix[i.Name] = [4]int{i.Uses, i.Confirmed, i.Cancelled, left}
		}
		want := map[string][4]int{"Socialtjänsten": {2, 2, 1, 0}, "Skolan": {2, 1, 0, 1}, "Kulturförvaltningen": {2, 0, 0, 2}}
		if diff := cmp.Diff(want, matrix); diff != "" {
			t.Errorf("asked, registered, cancelled, left (-want +got):\n%s", diff)
		}

		h.deliver(t, event.Delivered, day(22, 8)) // what those who registered are told
		if n, err := h.RemindSilent(ctx, by, ev.ID, day(22, 8)); n != 1 || err != nil {
			t.Errorf("%d reminded, %v", n, err)
		}
		if n, err := h.RemindSilent(ctx, by, ev.ID, day(22, 20)); n != 0 || err != nil {
			t.Errorf("%d reminded twice a day, %v", n, err)
		}
		mails := h.deliver(t, event.Delivered, day(22, 20))
		if diff := cmp.Diff(map[string]event.MessageKind{"kultur@halmstad.example": event.MailInviteReminder}, mails); diff != "" {
			t.Errorf("reminded (-want +got):\n%s", diff)
		}
		if err := come("kultur@halmstad.example", made[2].ID); err != nil {
			t.Error(err)
		}
		if n, err := h.RemindSilent(ctx, by, ev.ID, day(23, 8)); n != 0 || err != nil {
			t.Errorf("%d reminded who have answered, %v", n, err)
		}
		h.promises(t)
	})
}
