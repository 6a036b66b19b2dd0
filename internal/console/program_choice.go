package console

import (
	"net/url"
	"reflect"
	"slices"
	"strconv"

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
	var fits bool
	if c.Way, c.Categories, fits = whoOf(item.Choose.When); !fits {
		c.Way, c.Categories = keepsWho, nil
	}
	return c
}

// item puts the choice into what the domain takes.
func (c rowChoice) item(ev *event.Event, item *event.Item) {
	item.Session, item.Capacity = c.Session, c.Capacity
	if !c.Choose {
		return
	}
	item.Choose = &event.ItemChoice{Min: c.Min, Max: c.Max, When: conditionOn(c.Way, c.Categories)}
	if c.Way != keepsWho {
		return
	}
	item.Choose.When = nil
	for _, s := range ev.Sessions {
		if s.Key == c.Session && s.Choice != nil {
			item.Choose.When = s.Choice.When
		}
	}
}

// conditionOn holds for those who come in a way, and are of one of the
// categories; what is empty does not matter.
func conditionOn(way string, categories []string) *event.Condition {
	var parts []event.Condition
	if way != "" && way != keepsWho {
		parts = append(parts, event.Condition{Attendance: []event.Attendance{event.Attendance(way)}})
	}
	if len(categories) > 0 {
		parts = append(parts, event.Condition{Category: categories})
	}
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return &parts[0]
	}
	return &event.Condition{All: parts}
}

// whoOf takes a condition apart into what conditionOn takes. It returns false
// where it is more.
func whoOf(c *event.Condition) (way string, categories []string, fits bool) {
	if c == nil {
		return "", nil, true
	}
	parts := []event.Condition{*c}
	if len(c.All) > 0 {
		parts = c.All
	}
	for _, part := range parts {
		if len(part.Attendance) == 1 {
			way = string(part.Attendance[0])
		}
		if len(part.Category) > 0 {
			categories = part.Category
		}
	}
	return way, categories, reflect.DeepEqual(conditionOn(way, categories), c)
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
	most, err := strconv.Atoi(row.Max)
	switch {
	case row.Kind == string(event.Heading) && row.Choose && row.Max == "":
		return p.T("program.chooses")
	case row.Kind == string(event.Heading) && row.Choose && err == nil:
		return p.T("program.chooses_most", "Count", most)
	case row.InGroup && row.Capacity != "":
		if n, err := strconv.Atoi(row.Capacity); err == nil {
			return p.T("program.places", "Count", n)
		}
	}
	return ""
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
