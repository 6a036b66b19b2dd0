//go:build canary_nokey

package event

const knowsKeys = false
