package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

func TestCallingOffTellsEverybodyOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 3), noon)
		regs := h.fill(t, ev, 5, noon)
		if err := h.Withdraw(t.Context(), regs[0].ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		ev.Status, ev.CancelReason = event.Cancelled, "sjukdom"
		at := noon.Add(time.Hour)
		h.save(t, ev, at)
		ev.CancelReason = "sjukdom hos talaren"
		h.save(t, ev, at.Add(time.Hour)) // tells nobody again
		for i, want := range [][]event.MessageKind{
			{event.MailConfirmed, event.MailWithdrawn},
			{event.MailConfirmed, event.MailEventCancelled},
			{event.MailConfirmed, event.MailEventCancelled},
			{event.MailWaiting, event.MailPromoted, event.MailEventCancelled},
			{event.MailWaiting, event.MailEventCancelled},
		} {
			wantKinds(t, fmt.Sprint("p", i), h.mails(t, regs[i].ID), want...)
		}
		got, err := h.EventBySlug(t.Context(), "gophers")
		if err != nil || got.CancelledAt == nil || !got.CancelledAt.Equal(at) || got.CancelReason != "sjukdom hos talaren" {
			t.Errorf("called off at %v because of %q, %v", got.CancelledAt, got.CancelReason, err)
		}
		// People have made other plans: it cannot take place after all, not even by
		// way of a draft.
		for _, status := range []event.Status{event.Published, event.Draft, event.Published} {
			ev.Status = status
			_, err := h.SaveEvent(t.Context(), ev, at.Add(2*time.Hour))
			if refused := errors.Is(err, event.ErrStaysOff); refused != (status == event.Published) {
				t.Errorf("saved as %s: %v", status, err)
			}
		}
		if got, err = h.EventBySlug(t.Context(), "gophers"); err != nil || got.CancelledAt == nil {
			t.Errorf("called off at %v, %v", got.CancelledAt, err)
		}
		h.promises(t)
	})
}

// Whom nobody told of it may be published again.
func TestCalledOffBeforeAnybodyCame(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 3), noon)
		regs := h.fill(t, ev, 1, noon)
		if err := h.Withdraw(t.Context(), regs[0].ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		for _, status := range []event.Status{event.Cancelled, event.Published} {
			ev.Status = status
			h.save(t, ev, noon)
		}
		got, err := h.EventBySlug(t.Context(), "gophers")
		if err != nil || got.Status != event.Published || got.CancelledAt != nil {
			t.Errorf("the event is %s, called off at %v, %v", got.Status, got.CancelledAt, err)
		}
		h.register(t, "gophers", "anna@ale.se", noon)
		h.promises(t)
	})
}

// AC6: whoever has a place learns the old time and the new, and the calendar
// entry follows.
func TestMovingTellsThoseWithAPlace(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, example(t, "goda-uppvaxtvillkor"), noon)
		ev.Capacity = 3
		now := time.Date(2024, 1, 15, 12, 0, 0, 0, time.UTC)
		h.save(t, ev, now)
		regs := h.fill(t, ev, 4, now)
		moved, err := h.EventBySlug(t.Context(), ev.Slug)
		if err != nil {
			t.Fatal(err)
		}
		old := moved.When()
		moved.StartsAt, moved.EndsAt = moved.StartsAt.Add(4*time.Hour), moved.EndsAt.Add(4*time.Hour)
		h.save(t, moved, now)
		h.save(t, moved, now) // tells nobody again
		for i, r := range regs {
			msgs, err := h.Messages(t.Context(), r.ID)
			if err != nil {
				t.Fatal(err)
			}
			if i == 3 {
				wantKinds(t, "who waits", h.mails(t, r.ID), event.MailWaiting)
				continue
			}
			wantKinds(t, r.Email, h.mails(t, r.ID), event.MailConfirmed, event.MailEventChanged)
			if msgs[0].Sequence != 0 || msgs[1].Sequence != 1 {
				t.Errorf("%s: sequences %d and %d, want 0 and 1", r.Email, msgs[0].Sequence, msgs[1].Sequence)
			}
			if diff := cmp.Diff(event.MessageData{OldWhen: &old}, msgs[1].Data); diff != "" {
				t.Errorf("%s: %s", r.Email, diff)
			}
		}
		if err := h.Withdraw(t.Context(), regs[0].ID, 1, "", now); err != nil {
			t.Fatal(err)
		}
		msgs, err := h.Messages(t.Context(), regs[0].ID)
		if err != nil || msgs[2].Sequence != 2 {
			t.Errorf("the cancellation has sequence %d, want 2; %v", msgs[2].Sequence, err)
		}
		h.promises(t)
	})
}

func TestAnotherPlaceIsToldWithTheOldOne(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 3), noon)
		regs := h.fill(t, ev, 1, noon)
		ev.PlaceName, ev.PlaceAddress = "Folkets hus", "Storgatan 1"
		h.save(t, ev, noon)
		msgs, err := h.Messages(t.Context(), regs[0].ID)
		if err != nil || len(msgs) != 2 || msgs[1].Data.OldAt != "Stadshuset" {
			t.Errorf("mails %+v, %v", msgs, err)
		}
		h.promises(t)
	})
}

// AC8: published as a forenoon, and then the times become known.
func TestTimesBecomeKnown(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		now := time.Date(2022, 3, 1, 12, 0, 0, 0, time.UTC)
		ev := h.save(t, example(t, "tidiga-insatser-formiddag"), now)
		regs := h.fill(t, ev, 2, now)
		old := ev.When()
		created, err := h.SaveEvent(t.Context(), example(t, "tidiga-insatser"), now)
		if err != nil || created {
			t.Fatalf("created %v, %v", created, err)
		}
		for _, r := range regs {
			msgs, err := h.Messages(t.Context(), r.ID)
			if err != nil || len(msgs) != 2 || msgs[1].Kind != event.MailEventChanged {
				t.Fatalf("mails %+v, %v", msgs, err)
			}
			if diff := cmp.Diff(&old, msgs[1].Data.OldWhen); diff != "" || old.TimeText != "förmiddag" {
				t.Error(diff)
			}
		}
		h.promises(t)
	})
}

func TestNobodyIsToldOfDraftsAndOfThePast(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 3), noon)
		regs := h.fill(t, ev, 2, noon)
		ev.StartsAt = starts.Add(time.Hour)
		h.save(t, ev, ends) // put right afterwards
		ev.Status = event.Draft
		h.save(t, ev, noon)
		ev.StartsAt, ev.Status = starts, event.Published
		h.save(t, ev, noon)
		for _, r := range regs {
			wantKinds(t, r.Email, h.mails(t, r.ID), event.MailConfirmed)
		}
		h.promises(t)
	})
}

// More participants than are told at a time.
func TestTellingMany(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		const people = 1203
		ev := h.save(t, seminar("gophers", 0), noon)
		h.crowd(t, ev, people)
		ev.StartsAt = starts.Add(time.Hour)
		h.save(t, ev, noon)
		ev.Status = event.Cancelled
		h.save(t, ev, noon)
		for _, kind := range []event.MessageKind{event.MailConfirmed, event.MailEventChanged, event.MailEventCancelled} {
			if n := h.count(t, "SELECT count(DISTINCT registration_id) FROM messages WHERE kind = '%s'", kind); n != people {
				t.Errorf("%d mails of kind %s, want %d", n, kind, people)
			}
		}
		h.promises(t)
	})
}

// crowd signs up so many people as fast as it goes.
func (h *house) crowd(t testing.TB, ev *event.Event, people int) {
	t.Helper()
	together(people, func(i int) {
		if _, err := h.Register(t.Context(), ev.Slug, call(fmt.Sprintf("p%d@ale.se", i), noon)); err != nil {
			t.Error(err)
		}
	})
}

// Many people come while the event is moved and called off: everybody who got a
// place before is told, nobody twice, and nobody gets a place afterwards.
func TestChangesWhilePeopleCome(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 30), noon)
		second := h.another(t)
		together(63, func(i int) {
			change := *seminar("gophers", 30)
			var err error
			switch i {
			case 20:
				change.StartsAt = starts.Add(time.Hour)
				_, err = second.SaveEvent(t.Context(), &change, noon)
			case 40:
				change.PlaceName = "Folkets hus"
				_, err = h.SaveEvent(t.Context(), &change, noon)
			case 60:
				change.Capacity = 40
				_, err = second.SaveEvent(t.Context(), &change, noon)
			default:
				s := h.Store
				if i%2 == 1 {
					s = second
				}
				_, err = s.Register(t.Context(), "gophers", call(fmt.Sprintf("p%d@ale.se", i), noon))
			}
			if err != nil {
				t.Error(err)
			}
		})
		h.save(t, seminar("gophers", 40), noon)
		if places := h.places(t, ev.ID); places != (event.Places{Confirmed: 40, Waiting: 20}) {
			t.Errorf("places %+v", places)
		}
		h.promises(t)
	})
}

// Who has chosen a session is told when that alone moves, and nobody else is.
func TestMovedSessionsTellThoseWhoChoseThem(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := both("gophers")
		ev.OnSiteWay, ev.OnlineWay, ev.Capacity = event.Way{}, event.Way{}, 3
		h.save(t, ev, noon)
		anna := h.attend(t, ev, "anna@ale.se", event.OnSite, "a")
		bo := h.attend(t, ev, "bo@ale.se", event.OnSite, "a") // waits for it
		cilla := h.attend(t, ev, "cilla@ale.se", event.OnSite, "b")
		dan := h.attend(t, ev, "dan@ale.se", event.OnSite, "a") // waits for the event
		moved := both("gophers")
		moved.OnSiteWay, moved.OnlineWay, moved.Capacity = event.Way{}, event.Way{}, 3
		moved.Sessions[0].Sessions[0].Room = "Sal 2"
		now, err := h.EventBySlug(t.Context(), ev.Slug)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := h.CountTold(t.Context(), ev.ID, event.Compare(now, moved, noon)); n != 2 || err != nil {
			t.Errorf("%d would be told, %v", n, err)
		}
		h.save(t, moved, noon)
		h.save(t, moved, noon) // tells nobody again
		wantKinds(t, "who has a place in it", h.mails(t, anna.ID), event.MailConfirmed, event.MailEventChanged)
		wantKinds(t, "who waits for it", h.mails(t, bo.ID), event.MailConfirmed, event.MailEventChanged)
		wantKinds(t, "who chose another", h.mails(t, cilla.ID), event.MailConfirmed)
		wantKinds(t, "who has no place at the event", h.mails(t, dan.ID), event.MailWaiting)
		msgs, err := h.Messages(t.Context(), anna.ID)
		if err != nil {
			t.Fatal(err)
		}
		last := msgs[len(msgs)-1]
		if old := last.Data.OldSessions; len(old) != 1 || old[0].Key != "a" || old[0].Room != "" || last.Sequence != 1 {
			t.Errorf("she reads %+v", last)
		}

		// The event itself moves, and another session with it: one mail to each.
		moved.PlaceName, moved.Sessions[0].Sessions[1].Room = "Folkets hus", "Sal 3"
		h.save(t, moved, noon)
		wantKinds(t, "who chose neither", h.mails(t, anna.ID), event.MailConfirmed, event.MailEventChanged, event.MailEventChanged)
		if msgs, err = h.Messages(t.Context(), cilla.ID); err != nil || len(msgs) != 2 || len(msgs[1].Data.OldSessions) != 1 {
			t.Errorf("who chose the other got %+v, %v", msgs, err)
		}
	})
}
