package store_test

import (
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

// Whoever has come keeps the place, although the address was never confirmed.
func TestWhoHasComeKeepsThePlace(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := seminar("gophers", 3)
		ev.VerifyHours = 2
		h.save(t, ev, noon)
		regs := h.fill(t, ev, 3, noon)
		_, by := h.organiser(t, ev)
		if _, news, err := h.Arrive(t.Context(), by, ev.ID, regs[0].Reference, true, noon.Add(time.Hour)); err != nil || !news {
			t.Fatalf("%t, %v", news, err)
		}
		h.do(t, by, ev, store.Order{Kind: event.DeedArrive, References: []string{regs[1].Reference}}, noon.Add(time.Hour))
		if n, err := h.ExpireHolds(t.Context(), noon.Add(3*time.Hour)); err != nil || n != 1 {
			t.Errorf("%d expired, %v", n, err)
		}
		wantEqual(t, "standings", h.standings(t, ev.ID), map[event.Standing]int{event.Confirmed: 2, event.Withdrawn: 1})
	})
}

// An address that is not confirmed may be anybody's: it gets no calendar entry
// when the event moves.
func TestAMoveIsNotToldToUnconfirmedAddresses(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := seminar("gophers", 2)
		ev.VerifyHours = 2
		h.save(t, ev, noon)
		regs := h.fill(t, ev, 2, noon)
		if err := h.Verify(t.Context(), regs[0].ID, 1, noon); err != nil {
			t.Fatal(err)
		}
		ev.StartsAt, ev.EndsAt = ev.StartsAt.Add(time.Hour), ev.EndsAt.Add(time.Hour)
		h.save(t, ev, noon.Add(time.Hour))
		wantKinds(t, "who has confirmed", h.mails(t, regs[0].ID), event.MailVerify, event.MailConfirmed, event.MailEventChanged)
		wantKinds(t, "who has not", h.mails(t, regs[1].ID), event.MailVerify)
	})
}

// Whoever is offered a place by hand has as long to answer as the offer says,
// although the address was to be confirmed before.
func TestAnOfferByHandIsNotCutShort(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := seminar("gophers", 1)
		ev.VerifyHours, ev.OfferHours = 2, 24
		h.save(t, ev, noon)
		regs := h.fill(t, ev, 2, noon)
		_, by := h.organiser(t, ev)
		h.do(t, by, ev, store.Order{Kind: event.DeedOffer, References: references(regs[1:]), Extra: true, Mail: true}, noon.Add(time.Minute))
		if n, err := h.ExpireHolds(t.Context(), noon.Add(3*time.Hour)); err != nil || n != 1 {
			t.Errorf("%d expired beside it, %v", n, err)
		}
		if err := h.AcceptOffer(t.Context(), regs[1].ID, 1, noon.Add(4*time.Hour)); err != nil {
			t.Error(err)
		}
		wantKinds(t, "who was offered a place", h.mails(t, regs[1].ID), event.MailVerify, event.MailOffer, event.MailPromoted)
	})
}
