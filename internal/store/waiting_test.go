package store_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

// AC9: 40 seats and 43 people at once, then the list moves, and from 24 hours
// before the start it stands still.
func TestFullAndQueue(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, example(t, "tidiga-insatser"), noon)
		now := time.Date(2022, 3, 1, 12, 0, 0, 0, time.UTC)
		receipts := make([]event.Receipt, 43)
		together(len(receipts), func(i int) {
			var err error
			if receipts[i], err = h.Register(t.Context(), ev.Slug, call(fmt.Sprintf("p%d@ale.se", i), now)); err != nil {
				t.Error(err)
			}
		})
		numbers := map[int]int{}
		for _, r := range receipts {
			numbers[r.Number]++
		}
		if want := (map[int]int{0: 40, 1: 1, 2: 1, 3: 1}); !maps.Equal(numbers, want) {
			t.Fatalf("numbers in the list %v, want %v", numbers, want)
		}
		h.promises(t)

		var seated, list []event.Registration
		for _, r := range h.participants(t, ev.ID) {
			if r.Standing == event.Waiting {
				list = append(list, r)
			} else {
				seated = append(seated, r)
			}
		}
		h.wantNumbers(t, list, 1, 2, 3)
		if err := h.Withdraw(t.Context(), seated[6].ID, 1, "", now); err != nil {
			t.Fatal(err)
		}
		wantKinds(t, "seat 7", h.mails(t, seated[6].ID), event.MailConfirmed, event.MailWithdrawn)
		wantKinds(t, "number 1", h.mails(t, list[0].ID), event.MailWaiting, event.MailPromoted)
		wantKinds(t, "number 2", h.mails(t, list[1].ID), event.MailWaiting)
		h.wantNumbers(t, list, 0, 1, 2)
		if r := h.participant(t, ev.ID, list[0].Email); r.Standing != event.Confirmed || !r.ConfirmedAt.Equal(now) {
			t.Errorf("number 1 is %s since %v", r.Standing, r.ConfirmedAt)
		}
		h.promises(t)

		// An instant before the list stops it still moves; then it does not.
		stops := ev.ListStopsAt()
		for i, step := range []struct {
			now     time.Time
			numbers []int
		}{{stops.Add(-time.Microsecond), []int{0, 0, 1}}, {stops, []int{0, 0, 1}}} {
			if err := h.Withdraw(t.Context(), seated[i].ID, 1, "", step.now); err != nil {
				t.Fatal(err)
			}
			h.wantNumbers(t, list, step.numbers...)
		}
		if places := h.places(t, ev.ID); places != (event.Places{Confirmed: 39, Waiting: 1}) {
			t.Errorf("places %+v", places)
		}
		// The free place is not for newcomers either; the organiser decides.
		if r := h.late(t, ev, "newcomer@ale.se", stops); r.Standing != event.Waiting || r.Number != 2 {
			t.Errorf("a newcomer got %+v", r)
		}
		newcomer := h.participant(t, ev.ID, "newcomer@ale.se")
		if err := h.Promote(t.Context(), newcomer.ID, stops); err != nil {
			t.Fatal(err)
		}
		wantKinds(t, "the newcomer", h.mails(t, newcomer.ID), event.MailWaiting, event.MailPromoted)
		wantErr(t, "one more than there are places", h.Promote(t.Context(), list[2].ID, stops), event.ErrFull)
		wantErr(t, "somebody with a place", h.Promote(t.Context(), newcomer.ID, stops), event.ErrNotWaiting)
		wantErr(t, "somebody who withdrew", h.Promote(t.Context(), seated[0].ID, stops), event.ErrNotWaiting)
		wantErr(t, "nobody", h.Promote(t.Context(), 9999, stops), event.ErrNotFound)
		h.wantNumbers(t, list, 0, 0, 1)

		// Leaving the list is one call.
		if err := h.Withdraw(t.Context(), list[2].ID, 1, "", stops); err != nil {
			t.Fatal(err)
		}
		wantKinds(t, "who left the list", h.mails(t, list[2].ID), event.MailWaiting, event.MailLeft)
		h.promises(t)
	})
}

// late signs somebody up with a late link.
func (h *house) late(t *testing.T, ev *event.Event, email string, now time.Time) event.Receipt {
	t.Helper()
	link := event.LateLink{ExpiresAt: ev.EndsAt, CreatedAt: now}
	if err := h.CreateLateLink(t.Context(), ev.Slug, &link); err != nil {
		t.Fatal(err)
	}
	receipt, err := h.RegisterLate(t.Context(), ev.Slug, link.ID, call(email, now))
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

// wantNumbers demands these places in the list, 0 for those who do not wait.
func (h *house) wantNumbers(t testing.TB, regs []event.Registration, want ...int) {
	t.Helper()
	var got []int
	for _, r := range regs {
		held, err := h.RegistrationByReference(t.Context(), r.Reference)
		if err != nil {
			t.Fatal(err)
		}
		n, err := h.Number(t.Context(), &held.Event, &held.Registration)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, n)
	}
	if !slices.Equal(got, want) {
		t.Errorf("numbers in the list %v, want %v", got, want)
	}
}

func TestMorePlacesMoveTheListUp(t *testing.T) {
	tests := []struct {
		name      string
		capacity  int
		now       time.Time
		status    event.Status
		confirmed int
		waiting   int
	}{
		{"one more", 3, noon, event.Published, 3, 3},
		{"more than wait", 30, noon, event.Published, 6, 0},
		{"no limit", 0, noon, event.Published, 6, 0},
		{"fewer", 1, noon, event.Published, 2, 4},
		{"more, too late for the list to move", 30, starts.Add(-time.Hour), event.Published, 2, 4},
		{"more, but taken back to a draft", 30, noon, event.Draft, 2, 4},
	}
	each(t, func(t *testing.T, h *house) {
		for i, tt := range tests {
			slug := fmt.Sprint("e", i)
			ev := h.save(t, seminar(slug, 2), noon)
			regs := h.fill(t, ev, 6, noon)
			ev = seminar(slug, tt.capacity)
			ev.Status = tt.status
			h.save(t, ev, tt.now)
			if places := h.places(t, ev.ID); places != (event.Places{Confirmed: tt.confirmed, Waiting: tt.waiting}) {
				t.Errorf("%s: places %+v", tt.name, places)
			}
			for j, r := range regs[2:] {
				want := []event.MessageKind{event.MailWaiting}
				if j+2 < tt.confirmed {
					want = append(want, event.MailPromoted)
				}
				wantKinds(t, fmt.Sprintf("number %d, %s", j+1, tt.name), h.mails(t, r.ID), want...)
			}
		}
		h.promisesAfterCuts(t)
	})
}

// After a cut nobody loses the place, and nobody moves up until there is room
// again.
func TestFewerPlaces(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 4), noon)
		regs := h.fill(t, ev, 6, noon)
		h.save(t, seminar("gophers", 2), noon)
		for i, want := range []event.Places{{Confirmed: 3, Waiting: 2}, {Confirmed: 2, Waiting: 2}, {Confirmed: 2, Waiting: 1}} {
			if err := h.Withdraw(t.Context(), regs[i].ID, 1, "", noon); err != nil {
				t.Fatal(err)
			}
			if places := h.places(t, ev.ID); places != want {
				t.Errorf("after %d withdrew: %+v, want %+v", i+1, places, want)
			}
		}
		h.promises(t)
	})
}

// A list that is switched off takes nobody more, but serves who stands in it.
func TestListSwitchedOff(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 2), noon)
		regs := h.fill(t, ev, 4, noon)
		ev.HasWaitingList = false
		h.save(t, ev, noon)
		_, err := h.Register(t.Context(), "gophers", call("late@ale.se", noon))
		wantErr(t, "a newcomer", err, event.ErrFull)
		if err := h.Withdraw(t.Context(), regs[0].ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		h.wantNumbers(t, regs, 0, 0, 0, 1)
		if places := h.places(t, ev.ID); places != (event.Places{Confirmed: 2, Waiting: 1}) {
			t.Errorf("places %+v", places)
		}
		h.promises(t)
	})
}

func TestNobodyIsPromotedToWhatIsCalledOff(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 1), noon)
		regs := h.fill(t, ev, 2, noon)
		ev.Status = event.Cancelled
		h.save(t, ev, noon)
		_, by := h.organiser(t, ev)
		h.do(t, by, ev, store.Order{Kind: event.DeedCancel, References: references(regs[:1]), Mail: true}, noon)
		h.wantNumbers(t, regs, 0, 1)
		wantErr(t, "by hand", h.Promote(t.Context(), regs[1].ID, noon), event.ErrNotPublished)
		h.promises(t)
	})
}

// Everybody leaves at once while others come: the list serves in order, and no
// place is lost or given twice.
func TestComingAndGoingAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 10), noon)
		regs := h.fill(t, ev, 20, noon)
		second := h.another(t)
		together(20, func(i int) {
			s := h.Store
			if i%2 == 1 {
				s = second
			}
			if i < 10 {
				if err := s.Withdraw(t.Context(), regs[i].ID, 1, "", noon); err != nil {
					t.Error(err)
				}
				return
			}
			if _, err := s.Register(t.Context(), "gophers", call(fmt.Sprintf("new%d@ale.se", i), noon)); err != nil {
				t.Error(err)
			}
		})
		if places := h.places(t, ev.ID); places != (event.Places{Confirmed: 10, Waiting: 10}) {
			t.Errorf("places %+v", places)
		}
		for _, r := range h.participants(t, ev.ID)[10:20] {
			if r.Standing != event.Confirmed {
				t.Errorf("%s stood in the list before the newcomers and is %s", r.Email, r.Standing)
			}
		}
		h.promises(t)
	})
}

// The same place given back ten times at once is given back once.
func TestWithdrawManyTimesAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 2), noon)
		regs := h.fill(t, ev, 4, noon)
		second := h.another(t)
		errs := make([]error, 10)
		together(len(errs), func(i int) {
			s := h.Store
			if i%2 == 1 {
				s = second
			}
			errs[i] = s.Withdraw(t.Context(), regs[0].ID, 1, "", noon)
		})
		wantEqual(t, "answers", tally(errs), map[error]int{nil: 1, event.ErrNotLive: 9})
		h.wantNumbers(t, regs, 0, 0, 0, 1)
		h.promises(t)
	})
}

// Two organisers give the last place to two people: one of them gets it.
func TestPromoteTwoAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		now := starts.Add(-time.Hour)
		ev := seminar("gophers", 1)
		ev.ClosesAt = ends
		h.save(t, ev, noon)
		regs := h.fill(t, ev, 5, now)
		if err := h.Withdraw(t.Context(), regs[0].ID, 1, "", now); err != nil {
			t.Fatal(err)
		}
		second := h.another(t)
		errs := make([]error, 4)
		together(len(errs), func(i int) {
			s := h.Store
			if i%2 == 1 {
				s = second
			}
			errs[i] = s.Promote(t.Context(), regs[i+1].ID, now)
		})
		wantEqual(t, "answers", tally(errs), map[error]int{nil: 1, event.ErrFull: 3})
		h.promises(t)
	})
}
