// Package address asks the domain name system whether a domain takes mail, so
// that a mistyped address is found while its writer is still there. It knows
// nothing of forms and of who registers, keeps domains but never addresses, and
// logs nothing.
package address

import (
	"context"
	"net"
	"strings"
	"time"

	"golang.org/x/net/idna"
	"golang.org/x/sync/singleflight"
)

// Verdict is what is known about mail to a domain.
type Verdict int

// The verdicts. Only NoMail is a reason to refuse an address: when the domain
// name system is in trouble, nobody should be kept from signing up.
const (
	Unknown Verdict = iota
	Deliverable
	NoMail
)

func (v Verdict) String() string {
	switch v {
	case Deliverable:
		return "deliverable"
	case NoMail:
		return "no mail"
	}
	return "unknown"
}

// defaultTimeout is as long as a person at a form waits without wondering.
const defaultTimeout = 2 * time.Second

// maxLookups is how many domains are asked about at the same time. A form that
// is flooded with invented domains must not flood the resolver.
const maxLookups = 16

// Options is what a Guard needs.
type Options struct {
	// Resolver answers the questions; nil means that none are asked, as where all
	// mail is caught. It should prefer Go's own: the system's may report trouble
	// as "no such host", and cannot be stopped when the time is up.
	Resolver *net.Resolver
	Now      func() time.Time // tells when a remembered answer is too old
	Timeout  time.Duration    // for one Check in all; zero means two seconds
}

// Guard checks addresses. It is safe for use by many goroutines.
type Guard struct {
	resolver *net.Resolver
	timeout  time.Duration
	answers  *answers
	flights  singleflight.Group // who asks about the same domain shares the answer
	places   chan struct{}      // one element for each lookup under way
}

// NewGuard makes a guard with an empty memory.
func NewGuard(o Options) *Guard {
	if o.Timeout == 0 {
		o.Timeout = defaultTimeout
	}
	return &Guard{
		resolver: o.Resolver,
		timeout:  o.Timeout,
		answers:  newAnswers(o.Now),
		places:   make(chan struct{}, maxLookups),
	}
}

// Check says whether the domain of an address takes mail. The address must be
// one that event.ParseAddress gave. It answers within the timeout.
func (g *Guard) Check(ctx context.Context, email string) Verdict {
	domain := strings.ToLower(email[strings.LastIndexByte(email, '@')+1:])
	if under(domain, "invalid") {
		return NoMail // there is no such domain and never will be: RFC 6761, section 6.4
	}
	if g.resolver == nil {
		return Unknown
	}
	domain, err := asciiDomain(domain)
	if err != nil || under(domain, "localhost") {
		return NoMail
	}
	if v, ok := g.answers.find(domain); ok {
		return v
	}
	return g.ask(ctx, domain)
}

// ask shares one lookup among all who want to know the same. The lookup goes on
// when the one who began it leaves, since others may be waiting for it.
func (g *Guard) ask(ctx context.Context, domain string) Verdict {
	ctx, cancel := context.WithTimeout(ctx, g.timeout)
	defer cancel()
	flight := g.flights.DoChan(domain, func() (any, error) {
		if v, ok := g.answers.find(domain); ok {
			return v, nil // found out between the caller's look and this flight
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), g.timeout)
		defer cancel()
		v := g.lookUp(ctx, domain)
		g.answers.keep(domain, v)
		return v, nil
	})
	select {
	case answer := <-flight:
		return answer.Val.(Verdict)
	case <-ctx.Done():
		return Unknown
	}
}

// lookUp waits for a place and asks.
func (g *Guard) lookUp(ctx context.Context, domain string) Verdict {
	select {
	case g.places <- struct{}{}:
		defer func() { <-g.places }()
		return takesMail(ctx, g.resolver, domain)
	case <-ctx.Done():
		return Unknown
	}
}

// asciiDomain writes a domain as it is asked for: "exämple.se" is
// "xn--exmple-cua.se". Nothing can be sent to a domain that has no such form.
func asciiDomain(domain string) (string, error) {
	for i := range len(domain) {
		if domain[i] >= 0x80 {
			return idna.Lookup.ToASCII(domain)
		}
	}
	return domain, nil
}

// under says whether the domain lies under a top domain. Names under
// ".localhost" are this machine (RFC 6761, section 6.3), and no one who
// registers has a mailbox there. Names under ".local" are asked about like any
// other: some networks run their mail under it, and elsewhere they do not exist.
func under(domain, top string) bool {
	return strings.HasSuffix(domain, "."+top)
}
