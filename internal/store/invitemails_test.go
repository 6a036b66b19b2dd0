package store_test

import (
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

// storeQuery chooses the entries of a noun.
func storeQuery(noun event.Verb) store.AuditQuery { return store.AuditQuery{Verb: noun, Limit: 100} }

// deliver takes the mails that are due, notes how they fared and returns the
// kinds of those that were of any use, by recipient.
func (h *house) deliver(t testing.TB, outcome event.Outcome, now time.Time) map[string]event.MessageKind {
	t.Helper()
	got := map[string]event.MessageKind{}
	for _, l := range h.letters(t, now) {
		o := outcome
		if l.IsPointless() {
			o = event.Pointless
		} else {
			got[l.Message.Recipient] = l.Message.Kind
		}
		if err := h.FinishMessage(t.Context(), l.Message.After(o, "", now)); err != nil {
			t.Fatal(err)
		}
	}
	return got
}

func TestInvitesAreSentOnceAndTheSilentAreReminded(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev, by, made := h.asked(t, "Socialtjänsten", "Skolan", "Polisen")
		if _, err := h.AddInvites(ctx, by, ev.ID, []event.Invite{{Name: "Utan adress"}}, noon); err != nil {
			t.Fatal(err)
		}
		send := func(what string, do func() (int, error), want int) {
			t.Helper()
			if n, err := do(); n != want || err != nil {
				t.Errorf("%s: %d mails, %v; want %d", what, n, err, want)
			}
		}
		at := noon
		sendAll := func() (int, error) { return h.SendInvites(ctx, by, ev.ID, at) }
		remind := func() (int, error) { return h.RemindSilent(ctx, by, ev.ID, at) }
		send("nobody was invited yet", remind, 0)
		send("all who have an address", sendAll, 3)
		send("again", sendAll, 0)
		send("the same day", remind, 0)
		mails := h.deliver(t, event.Delivered, at)
		wantEqual(t, "first mails", kindsOf(mails), map[event.MessageKind]int{event.MailInvite: 3})

		// One has answered, one has answered and cancelled; the third is silent.
		open := h.save(t, seminar("open", 20), noon)
		regs := h.fill(t, open, 2, noon)
		h.deliver(t, event.Delivered, at)
		h.comeWith(t, regs[0].ID, made[0].ID, event.Confirmed)
		h.comeWith(t, regs[1].ID, made[1].ID, event.Withdrawn)
		at = noon.Add(24 * time.Hour)
		send("the silent one", remind, 1)
		send("twice a day", remind, 0)
		at = at.Add(24 * time.Hour)
		send("the next day", remind, 1)
		if mails = h.deliver(t, event.Delivered, at); len(mails) != 1 || mails["d2@halmstad.example"] != event.MailInviteReminder {
			t.Errorf("reminders %v", mails)
		}
		if i := h.invites(t, ev.ID)[2]; i.SentAt == nil || !i.SentAt.Equal(noon) || i.RemindedAt == nil || !i.RemindedAt.Equal(at) {
			t.Errorf("the silent invite is now %+v", i)
		}
		at = ev.ClosesAt
		send("after closing", remind, 0)
	})
}

func kindsOf(mails map[string]event.MessageKind) map[event.MessageKind]int {
	n := map[event.MessageKind]int{}
	for _, kind := range mails {
		n[kind]++
	}
	return n
}

// Between the press of the button and the mail something may happen.
func TestInviteMailsThatHaveBecomePointless(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev, by, made := h.asked(t, "revoked", "full", "changed", "kept")
		if n, err := h.SendInvites(ctx, by, ev.ID, noon); n != 4 || err != nil {
			t.Fatal(n, err)
		}
		if err := h.RevokeInvite(ctx, by, ev.ID, made[0].ID, noon); err != nil {
			t.Fatal(err)
		}
		open := h.save(t, seminar("open", 20), noon.Add(time.Minute))
		for _, r := range h.fill(t, open, 2, noon.Add(time.Minute)) {
			h.comeWith(t, r.ID, made[1].ID, event.Confirmed)
		}
		to, mark := made[2], made[2].Mark()
		expired := noon.Add(-time.Minute)
		to.ExpiresAt = &expired
		if err := h.ChangeInvite(ctx, by, ev.ID, to.ID, mark, to, noon); err != nil {
			t.Fatal(err)
		}
		if mails := h.deliver(t, event.Delivered, noon); len(mails) != 1 || mails["d3@halmstad.example"] != event.MailInvite {
			t.Errorf("mails %v", mails)
		}
		// A reminder is pointless once anybody has answered, and everything is when the event is called off.
		next := noon.Add(24 * time.Hour)
		if n, err := h.RemindSilent(ctx, by, ev.ID, next); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		h.execute(t, "UPDATE events SET status = 'cancelled' WHERE slug = 'dialog'")
		if mails := h.deliver(t, event.Delivered, next); mails["d3@halmstad.example"] != "" {
			t.Errorf("reminded of an event that is called off: %v", mails)
		}
	})
}

func TestSendOneInviteAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev, by, made := h.asked(t, "Socialtjänsten", "Skolan")
		for range 2 {
			if err := h.SendInvite(ctx, by, ev.ID, made[0].ID, noon); err != nil {
				t.Fatal(err)
			}
		}
		if n := h.count(t, "SELECT count(*) FROM messages WHERE kind = 'invite' AND recipient = 'd0@halmstad.example'"); n != 2 {
			t.Errorf("%d mails", n)
		}
		if h.invites(t, ev.ID)[1].SentAt != nil {
			t.Error("another invite was sent too")
		}
		if err := h.RevokeInvite(ctx, by, ev.ID, made[0].ID, noon); err != nil {
			t.Fatal(err)
		}
		wantErr(t, "one that was revoked", h.SendInvite(ctx, by, ev.ID, made[0].ID, noon), event.ErrGone)
	})
}

func TestInvitesThatDidNotArrive(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev, by, made := h.asked(t, "Socialtjänsten", "Skolan")
		if err := h.SendInvite(ctx, by, ev.ID, made[0].ID, noon); err != nil {
			t.Fatal(err)
		}
		h.deliver(t, event.Refused, noon)
		if err := h.SendInvite(ctx, by, ev.ID, made[1].ID, noon); err != nil {
			t.Fatal(err)
		}
		h.deliver(t, event.Delivered, noon)
		lost := func(want bool) {
			t.Helper()
			got, err := h.LostInvites(ctx, ev.ID)
			if err != nil || got[made[0].ID] != want || got[made[1].ID] {
				t.Errorf("lost %v, %v", got, err)
			}
		}
		lost(true)
		if err := h.SendInvite(ctx, by, ev.ID, made[0].ID, noon.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		h.deliver(t, event.Delivered, noon.Add(time.Hour))
		lost(false)
	})
}
