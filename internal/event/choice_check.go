package event

import (
	"slices"
	"strings"
	"time"
)

// What can be wrong with sessions to choose, for those who put a programme in
// order.
const (
	MsgChooseNothing Key = "invalid.choose_nothing"
	MsgChooseLeast   Key = "invalid.choose_least"
	MsgChooseTooMany Key = "invalid.choose_too_many"
	MsgChooseWhen    Key = "invalid.choose_when"
)

// choiceFault is what is wrong with an item of the programme as something to
// choose, or to choose among.
type choiceFault struct {
	at    int    // the item, counted with those under headings
	part  string // as in a file: "choose.min", "items"
	key   Key    // for those who fill in a form
	words string // for those who write a file
}

// field is what the form of a programme calls the part.
func (f choiceFault) field() string {
	if f.part == "items" {
		return "choose"
	}
	field, _, _ := strings.Cut(strings.TrimPrefix(f.part, "choose."), ".")
	return field
}

// choiceFaults finds what is wrong with the event's sessions to choose.
func (e *Event) choiceFaults() []choiceFault {
	var all []choiceFault
	for i, s := range e.Program().flat() {
		add := func(part string, key Key, words string) {
			all = append(all, choiceFault{i, part, key, words})
		}
		switch {
		case s.Choice == nil:
		case s.over >= 0:
			add("choose", MsgChooseNothing, "only a heading of the programme itself may have it")
		default:
			e.checkChoice(s.Session, add)
		}
	}
	return all
}

// HasOddChoosers reports whether who may choose sessions is said by something
// that is not there: a question, an answer or a category.
func (e *Event) HasOddChoosers() bool {
	return slices.ContainsFunc(e.choiceFaults(), func(f choiceFault) bool { return f.key == MsgChooseWhen })
}

func (e *Event) checkChoice(heading Session, add func(part string, key Key, words string)) {
	c, sessions := heading.Choice, heading.choosable()
	switch {
	case len(sessions) == 0:
		add("items", MsgChooseNothing, "missing: there is nothing to choose among")
	case c.Min < 0 || c.Max < 0 || c.Max > 0 && c.Min > c.Max:
		add("choose.min", MsgChooseLeast, "must not be more than max, and neither less than 0")
	case c.Min > most(sessions):
		add("choose.min", MsgChooseTooMany, "is more than anybody can choose: there are too few items, or they overlap")
	}
	if c.When == nil {
		return
	}
	var problems Problems
	questions := map[string]*Question{}
	for i := range e.Questions {
		questions[e.Questions[i].ID] = &e.Questions[i]
	}
	left := maxConditions
	c.When.check(&problems, "choose.when", questions, conditionsDepth, &left)
	c.When.checkCategories(&problems, "choose.when", e)
	for _, p := range problems {
		path, words, _ := strings.Cut(p, ": ")
		add(path, MsgChooseWhen, words)
	}
}

// checkCategories refuses categories that the event does not have.
func (c *Condition) checkCategories(p *Problems, path string, e *Event) {
	for i, id := range c.Category {
		if e.Category(id) == nil {
			p.add(index(path+".category", i), "is no category of this event")
		}
	}
	for i := range c.All {
		c.All[i].checkCategories(p, index(path+".all", i), e)
	}
	for i := range c.Any {
		c.Any[i].checkCategories(p, index(path+".any", i), e)
	}
}

// most is how many of the sessions one person can choose: as many as do not
// overlap. Those that end first leave the most room; those without a time take
// none.
func most(sessions []Choosable) int {
	end := func(c Choosable) time.Time {
		if at := firstMoment(c.EndsAt, c.StartsAt); at != nil {
			return *at
		}
		return time.Time{}
	}
	byEnd := slices.SortedStableFunc(slices.Values(sessions), func(a, b Choosable) int { return end(a).Compare(end(b)) })
	var chosen []Choosable
	for _, c := range byEnd {
		if !slices.ContainsFunc(chosen, c.Overlaps) {
			chosen = append(chosen, c)
		}
	}
	return len(chosen)
}

// choices notes what is wrong with the sessions to choose of a file, and with
// the ids of its items.
func (b *builder) choices(items []FileSession) {
	var paths []string
	seen := map[string]bool{}
	var walk func(path string, items []FileSession)
	walk = func(path string, items []FileSession) {
		for i, item := range items {
			at := index(path, i)
			paths = append(paths, at)
			b.between(at+".capacity", item.Capacity, maxCapacity)
			switch {
			case item.ID == "":
			case !isQuestionID(item.ID):
				b.add(at+".id", "must be 1 to 20 letters a to z or digits")
			case seen[item.ID]:
				b.add(at+".id", "is that of another item")
			}
			seen[item.ID] = true
			walk(at+".items", item.Items)
		}
	}
	walk("program", items)
	for _, f := range b.ev.choiceFaults() {
		b.add(paths[f.at]+"."+f.part, "%s", f.words)
	}
}
