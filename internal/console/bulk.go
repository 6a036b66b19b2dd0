package console

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"samling/internal/event"
	"samling/internal/store"
)

// bulkPage says what a deed will do to how many, before it is done.
type bulkPage struct {
	Page
	Order    store.Order
	Plan     event.DeedPlan
	Search   string
	Here     string // what follows the address of pages about the same list
	All      bool
	Problem  string
	NoChoice bool // nobody is chosen, or nothing to do
	Over     int  // how many too many there would be
}

// bulk answers POST /console/o/:org/e/:event/participants/bulk: first with what
// will happen, and when that is confirmed by doing it.
func (s *server) bulk(v *visit) error {
	p, err := s.bulkPage(v)
	if err != nil {
		return err
	}
	if p.NoChoice {
		return s.renderInvalid(v, "bulk", p)
	}
	if p.Plan, err = s.store.PlanDeed(v.ctx(), v.Event.ID, p.Order, s.now()); err != nil {
		return err
	}
	if p.N() > 0 {
		if err := s.sawParticipants(v, v.Event.ID); err != nil {
			return err
		}
	}
	form := v.Request().PostForm
	if form.Get("confirm") != "yes" {
		return s.render(v, "bulk", p)
	}
	p.Order.Expected = form.Get("expected")
	// What has begun is finished, however long it takes and whoever has left.
	deed, err := s.store.DoDeed(context.WithoutCancel(v.ctx()), v.actor(), v.Event.ID, p.Order, s.now())
	if errors.Is(err, event.ErrChanged) {
		p.Problem = p.T("participants.changed_meanwhile")
		return s.Render(v, http.StatusConflict, "console/bulk", p)
	}
	if err != nil {
		return err
	}
	return s.afterDeed(v, p, deed)
}

// afterDeed leads back to where the order was given.
func (s *server) afterDeed(v *visit, p bulkPage, deed store.Deed) error {
	path := v.eventPath("/participants")
	if !p.All && len(p.Order.References) == 1 {
		path += "/" + p.Order.References[0]
	} else {
		values := v.QueryParams()
		q, shown := readQuery(values, v.Event)
		path = withQuery(path, queryValues(q, shown))
	}
	if deed.Count > 0 && !deed.Kind.CanBeUndone() {
		return v.done(v.eventPath("/participants"), "participants_resent")
	}
	return v.redirect(path)
}

// bulkPage reads the order.
func (s *server) bulkPage(v *visit) (bulkPage, error) {
	var p bulkPage
	var err error
	if p.Page, err = s.eventPage(v, "participants.bulk_title", "participants"); err != nil {
		return p, err
	}
	p.Crumbs = append(p.participantCrumbs(), Crumb{Name: p.T("participants.bulk_title")})
	q, shown := participantQuery(v)
	p.Search, p.Here = q.Search, withQuery("", queryValues(q, shown))
	form := v.Request().PostForm
	p.All = form.Get("all") == "yes"
	p.Order = store.Order{
		Kind: oneKnown(form.Get("do"), event.DeedKinds...), Mail: form.Get("mail") != "no",
		Reason: event.CleanReason(form.Get("reason")), Extra: form.Get("extra") == "yes",
	}
	if !form.Has("mail") {
		// Who is told of something that is over is for the organiser to say.
		p.Order.Mail = s.now().Before(v.Event.EndsAt) || p.Order.Kind == event.DeedResend
	}
	if p.All {
		p.Order.Query = &q
	} else {
		p.Order.References = chosen(form)
	}
	p.NoChoice = p.Order.Kind == "" || !p.All && len(p.Order.References) == 0
	return p, nil
}

// chosen are the ticked rows, each once.
func chosen(form url.Values) []string {
	return slices.Compact(slices.Sorted(slices.Values(form["ref[]"])))
}

// N is how many will be changed.
func (p bulkPage) N() int { return len(p.Plan.Changes) }

// Mails is how many get a mail, if mail is sent.
func (p bulkPage) Mails() int {
	if !p.Order.Kind.MayMail() {
		return 0
	}
	return p.N()
}

// Names are some of those concerned.
func (p bulkPage) Names() []string {
	const few = 12
	var names []string
	for _, c := range p.Plan.Changes[:min(few, p.N())] {
		names = append(names, c.Registration.Name)
	}
	return names
}

// More is how many are concerned and not named.
func (p bulkPage) More() int { return p.N() - len(p.Names()) }

// What says what will happen.
func (p bulkPage) What() string {
	if p.N() == 0 {
		return p.T("participants.nothing")
	}
	return p.T("participants.will_"+string(p.Order.Kind), "Count", p.N(), "Places", p.becoming(event.Confirmed))
}

// Waiting is how many join the waiting list for want of a place.
func (p bulkPage) Waiting() int {
	if !p.admits() {
		return 0
	}
	return p.becoming(event.Waiting)
}

// admits reports whether the deed gives people what a newcomer would get.
func (p bulkPage) admits() bool {
	return p.Order.Kind == event.DeedReinstate || p.Order.Kind == event.DeedApprove
}

func (p bulkPage) becoming(s event.Standing) int {
	n := 0
	for _, c := range p.Plan.Changes {
		if c.To == s {
			n++
		}
	}
	return n
}

// Skips say who is left as they are, and why.
func (p bulkPage) Skips() []string {
	var all []string
	for _, skip := range event.Skips {
		if n := p.Plan.Skipped[skip]; n > 0 {
			all = append(all, p.T("participants.skip_"+string(skip), "Count", n))
		}
	}
	return all
}

// CanForce reports whether more could get a place if the capacity did not count.
func (p bulkPage) CanForce() bool {
	gives := p.Order.Kind == event.DeedPromote || p.admits()
	return gives && !p.Order.Extra && (p.Plan.Skipped[event.SkipFull] > 0 || p.becoming(event.Waiting) > 0)
}

// UndoMinutes is how long there is to change one's mind.
func (p Page) UndoMinutes() int { return int(event.UndoTime.Minutes()) }

// undoNote says what somebody has just done and can still undo.
type undoNote struct {
	ID    uint
	Text  string
	Until string
}

// undoNote finds what the visitor can still undo, or nil.
func (s *server) undoNote(v *visit, p Page) (*undoNote, error) {
	if !v.may(organiser) {
		return nil, nil
	}
	deed, err := s.store.LastDeed(v.ctx(), v.Event.ID, v.User.ID, s.now())
	if err != nil || deed == nil {
		return nil, err
	}
	until := deed.CreatedAt.Add(event.UndoTime).In(v.Event.Location())
	return &undoNote{deed.ID, p.T("participants.did_"+string(deed.Kind), "Count", deed.Count), p.Clock(until)}, nil
}

// refusedPage says why something cannot be undone.
type refusedPage struct {
	Page
	Reason string
}

// undo answers POST /console/o/:org/e/:event/participants/undo.
func (s *server) undo(v *visit) error {
	id, err := strconv.ParseUint(v.FormValue("deed"), 10, 32)
	if err != nil {
		return event.ErrNotFound
	}
	refusal, err := s.store.UndoDeed(v.ctx(), v.actor(), v.Event.ID, uint(id), s.now())
	if err != nil {
		return err
	}
	if refusal == "" {
		return v.done(v.eventPath("/participants"), "participants_undone")
	}
	page, err := s.eventPage(v, "participants.undo_title", "participants")
	if err != nil {
		return err
	}
	page.Crumbs = append(page.participantCrumbs(), Crumb{Name: page.T("participants.undo_title")})
	return s.Render(v, http.StatusConflict, "console/undo", refusedPage{page, page.T("participants.refused_" + string(refusal))})
}
