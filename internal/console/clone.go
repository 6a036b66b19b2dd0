package console

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"

	"samling/internal/event"
	"samling/internal/i18n"
)

// cloneForm is what may come in.
type cloneForm struct {
	Day   string `form:"day" query:"day"`
	Title string `form:"title" query:"title"`
	Slug  string `form:"slug" query:"slug"`
}

// clonePage proposes a copy of an event and shows what it would be.
type clonePage struct {
	Page
	Form       cloneForm
	Complaints []cloneFault
	NewDay     string // in words, empty while the day cannot be read
	Later      string // a day to propose in place of one that is over
	LaterName  string
	Moves      []cloneMove
	Sessions   int
	Texts      []mentionLine
}

// cloneFault is what is wrong with a field.
type cloneFault struct {
	Field string
	Text  string
}

// cloneMove is a moment before and after.
type cloneMove struct{ What, From, To string }

// mentionLine is a text to look over.
type mentionLine struct {
	event.Mention
	Place string // where it stands, in words
	Href  string // where it is edited
}

// clone answers GET /console/o/:org/e/:event/clone.
func (s *server) clone(v *visit) error {
	var form cloneForm
	if err := v.Bind(&form); err != nil {
		return err
	}
	proposal, err := s.propose(v, form.Day)
	if err != nil {
		return err
	}
	if form.Day == "" {
		form.Day = proposal.Day
	}
	if form.Title == "" {
		form.Title = proposal.Title
	}
	if form.Slug == "" {
		form.Slug = proposal.Slug
	}
	p, err := s.clonePage(v, form)
	if err != nil {
		return err
	}
	return s.render(v, "clone", p)
}

// submitClone answers POST /console/o/:org/e/:event/clone.
func (s *server) submitClone(v *visit) error {
	var form cloneForm
	if err := v.Bind(&form); err != nil {
		return err
	}
	form.Title, form.Slug = strings.TrimSpace(form.Title), strings.TrimSpace(form.Slug)
	p, err := s.clonePage(v, form)
	if err != nil {
		return err
	}
	if len(p.Complaints) > 0 {
		return s.refuseClone(v, p)
	}
	day, _ := readCloneDay(form.Day)
	clone := v.Event.Clone(day)
	clone.Title, clone.Slug = form.Title, form.Slug
	err = s.store.CloneEvent(v.ctx(), v.actor(), v.Event.ID, &clone, s.now())
	switch {
	case errors.Is(err, event.ErrKnown):
		p.Complaints = append(p.Complaints, cloneFault{"slug", p.T("clone.slug_taken")})
		return s.refuseClone(v, p)
	case err != nil:
		return err
	}
	from := url.Values{"from": {v.Event.Start().Format(time.DateOnly)}, doneField: {"cloned"}}
	return v.redirect(v.orgPath("/e/" + clone.Slug + "/clone/texts?" + from.Encode()))
}

func (s *server) refuseClone(v *visit, p clonePage) error {
	p.Title = p.T("register.error") + " " + p.Title
	return s.renderInvalid(v, "clone", p)
}

// propose is what the form begins with: the given day or the same weekday of the
// same week next year, and names with the new year in them.
func (s *server) propose(v *visit, asked string) (cloneForm, error) {
	start := v.Event.Start()
	day, ok := readCloneDay(asked)
	if !ok {
		day = event.NextYear(start, start)
	}
	form := cloneForm{
		Day: day.Format(time.DateOnly), Title: event.InYear(v.Event.Title, start.Year(), day.Year()),
		Slug: event.SlugInYear(v.Event.Slug, start.Year(), day.Year()),
	}
	// A few tries find a name that is free; whoever needs more chooses one.
	base := form.Slug
	for n := 2; n < 10; n++ {
		_, err := s.store.EventBySlug(v.ctx(), form.Slug)
		if errors.Is(err, event.ErrNotFound) {
			return form, nil
		}
		if err != nil {
			return form, err
		}
		form.Slug = fmt.Sprintf("%s-%d", base, n)
	}
	return form, nil
}

// readCloneDay reads what a field for a day sends.
func readCloneDay(text string) (time.Time, bool) {
	day, err := time.Parse(time.DateOnly, text)
	return day, err == nil && day.Year() >= 1900 && day.Year() <= 2199
}

// clonePage shows the form as typed, what is wrong with it and what it would do.
func (s *server) clonePage(v *visit, form cloneForm) (clonePage, error) {
	base, err := s.eventPage(v, "clone.title", "")
	if err != nil {
		return clonePage{}, err
	}
	p := clonePage{Page: base, Form: form}
	p.Crumbs[1].Href = p.EventURL("/participants")
	p.Crumbs = append(p.Crumbs, Crumb{Name: p.T("clone.title")})
	day, ok := readCloneDay(form.Day)
	if !ok {
		p.Complaints = append(p.Complaints, cloneFault{"day", p.T("clone.day_wrong")})
	} else {
		clone := v.Event.Clone(day)
		clone.Title = form.Title
		p.NewDay = p.LongDate(clone.Start())
		p.Moves, p.Sessions = p.moves(v.Event, &clone), countTimed(clone.Sessions)
		p.Texts = p.mentions(&clone, v.Event.Start())
		if clone.StartsAt.Before(s.now()) {
			later := event.NextYear(v.Event.Start(), s.now().In(v.Event.Location()))
			p.Later, p.LaterName = later.Format(time.DateOnly), p.LongDate(later)
		}
	}
	if strings.TrimSpace(form.Title) == "" || strings.ContainsFunc(form.Title, unicode.IsControl) {
		p.Complaints = append(p.Complaints, cloneFault{"title", p.T("clone.title_missing")})
	}
	if !event.IsSlug(form.Slug) {
		p.Complaints = append(p.Complaints, cloneFault{"slug", p.T("clone.slug_wrong")})
	}
	return p, nil
}

// moves are the moments of an event beside those of its copy.
func (p clonePage) moves(e, clone *event.Event) []cloneMove {
	// Days that cannot be mistaken: with the weekday, which is what is kept.
	say := func(t time.Time) string { return p.Sentence(p.LongDate(t)) + ", " + p.Clock(t) }
	moves := []cloneMove{
		{p.T("clone.starts"), say(e.Start()), say(clone.Start())},
		{p.T("clone.ends"), say(e.End()), say(clone.End())},
	}
	if !e.HasTimes() {
		from, to := p.Sentence(p.LongDate(e.Start())), p.Sentence(p.LongDate(clone.Start()))
		moves = []cloneMove{{p.T("clone.starts"), from, to}}
		if !i18n.SameDay(e.Start(), e.End()) {
			moves = append(moves, cloneMove{p.T("clone.ends"), p.Sentence(p.LongDate(e.End().Add(-1))), p.Sentence(p.LongDate(clone.End().Add(-1)))})
		}
	}
	if e.OpensAt != nil {
		moves = append(moves, cloneMove{p.T("clone.opens"), say(e.OpensAt.In(e.Location())), say(clone.OpensAt.In(clone.Location()))})
	}
	moves = append(moves, cloneMove{p.T("clone.closes"), say(e.LastMoment()), say(clone.LastMoment())})
	if e.ChangeBy != nil {
		moves = append(moves, cloneMove{p.T("editor.field_changing"), say(e.LastMomentOf(*e.ChangeBy)), say(clone.LastMomentOf(*clone.ChangeBy))})
	}
	if e.CancelBy != nil {
		moves = append(moves, cloneMove{p.T("editor.field_cancelling"), say(e.LastMomentOf(*e.CancelBy)), say(clone.LastMomentOf(*clone.CancelBy))})
	}
	for _, c := range clone.Categories {
		moves = append(moves, categoryMoves(p.Page, e, clone, e.Category(c.ID), &c, say)...)
	}
	return moves
}

// categoryMoves are those of a category beside the one it is copied from.
func categoryMoves(p Page, e, clone *event.Event, c, copied *event.Category, say func(time.Time) string) []cloneMove {
	var moves []cloneMove
	if c.OpensAt != nil {
		moves = append(moves, cloneMove{p.T("clone.category_opens", "Category", c.Name), say(c.OpensAt.In(e.Location())), say(copied.OpensAt.In(clone.Location()))})
	}
	if c.ClosesAt != nil {
		moves = append(moves, cloneMove{p.T("clone.category_closes", "Category", c.Name), say(e.LastMomentOf(*c.ClosesAt)), say(clone.LastMomentOf(*copied.ClosesAt))})
	}
	return moves
}

// countTimed counts the sessions that have a time of their own.
func countTimed(sessions []event.Session) int {
	n := 0
	for _, ss := range sessions {
		if ss.StartsAt != nil {
			n++
		}
		n += countTimed(ss.Sessions)
	}
	return n
}

// Complaint is what is wrong with a field, or "".
func (p clonePage) Complaint(field string) string {
	for _, c := range p.Complaints {
		if c.Field == field {
			return c.Text
		}
	}
	return ""
}

// mentions are the texts of an event that still speak of an old day, with the
// page on which they are edited.
func (p Page) mentions(e *event.Event, old time.Time) []mentionLine {
	var lines []mentionLine
	for _, m := range e.Mentions(old) {
		href := p.OrgURL("/e/" + e.Slug + "/edit")
		if m.InProgram() {
			href = p.OrgURL("/e/" + e.Slug + "/program")
		}
		place := p.T("clone.in_" + m.Where)
		if m.Item != "" {
			place += ": " + m.Item
		}
		lines = append(lines, mentionLine{m, place, href})
	}
	return lines
}

// cloneTextsPage lists what is left to change in a copy.
type cloneTextsPage struct {
	Page
	Old   string
	Texts []mentionLine
}

// cloneTexts answers GET /console/o/:org/e/:event/clone/texts. It looks at the
// texts as they are now, so the list gets shorter while they are changed.
func (s *server) cloneTexts(v *visit) error {
	base, err := s.eventPage(v, "clone.texts_title", "")
	if err != nil {
		return err
	}
	old, ok := readCloneDay(v.QueryParam("from"))
	if !ok {
		old = v.Event.Start().AddDate(-1, 0, 0)
	}
	p := cloneTextsPage{Page: base, Old: base.LongDate(old)}
	p.Texts = p.mentions(v.Event, old)
	return s.render(v, "clone-texts", p)
}
