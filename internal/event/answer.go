package event

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What can be wrong with an answer.
const (
	MsgAnswerMissing  Key = "invalid.answer_missing"
	MsgChooseOne      Key = "invalid.choose_one"
	MsgChooseSome     Key = "invalid.choose_some"
	MsgTooManyChosen  Key = "invalid.too_many_chosen"
	MsgTooFewChosen   Key = "invalid.too_few_chosen"
	MsgNotANumber     Key = "invalid.not_a_number"
	MsgOutOfRange     Key = "invalid.out_of_range"
	MsgNotADate       Key = "invalid.not_a_date"
	MsgNotAPhone      Key = "invalid.not_a_phone"
	MsgNotAChoice     Key = "invalid.not_a_choice"
	MsgBoxEmpty       Key = "invalid.box_empty"
	MsgConsentMissing Key = "invalid.consent_missing"
	// MsgSessionsOverlap says that two of the chosen sessions take place at once.
	MsgSessionsOverlap Key = "invalid.sessions_overlap"
)

// AnswerField and ConsentField are the names of a question's form fields.
func AnswerField(id string) string { return "answer-" + id }

// ConsentField is the box that goes with a sensitive question.
func ConsentField(id string) string { return "consent-" + id }

// Answer adds what was answered to an event's questions, how the person comes, of
// which category they are and which sessions they choose. It returns all
// complaints.
func (s *Signup) Answer(e *Event, raw func(field string) []string) Invalid {
	invalid := Invalid{}
	s.Attendance, s.Category = e.Attendance, ""
	if e.Attendance == Both {
		s.Attendance = Attendance(oneOf(invalid, "attendance", raw("attendance"), string(OnSite), string(Online)))
	}
	if offered := e.OfferedCategories(); len(offered) > 0 {
		ids := make([]string, len(offered))
		for i, c := range offered {
			ids[i] = c.ID
		}
		s.Category = oneOf(invalid, "category", raw("category"), ids...)
	}
	answers, complaints := ReadAnswers(e.Questions, raw, Circumstances{s.Attendance, s.Category})
	s.Answers = answers
	maps.Copy(invalid, complaints)
	s.Sessions = e.readChoices(invalid, raw, *s)
	return invalid
}

// oneOf reads the one of some choices that must be made.
func oneOf(invalid Invalid, field string, raw []string, choices ...string) string {
	for _, given := range raw {
		if slices.Contains(choices, given) {
			return given
		}
	}
	invalid[field] = MsgChooseOne
	return ""
}

// ReadAnswers decides what is asked of a person and reads the answers to that:
// raw gives the texts of a form field. An answer to what is not asked is left
// out, whatever a program sends. Complaints are by form field.
func ReadAnswers(questions []Question, raw func(field string) []string, at Circumstances) (Answers, Invalid) {
	answers, invalid := Answers{}, Invalid{}
	for i := range questions {
		q := &questions[i]
		if !q.IsAsked(answers, at) {
			continue
		}
		field := q.Field()
		given := q.read(invalid, field, raw(field))
		if len(given) == 0 {
			if q.Required && invalid[field] == "" {
				invalid[field] = q.missing()
			}
			continue
		}
		answers[q.ID] = given
		if q.Sensitive && !slices.Contains(raw(ConsentField(q.ID)), Yes) {
			invalid[ConsentField(q.ID)] = MsgConsentMissing
		}
	}
	return answers, invalid
}

// IsAsked reports whether a question is asked of a person who has answered the
// earlier ones like this.
func (q *Question) IsAsked(a Answers, at Circumstances) bool {
	return !q.Retired && q.When.Holds(a, at)
}

// missing is what to say where there should be an answer.
func (q *Question) missing() Key {
	switch q.Kind {
	case AskOne, AskYesNo:
		return MsgChooseOne
	case AskSeveral:
		return MsgChooseSome
	case AskFile:
		return MsgFileMissing
	case AskConsent:
		return MsgBoxEmpty
	}
	return MsgAnswerMissing
}

// read cleans what was given to the question, and complains of it.
func (q *Question) read(invalid Invalid, field string, raw []string) []string {
	first := ""
	if len(raw) > 0 {
		first = raw[0]
	}
	switch q.Kind {
	case AskSeveral:
		return q.readSeveral(invalid, field, raw)
	case AskFile:
		if UploadID(raw) == 0 {
			return nil
		}
		return raw
	case AskLong:
		first = invalid.text(field, first, q.length())
	default:
		first = invalid.line(field, first, q.length())
	}
	if first == "" || invalid[field] != "" {
		return nil
	}
	if complaint := q.complaint(first); complaint != "" {
		invalid[field] = complaint
		return nil
	}
	if m, known := MunicipalityNamed(first); q.Kind == AskMunicipality && known {
		first = m.Name
	}
	return []string{first}
}

// length is how many characters an answer may have.
func (q *Question) length() int {
	if (q.Kind == AskShort || q.Kind == AskLong) && q.Max > 0 {
		return min(q.Max, MaxAnswer)
	}
	if q.Kind == AskLong {
		return MaxAnswer
	}
	return MaxShort
}

func (q *Question) readSeveral(invalid Invalid, field string, raw []string) []string {
	var given []string
	for _, option := range q.Options { // in the order of the list, and once each
		if slices.Contains(raw, option) {
			given = append(given, option)
		}
	}
	switch {
	case slices.ContainsFunc(raw, func(r string) bool { return r != "" && !slices.Contains(q.Options, r) }):
		invalid[field] = MsgNotAChoice
	case len(given) > 0 && len(given) < q.Min:
		invalid[field] = MsgTooFewChosen
	case q.Max > 0 && len(given) > q.Max:
		invalid[field] = MsgTooManyChosen
	}
	return given
}

// complaint is what is wrong with a clean answer, or "".
func (q *Question) complaint(answer string) Key {
	switch q.Kind {
	case AskOne, AskYesNo, AskConsent:
		if !slices.Contains(q.Choices(), answer) {
			return MsgNotAChoice
		}
	case AskNumber:
		n, err := strconv.Atoi(strings.ReplaceAll(answer, " ", ""))
		switch {
		case err != nil:
			return MsgNotANumber
		case n < q.Min, q.Max > 0 && n > q.Max:
			return MsgOutOfRange
		}
	case AskDate:
		if _, err := time.Parse(time.DateOnly, answer); err != nil {
			return MsgNotADate
		}
	case AskEmail:
		if _, ok := ParseAddress(answer); !ok {
			return MsgEmailMalformed
		}
	case AskPhone:
		if !isPhone(answer) {
			return MsgNotAPhone
		}
	}
	return ""
}

// isPhone takes what people write for a number: digits, with a plus in front and
// something to read them by between.
func isPhone(s string) bool {
	digits := 0
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '+' && i == 0, strings.ContainsRune(" -()/.", r):
		default:
			return false
		}
	}
	return digits >= 5 && digits <= 16
}

// Split parts the answers to sensitive questions from the others. They are kept
// apart. Where there are none, they are nil.
func (a Answers) Split(questions []Question) (plain, sensitive Answers) {
	put := func(to *Answers, id string, given []string) {
		if *to == nil {
			*to = Answers{}
		}
		(*to)[id] = given
	}
	for id, given := range a {
		i := slices.IndexFunc(questions, func(q Question) bool { return q.ID == id })
		if i >= 0 && questions[i].Sensitive {
			put(&sensitive, id, given)
		} else {
			put(&plain, id, given)
		}
	}
	return plain, sensitive
}
