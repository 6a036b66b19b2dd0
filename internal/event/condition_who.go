package event

import "reflect"

// Who is a condition that looks at nothing but people: how they come, and of
// which categories they are. What is empty does not matter.
type Who struct {
	Attendance Attendance
	Categories []string // one of these, by id
}

// Condition holds for those people; nil for everybody.
func (w Who) Condition() *Condition {
	var parts []Condition
	if w.Attendance != "" {
		parts = append(parts, Condition{Attendance: []Attendance{w.Attendance}})
	}
	if len(w.Categories) > 0 {
		parts = append(parts, Condition{Category: w.Categories})
	}
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return &parts[0]
	}
	return &Condition{All: parts}
}

// Who takes a condition apart. It returns false where the condition looks at
// more.
func (c *Condition) Who() (Who, bool) {
	if c == nil {
		return Who{}, true
	}
	parts := []Condition{*c}
	if len(c.All) > 0 {
		parts = c.All
	}
	var w Who
	for _, part := range parts {
		if len(part.Attendance) == 1 {
			w.Attendance = part.Attendance[0]
		}
		if len(part.Category) > 0 {
			w.Categories = part.Category
		}
	}
	if !reflect.DeepEqual(w.Condition(), c) {
		return Who{}, false
	}
	return w, true
}
