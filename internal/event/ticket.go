package event

import "time"

// How long tickets last.
const (
	SignInLinkLife = 15 * time.Minute
	SetUpLife      = 24 * time.Hour
)

// MaxSignInLinks is how many links one address is mailed within SignInLinkLife.
// The one limit is the other's life, so that whoever is kept from asking again,
// be it by a stranger's asking, has a link in the mailbox that works.
const MaxSignInLinks = 5
