package store_test

import (
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

// waitingTogether is an event with two free places, which are kept for two who come
// together: the first has not confirmed the address, the second has.
func (h *house) waitingTogether(t testing.TB, capacity int) (ev *event.Event, first, second event.Registration) {
	t.Helper()
	ev = colleagueSeminar("gophers", capacity)
	h.save(t, ev, noon)
	regs := h.fill(t, ev, capacity, noon)
	ev.VerifyHours = 48
	h.save(t, ev, noon)
	c := team("a@ale.se", "b@ale.se")
	c.Group.Together = true
	h.registerTeam(t, ev.Slug, c)
	first, second = h.participant(t, ev.ID, "a@ale.se"), h.participant(t, ev.ID, "b@ale.se")
	if err := h.Verify(t.Context(), second.ID, 1, noon); err != nil {
		t.Fatal(err)
	}
	for _, r := range regs[capacity-2:] {
		if err := h.Withdraw(t.Context(), r.ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
	}
	return ev, first, second
}

// What is kept for an address that nobody has confirmed goes to those who wait
// once it need not be kept, at once and as a part of the deed.
func TestDeedsMoveTheList(t *testing.T) {
	for _, kind := range []event.DeedKind{event.DeedPromote, event.DeedOffer} {
		t.Run(string(kind), func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				ev, a, b := h.waitingTogether(t, 3)
				wantEqual(t, "while the address is not confirmed", h.standings(t, ev.ID),
					map[event.Standing]int{event.Confirmed: 1, event.Waiting: 2, event.Withdrawn: 2})

				_, by := h.organiser(t, ev)
				o := store.Order{Kind: kind, References: []string{a.Reference}, Mail: true}
				plan, err := h.PlanDeed(t.Context(), ev.ID, o, noon.Add(time.Minute))
				if err != nil || plan.MovingUp != 1 {
					t.Errorf("the plan moves up %d, %v", plan.MovingUp, err)
				}
				deed := h.do(t, by, ev, o, noon.Add(time.Minute))
				if up := h.participant(t, ev.ID, "b@ale.se"); up.Standing != event.Confirmed || deed.Count != 1 {
					t.Errorf("the colleague is %s, and %d are counted", up.Standing, deed.Count)
				}
				wantKinds(t, "the colleague", h.mails(t, b.ID), event.MailVerify, event.MailWaiting, event.MailPromoted)
				if refusal, err := h.UndoDeed(t.Context(), by, ev.ID, deed.ID, noon.Add(2*time.Minute)); err != nil || refusal != "" {
					t.Fatalf("%q, %v", refusal, err)
				}
				if back := h.participant(t, ev.ID, "b@ale.se"); back.Standing != event.Waiting {
					t.Errorf("once it is undone the colleague is %s", back.Standing)
				}
			})
		})
	}
}

// The same from the command line.
func TestPromotingMovesTheList(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev, a, _ := h.waitingTogether(t, 2)
		if err := h.Promote(t.Context(), a.ID, noon); err != nil {
			t.Fatal(err)
		}
		if up := h.participant(t, ev.ID, "b@ale.se"); up.Standing != event.Confirmed {
			t.Errorf("the colleague is %s", up.Standing)
		}
	})
}

// Undoing a deed lets the list move too, where it could not before.
func TestUndoingMovesTheList(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 1), noon)
		regs := h.fill(t, ev, 2, noon)
		_, by := h.organiser(t, ev)
		promote := store.Order{Kind: event.DeedPromote, References: references(regs[1:]), Extra: true}
		deed := h.do(t, by, ev, promote, noon.Add(time.Minute))
		if err := h.Withdraw(t.Context(), regs[0].ID, 1, "", noon.Add(2*time.Minute)); err != nil {
			t.Fatal(err)
		}
		if refusal, err := h.UndoDeed(t.Context(), by, ev.ID, deed.ID, noon.Add(3*time.Minute)); err != nil || refusal != "" {
			t.Fatalf("%q, %v", refusal, err)
		}
		if r := h.participant(t, ev.ID, regs[1].Email); r.Standing != event.Confirmed || r.IsExtra {
			t.Errorf("the free place waits for %+v", r)
		}
	})
}

// A place beyond the capacity is one from when it is offered until it is given up.
func TestOffersBeyondTheCapacity(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 1), noon)
		regs := h.fill(t, ev, 3, noon)
		_, by := h.organiser(t, ev)
		h.do(t, by, ev, store.Order{Kind: event.DeedOffer, References: references(regs[1:]), Extra: true}, noon.Add(time.Minute))
		if err := h.AcceptOffer(t.Context(), regs[1].ID, 1, noon.Add(2*time.Minute)); err != nil {
			t.Fatal(err)
		}
		for i, want := range []bool{false, true, true} {
			if r := h.participants(t, ev.ID)[i]; r.IsExtra != want {
				t.Errorf("%s with an offer until %v is extra: %t", r.Standing, r.OfferUntil, r.IsExtra)
			}
		}
		if n, err := h.ExpireHolds(t.Context(), noon.Add(48*time.Hour)); n != 1 || err != nil {
			t.Fatalf("%d expired, %v", n, err)
		}
		if err := h.Withdraw(t.Context(), regs[1].ID, 1, "", noon.Add(48*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if n := h.count(t, "SELECT count(*) FROM registrations WHERE is_extra"); n != 0 {
			t.Errorf("%d who have no place have one beyond the capacity", n)
		}
	})
}

// A place in a session that went on meanwhile is not taken from anybody: whoever
// comes back waits for it, and knows.
func TestUndoingTellsWhoLostASession(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := both("gophers")
		ev.OnSiteWay, ev.OnlineWay = event.Way{}, event.Way{}
		h.save(t, ev, noon)
		anna := h.attend(t, ev, "anna@ale.se", event.OnSite, "a")
		bo := h.attend(t, ev, "bo@ale.se", event.OnSite, "a")
		cilla := h.attend(t, ev, "cilla@ale.se", event.OnSite, "a") // waits behind Bo all the time
		dan := h.attend(t, ev, "dan@ale.se", event.OnSite, "b")
		_, by := h.organiser(t, ev)
		o := store.Order{Kind: event.DeedCancel, References: references([]event.Registration{anna, cilla, dan}), Mail: true}
		deed := h.do(t, by, ev, o, noon.Add(time.Minute))
		if has := h.chosen(t, bo.ID)[0].Standing; has != event.Confirmed {
			t.Fatalf("the place went on to nobody: Bo is %s", has)
		}
		if refusal, err := h.UndoDeed(t.Context(), by, ev.ID, deed.ID, noon.Add(2*time.Minute)); err != nil || refusal != "" {
			t.Fatalf("%q, %v", refusal, err)
		}
		for _, tt := range []struct {
			who  event.Registration
			has  event.Standing
			told bool
		}{{anna, event.Waiting, true}, {bo, event.Confirmed, false}, {cilla, event.Waiting, false}, {dan, event.Confirmed, false}} {
			if c := h.chosen(t, tt.who.ID)[0]; c.Standing != tt.has || (c.ConfirmedAt != nil) != (tt.has == event.Confirmed) {
				t.Errorf("%s has %+v", tt.who.Email, c)
			}
			mails := h.mails(t, tt.who.ID)
			if told := mails[len(mails)-1] == event.MailChanged; told != tt.told {
				t.Errorf("%s got %v", tt.who.Email, mails)
			}
		}
	})
}

// Whom an organiser lets into a full session that they wait for, learns of it.
func TestGivingASessionByHandTells(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := both("gophers")
		ev.OnSiteWay, ev.OnlineWay = event.Way{}, event.Way{}
		h.save(t, ev, noon)
		h.attend(t, ev, "anna@ale.se", event.OnSite, "a")
		bo := h.attend(t, ev, "bo@ale.se", event.OnSite, "a")
		_, by := h.organiser(t, ev)
		told, err := h.AmendParticipant(t.Context(), by, ev.ID, bo.Reference, bo.Mark(h.chosen(t, bo.ID)...), wish(bo, "a"), true, noon)
		if err != nil || !told {
			t.Errorf("told is %t, %v", told, err)
		}
		if has := h.chosen(t, bo.ID)[0].Standing; has != event.Confirmed {
			t.Errorf("Bo is %s", has)
		}
		wantKinds(t, "Bo", h.mails(t, bo.ID), event.MailConfirmed, event.MailSession)
		if n := h.count(t, "SELECT count(*) FROM audit_entries WHERE verb = 'participant.changed'"); n != 1 {
			t.Errorf("%d entries in the log", n)
		}
	})
}
