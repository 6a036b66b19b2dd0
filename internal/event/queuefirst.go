//go:build !canary_noqueue

package event

// queueFirst: what becomes free belongs to those who wait for it. The build tag
// canary_noqueue takes this guard away, to show that the tests notice.
const queueFirst = true
