package event

import (
	"fmt"
	"slices"
	"strings"
)

// Question is something an organiser asks of those who register, beside name
// and address. It is part of the event: it is saved, copied and exchanged with
// it.
type Question struct {
	// ID names the question among those of the event, for ever: answers are
	// found by it, so it is never given to another.
	ID        string       `json:"id"`
	Kind      QuestionKind `json:"kind"`
	Label     string       `json:"label"`
	Help      string       `json:"help,omitempty"`
	Required  bool         `json:"required,omitempty"`
	Sensitive bool         `json:"sensitive,omitempty"` // health or belief: kept apart, with a consent of its own
	Purpose   string       `json:"purpose,omitempty"`   // why it is asked and who reads it; a sensitive one must say
	Options   []string     `json:"options,omitempty"`   // for AskOne and AskSeveral
	Min       int          `json:"min,omitempty"`       // least number, or choices; 0 for none
	Max       int          `json:"max,omitempty"`       // most characters, number, choices or megabytes; 0 for none
	When      *Condition   `json:"when,omitempty"`      // nil for always
	// Retired questions are no longer asked. They stay, so that answers to them
	// can be read.
	Retired bool `json:"retired,omitempty"`
}

// QuestionKind is what an answer looks like.
type QuestionKind string

// The kinds of questions.
const (
	AskShort        QuestionKind = "short"
	AskLong         QuestionKind = "long"
	AskOne          QuestionKind = "one"     // of a list
	AskSeveral      QuestionKind = "several" // of a list
	AskYesNo        QuestionKind = "yes-no"
	AskNumber       QuestionKind = "number"
	AskDate         QuestionKind = "date"
	AskEmail        QuestionKind = "email"
	AskPhone        QuestionKind = "phone"
	AskMunicipality QuestionKind = "municipality"
	AskConsent      QuestionKind = "consent" // a box that means yes
	AskFile         QuestionKind = "file"
)

// QuestionKinds are all kinds, in the order a list shows them.
var QuestionKinds = []QuestionKind{
	AskShort, AskLong, AskOne, AskSeveral, AskYesNo, AskNumber, AskDate, AskEmail, AskPhone, AskMunicipality, AskConsent,
	AskFile,
}

// HasOptions reports whether the answer is taken from a list.
func (k QuestionKind) HasOptions() bool { return k == AskOne || k == AskSeveral }

// What yes and no are called in answers, whatever the language.
const (
	Yes = "yes"
	No  = "no"
)

// Choices are the answers that conditions can be made of, none for free text.
func (q *Question) Choices() []string {
	switch q.Kind {
	case AskOne, AskSeveral:
		return q.Options
	case AskYesNo:
		return []string{Yes, No}
	case AskConsent:
		return []string{Yes}
	}
	return nil
}

// How much there may be of everything.
const (
	MaxQuestions    = 60
	MaxOptions      = 100
	MaxAnswer       = 2000
	maxConditions   = 20
	conditionsDepth = 3
)

// CheckQuestions says what is wrong with the questions of an event, as problems
// with paths below the given one.
func checkQuestions(questions []Question) Problems {
	var p Problems
	if len(questions) > MaxQuestions {
		p.add("questions", "are more than %d", MaxQuestions)
	}
	seen := map[string]*Question{}
	for i := range questions {
		q, path := &questions[i], index("questions", i)
		q.check(&p, path, seen)
		if seen[q.ID] != nil {
			p.add(path+".id", "is that of another question")
		}
		seen[q.ID] = q
	}
	return p
}

// check looks at one question. Its condition may only look back.
func (q *Question) check(p *Problems, path string, earlier map[string]*Question) {
	if !isQuestionID(q.ID) {
		p.add(path+".id", "must be 1 to 20 letters a to z or digits")
	}
	if !slices.Contains(QuestionKinds, q.Kind) {
		p.add(path+".kind", "is none of %s", strings.Join(kindNames(), ", "))
	}
	if strings.TrimSpace(q.Label) == "" {
		p.add(path+".label", "missing")
	}
	if q.Sensitive && strings.TrimSpace(q.Purpose) == "" {
		p.add(path+".purpose", "missing: a sensitive question must say why it is asked and who reads the answer")
	}
	if q.Kind.HasOptions() {
		q.checkOptions(p, path)
	}
	if q.Min < 0 || q.Max < 0 || q.Max > 0 && q.Min > q.Max {
		p.add(path+".min", "must not be more than max, and neither less than 0")
	}
	if q.Kind == AskFile && q.Max > MaxFileMB {
		p.add(path+".max", "must not be more than %d megabytes", MaxFileMB)
	}
	if q.When != nil {
		left := maxConditions
		q.When.check(p, path+".when", earlier, conditionsDepth, &left)
	}
}

func (q *Question) checkOptions(p *Problems, path string) {
	switch {
	case len(q.Options) == 0:
		p.add(path+".options", "missing")
	case len(q.Options) > MaxOptions:
		p.add(path+".options", "are more than %d", MaxOptions)
	}
	seen := map[string]bool{}
	for i, o := range q.Options {
		switch {
		case strings.TrimSpace(o) == "":
			p.add(index(path+".options", i), "missing")
		case seen[o]:
			p.add(index(path+".options", i), "stands there twice")
		}
		seen[o] = true
	}
}

func isQuestionID(id string) bool {
	if id == "" || len(id) > 20 {
		return false
	}
	return !strings.ContainsFunc(id, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}

func kindNames() []string {
	names := make([]string, len(QuestionKinds))
	for i, k := range QuestionKinds {
		names[i] = string(k)
	}
	return names
}

// NewQuestionID is an id that none of the questions has, retired ones included.
func NewQuestionID(questions []Question) string {
	for n := len(questions) + 1; ; n++ {
		id := fmt.Sprintf("q%d", n)
		if !slices.ContainsFunc(questions, func(q Question) bool { return q.ID == id }) {
			return id
		}
	}
}
