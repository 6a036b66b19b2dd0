package site

import (
	"strings"

	"samling/internal/event"
	"samling/internal/i18n"
)

// seats says how many places are left of something.
type seats struct {
	Left   string // "24 platser kvar", or that it is full
	More   string // "av 30", or how many wait
	IsFew  bool
	IsFull bool
}

// choosing reports whether visitors are going to choose, or do now.
func choosing(s event.State) bool { return s.TakesSignups() || s == event.NotOpen }

// choiceText says how people choose among the sessions under a heading, and who
// may.
func choiceText(p *i18n.Printer, ev *event.Event, c *event.Choice) string {
	text := howToChoose(p, c)
	who, fits := c.When.Who()
	if !fits {
		return text + " " + p.T("event.choose_if")
	}
	switch who.Attendance {
	case event.OnSite:
		text += " " + p.T("event.choose_on_site")
	case event.Online:
		text += " " + p.T("event.choose_online")
	}
	var names []string
	for _, id := range who.Categories {
		if c := ev.Category(id); c != nil {
			names = append(names, c.Name)
		}
	}
	if len(names) > 0 {
		text += " " + p.T("event.choose_kinds", "Names", strings.Join(names, ", "))
	}
	return text
}

func howToChoose(p *i18n.Printer, c *event.Choice) string {
	switch {
	case c.Min == 0 && c.Max == 0:
		return p.T("event.choose_any")
	case c.Max == 0:
		return p.T("event.choose_at_least", "Count", c.Min)
	case c.Min == 0:
		return p.T("event.choose_at_most", "Count", c.Max)
	case c.Min == c.Max:
		return p.T("event.choose_some", "Count", c.Min)
	}
	return p.T("event.choose_between", "Least", p.Number(c.Min), "Most", p.Number(c.Max))
}

// sessionSeats says how many can still choose a session, or nil where nobody has
// set a limit.
func (b eventBase) sessionSeats(key string) *seats {
	s, p := b.Event.Choosable(key), b.Printer
	left, limited := b.Event.SessionRoom(b.Places, key)
	switch {
	case !limited, !choosing(b.State):
		return nil
	case b.State == event.NotOpen:
		return &seats{Left: p.T("event.places", "Count", s.Capacity)}
	case left > 0:
		return &seats{Left: p.T("event.places_left", "Count", left), More: p.T("event.of", "Capacity", s.Capacity), IsFew: event.IsFew(left, s.Capacity)}
	}
	full := &seats{Left: p.T("event.tag_full"), IsFull: true}
	if n := b.Places.Sessions[key].Waiting; n > 0 {
		full.More = p.T("event.people", "Count", n) + " " + p.T("event.on_list")
	}
	return full
}
