package store_test

import (
	"fmt"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

// An address that nobody confirms holds its place for so long and no longer.
func TestUnconfirmedAddressesHoldTheirPlaceForATime(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := seminar("gophers", 1)
		ev.VerifyHours = 2
		h.save(t, ev, noon)
		if r := h.register(t, ev.Slug, "anna@ale.se", noon); r.VerifyBy == nil || !r.VerifyBy.Equal(noon.Add(2*time.Hour)) {
			t.Errorf("the receipt says %v", r.VerifyBy)
		}
		anna := h.participant(t, ev.ID, "anna@ale.se")
		wantKinds(t, "anna", h.mails(t, anna.ID), event.MailVerify)
		h.register(t, ev.Slug, "bo@ale.se", noon)
		bo := h.participant(t, ev.ID, "bo@ale.se")
		if bo.Standing != event.Waiting {
			t.Errorf("bo is %s although the place is held", bo.Standing)
		}
		// Bo confirms, and then the time of the other is out.
		if err := h.Verify(t.Context(), bo.ID, 1, noon.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		for _, at := range []struct {
			after   time.Duration
			expired int
		}{{2*time.Hour - time.Microsecond, 0}, {2 * time.Hour, 1}, {3 * time.Hour, 0}} {
			if n, err := h.ExpireHolds(t.Context(), noon.Add(at.after)); err != nil || n != at.expired {
				t.Errorf("after %s %d holds expired, %v; want %d", at.after, n, err, at.expired)
			}
		}
		wantKinds(t, "anna, who never confirmed", h.mails(t, anna.ID), event.MailVerify)
		wantKinds(t, "bo", h.mails(t, bo.ID), event.MailVerify, event.MailWaiting, event.MailPromoted)
		wantErr(t, "too late", h.Verify(t.Context(), anna.ID, 1, noon.Add(3*time.Hour)), event.ErrGone)
		if p := h.places(t, ev.ID); p != (event.Places{Confirmed: 1}) {
			t.Errorf("%+v", p)
		}
		// Twice is once.
		if err := h.Verify(t.Context(), bo.ID, 1, noon.Add(time.Hour)); err != nil {
			t.Error(err)
		}
		if n := len(h.mails(t, bo.ID)); n != 3 {
			t.Errorf("%d mails after confirming twice", n)
		}
	})
}

// A free place is offered to one after the other, each for so long.
func TestOffersGoDownTheList(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := seminar("gophers", 1)
		ev.OfferHours = 24
		h.save(t, ev, noon)
		regs := h.fill(t, ev, 4, noon)
		if err := h.Withdraw(t.Context(), regs[0].ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		wantKinds(t, "the first", h.mails(t, regs[1].ID), event.MailWaiting, event.MailOffer)
		if p := h.places(t, ev.ID); p != (event.Places{Offered: 1, Waiting: 2}) {
			t.Errorf("%+v", p)
		}
		h.wantNumbers(t, regs[1:], 0, 1, 2)
		// Nobody else gets what is held, a newcomer as little as the next in line.
		if r := h.register(t, ev.Slug, "new@ale.se", noon); r.Standing != event.Waiting || r.Number != 3 {
			t.Errorf("a newcomer got %+v", r)
		}
		wantErr(t, "whom nothing is offered", h.AcceptOffer(t.Context(), regs[2].ID, 1, noon), event.ErrGone)
		// The first does not answer, the second does not want it, the third does.
		if n, err := h.ExpireHolds(t.Context(), noon.Add(24*time.Hour)); n != 1 || err != nil {
			t.Fatalf("%d expired, %v", n, err)
		}
		wantKinds(t, "who did not answer", h.mails(t, regs[1].ID), event.MailWaiting, event.MailOffer, event.MailOfferExpired)
		if err := h.Withdraw(t.Context(), regs[2].ID, 1, "", noon.Add(25*time.Hour)); err != nil {
			t.Fatal(err)
		}
		wantKinds(t, "who did not want it", h.mails(t, regs[2].ID), event.MailWaiting, event.MailOffer, event.MailLeft)
		for range 2 {
			if err := h.AcceptOffer(t.Context(), regs[3].ID, 1, noon.Add(26*time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		wantKinds(t, "who did", h.mails(t, regs[3].ID), event.MailWaiting, event.MailOffer, event.MailPromoted)
		if p := h.places(t, ev.ID); p != (event.Places{Confirmed: 1, Waiting: 1}) {
			t.Errorf("%+v", p)
		}
		h.promisesOfPlaces(t)
	})
}

// promisesOfPlaces demands that no event has more people than places.
func (h *house) promisesOfPlaces(t testing.TB) {
	t.Helper()
	if n := h.count(t, `SELECT count(*) FROM events e WHERE capacity > 0 AND capacity < (SELECT count(*) FROM registrations r
		WHERE r.event_id = e.id AND (standing = 'confirmed' AND NOT is_extra OR offer_until IS NOT NULL AND standing = 'waiting'))`); n > 0 {
		t.Errorf("%d events have more people than places", n)
	}
}

// workshopCall is a sign-up that chooses a session.
func workshopCall(email, session string) event.Call {
	c := call(email, noon)
	c.Signup.Sessions = []string{session}
	return c
}

// What people choose in the programme has lists of its own, which follow the
// event's.
func TestSessionsHaveTheirOwnLists(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := gathering("gophers", 3)
		ev.Attendance, ev.Categories, ev.OnSiteWay = event.OnSite, nil, event.Way{}
		h.save(t, ev, noon)
		for _, c := range []event.Call{workshopCall("anna@ale.se", "a"), workshopCall("bo@ale.se", "a"), workshopCall("eva@ale.se", "a"), workshopCall("per@ale.se", "a")} {
			if _, err := h.Register(t.Context(), ev.Slug, c); err != nil {
				t.Fatal(err)
			}
		}
		regs := h.participants(t, ev.ID)
		h.wantSession(t, regs, event.Confirmed, event.Waiting, event.Waiting, event.Applied)
		// The first leaves the event: the second moves up in the session, the
		// fourth gets a place at the event and waits in the session.
		if err := h.Withdraw(t.Context(), regs[0].ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		h.wantSession(t, regs, event.Withdrawn, event.Confirmed, event.Waiting, event.Waiting)
		wantKinds(t, "the second", h.mails(t, regs[1].ID), event.MailConfirmed, event.MailSession)
		wantKinds(t, "the fourth", h.mails(t, regs[3].ID), event.MailWaiting, event.MailPromoted)
		// A larger room: both who wait get a place, and are told.
		ev, err := h.EventBySlug(t.Context(), ev.Slug)
		if err != nil {
			t.Fatal(err)
		}
		ev.Sessions[0].Sessions[0].Capacity = 3
		h.save(t, ev, noon)
		h.wantSession(t, regs, event.Withdrawn, event.Confirmed, event.Confirmed, event.Confirmed)
		wantKinds(t, "the fourth", h.mails(t, regs[3].ID), event.MailWaiting, event.MailPromoted, event.MailSession)
		// A smaller one takes no place away.
		ev.Sessions[0].Sessions[0].Capacity = 1
		h.save(t, ev, noon)
		h.wantSession(t, regs, event.Withdrawn, event.Confirmed, event.Confirmed, event.Confirmed)
	})
}

// wantSession demands these standings of the people in the session they chose.
func (h *house) wantSession(t testing.TB, regs []event.Registration, want ...event.Standing) {
	t.Helper()
	ids := make([]uint, len(regs))
	for i, r := range regs {
		ids[i] = r.ID
	}
	chosen, err := h.SessionChoices(t.Context(), ids...)
	if err != nil {
		t.Fatal(err)
	}
	for i, id := range ids {
		if len(chosen[id]) != 1 || chosen[id][0].Standing != want[i] {
			t.Errorf("person %d: %+v, want %s", i+1, chosen[id], want[i])
		}
	}
}

// However many choose a session in the same moment, it is never overbooked.
func TestSessionsAreNeverOverbooked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := gathering("gophers", 100)
		ev.Attendance, ev.Categories, ev.OnSiteWay = event.OnSite, nil, event.Way{}
		h.save(t, ev, noon)
		stores := []*store.Store{h.Store, h.another(t)}
		together(40, func(i int) {
			if _, err := stores[i%2].Register(t.Context(), ev.Slug, workshopCall(fmt.Sprintf("p%d@ale.se", i), "b")); err != nil {
				t.Error(err)
			}
		})
		tallies, err := h.Places(t.Context(), ev.ID)
		if p := tallies[ev.ID].Sessions["b"]; err != nil || p != (event.Places{Confirmed: 2, Waiting: 38}) {
			t.Errorf("%+v, %v", p, err)
		}
	})
}

// Groups come together, and each of them by themselves.
func TestGroups(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 3), noon)
		h.fill(t, ev, 2, noon)
		c := call("chef@ale.se", noon)
		c.Group = &event.GroupSignup{Together: true, People: []event.Signup{signup("anna@ale.se"), signup("bo@ale.se")}}
		receipt, err := h.Register(t.Context(), ev.Slug, c)
		if err != nil || len(receipt.People) != 2 || receipt.GroupID == nil || receipt.RegistrationID != nil {
			t.Fatalf("%+v, %v", receipt, err)
		}
		again, err := h.Register(t.Context(), ev.Slug, c)
		if err != nil || *again.GroupID != *receipt.GroupID || h.count(t, "SELECT count(*) FROM registration_groups") != 1 {
			t.Errorf("sent twice: %+v, %v", again, err)
		}
		anna, bo := h.participant(t, ev.ID, "anna@ale.se"), h.participant(t, ev.ID, "bo@ale.se")
		if anna.Standing != event.Waiting || !anna.Together || anna.GroupID == nil || *anna.GroupID != *bo.GroupID {
			t.Errorf("%+v", anna)
		}
		// One place is free and too little for two; whoever wants it alone waits
		// behind them, and so does a newcomer.
		if r := h.register(t, ev.Slug, "eva@ale.se", noon); r.Standing != event.Waiting || r.Number != 3 {
			t.Errorf("a newcomer got %+v", r)
		}
		if err := h.Withdraw(t.Context(), h.participant(t, ev.ID, "p0@ale.se").ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		for _, email := range []string{"anna@ale.se", "bo@ale.se"} {
			wantKinds(t, email, h.mails(t, h.participant(t, ev.ID, email).ID), event.MailWaiting, event.MailPromoted)
		}
		if n := h.count(t, "SELECT count(*) FROM messages WHERE kind = 'group' AND recipient = 'chef@ale.se'"); n != 1 {
			t.Errorf("%d mails to who sent the form", n)
		}
	})
}
