//go:build canary_noaddress

package event

const knowsAddresses = false
