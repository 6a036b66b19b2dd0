package store_test

import (
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

// both is a conference on site and online, with categories and sessions.
func both(slug string) *event.Event {
	ev := seminar(slug, 10)
	ev.Attendance, ev.JoinURL = event.Both, "https://mote.example/rum"
	ev.OnSiteWay, ev.OnlineWay = event.Way{Capacity: 1}, event.Way{Capacity: 1}
	ev.Sessions = []event.Session{{Key: "pass", Kind: event.Heading, Title: "Pass", Choice: &event.Choice{Max: 1}, Sessions: []event.Session{
		{Key: "a", Kind: event.Talk, Title: "A", Capacity: 1}, {Key: "b", Kind: event.Talk, Title: "B", Capacity: 1}, {Key: "c", Kind: event.Talk, Title: "C"},
	}}}
	return ev
}

// attend signs somebody up who comes like that.
func (h *house) attend(t testing.TB, ev *event.Event, email string, a event.Attendance, sessions ...string) event.Registration {
	t.Helper()
	c := call(email, noon)
	c.Signup.Attendance, c.Signup.Sessions = a, sessions
	if _, err := h.Register(t.Context(), ev.Slug, c); err != nil {
		t.Fatal(err)
	}
	return h.participant(t, ev.ID, email)
}

// wish is what a registration asks for as it is.
func wish(r event.Registration, sessions ...string) event.Signup {
	s := r.Details()
	s.Answers, s.Sessions = r.Answers, sessions
	return s
}

func (h *house) chosen(t testing.TB, id uint) []event.SessionChoice {
	t.Helper()
	chosen, err := h.SessionChoices(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return chosen[id]
}

func TestChangingOnesRegistration(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, both("change"), noon)
		anna := h.attend(t, ev, "anna@ale.se", event.OnSite, "a")
		bo := h.attend(t, ev, "bo@ale.se", event.Online, "b")
		change := func(r event.Registration, s event.Signup) (event.Invalid, error) {
			return h.ChangeRegistration(t.Context(), r.ID, r.Mark(h.chosen(t, r.ID)...), s, noon.Add(time.Hour))
		}
		same := func(what string) {
			t.Helper()
			if now := h.participant(t, ev.ID, "anna@ale.se"); now.Mark(h.chosen(t, now.ID)...) != anna.Mark(h.chosen(t, anna.ID)...) || now.Name != anna.Name {
				t.Errorf("%s changed %+v", what, now)
			}
			wantKinds(t, what, h.mails(t, anna.ID), event.MailConfirmed)
		}

		// Where there is no room nothing at all is changed.
		s := wish(anna, "a")
		s.Attendance, s.Name = event.Online, "Anna Ny"
		if invalid, err := change(anna, s); err != nil || invalid["attendance"] != event.MsgWayFull {
			t.Errorf("to a full way: %v, %v", invalid, err)
		}
		same("a full way")
		if invalid, err := change(anna, wish(anna, "b")); err != nil || invalid["sessions-pass"] != event.MsgSessionNowFull {
			t.Errorf("to a full session: %v, %v", invalid, err)
		}
		same("a full session")
		if invalid, err := change(anna, wish(anna, "a")); err != nil || len(invalid) > 0 {
			t.Errorf("nothing: %v, %v", invalid, err)
		}
		same("nothing")

		// Somebody waits for the place on site; Bo lets go of his online, and Anna
		// takes it. What each leaves goes on.
		cilla := h.attend(t, ev, "cilla@ale.se", event.OnSite, "a")
		if cilla.Standing != event.Waiting {
			t.Fatalf("Cilla is %s", cilla.Standing)
		}
		if err := h.Withdraw(t.Context(), bo.ID, 1, "", noon.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		s = wish(anna, "c")
		s.Attendance, s.Role = event.Online, "Chef"
		if invalid, err := change(anna, s); err != nil || len(invalid) > 0 {
			t.Fatalf("to a way with room: %v, %v", invalid, err)
		}
		now := h.participant(t, ev.ID, "anna@ale.se")
		if now.Attendance != event.Online || now.Role != "Chef" || now.Standing != event.Confirmed || now.Sequence != 1 || now.Generation != anna.Generation {
			t.Errorf("became %+v", now)
		}
		wantKinds(t, "Anna", h.mails(t, anna.ID), event.MailConfirmed, event.MailChanged)
		if cilla = h.participant(t, ev.ID, "cilla@ale.se"); cilla.Standing != event.Confirmed {
			t.Errorf("Cilla is %s", cilla.Standing)
		}
		if c := h.chosen(t, cilla.ID); len(c) != 1 || c[0].Standing != event.Confirmed {
			t.Errorf("Cilla's session: %+v", c)
		}
		kept, err := h.RegistrationChanges(t.Context(), anna.ID)
		if err != nil {
			t.Fatal(err)
		}
		fields := map[string]store.RegistrationChange{}
		for _, c := range kept {
			fields[c.Field] = c
		}
		if len(kept) != 3 || fields["role"].Became != "Chef" || fields["attendance"].Was != "on-site" || fields["sessions-pass"].Became != "C" || fields["role"].Who != "" {
			t.Errorf("kept %+v", kept)
		}

		// A form that was made before is refused, and one that comes too late.
		_, err = h.ChangeRegistration(t.Context(), anna.ID, anna.Mark(), s, noon.Add(2*time.Hour))
		wantErr(t, "an old form", err, event.ErrChanged)
		_, err = h.ChangeRegistration(t.Context(), now.ID, now.Mark(h.chosen(t, now.ID)...), s, starts)
		wantErr(t, "a late form", err, event.ErrClosed)
	})
}

func TestTwoFormsForOneRegistration(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, both("tabs"), noon)
		anna := h.attend(t, ev, "anna@ale.se", event.OnSite, "a")
		mark := anna.Mark(h.chosen(t, anna.ID)...)
		errs := make([]error, 4)
		together(len(errs), func(i int) {
			s := wish(anna, "a")
			s.Comment = string(rune('a' + i))
			_, errs[i] = h.ChangeRegistration(t.Context(), anna.ID, mark, s, noon)
		})
		wantEqual(t, "answers", tally(outcomes(errs)), map[string]int{"done": 1, event.ErrChanged.Error(): 3})
	})
}

func TestCorrectingAReceipt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, both("receipt"), noon)
		form := func(email string) event.Call {
			c := call(email, noon)
			c.Signup.Attendance, c.Signup.Sessions, c.Signup.Role = event.OnSite, []string{"c"}, "Chef"
			if _, err := h.Register(t.Context(), ev.Slug, c); err != nil {
				t.Fatal(err)
			}
			return c
		}
		correct := func(c event.Call, email string) error {
			return h.CorrectReceipt(t.Context(), ev.ID, c.FormKey, email, noon.Add(time.Hour))
		}
		receipt := func(c event.Call) event.Receipt {
			t.Helper()
			r, err := h.Receipt(t.Context(), ev.ID, c.FormKey)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}

		// A slip that is nobody's: the registration moves.
		first := form("ana@ale.se")
		slip := h.participant(t, ev.ID, "ana@ale.se")
		if err := correct(first, "anna@ale.se"); err != nil {
			t.Fatal(err)
		}
		anna := h.participant(t, ev.ID, "anna@ale.se")
		if anna.ID != slip.ID || anna.Generation != slip.Generation+1 {
			t.Errorf("became %+v", anna)
		}

		// A slip that is somebody's: what was asked for counts for the right address.
		second := form("anna@ale.se")
		if r := receipt(second); r.RegistrationID != nil || r.Signup == nil {
			t.Fatalf("the receipt holds %+v", r)
		}
		if err := correct(second, "bo@ale.se"); err != nil {
			t.Fatal(err)
		}
		bo := h.participant(t, ev.ID, "bo@ale.se")
		if bo.ID == anna.ID || bo.Role != "Chef" || len(h.chosen(t, bo.ID)) != 1 {
			t.Errorf("became %+v with %+v", bo, h.chosen(t, bo.ID))
		}
		if bo.Standing != event.Waiting { // the usual rules: the place on site is taken
			t.Errorf("Bo is %s", bo.Standing)
		}
		wantKinds(t, "Bo", h.mails(t, bo.ID), event.MailWaiting)

		// To an address that is registered: that one stands, the slip ends.
		if err := correct(second, "anna@ale.se"); err != nil {
			t.Fatal(err)
		}
		wantEqual(t, "standings", h.standings(t, ev.ID), map[event.Standing]int{event.Confirmed: 1, event.Withdrawn: 1})
		// And on to one that is not, from what was asked for in the beginning.
		if err := correct(second, "dan@ale.se"); err != nil {
			t.Fatal(err)
		}
		if dan := h.participant(t, ev.ID, "dan@ale.se"); dan.Role != "Chef" || len(h.chosen(t, dan.ID)) != 1 {
			t.Errorf("became %+v", dan)
		}
		if r := receipt(second); r.Corrections != event.MaxCorrections || r.Email != "dan@ale.se" {
			t.Errorf("the receipt holds %+v", r)
		}
		wantErr(t, "once too often", correct(second, "eva@ale.se"), event.ErrTooMany)

		// What its owner has handed on meanwhile is no longer the form's.
		to := event.Successor{Name: "Fia", Email: "fia@ale.se", Language: "sv"}
		if err := h.HandOver(t.Context(), anna.ID, anna.Generation, to, noon); err != nil {
			t.Fatal(err)
		}
		if err := correct(first, "gun@ale.se"); err != nil {
			t.Fatal(err)
		}
		if fia := h.participant(t, ev.ID, "fia@ale.se"); fia.ID != anna.ID {
			t.Errorf("became %+v", fia)
		}
	})
}
