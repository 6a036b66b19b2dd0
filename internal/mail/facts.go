package mail

import (
	"strings"
	"unicode/utf8"

	"samling/internal/event"
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
func (v *view) facts(l event.Letter) facts {
	var f facts
	switch l.Message.Kind {
	case event.MailEventCancelled:
		f.add(v.T("mail.fact.when"), v.When)
		f.add(v.T("mail.fact.reason"), l.Event.CancelReason)
		return f
	case event.MailWithdrawn, event.MailLeft:
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
	v.rest(&f, l)
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
// The address of the meeting is only for those with a place.
func (v *view) rest(f *facts, l event.Letter) {
	ev := l.Event
	if ev.IsOnline() && ev.JoinURL != "" && l.Registration.Standing == event.Confirmed {
		*f = append(*f, fact{v.T("mail.fact.join"), ev.JoinURL, true})
	}
	f.add(v.T("mail.fact.cost"), v.cost(ev))
	f.add(v.T("mail.fact.contact"), contact(ev.Contact))
	f.add(v.T("mail.fact.reference"), l.Registration.Reference)
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
	for _, part := range []string{firstOf(c.Name, c.Unit), c.Email, c.Phone} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}
