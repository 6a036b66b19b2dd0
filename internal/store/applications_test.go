package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
	"samling/internal/store"
)

// applicants are people whom the organiser has not answered yet.
func (h *house) applicants(t testing.TB, ev *event.Event, n int) []event.Registration {
	t.Helper()
	h.fill(t, ev, n, noon)
	h.execute(t, "UPDATE registrations SET standing = 'applied', confirmed_at = NULL")
	return h.participants(t, ev.ID)
}

// An application is approved or declined with a reason, and both can be taken
// back until anybody has been told.
func TestAnsweringApplications(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 0), noon)
		regs := h.applicants(t, ev, 3)
		_, by := h.organiser(t, ev)
		yes := h.do(t, by, ev, store.Order{Kind: event.DeedApprove, References: references(regs[:2]), Mail: true}, noon.Add(time.Minute))
		no := h.do(t, by, ev, store.Order{Kind: event.DeedDecline, References: references(regs), Mail: true, Reason: "Fullt"}, noon.Add(time.Minute))
		if yes.Count != 2 || no.Count != 1 {
			t.Errorf("%d approved, %d declined", yes.Count, no.Count)
		}
		after := h.participants(t, ev.ID)
		if r := after[0]; r.Standing != event.Confirmed || r.ConfirmedAt == nil || r.IsExtra {
			t.Errorf("approved: %+v", r)
		}
		if r := after[2]; r.Standing != event.Withdrawn || r.CancelReason != "Fullt" || r.CancelledAt == nil {
			t.Errorf("declined: %+v", r)
		}
		last := func(r event.Registration) event.MessageKind {
			kinds := h.mails(t, r.ID)
			return kinds[len(kinds)-1]
		}
		if last(regs[0]) != event.MailConfirmed || last(regs[2]) != event.MailDeclined {
			t.Errorf("mails %v and %v", h.mails(t, regs[0].ID), h.mails(t, regs[2].ID))
		}
		// Lists tell who was declined from who cancelled.
		for standing, want := range map[event.Standing]int{event.Confirmed: 2, event.Withdrawn: 0, event.Declined: 1, "": 3} {
			found, counts, err := h.ListParticipants(t.Context(), ev.ID, store.ParticipantQuery{Standing: standing}, 0, 10)
			if err != nil || len(found) != want || counts.Of(standing) != want {
				t.Errorf("%d and %d are %q, want %d: %v", len(found), counts.Of(standing), standing, want, err)
			}
		}
		back := h.do(t, by, ev, store.Order{Kind: event.DeedReinstate, References: references(regs[2:])}, noon.Add(90*time.Second))
		if r := h.participants(t, ev.ID)[2]; r.IsDeclined || r.Standing != event.Confirmed {
			t.Errorf("reinstated: %+v", r)
		}
		if refusal, err := h.UndoDeed(t.Context(), by, ev.ID, back.ID, noon.Add(2*time.Minute)); err != nil || refusal != "" {
			t.Fatalf("%q, %v", refusal, err)
		}
		if r := h.participants(t, ev.ID)[2]; r.Listed() != event.Declined {
			t.Errorf("declined, reinstated and not: %+v", r)
		}
		for verb, want := range map[string]int{"participant.approved": 2, "participant.declined": 1} {
			if n := h.count(t, "SELECT count(*) FROM audit_entries WHERE verb = '%s'", verb); n != want {
				t.Errorf("%d entries %s, want %d", n, verb, want)
			}
		}
		for _, deed := range []store.Deed{no, yes} {
			if refusal, err := h.UndoDeed(t.Context(), by, ev.ID, deed.ID, noon.Add(2*time.Minute)); err != nil || refusal != "" {
				t.Fatalf("%q, %v", refusal, err)
			}
		}
		if diff := cmp.Diff(regs, h.participants(t, ev.ID)); diff != "" {
			t.Errorf("not what was before:\n%s", diff)
		}
	})
}
