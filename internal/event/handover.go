package event

import "slices"

// Successor is the colleague who takes over a place.
type Successor struct {
	Name     string
	Email    string
	Language string
}

// MsgOwnAddress says that a place was to be handed to whoever has it.
const MsgOwnAddress Key = "invalid.own_address"

// MaxRefusals is how often a place may be offered to people who are registered
// already. Each such try tells whoever has the place something about others.
const MaxRefusals = 3

// NewSuccessor cleans what was typed about a colleague.
func (r *Registration) NewSuccessor(name, email, language string) (Successor, Invalid) {
	s, invalid := NewSignup(RawSignup{Name: name, Email: email, Language: language})
	if len(invalid) == 0 && NormalAddress(s.Email) == r.EmailNormal {
		invalid = Invalid{"email": MsgOwnAddress}
	}
	return Successor{s.Name, s.Email, s.Language}, invalid
}

// HandOver makes the registration that of a colleague and says what of it is to
// be kept in mind: who had it. Old links die. The calendar entry of the one is
// cancelled before that of the other is made, so it takes two steps.
func (r *Registration) HandOver(e *Event, to Successor) []DetailChange {
	changes := r.Amend(Signup{Name: to.Name, Email: to.Email, Organisation: r.Organisation, Municipality: r.Municipality})
	r.Language = to.Language
	r.Answers, r.Sensitive = r.Answers.impersonal(e.Questions), nil
	r.Sequence += 2
	return slices.DeleteFunc(changes, func(c DetailChange) bool { return c.Field != "name" && c.Field != "email" })
}

// KeptSessions are the sessions that stay chosen when a registration has been
// handed over: who may choose them can rest on an answer that is gone.
func (r *Registration) KeptSessions(e *Event, chosen []SessionChoice) []string {
	s := r.Details()
	s.Answers = r.Answers
	var keys []string
	for _, g := range e.ChoiceGroupsFor(s) {
		for _, c := range chosen {
			if slices.ContainsFunc(g.Sessions, func(s Choosable) bool { return s.Key == c.Session }) {
				keys = append(keys, c.Session)
			}
		}
	}
	return keys
}

// impersonal leaves the answers that say what somebody chose, and drops what only
// the person can say: texts, numbers, consents, everything sensitive.
func (a Answers) impersonal(questions []Question) Answers {
	var kept Answers
	for _, q := range questions {
		if given := a[q.ID]; len(given) > 0 && !q.Sensitive && (q.Kind.HasOptions() || q.Kind == AskYesNo) {
			if kept == nil {
				kept = Answers{}
			}
			kept[q.ID] = given
		}
	}
	return kept
}
