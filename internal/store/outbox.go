//go:build !canary_nooutbox

package store

// together: a registration and the mail about it are written in one
// transaction. The build tag canary_nooutbox takes this guard away, to show that
// the tests notice.
const together = true
