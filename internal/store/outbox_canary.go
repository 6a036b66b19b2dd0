//go:build canary_nooutbox

package store

const together = false
