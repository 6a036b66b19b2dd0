package console

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"samling/internal/event"
)

// programPage is the editor of a programme.
type programPage struct {
	Page
	telling
	Form       programForm
	Rows       []programLine
	Days       bool // whether days have to be told apart
	Known      []string
	Complaints []slip
	Said       string // what a button has done
	Focus      string // the field or button where the keyboard is to be
	Unsaved    bool
	Idle       []programPerson // who stands on no item
	By         string          // who saved something else meanwhile
	Theirs     []programTheirs // and what that is
}

// slip is a sentence about a field.
type slip struct {
	Field string
	Text  string
}

// Complaint is what is wrong with a field.
func (p programPage) Complaint(field string) string { return slipAbout(p.Complaints, field) }

func slipAbout(all []slip, field string) string {
	for _, c := range all {
		if c.Field == field {
			return c.Text
		}
	}
	return ""
}

// programLine is a row as the page shows it.
type programLine struct {
	programRow
	Number  int
	Name    string // how buttons and sentences call it
	People  []programLinePart
	Can     map[string]bool
	Days    []programDay
	Notes   []string // what looks wrong
	Open    bool
	IsClock bool // whether browsers take the times for such
	Spans   bool // ends on another day than it begins
	InGroup bool // people choose among what stands under its heading
	Ways    []option
	Kinds   []option
	Summary string
}

// programLinePart is somebody's part in an item.
type programLinePart struct {
	Key   string
	Label string
	Name  string
	Role  string
}

// programDay is a day to choose.
type programDay struct {
	Value    int
	Name     string
	Selected bool
}

// programTheirs is a line of somebody else's programme.
type programTheirs struct {
	Under bool
	When  string
	Title string
	Who   string
}

// programPage shows a form.
func (s *server) programPage(v *visit, form programForm) (programPage, error) {
	page := programPage{Form: form}
	var err error
	if page.Page, err = s.eventPage(v, "program.title", "program"); err != nil {
		return page, err
	}
	known, err := s.knownSpeakers(v)
	if err != nil {
		return page, err
	}
	for _, p := range form.People {
		page.Known = append(page.Known, p.Label())
	}
	for _, k := range known {
		page.Known = append(page.Known, speakerLabel(k.Speaker))
	}
	slices.Sort(page.Known)
	page.Known = slices.Compact(page.Known)
	page.Rows = page.rows()
	page.notes()
	for _, p := range form.People {
		appears := slices.ContainsFunc(form.Rows, func(r programRow) bool {
			return slices.ContainsFunc(r.Who, func(part programPart) bool { return part.Person == p.Key })
		})
		if !appears {
			page.Idle = append(page.Idle, p)
		}
	}
	return page, nil
}

// rows prepares the rows of the form.
func (p *programPage) rows() []programLine {
	var out []programLine
	choosing := false // among what stands under the last heading
	for i, r := range p.Form.Rows {
		row := programLine{programRow: r, Number: i + 1, Can: p.Form.can(i), Days: p.days(r.Day), Ways: p.ways(r.rowChoice), Kinds: p.kinds(r.rowChoice)}
		if !r.Under {
			choosing = r.Kind == string(event.Heading) && r.Choose
		}
		row.InGroup = r.Under && choosing && r.Kind != string(event.Break)
		row.Name = cmp.Or(strings.TrimSpace(r.Title), p.T("program.nameless", "Number", strconv.Itoa(i+1)))
		row.IsClock = isClockField(r.Start) && isClockField(r.End)
		for _, part := range r.Who {
			person := p.Form.People[p.Form.person(part.Person)]
			row.People = append(row.People, programLinePart{part.Person, person.Label(), person.Name, part.Role})
		}
		row.Spans = r.Span != "" && r.Span != "0"
		row.Summary = p.summary(row)
		if above := p.above(row); above != "" {
			row.Notes = append(row.Notes, above)
		}
		p.Days = p.Days || len(row.Days) > 1
		out = append(out, row)
	}
	return out
}

// summary is what a row holds that is not seen until it is opened.
func (p *programPage) summary(row programLine) string {
	var parts, names []string
	for _, text := range []string{p.chooses(row), p.seated(row)} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	for _, person := range row.People {
		names = append(names, person.Name)
	}
	if len(names) > 0 {
		parts = append(parts, strings.Join(names, ", "))
	}
	if row.Room != "" {
		parts = append(parts, row.Room)
	}
	if strings.TrimSpace(row.Text) != "" {
		parts = append(parts, p.T("program.has_text"))
	}
	if len(parts) == 0 {
		return p.T("program.no_people")
	}
	return p.Sentence(strings.Join(parts, " · "))
}

// isClockField reports whether a browser's field for times takes a text.
func isClockField(text string) bool {
	return text == "" || len(text) == 5 && text[2] == ':' && text[0] >= '0' && text[0] <= '2'
}

// days are the days to choose from: those of the event, and the one that is
// chosen.
func (p *programPage) days(chosen string) []programDay {
	day, _ := strconv.Atoi(chosen)
	var numbers []int
	for n := range p.Event.Days() {
		numbers = append(numbers, n)
	}
	if !slices.Contains(numbers, day) {
		numbers = append(numbers, day)
		slices.Sort(numbers)
	}
	var out []programDay
	for _, n := range numbers {
		at := p.Event.Start().AddDate(0, 0, n)
		out = append(out, programDay{n, p.Sentence(p.Weekday(at)) + " " + p.DayMonth(at), n == day})
	}
	return out
}

// notes says in words what looks wrong.
func (p *programPage) notes() {
	ev := *p.Event
	p.Form.onto(&ev, p.Form.speakers(nil, &ev))
	for _, c := range ev.Clashes() {
		other := ""
		if c.Other >= 0 {
			other = p.Rows[c.Other].Name
		}
		row := &p.Rows[c.Item]
		row.Notes = append(row.Notes, p.T("clash."+string(c.Kind), "Other", other, "Name", c.Speaker, "Count", c.Most))
	}
}

// focus says what a button has done and puts the keyboard where it was, or
// nearby if that button can no longer be pressed.
func (p *programPage) focus(at, said string, more int) {
	what, key := at, ""
	if i := strings.IndexAny(at, ".-"); i > 0 {
		what, key = at[:i], at[i+1:]
	}
	p.Focus = at
	name, number := "", 0
	for i := range p.Rows {
		row := &p.Rows[i]
		if row.Key != key {
			continue
		}
		name, number = row.Name, row.Number
		row.Open = what == "find"
		if _, isMove := moves[what]; isMove && !row.Can[what] {
			p.Focus = "title-" + key
		}
	}
	if p.Form.Removed != nil {
		name = cmp.Or(name, p.Form.Removed.Title)
	}
	if said != "" {
		p.Said = p.T(said, "Name", name, "Number", strconv.Itoa(number), "Of", strconv.Itoa(len(p.Rows)), "Count", more)
	}
}

// complain puts sentences beside the fields, in the order of the form, and opens
// the rows they are in.
func (p *programPage) complain(form programForm, invalid event.Invalid) {
	for i, r := range form.Rows {
		for _, field := range []string{"start", "end", "title", "room", "choose", "min", "max", "when", "capacity", "text"} {
			key, wrong := invalid[field+"-"+r.Key]
			if !wrong {
				continue
			}
			text := p.T(string(key))
			p.Complaints = append(p.Complaints, slip{field + "-" + r.Key, text})
			p.Rows[i].Open = p.Rows[i].Open || field != "start" && field != "end" && field != "title"
			p.Form.Clocks = p.Form.Clocks || field == "start" || field == "end"
		}
	}
}

// Near is the field that a complaint in the summary leads to, with the row it is
// about.
func (p programPage) Near(c slip) string {
	_, key, _ := strings.Cut(c.Field, "-")
	for _, r := range p.Rows {
		if r.Key == key {
			return p.T("program.complaint", "Number", strconv.Itoa(r.Number), "Text", c.Text)
		}
	}
	return c.Text
}

// theirProgram lists what is saved now.
func theirProgram(p Page) []programTheirs {
	items, people := p.Event.Typed()
	var out []programTheirs
	for _, item := range items {
		line := programTheirs{Under: item.Under, Title: item.Title, When: strings.ReplaceAll(item.Start, ":", ".")}
		if p.Event.Days() > 1 && item.Start != "" {
			line.When = p.WeekdayShort(p.Event.Start().AddDate(0, 0, item.Day)) + " " + line.When
		}
		var names []string
		for _, part := range item.Appearances {
			names = append(names, people[part.Person].Name)
		}
		line.Who = strings.Join(names, ", ")
		out = append(out, line)
	}
	return out
}
