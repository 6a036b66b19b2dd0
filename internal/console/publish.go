package console

import (
	"errors"
	"net/url"
	"strings"
	"time"

	"samling/internal/event"
)

// publishPage is where an event goes public, and leaves it.
type publishPage struct {
	Page
	Checks        []check
	Missing       int // how many of them must be mended
	Registrations int
	CanArchive    bool
	Preview       string // the link, or empty
	Form          publishForm
	Invalid       event.Invalid
}

// publishForm is what was typed: when to publish, and why to call off.
type publishForm struct {
	Date   string
	Time   string
	Reason string
}

// check is a line of the publishing list.
type check struct {
	Must bool
	Text string
	Href string
}

// publish answers GET …/publish.
func (s *server) publish(v *visit) error {
	p, err := s.publishPage(v, publishForm{Time: "08:00"})
	if err != nil {
		return err
	}
	if at := v.Event.PublishAt; at != nil {
		local := at.In(v.Event.Location())
		p.Form.Date, p.Form.Time = local.Format(time.DateOnly), local.Format("15:04")
	}
	return s.render(v, "publish", p)
}

// refusePublish shows the page with what is wrong with the form.
func (s *server) refusePublish(v *visit, f publishForm, field string, why event.Key) error {
	p, err := s.publishPage(v, f)
	if err != nil {
		return err
	}
	p.Invalid = event.Invalid{field: why}
	return s.renderInvalid(v, "publish", p)
}

func (s *server) publishPage(v *visit, f publishForm) (publishPage, error) {
	base, err := s.eventPage(v, "console.tab_publish", "publish")
	if err != nil {
		return publishPage{}, err
	}
	p := publishPage{Page: base, Form: f, CanArchive: v.Event.CanArchive(s.now())}
	if p.Registrations, err = s.store.CountRegistrations(v.ctx(), v.Event.ID); err != nil {
		return p, err
	}
	for _, c := range v.Event.PublishingList(s.now()) {
		line := check{Must: c.Must, Text: p.T(string(c.Key)), Href: p.EventURL("/" + string(c.Place))}
		if c.Place == event.PageOrganisation {
			line.Href = p.EventURL("/" + string(event.PageContent)) // not every organiser may change the organisation
			if p.RoleOverall().Covers(administrator) {
				line.Href = p.OrgURL("/settings")
			}
		}
		if c.Must {
			p.Missing++
		}
		p.Checks = append(p.Checks, line)
	}
	if v.Event.HasPreview() {
		p.Preview = s.links.Preview(v.Event)
	}
	return p, nil
}

// CanWithdraw reports whether the event may become a draft again.
func (p publishPage) CanWithdraw() bool { return p.Event.CanWithdraw(p.Registrations) }

// CanDelete reports whether the event may be removed.
func (p publishPage) CanDelete() bool { return p.Event.CanDelete(p.Registrations) }

// Told is how many get a mail when the event is called off.
func (p publishPage) Told() int { return p.Places.Confirmed + p.Places.Waiting }

// Public is the address of the public page.
func (p publishPage) Public() string { return p.Absolute("/e/" + p.Event.Slug) }

// publishNow answers POST …/publish.
func (s *server) publishNow(v *visit) error {
	if v.Event.Status != event.Draft {
		return v.done(v.eventPath("/publish"), "published")
	}
	if err := v.Event.CheckPublish(s.now()); err != nil {
		return s.refusePublish(v, publishForm{}, "publish", "publish.incomplete")
	}
	ev := *v.Event
	ev.Status = event.Published
	if err := s.store.ChangeEvent(v.ctx(), v.actor(), &ev, "event.published", s.now()); err != nil {
		return s.changedMeanwhile(v, err)
	}
	return v.done(v.eventPath("/publish"), "published")
}

// changedMeanwhile shows the page as it is now, if somebody else was quicker.
func (s *server) changedMeanwhile(v *visit, err error) error {
	if errors.Is(err, event.ErrChanged) || errors.Is(err, event.ErrStaysOff) {
		return v.done(v.eventPath("/publish"), "changed_meanwhile")
	}
	return err
}

// schedule answers POST …/publish/schedule.
func (s *server) schedule(v *visit) error {
	f := publishForm{Date: strings.TrimSpace(v.FormValue("date")), Time: strings.TrimSpace(v.FormValue("time"))}
	at, err := time.ParseInLocation("2006-01-02 15:04", f.Date+" "+f.Time, v.Event.Location())
	switch {
	case v.Event.Status != event.Draft:
		return v.done(v.eventPath("/publish"), "changed_meanwhile")
	case err != nil:
		return s.refusePublish(v, f, "date", "publish.when_missing")
	case !at.After(s.now()):
		return s.refusePublish(v, f, "date", "publish.when_past")
	case !at.Before(v.Event.EndsAt):
		return s.refusePublish(v, f, "date", "publish.when_late")
	case v.Event.CheckPublish(s.now()) != nil:
		return s.refusePublish(v, f, "publish", "publish.incomplete")
	}
	if err := s.store.SetPublishAt(v.ctx(), v.actor(), v.Event.ID, &at, s.now()); err != nil {
		return err
	}
	return v.done(v.eventPath("/publish"), "scheduled")
}

// unschedule answers POST …/publish/unschedule.
func (s *server) unschedule(v *visit) error {
	if v.Event.Status == event.Draft {
		if err := s.store.SetPublishAt(v.ctx(), v.actor(), v.Event.ID, nil, s.now()); err != nil {
			return err
		}
	}
	return v.done(v.eventPath("/publish"), "unscheduled")
}

// withdraw answers POST …/publish/withdraw: back to a draft.
func (s *server) withdraw(v *visit) error {
	if err := s.store.WithdrawEvent(v.ctx(), v.actor(), v.Event.ID, s.now()); err != nil {
		return s.changedMeanwhile(v, err)
	}
	return v.done(v.eventPath("/publish"), "withdrawn")
}

// callOff answers POST …/publish/cancel.
func (s *server) callOff(v *visit) error {
	f := publishForm{Reason: strings.TrimSpace(v.FormValue("reason"))}
	reason := event.CleanReason(f.Reason)
	switch {
	case v.Event.Status != event.Published:
		return v.done(v.eventPath("/publish"), "changed_meanwhile")
	case reason == "":
		return s.refusePublish(v, f, "reason", "publish.reason_missing")
	case v.FormValue("sure") == "":
		return s.refusePublish(v, f, "sure", "publish.sure_missing")
	}
	ev := *v.Event
	ev.Status, ev.CancelReason = event.Cancelled, reason
	if err := s.store.ChangeEvent(v.ctx(), v.actor(), &ev, "event.cancelled", s.now()); err != nil {
		return s.changedMeanwhile(v, err)
	}
	return v.done(v.eventPath("/publish"), "called_off")
}

// makePreview answers POST …/publish/preview: a fresh link, or none.
func (s *server) makePreview(v *visit) error {
	works := v.FormValue("link") == "new"
	if err := s.store.SetPreview(v.ctx(), v.actor(), v.Event.ID, v.Event.NextPreview(works), s.now()); err != nil {
		return err
	}
	if works {
		return v.done(v.eventPath("/publish"), "preview_made")
	}
	return v.done(v.eventPath("/publish"), "preview_ended")
}

// archive answers POST …/publish/archive: out of the way, or back.
func (s *server) archive(v *visit) error {
	archived := v.FormValue("archive") != "back"
	if archived && !v.Event.CanArchive(s.now()) || !archived && v.Event.ArchivedAt == nil {
		return v.done(v.eventPath("/publish"), "changed_meanwhile")
	}
	if err := s.store.SetArchived(v.ctx(), v.actor(), v.Event.ID, archived, s.now()); err != nil {
		return err
	}
	if archived {
		return v.done(v.eventPath("/publish"), "archived")
	}
	return v.done(v.eventPath("/publish"), "unarchived")
}

// deleteDraft answers POST …/publish/delete.
func (s *server) deleteDraft(v *visit) error {
	if v.FormValue("sure") == "" {
		return s.refusePublish(v, publishForm{}, "delete", "publish.sure_missing")
	}
	if err := s.store.DeleteEvent(v.ctx(), v.actor(), v.Event.ID, s.now()); err != nil {
		return s.changedMeanwhile(v, err)
	}
	return v.redirect(v.orgPath("/events") + "?" + url.Values{doneField: {"deleted"}}.Encode())
}
