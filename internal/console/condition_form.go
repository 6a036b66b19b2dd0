package console

import (
	"reflect"
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

// condition is what the rows say, or nil for always.
func (f questionForm) condition() *event.Condition {
	var rows []event.Condition
	for _, r := range f.Rows {
		id, choice, ok := strings.Cut(r.Answer, "|")
		if !ok {
			continue
		}
		is := &event.AnswerIs{Question: id, Is: []string{choice}}
		if r.Is == "not" {
			is.Is, is.IsNot = nil, is.Is
		}
		rows = append(rows, event.Condition{Answer: is})
	}
	var parts []event.Condition
	switch {
	case len(rows) > 1 && f.Mode == "any":
		parts = append(parts, event.Condition{Any: rows})
	default:
		parts = rows
	}
	if f.Comes != "" {
		parts = append([]event.Condition{{Attendance: []event.Attendance{event.Attendance(f.Comes)}}}, parts...)
	}
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return &parts[0]
	}
	return &event.Condition{All: parts}
}

// flatten takes a condition apart into what the form has room for: a way to
// come, and all or any of some answers. It returns false where it is more.
func flatten(c *event.Condition) (comes, mode string, rows []conditionRow, fits bool) {
	mode = "all"
	if c == nil {
		return "", mode, nil, true
	}
	parts := []event.Condition{*c}
	if len(c.All) > 0 {
		parts = c.All
	}
	for _, part := range parts {
		switch {
		case part.Answer != nil:
			rows = append(rows, rowsOf(part.Answer)...)
		case len(part.Attendance) == 1 && comes == "":
			comes = string(part.Attendance[0])
		case len(part.Any) > 0 && len(rows) == 0 && mode == "all":
			mode = "any"
			for _, alternative := range part.Any {
				if alternative.Answer == nil {
					return "", "all", nil, false
				}
				rows = append(rows, rowsOf(alternative.Answer)...)
			}
		default:
			return "", "all", nil, false
		}
	}
	whole := questionForm{Comes: comes, Mode: mode, Rows: rows}
	if len(rows) > conditionRows || !reflect.DeepEqual(whole.condition(), c) {
		return "", "all", nil, false
	}
	return comes, mode, rows, true
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
