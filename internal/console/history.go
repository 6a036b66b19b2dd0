package console

import (
	"errors"
	"strconv"
	"strings"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/store"
)

// historyPage lists who saved the event when, and what they changed.
type historyPage struct {
	Page
	Saves []saved
	Older int // the version to go on from, 0 for none
}

// saved is one version of the event.
type saved struct {
	Version int
	Who     string
	When    string
	Machine string // for <time datetime>
	Changes []change
	IsFirst bool
	IsNow   bool
}

// change is what a save made of a part. Parts of many words have a difference
// only, and the programme and the picture a name only.
type change struct {
	Label string
	Diff  event.Difference
	Named bool // only that it changed is said
}

// savesOnPage is how many versions a page of the history shows.
const savesOnPage = 20

// history answers GET /console/o/:org/e/:event/history.
func (s *server) history(v *visit) error {
	head, err := s.eventPage(v, "history.title", "content")
	if err != nil {
		return err
	}
	from, _ := strconv.Atoi(v.QueryParam("from"))
	if from <= 0 || from > v.Event.Version {
		from = v.Event.Version
	}
	versions, err := s.store.EventVersionsUpTo(v.ctx(), v.Event.ID, from, savesOnPage+1)
	if err != nil {
		return err
	}
	page := historyPage{Page: head}
	page.Title = head.T("history.title") + " – " + v.Event.Title
	if page.Saves, err = saves(head.Printer, v.Event, versions); err != nil {
		return err
	}
	if len(versions) > savesOnPage {
		page.Saves, page.Older = page.Saves[:savesOnPage], versions[savesOnPage].Version
	}
	return s.render(v, "history", page)
}

// saves says what each version changed of the one before it.
func saves(p *i18n.Printer, ev *event.Event, versions []store.Version) ([]saved, error) {
	files := make([]event.File, len(versions))
	for i, version := range versions {
		var err error
		if files[i], err = event.ReadFile(strings.NewReader(version.Text)); err != nil {
			return nil, err
		}
	}
	var all []saved
	for i, version := range versions {
		at := version.CreatedAt.In(ev.Location())
		one := saved{
			Version: version.Version, Who: version.Who, When: p.Moment(at), Machine: at.Format("2006-01-02T15:04"),
			IsFirst: i+1 == len(versions), IsNow: version.Version == ev.Version,
		}
		if !one.IsFirst {
			one.Changes = changes(p, files[i+1], files[i])
		}
		all = append(all, one)
	}
	return all, nil
}

// changes puts what differs between two versions into words.
func changes(p *i18n.Printer, old, new event.File) []change {
	var all []change
	before, after := event.FormOf(old), event.FormOf(new)
	for _, part := range event.Changes(old, new) {
		c := change{Label: partLabel(p, part)}
		switch part {
		case event.PartProgram, event.PartQuestions, event.PartImage:
			c.Named = true
		case event.PartStatus:
			c.Diff = event.Difference{Old: statusName(p, old.Status), New: statusName(p, new.Status)}
		case event.PartCancelReason:
			c.Diff = event.Differ(old.CancelReason, new.CancelReason)
		default:
			c.Diff = difference(p, before, after, part)
		}
		all = append(all, c)
	}
	return all
}

// difference shows words within long texts, and short ones whole.
func difference(p *i18n.Printer, before, after event.Form, part string) event.Difference {
	old, new := partWords(p, before, part), partWords(p, after, part)
	const short = 60
	if len(old) <= short && len(new) <= short {
		return event.Difference{Old: old, New: new}
	}
	return event.Differ(old, new)
}

func statusName(p *i18n.Printer, status event.Status) string {
	switch status {
	case event.Published:
		return p.T("history.published")
	case event.Cancelled:
		return p.T("history.cancelled")
	}
	return p.T("console.draft")
}

// versionPage shows what saving an earlier version again would change.
type versionPage struct {
	Page
	Save    saved
	Changes []change
	telling
	Fault   string // why it cannot be restored
	Missing bool   // the tick that participants may be told
}

// version answers GET /console/o/:org/e/:event/history/:version.
func (s *server) version(v *visit) error {
	page, _, err := s.versionPage(v)
	if err != nil {
		return err
	}
	return s.render(v, "version", page)
}

// restore answers POST of the same: the version is saved again, as a new one.
func (s *server) restore(v *visit) error {
	page, ev, err := s.versionPage(v)
	if err != nil {
		return err
	}
	if page.Missing = page.Mails() && v.FormValue("tell") != page.Tell; page.Missing || page.Fault != "" {
		page.Title = page.T("register.error") + " " + page.Title
		return s.renderInvalid(v, "version", page)
	}
	if hiddenNumber(v, "now") != v.Event.Version {
		return v.done(v.eventPath("/history/"+v.Param("version")), "changed_meanwhile")
	}
	err = s.store.ChangeEvent(v.ctx(), v.actor(), &ev, "event.restored", s.now())
	var chosen event.SessionsChosen
	switch {
	case errors.As(err, &chosen):
		var sentences []string
		for _, c := range chosen {
			sentences = append(sentences, page.chosen(c))
		}
		page.Fault = strings.Join(sentences, " ")
		return s.renderInvalid(v, "version", page)
	case errors.Is(err, event.ErrChanged):
		return v.done(v.eventPath("/history/"+v.Param("version")), "changed_meanwhile")
	case errors.Is(err, event.ErrKnown):
		page.Fault = page.T(string(event.MsgSlugTaken))
		return s.renderInvalid(v, "version", page)
	case err != nil:
		return err
	}
	v.Event = &ev
	return v.done(v.eventPath("/history"), "restored")
}

// versionPage finds the version of the address, and what the event would become
// by it.
func (s *server) versionPage(v *visit) (versionPage, event.Event, error) {
	none := event.Event{}
	n, err := strconv.Atoi(v.Param("version"))
	if err != nil {
		return versionPage{}, none, event.ErrNotFound
	}
	old, err := s.store.EventVersion(v.ctx(), v.Event.ID, n)
	if err != nil {
		return versionPage{}, none, err
	}
	file, err := event.ReadFile(strings.NewReader(old.Text))
	if err != nil {
		return versionPage{}, none, err
	}
	page := versionPage{}
	if page.Page, err = s.eventPage(v, "history.title", "content"); err != nil {
		return page, none, err
	}
	at := old.CreatedAt.In(v.Event.Location())
	page.Save = saved{Version: n, Who: old.Who, When: page.Moment(at), Machine: at.Format("2006-01-02T15:04"), IsNow: n == v.Event.Version}
	page.Title = page.T("history.version", "When", page.Save.When) + " – " + v.Event.Title
	ev, invalid := file.Restore(v.Event)
	if len(invalid) > 0 {
		page.Fault = page.T("history.unreadable")
		return page, none, nil
	}
	page.Changes = changes(page.Printer, event.NewFile(v.Event), event.NewFile(&ev))
	page.telling, err = s.telling(v, &ev)
	return page, ev, err
}

// OlderURL is where the history goes on.
func (p historyPage) OlderURL() string {
	return p.EventURL("/history?from=" + strconv.Itoa(p.Older))
}

// Nothing reports that the version is what the event is now.
func (p versionPage) Nothing() bool { return len(p.Changes) == 0 && p.Fault == "" }
