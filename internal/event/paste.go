package event

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Pasted is an item as it was found in a text. Its people are not in any list
// yet.
type Pasted struct {
	Item
	People []PastedPerson
}

// PastedPerson is somebody who was found in a text.
type PastedPerson struct {
	Speaker Speaker
	Role    Role
}

var (
	clocksShape = regexp.MustCompile(`^(?i:(?:kl\.?|klockan)\s*)?(\d{1,2}[.:]\d{2})(?:\s*(?:[-–—]|till|to)\s*(\d{1,2}[.:]\d{2}))?\s*[:–—-]?\s*(.*)$`)
	bulletShape = regexp.MustCompile(`^\s*(?:[•*·▪◦o]|[-–—])\s+(.+)$`)
	numberShape = regexp.MustCompile(`^\s*\d{1,2}[.)]\s+(.+)$`)
	breakShape  = regexp.MustCompile(`(?i)^(?:(?:kort|för|efter)?(?:middags)?(?:paus|fika|lunch|rast|kaffe|bensträckare|mingel|middag)|(?:coffee |short |lunch )?break|lunch|coffee|mingle|dinner)(?:$|[\s,.(&])`)
	dayShape    = regexp.MustCompile(`(?i)^(?:dag|day)\s+(\d{1,2})\b[\s:.–-]*$`)
	dateShape   = regexp.MustCompile(`(?i)^(?:\p{L}+dag(?:en)?\s+|\p{L}+day,?\s+)?(?:den\s+)?(\d{1,2})\s+(\p{L}{3,9})\.?(?:\s+(\d{4}))?[\s:.]*$`)
	leaderShape = regexp.MustCompile(`(?i)^(?:moderator|samtalsledare|mötesledare|ordförande|leds av|leder|chair|moderated by)\s*:?\s+(.+)$`)
	dashShape   = regexp.MustCompile(`\s+[–—-]\s+`)
)

// maxPasted is how many items a text may hold.
const maxPasted = 200

// longTitle is from when a line is rather a text than a title.
const longTitle = 160

// ParseProgram finds items in a text that somebody wrote elsewhere: one a line,
// with or without a clock before it, people after a dash or on a line of their
// own, points below what they stand under. What it cannot place is kept as text
// of the item above, so nothing is lost. The first day says which dates are
// days of the event.
func ParseProgram(text string, first time.Time) []Pasted {
	p := paster{first: first}
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		p.line(strings.ReplaceAll(line, "\u00a0", " "))
	}
	return p.items
}

// paster reads line by line.
type paster struct {
	first time.Time
	day   int
	items []Pasted
	gap   bool // the line before was empty
}

func (p *paster) line(raw string) {
	line := strings.Join(strings.Fields(raw), " ")
	switch {
	case line == "":
		p.gap = true
		return
	case p.isDay(line):
		return
	}
	begins := p.gap || len(p.items) == 0
	p.gap = false
	if m := clocksShape.FindStringSubmatch(line); m != nil && isClock(m[1]) {
		p.add(m[3], false, m[1], m[2])
		return
	}
	if m := numberShape.FindStringSubmatch(raw); m != nil {
		p.add(m[1], false, "", "")
		return
	}
	if m := bulletShape.FindStringSubmatch(raw); m != nil {
		p.add(strings.Join(strings.Fields(m[1]), " "), len(p.items) > 0, "", "")
		return
	}
	p.plain(line, begins)
}

// plain is a line that says nothing by its beginning.
func (p *paster) plain(line string, begins bool) {
	last := p.last()
	if m := leaderShape.FindStringSubmatch(line); m != nil && last != nil {
		if people := parsePeople(m[1], Leads); len(people) > 0 {
			last.People = append(last.People, people...)
			return
		}
	}
	if last != nil && len(last.People) == 0 && last.Text == "" {
		if people := parsePeople(line, Presents); len(people) > 0 {
			last.People = people
			return
		}
	}
	isText := utf8.RuneCountInString(line) > longTitle || strings.HasSuffix(line, ".")
	switch {
	case last == nil, !isText && (begins || last.Start == ""):
		p.add(line, false, "", "")
	case last.Text == "":
		last.Text = line
	default:
		last.Text += "\n\n" + line
	}
}

func (p *paster) last() *Pasted {
	if len(p.items) == 0 {
		return nil
	}
	return &p.items[len(p.items)-1]
}

// add adds an item from what is left of its line.
func (p *paster) add(line string, under bool, start, end string) {
	if len(p.items) >= maxPasted {
		last := p.last()
		last.Text = strings.TrimSpace(last.Text + "\n\n" + line)
		return
	}
	it := Pasted{Item: Item{Kind: Talk, Day: p.day, Under: under, Start: normalClock(start), End: normalClock(end)}}
	it.Title = strings.TrimSuffix(line, ":")
	if cuts := dashShape.FindAllStringIndex(line, -1); len(cuts) > 0 {
		cut := cuts[len(cuts)-1]
		if people := parsePeople(line[cut[1]:], Presents); len(people) > 0 {
			it.Title, it.People = strings.TrimSuffix(line[:cut[0]], ":"), people
		}
	}
	if breakShape.MatchString(it.Title) && len(it.People) == 0 {
		it.Kind = Break
	}
	if under && len(p.items) > 0 {
		for i := len(p.items) - 1; i >= 0; i-- {
			if !p.items[i].Under {
				p.items[i].Kind = Heading
				break
			}
		}
	}
	p.items = append(p.items, it)
}

func isClock(s string) bool {
	_, _, ok := ParseClock(s)
	return ok
}

// normalClock writes a time as forms have it.
func normalClock(s string) string {
	hour, minute, ok := ParseClock(s)
	if !ok {
		return ""
	}
	return time.Date(2000, 1, 1, hour, minute, 0, 0, time.UTC).Format(fileClock)
}

// isDay reads a line that says on which day what follows is.
func (p *paster) isDay(line string) bool {
	if m := dayShape.FindStringSubmatch(line); m != nil {
		n, _ := strconv.Atoi(m[1])
		p.day = max(n-1, 0)
		return true
	}
	m := dateShape.FindStringSubmatch(line)
	if m == nil {
		return false
	}
	month := monthNamed(m[2])
	if month == 0 {
		return false
	}
	day, _ := strconv.Atoi(m[1])
	p.day = daysBetween(p.first, time.Date(p.first.Year(), month, day, 0, 0, 0, 0, p.first.Location()))
	if p.day < -300 || p.day > 300 || day > 31 {
		p.day = 0
	}
	return true
}

// monthNamed reads the name of a month in either language, or the beginning of
// it.
func monthNamed(name string) time.Month {
	beginnings := []string{"jan", "feb", "mar", "apr", "maj may", "jun", "jul", "aug", "sep", "okt oct", "nov", "dec"}
	runes := []rune(strings.ToLower(name))
	for i, words := range beginnings {
		for _, w := range strings.Fields(words) {
			if string(runes[:3]) == w {
				return time.Month(i + 1)
			}
		}
	}
	return 0
}
