//go:build canary_noqueue

package event

const queueFirst = false
