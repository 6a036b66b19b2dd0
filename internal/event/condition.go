package event

import (
	"encoding/json"
	"slices"
)

// Condition says when a question is asked. Exactly one of its fields is set.
type Condition struct {
	All        []Condition  `json:"all,omitempty"`        // every one holds
	Any        []Condition  `json:"any,omitempty"`        // at least one holds
	Answer     *AnswerIs    `json:"answer,omitempty"`     // an earlier question was answered so
	Attendance []Attendance `json:"attendance,omitempty"` // the person comes in one of these ways
	Category   []string     `json:"category,omitempty"`   // the person is of one of these categories, by id
}

// AnswerIs holds if an earlier question has one of the answers, or none of them.
type AnswerIs struct {
	Question string   `json:"question"`
	Is       []string `json:"is,omitempty"`
	IsNot    []string `json:"is_not,omitempty"`
}

// JSON is the condition as files have it and scripts read it, empty for none.
func (c *Condition) JSON() string {
	if c == nil {
		return ""
	}
	text, err := json.Marshal(c)
	if err != nil {
		return "" // nothing in it cannot be written
	}
	return string(text)
}

// Answers are what a person said, by the id of the question: one text, or
// several for AskSeveral. What was not asked, or not answered, is not in it.
type Answers map[string][]string

// Circumstances are what conditions look at beside answers.
type Circumstances struct {
	Attendance Attendance
	Category   string
}

// Holds reports whether the condition is met. No condition always is.
func (c *Condition) Holds(a Answers, at Circumstances) bool {
	switch {
	case c == nil:
		return true
	case len(c.All) > 0:
		return !slices.ContainsFunc(c.All, func(part Condition) bool { return !part.Holds(a, at) })
	case len(c.Any) > 0:
		return slices.ContainsFunc(c.Any, func(part Condition) bool { return part.Holds(a, at) })
	case c.Answer != nil:
		return c.Answer.holds(a)
	case len(c.Attendance) > 0:
		return slices.Contains(c.Attendance, at.Attendance)
	case len(c.Category) > 0:
		return slices.Contains(c.Category, at.Category)
	}
	return true
}

func (w *AnswerIs) holds(a Answers) bool {
	given := a[w.Question]
	oneOf := func(list []string) bool {
		return slices.ContainsFunc(given, func(g string) bool { return slices.Contains(list, g) })
	}
	if len(w.Is) > 0 {
		return oneOf(w.Is)
	}
	return !oneOf(w.IsNot)
}

// check looks at a condition. It may look back at earlier questions with
// choices, so that one pass over the questions decides them all.
func (c *Condition) check(p *Problems, path string, earlier map[string]*Question, depth int, left *int) {
	*left--
	set := 0
	for _, is := range []bool{len(c.All) > 0, len(c.Any) > 0, c.Answer != nil, len(c.Attendance) > 0, len(c.Category) > 0} {
		if is {
			set++
		}
	}
	switch {
	case set != 1:
		p.add(path, "must say exactly one of all, any, answer, attendance and category")
		return
	case depth == 0 || *left < 0:
		p.add(path, "is too deep, or has too many parts")
		return
	case c.Answer != nil:
		c.Answer.check(p, path+".answer", earlier)
	}
	for i := range c.All {
		c.All[i].check(p, index(path+".all", i), earlier, depth-1, left)
	}
	for i := range c.Any {
		c.Any[i].check(p, index(path+".any", i), earlier, depth-1, left)
	}
	for i, a := range c.Attendance {
		if a != OnSite && a != Online {
			p.add(index(path+".attendance", i), "must be on-site or online")
		}
	}
}

func (w *AnswerIs) check(p *Problems, path string, earlier map[string]*Question) {
	q := earlier[w.Question]
	switch {
	case q == nil:
		p.add(path+".question", "is no earlier question")
		return
	case q.Choices() == nil:
		p.add(path+".question", "has no choices to look at")
		return
	case (len(w.Is) > 0) == (len(w.IsNot) > 0):
		p.add(path, "must say one of is and is_not")
	}
	for i, choice := range w.Is {
		if !slices.Contains(q.Choices(), choice) {
			p.add(index(path+".is", i), "is no answer to that question")
		}
	}
	for i, choice := range w.IsNot {
		if !slices.Contains(q.Choices(), choice) {
			p.add(index(path+".is_not", i), "is no answer to that question")
		}
	}
}
