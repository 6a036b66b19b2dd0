package console

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"samling/internal/event"
)

// questionsPage lists what is asked of those who register.
type questionsPage struct {
	Page
	Asked   []questionLine
	Retired []questionLine
	Kinds   []kindChoice
}

// questionLine is a question in the list.
type questionLine struct {
	event.Question
	KindName  string
	When      string // its condition in words, empty for none
	CanUp     bool
	CanDown   bool
	CanRetire bool
	CanRemove bool // nobody can have answered it
}

// kindChoice is a kind of question to choose.
type kindChoice struct {
	Kind event.QuestionKind
	Name string
}

// questions answers GET …/questions.
func (s *server) questions(v *visit) error {
	base, err := s.eventPage(v, "console.tab_questions", "questions")
	if err != nil {
		return err
	}
	registrations, err := s.store.CountRegistrations(v.ctx(), v.Event.ID)
	if err != nil {
		return err
	}
	p := questionsPage{Page: base, Kinds: kindChoices(base)}
	list := v.Event.Questions
	for _, q := range list {
		line := questionLine{Question: q, KindName: base.T("question.kind_" + kindWord(q.Kind)), When: conditionWords(base, list, q.When)}
		free := !v.Event.Needs(q.ID)
		line.CanRetire, line.CanRemove = free, free && registrations == 0
		_, line.CanUp = event.MoveQuestion(list, q.ID, -1)
		_, line.CanDown = event.MoveQuestion(list, q.ID, 1)
		if q.Retired {
			p.Retired = append(p.Retired, line)
		} else {
			p.Asked = append(p.Asked, line)
		}
	}
	return s.render(v, "questions", p)
}

func kindChoices(p Page) []kindChoice {
	choices := make([]kindChoice, len(event.QuestionKinds))
	for i, k := range event.QuestionKinds {
		choices[i] = kindChoice{k, p.T("question.kind_" + kindWord(k))}
	}
	return choices
}

// kindWord is a kind of question as it stands in keys.
func kindWord(k event.QuestionKind) string { return strings.ReplaceAll(string(k), "-", "_") }

// changeQuestions answers POST …/questions: the buttons beside each question.
func (s *server) changeQuestions(v *visit) error {
	what, which, _ := strings.Cut(v.FormValue("do"), " ")
	id, steps, _ := strings.Cut(which, " ")
	list := slices.Clone(v.Event.Questions)
	at := slices.IndexFunc(list, func(q event.Question) bool { return q.ID == id })
	if at < 0 {
		return v.redirect(v.eventPath("/questions"))
	}
	moved := true
	switch what {
	case "up":
		list, moved = event.MoveQuestion(list, id, -1)
	case "down":
		list, moved = event.MoveQuestion(list, id, 1)
	case "move": // as far as it was dragged
		by, _ := strconv.Atoi(steps)
		if list, moved = event.MoveQuestion(list, id, by); !moved {
			return v.done(v.eventPath("/questions"), "question_stays")
		}
	case "restore":
		list[at].Retired = false
		moved = len(event.QuestionFaults(list)) == 0
	case "retire":
		list[at].Retired = true
		moved = !v.Event.Needs(id)
	case "remove":
		registrations, err := s.store.CountRegistrations(v.ctx(), v.Event.ID)
		if err != nil {
			return err
		}
		moved = registrations == 0 && !v.Event.Needs(id)
		list = slices.Delete(list, at, at+1)
	}
	if !moved {
		return v.done(v.eventPath("/questions"), "changed_meanwhile")
	}
	if err := s.saveQuestions(v, list); err != nil {
		return s.questionsChanged(v, err)
	}
	return v.redirect(v.eventPath("/questions") + "#" + id)
}

// saveQuestions puts the questions in place of the event's.
func (s *server) saveQuestions(v *visit, list []event.Question) error {
	ev := *v.Event
	ev.Questions = list
	return s.store.ChangeEvent(v.ctx(), v.actor(), &ev, "questions.changed", s.now())
}

// questionsChanged shows the list as it is now, if somebody else was quicker.
func (s *server) questionsChanged(v *visit, err error) error {
	if errors.Is(err, event.ErrChanged) {
		return v.done(v.eventPath("/questions"), "changed_meanwhile")
	}
	return err
}

// conditionWords says when a question is asked.
func conditionWords(p Page, list []event.Question, c *event.Condition) string {
	switch {
	case c == nil:
		return ""
	case len(c.All) > 0:
		return joinConditions(p, list, c.All, " "+p.T("questions.and")+" ")
	case len(c.Any) > 0:
		return joinConditions(p, list, c.Any, " "+p.T("questions.or")+" ")
	case c.Answer != nil:
		return answerWords(p, list, c.Answer)
	case len(c.Category) > 0:
		return p.T("questions.category_is", "Category", categoryNames(p, c.Category))
	}
	var ways []string
	for _, a := range c.Attendance {
		ways = append(ways, attendanceWords(p, a))
	}
	return strings.Join(ways, " "+p.T("questions.or")+" ")
}

func categoryNames(p Page, ids []string) string {
	names := slices.Clone(ids)
	for i, id := range ids {
		if c := p.Event.Category(id); c != nil {
			names[i] = c.Name
		}
	}
	return strings.Join(names, " "+p.T("questions.or")+" ")
}

func joinConditions(p Page, list []event.Question, parts []event.Condition, between string) string {
	words := make([]string, len(parts))
	for i := range parts {
		words[i] = conditionWords(p, list, &parts[i])
		if len(parts[i].All)+len(parts[i].Any) > 0 {
			words[i] = "(" + words[i] + ")"
		}
	}
	return strings.Join(words, between)
}

func answerWords(p Page, list []event.Question, a *event.AnswerIs) string {
	label := a.Question
	for _, q := range list {
		if q.ID == a.Question {
			label = q.Label
		}
	}
	if len(a.Is) > 0 {
		return p.T("questions.answer_is", "Question", label, "Answer", choiceWords(p, a.Is))
	}
	return p.T("questions.answer_is_not", "Question", label, "Answer", choiceWords(p, a.IsNot))
}

func choiceWords(p Page, choices []string) string {
	words := make([]string, len(choices))
	for i, c := range choices {
		words[i] = choiceWord(p, c)
	}
	return strings.Join(words, " "+p.T("questions.or")+" ")
}

// choiceWord is a choice as people read it: yes and no have a word in each
// language.
func choiceWord(p Page, choice string) string {
	if choice == event.Yes || choice == event.No {
		return p.T("question." + choice)
	}
	return choice
}

func attendanceWords(p Page, a event.Attendance) string {
	if a == event.OnSite {
		return p.T("questions.comes_on_site")
	}
	return p.T("questions.comes_online")
}
