package console

import (
	"html/template"

	"samling/internal/design"
	"samling/internal/event"
	"samling/internal/i18n"
)

// preview is what visitors would read.
type preview struct {
	*i18n.Printer
	Public  *i18n.Printer // in the language of the event
	Event   event.Event
	Horizon template.HTML
	When    i18n.When
	Where   i18n.Where
	Cost    string
	CostEnd string
	LastDay string
	Closes  string
	Body    template.HTML
	Privacy template.HTML
	Choices []filled // what whoever registers chooses between
	Texts   []filled
}

// filled is a text with its placeholders filled in.
type filled struct{ Name, Text string }

// preview reads the form as far as it can be read. What visitors see is in the
// language of the event.
func (s *server) preview(v *visit, form event.Form) (preview, error) {
	ev := form.Glimpse(v.Event)
	here := s.Page(v).Printer
	p := s.Words.Printer(i18n.Lang(ev.Language))
	out := preview{
		Printer: here, Public: p, Event: ev, Horizon: design.Horizon(ev.Slug, design.Wide), When: p.EventWhen(&ev), Where: p.EventWhere(&ev),
		LastDay: p.Date(ev.LastMoment()), Closes: p.Clock(ev.LastMoment()), Texts: filledTexts(here, p, &ev),
		Choices: choiceTexts(p, &ev),
	}
	out.Cost, out.CostEnd = p.EventCost(&ev)
	var err error
	if out.Body, err = s.markdown.HTML(ev.Body); err != nil {
		return out, err
	}
	out.Privacy, err = s.markdown.HTML(ev.PrivacyText)
	return out, err
}

// filledTexts are the organiser's texts, as visitors read them.
func filledTexts(here, p *i18n.Printer, ev *event.Event) []filled {
	page, welcome := p.Fillings(ev), p.WelcomeFillings(ev)
	var all []filled
	for _, t := range []struct {
		field, text string
		fillings    map[string]string
	}{
		{"texts.not_open", ev.Texts.NotOpen, page}, {"texts.open", ev.Texts.Open, page}, {"texts.invite_only", ev.Texts.InviteOnly, page},
		{"texts.full", ev.Texts.Full, page},
		{"texts.closed", ev.Texts.Closed, page}, {"texts.past", ev.Texts.Past, page}, {"texts.cancelled", ev.Texts.Cancelled, page},
		{"texts.email_hint", ev.Texts.EmailHint, nil}, {"texts.applied", ev.Texts.Applied, welcome}, {"texts.welcome", ev.Texts.Welcome, welcome},
		{"on_site.welcome", ev.OnSiteWay.Welcome, welcome}, {"online.welcome", ev.OnlineWay.Welcome, welcome},
	} {
		if t.text == "" {
			continue
		}
		if t.fillings != nil {
			t.text = event.Fill(t.text, t.fillings)
		}
		all = append(all, filled{partLabel(here, t.field), t.text})
	}
	return all
}

// choiceTexts are the ways to come and the categories, as the form offers them.
func choiceTexts(p *i18n.Printer, ev *event.Event) []filled {
	var all []filled
	if ev.Attendance == event.Both {
		all = append(all, filled{p.T("editor.on_site"), ev.OnSiteWay.Text}, filled{p.T("editor.online"), ev.OnlineWay.Text})
	}
	for _, c := range ev.OfferedCategories() {
		all = append(all, filled{c.Name, join("\n", c.Text, c.Cost)})
	}
	return all
}

// Lang is the language of what visitors read.
func (p preview) Lang() string { return p.Event.Language }

// showPreview answers POST /console/o/:org/e/:event/edit/preview: the preview
// alone, for the script that puts it beside what is being typed.
func (s *server) showPreview(v *visit) error {
	form, err := readEventForm(v)
	if err != nil {
		return err
	}
	p, err := s.preview(v, form)
	if err != nil {
		return err
	}
	return s.RenderPart(v, "console/edit", "preview", p)
}

// Summary says in a line what a folded section holds.
func (p editPage) Summary(section string) string {
	ev := &p.Preview.Event
	switch section {
	case "content":
		return join(", ", ev.Kind, ev.TargetGroup)
	case "time":
		when := p.EventWhen(ev)
		return join(", ", when.Day, when.Clock, p.EventWhere(ev).Place)
	case "registration":
		places := p.T("editor.unlimited")
		if all := ev.PlacesInAll(); all > 0 {
			places = p.T("editor.places", "Count", all)
		}
		return join(", ", places, p.T("editor.closes", "When", p.DayMoment(ev.LastMoment())))
	case "categories":
		return p.categoryNames(ev)
	case "waiting":
		return p.waitingSummary(ev)
	case "gates":
		return p.gatesSummary(ev)
	case "changes":
		return p.changesSummary(ev)
	case "practical":
		return p.T("editor.practical_sum", "Count", len(ev.Practical)+len(ev.Accessibility))
	case "contact":
		return join(", ", ev.Contact.Name, ev.Contact.Unit, p.partnerCount(len(ev.Partners)))
	case "texts":
		return p.T("editor.texts_sum", "Count", len(p.Preview.Texts))
	case "privacy":
		return p.T("editor.privacy_sum", "Count", ev.RetentionDays)
	}
	return ""
}

func (p editPage) partnerCount(n int) string {
	if n == 0 {
		return ""
	}
	return p.T("editor.partners_sum", "Count", n)
}
