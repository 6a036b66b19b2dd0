package console

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"samling/internal/event"
)

// questionForm is one question as it is typed.
type questionForm struct {
	Kind      string
	Label     string
	Help      string
	Purpose   string
	Options   string // one a line
	Min, Max  string
	Required  bool
	Sensitive bool
	Version   string
	// When it is asked.
	Comes      string   // "", "on-site" or "online"
	Categories []string // of which categories the person is, by id; none for all
	Mode       string   // how the parts hang together
	Rows       []conditionRow
}

// questionPage is the form for a question.
type questionPage struct {
	Page
	ID      string // empty for a new one
	Form    questionForm
	Kinds   []kindChoice
	Answers []answerChoice // what conditions can look at
	Nested  string         // a condition that the form has no room for, in words
	Invalid event.Invalid
	mending
	Both bool // people choose how to come
}

// answerChoice is an answer to an earlier question.
type answerChoice struct{ Value, Name string }

// question answers GET …/questions/new and …/questions/:question.
func (s *server) question(v *visit) error {
	q, at, err := s.findQuestion(v)
	if err != nil {
		return err
	}
	p, err := s.questionPage(v, q, at)
	if err != nil {
		return err
	}
	p.Form = typeQuestion(q, v.Event.Version)
	return s.render(v, "question", p)
}

// findQuestion finds the question of the address and where it stands. A new one
// stands last.
func (s *server) findQuestion(v *visit) (event.Question, int, error) {
	id := v.Param("question")
	if id == "" {
		kind := event.QuestionKind(cmp.Or(v.QueryParam("kind"), string(event.AskShort)))
		return event.Question{Kind: kind}, len(v.Event.Questions), nil
	}
	at := slices.IndexFunc(v.Event.Questions, func(q event.Question) bool { return q.ID == id })
	if at < 0 {
		return event.Question{}, 0, event.ErrNotFound
	}
	return v.Event.Questions[at], at, nil
}

func (s *server) questionPage(v *visit, q event.Question, at int) (questionPage, error) {
	title := "questions.edit"
	if q.ID == "" {
		title = "questions.new"
	}
	base, err := s.eventPage(v, title, "questions")
	if err != nil {
		return questionPage{}, err
	}
	p := questionPage{Page: base, ID: q.ID, Kinds: kindChoices(base), Both: v.Event.Attendance == event.Both}
	for _, earlier := range v.Event.Questions[:at] {
		for _, choice := range earlier.Choices() {
			if !earlier.Retired {
				p.Answers = append(p.Answers, answerChoice{earlier.ID + "|" + choice, earlier.Label + ": " + choiceWord(base, choice)})
			}
		}
	}
	if _, fits := flatten(q.When); !fits {
		p.Nested = conditionWords(base, v.Event.Questions, q.When)
	}
	return p, nil
}

// submitQuestion answers POST to the same addresses.
func (s *server) submitQuestion(v *visit) error {
	old, at, err := s.findQuestion(v)
	if err != nil {
		return err
	}
	form := readQuestionForm(v)
	p, err := s.questionPage(v, old, at)
	if err != nil {
		return err
	}
	p.Form = form
	q := form.question(old)
	list := slices.Clone(v.Event.Questions)
	if q.ID == "" {
		q.ID = event.NewQuestionID(list)
		list = append(list, q)
	} else {
		list[at] = q
	}
	p.Invalid = questionComplaints(list, q.ID)
	if slices.ContainsFunc(form.Categories, func(id string) bool { return v.Event.Category(id) == nil }) {
		p.Invalid["when"] = "questions.wrong_when"
	}
	changed := *v.Event
	if changed.Questions = list; changed.HasOddChoosers() {
		p.Invalid["options"] = "questions.wrong_others"
	}
	if form.Min != "" && !isNumber(form.Min) || form.Max != "" && !isNumber(form.Max) {
		p.Invalid["min"] = "questions.wrong_min"
	}
	if form.Version != strconv.Itoa(v.Event.Version) {
		// What was typed is about one question, and stays: the next press saves it
		// over what the event is now.
		p.Form.Version = strconv.Itoa(v.Event.Version)
		p.Invalid["version"] = "questions.changed_meanwhile"
	}
	if len(p.Invalid) > 0 {
		return s.questionAgain(v, p)
	}
	err = s.saveQuestions(v, list)
	if errors.Is(err, event.ErrAnswered) {
		p.Invalid["kind"] = "questions.answered"
		return s.questionAgain(v, p)
	}
	if err != nil {
		return s.questionsChanged(v, err)
	}
	return v.done(v.eventPath("/questions"), "saved")
}

// questionAgain shows the form with what is wrong. That somebody else has changed
// the event meanwhile is no fault of a field.
func (s *server) questionAgain(v *visit, p questionPage) error {
	for _, field := range []string{"label", "kind", "options", "min", "purpose", "when"} {
		if key := p.Invalid[field]; key != "" {
			p.Complaints = append(p.Complaints, flaw{field, p.T(string(key))})
		}
	}
	return s.renderInvalid(v, "question", p)
}

// questionComplaints are what is wrong with a question, by field, and with
// others because of it.
func questionComplaints(list []event.Question, id string) event.Invalid {
	invalid := event.Invalid{}
	for _, f := range event.QuestionFaults(list) {
		switch {
		case f.ID != id:
			invalid["options"] = "questions.wrong_others"
		case f.Part == "label":
			invalid["label"] = "questions.wrong_label"
		case f.Part == "purpose":
			invalid["purpose"] = "questions.wrong_purpose"
		case f.Part == "options":
			invalid["options"] = "questions.wrong_options"
		case f.Part == "min", f.Part == "max":
			invalid["min"] = "questions.wrong_min"
		default:
			invalid["when"] = "questions.wrong_when"
		}
	}
	return invalid
}

func isNumber(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n >= 0
}

// readQuestionForm takes what was typed, as it was typed.
func readQuestionForm(v *visit) questionForm {
	f := questionForm{
		Kind: v.FormValue("kind"), Label: v.FormValue("label"), Help: v.FormValue("help"), Purpose: v.FormValue("purpose"),
		Options: v.FormValue("options"), Min: strings.TrimSpace(v.FormValue("min")), Max: strings.TrimSpace(v.FormValue("max")),
		Required: v.FormValue("required") != "", Sensitive: v.FormValue("sensitive") != "",
		Comes: v.FormValue("comes"), Mode: v.FormValue("mode"), Version: v.FormValue("version"),
	}
	f.Categories = v.Request().PostForm["category[]"]
	for i := range conditionRows {
		n := strconv.Itoa(i + 1)
		f.Rows = append(f.Rows, conditionRow{v.FormValue("is-" + n), v.FormValue("answer-" + n)})
	}
	return f
}

// question is what the form makes of a question. A condition that the form has
// no room for stays, unless another was chosen.
func (f questionForm) question(old event.Question) event.Question {
	q := event.Question{
		ID: old.ID, Retired: old.Retired, Kind: event.QuestionKind(f.Kind), Label: oneLine(f.Label), Help: strings.TrimSpace(f.Help),
		Purpose: strings.TrimSpace(f.Purpose), Required: f.Required, Sensitive: f.Sensitive,
	}
	q.Min, _ = strconv.Atoi(f.Min)
	q.Max, _ = strconv.Atoi(f.Max)
	if q.Kind.HasOptions() {
		for line := range strings.Lines(f.Options) {
			if line = oneLine(line); line != "" {
				q.Options = append(q.Options, line)
			}
		}
	}
	q.When = f.condition()
	if _, fits := flatten(old.When); !fits && q.When == nil {
		q.When = old.When
	}
	return q
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// typeQuestion fills the form with a question.
func typeQuestion(q event.Question, version int) questionForm {
	f := questionForm{
		Kind: string(q.Kind), Label: q.Label, Help: q.Help, Purpose: q.Purpose, Options: strings.Join(q.Options, "\n"),
		Required: q.Required, Sensitive: q.Sensitive, Version: strconv.Itoa(version),
	}
	if q.Min > 0 {
		f.Min = strconv.Itoa(q.Min)
	}
	if q.Max > 0 {
		f.Max = strconv.Itoa(q.Max)
	}
	when, _ := flatten(q.When)
	f.Comes, f.Categories, f.Mode, f.Rows = when.Comes, when.Categories, when.Mode, when.Rows
	for len(f.Rows) < conditionRows {
		f.Rows = append(f.Rows, conditionRow{Is: "is"})
	}
	return f
}

// CategoryOptions are the categories that can be ticked.
func (p questionPage) CategoryOptions() []option { return categoryOptions(p.Event, p.Form.Categories) }

// HasWho reports whether there is anything to say about who the person is.
func (p questionPage) HasWho() bool { return p.Both || len(p.CategoryOptions()) > 0 }

// HasModes reports whether there are several parts to hang together.
func (p questionPage) HasModes() bool {
	return len(p.Answers) > 0 || p.Both && len(p.CategoryOptions()) > 0
}

// RowNumber is the number of a row as people count.
func (p questionPage) RowNumber(i int) string { return strconv.Itoa(i + 1) }
