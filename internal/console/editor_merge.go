package console

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/store"
)

// mergeNote says what somebody else did while this form was open.
type mergeNote struct {
	Who     string
	When    string
	Taken   []string // parts that were taken over
	Clashes []string // parts that both changed
}

// clash is what somebody else made of a part that was changed here too.
type clash struct {
	ID    string
	Part  string
	Who   string
	When  string
	Text  string
	Label string
}

func (m *mergeNote) clashes() bool { return m != nil && len(m.Clashes) > 0 }

// done is what to say when all went well.
func (m *mergeNote) done() string {
	if m == nil || len(m.Taken) == 0 {
		return ""
	}
	return "saved_merged"
}

// merge brings a form that was made from an older version up to the present one.
func (s *server) merge(v *visit, page *editPage) error {
	base, err := s.formAt(v, page.Version)
	if err != nil {
		return err
	}
	merged := event.Merge(base, page.Form, event.NewForm(v.Event))
	taken := merged.Taken
	if page.Merged != nil { // a save that came in between
		taken = append(page.Merged.Taken, taken...)
	}
	if err := s.note(v, page, page.Version, taken, merged.Clashes); err != nil {
		return err
	}
	page.Form, page.From, page.Version = merged.Form, page.Version, v.Event.Version
	return nil
}

// recallClashes shows once more what somebody else made of the fields, for as
// long as the merged form is not saved.
func (s *server) recallClashes(v *visit, page *editPage) error {
	if page.From == 0 || page.Merged != nil || page.Version != v.Event.Version {
		return nil
	}
	base, err := s.formAt(v, page.From)
	if err != nil {
		return err
	}
	return s.note(v, page, page.From, nil, event.Merge(base, page.Form, event.NewForm(v.Event)).Clashes)
}

// note says on the page who changed what after a version.
func (s *server) note(v *visit, page *editPage, after int, taken, clashes []string) error {
	since, err := s.store.EventVersionsUpTo(v.ctx(), v.Event.ID, v.Event.Version, mostVersions)
	if err != nil {
		return err
	}
	authors, err := whoChanged(since, after)
	if err != nil {
		return err
	}
	p := s.Page(v).Printer
	page.Merged, page.clashes = &mergeNote{Taken: taken, Clashes: clashes}, map[string]*clash{}
	if len(since) > 0 {
		page.Merged.Who, page.Merged.When = since[0].Who, s.clockOf(p, v.Event, since[0].CreatedAt)
	}
	for _, part := range clashes {
		c := &clash{
			ID: fieldID(part), Part: part, Label: partLabel(p, part), Text: partText(p, event.NewForm(v.Event), part),
			Who: page.Merged.Who, When: page.Merged.When,
		}
		if by, ok := authors[part]; ok {
			c.Who, c.When = by.Who, s.clockOf(p, v.Event, by.CreatedAt)
		}
		page.clashes[part] = c
	}
	return nil
}

// formAt is the form of the event in a version, nil for events from before there
// were versions.
func (s *server) formAt(v *visit, version int) (event.Form, error) {
	old, err := s.store.EventVersion(v.ctx(), v.Event.ID, version)
	if errors.Is(err, event.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return formOfVersion(old)
}

// mostVersions is how far back those who changed something are looked for.
const mostVersions = 50

// formOfVersion is the form of an event as it was.
func formOfVersion(old store.Version) (event.Form, error) {
	file, err := event.ReadFile(strings.NewReader(old.Text))
	if err != nil {
		return nil, err
	}
	return event.FormOf(file), nil
}

// whoChanged finds the latest save after a version in which each part changed.
// The versions come with the latest first.
func whoChanged(versions []store.Version, after int) (map[string]store.Version, error) {
	by := map[string]store.Version{}
	for i := 0; i+1 < len(versions) && versions[i].Version > after; i++ {
		now, err := formOfVersion(versions[i])
		if err != nil {
			return nil, err
		}
		before, err := formOfVersion(versions[i+1])
		if err != nil {
			return nil, err
		}
		for _, part := range now.Differ(before) {
			if _, later := by[part]; !later {
				by[part] = versions[i]
			}
		}
	}
	return by, nil
}

// clockOf is when something was saved, on the event's clock: "kl. 08.41", with
// the day if it is not today.
func (s *server) clockOf(p *i18n.Printer, ev *event.Event, at time.Time) string {
	at = at.In(ev.Location())
	if i18n.SameDay(at, s.now().In(ev.Location())) {
		return p.Clock(at)
	}
	return p.DayMoment(at)
}

// takeTheirs puts what somebody else wrote into the form, without saving.
func (s *server) takeTheirs(v *visit, page editPage, part string) error {
	if page.Version != v.Event.Version {
		if err := s.merge(v, &page); err != nil {
			return err
		}
		delete(page.clashes, part)
	}
	page.Form.Take(event.NewForm(v.Event), part)
	page.Focus = part
	return s.renderEdit(v, http.StatusOK, page)
}

// TakenLabels are the parts that were taken over, in words.
func (p editPage) TakenLabels() []string {
	var labels []string
	for _, part := range p.Merged.Taken {
		labels = append(labels, partLabel(p.Page.Printer, part))
	}
	return labels
}

// ClashList are the clashes in the order of the form.
func (p editPage) ClashList() []*clash {
	var all []*clash
	for _, part := range p.Merged.Clashes {
		if c := p.clashes[part]; c != nil {
			all = append(all, c)
		}
	}
	return all
}
