package event

import "time"

// ByHand is a registration that an organiser writes. It has no form and no
// receipt.
func ByHand(ev *Event, s Signup, standing Standing, isExtra bool, reference string, now time.Time) Registration {
	r := newRegistration(ev, s, standing, reference, now)
	r.IsExtra = isExtra
	return r
}
