package event

import (
	"slices"
	"strings"
)

// QuestionFault says what is wrong with one of an event's questions: in which
// part of it.
type QuestionFault struct {
	ID   string
	Part string // "label", "purpose", "options", "min", "when" or "kind"
}

// QuestionFaults finds what is wrong with questions, the first thing for each
// part.
func QuestionFaults(questions []Question) []QuestionFault {
	var faults []QuestionFault
	for _, problem := range checkQuestions(questions) {
		path, _, _ := strings.Cut(problem, ": ")
		for i, q := range questions {
			part, ok := strings.CutPrefix(path, index("questions", i)+".")
			if !ok {
				continue
			}
			part, _, _ = strings.Cut(part, ".")
			part, _, _ = strings.Cut(part, "[")
			if f := (QuestionFault{q.ID, part}); !slices.Contains(faults, f) {
				faults = append(faults, f)
			}
		}
	}
	return faults
}

// KeepQuestions is what an event asks after a change, where people may have
// answered what it asked before. A question that is missing from the new ones
// stays, retired, so that its answers can be read and its id goes to no other.
// It returns ErrAnswered where a question that stays is to take another kind of
// answer, or to be kept apart when it was not: that is another question.
func KeepQuestions(old, new []Question) ([]Question, error) {
	kept := slices.Clone(new)
	for _, q := range old {
		at := slices.IndexFunc(new, func(n Question) bool { return n.ID == q.ID })
		switch {
		case at < 0:
			q.Retired = true
			kept = append(kept, q)
		case new[at].Kind != q.Kind, new[at].Sensitive != q.Sensitive:
			return nil, ErrAnswered
		}
	}
	return kept, nil
}

// MoveQuestion moves a question by that many places, retired ones left out of
// account. It returns false, and the questions as they were, where a question
// would come before one that its condition looks at, or there is nowhere to go.
func MoveQuestion(questions []Question, id string, by int) ([]Question, bool) {
	at := slices.IndexFunc(questions, func(q Question) bool { return q.ID == id })
	if at < 0 || by == 0 {
		return questions, false
	}
	moved := slices.Clone(questions)
	step := 1
	if by < 0 {
		step = -1
	}
	for ; by != 0; by -= step {
		next := at + step
		for next >= 0 && next < len(moved) && moved[next].Retired {
			next += step
		}
		if next < 0 || next >= len(moved) {
			return questions, false
		}
		q := moved[at]
		moved = slices.Insert(slices.Delete(moved, at, at+1), next, q)
		at = next
	}
	if len(QuestionFaults(moved)) > len(QuestionFaults(questions)) {
		return questions, false
	}
	return moved, true
}

// LooksAt lists the questions that the condition of another looks at, and so
// must stay before it.
func (c *Condition) LooksAt() []string {
	if c == nil {
		return nil
	}
	var ids []string
	if c.Answer != nil {
		ids = append(ids, c.Answer.Question)
	}
	for _, part := range slices.Concat(c.All, c.Any) {
		ids = append(ids, part.LooksAt()...)
	}
	return ids
}

// Dependants are the questions still asked whose conditions look at one. It can
// neither be removed nor retired without them.
func Dependants(questions []Question, id string) []Question {
	var all []Question
	for _, q := range questions {
		if !q.Retired && slices.Contains(q.When.LooksAt(), id) {
			all = append(all, q)
		}
	}
	return all
}

// Needs reports whether a condition looks at a question: that of another one
// still asked, or that of sessions to choose.
func (e *Event) Needs(question string) bool {
	chosenBy := func(s Session) bool { return s.Choice != nil && slices.Contains(s.Choice.When.LooksAt(), question) }
	return len(Dependants(e.Questions, question)) > 0 || slices.ContainsFunc(e.Sessions, chosenBy)
}
