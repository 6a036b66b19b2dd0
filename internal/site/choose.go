package site

import (
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"samling/internal/event"
	"samling/internal/i18n"
)

// choiceSet is something that a person chooses in a form: how to come, what kind of
// participant they are, which sessions they attend.
type choiceSet struct {
	Field  string
	Legend string
	Lang   template.HTMLAttr // of the legend, where it is the organiser's
	Hint   string
	Many   bool // boxes to tick; otherwise one of them
	Cards  []choiceCard
	Wrong  string
	When   string // who may choose, for the script; empty for everybody
	Hidden bool   // not for a person who has filled the form in like this
}

// choiceCard is one of the things to choose.
type choiceCard struct {
	ID, Value, Label string
	Lang             template.HTMLAttr // of label and texts
	Texts            []string
	Brief            string // what is said of it where there is room for a line: when it is, what it costs
	Seats            string // how many places are left, or why it cannot be chosen
	IsFew, IsFull    bool
	Off              bool // it cannot be chosen now
	Chosen           bool
}

// Described names what stands beside the choice for those who listen.
func (c choiceSet) Described() string {
	ids := ""
	if c.Hint != "" {
		ids = c.Field + "-hint"
	}
	if c.Wrong != "" {
		if ids != "" {
			ids += " "
		}
		ids += c.Field + "-error"
	}
	return ids
}

// IsSessions reports whether it is a group of sessions.
func (c choiceSet) IsSessions() bool { return strings.HasPrefix(c.Field, event.ChoiceField("")) }

// add puts another card beside the others. The first has the name of the field,
// where the summary of faults leads.
func (c *choiceSet) add(card choiceCard, given []string) {
	card.ID = c.Field
	if n := len(c.Cards); n > 0 {
		card.ID += "-" + strconv.Itoa(n+1)
	}
	card.Chosen = slices.Contains(given, card.Value)
	c.Cards = append(c.Cards, card)
}

// chooser makes the choices of a form for an event, in the words of a page.
type chooser struct {
	eventBase
	now     time.Time
	raw     func(field string) []string
	signup  event.Signup // as the form stands
	invalid event.Invalid
	isLate  bool // let in after closing: the dates of categories do not matter
}

// all are the choices of the event: how to come and what one is, where there is a
// choice, and the sessions. Those that are not for the person are hidden.
func (c chooser) all() []choiceSet {
	var all []choiceSet
	if c.Event.Attendance == event.Both {
		all = append(all, c.attendance())
	}
	if len(c.Event.OfferedCategories()) > 0 {
		all = append(all, c.category())
	}
	for _, g := range c.Event.Choices {
		all = append(all, c.sessions(g))
	}
	return all
}

func (c chooser) wrong(field string, least, most int) string {
	key := c.invalid[field]
	if key == "" {
		return ""
	}
	return c.T(string(key), "Min", least, "Max", most)
}

func (c chooser) attendance() choiceSet {
	ch := choiceSet{Field: "attendance", Legend: c.T("register.attendance"), Wrong: c.wrong("attendance", 1, 1)}
	ways := []event.Attendance{event.OnSite, event.Online}
	limited := func(a event.Attendance) bool {
		_, limited := c.Event.Room(c.Places, event.Share{Attendance: a, Category: c.signup.Category})
		return limited
	}
	for _, a := range ways {
		card := choiceCard{Value: string(a), Label: c.T("register.on_site"), Texts: lines(c.Event.PlaceName)}
		if a == event.Online {
			card.Label, card.Texts = c.T("register.online"), lines(c.T("event.online_more"))
		}
		if text := c.Event.Way(a).Text; text != "" {
			card.Texts, card.Lang = lines(text), c.ContentLang()
		}
		if slices.ContainsFunc(ways, limited) {
			c.seatsOf(&card, event.Share{Attendance: a})
		}
		ch.add(card, c.raw(ch.Field))
	}
	return ch
}

func (c chooser) category() choiceSet {
	ch := choiceSet{Field: "category", Legend: c.T("register.category"), Wrong: c.wrong("category", 1, 1)}
	offered := c.Event.OfferedCategories()
	for i := range offered {
		cat := &offered[i]
		card := choiceCard{Value: cat.ID, Label: cat.Name, Lang: c.ContentLang(), Texts: lines(cat.Cost, cat.Text), Brief: cat.Cost}
		loc := c.Event.Location()
		switch {
		case c.isLate || cat.IsOpen(c.now):
			if cat.Capacity > 0 {
				c.seatsOf(&card, event.Share{Attendance: c.signup.Attendance, Category: cat.ID})
			}
		case cat.OpensAt != nil && c.now.Before(*cat.OpensAt):
			card.Off, card.Seats = true, c.T("register.category_opens", "When", c.Moment(cat.OpensAt.In(loc)))
		default:
			card.Off, card.Seats = true, c.T("register.category_closed", "When", c.Moment(c.Event.LastMomentOf(*cat.ClosesAt)))
		}
		ch.add(card, c.raw(ch.Field))
	}
	return ch
}

// seatsOf says how many places there are for somebody of a share.
func (c chooser) seatsOf(card *choiceCard, s event.Share) {
	left, limited := c.Event.Room(c.Places, s)
	switch {
	case !limited:
		card.Seats = c.T("register.unlimited")
	case left > 0:
		card.Seats, card.IsFew = c.T("event.places_left", "Count", left), left <= fewLeft
	case c.Event.HasWaitingList:
		card.Seats, card.IsFull = c.T("register.full_list"), true
	default:
		card.Seats, card.IsFull, card.Off = c.T("register.full"), true, true
	}
}

// fewLeft is how many places are so few that it is worth saying with emphasis.
const fewLeft = 5

func (c chooser) sessions(g event.ChoiceGroup) choiceSet {
	ch := choiceSet{
		Field: event.ChoiceField(g.Key), Legend: g.Title, Lang: c.ContentLang(), Many: g.Max != 1,
		Hint: c.chooseHint(g), Wrong: c.wrong(event.ChoiceField(g.Key), g.Min, g.Max), When: g.When.JSON(),
		Hidden: !g.When.Holds(c.signup.Answers, event.Circumstances{Attendance: c.signup.Attendance, Category: c.signup.Category}),
	}
	for _, s := range g.Sessions {
		when := c.SessionWhen(c.Event, s)
		card := choiceCard{Value: s.Key, Label: s.Title, Lang: c.ContentLang(), Texts: lines(when, s.Room), Brief: when}
		if left, limited := c.Event.SessionRoom(c.Places, s.Key); limited && left > 0 {
			card.Seats, card.IsFew = c.T("event.places_left", "Count", left), left <= fewLeft
		} else if limited {
			card.Seats, card.IsFull = c.T("register.full_list"), true
			if n := c.Places.Sessions[s.Key].Waiting; n > 0 {
				card.Seats += " (" + c.T("event.people", "Count", n) + ")"
			}
		}
		ch.add(card, c.raw(ch.Field))
	}
	if !ch.Many && g.Min == 0 {
		// What is chosen by mistake can be taken back: there is no other way with
		// one of several.
		ch.add(choiceCard{Label: c.T("register.choose_none")}, c.raw(ch.Field))
	}
	return ch
}

// chooseHint explains how many to choose, and that nobody can be in two places.
func (c chooser) chooseHint(g event.ChoiceGroup) string {
	hint := howMany(c.Printer, g.Choice)
	if g.Max != 1 && g.Overlaps(g) {
		hint += " " + c.T("register.choose_overlap")
	}
	for _, other := range c.Event.ChoiceGroupsFor(c.signup) {
		if other.Key != g.Key && g.Overlaps(other) {
			hint += " " + c.T("register.choose_overlap_groups", "Title", other.Title)
		}
	}
	return hint
}

// howMany says how many of a group of sessions to choose.
func howMany(p *i18n.Printer, c event.Choice) string {
	switch {
	case c.Max == 1 && c.Min == 0:
		return p.T("register.choose_at_most_one")
	case c.Max == 1:
		return p.T("register.choose_one")
	case c.Min == 0 && c.Max == 0:
		return p.T("register.choose_any")
	case c.Max == 0:
		return p.T("register.choose_at_least", "Count", c.Min)
	case c.Min == 0:
		return p.T("register.choose_at_most", "Count", c.Max)
	case c.Min == c.Max:
		return p.T("register.choose_exactly", "Count", c.Min)
	}
	return p.T("register.choose_between", "Least", p.Number(c.Min), "Most", p.Number(c.Max))
}

// lines are the texts that say something.
func lines(texts ...string) []string {
	return slices.DeleteFunc(texts, func(t string) bool { return t == "" })
}
