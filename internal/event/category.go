package event

import (
	"fmt"
	"slices"
	"time"
)

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

// OfferedCategories are the categories that can be chosen, whatever the time.
func (e *Event) OfferedCategories() []Category {
	var all []Category
	for _, c := range e.Categories {
		if !c.Retired {
			all = append(all, c)
		}
	}
	return all
}

// NewCategoryID is an id that none of the categories has, retired ones included.
func NewCategoryID(categories []Category) string {
	for n := len(categories) + 1; ; n++ {
		id := fmt.Sprintf("c%d", n)
		if !slices.ContainsFunc(categories, func(c Category) bool { return c.ID == id }) {
			return id
		}
	}
}

// KeepCategories are the categories of an event after a change, where people
// are registered in some of those that it had: the used ones. One of these that
// is missing from the new ones stays, retired, so that their registrations can
// be read and its id goes to no other.
func KeepCategories(old, new []Category, used []string) []Category {
	kept := slices.Clone(new)
	for _, c := range old {
		if slices.Contains(used, c.ID) && !slices.ContainsFunc(new, func(n Category) bool { return n.ID == c.ID }) {
			c.Retired = true
			kept = append(kept, c)
		}
	}
	return kept
}

// conditions are all that stand in the event: of its questions, and of what is
// chosen in its programme.
func (e *Event) conditions() []*Condition {
	var all []*Condition
	for i := range e.Questions {
		all = append(all, e.Questions[i].When)
	}
	for _, s := range e.Sessions {
		if s.Choice != nil {
			all = append(all, s.Choice.When)
		}
	}
	return all
}

// namesCategory reports whether a condition names the category.
func (e *Event) namesCategory(id string) bool {
	return slices.ContainsFunc(e.conditions(), func(c *Condition) bool { return slices.Contains(c.Categories(), id) })
}

// namesNoCategory reports whether a condition names a category that there is
// not, or no longer.
func (e *Event) namesNoCategory() bool {
	return slices.ContainsFunc(e.conditions(), func(c *Condition) bool {
		return slices.ContainsFunc(c.Categories(), func(id string) bool { return e.Category(id) == nil })
	})
}

// Categories lists the categories that a condition names, by id.
func (c *Condition) Categories() []string {
	if c == nil {
		return nil
	}
	ids := slices.Clone(c.Category)
	for _, part := range slices.Concat(c.All, c.Any) {
		ids = append(ids, part.Categories()...)
	}
	return ids
}

// What can be wrong with how somebody wants to come, or with their category.
const (
	MsgCategoryShut Key = "invalid.category_shut"
	MsgShareFull    Key = "invalid.share_full"
)

// IsOpen reports whether people of the category can sign up now, as far as the
// category itself is concerned.
func (c *Category) IsOpen(now time.Time) bool {
	return (c.OpensAt == nil || !now.Before(*c.OpensAt)) && (c.ClosesAt == nil || now.Before(*c.ClosesAt))
}
