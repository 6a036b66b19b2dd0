package event

import (
	"maps"
	"time"
)

// MaxCorrections is how often the address on a receipt can be corrected: for slips
// of the finger, not for trying addresses.
const MaxCorrections = 3

// MayCorrect reports whether the address that a form was sent with can be
// corrected from its receipt. That of colleagues is corrected by each of them.
func (r *Receipt) MayCorrect(e *Event, now time.Time) bool {
	return r.GroupID == nil && (r.RegistrationID != nil || r.Signup != nil) && r.Corrections < MaxCorrections &&
		now.Before(r.CreatedAt.Add(ReceiptLife)) && e.Status == Published && now.Before(e.EndsAt)
}

// KeptSignup is what a form asked for, and what it came with that lets people in
// where others cannot.
type KeptSignup struct {
	Signup
	Invite uint `json:",omitempty"` // ids, 0 for none
	Late   uint `json:",omitempty"`
}

// Resend is the sign-up of a receipt with another address. Files that came with
// the form are not kept that long.
func (r *Receipt) Resend(e *Event, email string) Signup {
	s := r.Signup.Signup
	s.Email, s.Answers = email, maps.Clone(s.Answers)
	for _, q := range e.Questions {
		if q.Kind == AskFile {
			delete(s.Answers, q.ID)
		}
	}
	return s
}

// SignupAgain is what a registration was asked for, without sensitive answers, for
// a receipt that no longer leads to it.
func (r *Registration) SignupAgain(chosen []SessionChoice) *KeptSignup {
	s := KeptSignup{Signup: r.Details()}
	s.Answers = r.Answers
	for _, c := range chosen {
		s.Sessions = append(s.Sessions, c.Session)
	}
	if r.InviteID != nil {
		s.Invite = *r.InviteID
	}
	if r.LateLinkID != nil {
		s.Late = *r.LateLinkID
	}
	return &s
}
