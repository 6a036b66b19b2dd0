package event

import (
	"slices"
	"testing"
)

func TestKnownDomainsHaveTheFormOfDomains(t *testing.T) {
	for domain := range knownDomains.known {
		if email, ok := ParseAddress("anna@" + domain); !ok || email != "anna@"+domain {
			t.Errorf("%q is no domain", domain)
		}
	}
}

func TestKnownDomainsAreNeverCorrected(t *testing.T) {
	for domain := range knownDomains.known {
		for _, typed := range []string{"anna@" + domain, "Anna@skola." + domain} {
			if got, ok := SuggestAddress(typed); ok {
				t.Errorf("%s became %s", typed, got)
			}
		}
	}
}

func TestKnownDomainsHoldThoseThatMatter(t *testing.T) {
	for _, domain := range []string{
		"ale.se", "goteborg.se", "malmo.se", "stockholm.se", "edu.stockholm.se", "upplandsvasby.se",
		"upplands-bro.se", "lillaedet.se", "malung-salen.se", "dalsed.se", "habo.se", "habokommun.se",
		"ostragoinge.se", "ockero.se", "are.se", "gallivare.se", "gellivare.se", "hoor.se",
		"goteborgsregionen.se", "gr.se", "vgregion.se", "regionhalland.se", "lansstyrelsen.se", "skr.se",
		"skatteverket.se", "folkhalsomyndigheten.se", "gu.se", "gmail.com", "telia.com", "proton.me",
	} {
		if !knownDomains.knows(domain) {
			t.Errorf("%s is unknown", domain)
		}
	}
	for _, domain := range []string{"", "se", "com", "example.org", "notgmail.com", "ale.com"} {
		if knownDomains.knows(domain) {
			t.Errorf("%q is known", domain)
		}
	}
}

// A name in ownDomain that no municipality bears would be a silent mistake.
func TestOwnDomainsBelongToMunicipalities(t *testing.T) {
	for name, domain := range ownDomain {
		if _, ok := MunicipalityNamed(name); !ok || !knownDomains.known[domain] {
			t.Errorf("%s with %s is no municipality", name, domain)
		}
	}
}

func TestEverySlipInALongDomainIsSeen(t *testing.T) {
	const domain = "socialstyrelsen.se"
	for _, typed := range slipsOf(domain) {
		got, ok := SuggestAddress("anna@" + typed)
		if !ok || got != "anna@"+domain {
			t.Errorf("%s became %q", typed, got)
		}
	}
}

// slipsOf makes every spelling that is one slip away and lies within the name.
func slipsOf(domain string) []string {
	var all []string
	for i := range len(domain) - len(".se") {
		without := domain[:i] + domain[i+1:]
		doubled := domain[:i] + domain[i:i+1] + domain[i:]
		wrong := domain[:i] + "q" + domain[i+1:]
		all = append(all, without, doubled, wrong)
		if i > 0 && domain[i] != domain[i-1] {
			swapped := domain[:i-1] + domain[i:i+1] + domain[i-1:i] + domain[i+1:]
			all = append(all, swapped)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func TestSlips(t *testing.T) {
	tests := []struct {
		name, a, b string
		want       int
	}{
		{"same", "gmail", "gmail", 0},
		{"both empty", "", "", 0},
		{"missing", "gmil", "gmail", 1},
		{"doubled", "gmaill", "gmail", 1},
		{"wrong", "gnail", "gmail", 1},
		{"swapped", "gmial", "gmail", 1},
		{"swapped first", "mgail", "gmail", 1},
		{"two", "gmialk", "gmail", 2},
		{"swapped with a letter between is two", "ca", "abc", 3},
		{"from nothing", "", "ab", 2},
		{"too far apart to count", "a", "abcd", maxSlips + 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := slips(tt.a, tt.b); got != tt.want {
				t.Errorf("slips(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
			}
			if got := slips(tt.b, tt.a); got != tt.want {
				t.Errorf("the other way round: %d, want %d", got, tt.want)
			}
		})
	}
}
