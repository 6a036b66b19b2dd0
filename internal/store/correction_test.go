package store_test

import (
	"testing"
	"time"

	"samling/internal/event"
)

// What let the person in still does when the address on the receipt is corrected.
func TestCorrectedReceiptKeepsItsInvite(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev, _, made := h.asked(t, "Socialtjänsten")
		form := func(email string) event.Call {
			t.Helper()
			c := call(email, noon)
			c.InviteID = made[0].ID
			if _, err := h.Register(t.Context(), ev.Slug, c); err != nil {
				t.Fatal(err)
			}
			return c
		}
		form("anna@ale.se")
		c := form("anna@ale.se")
		// Once to the right address, once to one that is registered, and on from there.
		for _, email := range []string{"bo@ale.se", "anna@ale.se", "cilla@ale.se"} {
			if err := h.CorrectReceipt(t.Context(), ev.ID, c.FormKey, email, noon.Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			if r := h.participant(t, ev.ID, email); r.InviteID == nil || *r.InviteID != made[0].ID {
				t.Errorf("%s came with %v", email, r.InviteID)
			}
		}
		if used := h.invites(t, ev.ID)[0].Used(); used != 2 {
			t.Errorf("the invite is used by %d, want 2", used)
		}
	})
}

func TestCorrectedReceiptKeepsItsLateLink(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("late", 5), noon)
		h.register(t, ev.Slug, "anna@ale.se", noon)
		now := closes.Add(time.Hour)
		link := event.LateLink{ExpiresAt: starts, CreatedAt: now}
		if err := h.CreateLateLink(t.Context(), ev.Slug, &link); err != nil {
			t.Fatal(err)
		}
		c := call("anna@ale.se", now)
		if _, err := h.RegisterLate(t.Context(), ev.Slug, link.ID, c); err != nil {
			t.Fatal(err)
		}
		for _, email := range []string{"bo@ale.se", "anna@ale.se", "cilla@ale.se"} {
			if err := h.CorrectReceipt(t.Context(), ev.ID, c.FormKey, email, now.Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
			kept, err := h.LateLink(t.Context(), link.ID)
			if err != nil {
				t.Fatal(err)
			}
			r := h.participant(t, ev.ID, email)
			if let := r.LateLinkID != nil && *r.LateLinkID == link.ID; kept.Used != let || let == (email == "anna@ale.se") {
				t.Errorf("%s was let in by %v, and the link is used: %t", email, r.LateLinkID, kept.Used)
			}
		}
		_, err := h.RegisterLate(t.Context(), ev.Slug, link.ID, call("dan@ale.se", now))
		wantErr(t, "a second person with the link", err, event.ErrClosed)
	})
}
