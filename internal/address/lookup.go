package address

import (
	"context"
	"errors"
	"net"
)

// takesMail asks for the mail hosts of a domain and, if it names none, for its
// addresses: a host without MX records is its own mail host (RFC 5321, section
// 5.1). Only when all three questions are clearly answered with nothing does the
// domain take no mail.
func takesMail(ctx context.Context, r *net.Resolver, domain string) Verdict {
	name := domain + "." // absolute: no search list is tried
	hosts, err := r.LookupMX(ctx, name)
	switch {
	case isNullMX(hosts):
		return NoMail
	case len(hosts) > 0: // perhaps with an error about others that are malformed
		return Deliverable
	case err != nil && !isNothing(err):
		return Unknown
	}
	return hasAddress(ctx, r, name)
}

// hasAddress asks for both kinds of address, one by one: asked for together,
// the trouble of one would be hidden behind the empty answer of the other.
func hasAddress(ctx context.Context, r *net.Resolver, name string) Verdict {
	for _, network := range []string{"ip4", "ip6"} {
		found, err := r.LookupNetIP(ctx, network, name)
		switch {
		case len(found) > 0:
			return Deliverable
		case err != nil && !isNothing(err):
			return Unknown
		}
	}
	return NoMail
}

// isNullMX recognises a domain that says of itself that it takes no mail: its
// only mail host is the root (RFC 7505).
func isNullMX(hosts []*net.MX) bool {
	return len(hosts) == 1 && hosts[0].Host == "."
}

// isNothing says whether an error is the clear answer that there is no such
// name, or no such record under it. Package net does not tell these two apart.
func isNothing(err error) bool {
	var answer *net.DNSError
	return errors.As(err, &answer) && answer.IsNotFound && !answer.IsTemporary && !answer.IsTimeout
}
