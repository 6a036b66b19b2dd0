package console

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"samling/internal/event"
)

// editPage is the editor of an event.
type editPage struct {
	Page
	eventFields
	Version int // what the form was made from
	From    int // what it was made from before the last merge, 0 for none
	telling
	Merged  *mergeNote
	Above   []limitLine // limits that more people have a place in than they have
	Preview preview
	Again   bool // nothing is wrong with the form: send it again
	Unsaved bool // something is in the form that is not saved
}

// enterEvent answers GET /console/o/:org/e/:event: it leads to what the visitor most
// likely wants.
func (s *server) enterEvent(v *visit) error {
	switch {
	case !v.may(reader):
		return v.redirect(v.eventPath("/door"))
	case v.may(organiser) && v.Event.Status == event.Draft:
		return v.redirect(v.eventPath("/edit"))
	}
	return v.redirect(v.eventPath("/participants"))
}

// edit answers GET /console/o/:org/e/:event/edit.
func (s *server) edit(v *visit) error {
	return s.renderEdit(v, http.StatusOK, editPage{eventFields: eventFields{Form: event.NewForm(v.Event)}, Version: v.Event.Version})
}

// submitEdit answers POST of the same: it saves, or does to the form what a
// button of it says, without saving.
func (s *server) submitEdit(v *visit) error {
	form, err := readEventForm(v)
	if err != nil {
		return err
	}
	page := editPage{eventFields: eventFields{Form: form}, Version: hiddenNumber(v, "version"), From: hiddenNumber(v, "from")}
	do, what, _ := strings.Cut(v.FormValue("do"), ":")
	switch do {
	case "preview":
	case "add":
		page.Focus = addRow(form, what)
	case "remove":
		removeRow(form, what)
	case "restore":
		restoreCategory(form, what)
	case "take":
		return s.takeTheirs(v, page, what)
	default:
		return s.save(v, page)
	}
	return s.renderEdit(v, http.StatusOK, page)
}

// hiddenNumber is a hidden number in a form, 0 for none.
func hiddenNumber(v *visit, field string) int {
	n, _ := strconv.Atoi(v.FormValue(field))
	return max(0, n)
}

// tries is how often a save is tried again when others save at the same moment.
// Each time, somebody has got theirs through.
const tries = 20

// save stores what was typed over the version it was made from. If somebody else
// has saved another one, the two are merged first.
func (s *server) save(v *visit, page editPage) error {
	for range tries {
		if page.Version != v.Event.Version {
			if err := s.merge(v, &page); err != nil {
				return err
			}
			if page.Merged.clashes() {
				return s.renderEdit(v, http.StatusConflict, page)
			}
		}
		done, err := s.saveOnce(v, &page)
		switch {
		case errors.Is(err, event.ErrChanged):
			if v.Event, err = s.store.EventOf(v.ctx(), v.Organisation.ID, v.Event.Slug); err != nil {
				return err
			}
			continue
		case errors.Is(err, event.ErrBusy):
			return s.askAgain(v, page)
		case err != nil:
			return err
		case done == "":
			return s.renderEdit(v, http.StatusUnprocessableEntity, page)
		}
		return v.done(v.eventPath("/edit"), done)
	}
	return s.askAgain(v, page)
}

// askAgain gives the form back when there is too much to do to save it.
func (s *server) askAgain(v *visit, page editPage) error {
	page.Again = true
	return s.renderEdit(v, http.StatusServiceUnavailable, page)
}

// saveOnce returns what was done, or nothing if the form has to be mended.
func (s *server) saveOnce(v *visit, page *editPage) (done string, err error) {
	ev, invalid := page.Form.Event(v.Event)
	if len(invalid) > 0 {
		page.Invalid, page.Form = invalid, page.Form.Compact()
		return "", nil
	}
	if len(page.Form.Differ(event.NewForm(v.Event))) == 0 {
		return cmp.Or(page.Merged.done(), "unchanged"), nil
	}
	ask, err := s.asksToTell(v, page, &ev)
	if err != nil || ask {
		return "", err
	}
	err = s.store.ChangeEvent(v.ctx(), v.actor(), &ev, "event.changed", s.now())
	if errors.Is(err, event.ErrKnown) {
		page.Invalid = event.Invalid{"slug": event.MsgSlugTaken}
		return "", nil
	}
	if err != nil {
		return "", err
	}
	v.Event = &ev
	if page.Mails() {
		return "saved_told", nil
	}
	return cmp.Or(page.Merged.done(), "saved"), nil
}

// asksToTell reports whether the save would mail participants, and whoever saves
// has not said yet that they know.
func (s *server) asksToTell(v *visit, page *editPage, ev *event.Event) (bool, error) {
	var err error
	if page.telling, err = s.telling(v, ev); err != nil {
		return false, err
	}
	if !page.Mails() || v.FormValue("tell") == page.Tell {
		return false, nil
	}
	page.Invalid = event.Invalid{"tell": msgTell}
	return true, nil
}

// renderEdit writes the editor.
func (s *server) renderEdit(v *visit, status int, page editPage) error {
	head, err := s.eventPage(v, "editor.page", "content")
	if err != nil {
		return err
	}
	page.Page = head
	page.prepare(head)
	if err := s.recallClashes(v, &page); err != nil {
		return err
	}
	if page.Preview, err = s.preview(v, page.Form); err != nil {
		return err
	}
	page.Above = page.limitLines(page.Preview.Event.Above(head.Places))
	page.Title = page.T("editor.page") + " – " + v.Event.Title
	if status >= http.StatusBadRequest {
		page.Title = page.T("register.error") + " " + page.Title
	}
	page.Wide = true
	page.openSections(v.Event)
	page.Unsaved = len(page.Form.Differ(event.NewForm(v.Event))) > 0
	return s.Render(v, status, "console/edit", page)
}

// openSections opens what has to be seen: the first two, what was changed, and
// what is wrong.
func (p *editPage) openSections(ev *event.Event) {
	p.opened = map[string]bool{"content": true, "time": true}
	show := p.Form.Differ(event.NewForm(ev))
	for field := range p.Invalid {
		show = append(show, event.PartOf(field))
	}
	if p.Merged != nil {
		show = append(show, slices.Concat(p.Merged.Taken, p.Merged.Clashes)...)
	}
	for _, a := range p.Above {
		show = append(show, event.PartOf(a.Field))
	}
	show = append(show, event.PartOf(p.Focus))
	for _, part := range show {
		p.opened[sectionOf(part)] = true
	}
}
