package event

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Mention is a place in an event's texts that names a time which may be out of
// date, such as "24 november 2022" after the event was moved.
type Mention struct {
	Where  string // the field, as in Event; the words stand in i18n under "clone.in_"
	Item   string // of several, which: a session's title, a speaker's name
	Before string // what stands around it, shortened
	Found  string
	After  string
}

// InProgram reports whether the text is one of the programme's.
func (m Mention) InProgram() bool { return m.Where == "session" || m.Where == "speaker" }

// Mentions finds the texts that still speak of the day from which an event was
// moved: its year, days that are none of the event's own, and, if it has another
// weekday now, the old one.
func (e *Event) Mentions(old time.Time) []Mention {
	loc := e.Location()
	var year string
	if old.Year() != e.Start().Year() {
		year = strconv.Itoa(old.Year())
	}
	var weekdays []string
	if old.Weekday() != e.StartsAt.In(loc).Weekday() {
		weekdays = weekdayNames[old.Weekday()]
	}
	own := e.ownDays()
	var all []Mention
	e.eachText(func(where, item, text string) {
		for _, at := range timeWords.FindAllStringIndex(text, -1) {
			found := text[at[0]:at[1]]
			if !isWhole(text, at) || !isOutdated(found, year, weekdays, own) {
				continue
			}
			all = append(all, Mention{where, item, tail(text[:at[0]]), found, head(text[at[1]:])})
		}
	})
	return all
}

// isOutdated judges what timeWords found.
func isOutdated(found, year string, weekdays []string, own map[string]bool) bool {
	lower := strings.ToLower(found)
	if year != "" && slices.Contains(numbers.FindAllString(lower, -1), year) {
		return true
	}
	if day, ok := readDay(lower); ok {
		return !own[day]
	}
	return slices.Contains(weekdays, strings.TrimSuffix(lower, "en")) || slices.Contains(weekdays, lower)
}

// eachText visits what people wrote about the event, in the order of the editor.
func (e *Event) eachText(visit func(where, item, text string)) {
	for _, t := range []struct{ where, text string }{
		{"title", e.Title}, {"kind", e.Kind}, {"lead", e.Lead}, {"body", e.Body}, {"time", e.TimeText},
		{"place", e.PlaceName}, {"place", e.PlaceAddress}, {"cost", e.CostText}, {"target", e.TargetGroup},
		{"image", e.ImageAlt}, {"image", e.ImageCredit}, {"access", e.AccessText}, {"case", e.CaseNumber}, {"privacy", e.PrivacyText},
		{"texts", e.Texts.NotOpen}, {"texts", e.Texts.Open}, {"texts", e.Texts.InviteOnly}, {"texts", e.Texts.Full}, {"texts", e.Texts.Closed},
		{"texts", e.Texts.Past}, {"texts", e.Texts.Cancelled}, {"texts", e.Texts.Applied}, {"texts", e.Texts.EmailHint}, {"texts", e.Texts.Welcome},
		{"texts", e.OnSiteWay.Text}, {"texts", e.OnSiteWay.Welcome}, {"texts", e.OnlineWay.Text}, {"texts", e.OnlineWay.Welcome},
	} {
		visit(t.where, "", t.text)
	}
	for _, c := range e.OfferedCategories() {
		visit("category", c.Name, c.Name)
		visit("category", c.Name, c.Text)
		visit("category", c.Name, c.Cost)
	}
	for _, f := range e.Practical {
		visit("practical", f.Term, f.Text)
	}
	for _, p := range e.Partners {
		visit("partner", p.Name, p.Text)
	}
	eachSession(e.Sessions, func(s *Session) {
		visit("session", s.Title, s.Title)
		visit("session", s.Title, s.Text)
	})
	for _, s := range e.Speakers {
		visit("speaker", s.Name, s.Title)
		visit("speaker", s.Name, s.Text)
	}
}

func eachSession(all []Session, visit func(*Session)) {
	for i := range all {
		visit(&all[i])
		eachSession(all[i].Sessions, visit)
	}
}

// ownDays are the days that belong to the event now, as readDay writes them.
func (e *Event) ownDays() map[string]bool {
	days := map[string]bool{}
	add := func(t *time.Time) {
		if t != nil {
			days[t.In(e.Location()).Format(monthDay)] = true
		}
	}
	addEnd := func(t *time.Time) {
		if t != nil {
			last := e.LastMomentOf(*t)
			add(&last)
		}
	}
	for _, t := range []*time.Time{&e.StartsAt, e.OpensAt} {
		add(t)
	}
	for _, t := range []*time.Time{&e.ClosesAt, e.ChangeBy, e.CancelBy} {
		addEnd(t)
	}
	for _, c := range e.OfferedCategories() {
		add(c.OpensAt)
		addEnd(c.ClosesAt)
	}
	for day := e.Start(); day.Before(e.End()); day = day.AddDate(0, 0, 1) {
		add(&day)
	}
	eachSession(e.Sessions, func(s *Session) { add(s.StartsAt) })
	return days
}

const monthDay = "01-02"

// monthNames are the beginnings of the names of months, in both languages.
var monthNames = []string{"jan", "feb", "mar", "apr", "ma", "jun", "jul", "aug", "sep", "o", "nov", "dec"}

var weekdayNames = [][]string{
	{"söndag", "sunday"}, {"måndag", "monday"}, {"tisdag", "tuesday"}, {"onsdag", "wednesday"},
	{"torsdag", "thursday"}, {"fredag", "friday"}, {"lördag", "saturday"},
}

// The ways to write a day, a year or a weekday, the longest first.
const (
	months = `jan(?:uari|uary)?|feb(?:ruari|ruary)?|mars|march|mar|april|apr|maj|may|jun[ie]?|jul[iy]?|aug(?:usti|ust)?|` +
		`sept?(?:ember)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?`
	dayFirst   = `[0-3]?\d(?::?e|:a|st|nd|rd|th)?\s+(?:of\s+)?(?:` + months + `)(?:,?\s+(?:19|20)\d\d)?`
	monthFirst = `(?:` + months + `)\s+[0-3]?\d(?:st|nd|rd|th)?(?:,?\s+(?:19|20)\d\d)?`
	inFigures  = `(?:19|20)\d\d-[01]\d-[0-3]\d|[0-3]?\d/[01]?\d(?:[- ](?:19|20)\d\d)?`
	weekday    = `(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day`
)

var (
	timeWords = regexp.MustCompile(`(?i)` + dayFirst + `|` + monthFirst + `|` + inFigures + `|` + weekday + `|(?:19|20)\d\d`)
	numbers   = regexp.MustCompile(`\d+`)
	isoDay    = regexp.MustCompile(`^\d{4}-(\d\d)-(\d\d)$`)
	slashDay  = regexp.MustCompile(`^(\d{1,2})/(\d{1,2})`)
	wordDay   = regexp.MustCompile(`(?:^|\s)(` + months + `)(?:$|[\s,])`)
)

// readDay reads the day and the month out of a mention. There may be none.
func readDay(text string) (monthDay string, ok bool) {
	two := func(s string) string { return ("0" + s)[len("0"+s)-2:] }
	if m := isoDay.FindStringSubmatch(text); m != nil {
		return m[1] + "-" + m[2], true
	}
	if m := slashDay.FindStringSubmatch(text); m != nil {
		return two(m[2]) + "-" + two(m[1]), true
	}
	m := wordDay.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	return two(strconv.Itoa(monthNumber(m[1]))) + "-" + two(numbers.FindString(text)), true
}

// monthNumber is the number of a month that timeWords has found.
func monthNumber(name string) int {
	for i, begin := range monthNames {
		if strings.HasPrefix(name, begin) && (begin != "ma" || name == "maj" || name == "may") {
			return i + 1
		}
	}
	return 0
}

// isWhole reports whether what was found is not part of a longer word or number.
func isWhole(text string, at []int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
	after, _ := utf8.DecodeRuneInString(text[at[1]:])
	return !isWordRune(before) && !isWordRune(after)
}

func isWordRune(r rune) bool {
	return r != utf8.RuneError && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 0x7f && strings.ContainsRune("åäöÅÄÖéÉ", r))
}

// around is how much is shown on each side of a mention, in characters.
const around = 36

// tail is the end of what stands before a mention, and head the beginning of
// what follows, in whole words on one line.
func tail(text string) string {
	runes := []rune(oneLine(text))
	if len(runes) <= around {
		return string(runes)
	}
	short := string(runes[len(runes)-around:])
	if _, rest, ok := strings.Cut(short, " "); ok {
		short = rest
	}
	return "… " + short
}

func head(text string) string {
	runes := []rune(oneLine(text))
	if len(runes) <= around {
		return string(runes)
	}
	short := string(runes[:around])
	if i := strings.LastIndex(short, " "); i > 0 {
		short = short[:i]
	}
	return short + " …"
}

// oneLine puts a space for every run of white space, also at the ends.
func oneLine(text string) string { return whiteSpace.ReplaceAllString(text, " ") }

var whiteSpace = regexp.MustCompile(`\s+`)
