package site

import (
	"time"

	"samling/internal/event"
)

// receiptPerson is one of several people in a receipt, as the page shows them.
type receiptPerson struct{ Name, Email, Outcome string }

// People are those whom the sender registered, with what each got. It is the same
// for an address that was registered before.
func (p receiptPage) People() []receiptPerson {
	var all []receiptPerson
	for _, r := range p.Receipt.People {
		stage := r.Stage(p.Receipt.VerifyBy != nil)
		all = append(all, receiptPerson{r.Name, r.Email, p.Sentence(p.T("group.is_"+string(stage), "Number", r.Number))})
	}
	return all
}

// Having counts the people who got this.
func (p receiptPage) Having(s event.Standing) int {
	n := 0
	for _, r := range p.Receipt.People {
		if r.Standing == s {
			n++
		}
	}
	return n
}

// By is a moment on the event's clock.
func (p receiptPage) By(at *time.Time) string { return p.DayMoment(at.In(p.Event.Location())) }
