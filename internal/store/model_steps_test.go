package store_test

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"samling/internal/event"
	"samling/internal/store"
)

// step draws one thing to do.
func (w *world) step(t *rapid.T, olds map[string]*before) func(*store.Store) error {
	slug := rapid.SampledFrom(w.slugs).Draw(t, "event")
	old := olds[slug]
	people := old.people
	n := rapid.IntRange(0, 99).Draw(t, "what")
	switch {
	case n < 32 || len(people) == 0:
		return w.register(slug, w.call(t, &old.event))
	case n < 36 && len(w.calls[slug]) > 0:
		return w.register(slug, rapid.SampledFrom(w.calls[slug]).Draw(t, "again"))
	case n < 46:
		return w.changeEvent(t, old)
	case n < 48:
		return func(s *store.Store) error { _, err := s.ExpireHolds(w.ctx, w.now); return err }
	case n < 51:
		return w.claimAndSend
	}
	r := rapid.SampledFrom(people).Draw(t, "who")
	switch {
	case n < 64:
		return func(s *store.Store) error { return s.Withdraw(w.ctx, r.ID, r.Generation, "", w.now) }
	case n < 71:
		return func(s *store.Store) error { return s.Verify(w.ctx, r.ID, r.Generation, w.now) }
	case n < 78:
		return func(s *store.Store) error { return s.AcceptOffer(w.ctx, r.ID, r.Generation, w.now) }
	case n < 84:
		return w.edit(t, old, r)
	case n < 88:
		return w.handOver(t, r)
	case n < 91:
		return w.correct(t, r)
	}
	return w.deed(t, old, r)
}

// anybody is an address that others have too, now and then.
func anybody(t *rapid.T) string {
	return fmt.Sprintf("p%d@ale.se", rapid.IntRange(0, 40).Draw(t, "address"))
}

// call draws a form: of one person or several, with or without an invite.
func (w *world) call(t *rapid.T, ev *event.Event) event.Call {
	w.forms++
	c := event.Call{FormKey: fmt.Sprint("form ", w.forms), Signup: w.signup(t, anybody(t)), Now: w.now}
	if rapid.IntRange(0, 3).Draw(t, "invited") == 0 {
		c.InviteID = w.invites[ev.Slug]
	}
	if rapid.IntRange(0, 5).Draw(t, "colleagues") == 0 {
		c.Group = &event.GroupSignup{Together: rapid.Bool().Draw(t, "together"), People: []event.Signup{c.Signup}}
		for range rapid.IntRange(1, 2).Draw(t, "more") {
			more := w.signup(t, anybody(t))
			if !slices.ContainsFunc(c.Group.People, func(s event.Signup) bool { return s.Email == more.Email }) {
				c.Group.People = append(c.Group.People, more)
			}
		}
	}
	return c
}

func (w *world) signup(t *rapid.T, email string) event.Signup {
	s := signup(email)
	s.Attendance = rapid.SampledFrom([]event.Attendance{event.OnSite, event.Online}).Draw(t, "way")
	s.Category = rapid.SampledFrom([]string{"own", "other"}).Draw(t, "category")
	if key := rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "session"); key != "" {
		s.Sessions = []string{key}
	}
	return s
}

// register signs up and holds the answer against an earlier one to the same form.
func (w *world) register(slug string, c event.Call) func(*store.Store) error {
	return func(s *store.Store) error {
		receipt, err := s.Register(w.ctx, slug, c)
		if err != nil {
			return err
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		w.calls[slug] = append(w.calls[slug], c)
		return w.same(slug+" "+c.FormKey, receipt)
	}
}

// edit changes how somebody comes, of which category they are and what they chose.
func (w *world) edit(t *rapid.T, old *before, r event.Registration) func(*store.Store) error {
	to := w.signup(t, r.Email)
	to.Name = r.Name
	return func(s *store.Store) error {
		chosen, err := s.SessionChoices(w.ctx, r.ID)
		if err != nil {
			return err
		}
		_, err = s.ChangeRegistration(w.ctx, r.ID, r.Mark(chosen[r.ID]...), to, w.now)
		return err
	}
}

func (w *world) handOver(t *rapid.T, r event.Registration) func(*store.Store) error {
	email := anybody(t)
	return func(s *store.Store) error {
		return s.HandOver(w.ctx, r.ID, r.Generation, event.Successor{Name: "Ny", Email: email, Language: "sv"}, w.now)
	}
}

// correct moves somebody to another address, where what they have is told again.
func (w *world) correct(t *rapid.T, r event.Registration) func(*store.Store) error {
	email := anybody(t)
	return func(s *store.Store) error {
		err := s.CorrectAddress(w.ctx, r.ID, r.Generation, email, w.now)
		if err == nil {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.moved[r.ID] = true
		}
		return err
	}
}

// deed is something an organiser does with a participant.
func (w *world) deed(t *rapid.T, old *before, r event.Registration) func(*store.Store) error {
	order := store.Order{
		Kind:       rapid.SampledFrom([]event.DeedKind{event.DeedApprove, event.DeedDecline, event.DeedPromote, event.DeedOffer, event.DeedCancel}).Draw(t, "deed"),
		References: []string{r.Reference}, Mail: true,
	}
	return func(s *store.Store) error {
		plan, err := s.PlanDeed(w.ctx, old.event.ID, order, w.now)
		if err != nil {
			return err
		}
		order.Expected = plan.Mark()
		if order.Kind != event.DeedCancel && order.Kind != event.DeedDecline {
			w.mu.Lock()
			w.byHand[r.ID] = true
			w.mu.Unlock()
		}
		_, err = s.DoDeed(w.ctx, w.by, old.event.ID, order, w.now)
		return err
	}
}

// claimAndSend is what a worker does with a few mails.
func (w *world) claimAndSend(s *store.Store) error {
	letters, err := s.ClaimLetters(w.ctx, 5, time.Minute, w.now)
	for _, l := range letters {
		err = errors.Join(err, s.FinishMessage(w.ctx, l.Message.After(event.Delivered, "", w.now)))
	}
	return err
}

// changeEvent saves an event with something else about it.
func (w *world) changeEvent(t *rapid.T, old *before) func(*store.Store) error {
	ev := old.event
	ev.Categories = slices.Clone(ev.Categories)
	ev.Sessions = slices.Clone(ev.Sessions)
	capacity := func(share event.Share, at *int) {
		*at = rapid.IntRange(0, 7).Draw(t, "capacity")
		if most, limited := old.limits[share]; *at == 0 || !limited {
			delete(old.limits, share)
		} else {
			old.limits[share] = max(most, *at)
		}
	}
	switch rapid.IntRange(0, 11).Draw(t, "change") {
	case 0, 1:
		capacity(event.Share{}, &ev.Capacity)
	case 2:
		capacity(event.Share{Attendance: event.OnSite}, &ev.OnSiteWay.Capacity)
	case 3:
		capacity(event.Share{Category: "own"}, &ev.Categories[0].Capacity)
	case 4:
		group := ev.Sessions[0]
		group.Sessions = slices.Clone(group.Sessions)
		s := &group.Sessions[0]
		s.Capacity = rapid.IntRange(0, 3).Draw(t, "session")
		if most, limited := old.sessions[s.Key]; s.Capacity == 0 || !limited {
			delete(old.sessions, s.Key)
		} else {
			old.sessions[s.Key] = max(most, s.Capacity)
		}
		ev.Sessions[0] = group
	case 5: // later, or now that it is near
		old.isMoved = true
		ev.StartsAt = w.now.Add(time.Duration(rapid.IntRange(1, 100).Draw(t, "hours")) * time.Hour).UTC()
		ev.EndsAt, ev.ClosesAt = ev.StartsAt.Add(3*time.Hour), ev.StartsAt.Add(-time.Hour)
	case 6:
		ev.HasWaitingList = !ev.HasWaitingList
	case 7:
		ev.OfferHours = rapid.SampledFrom([]int{0, 1, 24}).Draw(t, "offer hours")
	case 8:
		ev.VerifyHours = rapid.SampledFrom([]int{0, 1, 24}).Draw(t, "verify hours")
	case 9:
		ev.NeedsApproval = !ev.NeedsApproval
	case 10:
		ev.Status = rapid.SampledFrom([]event.Status{event.Published, event.Draft, event.Cancelled}).Draw(t, "status")
	default: // open it, or close it
		ev.Status, ev.InviteOnly = event.Published, rapid.IntRange(0, 3).Draw(t, "invite only") == 0
	}
	return func(s *store.Store) error {
		_, err := s.SaveEvent(w.ctx, &ev, w.now)
		return err
	}
}
