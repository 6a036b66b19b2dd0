package event

import "time"

// Invite lets somebody register where others cannot: a person, or all who have
// its code, such as a department that is asked for two.
type Invite struct {
	ID         uint
	EventID    uint
	Name       string // who is invited: "Socialtjänsten"
	Email      string // where the link is sent; "" where it is only handed out
	Code       string // what people type, without its link: see NewInviteCode
	Uses       int    // how many may register with it; 0 means no limit
	ExpiresAt  *time.Time
	CreatedAt  time.Time
	SentAt     *time.Time // when its mail was last queued
	RemindedAt *time.Time
	RevokedAt  *time.Time
}
