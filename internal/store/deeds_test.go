package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"samling/internal/event"
	"samling/internal/store"
)

// do carries out an order for some participants, which must succeed.
func (h *house) do(t testing.TB, by event.Actor, ev *event.Event, o store.Order, now time.Time) store.Deed {
	t.Helper()
	plan, err := h.PlanDeed(t.Context(), ev.ID, o, now)
	if err != nil {
		t.Fatal(err)
	}
	o.Expected = plan.Mark()
	deed, err := h.DoDeed(t.Context(), by, ev.ID, o, now)
	if err != nil {
		t.Fatal(err)
	}
	return deed
}

func references(regs []event.Registration) []string {
	var refs []string
	for _, r := range regs {
		refs = append(refs, r.Reference)
	}
	return refs
}

// Cancelling frees places for those who wait; undoing it puts everybody back to
// exactly what they were, those who moved up too, and no mail has left.
func TestCancellingAndUndoing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 3), noon)
		regs := h.fill(t, ev, 5, noon)
		_, by := h.organiser(t, ev)
		now := noon.Add(time.Minute)
		deed := h.do(t, by, ev, store.Order{Kind: event.DeedCancel, References: references(regs[:2]), Mail: true, Reason: "dubblett"}, now)
		wantEqual(t, "standings", h.standings(t, ev.ID), map[event.Standing]int{event.Confirmed: 3, event.Withdrawn: 2})
		wantKinds(t, "who was cancelled", h.mails(t, regs[0].ID), event.MailConfirmed, event.MailRemoved)
		wantKinds(t, "who moved up", h.mails(t, regs[3].ID), event.MailWaiting, event.MailPromoted)
		h.promises(t)
		if deed.Count != 2 {
			t.Errorf("counted %d", deed.Count)
		}
		letters, err := h.ClaimLetters(t.Context(), 100, time.Minute, now)
		if err != nil || len(letters) != 5 {
			t.Errorf("%d letters leave at once, want the five from before; %v", len(letters), err)
		}
		last, err := h.LastDeed(t.Context(), ev.ID, by.UserID, now.Add(event.UndoTime-time.Second))
		if err != nil || last == nil || last.ID != deed.ID {
			t.Fatalf("%+v, %v", last, err)
		}
		if refusal, err := h.UndoDeed(t.Context(), by, ev.ID, deed.ID, now.Add(time.Minute)); err != nil || refusal != "" {
			t.Fatalf("%q, %v", refusal, err)
		}
		if diff := cmp.Diff(regs, h.participants(t, ev.ID)); diff != "" {
			t.Errorf("not what was before:\n%s", diff)
		}
		h.promises(t)
		letters, err = h.ClaimLetters(t.Context(), 100, time.Minute, now.Add(time.Hour))
		for _, l := range letters {
			if l.Message.Kind != event.MailConfirmed && l.Message.Kind != event.MailWaiting {
				t.Errorf("a mail about what was undone leaves: %s, %v", l.Message.Kind, err)
			}
		}
		if refusal, err := h.UndoDeed(t.Context(), by, ev.ID, deed.ID, now.Add(time.Minute)); err != nil || refusal != event.UndoTwice {
			t.Errorf("a second time: %q, %v", refusal, err)
		}
	})
}

// What has changed since is not overwritten, and nobody's place is given away
// twice.
func TestUndoingTooLate(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 2), noon)
		regs := h.fill(t, ev, 2, noon)
		_, by := h.organiser(t, ev)
		refused := func(deed store.Deed, now time.Time, want event.UndoRefusal) {
			t.Helper()
			if refusal, err := h.UndoDeed(t.Context(), by, ev.ID, deed.ID, now); err != nil || refusal != want {
				t.Errorf("%q, %v; want %q", refusal, err, want)
			}
		}
		first := h.do(t, by, ev, store.Order{Kind: event.DeedCancel, References: references(regs[:1])}, noon.Add(time.Minute))
		h.register(t, ev.Slug, "quick@ale.se", noon)
		refused(first, noon.Add(time.Minute), event.UndoFull)
		second := h.do(t, by, ev, store.Order{Kind: event.DeedCancel, References: references(regs[1:])}, noon.Add(time.Minute))
		h.register(t, ev.Slug, regs[1].Email, noon)
		refused(second, noon.Add(time.Minute), event.UndoFull)
		refused(second, noon.Add(time.Minute+event.UndoTime), event.UndoLate)
		demoted := h.do(t, by, ev, store.Order{Kind: event.DeedResend, References: references(h.participants(t, ev.ID)), Mail: true}, noon.Add(time.Minute))
		refused(demoted, noon.Add(time.Minute), event.UndoLate)
		h.promises(t)
	})
}

func TestUndoingWhatSomebodyChangedSince(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 1), noon)
		regs := h.fill(t, ev, 2, noon)
		_, by := h.organiser(t, ev)
		deed := h.do(t, by, ev, store.Order{Kind: event.DeedDemote, References: references(regs[:1]), Mail: true}, noon.Add(time.Minute))
		wantEqual(t, "standings", h.standings(t, ev.ID), map[event.Standing]int{event.Confirmed: 1, event.Waiting: 1})
		if err := h.Withdraw(t.Context(), regs[1].ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		if refusal, err := h.UndoDeed(t.Context(), by, ev.ID, deed.ID, noon); err != nil || refusal != event.UndoChanged {
			t.Errorf("%q, %v", refusal, err)
		}
		// Whoever was moved down stands first, and so gets the place back.
		if r := h.participants(t, ev.ID)[0]; r.Standing != event.Confirmed || r.Sequence != 2 {
			t.Errorf("%+v", r)
		}
		h.promises(t)
	})
}

// Places beyond the capacity are given only where an organiser said so.
func TestBeyondTheCapacity(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 2), noon)
		regs := h.fill(t, ev, 4, noon)
		_, by := h.organiser(t, ev)
		h.do(t, by, ev, store.Order{Kind: event.DeedPromote, References: references(regs[2:])}, noon.Add(time.Minute))
		wantEqual(t, "without saying so", h.standings(t, ev.ID), map[event.Standing]int{event.Confirmed: 2, event.Waiting: 2})
		h.do(t, by, ev, store.Order{Kind: event.DeedPromote, References: references(regs[2:]), Extra: true}, noon.Add(time.Minute))
		wantEqual(t, "saying so", h.standings(t, ev.ID), map[event.Standing]int{event.Confirmed: 4})
		h.promises(t)
		_, err := h.AddParticipant(t.Context(), by, ev.ID, store.Addition{Signup: signup("new@ale.se"), Standing: event.Confirmed}, noon)
		wantErr(t, "adding to a full event", err, event.ErrFull)
		added, err := h.AddParticipant(t.Context(), by, ev.ID, store.Addition{Signup: signup("new@ale.se"), Standing: event.Confirmed, Extra: true, Mail: true}, noon)
		if err != nil || !added.IsExtra {
			t.Fatalf("%+v, %v", added, err)
		}
		wantKinds(t, "who was added", h.mails(t, added.ID), event.MailConfirmed)
		again, err := h.AddParticipant(t.Context(), by, ev.ID, store.Addition{Signup: signup("NEW@ale.se"), Standing: event.Waiting}, noon)
		wantErr(t, "adding twice", err, event.ErrKnown)
		if again.Reference != added.Reference {
			t.Error("it does not say who has the address")
		}
		quiet, err := h.AddParticipant(t.Context(), by, ev.ID, store.Addition{Signup: signup("quiet@ale.se"), Standing: event.Waiting}, noon)
		if err != nil {
			t.Fatal(err)
		}
		wantKinds(t, "who was added quietly", h.mails(t, quiet.ID))
		h.promises(t)
	})
}

// More than fit in one transaction, with one entry in the log for each, and a
// chain that holds.
func TestManyAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		const people = 1200
		ev := h.save(t, seminar("gophers", 0), noon)
		h.crowd(t, ev, people)
		_, by := h.organiser(t, ev)
		before := h.participants(t, ev.ID)
		deed := h.do(t, by, ev, store.Order{Kind: event.DeedCancel, Query: &store.ParticipantQuery{Search: "person"}, Mail: true}, noon.Add(time.Minute))
		wantEqual(t, "standings", h.standings(t, ev.ID), map[event.Standing]int{event.Withdrawn: people})
		if n := h.count(t, "SELECT count(*) FROM audit_entries WHERE verb = 'participant.cancelled'"); n != people || deed.Count != people {
			t.Errorf("%d entries, %d counted", n, deed.Count)
		}
		h.promises(t)
		if refusal, err := h.UndoDeed(t.Context(), by, ev.ID, deed.ID, noon); err != nil || refusal != "" {
			t.Fatalf("%q, %v", refusal, err)
		}
		if diff := cmp.Diff(before, h.participants(t, ev.ID)); diff != "" {
			t.Error(diff)
		}
		number, seal := 0, ""
		for e, err := range h.AllEntries(t.Context(), ev.OrganisationID) {
			if err != nil || e.Number != number+1 || e.Seal != e.SealAfter(seal, h.options.Key) {
				t.Fatalf("the chain breaks at %d: %v", e.Number, err)
			}
			number, seal = e.Number, e.Seal
		}
	})
}

// shown is an order as an organiser gives it who has seen what it will do.
func (h *house) shown(t testing.TB, ev *event.Event, o store.Order) store.Order {
	t.Helper()
	plan, err := h.PlanDeed(t.Context(), ev.ID, o, noon)
	if err != nil {
		t.Fatal(err)
	}
	o.Expected = plan.Mark()
	return o
}

// As many as before are not the same people: whoever came meanwhile was never
// shown, and is left alone.
func TestNobodyElseIsTaken(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 0), noon)
		regs := h.fill(t, ev, 2, noon)
		_, by := h.organiser(t, ev)
		everybody := store.ParticipantQuery{Standing: event.Confirmed}
		o := h.shown(t, ev, store.Order{Kind: event.DeedCancel, Query: &everybody})
		if err := h.Withdraw(t.Context(), regs[0].ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		h.register(t, "gophers", "new@ale.se", noon)
		_, err := h.DoDeed(t.Context(), by, ev.ID, o, noon)
		wantErr(t, "others than were shown", err, event.ErrChanged)
		if r := h.participant(t, ev.ID, "new@ale.se"); r.Standing != event.Confirmed {
			t.Errorf("somebody who was never shown is %s", r.Standing)
		}
	})
}

// An order for others than the organiser was told does nothing.
func TestSomebodyWasQuicker(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev, other := h.save(t, seminar("gophers", 0), noon), h.save(t, seminar("other", 0), noon)
		regs := h.fill(t, ev, 2, noon)
		_, by := h.organiser(t, ev)
		o := h.shown(t, ev, store.Order{Kind: event.DeedCancel, References: references(regs)})
		if err := h.Withdraw(t.Context(), regs[0].ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		_, err := h.DoDeed(t.Context(), by, ev.ID, o, noon)
		wantErr(t, "somebody has cancelled meanwhile", err, event.ErrChanged)
		if plan, err := h.PlanDeed(t.Context(), other.ID, o, noon); err != nil || len(plan.Changes) > 0 {
			t.Errorf("participants of another event: %+v, %v", plan, err)
		}
		stranger := event.Actor{UserID: by.UserID, OrganisationID: by.OrganisationID + 1}
		o = h.shown(t, ev, o)
		_, err = h.DoDeed(t.Context(), stranger, ev.ID, o, noon)
		wantErr(t, "somebody of another organisation", err, event.ErrNotFound)
	})
}

// A changed address makes old links useless and gets a mail; who saves second is
// told; what was is kept beside the log, which names nobody.
func TestAmendingParticipants(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 0), noon)
		regs := h.fill(t, ev, 2, noon)
		_, by := h.organiser(t, ev)
		mark := regs[0].Mark()
		told, err := h.AmendParticipant(t.Context(), by, ev.ID, regs[0].Reference, mark, signup("new@ale.se"), false, noon.Add(time.Minute))
		if err != nil || !told {
			t.Fatal(told, err)
		}
		r := h.participant(t, ev.ID, "new@ale.se")
		if r.Generation != 2 {
			t.Errorf("generation %d", r.Generation)
		}
		wantKinds(t, "the new address", h.mails(t, r.ID), event.MailConfirmed, event.MailConfirmed)
		_, err = h.AmendParticipant(t.Context(), by, ev.ID, r.Reference, mark, signup("third@ale.se"), false, noon)
		wantErr(t, "who saves second", err, event.ErrChanged)
		_, err = h.AmendParticipant(t.Context(), by, ev.ID, r.Reference, r.Mark(), signup(regs[1].Email), false, noon)
		wantErr(t, "an address that is taken", err, event.ErrKnown)
		changes, err := h.RegistrationChanges(t.Context(), r.ID)
		want := []store.RegistrationChange{{Field: "name", Was: "Person p0", Became: "Person new"}, {Field: "email", Was: "p0@ale.se", Became: "new@ale.se"}}
		ignore := cmpopts.IgnoreFields(store.RegistrationChange{}, "ID", "RegistrationID", "UserID", "Who", "CreatedAt")
		if diff := cmp.Diff(want, changes, ignore); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
		if n := h.count(t, "SELECT count(*) FROM audit_entries WHERE detail LIKE '%%@%%' OR detail LIKE '%%Person%%'"); n > 0 {
			t.Errorf("%d entries name somebody", n)
		}
		h.promises(t)
	})
}

// An organiser who saves from an older form does not take back the session that
// somebody has chosen meanwhile.
func TestAmendingBringsNoSessionBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := gathering("gophers", 3)
		ev.Attendance, ev.Categories, ev.OnSiteWay = event.OnSite, nil, event.Way{}
		h.save(t, ev, noon)
		if _, err := h.Register(t.Context(), ev.Slug, workshopCall("anna@ale.se", "a")); err != nil {
			t.Fatal(err)
		}
		_, by := h.organiser(t, ev)
		r := h.participant(t, ev.ID, "anna@ale.se")
		mark := r.Mark(h.chosen(t, r.ID)...)
		own := r.Details()
		own.Sessions = []string{"b"}
		if invalid, err := h.ChangeRegistration(t.Context(), r.ID, mark, own, noon); err != nil || len(invalid) > 0 {
			t.Fatal(invalid, err)
		}
		old := r.Details()
		old.Sessions = []string{"a"}
		_, err := h.AmendParticipant(t.Context(), by, ev.ID, r.Reference, mark, old, false, noon)
		wantErr(t, "who saves second", err, event.ErrChanged)
		if chosen := h.chosen(t, r.ID); len(chosen) != 1 || chosen[0].Session != "b" {
			t.Errorf("%+v", chosen)
		}
	})
}

// An organiser who changes how somebody takes part sends them the calendar entry
// anew, as if they had changed it themselves; a corrected name tells nobody.
func TestAmendingHowSomebodyComesTellsThem(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, both("gophers"), noon)
		anna := h.attend(t, ev, "anna@ale.se", event.OnSite, "a")
		_, by := h.organiser(t, ev)
		amend := func(change func(*event.Signup)) bool {
			t.Helper()
			r := h.participant(t, ev.ID, anna.Email)
			chosen := h.chosen(t, r.ID)
			s := wish(r, chosen[0].Session)
			change(&s)
			told, err := h.AmendParticipant(t.Context(), by, ev.ID, r.Reference, r.Mark(chosen...), s, false, noon)
			if err != nil {
				t.Fatal(err)
			}
			return told
		}
		for _, tt := range []struct {
			name   string
			change func(*event.Signup)
			told   bool
		}{
			{"a role", func(s *event.Signup) { s.Role = "Chef" }, false},
			{"another way to come", func(s *event.Signup) { s.Attendance = event.Online }, true},
			{"another session", func(s *event.Signup) { s.Sessions = []string{"b"} }, true},
			{"a name spelt rightly", func(s *event.Signup) { s.Name = "Anna Öst" }, false},
		} {
			if told := amend(tt.change); told != tt.told {
				t.Errorf("%s: told is %t", tt.name, told)
			}
		}
		wantKinds(t, "Anna", h.mails(t, anna.ID), event.MailConfirmed, event.MailChanged, event.MailChanged)
		msgs, err := h.Messages(t.Context(), anna.ID)
		if err != nil {
			t.Fatal(err)
		}
		if r := h.participant(t, ev.ID, anna.Email); r.Sequence != 2 || !msgs[1].Data.ByHand || msgs[1].Sequence != 1 {
			t.Errorf("the calendar entry has the number %d, the mails are %+v", r.Sequence, msgs)
		}
	})
}
