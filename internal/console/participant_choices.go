package console

import (
	"slices"

	"samling/internal/event"
)

// handChoice is a group of things of which an organiser chooses for somebody.
type handChoice struct {
	Field, Label, Hint string
	Single             bool // one of them
	OfEvent            bool // the words are the organiser's own
	Options            []handOption
}

// handOption is one of the things.
type handOption struct {
	ID, Value, Name, More string
	Chosen                bool
}

// Choosing are the category and the sessions to choose.
func (p participantFormPage) Choosing() []handChoice {
	var all []handChoice
	if offered := p.Asked.OfferedCategories(); len(offered) > 0 {
		c := handChoice{Field: "category", Label: p.T("participants.column_category"), Single: true}
		for _, o := range offered {
			c.add(o.ID, o.Name, "", p.Form.Answers.Raw(c.Field))
		}
		all = append(all, c)
	}
	for _, g := range p.Event.Choices {
		c := handChoice{Field: event.ChoiceField(g.Key), Label: g.Title, Single: g.Max == 1, OfEvent: true}
		if g.When != nil {
			c.Hint = p.T("participants.form_session_some")
		}
		for _, s := range g.Sessions {
			c.add(s.Key, s.Title, p.sessionLeft(s), p.Form.Answers.Raw(c.Field))
		}
		if c.Single && g.Min == 0 {
			c.add("", p.T("participants.form_no_session"), "", p.Form.Answers.Raw(c.Field))
		}
		all = append(all, c)
	}
	return all
}

func (c *handChoice) add(value, name, more string, given []string) {
	id := c.Field
	if n := len(c.Options); n > 0 {
		id += "-" + value
	}
	chosen := slices.Contains(given, value) || value == "" && len(given) == 0
	c.Options = append(c.Options, handOption{id, value, name, more, chosen})
}

// sessionLeft says how many places a session has.
func (p Page) sessionLeft(s event.Choosable) string {
	left, limited := p.Event.SessionRoom(p.Places, s.Key)
	switch {
	case !limited:
		return ""
	case left == 0:
		return p.T("participants.form_session_full")
	}
	return p.T("participants.form_session_left", "Count", left)
}

// MayExceed reports whether there are limits that an organiser can go beyond.
func (p participantFormPage) MayExceed() bool {
	limited := func(g event.ChoiceGroup) bool {
		return slices.ContainsFunc(g.Sessions, func(s event.Choosable) bool { return s.Capacity > 0 })
	}
	return len(p.Event.Limits()) > 0 || slices.ContainsFunc(p.Event.Choices, limited)
}

// checkChoices notes what is wrong with the category and the sessions. Whoever
// had none may still have none: an organiser who mends an address is not to
// choose for others.
func (p *participantFormPage) checkChoices() {
	least := map[string]event.Choice{}
	for _, g := range p.Event.Choices {
		least[event.ChoiceField(g.Key)] = g.Choice
	}
	for _, c := range p.Choosing() {
		key := p.Invalid[c.Field]
		if key == "" || p.mayStayOpen(c) {
			continue
		}
		p.Complaints = append(p.Complaints, flaw{c.Field, p.T(string(key), "Min", least[c.Field].Min, "Max", least[c.Field].Max)})
	}
}

// mayStayOpen reports whether nothing was chosen before, and nothing is now.
func (p *participantFormPage) mayStayOpen(c handChoice) bool {
	if p.Registration == nil || slices.ContainsFunc(p.Form.Answers.Raw(c.Field), func(v string) bool { return v != "" }) {
		return false
	}
	if c.Field == "category" {
		return p.Registration.Category == ""
	}
	return !slices.ContainsFunc(p.Registration.Ties.Sessions, func(s event.SessionChoice) bool {
		return slices.ContainsFunc(c.Options, func(o handOption) bool { return o.Value == s.Session })
	})
}
