//go:build !canary_nokey

package event

// knowsKeys: a form that was sent before gets its earlier answer. The build tag
// canary_nokey takes this guard away, to show that the tests notice.
const knowsKeys = true
