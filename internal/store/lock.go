//go:build !canary_nolock

package store

// locked: sign-ups are admitted while nobody else can write to the event. The
// build tag canary_nolock takes this guard away, to show that the tests notice.
const locked = true
