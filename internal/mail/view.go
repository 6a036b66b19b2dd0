package mail

import (
	"strings"

	"samling/internal/event"
	"samling/internal/i18n"
)

// view is what the templates print, in text and HTML alike. What a kind of mail
// does not speak of is empty.
type view struct {
	*i18n.Printer
	Colours colours
	Subject string
	Label   string // the fact above the title

	Organisation string
	Signature    string
	Footer       string // organisation, address and case number
	CanReply     bool

	Title       string
	ContentLang string // of the organiser's own words, if it is another language
	Greeting    string
	Day         string // "6 februari"
	When, Where string
	OldWhen     string // what was before a change, if it is different
	OldWhere    string
	// SessionMoved says that something the person has chosen in the programme has
	// another time or room.
	SessionMoved bool
	Facts        facts

	Own         string // private address of the registration, or of the sign-in
	Public      string // address of the event's page
	IsWaiting   bool
	IsApplied   bool // the organiser has not answered yet
	CanReturn   bool // signing up again is worth trying
	Number      int
	From        string // who handed the place over
	Moved       bool   // the registration goes to another address
	ByHand      bool   // an organiser has changed it
	ListStops   string // when the waiting list stops moving by itself
	offerHours  int
	HeldUntil   string // until when a place or an offer is held
	Session     string // title of the session it is about
	Welcome     []string
	HasCalendar bool
	FileName    string

	Held []held // for links
	Host string // for a test

	Inviter string // for an invitation
	Sender  string // who registered the person, or cancelled for them
	Lacks   bool   // something is still to be answered
	People  []person
	Invited string // for an invite: who is invited
	Uses    int    // how many may come with it, 0 for no limit
	Lead    string // what the event is about
	Code    string // what to type where the link does not work
	Typing  string // address of the page where it is typed
	Change  string // of what one signs in with
}

// held is one registration among several.
type held struct {
	Title, ContentLang, When, Own string
	IsWaiting, IsApplied, IsGroup bool
}

// view gathers what a letter says.
func (c *Composer) view(l event.Letter) (*view, error) {
	p := c.words.Printer(i18n.Lang(l.Message.Language))
	name := firstOf(c.from.Name, "Samling")
	v := &view{Printer: p, Host: c.links.Host(), Organisation: name, Signature: name, Greeting: p.T("mail.hello")}
	colour := ""
	if l.Event != nil {
		colour = l.Event.Organisation.Colour
	} else if l.Invitation != nil {
		colour = l.Invitation.Organisation.Colour
	}
	var err error
	if v.Colours, err = newColours(colour, c.bad); err != nil {
		return nil, err
	}
	for i := range l.Places {
		v.Held = append(v.Held, c.held(p, &l.Places[i]))
	}
	for i := range l.Groups {
		v.Held = append(v.Held, c.sent(p, &l.Groups[i]))
	}
	switch l.Message.Kind {
	case event.MailLinks:
		v.Title = p.T("mail.links.title")
	case event.MailSignIn:
		v.Title = p.T("mail.signin.title")
		v.Own = c.links.Ticket(l.Ticket, string(p.Lang()))
	case event.MailSecurity:
		v.Title = p.T("mail.security.title")
		v.Change = p.T("mail.security.what_"+string(l.Message.Data.Change), "Host", v.Host)
		v.Own = c.links.Console("/account/security", string(p.Lang()))
	case event.MailTest:
		v.Title = p.T("mail.test.title")
	case event.MailInvitation:
		v.invite(l, c.links)
	case event.MailGroup:
		v.group(l, c.links)
	case event.MailInvite, event.MailInviteReminder:
		v.askToCome(l, c.links)
	default:
		v.describe(l, c.links)
		v.Welcome = welcome(c.words.Printer(i18n.Lang(l.Event.Language)), l)
		v.address(l, c.links)
		v.Sender, v.Lacks = v.sender(l), l.Lacks
	}
	return v, nil
}

// describe says what the event is.
func (v *view) describe(l event.Letter, links event.Links) {
	ev, reg, zone := l.Event, l.Registration, l.Event.Location()
	v.about(ev)
	v.Greeting = v.hello(firstOf(l.Message.Data.Name, reg.Name))
	v.Where = where(v.Printer, ev, reg)
	if old := l.Message.Data.OldWhen; old != nil && !sameTime(*old, ev.When()) {
		v.OldWhen = when(v.Printer, *old, zone)
	}
	if l.Message.Kind == event.MailEventChanged && l.Message.Data.OldAt != ev.Place() {
		v.OldWhere = firstOf(l.Message.Data.OldAt, v.T("mail.online"))
	}
	v.Number, v.Moved = l.Message.Data.Number, l.Message.Data.Moved
	v.ByHand = l.Message.Data.ByHand
	v.From = said(l.Message.Data.From, v.T("mail.sender.somebody"))
	v.IsWaiting, v.IsApplied = reg.Standing == event.Waiting, reg.Standing == event.Applied
	v.HeldUntil = v.heldUntil(l)
	if s := ev.Choosable(l.Message.Data.Session); s != nil {
		v.Session = s.Title
	}
	v.Facts = v.facts(l, links)
}

// about says what all mails about an event say of it.
func (v *view) about(ev *event.Event) {
	v.Title, v.ContentLang = ev.Title, otherLang(v.Lang(), ev)
	v.Organisation = ev.Organisation.Name
	v.Signature = firstOf(ev.Contact.Unit, ev.Organisation.Name)
	v.Footer = v.footer(ev)
	v.CanReply = replyTo(ev).Email != ""
	v.Day = v.DayMonth(ev.Start())
	v.When, v.Where = when(v.Printer, ev.When(), ev.Location()), where(v.Printer, ev, &event.Registration{})
}

// heldUntil is until when something is held for who does not answer.
func (v *view) heldUntil(l event.Letter) string {
	until := l.Registration.VerifyBy
	if l.Message.Kind == event.MailOffer {
		until = l.Registration.OfferUntil
	}
	if until == nil {
		return ""
	}
	return v.DayMoment(until.In(l.Event.Location()))
}

// address says where to go from the mail.
func (v *view) address(l event.Letter, links event.Links) {
	ev, written := l.Event, l.Message.CreatedAt
	v.Own = links.Registration(l.Registration)
	v.Public = links.Event(ev.Slug, string(v.Lang()))
	v.HasCalendar = hasCalendar(l)
	v.FileName = ev.Slug + ".ics"
	if ev.WaitingListStops > 0 && ev.HasTimes() {
		v.ListStops = v.DayMoment(ev.ListStopsAt().In(ev.Location()))
	}
	v.offerHours = ev.OfferHours
	v.CanReturn = ev.Status == event.Published && written.Before(ev.ClosesAt)
}

// HowListMoves says how a place is had from the waiting list: it comes by itself,
// or is offered for some hours.
func (v *view) HowListMoves() string {
	if v.offerHours > 0 {
		return v.T("mail.waiting.how_offer", "Count", v.offerHours)
	}
	return v.T("mail.waiting.how")
}

// OnlySession reports that the event itself is when and where it was.
func (v *view) OnlySession() bool { return v.SessionMoved && v.OldWhen == "" && v.OldWhere == "" }

// welcome is the organiser's own greeting, by paragraph: to those who apply, or
// to those who come. What is filled in is said in the language of the greeting,
// which need not be that of the mail.
func welcome(p *i18n.Printer, l event.Letter) []string {
	own := l.Event.WelcomeText(l.Registration)
	if l.Message.Kind == event.MailApplied {
		own = l.Event.Texts.Applied
	}
	text := event.Fill(own, p.WelcomeFillings(l.Event))
	var paragraphs []string
	for p := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			paragraphs = append(paragraphs, p)
		}
	}
	return paragraphs
}

// footer is who is behind the mail, in one line.
func (v *view) footer(ev *event.Event) string {
	line := strings.Join(append([]string{ev.Organisation.Name}, ev.Organisation.AddressLines...), ", ")
	if ev.CaseNumber == "" {
		return line
	}
	return line + ". " + v.T("mail.case_number", "Number", ev.CaseNumber)
}

func (c *Composer) held(p *i18n.Printer, h *event.Held) held {
	return held{
		Title: h.Event.Title, ContentLang: otherLang(p.Lang(), &h.Event),
		When: when(p, h.Event.When(), h.Event.Location()), Own: c.links.Registration(&h.Registration),
		IsWaiting: h.Registration.Standing == event.Waiting, IsApplied: h.Registration.Standing == event.Applied,
	}
}

// otherLang is the language of an event's words where it is not that of the
// mail, so that they are read aloud rightly.
func otherLang(lang i18n.Lang, ev *event.Event) string {
	if ev.Language == string(lang) {
		return ""
	}
	return ev.Language
}
