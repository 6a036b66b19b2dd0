package console

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"samling/internal/ask"
	"samling/internal/event"
	"samling/internal/store"
)

// participantPage is everything about one participant.
type participantPage struct {
	Page
	Registration event.Registration
	Waits        int // number in the waiting list
	Story        []storyLine
	Namesakes    []event.Registration
	Deeds        []event.DeedKind
	Undo         *undoNote
	Answers      []ask.Said           // how they come and what they answered, but for sensitive answers
	Sensitive    []ask.Said           // when they were asked for
	IsPrivate    bool                 // sensitive answers were asked for
	Colleagues   []event.Registration // who were registered together with them
}

// MayLook reports whether there may be sensitive answers that the visitor could
// ask for. Nobody has looked yet.
func (p participantPage) MayLook() bool {
	return p.May(organiser) && p.Event.HasSensitive() && !p.IsPrivate
}

// storyLine is something that happened to a registration.
type storyLine struct {
	At     time.Time
	Text   string
	Who    string
	More   []string // what was, and what it became
	Colour string   // "danger" for what failed
	own    bool     // something that whoever has the registration changed
}

// participant answers GET /console/o/:org/e/:event/participants/:reference.
func (s *server) participant(v *visit) error {
	p, err := s.participantPage(v)
	if err != nil {
		return err
	}
	id := p.Registration.ID
	seen := event.Entry{Verb: "participant.seen", EventID: &v.Event.ID, RegistrationID: &id}
	if err := s.store.RecordSeen(v.ctx(), v.actor(), seen, s.now()); err != nil {
		return err
	}
	return s.render(v, "participant", p)
}

// showSensitive answers POST /console/o/:org/e/:event/participants/:reference/sensitive
// with the same page and the sensitive answers in it. That somebody looked is
// written down first.
func (s *server) showSensitive(v *visit) error {
	p, err := s.participantPage(v)
	if err != nil {
		return err
	}
	if err := s.store.SeeSensitive(v.ctx(), v.actor(), &p.Registration, s.now()); err != nil {
		return err
	}
	p.IsPrivate = true
	p.Sensitive = ask.Sensitive(p.Printer, v.Event, &p.Registration)
	return s.render(v, "participant", p)
}

// leaveSensitive answers GET at the same address, where a change of language
// leads.
func (s *server) leaveSensitive(v *visit) error {
	r, err := s.store.RegistrationOf(v.ctx(), v.Event.ID, v.Param("reference"))
	if err != nil {
		return err
	}
	return v.redirect(v.eventPath("/participants/" + r.Reference))
}

// aboutParticipant begins a page about the participant of the address.
func (s *server) aboutParticipant(v *visit, title string) (Page, event.Registration, error) {
	page, err := s.eventPage(v, title, "participants")
	if err != nil {
		return page, event.Registration{}, err
	}
	r, err := s.store.RegistrationOf(v.ctx(), v.Event.ID, v.Param("reference"))
	if err != nil {
		return page, r, err
	}
	page.Crumbs = append(page.participantCrumbs(), Crumb{Name: r.Name})
	return page, r, nil
}

// participantCrumbs is the way to the list.
func (p Page) participantCrumbs() []Crumb {
	return []Crumb{
		{p.T("console.events"), p.OrgURL("/events")}, {p.Event.Title, p.EventURL("/participants")},
	}
}

func (s *server) participantPage(v *visit) (participantPage, error) {
	var p participantPage
	var err error
	if p.Page, p.Registration, err = s.aboutParticipant(v, "participants.one"); err != nil {
		return p, err
	}
	p.Title = p.Registration.Name + " – " + v.Event.Title
	r := &p.Registration
	if p.Waits, err = s.store.Number(v.ctx(), v.Event, r); err != nil {
		return p, err
	}
	if p.Namesakes, err = s.store.Namesakes(v.ctx(), r); err != nil {
		return p, err
	}
	if p.Undo, err = s.undoNote(v, p.Page); err != nil {
		return p, err
	}
	if err := s.readTies(v, &p); err != nil {
		return p, err
	}
	p.Deeds = deedsFor(v.Event, r)
	p.Answers = ask.Answers(p.Printer, v.Event, r, false)
	return p, s.tellStory(v, &p)
}

// deedsFor are what can be done with somebody of a standing.
func deedsFor(ev *event.Event, r *event.Registration) []event.DeedKind {
	switch {
	case r.Standing == event.Applied:
		return []event.DeedKind{event.DeedApprove, event.DeedDecline, event.DeedResend}
	case r.Standing == event.Waiting && ev.OfferHours > 0 && r.OfferUntil == nil:
		return []event.DeedKind{event.DeedPromote, event.DeedOffer, event.DeedResend, event.DeedCancel}
	case r.Standing == event.Waiting:
		return []event.DeedKind{event.DeedPromote, event.DeedResend, event.DeedCancel}
	case r.Standing == event.Withdrawn:
		return []event.DeedKind{event.DeedReinstate}
	case r.ArrivedAt != nil:
		return []event.DeedKind{event.DeedResend, event.DeedDemote, event.DeedCancel}
	}
	return []event.DeedKind{event.DeedResend, event.DeedArrive, event.DeedDemote, event.DeedCancel}
}

// mostStory is how much of the log a time line shows.
const mostStory = 500

// tellStory puts together what is known of a registration, the latest first.
func (s *server) tellStory(v *visit, p *participantPage) error {
	r := &p.Registration
	msgs, err := s.store.Messages(v.ctx(), r.ID)
	if err != nil {
		return err
	}
	entries, err := s.store.Entries(v.ctx(), v.Organisation.ID, store.AuditQuery{RegistrationID: r.ID, Limit: mostStory})
	if err != nil {
		return err
	}
	changes, err := s.store.RegistrationChanges(v.ctx(), r.ID)
	if err != nil {
		return err
	}
	told := map[int64]bool{} // moments that the log explains
	for _, e := range entries {
		if e.Verb == "participant.seen" {
			continue // in the log of the organisation
		}
		told[e.At.UnixMicro()] = true
		p.Story = append(p.Story, p.entryLine(e, changes))
	}
	for _, m := range msgs {
		p.Story = append(p.Story, p.mailLine(m))
	}
	p.ownActions(told)
	p.ownChanges(changes)
	slices.SortStableFunc(p.Story, func(a, b storyLine) int { return b.At.Compare(a.At) })
	loc := v.Event.Location()
	for i := range p.Story {
		p.Story[i].At = p.Story[i].At.In(loc)
	}
	return nil
}

// ownActions are what somebody did without an organiser.
func (p *participantPage) ownActions(told map[int64]bool) {
	r := &p.Registration
	add := func(at *time.Time, key string, more ...string) {
		if at != nil && !told[at.UnixMicro()] {
			p.Story = append(p.Story, storyLine{At: *at, Text: p.T(key), More: more})
		}
	}
	signup := "participants.story_signup"
	if r.LateLinkID != nil {
		signup = "participants.story_late"
	}
	if r.Standing == event.Applied {
		signup = "participants.story_applied"
	}
	add(&r.CreatedAt, signup)
	if r.ConfirmedAt != nil && !r.ConfirmedAt.Equal(r.CreatedAt) {
		add(r.ConfirmedAt, "participants.story_moved_up")
	}
	var reason []string
	if r.CancelReason != "" {
		reason = []string{r.CancelReason}
	}
	add(r.CancelledAt, "participants.story_withdrew", reason...)
	add(r.ArrivedAt, "participants.story_arrived")
}

// entryLine is what an organiser did.
func (p participantPage) entryLine(e event.Entry, changes []store.RegistrationChange) storyLine {
	line := storyLine{At: e.At, Who: e.Who, Text: string(e.Verb)}
	if key := "audit." + strings.ReplaceAll(string(e.Verb), ".", "_"); p.Has(key) {
		line.Text = p.T("audit." + strings.ReplaceAll(string(e.Verb), ".", "_"))
	}
	if from, to := e.Detail["from"], e.Detail["to"]; from != "" && to != "" {
		line.More = append(line.More, p.T("participants.standing_"+from)+" → "+p.T("participants.standing_"+to))
	}
	if e.Detail["extra"] == "yes" {
		line.More = append(line.More, p.T("participants.extra"))
	}
	if e.Detail["mail"] == "no" && e.Verb != "participant.arrived" && e.Verb != "participant.changed" {
		line.More = append(line.More, p.T("participants.without_mail"))
	}
	for _, c := range changes {
		if e.Verb == "participant.changed" && c.CreatedAt.Equal(e.At) {
			line.More = append(line.More, p.changeText(c))
		}
	}
	return line
}

// changeText says what a field was, and what it became. Of sensitive answers it
// is only known that they were changed.
func (p participantPage) changeText(c store.RegistrationChange) string {
	from := func(label, was, became string) string { return label + ": " + quoted(was) + " → " + quoted(became) }
	if c.Field == "attendance" {
		was, became := event.Attendance(c.Was), event.Attendance(c.Became)
		return from(p.T("register.attendance"), ask.Attendance(p.Printer, was), ask.Attendance(p.Printer, became))
	}
	if strings.HasPrefix(c.Field, event.ChoiceField("")) {
		return from(cmp.Or(ask.FieldLabel(p.Printer, p.Event, c.Field), p.T("participants.session")), c.Was, c.Became)
	}
	id, isAnswer := strings.CutPrefix(c.Field, event.AnswerField(""))
	if !isAnswer {
		return from(ask.FieldLabel(p.Printer, p.Event, c.Field), c.Was, c.Became)
	}
	i := slices.IndexFunc(p.Event.Questions, func(q event.Question) bool { return q.ID == id })
	switch {
	case i < 0:
		return p.T("participants.answer_changed", "Question", id)
	case c.Was == "" && c.Became == "" || p.Event.Questions[i].Sensitive:
		return p.T("participants.answer_changed", "Question", p.Event.Questions[i].Label)
	}
	q := &p.Event.Questions[i]
	return from(q.Label, ask.ChoiceText(p.Printer, q, c.Was), ask.ChoiceText(p.Printer, q, c.Became))
}

// quoted is a text, or a dash where there is none.
func quoted(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

// mailLine is a mail, how far it came and what the server said.
func (p participantPage) mailLine(m event.Message) storyLine {
	kind := strings.ReplaceAll(string(m.Kind), "-", "_")
	what := p.T("participants.mail_other")
	if p.Has("participants.mail_" + kind) {
		what = p.T("participants.mail_" + kind)
	}
	line := storyLine{At: m.CreatedAt, Text: what + " – " + p.T("participants.state_"+string(m.State))}
	switch {
	case m.SentAt != nil:
		line.At = *m.SentAt
	case m.State == event.Queued && m.Attempts == 0:
		line.Text = what + " – " + p.T("participants.state_leaves", "When", p.DayMoment(m.DueAt.In(p.Event.Location())))
	case m.State == event.Failed:
		line.Colour = "danger"
	}
	if m.LastError != "" {
		line.More = []string{m.LastError}
	}
	if m.Recipient != p.Registration.Email {
		line.More = append(line.More, p.T("participants.mail_to", "Email", m.Recipient))
	}
	return line
}
