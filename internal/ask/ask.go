// Package ask turns the questions of an event into fields of forms, and answers
// into words, the same way wherever people are asked and wherever answers are read.
package ask

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"samling/internal/event"
	"samling/internal/i18n"
)

// Field is a question as the form shows it, with what was answered.
type Field struct {
	event.Question
	Field     string // of the answer
	Consent   string // field of the consent, empty for what is not sensitive
	Given     []string
	Consented bool
	Wrong     string // what is wrong with the answer
	NoConsent string // that the consent is missing
	Choices   []Choice
	ByHand    bool   // an organiser fills it in
	Token     string // stands for the file that was sent before, empty for none
	Hidden    bool   // not asked of a person who has filled the form in like this
}

// Choice is one of the answers to choose from.
type Choice struct {
	ID, Value, Text string
	Chosen          bool
}

// Condition is when the question is asked, for a script; empty for always.
func (f Field) Condition() string { return f.When.JSON() }

// Text is the answer to a question that takes one text.
func (f Field) Text() string {
	if len(f.Given) == 0 {
		return ""
	}
	return f.Given[0]
}

// InputType is the type of the field for one line.
func (f Field) InputType() string {
	switch f.Kind {
	case event.AskDate:
		return "date"
	case event.AskEmail:
		return "email"
	case event.AskPhone:
		return "tel"
	}
	return "text"
}

// Described names what stands beside the field for those who listen.
func (f Field) Described() string {
	var ids []string
	if f.Help != "" || f.Kind == event.AskFile {
		ids = append(ids, f.Field+"-hint")
	}
	if f.Wrong != "" {
		ids = append(ids, f.Field+"-error")
	}
	return strings.Join(ids, " ")
}

// Form is what the form brought for the questions.
type Form struct {
	values   url.Values
	byHand   bool
	withheld map[string][]string // what counts for fields that are not shown
	files    map[string][]string // the answers that are files, which were found to be there
}

// shownField lists the questions, and the groups of sessions, that the form showed.
const shownField = "shown[]"

// singleFields are the fields that are not named after a question or a group.
var singleFields = []string{shownField, "attendance", "category"}

// ReadForm takes what belongs to questions from a form, and nothing else.
func ReadForm(v url.Values) Form {
	kept := url.Values{}
	for name, values := range v {
		if slices.Contains(singleFields, name) || hasAnyPrefix(name, "answer-", "consent-", "sessions-", filePrefix) {
			kept[name] = values
		}
	}
	return Form{values: kept}
}

// Raw gives the texts of a field.
func (f Form) Raw(field string) []string {
	if given, withheld := f.withheld[field]; withheld {
		return given
	}
	if strings.HasPrefix(field, filePrefix) {
		return f.files[field] // never what was typed
	}
	return f.values[field]
}

// Carried is what was answered to questions, for a form that does not show them for
// a while.
func (f Form) Carried() []Pair {
	var all []Pair
	for _, name := range slices.Sorted(maps.Keys(f.values)) {
		for _, value := range f.values[name] {
			if name != "attendance" && name != "category" {
				all = append(all, Pair{name, value})
			}
		}
	}
	return all
}

// Pair is the name of a form field and a value it has.
type Pair struct{ Name, Value string }

// Attendance is how the person wants to come.
func (f Form) Attendance() string { return f.values.Get("attendance") }

// Unseen reports whether answers led to questions that the form did not show.
func (f Form) Unseen(asked []event.Question) bool {
	return slices.ContainsFunc(asked, func(q event.Question) bool { return !slices.Contains(f.values[shownField], q.ID) })
}

// UnseenGroups is Unseen for sessions to choose.
func (f Form) UnseenGroups(ev *event.Event) bool {
	return slices.ContainsFunc(ev.ChoiceGroupsFor(f.Signup(ev)), func(g event.ChoiceGroup) bool {
		return !slices.Contains(f.values[shownField], event.ChoiceField(g.Key))
	})
}

// Signup is what the form says as far as it is filled in.
func (f Form) Signup(ev *event.Event) event.Signup {
	var s event.Signup
	s.Answer(ev, f.Raw)
	return s
}

// Asked are the questions for a person who has filled the form in like this.
func (f Form) Asked(ev *event.Event) []event.Question {
	s := f.Signup(ev)
	var asked []event.Question
	for _, q := range ev.Questions {
		if q.IsAsked(s.Answers, event.Circumstances{Attendance: s.Attendance, Category: s.Category}) {
			asked = append(asked, q)
		}
	}
	return f.shown(asked)
}

// Fields prepares the questions for the page.
func (f Form) Fields(p *i18n.Printer, ev *event.Event, invalid event.Invalid) []Field {
	return f.fields(p, f.Asked(ev), invalid)
}

// FollowingFields are Fields, and between them, hidden, what would be asked if the
// form were filled in differently: a page with a script shows them in time.
func (f Form) FollowingFields(p *i18n.Printer, ev *event.Event, invalid event.Invalid) []Field {
	asked := f.Asked(ev)
	var all []event.Question
	for _, q := range ev.Questions {
		if !q.Retired {
			all = append(all, q)
		}
	}
	fields := f.fields(p, f.shown(all), invalid)
	for i := range fields {
		id := fields[i].ID
		fields[i].Hidden = !slices.ContainsFunc(asked, func(q event.Question) bool { return q.ID == id })
	}
	return fields
}

func (f Form) fields(p *i18n.Printer, questions []event.Question, invalid event.Invalid) []Field {
	var all []Field
	for _, q := range questions {
		one := Field{Question: q, Field: q.Field(), ByHand: f.byHand}
		one.Given, one.Token = f.Raw(one.Field), f.Token(&q)
		one.Wrong = Complain(p, &q, invalid[one.Field])
		if q.Sensitive {
			one.Consent = event.ConsentField(q.ID)
			one.Consented = f.values.Get(one.Consent) == event.Yes
			one.NoConsent = Complain(p, &q, invalid[one.Consent])
		}
		for i, value := range q.Choices() {
			c := Choice{ID: one.Field, Value: value, Text: value, Chosen: slices.Contains(one.Given, value)}
			if i > 0 {
				c.ID = one.Field + "-" + p.Number(i+1)
			}
			if q.Kind == event.AskYesNo {
				c.Text = p.T("question." + value)
			}
			one.Choices = append(one.Choices, c)
		}
		all = append(all, one)
	}
	return all
}

// Said is a question with the answer to it, in words.
type Said struct {
	Label, Text string
	File        string // the id of the question, where the answer is a file to fetch
}

// said puts an answer into words.
func said(p *i18n.Printer, q *event.Question, given []string) Said {
	s := Said{Label: q.Label, Text: Text(p, q, given)}
	if q.Kind == event.AskFile && event.UploadID(given) != 0 {
		s.File = q.ID
	}
	return s
}

// Answers lists what a person said, in the order of the questions, retired ones
// included: to all questions, or for those without a private look to those that
// are not sensitive.
func Answers(p *i18n.Printer, ev *event.Event, r *event.Registration, private bool) []Said {
	var all []Said
	if how := Attendance(p, r.Attendance); ev.Attendance == event.Both && how != "" {
		all = append(all, Said{Label: p.T("register.attendance"), Text: how})
	}
	for i := range ev.Questions {
		q := &ev.Questions[i]
		if given := r.Said(q, private); len(given) > 0 {
			all = append(all, said(p, q, given))
		}
	}
	return all
}

// Sensitive lists what a person said to sensitive questions.
func Sensitive(p *i18n.Printer, ev *event.Event, r *event.Registration) []Said {
	var all []Said
	for i := range ev.Questions {
		q := &ev.Questions[i]
		if given := r.Said(q, true); len(given) > 0 && len(r.Said(q, false)) == 0 {
			all = append(all, said(p, q, given))
		}
	}
	return all
}

// Attendance is how somebody comes, or "" if nobody knows.
func Attendance(p *i18n.Printer, a event.Attendance) string {
	switch a {
	case event.OnSite:
		return p.T("register.on_site")
	case event.Online:
		return p.T("register.online")
	}
	return ""
}

// Text is an answer as people read it.
func Text(p *i18n.Printer, q *event.Question, given []string) string {
	given = q.Readable(given)
	texts := make([]string, len(given))
	for i, text := range given {
		texts[i] = ChoiceText(p, q, text)
	}
	return strings.Join(texts, ", ")
}

// ChoiceText is one of the answers to a question as people read it.
func ChoiceText(p *i18n.Printer, q *event.Question, given string) string {
	isYesNo := q.Kind == event.AskYesNo || q.Kind == event.AskConsent
	if isYesNo && (given == event.Yes || given == event.No) {
		return p.T("question." + given)
	}
	if day, err := time.Parse(time.DateOnly, given); q.Kind == event.AskDate && err == nil {
		return p.Date(day)
	}
	return given
}

// Complain puts a complaint about an answer into words.
func Complain(p *i18n.Printer, q *event.Question, key event.Key) string {
	if key == "" {
		return ""
	}
	most := q.Max
	if q.Kind == event.AskFile {
		most = q.FileMB()
	}
	return p.T(string(key), "Min", q.Min, "Max", most)
}
