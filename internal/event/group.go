package event

import "time"

// Group is colleagues whom one sender registered with one form. Each has a
// registration of their own; the sender has an overview.
type Group struct {
	ID         uint
	EventID    uint
	Name       string // of the sender, who need not take part
	Email      string
	Language   string
	Generation int  // raised to make old links to the overview useless
	Together   bool // they come together or not at all: those who wait, wait for enough places
	CreatedAt  time.Time
}

// TableName is the table of groups: "groups" is a word of SQL.
func (Group) TableName() string { return "registration_groups" }
