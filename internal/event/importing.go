package event

import (
	"strings"
	"time"
)

// ImportOutcome is what a line of an import leads to.
type ImportOutcome string

// The outcomes.
const (
	ImportPlace   ImportOutcome = "place"   // gets a place
	ImportWaiting ImportOutcome = "waiting" // joins the waiting list
	ImportKnown   ImportOutcome = "known"   // was registered before
	ImportTwice   ImportOutcome = "twice"   // stands earlier in the same list
	ImportFull    ImportOutcome = "full"    // there is no room
	ImportBad     ImportOutcome = "bad"     // something is wrong with the line
)

// ImportOutcomes are all outcomes, in the order in which totals are told.
var ImportOutcomes = []ImportOutcome{ImportPlace, ImportWaiting, ImportKnown, ImportTwice, ImportFull, ImportBad}

// IsIn reports that the person is registered after the import because of it.
func (o ImportOutcome) IsIn() bool { return o == ImportPlace || o == ImportWaiting }

// Failed reports that the person is not registered after the import.
func (o ImportOutcome) Failed() bool { return o == ImportFull || o == ImportBad }

// ImportLine says what a line of a list leads to, and why.
type ImportLine struct {
	Line    int           `json:"line"`
	Outcome ImportOutcome `json:"outcome"`
	Invalid Invalid       `json:"invalid,omitempty"`
	Cells   []string      `json:"cells"`
	Signup  Signup        `json:"-"`

	Registration *Registration `json:"-"` // to be inserted
	Number       int           `json:"-"` // in the waiting list
}

// ImportCounts says how many lines led to what.
type ImportCounts map[ImportOutcome]int

// ImportChoice is what the organiser decides about an import.
type ImportChoice struct {
	OverCapacity bool   // more people than there are places
	Mail         bool   // tell them
	Language     string // that people are written to in: the event's, for nobody asked them
	// NoMail are domains that clearly take no mail.
	NoMail map[string]bool
}

// AdmitsImport decides whether people can be brought in now. The deadline does
// not count: an organiser lets in whom they want, as with a late link.
func (e *Event) AdmitsImport(now time.Time) error {
	switch {
	case e.Status != Published:
		return ErrNotPublished
	case !now.Before(e.EndsAt):
		return ErrClosed
	}
	return nil
}

// Import decides on the people of a list from the given one on, one after
// another, at most so many. References come from the caller, since chance is no
// part of the domain. A list that was brought before adds nobody: the addresses
// are known.
func (d *Desk) Import(list *Import, from, most int, choice ImportChoice, reference func() string, now time.Time) []ImportLine {
	people := list.People()
	earlier := map[string]bool{}
	for _, row := range people[:from] {
		earlier[list.address(row)] = true
	}
	var lines []ImportLine
	for i := from; i < min(len(people), from+most); i++ {
		line := ImportLine{Line: list.LineOf(i), Cells: people[i]}
		line.Signup, line.Invalid = list.Signup(&d.Event, people[i], choice.Language)
		if line.Invalid == nil && choice.NoMail[domainOf(line.Signup.Email)] {
			line.Invalid = Invalid{"email": MsgEmailNoMail}
		}
		normal := NormalAddress(line.Signup.Email)
		switch {
		case line.Invalid != nil:
			line.Outcome = ImportBad
		case earlier[normal]:
			line.Outcome = ImportTwice
		default:
			d.importPerson(&line, choice, reference, now)
		}
		earlier[normal] = true
		lines = append(lines, line)
	}
	return lines
}

// importPerson decides on one person and remembers the decision for the next.
func (d *Desk) importPerson(line *ImportLine, choice ImportChoice, reference func() string, now time.Time) {
	normal := NormalAddress(line.Signup.Email)
	if d.Known[normal] != nil {
		line.Outcome = ImportKnown
		return
	}
	share := d.Event.Share(line.Signup)
	standing, err := d.Event.admitLate(d.Tally, d.Queue, share)
	extra := choice.OverCapacity && standing != Confirmed
	if extra {
		standing, err = Confirmed, nil
	}
	if err != nil {
		line.Outcome = ImportFull
		return
	}
	reg := newRegistration(&d.Event, line.Signup, standing, reference(), now)
	reg.IsExtra = extra
	line.Registration, line.Outcome = &reg, ImportPlace
	if standing == Waiting {
		line.Outcome, line.Number = ImportWaiting, d.Event.Ahead(d.Tally, share)+1
	}
	d.Known[normal] = &reg
	d.Tally.count(share, standing, 1)
}

// address is the address of a row as they are compared, or what stands there
// instead.
func (i *Import) address(row []string) string {
	for column, field := range i.Fields {
		if field == ImportEmail && column < len(row) {
			email, _ := NewEmail(bareEmail(row[column]))
			return NormalAddress(email)
		}
	}
	return ""
}

// Addresses are the addresses on the list, as they are compared.
func (i *Import) Addresses() []string {
	var all []string
	for _, row := range i.People() {
		if a := i.address(row); a != "" {
			all = append(all, a)
		}
	}
	return all
}

// Took notes what became of the next lines. When there are no more, what is kept
// of the list are the lines that failed.
func (i *Import) Took(lines []ImportLine, now time.Time) {
	if i.Counts == nil {
		i.Counts = ImportCounts{}
	}
	for _, l := range lines {
		i.Counts[l.Outcome]++
		if l.Outcome.Failed() {
			i.Lines = append(i.Lines, l)
		}
	}
	if i.Next += len(lines); i.Next == len(i.People()) {
		if i.HasHeadings {
			i.Rows = i.Rows[:1]
		} else {
			i.Rows = nil
		}
		i.DoneAt = &now
	}
}

// CountLines counts what lines led to.
func CountLines(lines []ImportLine) ImportCounts {
	counts := ImportCounts{}
	for _, l := range lines {
		counts[l.Outcome]++
	}
	return counts
}

// domainOf is the part of an address behind the sign, in small letters.
func domainOf(email string) string {
	_, domain := cutAddress(strings.ToLower(email))
	return domain
}

// Domains are those of the addresses on the list, each with one address.
func (i *Import) Domains() map[string]string {
	all := map[string]string{}
	for _, a := range i.Addresses() {
		all[domainOf(a)] = a
	}
	return all
}
