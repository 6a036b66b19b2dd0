//go:build !canary_noaddress

package event

// knowsAddresses: an address that is registered gets no second place. The build
// tag canary_noaddress takes this guard away, to show that the tests notice.
const knowsAddresses = true
