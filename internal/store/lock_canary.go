//go:build canary_nolock

package store

const locked = false
