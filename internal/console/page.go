package console

import (
	"fmt"
	"html/template"
	"net/http"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/store"
	"samling/internal/web"
)

// Page is what the struct of every page of the console embeds.
type Page struct {
	web.Page
	Me           event.User
	Memberships  []store.Membership
	Organisation event.Organisation
	Role         event.MemberRole // in the organisation, or for the event
	Event        *event.Event
	State        event.State
	Places       event.Tally
	Rail         string // which entry of the rail is current
	Tab          string // which tab of the event is current
	Crumbs       []Crumb
	HasInvites   bool   // the event is for the invited, or some are
	Done         string // a sentence about what was just done
	Wide         bool   // reading a table: let it have the width
}

// Crumb is a step of the way to a page.
type Crumb struct {
	Name string
	Href string // empty for the page itself
}

// page begins a page of the console. The title is a key.
func (s *server) page(v *visit, title string) Page {
	p := Page{
		Page: s.Page(v), Me: v.User, Memberships: v.Memberships, Organisation: v.Organisation, Role: v.Role, Event: v.Event,
	}
	p.NoIndex = true
	p.Title = p.T(title)
	// Anybody can write an address, so nothing but our own sentences is shown.
	if what := v.QueryParam(doneField); p.Has("done." + what) {
		p.Done = p.T("done." + what)
	}
	return p
}

// eventPage begins a page about the event, with its places in the head.
func (s *server) eventPage(v *visit, title, tab string) (Page, error) {
	p := s.page(v, title)
	places, err := s.store.Places(v.ctx(), v.Event.ID)
	if err != nil {
		return p, err
	}
	p.Tab, p.Rail, p.Places = tab, "events", places[v.Event.ID]
	p.State = v.Event.State(p.Places, s.now())
	if p.HasInvites = v.Event.InviteOnly; !p.HasInvites {
		if p.HasInvites, err = s.store.HasInvites(v.ctx(), v.Event.ID); err != nil {
			return p, err
		}
	}
	p.Crumbs = []Crumb{{p.T("console.events"), p.OrgURL("/events")}, {Name: v.Event.Title}}
	return p, nil
}

// render answers with a page, "overview" for templates/console/overview.html.
func (s *server) render(v *visit, name string, page any) error {
	return s.Render(v, http.StatusOK, "console/"+name, page)
}

// renderInvalid answers with a form that has to be mended.
func (s *server) renderInvalid(v *visit, name string, page any) error {
	return s.Render(v, http.StatusUnprocessableEntity, "console/"+name, page)
}

// May reports whether the visitor's role covers another.
func (p Page) May(role event.MemberRole) bool { return p.Role.Covers(role) }

// ConsoleURL is an address of the console, such as "/account".
func (p Page) ConsoleURL(path string) string { return p.URL(root + path) }

// OrgURL is an address below the organisation, such as "/members".
func (p Page) OrgURL(path string) string { return p.ConsoleURL("/o/" + p.Organisation.Slug + path) }

// EventURL is an address below the event, such as "/participants".
func (p Page) EventURL(path string) string { return p.OrgURL("/e/" + p.Event.Slug + path) }

// ContentLang marks text of the organiser that is not in the page's language.
func (p Page) ContentLang() template.HTMLAttr {
	if p.Event.Language == string(p.Lang()) {
		return ""
	}
	return template.HTMLAttr(fmt.Sprintf(` lang="%s"`, template.HTMLEscapeString(p.Event.Language))) //nolint:gosec // escaped
}

// ShortWhen is when the event is, in one line.
func (p Page) ShortWhen() string {
	start, end := p.Event.Start(), p.Event.End()
	switch {
	case !p.Event.HasTimes():
		return p.Sentence(p.LongDate(start)) + ", " + p.Event.TimeText
	case i18n.SameDay(start, end):
		return p.Sentence(p.LongDate(start)) + ", " + p.ClockRange(start, end)
	}
	return p.Sentence(p.DateRange(start, end))
}

// PublishWhen is when the draft goes public by itself, on the event's own clock.
func (p Page) PublishWhen() string { return p.DayMoment(p.Event.PublishAt.In(p.Event.Location())) }

// Taken says how many places are taken, and how many there are.
func (p Page) Taken() string {
	all := p.Event.PlacesInAll()
	if all == 0 {
		return p.T("console.taken_unlimited", "Count", p.Places.Confirmed)
	}
	return p.T("console.taken", "Count", p.Places.Confirmed, "Of", all)
}

// Link is a way to another page.
type Link struct {
	Name    string
	Href    string
	Icon    string
	Current bool
}

// Tabs are the pages about the event that the visitor's role may see.
func (p Page) Tabs() []Link {
	var tabs []Link
	for _, t := range []struct {
		name  string
		path  string
		least event.MemberRole
	}{
		{"content", "/edit", organiser},
		{"program", "/program", organiser},
		{"pictures", "/pictures", organiser},
		{"questions", "/questions", organiser},
		{"publish", "/publish", organiser},
		{"invites", "/invites", reader},
		{"participants", "/participants", reader},
		{"statistics", "/statistics", reader},
		{"door", "/door", door},
	} {
		if p.May(t.least) && (t.name != "invites" || p.HasInvites) {
			tabs = append(tabs, Link{Name: p.T("console.tab_" + t.name), Href: p.EventURL(t.path), Current: p.Tab == t.name})
		}
	}
	return tabs
}

// RailLinks are the pages of the organisation that the visitor's role may see.
func (p Page) RailLinks() []Link {
	if p.Organisation.ID == 0 {
		return nil
	}
	var links []Link
	for _, l := range []struct {
		rail, title, path, icon string
		least                   event.MemberRole // empty for every member
	}{
		{"overview", "console.overview", "", "layout-dashboard", ""},
		{"events", "console.events", "/events", "calendar", ""},
		{"speakers", "console.speakers", "/speakers", "mic", reader},
		{"members", "console.members", "/members", "users", administrator},
		{"settings", "console.settings", "/settings", "settings", administrator},
		{"audit", "console.audit", "/audit", "scroll-text", administrator},
	} {
		if l.least == "" || p.RoleOverall().Covers(l.least) {
			links = append(links, Link{p.T(l.title), p.OrgURL(l.path), l.icon, p.Rail == l.rail})
		}
	}
	return links
}

// RoleOverall is the visitor's role in the whole organisation. On a page about
// an event, Role may be more.
func (p Page) RoleOverall() event.MemberRole {
	for _, m := range p.Memberships {
		if m.Organisation.ID == p.Organisation.ID {
			return m.Roles.Overall()
		}
	}
	return ""
}
