package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

func stockholm(t testing.TB) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// AC3: the deadline to the second, on the event's own clock.
func TestDeadlineToTheSecond(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		loc := stockholm(t)
		spring := example(t, "goda-uppvaxtvillkor")
		spring.Slug, spring.ClosesAt = "spring", time.Date(2024, 4, 1, 0, 0, 0, 0, loc).UTC()
		spring.StartsAt, spring.EndsAt = spring.StartsAt.AddDate(0, 3, 0), spring.EndsAt.AddDate(0, 3, 0)
		sameDay := example(t, "goda-uppvaxtvillkor")
		sameDay.Slug, sameDay.ClosesAt = "same-day", time.Date(2024, 2, 6, 8, 30, 0, 0, loc).UTC()
		for _, ev := range []*event.Event{example(t, "goda-uppvaxtvillkor"), spring, sameDay} {
			h.save(t, ev, noon)
		}
		tests := []struct {
			name, slug string
			now        time.Time
			want       error
		}{
			{"the last second", "goda-uppvaxtvillkor", time.Date(2024, 1, 31, 23, 59, 59, 0, loc), nil},
			{"the last instant", "goda-uppvaxtvillkor", time.Date(2024, 1, 31, 23, 59, 59, 999_999_999, loc), nil},
			{"midnight", "goda-uppvaxtvillkor", time.Date(2024, 2, 1, 0, 0, 0, 0, loc), event.ErrClosed},
			{"the last second of the night the clock is moved", "spring", time.Date(2024, 3, 31, 23, 59, 59, 0, loc), nil},
			{"midnight after the clock was moved", "spring", time.Date(2024, 4, 1, 0, 0, 0, 0, loc), event.ErrClosed},
			{"after midnight on the day of the event", "same-day", time.Date(2024, 2, 6, 0, 0, 0, 0, loc), nil},
			{"the last second before the clock chosen", "same-day", time.Date(2024, 2, 6, 8, 29, 59, 0, loc), nil},
			{"the clock chosen", "same-day", time.Date(2024, 2, 6, 8, 30, 0, 0, loc), event.ErrClosed},
		}
		for i, tt := range tests {
			_, err := h.Register(t.Context(), tt.slug, call(fmt.Sprintf("p%d@ale.se", i), tt.now))
			wantErr(t, tt.name, err, tt.want)
		}
		h.promises(t)
	})
}

func TestRegisterRefuses(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		opens := noon.Add(time.Hour)
		events := map[string]func(*event.Event){
			"draft":     func(e *event.Event) { e.Status = event.Draft },
			"cancelled": func(e *event.Event) { e.Status = event.Cancelled },
			"not-open":  func(e *event.Event) { e.OpensAt = &opens },
			"closed":    func(e *event.Event) { e.ClosesAt = noon },
			"over":      func(e *event.Event) { e.StartsAt, e.EndsAt = noon.Add(-time.Hour), noon },
			"full":      func(e *event.Event) { e.HasWaitingList = false },
		}
		for slug, change := range events {
			ev := seminar(slug, 1)
			change(ev)
			h.save(t, ev, noon)
		}
		h.register(t, "full", "first@ale.se", noon)
		for slug, want := range map[string]error{
			"draft": event.ErrNotPublished, "cancelled": event.ErrNotPublished, "not-open": event.ErrNotOpen, "closed": event.ErrClosed,
			"over": event.ErrClosed, "full": event.ErrFull, "nowhere": event.ErrNotFound,
		} {
			receipt, err := h.Register(t.Context(), slug, call("anna@ale.se", noon))
			wantErr(t, slug, err, want)
			if !cmp.Equal(receipt, event.Receipt{}) {
				t.Errorf("%s: a receipt in spite of it: %+v", slug, receipt)
			}
		}
		if n := h.count(t, "SELECT count(*) FROM registrations"); n != 1 {
			t.Errorf("%d registrations, want 1", n)
		}
		h.promises(t)
	})
}

func TestRegisterKeepsEverything(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 5), noon)
		c := call("Anna@ale.se", noon.Add(123456789))
		c.Signup = event.Signup{
			Name: "Anna Åström 😀", Email: "Anna@ale.se", Organisation: "Ale kommun", Role: "strateg",
			Municipality: "Ale", Comment: "rad ett\nrad två", Language: "en",
		}
		receipt, err := h.Register(t.Context(), "gophers", c)
		if err != nil {
			t.Fatal(err)
		}
		at := noon.Add(123456 * time.Microsecond) // as exact as both databases are
		want := event.Receipt{
			ID: receipt.ID, EventID: ev.ID, FormKey: c.FormKey, Standing: event.Confirmed, Name: c.Signup.Name, Email: c.Signup.Email, CreatedAt: at,
			RegistrationID: &h.participants(t, ev.ID)[0].ID,
		}
		if diff := cmp.Diff(want, receipt); diff != "" {
			t.Error(diff)
		}
		found, err := h.Receipt(t.Context(), ev.ID, c.FormKey)
		if diff := cmp.Diff(receipt, found); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
		got := h.participant(t, ev.ID, "Anna@ale.se")
		wantReg := event.Registration{
			ID: got.ID, EventID: ev.ID, Reference: got.Reference, Generation: 1, Standing: event.Confirmed,
			Name: c.Signup.Name, Email: "Anna@ale.se", EmailNormal: "anna@ale.se", Organisation: "Ale kommun", Role: "strateg",
			Municipality: "Ale", Comment: "rad ett\nrad två", Language: "en", CreatedAt: at, ConfirmedAt: &at,
		}
		wantReg.Attendance = event.OnSite // as the seminar has it for everybody
		wantReg.FileKeys()
		if diff := cmp.Diff(wantReg, got); diff != "" {
			t.Error(diff)
		}
		held, err := h.RegistrationByReference(t.Context(), got.Reference)
		if err != nil || held.Registration.ID != got.ID || held.Event.Slug != "gophers" || held.Event.Organisation.Name != "Ale kommun" {
			t.Errorf("by reference: %+v, %v", held, err)
		}
		_, err = h.RegistrationByReference(t.Context(), strings.ToLower(got.Reference))
		wantErr(t, "by another reference", err, event.ErrNotFound)
		_, err = h.Receipt(t.Context(), ev.ID+1, c.FormKey)
		wantErr(t, "receipt of another event", err, event.ErrNotFound)
		h.promises(t)
	})
}

// C5: the same form a hundred times at once is one row, one mail and a hundred
// equal answers.
func TestTheSameFormAHundredTimes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 5), noon)
		second := h.another(t)
		same := call("anna@ale.se", noon)
		answers := make([]event.Receipt, 100)
		together(len(answers), func(i int) {
			s := h.Store
			if i%2 == 1 {
				s = second
			}
			var err error
			if answers[i], err = s.Register(t.Context(), "gophers", same); err != nil {
				t.Error(err)
			}
		})
		for _, a := range answers[1:] {
			if diff := cmp.Diff(answers[0], a); diff != "" {
				t.Errorf("two answers to one form: %s", diff)
			}
		}
		reg := h.participant(t, ev.ID, "anna@ale.se")
		wantKinds(t, "anna", h.mails(t, reg.ID), event.MailConfirmed)
		if n := h.count(t, "SELECT count(*) FROM receipts"); n != 1 {
			t.Errorf("%d receipts, want 1", n)
		}
		h.promises(t)
	})
}

// The answer to a form stays the same when the event is full and closed, and
// when the person has withdrawn since.
func TestAnAnswerStaysTheSame(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 1), noon)
		c := call("anna@ale.se", noon)
		first, err := h.Register(t.Context(), "gophers", c)
		if err != nil {
			t.Fatal(err)
		}
		h.register(t, "gophers", "bo@ale.se", noon)
		if err := h.Withdraw(t.Context(), h.participant(t, ev.ID, "anna@ale.se").ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		c.Now = ends
		again, err := h.Register(t.Context(), "gophers", c)
		if err != nil || !cmp.Equal(again, first) {
			t.Errorf("the answer was %+v and is %+v, %v", first, again, err)
		}
		wantEqual(t, "standings", h.standings(t, ev.ID), map[event.Standing]int{event.Confirmed: 1, event.Withdrawn: 1})
		h.promises(t)
	})
}

// A key belongs to one event: the same one elsewhere is another form.
func TestAFormKeyBelongsToItsEvent(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.save(t, seminar("one", 5), noon)
		h.save(t, seminar("two", 5), noon)
		c := call("anna@ale.se", noon)
		for _, slug := range []string{"one", "two"} {
			if _, err := h.Register(t.Context(), slug, c); err != nil {
				t.Fatal(err)
			}
		}
		if n := h.count(t, "SELECT count(*) FROM registrations"); n != 2 {
			t.Errorf("%d registrations, want 2", n)
		}
		h.promises(t)
	})
}

// A stranger who signs up an address that is registered learns nothing, and
// its owner is told at most once an hour.
func TestAnAddressThatIsRegistered(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 50), noon)
		first := h.register(t, "gophers", "anna@ale.se", noon)
		reg := h.participant(t, ev.ID, "anna@ale.se")
		answers := make([]event.Receipt, 20)
		together(len(answers), func(i int) {
			c := call("ANNA@ale.se", noon.Add(time.Minute))
			var err error
			if answers[i], err = h.Register(t.Context(), "gophers", c); err != nil {
				t.Error(err)
			}
		})
		for _, a := range answers {
			if a.ID == 0 || a.Standing != first.Standing || a.Number != 0 || a.Email != "ANNA@ale.se" {
				t.Errorf("the answer %+v differs from that to a first sign-up", a)
			}
		}
		wantKinds(t, "anna", h.mails(t, reg.ID), event.MailConfirmed, event.MailAlready)
		h.register(t, "gophers", "anna@ale.se", noon.Add(time.Hour))
		wantKinds(t, "anna within the hour", h.mails(t, reg.ID), event.MailConfirmed, event.MailAlready)
		h.register(t, "gophers", "anna@ale.se", noon.Add(time.Hour+time.Minute))
		wantKinds(t, "anna an hour later", h.mails(t, reg.ID), event.MailConfirmed, event.MailAlready, event.MailAlready)
		if places := h.places(t, ev.ID); places != (event.Places{Confirmed: 1}) {
			t.Errorf("places %+v", places)
		}
		h.promises(t)
	})
}

// The same new address many times at once is one registration.
func TestANewAddressManyTimesAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 50), noon)
		second := h.another(t)
		together(40, func(i int) {
			s := h.Store
			if i%2 == 1 {
				s = second
			}
			if _, err := s.Register(t.Context(), "gophers", call("anna@ale.se", noon)); err != nil {
				t.Error(err)
			}
		})
		reg := h.participant(t, ev.ID, "anna@ale.se")
		wantKinds(t, "anna", h.mails(t, reg.ID), event.MailConfirmed, event.MailAlready)
		h.promises(t)
	})
}

func TestWhoeverWithdrewMayComeAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 1), noon)
		for i := range 3 {
			h.register(t, "gophers", "anna@ale.se", noon)
			reg := h.participant(t, ev.ID, "anna@ale.se")
			if err := h.Withdraw(t.Context(), reg.ID, 1, "sjuk", noon); err != nil {
				t.Fatal(err)
			}
			wantErr(t, "withdraw twice", h.Withdraw(t.Context(), reg.ID, 1, "", noon), event.ErrNotLive)
			wantEqual(t, "standings", h.standings(t, ev.ID), map[event.Standing]int{event.Withdrawn: i + 1})
		}
		wantErr(t, "withdraw nobody", h.Withdraw(t.Context(), 99, 1, "", noon), event.ErrNotFound)
		if got := h.participants(t, ev.ID)[0]; got.CancelReason != "sjuk" || !got.CancelledAt.Equal(noon) {
			t.Errorf("withdrawn with %q at %v", got.CancelReason, got.CancelledAt)
		}
		h.promises(t)
	})
}
