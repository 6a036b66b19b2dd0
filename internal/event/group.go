package event

import (
	"slices"
	"strconv"
	"time"
)

// Group is colleagues whom one sender registered with one form. Each has a
// registration of their own; the sender has an overview.
type Group struct {
	ID         uint
	EventID    uint
	Name       string // of the sender, who need not take part
	Email      string
	Language   string
	Generation int  // raised to make old links to the overview useless
	Together   bool // they come together or not at all: those who wait, wait for enough places
	CreatedAt  time.Time
}

// group is the group of a call. Its sender may be one of the people or not.
func (g GroupSignup) group(ev *Event, c Call) *Group {
	return &Group{
		EventID: ev.ID, Name: c.Signup.Name, Email: c.Signup.Email, Language: c.Signup.Language,
		Generation: 1, Together: g.Together, CreatedAt: c.Now,
	}
}

// TableName is the table of groups: "groups" is a word of SQL.
func (Group) TableName() string { return "registration_groups" }

// GroupSignup is a sender's wish that several people attend, valid by
// construction: see NewGroup.
type GroupSignup struct {
	// ID is the group they join, where the sender adds somebody to it; 0 makes one.
	ID       uint
	People   []Signup // the sender first, if they take part themselves
	Together bool     // nobody comes unless there is a place for everybody
}

// Colleague is one of the people somebody registers, as typed.
type Colleague struct {
	Name       string
	Email      string
	Attendance string // where it is another one than the sender's
}

// IsBlank reports that nothing was typed: a row nobody filled in.
func (c Colleague) IsBlank() bool { return c.Name == "" && c.Email == "" }

// Address is the bare address of what was typed.
func (c Colleague) Address() string { return bareEmail(c.Email) }

// RawGroup is the colleagues of a form, as typed.
type RawGroup struct {
	People     []Colleague
	OnlyOthers bool // the sender does not take part
	Together   bool
}

// What can be wrong with colleagues.
const (
	MsgColleagueName  Key = "invalid.colleague_name"
	MsgColleagueEmail Key = "invalid.colleague_email"
	MsgColleagueTwice Key = "invalid.colleague_twice"
	MsgColleagueNone  Key = "invalid.colleague_none"
	MsgColleagueMany  Key = "invalid.colleague_many"
	MsgColleagueThere Key = "invalid.colleague_there"
)

// ColleagueField is the name of a field of a colleague, counted from nought.
func ColleagueField(i int, field string) string {
	return "colleague-" + strconv.Itoa(i+1) + "-" + field
}

// GroupRows is how many colleagues somebody may name, who comes too or does not.
func (e *Event) GroupRows(onlyOthers bool) int {
	if onlyOthers {
		return e.GroupMax
	}
	return max(0, e.GroupMax-1)
}

// TakesGroups reports whether one sender may register others.
func (e *Event) TakesGroups() bool { return e.GroupMax > 1 }

// MaxNamings is how often within an hour one address may be given by those who
// register colleagues for an event: each time makes a mail, and it may be anybody's.
const MaxNamings = 10

// Addresses are those that a mail goes to: of each person, and of whoever makes a
// group.
func (g *GroupSignup) Addresses(sender Signup) []string {
	var all []string
	if g.ID == 0 {
		all = append(all, NormalAddress(sender.Email))
	}
	for _, person := range g.People {
		all = append(all, NormalAddress(person.Email))
	}
	return all
}

// Others is how many people a sender registers beside themselves, or instead; nil is
// a sign-up of one.
func (g *GroupSignup) Others() int {
	if g == nil {
		return 0
	}
	return max(1, len(g.People)-1)
}

// ForSender is the event as it asks somebody who registers others only: how they
// come, but nothing that each of them must answer.
func (e *Event) ForSender() *Event {
	short := *e
	short.Questions, short.Choices = nil, nil
	return &short
}

// NewGroup makes a sign-up for everybody of what was typed, or returns all
// complaints by form field. Rows that nobody filled in do not count. Colleagues
// come in the sender's way, category and organisation unless their row says
// otherwise; what only they can answer is asked of them later.
func (e *Event) NewGroup(sender Signup, raw RawGroup) (GroupSignup, Invalid) {
	invalid := Invalid{}
	group := GroupSignup{Together: raw.Together}
	taken := map[string]bool{}
	if !raw.OnlyOthers {
		group.People = append(group.People, sender)
		taken[NormalAddress(sender.Email)] = true
	}
	filled := 0
	for i, c := range raw.People {
		if c.IsBlank() {
			continue
		}
		filled++
		person, faults := e.newColleague(sender, c)
		normal := NormalAddress(c.Address())
		switch {
		case filled > e.GroupRows(raw.OnlyOthers):
			faults["name"] = MsgColleagueMany
		case faults["email"] == "" && taken[normal]:
			faults["email"] = MsgColleagueTwice
		}
		for field, key := range faults {
			invalid[ColleagueField(i, field)] = key
		}
		taken[normal] = true
		group.People = append(group.People, person)
	}
	if filled == 0 && raw.OnlyOthers {
		invalid[ColleagueField(0, "name")] = MsgColleagueNone
	}
	if len(invalid) > 0 {
		return GroupSignup{}, invalid
	}
	return group, invalid
}

func (e *Event) newColleague(sender Signup, c Colleague) (Signup, Invalid) {
	s, faults := NewSignup(RawSignup{
		Name: c.Name, Email: c.Address(), Language: sender.Language,
		Organisation: sender.Organisation, Municipality: sender.Municipality,
	})
	own := Invalid{}
	for _, field := range []string{"name", "email"} {
		switch faults[field] {
		case "":
		case MsgNameMissing:
			own[field] = MsgColleagueName
		case MsgEmailMissing:
			own[field] = MsgColleagueEmail
		default:
			own[field] = faults[field]
		}
	}
	s.Attendance, s.Category = sender.Attendance, sender.Category
	if a := Attendance(c.Attendance); e.Attendance == Both && (a == OnSite || a == Online) {
		s.Attendance = a
	}
	return s, own
}

// FirstWith is the row that already has the address of the given one: nought is
// the first, and -1 is the sender.
func (g RawGroup) FirstWith(row int) int {
	normal := NormalAddress(g.People[row].Address())
	return slices.IndexFunc(g.People[:row], func(c Colleague) bool { return NormalAddress(c.Address()) == normal })
}

// Lacks reports whether somebody whom a colleague registered has not answered
// what must be answered, or chosen what must be chosen. Sensitive answers must
// have been read.
func (e *Event) Lacks(r *Registration, chosen []SessionChoice) bool {
	given := Answers{}
	for _, answers := range []Answers{r.Answers, r.Sensitive} {
		for id, answer := range answers {
			given[id] = answer
		}
	}
	at := Circumstances{Attendance: r.Attendance, Category: r.Category}
	for i := range e.Questions {
		q := &e.Questions[i]
		if q.Required && q.IsAsked(given, at) && len(given[q.ID]) == 0 {
			return true
		}
	}
	return slices.ContainsFunc(e.Choices, func(g ChoiceGroup) bool {
		return g.When.Holds(given, at) && g.countChosen(chosen) < g.Min
	})
}

// countChosen counts how many sessions of the group somebody has chosen.
func (g ChoiceGroup) countChosen(chosen []SessionChoice) int {
	n := 0
	for _, c := range chosen {
		if c.Standing != Withdrawn && slices.ContainsFunc(g.Sessions, func(s Choosable) bool { return s.Key == c.Session }) {
			n++
		}
	}
	return n
}
