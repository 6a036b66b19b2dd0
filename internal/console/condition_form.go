package console

import (
	"reflect"
	"slices"
	"strings"

	"samling/internal/event"
)

// conditionRow is one part of a condition: an earlier question, and an answer.
type conditionRow struct {
	Is     string // "is" or "not"
	Answer string // "<question>|<choice>", empty for no condition
}

// conditionRows is how many parts the form has room for.
const conditionRows = 4

// How the parts of a condition hang together: what a form says under "mode".
const (
	modeAll    = "all"    // every part holds
	modeAny    = "any"    // one of the answers is enough, beside who the person is
	modeEither = "either" // one part of all is enough
)

// condition is what the form says, or nil for always.
func (f questionForm) condition() *event.Condition {
	who, rows := f.who(), f.answers()
	switch {
	case f.Mode == modeEither && len(who)+len(rows) > 1:
		return &event.Condition{Any: slices.Concat(who, rows)}
	case f.Mode == modeAny && len(rows) > 1:
		rows = []event.Condition{{Any: rows}}
	}
	parts := slices.Concat(who, rows)
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return &parts[0]
	}
	return &event.Condition{All: parts}
}

// who are the parts about the person: how they come, and of which categories
// they are.
func (f questionForm) who() []event.Condition {
	var parts []event.Condition
	if f.Comes != "" {
		parts = append(parts, event.Condition{Attendance: []event.Attendance{event.Attendance(f.Comes)}})
	}
	if len(f.Categories) > 0 {
		parts = append(parts, event.Condition{Category: f.Categories})
	}
	return parts
}

// answers are the parts about earlier questions.
func (f questionForm) answers() []event.Condition {
	var parts []event.Condition
	for _, r := range f.Rows {
		id, choice, ok := strings.Cut(r.Answer, "|")
		if !ok {
			continue
		}
		is := &event.AnswerIs{Question: id, Is: []string{choice}}
		if r.Is == "not" {
			is.Is, is.IsNot = nil, is.Is
		}
		parts = append(parts, event.Condition{Answer: is})
	}
	return parts
}

// flatten takes a condition apart into what the form has room for: a way to
// come, categories, and all or any of some answers. It returns false where it is
// more.
func flatten(c *event.Condition) (f questionForm, fits bool) {
	f.Mode = modeAll
	if c == nil {
		return f, true
	}
	parts := []event.Condition{*c}
	switch {
	case len(c.All) > 0:
		parts = c.All
	case len(c.Any) > 0 && slices.ContainsFunc(c.Any, func(part event.Condition) bool { return part.Answer == nil }):
		f.Mode, parts = modeEither, c.Any
	}
	for _, part := range parts {
		if len(part.Any) > 0 && f.Mode == modeAll {
			f.Mode = modeAny
			for _, alternative := range part.Any {
				f.take(alternative)
			}
			continue
		}
		f.take(part)
	}
	if len(f.Rows) > conditionRows || !reflect.DeepEqual(f.condition(), c) {
		return questionForm{Mode: modeAll}, false
	}
	return f, true
}

// take writes a part of a condition into the form. Whether that is all of it is
// seen by reading the form back.
func (f *questionForm) take(part event.Condition) {
	switch {
	case part.Answer != nil:
		f.Rows = append(f.Rows, rowsOf(part.Answer)...)
	case len(part.Attendance) == 1:
		f.Comes = string(part.Attendance[0])
	case len(part.Category) > 0:
		f.Categories = part.Category
	}
}

func rowsOf(a *event.AnswerIs) []conditionRow {
	var rows []conditionRow
	for _, choice := range a.Is {
		rows = append(rows, conditionRow{"is", a.Question + "|" + choice})
	}
	for _, choice := range a.IsNot {
		rows = append(rows, conditionRow{"not", a.Question + "|" + choice})
	}
	return rows
}

// categoryOptions are the categories of an event to tick: those that are offered,
// and those that are ticked.
func categoryOptions(ev *event.Event, ticked []string) []option {
	var all []option
	for _, c := range ev.Categories {
		is := slices.Contains(ticked, c.ID)
		if !c.Retired || is {
			all = append(all, option{c.ID, c.Name, is})
		}
	}
	return all
}
