package address

import (
	"sync"
	"time"
)

// How long an answer is believed. A domain that takes mail today takes mail in
// an hour. One that takes none may be mended soon, and its users should not wait
// long for that. Trouble is remembered so briefly that a rush of sign-ups does
// not queue up behind a server that is down, each waiting for the timeout.
const (
	deliverableFor = time.Hour
	noMailFor      = 5 * time.Minute
	unknownFor     = 10 * time.Second
)

// maxAnswers bounds the memory. There are 290 municipalities; the rest is for
// firms, and for those who try invented domains.
const maxAnswers = 4096

// answers remembers what was found out about domains.
type answers struct {
	now func() time.Time

	mu      sync.Mutex
	verdict map[string]answer
}

// answer is a verdict and the moment from which it is no longer believed.
type answer struct {
	verdict Verdict
	until   time.Time
}

func newAnswers(now func() time.Time) *answers {
	return &answers{now: now, verdict: map[string]answer{}}
}

// find gives what is remembered about a domain.
func (a *answers) find(domain string) (Verdict, bool) {
	now := a.now()
	a.mu.Lock()
	defer a.mu.Unlock()
	known, ok := a.verdict[domain]
	if !ok || !now.Before(known.until) {
		return Unknown, false
	}
	return known.verdict, true
}

// keep remembers a verdict. When the memory is full, some other domain is
// forgotten: which one hardly matters, it can be asked about again.
func (a *answers) keep(domain string, v Verdict) {
	until := a.now().Add(believedFor(v))
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, known := a.verdict[domain]; !known && len(a.verdict) >= maxAnswers {
		for other := range a.verdict {
			delete(a.verdict, other)
			break
		}
	}
	a.verdict[domain] = answer{verdict: v, until: until}
}

func believedFor(v Verdict) time.Duration {
	switch v {
	case Deliverable:
		return deliverableFor
	case NoMail:
		return noMailFor
	}
	return unknownFor
}
