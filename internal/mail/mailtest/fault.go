package mailtest

// Stage is a point of an SMTP conversation.
type Stage int

// The stages at which a server can be made to fail.
const (
	Hello     Stage = iota // EHLO
	Auth                   // sign-in
	Sender                 // MAIL FROM
	Recipient              // RCPT TO
	Content                // the final dot
)

// Fault is something that goes wrong. At the final dot the mail is kept when
// the connection is dropped: only the answer is lost.
type Fault struct {
	Stage     Stage
	Recipient string // only for mails to this address; from RCPT TO on
	Code      int    // the answer, such as 451 or 550; 0 drops the connection
	Times     int    // how often; 0 means until Mend
}

// Break lets the server fail from now on.
func (s *Server) Break(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &armed{Fault: f, endless: f.Times == 0})
}

// Mend takes all faults away.
func (s *Server) Mend() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

type armed struct {
	Fault
	endless bool
}

// due finds the fault that strikes here, and counts it.
func (s *Server) due(stage Stage, recipients ...string) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		if f.Stage != stage || !f.endless && f.Times == 0 || !f.concerns(recipients) {
			continue
		}
		if !f.endless {
			f.Times--
		}
		return &f.Fault
	}
	return nil
}

func (f *Fault) concerns(recipients []string) bool {
	if f.Recipient == "" {
		return true
	}
	for _, r := range recipients {
		if r == f.Recipient {
			return true
		}
	}
	return false
}
