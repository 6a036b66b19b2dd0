package mail

import (
	"slices"
	"strings"
	"unicode/utf8"

	"samling/internal/event"
	"samling/internal/i18n"
)

// fact is one line of what must be known.
type fact struct {
	Term string
	Text string
	Link bool // Text is an address to open
}

// facts are what must be known, in the order in which people ask.
type facts []fact

// add appends a fact, unless there is nothing to say.
func (f *facts) add(term, text string) {
	if text != "" {
		*f = append(*f, fact{Term: term, Text: text})
	}
}

// Plain is the facts as a table of plain text.
func (f facts) Plain() string {
	widest := 0
	for _, x := range f {
		widest = max(widest, utf8.RuneCountInString(x.Term)+2)
	}
	var b strings.Builder
	for _, x := range f {
		if x.Link { // alone on a line, so that it can be opened whole
			b.WriteString(x.Term + ":\n" + x.Text + "\n")
			continue
		}
		indent := strings.Repeat(" ", widest)
		b.WriteString(x.Term + ":" + indent[utf8.RuneCountInString(x.Term)+1:])
		b.WriteString(strings.Join(wrap(x.Text, textWidth-widest), "\n"+indent))
		b.WriteString("\n")
	}
	return b.String()
}

// Preview is what a list of mails shows beside the subject.
func (f facts) Preview() string {
	var parts []string
	for _, x := range f[:min(2, len(f))] {
		parts = append(parts, x.Term+": "+strings.TrimSuffix(x.Text, ".")+".")
	}
	return strings.Join(parts, " ")
}

// facts lists what a mail of this kind says about the event.
func (v *view) facts(l event.Letter, links event.Links) facts {
	var f facts
	kind := l.Message.Kind
	if l.Message.Data.Moved {
		kind = event.MailHandedOver // it is no longer theirs either
	}
	switch kind {
	case event.MailEventCancelled:
		f.add(v.T("mail.fact.when"), v.When)
		f.add(v.T("mail.fact.reason"), l.Event.CancelReason)
		return f
	case event.MailWithdrawn, event.MailLeft, event.MailHandedOver:
		f.add(v.T("mail.fact.when"), v.When)
		f.add(v.T("mail.fact.where"), v.Where)
		f.add(v.T("mail.fact.reference"), l.Registration.Reference)
		return f
	case event.MailRemoved, event.MailDeclined:
		f.add(v.T("mail.fact.when"), v.When)
		f.add(v.T("mail.fact.where"), v.Where)
		f.add(v.T("mail.fact.reason"), l.Registration.CancelReason)
		f.add(v.T("mail.fact.contact"), contact(l.Event.Contact))
		f.add(v.T("mail.fact.reference"), l.Registration.Reference)
		return f
	case event.MailEventChanged:
		v.changes(&f)
	default:
		f.add(v.T("mail.fact.when"), v.When)
		f.add(v.T("mail.fact.where"), v.Where)
	}
	v.rest(&f, l, links)
	return f
}

// changes says what was and what is instead.
func (v *view) changes(f *facts) {
	if v.OldWhen != "" {
		f.add(v.T("mail.fact.new_when"), v.When)
		f.add(v.T("mail.fact.old_when"), v.OldWhen)
	} else {
		f.add(v.T("mail.fact.when"), v.When)
	}
	if v.OldWhere != "" {
		f.add(v.T("mail.fact.new_where"), v.Where)
		f.add(v.T("mail.fact.old_where"), v.OldWhere)
	} else {
		f.add(v.T("mail.fact.where"), v.Where)
	}
}

// rest is what those with a place or in the waiting list want to know besides.
// The link to the meeting is only for those with a place, and their own: where
// the meeting is may change.
func (v *view) rest(f *facts, l event.Letter, links event.Links) {
	ev, r := l.Event, l.Registration
	if c := ev.Category(r.Category); c != nil {
		f.add(v.T("mail.fact.category"), c.Name)
	}
	v.sessions(f, l)
	if ev.HasMeeting(r) {
		*f = append(*f, fact{v.T("mail.fact.join"), links.Join(r), true})
		if ev.HasTimes() {
			f.add(v.T("mail.fact.join_opens"), v.DayMoment(ev.JoinOpensAt().In(ev.Location())))
		}
	}
	f.add(v.T("mail.fact.cost"), v.cost(ev))
	f.add(v.T("mail.fact.contact"), contact(ev.Contact))
	f.add(v.T("mail.fact.reference"), l.Registration.Reference)
}

// sessions lists what somebody has chosen in the programme, or waits for.
func (v *view) sessions(f *facts, l event.Letter) {
	for _, g := range l.Event.Choices {
		var titles []string
		for _, s := range g.Sessions {
			for _, c := range l.Chosen {
				if c.Session == s.Key && c.Standing != event.Withdrawn {
					titles = append(titles, v.session(l, s, c.Standing))
				}
			}
		}
		f.add(g.Title, strings.Join(titles, "; "))
	}
}

// session is what it is called, when and where, what that was before a change, and
// whether one waits for it.
func (v *view) session(l event.Letter, s event.Choosable, standing event.Standing) string {
	place := v.sessionPlace(l.Event, s)
	text := s.Title
	if place != "" {
		text += ", " + place
	}
	for _, old := range l.Message.Data.OldSessions {
		if was := v.sessionPlace(l.Event, old); old.Key == s.Key && was != place {
			v.SessionMoved = true
			text += " (" + v.T("mail.session_was", "Before", firstOf(was, v.T("mail.session_unsaid"))) + ")"
		}
	}
	if standing == event.Waiting {
		text += " (" + v.T("mail.session_waits") + ")"
	}
	return text
}

// sessionPlace is when and where a session is.
func (v *view) sessionPlace(ev *event.Event, s event.Choosable) string {
	parts := []string{v.SessionWhen(ev, s), s.Room}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ", ")
}

// cost is what it costs.
func (v *view) cost(ev *event.Event) string {
	switch {
	case !ev.Free:
		return ev.CostText
	case ev.CostText == "":
		return v.T("mail.free")
	}
	return v.T("mail.free") + ". " + ev.CostText
}

// contact is whom to ask, and how.
func contact(c event.Contact) string {
	var parts []string
	for _, part := range []string{firstOf(c.Name, c.Unit), c.Email, i18n.Phone(c.Phone)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}
