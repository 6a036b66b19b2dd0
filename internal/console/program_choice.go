package console

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"samling/internal/event"
)

// rowChoice is how people choose, as typed into a row: how many can choose an
// item, and on a heading how many items each person chooses, and who may.
type rowChoice struct {
	Session    string // the key of the session, "" for a new one
	Capacity   string
	Choose     bool // people choose among what stands under the heading
	Min, Max   string
	Way        string   // how those come who may choose; keepsWho for whom the event says
	Categories []string // of which categories they are; none for all
}

// keepsWho says that who may choose stays as it is: more than the form has room
// for.
const keepsWho = "keep"

func readChoice(in url.Values, key string) rowChoice {
	field := func(name string) string { return in.Get(name + "-" + key) }
	return rowChoice{
		Session: field("session"), Capacity: field("capacity"), Choose: field("choose") != "",
		Min: field("min"), Max: field("max"), Way: field("way"), Categories: in["category-"+key+"[]"],
	}
}

// newChoice is what most want who let people choose: each chooses one.
func newChoice() rowChoice { return rowChoice{Min: "1", Max: "1"} }

// choiceOf is how people choose an item, or among what stands under it.
func choiceOf(item event.Item) rowChoice {
	c := newChoice()
	c.Session, c.Capacity = item.Session, item.Capacity
	if item.Choose == nil {
		return c
	}
	c.Choose, c.Min, c.Max = true, item.Choose.Min, item.Choose.Max
	who, fits := item.Choose.When.Who()
	c.Way, c.Categories = string(who.Attendance), who.Categories
	if !fits {
		c.Way = keepsWho
	}
	return c
}

// item puts the choice into what the domain takes.
func (c rowChoice) item(ev *event.Event, item *event.Item) {
	item.Session, item.Capacity = c.Session, c.Capacity
	if !c.Choose {
		return
	}
	item.Choose = &event.ItemChoice{Min: c.Min, Max: c.Max}
	if c.Way != keepsWho {
		item.Choose.When = event.Who{Attendance: event.Attendance(c.Way), Categories: c.Categories}.Condition()
		return
	}
	for _, s := range ev.Sessions {
		if s.Key == c.Session && s.Choice != nil {
			item.Choose.When = s.Choice.When
		}
	}
}

// AsksWho reports whether there is anything to say about who may choose: people
// come in several ways, or are of several categories.
func (l programLine) AsksWho() bool { return len(l.Ways)+len(l.Kinds) > 0 }

// option is something to choose in a form.
type option struct {
	Value, Name string
	Selected    bool
}

// ways are the ways in which those may come who choose, where there are several.
func (p *programPage) ways(c rowChoice) []option {
	if p.Event.Attendance != event.Both && c.Way == "" {
		return nil
	}
	all := []option{{"", p.T("program.way_all"), false}, {string(event.OnSite), p.T("program.way_on_site"), false}, {string(event.Online), p.T("program.way_online"), false}}
	if c.Way == keepsWho {
		all = append(all, option{keepsWho, p.T("program.way_keep"), false})
	}
	for i := range all {
		all[i].Selected = all[i].Value == c.Way
	}
	return all
}

// kinds are the categories that may choose: those that are offered, and those
// that are ticked.
func (p *programPage) kinds(c rowChoice) []option { return categoryOptions(p.Event, c.Categories) }

// chooses says in a few words how people choose.
func (p *programPage) chooses(row programLine) string {
	isHeading := row.Kind == string(event.Heading) && row.Choose
	most, noMost := strconv.Atoi(row.Max)
	places, noPlaces := strconv.Atoi(row.Capacity)
	switch {
	case isHeading && noMost == nil && row.Min == row.Max:
		return p.T("program.chooses_some", "Count", most)
	case isHeading && noMost == nil:
		return p.T("program.chooses_most", "Count", most)
	case isHeading:
		return p.T("program.chooses")
	case row.InGroup && noPlaces == nil:
		return p.T("program.places", "Count", places)
	}
	return ""
}

// seated says how many have a place in the session, and how many wait for one.
func (p *programPage) seated(row programLine) string {
	n := p.Places.Sessions[row.Session]
	var parts []string
	if n.Confirmed > 0 {
		parts = append(parts, p.T("program.seated", "Count", n.Confirmed))
	}
	if n.Waiting > 0 {
		parts = append(parts, p.T("program.waiting", "Count", n.Waiting))
	}
	return strings.Join(parts, ", ")
}

// above says that more people have a place in the session than it has.
func (p *programPage) above(row programLine) string {
	places, err := strconv.Atoi(row.Capacity)
	by := p.Places.Sessions[row.Session].Confirmed - places
	if err != nil || places <= 0 || by <= 0 || !row.InGroup {
		return ""
	}
	return p.T("program.above", "Count", by)
}

// session is the place of the row of a session, or -1.
func (f *programForm) session(key string) int {
	return slices.IndexFunc(f.Rows, func(r programRow) bool { return r.Session == key })
}

// putBack puts a session of the event back under its heading, and that too, where
// they are missing.
func (f *programForm) putBack(ev *event.Event, session string) {
	if f.session(session) >= 0 {
		return
	}
	items, people := ev.Typed()
	heading := -1
	for i, item := range items {
		if !item.Under {
			heading = i
		}
		if item.Session != session || heading < 0 {
			continue
		}
		over := items[heading].Session
		if f.session(over) < 0 {
			f.Rows = append(f.Rows, f.rowOfSaved(items[heading], people))
		}
		f.putUnder(f.session(over), f.rowOfSaved(item, people))
		return
	}
}

// putUnder puts a new row last under a heading.
func (f *programForm) putUnder(heading int, r programRow) {
	key, _ := strconv.Atoi(r.Key)
	o := f.outline().Add(heading, event.Place{Key: key})
	for i := range o {
		o[i].Under = o[i].Under || o[i].Key == key
	}
	f.Rows = append(f.Rows, r)
	f.arrange(o)
}

// rowOfSaved is a row for an item of the event, with its people.
func (f *programForm) rowOfSaved(item event.Item, people []event.Speaker) programRow {
	parts := item.Appearances
	item.Appearances = nil
	r := f.rowOf(f.nextKey(), item)
	for _, part := range parts {
		r.Who = append(r.Who, programPart{f.addPerson(people[part.Person]), string(part.Role)})
	}
	return r
}

// chosen says that a session must stay.
func (p Page) chosen(c event.ChosenSession) string {
	return p.T("program.chosen", "Count", c.People, "Name", c.Title, "Group", c.Group)
}
