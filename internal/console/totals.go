package console

import (
	"samling/internal/ask"
	"samling/internal/event"
	"samling/internal/store"
)

// answerTotals is how often each answer to a question was given. It names nobody,
// so it may be about sensitive answers too.
type answerTotals struct {
	Label     string
	Sensitive bool
	Retired   bool
	Bars      bars
}

// answerTotals counts the answers to all questions with choices. What somebody
// wrote in their own words is not among them: it could tell who they are.
func (p *statisticsPage) answerTotals() {
	if p.Event.Attendance == event.Both {
		p.Attendance = p.allBars(p.attendanceShares())
	}
	p.Categories = p.allBars(p.categoryShares())
	for i := range p.Event.Questions {
		q := &p.Event.Questions[i]
		shares := p.answerShares(q)
		if q.Choices() == nil || q.Retired && len(p.Stats.Answers[q.ID]) == 0 {
			continue
		}
		p.Answers = append(p.Answers, answerTotals{q.Label, q.Sensitive, q.Retired, p.allBars(shares)})
	}
}

// allBars are rows in their order, none of them folded away.
func (p *statisticsPage) allBars(shares []store.Share) bars {
	return newBars(p.Page, shares, len(shares)+1)
}

func (p *statisticsPage) attendanceShares() []store.Share {
	var shares []store.Share
	for _, a := range []event.Attendance{event.OnSite, event.Online, ""} {
		n := shareOf(p.Stats.Attendance, string(a))
		if a != "" || n > 0 {
			shares = append(shares, store.Share{Name: ask.Attendance(p.Printer, a), N: n})
		}
	}
	return shares
}

// categoryShares are the categories in the order of the event, those that are no
// longer offered only if somebody is registered in them.
func (p *statisticsPage) categoryShares() []store.Share {
	var shares []store.Share
	for _, c := range p.Event.Categories {
		if n := shareOf(p.Stats.Categories, c.ID); n > 0 || !c.Retired {
			shares = append(shares, store.Share{Name: c.Name, N: n})
		}
	}
	return shares
}

// answerShares are the choices of a question in its order, those that nobody made
// too, and then those that are no longer offered. Sensitive ones of these are
// only counted: before it had choices, the question may have been answered freely.
func (p *statisticsPage) answerShares(q *event.Question) []store.Share {
	var shares []store.Share
	offered := map[string]bool{}
	for _, choice := range q.Choices() {
		offered[choice] = true
		shares = append(shares, store.Share{Name: ask.ChoiceText(p.Printer, q, choice), N: shareOf(p.Stats.Answers[q.ID], choice)})
	}
	others := 0
	for _, s := range p.Stats.Answers[q.ID] {
		switch {
		case offered[s.Name]:
		case q.Sensitive:
			others += s.N
		default:
			shares = append(shares, store.Share{Name: ask.ChoiceText(p.Printer, q, s.Name), N: s.N})
		}
	}
	if others > 0 {
		shares = append(shares, store.Share{Name: p.T("statistics.other_answers"), N: others})
	}
	return shares
}

// shareOf is how many gave an answer.
func shareOf(shares []store.Share, name string) int {
	n := 0
	for _, s := range shares {
		if s.Name == name {
			n += s.N
		}
	}
	return n
}

// answerSheet answers GET /console/o/:org/e/:event/statistics/answers: the totals
// alone, on a paper for the kitchen.
func (s *server) answerSheet(v *visit) error {
	p, err := s.statisticsPage(v)
	if err != nil {
		return err
	}
	p.Title = p.T("statistics.answers") + " – " + v.Event.Title
	p.Crumbs = append(p.Crumbs[:1], Crumb{v.Event.Title, p.EventURL("/statistics")}, Crumb{Name: p.T("statistics.answers")})
	return s.render(v, "answer-sheet", &p)
}
