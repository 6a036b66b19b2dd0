package address_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"samling/internal/address"
)

// clock is a hand that tests move.
type clock struct{ passed atomic.Int64 }

func (c *clock) now() time.Time {
	return time.Date(2030, 5, 1, 9, 0, 0, 0, time.UTC).Add(time.Duration(c.passed.Load()))
}

func (c *clock) wait(d time.Duration) { c.passed.Add(int64(d)) }

func newGuard(s *server, c *clock) *address.Guard {
	return address.NewGuard(address.Options{Resolver: s.resolver(), Now: c.now})
}

func TestCheck(t *testing.T) {
	const (
		failed  = dnsmessage.RCodeServerFailure
		refused = dnsmessage.RCodeRefused
	)
	s := newServer(t, map[string]reply{
		"halmstad.se.":       {mx: []string{"mx1.example.", "mx2.example."}},
		"xn--exmple-cua.se.": {mx: []string{"mx.example."}},
		"null.example.":      {mx: []string{"."}, a: true},
		"halfnull.example.":  {mx: []string{".", "mx.example."}},
		"a.example.":         {a: true},
		"aaaa.example.":      {aaaa: true},
		"empty.example.":     {},
		"failed.example.":    {code: failed},
		"refused.example.":   {code: refused},
		"hidden.example.":    {codeAAAA: failed},
		"kommun.local.":      {mx: []string{"mx.kommun.local."}},
	})
	tests := []struct {
		name, email string
		want        address.Verdict
	}{
		{"mail hosts", "anna@halmstad.se", address.Deliverable},
		{"capitals", "Anna@HALMSTAD.se", address.Deliverable},
		{"Swedish letters", "jörgen@exämple.se", address.Deliverable},
		{"says that it takes no mail", "anna@null.example", address.NoMail},
		{"says so but names a host as well", "anna@halfnull.example", address.Deliverable},
		{"no mail host but an address", "anna@a.example", address.Deliverable},
		{"no mail host but a new kind of address", "anna@aaaa.example", address.Deliverable},
		{"exists without any of them", "anna@empty.example", address.NoMail},
		{"does not exist", "anna@regionhalland.see", address.NoMail},
		{"server in trouble", "anna@failed.example", address.Unknown},
		{"server refuses", "anna@refused.example", address.Unknown},
		{"trouble with the last question only", "anna@hidden.example", address.Unknown},
		{"mail within a network", "anna@kommun.local", address.Deliverable},
		{"name within no network", "anna@nowhere.local", address.NoMail},
		{"for tests only, and unknown here", "anna@nowhere.test", address.NoMail},
		{"letters that no domain can have", "anna@a\u2488b.se", address.NoMail},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := newGuard(s, &clock{}).Check(t.Context(), tt.email); got != tt.want {
				t.Errorf("Check(%q) = %v, want %v", tt.email, got, tt.want)
			}
		})
	}
	for _, q := range s.questions() {
		if name := q[strings.IndexByte(q, ' ')+1:]; strings.Count(name, ".") != 2 {
			t.Errorf("asked for %q, which nobody wrote", q)
		}
	}
}

func TestReservedNamesAreNotAskedFor(t *testing.T) {
	s := newServer(t, map[string]reply{"finns-inte.invalid.": {a: true}, "x.localhost.": {a: true}})
	guard := newGuard(s, &clock{})
	for _, email := range []string{"anna@finns-inte.invalid", "anna@x.localhost"} {
		if got := guard.Check(t.Context(), email); got != address.NoMail {
			t.Errorf("Check(%q) = %v", email, got)
		}
	}
	if asked := s.questions(); len(asked) > 0 {
		t.Errorf("asked %v", asked)
	}
}

func TestWithoutResolverOnlyInvalidIsRefused(t *testing.T) {
	guard := address.NewGuard(address.Options{Now: (&clock{}).now})
	for email, want := range map[string]address.Verdict{
		"anna@finns-inte.invalid": address.NoMail,
		"anna@example.org":        address.Unknown,
		"anna@kurs.test":          address.Unknown,
		"anna@x.localhost":        address.Unknown,
	} {
		if got := guard.Check(t.Context(), email); got != want {
			t.Errorf("Check(%q) = %v, want %v", email, got, want)
		}
	}
}

func TestSilentServerDoesNotHoldUpTheForm(t *testing.T) {
	s := newServer(t, map[string]reply{"silent.example.": {silent: true}})
	guard := address.NewGuard(address.Options{
		Resolver: s.resolver(), Now: (&clock{}).now, Timeout: 50 * time.Millisecond,
	})
	verdict := make(chan address.Verdict, 1)
	go func() { verdict <- guard.Check(context.Background(), "anna@silent.example") }()
	select {
	case got := <-verdict:
		if got != address.Unknown {
			t.Errorf("Check = %v", got)
		}
	case <-time.After(time.Second):
		t.Error("no verdict within a second")
	}
}

func TestNoNetworkIsNoReasonToRefuse(t *testing.T) {
	down := &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("network is down")
	}}
	guard := address.NewGuard(address.Options{Resolver: down, Now: (&clock{}).now})
	if got := guard.Check(t.Context(), "anna@halmstad.se"); got != address.Unknown {
		t.Errorf("Check = %v", got)
	}
}

func TestAnswersAreRemembered(t *testing.T) {
	tests := []struct {
		name, email    string
		want           address.Verdict
		within, beyond time.Duration
	}{
		{"a good one for an hour", "anna@halmstad.se", address.Deliverable, 59 * time.Minute, 2 * time.Minute},
		{"a bad one for minutes", "anna@gone.example", address.NoMail, 4 * time.Minute, 2 * time.Minute},
		{"trouble for seconds", "anna@failed.example", address.Unknown, 9 * time.Second, 2 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newServer(t, map[string]reply{
				"halmstad.se.":    {mx: []string{"mx.example."}},
				"failed.example.": {code: dnsmessage.RCodeServerFailure},
			})
			var c clock
			guard := newGuard(s, &c)
			check := func() int {
				if got := guard.Check(t.Context(), tt.email); got != tt.want {
					t.Errorf("Check = %v, want %v", got, tt.want)
				}
				return len(s.questions())
			}
			first := check()
			c.wait(tt.within)
			if again := check(); again != first {
				t.Errorf("asked again: %v", s.questions())
			}
			c.wait(tt.beyond)
			if later := check(); later == first {
				t.Error("an old answer was believed")
			}
		})
	}
}

func TestRushFromOneMunicipalityAsksOnce(t *testing.T) {
	s := newServer(t, map[string]reply{
		"ale.se.": {mx: []string{"mx.example."}, delay: 20 * time.Millisecond},
	})
	guard := newGuard(s, &clock{})
	var rush sync.WaitGroup
	for i := range 100 {
		rush.Go(func() {
			email := fmt.Sprintf("person%d@ale.se", i)
			if got := guard.Check(t.Context(), email); got != address.Deliverable {
				t.Errorf("Check = %v", got)
			}
		})
	}
	rush.Wait()
	if asked := s.questions(); !slices.Equal(asked, []string{"MX ale.se."}) {
		t.Errorf("asked %v", asked)
	}
}

func TestFloodOfDomainsDoesNotFloodTheServer(t *testing.T) {
	zone := map[string]reply{}
	for i := range 60 {
		zone[fmt.Sprintf("d%d.example.", i)] = reply{mx: []string{"mx.example."}, delay: 10 * time.Millisecond}
	}
	s := newServer(t, zone)
	guard := newGuard(s, &clock{})
	var flood sync.WaitGroup
	for i := range 60 {
		flood.Go(func() {
			email := fmt.Sprintf("anna@d%d.example", i)
			if got := guard.Check(t.Context(), email); got != address.Deliverable {
				t.Errorf("Check(%q) = %v", email, got)
			}
		})
	}
	flood.Wait()
	if most := s.mostAtOnce(); most > 16 {
		t.Errorf("%d questions at once", most)
	}
}

func TestWhoLeavesDoesNotSpoilTheAnswerForOthers(t *testing.T) {
	s := newServer(t, map[string]reply{
		"ale.se.": {mx: []string{"mx.example."}, delay: 100 * time.Millisecond},
	})
	guard := newGuard(s, &clock{})
	gone, leave := context.WithCancel(t.Context())
	leave()
	if got := guard.Check(gone, "anna@ale.se"); got != address.Unknown {
		t.Errorf("who has left was told %v", got)
	}
	if got := guard.Check(t.Context(), "bo@ale.se"); got != address.Deliverable {
		t.Errorf("who stayed was told %v", got)
	}
	if asked := s.questions(); len(asked) != 1 {
		t.Errorf("asked %v", asked)
	}
}
