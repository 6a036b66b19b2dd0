package site

import "samling/internal/event"

// What was done just now, as it stands in the address of the own page that a form
// leads back to.
const (
	doneChanged  = "changed"
	doneVerified = "verified"
	doneAccepted = "accepted"
)

// after is the address of the own page, which says what was done.
func (b ownBase) after(done string) string { return b.Address + "?done=" + done }

// doneText says what was done, unless that is so no more: the address may be
// opened again at any time.
func (b ownBase) doneText(done string) string {
	r := &b.Registration
	switch {
	case done == doneChanged && r.IsLive():
		return b.T("own.done_changed")
	case done == doneVerified && r.IsLive() && r.VerifyBy == nil:
		return b.T("own.done_verified")
	case done == doneAccepted && r.Standing == event.Confirmed:
		return b.T("own.done_accepted")
	}
	return ""
}
