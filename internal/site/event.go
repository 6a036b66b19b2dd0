package site

import (
	"fmt"
	"html/template"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"samling/internal/event"
	"samling/internal/i18n"
)

// eventPage is what an invitation looks like on the web.
type eventPage struct {
	eventBase
	IsPreview  bool // seen with a preview link
	Body       template.HTML
	StateText  string // the organiser's own words for the state
	Closed     string // that registration is over, with day and clock
	Deadline   string // "om 12 dagar"
	LastDayRow string // "Onsdag 31 januari"
	Slots      []slot
	Prices     []price
	Shares     []share
	Hints      []string
	People     []person
	Access     []string
	Partners   []partners
	Data       jsonLD
	Updated    time.Time
}

// slot is a session as the programme shows it.
type slot struct {
	Session event.Session
	Text    template.HTML
	Choice  string // how people choose among what stands under it
	Seats   *seats // of a session to choose
	Start   string // "09.00", empty where no clock is known
	Machine string // "09:00"
	Day     string // on the first slot of each day of several
	Leads   []person
	People  []person // who presents
	Slots   []slot
}

// person is a speaker as lists show them.
type person struct {
	event.Speaker
	Initials string
	Tone     int
	About    template.HTML // in the list of speakers only
}

// partners are those with one role.
type partners struct {
	Title string
	List  []event.Partner
}

// event answers GET /e/:slug.
func (s *server) event(c echo.Context) error {
	ev, places, err := s.publicEvent(c)
	if err != nil {
		return err
	}
	return s.renderEvent(c, ev, places, false)
}

// preview answers GET /e/:slug/preview/:code: the page as it will be, for
// colleagues who were sent the link.
func (s *server) preview(c echo.Context) error {
	ctx := c.Request().Context()
	ev, err := s.store.EventBySlug(ctx, c.Param("slug"))
	if err != nil {
		return err
	}
	if err := s.links.CheckPreview(ev, c.Param("code")); err != nil {
		return err
	}
	places, err := s.store.Places(ctx, ev.ID)
	if err != nil {
		return err
	}
	return s.renderEvent(c, ev, places[ev.ID], true)
}

func (s *server) renderEvent(c echo.Context, ev *event.Event, places event.Tally, isPreview bool) error {
	page := eventPage{eventBase: s.eventPage(c, ev, places), Updated: ev.ContentChangedAt.In(ev.Location()), IsPreview: isPreview}
	page.NoIndex = isPreview || ev.Unlisted
	var err error
	page.Title, page.Description, page.Nav = ev.Title+" – "+ev.Organisation.Name, ev.Lead, "events"
	if !isPreview {
		page.Canonical = page.Absolute("/e/" + ev.Slug)
	}
	p := page.Printer
	page.StateText, page.Closed = stateText(p, ev, page.State), closedText(p, ev)
	last := ev.LastMoment()
	page.Deadline = p.InDays(i18n.DaysUntil(s.now(), last, ev.Location()))
	page.LastDayRow = p.Sentence(p.Weekday(last)) + " " + p.DayMonth(last)
	for _, fact := range ev.Accessibility {
		page.Access = append(page.Access, p.T("access."+strings.ReplaceAll(fact, "-", "_")))
	}
	page.Partners = groupPartners(p, ev.Partners)
	page.Data = newJSONLD(s.links.Base, page.Canonical, ev, page.State)
	if page.Body, err = s.markdown.HTML(ev.Body); err != nil {
		return err
	}
	if page.People, err = s.people(ev.Speakers); err != nil {
		return err
	}
	if page.Slots, err = s.slots(&page.eventBase, ev.Sessions); err != nil {
		return err
	}
	page.Prices, page.Shares, page.Hints = prices(ev), page.shares(s.now()), hints(p, ev)
	return s.Render(c, 200, "site/event", page)
}

// ShareByMail begins a mail with the title and the address of the page.
func (p eventPage) ShareByMail() template.URL {
	q := url.Values{"subject": {p.Event.Title}, "body": {p.Canonical}}
	return template.URL("mailto:?" + strings.ReplaceAll(q.Encode(), "+", "%20"))
}

// publicEvent finds the event of the address, if strangers may see it, and
// counts its places. It may be a second old, and is shared: do not change it.
func (s *server) publicEvent(c echo.Context) (*event.Event, event.Tally, error) {
	return s.known.public(c.Request().Context(), c.Param("slug"), s.now())
}

// slots prepares sessions for the page.
func (s *server) slots(b *eventBase, sessions []event.Session) ([]slot, error) {
	p, ev := b.Printer, b.Event
	var out []slot
	day := ""
	several := !i18n.SameDay(ev.Start(), ev.End())
	for _, session := range sessions {
		text, err := s.markdown.HTML(session.Text)
		if err != nil {
			return nil, fmt.Errorf("session %d: %w", session.ID, err)
		}
		sl := slot{Session: session, Text: text}
		if session.StartsAt != nil {
			at := session.StartsAt.In(ev.Location())
			sl.Start, sl.Machine = p.ClockShort(at), at.Format("15:04")
			if d := p.Sentence(p.Weekday(at) + " " + p.DayMonth(at)); several && d != day {
				sl.Day, day = d, d
			}
		}
		sl.Leads, sl.People = split(session.People)
		if session.Choice != nil && choosing(b.State) {
			sl.Choice = choiceText(p, ev, session.Choice)
		}
		sl.Seats = b.sessionSeats(session.Key)
		if sl.Slots, err = s.slots(b, session.Sessions); err != nil {
			return nil, err
		}
		out = append(out, sl)
	}
	return out, nil
}

// split tells who leads from who presents.
func split(all []event.Appearance) (leads, presents []person) {
	for i, a := range all {
		one := person{Speaker: a.Speaker, Initials: initials(a.Speaker.Name), Tone: i % 2 * 2}
		if a.Role == event.Leads {
			leads = append(leads, one)
		} else {
			presents = append(presents, one)
		}
	}
	return leads, presents
}

// people prepares speakers for their list.
func (s *server) people(speakers []event.Speaker) ([]person, error) {
	out := make([]person, len(speakers))
	for i, sp := range speakers {
		about, err := s.markdown.HTML(sp.Text)
		if err != nil {
			return nil, fmt.Errorf("speaker %d: %w", sp.ID, err)
		}
		out[i] = person{sp, initials(sp.Name), i % 2 * 2, about}
	}
	return out, nil
}

func groupPartners(p *i18n.Printer, all []event.Partner) []partners {
	var out []partners
	for _, g := range []struct {
		role  event.PartnerRole
		title string
	}{{event.CoOrganiser, p.T("event.co_organisers")}, {event.Funder, p.T("event.funders")}} {
		group := partners{Title: g.title}
		for _, partner := range all {
			if partner.Role == g.role {
				group.List = append(group.List, partner)
			}
		}
		if len(group.List) > 0 {
			out = append(out, group)
		}
	}
	return out
}
