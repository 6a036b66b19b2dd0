package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// What is set beside the versions of an event is not brought back by somebody
// who opened it before.
func TestStaleSavesBringNothingBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		first := seminar("gophers", 5)
		first.Status = event.Draft
		h.save(t, first, noon)
		_, by := h.organiser(t, first)
		at := noon.Add(time.Hour)
		if err := h.SetPreview(ctx, by, first.ID, 1, noon); err != nil {
			t.Fatal(err)
		}
		if err := h.SetPublishAt(ctx, by, first.ID, &at, noon); err != nil {
			t.Fatal(err)
		}
		stale, err := h.EventOf(ctx, by.OrganisationID, "gophers")
		if err != nil {
			t.Fatal(err)
		}
		if err := h.SetPreview(ctx, by, first.ID, -1, noon); err != nil {
			t.Fatal(err)
		}
		if err := h.SetPublishAt(ctx, by, first.ID, nil, noon); err != nil {
			t.Fatal(err)
		}
		if err := h.SetArchived(ctx, by, first.ID, true, noon); err != nil {
			t.Fatal(err)
		}
		stale.Lead = "Come!"
		if err := h.ChangeEvent(ctx, by, stale, "event.changed", noon); err != nil {
			t.Fatal(err)
		}
		now, err := h.EventOf(ctx, by.OrganisationID, "gophers")
		if err != nil || now.Lead != "Come!" || now.HasPreview() || now.PublishAt != nil || now.ArchivedAt == nil {
			t.Errorf("preview %d, publishes %v, archived %v, %v", now.Preview, now.PublishAt, now.ArchivedAt, err)
		}
	})
}

// An event that was taken back is not made public again by an older save.
func TestWithdrawnEventsStayWithdrawn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev := h.save(t, seminar("gophers", 5), noon)
		_, by := h.organiser(t, ev)
		stale, err := h.EventOf(ctx, by.OrganisationID, "gophers")
		if err != nil {
			t.Fatal(err)
		}
		if err := h.WithdrawEvent(ctx, by, ev.ID, noon); err != nil {
			t.Fatal(err)
		}
		stale.Lead = "Come!"
		if err := h.ChangeEvent(ctx, by, stale, "event.changed", noon); !errors.Is(err, event.ErrChanged) {
			t.Errorf("saved over it: %v", err)
		}
		if now, err := h.EventOf(ctx, by.OrganisationID, "gophers"); err != nil || now.Status != event.Draft {
			t.Errorf("it is %s, %v", now.Status, err)
		}
	})
}

// No save takes away the category that somebody is registered in, withdrawn or
// not; one that nobody is registered in goes.
func TestRegistrationsKeepTheirCategories(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev := seminar("gophers", 5)
		ev.Categories = []event.Category{{ID: "c1", Name: "Anställda"}, {ID: "c2", Name: "Externa"}, {ID: "c3", Name: "Press"}}
		h.save(t, ev, noon)
		for i, category := range []string{"c1", "c3"} {
			c := call(fmt.Sprintf("person%d@ale.se", i), noon)
			c.Signup.Attendance, c.Signup.Category = event.OnSite, category
			if _, err := h.Register(ctx, "gophers", c); err != nil {
				t.Fatal(err)
			}
		}
		gone := h.participant(t, ev.ID, "person1@ale.se")
		if err := h.Withdraw(ctx, gone.ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		_, by := h.organiser(t, ev)
		now, err := h.EventOf(ctx, by.OrganisationID, "gophers")
		if err != nil {
			t.Fatal(err)
		}
		now.Categories = []event.Category{{ID: "c4", Name: "Alla"}}
		if err := h.ChangeEvent(ctx, by, now, "event.changed", noon); err != nil {
			t.Fatal(err)
		}
		want := []event.Category{{ID: "c4", Name: "Alla"}, {ID: "c1", Name: "Anställda", Retired: true}, {ID: "c3", Name: "Press", Retired: true}}
		if now, err = h.EventOf(ctx, by.OrganisationID, "gophers"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, now.Categories); diff != "" {
			t.Error(diff)
		}
		file := seminar("gophers", 5) // as from a file that knows of no categories
		h.save(t, file, noon)
		if now, err = h.EventOf(ctx, by.OrganisationID, "gophers"); err != nil || len(now.Categories) != 2 {
			t.Errorf("after an import: %+v, %v", now.Categories, err)
		}
	})
}

// Once somebody has registered, no save takes a question away from its answers.
func TestAnswersKeepTheirQuestions(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev := seminar("gophers", 5)
		ev.Questions = []event.Question{{ID: "q1", Kind: event.AskShort, Label: "Varifrån?"}}
		h.save(t, ev, noon)
		h.register(t, "gophers", "anna@ale.se", noon)
		_, by := h.organiser(t, ev)
		now := func() *event.Event {
			t.Helper()
			got, err := h.EventOf(ctx, by.OrganisationID, "gophers")
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		without := now()
		without.Questions = nil
		if err := h.ChangeEvent(ctx, by, without, "questions.changed", noon); err != nil {
			t.Fatal(err)
		}
		if q := now().Questions; len(q) != 1 || !q[0].Retired || event.NewQuestionID(q) == "q1" {
			t.Errorf("questions %+v", q)
		}
		other := now()
		other.Questions[0].Sensitive = true
		if err := h.ChangeEvent(ctx, by, other, "questions.changed", noon); !errors.Is(err, event.ErrAnswered) {
			t.Errorf("an answered question became sensitive: %v", err)
		}
		file := seminar("gophers", 5) // as from a file that knows of no questions
		h.save(t, file, noon)
		if q := now().Questions; len(q) != 1 {
			t.Errorf("after an import: %+v", q)
		}
	})
}
