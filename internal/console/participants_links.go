package console

import (
	"slices"
	"strings"

	"samling/internal/ask"
	"samling/internal/event"
	"samling/internal/store"
)

// listWay is a way to another part of the list. While something is searched for, it
// is a button of the form, so that the search comes along.
type listWay struct {
	Name    string
	Label   string // for those who do not see where it stands
	Count   string
	Href    string
	Current bool
	Button  bool
}

func (p participantsPage) way(name string, q store.ParticipantQuery, number int) listWay {
	return listWay{Name: name, Href: p.at(q, number), Button: q.Search != ""}
}

// Facets are the parts of the list by standing, with how many are in each.
func (p participantsPage) Facets() []listWay {
	var ways []listWay
	for _, f := range []struct {
		standing event.Standing
		key      string
	}{
		{"", "participants.facet_all"}, {event.Confirmed, "participants.facet_confirmed"},
		{event.Applied, "participants.facet_applied"}, {event.Waiting, "participants.facet_waiting"}, {event.Withdrawn, "participants.facet_withdrawn"},
		{event.Declined, "participants.facet_declined"},
	} {
		if f.standing == event.Applied && !p.TakesApplications() || f.standing == event.Declined && !p.hasDeclined() {
			continue
		}
		q := p.Query
		q.Standing = f.standing
		w := p.way(p.T(f.key), q, 1)
		w.Count, w.Current = p.Printer.Number(p.Counts.Of(f.standing)), p.Query.Standing == f.standing
		ways = append(ways, w)
	}
	for _, u := range []store.Unanswered{store.Offered, store.Unverified} {
		if n := p.Unanswered[u]; n > 0 {
			w := p.way(p.T("participants.facet_"+string(u)), store.ParticipantQuery{Unanswered: u, Descending: true}, 1)
			w.Count, w.Current, w.Button = p.Printer.Number(n), p.Query.Unanswered == u, false
			ways = append(ways, w)
		}
	}
	if p.Bouncing > 0 {
		w := p.way(p.T("participants.facet_failed"), store.ParticipantQuery{Delivery: store.Undelivered, Descending: true}, 1)
		w.Count, w.Current = p.Printer.Number(p.Bouncing), p.Query.Delivery == store.Undelivered
		w.Button = false // all of them, whatever is searched for
		ways = append(ways, w)
	}
	return ways
}

// Chips are the active filters, each with the way to the list without it.
func (p participantsPage) Chips() []listWay {
	var chips []listWay
	without := func(active bool, name string, remove func(*store.ParticipantQuery)) {
		if !active {
			return
		}
		q := p.Query
		remove(&q)
		chips = append(chips, p.way(name, q, 1))
	}
	q := p.Query
	without(q.Search != "", p.T("participants.chip_search", "Text", q.Search), func(q *store.ParticipantQuery) { q.Search = "" })
	without(q.Organisation != "", p.T("participants.chip_organisation", "Text", q.Organisation), func(q *store.ParticipantQuery) { q.Organisation = "" })
	without(q.Municipality != "", p.T("participants.chip_municipality", "Text", q.Municipality), func(q *store.ParticipantQuery) { q.Municipality = "" })
	without(q.Role != "", p.T("participants.chip_role", "Text", q.Role), func(q *store.ParticipantQuery) { q.Role = "" })
	without(q.Delivery == store.Undelivered, p.T("participants.delivery_failed"), func(q *store.ParticipantQuery) { q.Delivery = "" })
	without(q.Delivery == store.Undecided, p.T("participants.delivery_waiting"), func(q *store.ParticipantQuery) { q.Delivery = "" })
	without(q.Arrived == "yes", p.T("participants.arrived_yes"), func(q *store.ParticipantQuery) { q.Arrived = "" })
	without(q.Arrived == "no", p.T("participants.arrived_no"), func(q *store.ParticipantQuery) { q.Arrived = "" })
	without(q.Late, p.T("participants.late"), func(q *store.ParticipantQuery) { q.Late = false })
	without(q.Unanswered != "", p.unansweredText(q.Unanswered), func(q *store.ParticipantQuery) { q.Unanswered = "" })
	without(q.Category != "", p.categoryChip(q.Category), func(q *store.ParticipantQuery) { q.Category = "" })
	without(q.Session.Key != "", p.sessionChip(q.Session), func(q *store.ParticipantQuery) { q.Session = store.SessionFilter{} })
	without(q.Group != 0, p.T("participants.chip_group", "Text", p.GroupName), func(q *store.ParticipantQuery) { q.Group = 0 })
	without(q.Invite != 0, p.T("participants.chip_invite", "Text", p.InviteName), func(q *store.ParticipantQuery) { q.Invite = 0 })
	without(q.Attendance != "", p.attendanceChip(q.Attendance), func(q *store.ParticipantQuery) { q.Attendance = "" })
	for _, a := range q.Answers {
		without(true, p.answerChip(a), func(q *store.ParticipantQuery) {
			q.Answers = slices.DeleteFunc(slices.Clone(q.Answers), func(other event.Chosen) bool { return other == a })
		})
	}
	return chips
}

// TakesApplications reports whether there are applications to answer, or may be.
func (p participantsPage) TakesApplications() bool {
	return p.Event.NeedsApproval || p.Counts.Of(event.Applied) > 0 || p.Query.Standing == event.Applied
}

// hasDeclined reports whether there are applications that were declined.
func (p participantsPage) hasDeclined() bool {
	return p.Counts.Of(event.Declined) > 0 || p.Query.Standing == event.Declined
}

func (p Page) attendanceChip(a event.Attendance) string {
	return p.T("participants.chip_attendance", "Text", ask.Attendance(p.Printer, a))
}

// answerChip is a question and the answer that a list is narrowed to.
func (p Page) answerChip(a event.Chosen) string {
	for i := range p.Event.Questions {
		if q := &p.Event.Questions[i]; q.ID == a.Question {
			return p.T("participants.chip_answer", "Question", q.Label, "Text", ask.ChoiceText(p.Printer, q, a.Choice))
		}
	}
	return ""
}

// answerFilter is a question and the answers that the list can be narrowed to.
type answerFilter struct {
	Field, Label string
	Choices      []listChoice
}

// AnswerFilters are those of the questions with choices.
func (p participantsPage) AnswerFilters() []answerFilter {
	var all []answerFilter
	for _, q := range filterable(p.Event) {
		f := answerFilter{Field: event.AnswerField(q.ID), Label: q.Label}
		for _, choice := range q.Choices() {
			chosen := slices.Contains(p.Query.Answers, event.Chosen{Question: q.ID, Choice: choice})
			f.Choices = append(f.Choices, listChoice{choice, ask.ChoiceText(p.Printer, &q, choice), chosen})
		}
		all = append(all, f)
	}
	return all
}

// AnswerColumns are the questions whose answers are shown.
func (p participantsPage) AnswerColumns() []event.Question {
	return slices.DeleteFunc(slices.Clone(p.Event.Questions), func(q event.Question) bool { return q.Sensitive || !p.Has(event.AnswerField(q.ID)) })
}

// Answer is what somebody said to a question that is not sensitive.
func (p participantsPage) Answer(r event.Registration, q event.Question) string {
	return ask.Text(p.Printer, &q, r.Said(&q, false))
}

// Pages are the ways to the other pages of the list: the first, the last, and
// those around this one.
func (p participantsPage) Pages() []listWay {
	last := (p.N() + participantsPerPage - 1) / participantsPerPage
	if last < 2 {
		return nil
	}
	var ways []listWay
	for n := 1; n <= last; n++ {
		if n != 1 && n != last && (n < p.Number-1 || n > p.Number+1) {
			continue
		}
		w := p.way(p.Printer.Number(n), p.Query, n)
		w.Label, w.Current = p.T("participants.page", "Number", n), n == p.Number
		ways = append(ways, w)
	}
	return ways
}

// Previous is the way back by a page, if there is one.
func (p participantsPage) Previous() *listWay {
	if p.Number < 2 {
		return nil
	}
	w := p.way(p.T("participants.previous"), p.Query, p.Number-1)
	return &w
}

// Next is the way on by a page, if there is one.
func (p participantsPage) Next() *listWay {
	if p.Number*participantsPerPage >= p.N() {
		return nil
	}
	w := p.way(p.T("participants.next"), p.Query, p.Number+1)
	return &w
}

// Shown are the columns that can be chosen.
func (p participantsPage) Shown() []listChoice {
	var all []listChoice
	for _, c := range columnsOf(p.Event) {
		if id, isAnswer := strings.CutPrefix(c, event.AnswerField("")); isAnswer {
			i := slices.IndexFunc(p.Event.Questions, func(q event.Question) bool { return q.ID == id })
			all = append(all, listChoice{Value: c, Name: p.Event.Questions[i].Label, Chosen: p.Columns.has(c)})
			continue
		}
		if i := slices.IndexFunc(p.Event.Choices, func(g event.ChoiceGroup) bool { return event.ChoiceField(g.Key) == c }); i >= 0 {
			all = append(all, listChoice{Value: c, Name: p.Event.Choices[i].Title, Chosen: p.Columns.has(c)})
			continue
		}
		all = append(all, listChoice{Value: c, Name: p.T("participants.column_" + c), Chosen: p.Columns.has(c)})
	}
	return all
}

// listChoice is one of several things to choose from.
type listChoice struct {
	Value, Name string
	Chosen      bool
}

// Sort is the present order as the form keeps it.
func (p participantsPage) Sort() string { return sortValue(p.Query) }
