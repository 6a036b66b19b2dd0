package site

import (
	"html/template"
	"maps"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"samling/internal/ask"
	"samling/internal/event"
)

// The fields of the page where what was filled in is looked through: that it was,
// and the button that leads back to a field.
const (
	lookedField = "looked"
	backField   = "back"
)

// checkPage shows what was filled in, before it counts. The whole form goes along,
// hidden: nothing is kept on the way, and nothing stands in an address.
type checkPage struct {
	registerPage
	Parts  []checkPart
	Fields []hiddenField
	Waits  bool // there is no place for the person now
}

// checkPart is a part of the form.
type checkPart struct {
	Title string
	Rows  []checkRow
}

// checkRow is a field of the form with what was filled in.
type checkRow struct {
	Field string // where the button leads
	Label string
	Lang  template.HTMLAttr // of the label
	Texts []string          // none where nothing was filled in
}

// hiddenField is a field that goes along.
type hiddenField struct{ Name, Value string }

// renderCheck shows what was filled in.
func (s *server) renderCheck(c echo.Context, page registerPage, signup event.Signup) error {
	s.prepare(&page)
	p := checkPage{registerPage: page, Fields: page.Form.hidden()}
	p.Title = p.T("check.title") + " – " + p.Event.Title
	p.Nav, p.Plain, p.NoIndex, p.Signing = "", true, true, true
	left, limited := p.Event.Room(p.Places, p.Event.Share(signup))
	p.Waits = limited && left == 0
	p.Parts = append(p.Parts, p.details(signup), p.choices(), p.answers(signup), p.colleagues())
	p.Parts = slices.DeleteFunc(p.Parts, func(part checkPart) bool { return len(part.Rows) == 0 })
	return s.Render(c, http.StatusOK, "site/check", p)
}

// hidden is the form as it was sent, without the buttons, and with what has become
// of it: a mended address, files that have tokens now.
func (f signupForm) hidden() []hiddenField {
	sent := maps.Clone(f.Sent)
	for _, button := range []string{lookedField, backField, removeFileField, "colleagues", "suggested_email"} {
		delete(sent, button)
	}
	sent["email"], sent["sure_email"] = []string{f.Email}, []string{f.SureEmail}
	maps.Copy(sent, f.Answers.Tokens())
	var all []hiddenField
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		for _, value := range sent[name] {
			all = append(all, hiddenField{name, value})
		}
	}
	return all
}

// details are who registers.
func (p checkPage) details(s event.Signup) checkPart {
	part := checkPart{Title: p.T("register.part_details")}
	for _, f := range []struct{ field, text string }{
		{"name", s.Name}, {"email", s.Email}, {"organisation", s.Organisation}, {"role", s.Role}, {"municipality", s.Municipality},
	} {
		if f.field == "role" && p.OnlyOthers() {
			continue // not asked of whoever does not take part
		}
		part.Rows = append(part.Rows, checkRow{Field: f.field, Label: p.T("field." + f.field), Texts: lines(f.text)})
	}
	return part
}

// choices are how the person comes, as what, and to which sessions.
func (p checkPage) choices() checkPart {
	part := checkPart{Title: p.T("register.part_choices")}
	for _, ch := range p.Choices {
		if ch.Hidden {
			continue
		}
		row := checkRow{Field: ch.Field, Label: ch.Legend, Lang: ch.Lang}
		for _, card := range ch.Cards {
			if card.Chosen && card.Value != "" {
				row.Texts = append(row.Texts, card.said(ch))
			}
		}
		part.Rows = append(part.Rows, row)
	}
	return part
}

// said is a choice in one line: with when it takes place, what it costs, and that
// one has to wait for it.
func (c choiceCard) said(ch choiceSet) string {
	text := c.Label
	if c.Brief != "" {
		text += ", " + c.Brief
	}
	if ch.IsSessions() && c.IsFull {
		text += ". " + c.Seats
	}
	return text
}

// answers are the questions that were asked, and the message to the organiser.
func (p checkPage) answers(s event.Signup) checkPart {
	part := checkPart{Title: p.T("register.part_questions")}
	for _, q := range p.Questions {
		if q.Hidden {
			continue
		}
		row := checkRow{Field: q.Field, Label: q.Label, Lang: p.ContentLang()}
		if given := s.Answers[q.ID]; len(given) > 0 {
			row.Texts = lines(ask.Text(p.Printer, &q.Question, given))
		}
		part.Rows = append(part.Rows, row)
	}
	if p.OnlyOthers() {
		return part
	}
	part.Rows = append(part.Rows, checkRow{Field: "comment", Label: p.T("field.comment"), Texts: lines(s.Comment)})
	return part
}

// colleagues are those who are registered with the same form.
func (p checkPage) colleagues() checkPart {
	part := checkPart{Title: p.T("colleagues.title")}
	switch {
	case !p.TakesColleagues():
		return part
	case p.OnlyOthers():
		part.Title = p.T("colleagues.who")
	}
	for _, row := range p.Rows() {
		if row.IsBlank() {
			continue
		}
		texts := lines(row.Name, row.Email, ask.Attendance(p.Printer, event.Attendance(row.Attendance)))
		part.Rows = append(part.Rows, checkRow{Field: row.Field("name"), Label: p.T("colleagues.person", "Number", row.Number), Texts: texts})
	}
	if len(part.Rows) > 0 && p.Form.Colleagues.Together {
		part.Rows = append(part.Rows, checkRow{Field: "together", Label: p.T("colleagues.together"), Texts: lines(p.T("question.yes"))})
	}
	return part
}
