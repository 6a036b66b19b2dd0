package store_test

import (
	"testing"
	"time"

	"samling/internal/event"
)

func TestCorrectedAddressTakesTheRegistrationAlong(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("moved", 1), noon)
		regs := h.fill(t, ev, 2, noon)
		first := regs[0]
		if err := h.CorrectAddress(t.Context(), first.ID, first.Generation, "new@ale.se", noon.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		now := h.participant(t, ev.ID, "new@ale.se")
		if now.ID != first.ID || now.Generation != first.Generation+1 || now.Standing != event.Confirmed || now.EmailNormal != "new@ale.se" {
			t.Errorf("became %+v", now)
		}
		wantKinds(t, "the registration", h.mails(t, first.ID), event.MailConfirmed, event.MailChanged, event.MailConfirmed)
		msgs, err := h.Messages(t.Context(), first.ID)
		if err != nil {
			t.Fatal(err)
		}
		if old := msgs[1]; old.Recipient != first.Email || !old.Data.Moved || msgs[2].Recipient != "new@ale.se" {
			t.Errorf("mails %+v", msgs)
		}
		// The link that was used is dead, whatever is done with it.
		wantErr(t, "again", h.CorrectAddress(t.Context(), first.ID, first.Generation, "other@ale.se", noon), event.ErrGone)

		// In the waiting list the new address learns the number.
		second := regs[1]
		if err := h.CorrectAddress(t.Context(), second.ID, second.Generation, "second@ale.se", noon.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		msgs, err = h.Messages(t.Context(), second.ID)
		if err != nil {
			t.Fatal(err)
		}
		if last := msgs[len(msgs)-1]; last.Kind != event.MailWaiting || last.Data.Number != 1 {
			t.Errorf("the new address got %+v", last)
		}
		wantErr(t, "after the end", h.CorrectAddress(t.Context(), now.ID, now.Generation, "late@ale.se", ends), event.ErrClosed)
	})
}

// TestCorrectedAddressTellsNothing compares what a stranger can see who moves a
// registration of their own to an address, registered or not.
func TestCorrectedAddressTellsNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("silent", 2), noon)
		regs := h.fill(t, ev, 4, noon) // two with a place, two waiting
		for i, to := range []string{"unknown@ale.se", regs[2].Email} {
			own := regs[i]
			if err := h.CorrectAddress(t.Context(), own.ID, own.Generation, to, noon.Add(time.Hour)); err != nil {
				t.Fatalf("to %s: %v", to, err)
			}
			after, err := h.RegistrationByReference(t.Context(), own.Reference)
			if err != nil {
				t.Fatal(err)
			}
			if after.Registration.Generation != own.Generation+1 {
				t.Errorf("to %s: the link still opens", to)
			}
			var told []event.MessageKind
			msgs, err := h.Messages(t.Context(), own.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range msgs {
				if m.Recipient == own.Email {
					told = append(told, m.Kind)
				}
			}
			wantKinds(t, "the old address", told, event.MailConfirmed, event.MailChanged)
		}
		// Whoever was registered keeps what they had, and is told; the place that
		// became free went on.
		wantKinds(t, "the known address", h.mails(t, regs[2].ID), event.MailWaiting, event.MailAlready, event.MailPromoted)
		wantEqual(t, "standings", h.standings(t, ev.ID), map[event.Standing]int{event.Confirmed: 2, event.Waiting: 1, event.Withdrawn: 1})
	})
}

func TestHandingOver(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := seminar("hand", 2)
		ev.Questions = []event.Question{
			{ID: "diet", Kind: event.AskShort, Label: "Mat", Sensitive: true, Purpose: "Köket"},
			{ID: "track", Kind: event.AskOne, Label: "Spår", Options: []string{"A", "B"}},
		}
		h.save(t, ev, noon)
		c := call("anna@ale.se", noon)
		c.Signup.Comment = "Kommer sent"
		c.Signup.Answers = event.Answers{"diet": {"Nötter"}, "track": {"B"}}
		if _, err := h.Register(t.Context(), ev.Slug, c); err != nil {
			t.Fatal(err)
		}
		h.register(t, ev.Slug, "bo@ale.se", noon)
		anna := h.participant(t, ev.ID, "anna@ale.se")
		to := event.Successor{Name: "Cilla Ek", Email: "cilla@ale.se", Language: "en"}

		// Bo is registered already: he learns it, and nothing else happens.
		bo := event.Successor{Name: "Bo", Email: "BO@ale.se", Language: "sv"}
		for range event.MaxRefusals {
			wantErr(t, "to Bo", h.HandOver(t.Context(), anna.ID, anna.Generation, bo, noon), event.ErrKnown)
		}
		wantErr(t, "too often", h.HandOver(t.Context(), anna.ID, anna.Generation, to, noon), event.ErrTooMany)
		wantKinds(t, "Bo", h.mails(t, h.participant(t, ev.ID, "bo@ale.se").ID), event.MailConfirmed, event.MailAlready)
		if same := h.participant(t, ev.ID, "anna@ale.se"); same.Generation != anna.Generation || same.Comment == "" {
			t.Errorf("a refusal changed %+v", same)
		}
		h.execute(t, "DELETE FROM registration_changes")

		if err := h.HandOver(t.Context(), anna.ID, anna.Generation, to, noon.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		cilla := h.participant(t, ev.ID, "cilla@ale.se")
		if cilla.ID != anna.ID || cilla.Generation != anna.Generation+1 || cilla.Comment != "" || cilla.Language != "en" || cilla.Sequence != 2 {
			t.Errorf("became %+v", cilla)
		}
		if err := h.ReadSensitive(t.Context(), &cilla); err != nil {
			t.Fatal(err)
		}
		if len(cilla.Sensitive) > 0 || len(cilla.Answers["track"]) != 1 {
			t.Errorf("answers %v, sensitive %v", cilla.Answers, cilla.Sensitive)
		}
		if n := h.count(t, "SELECT count(*) FROM sensitive_answers"); n != 0 {
			t.Errorf("%d sensitive answers are left", n)
		}
		msgs, err := h.Messages(t.Context(), anna.ID)
		if err != nil {
			t.Fatal(err)
		}
		wantKinds(t, "the registration", h.mails(t, anna.ID), event.MailConfirmed, event.MailHandedOver, event.MailTakenOver)
		old, new := msgs[1], msgs[2]
		if old.Recipient != "anna@ale.se" || old.Data.Name != anna.Name || old.Sequence != 1 || old.Language != "sv" {
			t.Errorf("to the old owner: %+v", old)
		}
		if new.Recipient != "cilla@ale.se" || new.Data.From != anna.Name || new.Sequence != 2 || new.Language != "en" {
			t.Errorf("to the new owner: %+v", new)
		}
		wantErr(t, "with the dead link", h.HandOver(t.Context(), anna.ID, anna.Generation, to, noon), event.ErrGone)
		wantErr(t, "once it has begun", h.HandOver(t.Context(), cilla.ID, cilla.Generation, event.Successor{Name: "D", Email: "d@ale.se"}, starts), event.ErrClosed)
	})
}

func TestHandingOverTwiceAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("twice", 1), noon)
		reg := h.fill(t, ev, 1, noon)[0]
		errs := make([]error, 4)
		together(len(errs), func(i int) {
			to := event.Successor{Name: "Kollega", Email: string(rune('a'+i)) + "@ale.se", Language: "sv"}
			errs[i] = h.HandOver(t.Context(), reg.ID, reg.Generation, to, noon)
		})
		wantEqual(t, "answers", tally(outcomes(errs)), map[string]int{"done": 1, event.ErrGone.Error(): 3})
		wantKinds(t, "the registration", h.mails(t, reg.ID), event.MailConfirmed, event.MailHandedOver, event.MailTakenOver)
	})
}

func outcomes(errs []error) []string {
	texts := make([]string, len(errs))
	for i, err := range errs {
		if texts[i] = "done"; err != nil {
			texts[i] = err.Error()
		}
	}
	return texts
}

func TestJoiningCountsOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := seminar("join", 2)
		ev.Attendance, ev.JoinURL = event.Online, "https://mote.example/rum"
		h.save(t, ev, noon)
		reg := h.fill(t, ev, 1, noon)[0]
		open := starts.Add(-event.JoinOpens)
		wantErr(t, "too early", h.Join(t.Context(), reg.ID, reg.Generation, open.Add(-time.Second)), event.ErrClosed)
		for range 2 {
			if err := h.Join(t.Context(), reg.ID, reg.Generation, open); err != nil {
				t.Fatal(err)
			}
			open = open.Add(time.Minute)
		}
		if came := h.participants(t, ev.ID)[0]; came.ArrivedAt == nil || !came.ArrivedAt.Equal(starts.Add(-event.JoinOpens)) {
			t.Errorf("came %v", came.ArrivedAt)
		}
		if n := h.count(t, "SELECT count(*) FROM audit_entries WHERE verb = 'participant.joined'"); n != 1 {
			t.Errorf("%d entries in the log", n)
		}
	})
}

// What the page offered a moment ago is decided again under the lock: the moment
// until which places can be given back, and whether the link still opens.
func TestOwnDeedsAreDecidedUnderTheLock(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := seminar("lock", 1)
		until := starts.Add(-48 * time.Hour)
		ev.CancelBy, ev.OfferHours = &until, 24
		h.save(t, ev, noon)
		regs := h.fill(t, ev, 3, noon)
		wantErr(t, "a place given back too late", h.Withdraw(t.Context(), regs[0].ID, 1, "", until), event.ErrClosed)
		wantErr(t, "once the event is over", h.Withdraw(t.Context(), regs[1].ID, 1, "", ends), event.ErrClosed)
		if err := h.Withdraw(t.Context(), regs[2].ID, 1, "", until); err != nil {
			t.Errorf("leaving the list: %v", err)
		}
		if err := h.Withdraw(t.Context(), regs[0].ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		if err := h.CorrectAddress(t.Context(), regs[1].ID, 1, "new@ale.se", noon); err != nil {
			t.Fatal(err)
		}
		wantErr(t, "an offer accepted with a dead link", h.AcceptOffer(t.Context(), regs[1].ID, 1, noon), event.ErrGone)
		wantErr(t, "and declined with it", h.Withdraw(t.Context(), regs[1].ID, 1, "", noon), event.ErrGone)
		if err := h.AcceptOffer(t.Context(), regs[1].ID, 2, noon); err != nil {
			t.Error(err)
		}
	})
}

func TestDeadLinksConfirmNoAddress(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := seminar("verify", 1)
		ev.VerifyHours = 2
		h.save(t, ev, noon)
		reg := h.fill(t, ev, 1, noon)[0]
		if err := h.CorrectAddress(t.Context(), reg.ID, 1, "new@ale.se", noon); err != nil {
			t.Fatal(err)
		}
		wantErr(t, "with the link to the old address", h.Verify(t.Context(), reg.ID, 1, noon), event.ErrGone)
		if r := h.participant(t, ev.ID, "new@ale.se"); r.VerifyBy == nil {
			t.Error("the new address counts as confirmed")
		}
		// Who has confirmed one address keeps the place under another.
		if err := h.Verify(t.Context(), reg.ID, 2, noon); err != nil {
			t.Fatal(err)
		}
		if err := h.CorrectAddress(t.Context(), reg.ID, 2, "newer@ale.se", noon); err != nil {
			t.Fatal(err)
		}
		if n, err := h.ExpireHolds(t.Context(), noon.Add(3*time.Hour)); n != 0 || err != nil {
			t.Errorf("%d expired, %v", n, err)
		}
		wantKinds(t, "the registration", h.mails(t, reg.ID), event.MailVerify, event.MailChanged, event.MailVerify,
			event.MailConfirmed, event.MailChanged, event.MailConfirmed)
	})
}

// A session that was chosen because of an answer that is nobody's business does
// not go along, and its place goes to whoever waits for it.
func TestHandingOverDecidesSessionsAnew(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := both("hand")
		ev.OnSiteWay, ev.OnlineWay = event.Way{}, event.Way{}
		ev.Questions = []event.Question{{ID: "sign", Kind: event.AskYesNo, Label: "Teckenspråk?", Sensitive: true, Purpose: "Tolkar"}}
		ev.Sessions = append(ev.Sessions, event.Session{Key: "signed", Kind: event.Heading, Title: "Med tolk",
			Choice:   &event.Choice{When: &event.Condition{Answer: &event.AnswerIs{Question: "sign", Is: []string{event.Yes}}}},
			Sessions: []event.Session{{Key: "s", Kind: event.Talk, Title: "S", Capacity: 1}}})
		h.save(t, ev, noon)
		var regs []event.Registration
		for _, email := range []string{"anna@ale.se", "bo@ale.se"} {
			c := call(email, noon)
			c.Signup.Attendance, c.Signup.Sessions, c.Signup.Answers = event.OnSite, []string{"c", "s"}, event.Answers{"sign": {event.Yes}}
			if _, err := h.Register(t.Context(), ev.Slug, c); err != nil {
				t.Fatal(err)
			}
			regs = append(regs, h.participant(t, ev.ID, email))
		}
		if err := h.HandOver(t.Context(), regs[0].ID, 1, event.Successor{Name: "Cilla", Email: "cilla@ale.se", Language: "sv"}, noon); err != nil {
			t.Fatal(err)
		}
		if has := h.chosen(t, regs[0].ID); len(has) != 1 || has[0].Session != "c" {
			t.Errorf("she took over %+v", has)
		}
		if has := h.chosen(t, regs[1].ID); has[1].Standing != event.Confirmed {
			t.Errorf("who waited has %+v", has)
		}
		wantKinds(t, "who waited", h.mails(t, regs[1].ID), event.MailConfirmed, event.MailSession)
	})
}
