package event

import "time"

// Category is a kind of participants: own staff, external partners. Everybody
// who registers for an event with categories chooses one.
type Category struct {
	// ID names the category among those of the event, for ever: registrations
	// are found by it.
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Text     string     `json:"text,omitempty"`     // beside the choice in the form
	Cost     string     `json:"cost,omitempty"`     // what it costs, in words
	Capacity int        `json:"capacity,omitempty"` // 0 means no limit of its own
	OpensAt  *time.Time `json:"opens_at,omitempty"`
	ClosesAt *time.Time `json:"closes_at,omitempty"` // strictly before this, and before the event's own
	// Retired categories are no longer offered. They stay, so that registrations
	// can be read.
	Retired bool `json:"retired,omitempty"`
}

// Category finds a category by its id, nil for none.
func (e *Event) Category(id string) *Category {
	for i := range e.Categories {
		if e.Categories[i].ID == id {
			return &e.Categories[i]
		}
	}
	return nil
}

// Offered are the categories that can be chosen, whatever the time.
func (e *Event) OfferedCategories() []Category {
	var all []Category
	for _, c := range e.Categories {
		if !c.Retired {
			all = append(all, c)
		}
	}
	return all
}
