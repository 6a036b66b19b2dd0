package site

import (
	"html/template"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"samling/internal/design"
	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/web"
)

// eventBase is what all pages about one event share.
type eventBase struct {
	web.Page
	Event   *event.Event
	Places  event.Tally
	State   event.State
	Opening *time.Time // when registration opens, nil if it has
	When    i18n.When
	Where   i18n.Where
	Cost    string
	CostEnd string
	// Signing shows how many places are left. Not on receipts: the number would
	// tell whether the address was registered before.
	Signing bool
}

// eventPage begins a page about an event, in its organisation's colours.
func (s *server) eventPage(c echo.Context, ev *event.Event, places event.Tally) eventBase {
	p := s.Page(c)
	s.dress(&p, &ev.Organisation)
	b := eventBase{
		Page: p, Event: ev, Places: places, State: ev.State(places, s.now()), Opening: ev.Opening(s.now()),
		When: p.EventWhen(ev), Where: p.EventWhere(ev),
	}
	b.Cost, b.CostEnd = p.EventCost(ev)
	return b
}

// dress gives a page the name, mark, colours and address of an organisation.
func (s *server) dress(p *web.Page, o *event.Organisation) {
	p.Home, p.Letter, p.Logo, p.LogoDark = o.Name, initial(o.Name), o.Logo, o.LogoDark
	p.Brand = s.brands.of(o)
	if p.Brand.Href != "" {
		p.Brands = []web.Brand{p.Brand}
	}
	p.Foot = web.Foot{Name: o.Name, Lines: o.AddressLines, Number: o.Number, Email: o.Email, Website: o.Website}
}

// Horizon is the landscape of the event, wide.
func (b eventBase) Horizon() template.HTML { return design.Horizon(b.Event.Slug, design.Wide) }

// SmallHorizon is the landscape of the event for a card.
func (b eventBase) SmallHorizon() template.HTML { return design.Horizon(b.Event.Slug, design.Small) }

// ContentLang marks text of the organiser that is not in the page's language.
func (b eventBase) ContentLang() template.HTMLAttr {
	if b.Event.Language == string(b.Lang()) {
		return ""
	}
	return template.HTMLAttr(` lang="` + template.HTMLEscapeString(b.Event.Language) + `"`)
}

// Path is the address of the event page.
func (b eventBase) Path() string { return b.URL("/e/" + b.Event.Slug) }

// Left is how many places a newcomer can get.
func (b eventBase) Left() int { return b.Event.Left(b.Places) }

// InAll is how many can come at most, 0 where nobody has set a limit.
func (b eventBase) InAll() int { return b.Event.PlacesInAll() }

// Percent is how much of the event is taken, for the bar.
func (b eventBase) Percent() int { return percent(b.Event, b.Places) }

// LastDay is the last day of registration, and LastClock the time on it.
func (b eventBase) LastDay() string { return b.Date(b.Event.LastMoment()) }

// LastClock is the time of day at which registration ends.
func (b eventBase) LastClock() string { return b.Clock(b.Event.LastMoment()) }

// Opens is when registration opens.
func (b eventBase) Opens() string {
	if b.Opening == nil {
		return ""
	}
	return b.Moment(b.Opening.In(b.Event.Location()))
}

// ShortPlace is where, in one line.
func (b eventBase) ShortPlace() string { return shortPlace(b.Printer, b.Event) }

// ListNote says how a place is had from the waiting list.
func (b eventBase) ListNote() string {
	if b.Event.OfferHours > 0 {
		return b.T("event.note_offer", "Count", b.Event.OfferHours)
	}
	return b.T("event.note_waiting_list")
}

// ListMoves says the same to somebody who stands in it.
func (b eventBase) ListMoves() string {
	if b.Event.OfferHours > 0 {
		return b.T("receipt.list_offers_more")
	}
	return b.T("receipt.list_moves_more")
}

// percent is the share of places that are taken.
func percent(e *event.Event, p event.Tally) int {
	all := e.PlacesInAll()
	if all == 0 {
		return 0
	}
	return min(100, 100*(p.Taken()+p.Waiting)/all)
}

// initial is the letter on an organisation's mark.
func initial(name string) string {
	r, _ := utf8.DecodeRuneInString(name)
	if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
		return ""
	}
	return string(unicode.ToUpper(r))
}

// initials stand where a person has no photo: "BA" for Beatrice Ask.
func initials(name string) string {
	var out []rune
	start := true
	for _, r := range name {
		if start && unicode.IsLetter(r) {
			out = append(out, unicode.ToUpper(r))
		}
		start = r == ' '
	}
	if len(out) > 2 {
		out = []rune{out[0], out[len(out)-1]}
	}
	return string(out)
}
