package event_test

import (
	"strings"
	"testing"

	"samling/internal/event"
)

func TestParseAddress(t *testing.T) {
	long := strings.Repeat("a", 64)
	label := strings.Repeat("b", 63)
	tests := []struct {
		name, raw, want string
	}{
		{"plain", "anna@halmstad.se", "anna@halmstad.se"},
		{"white space around", " \tanna@halmstad.se\r\n", "anna@halmstad.se"},
		{"white space of the wide kind around", "\u00a0anna@halmstad.se\u2003", "anna@halmstad.se"},
		{"marks of no width around", "\ufeffanna@halmstad.se\u200b", "anna@halmstad.se"},
		{"domain in lower case, name as typed", "Anna.Berg@Halmstad.SE", "Anna.Berg@halmstad.se"},
		{"Swedish letters in both parts", "jörgen@exämple.se", "jörgen@exämple.se"},
		{"capital Swedish letters", "Åsa@ÖREBRO.se", "Åsa@örebro.se"},
		{"letters and their dots apart", "jo\u0308rgen@exa\u0308mple.se", "jörgen@exämple.se"},
		{"tag", "anna+kurs@gmail.com", "anna+kurs@gmail.com"},
		{"apostrophe and other signs", "o'brien_x!#$%&*/=?^`{|}~-@a-b.se", "o'brien_x!#$%&*/=?^`{|}~-@a-b.se"},
		{"under other domains", "a@x.edu.stockholm.se", "a@x.edu.stockholm.se"},
		{"written for machines", "a@xn--exmple-cua.se", "a@xn--exmple-cua.se"},
		{"longest local part", long + "@ale.se", long + "@ale.se"},

		{"nothing", "", ""},
		{"no at sign", "halmstad.se", ""},
		{"two at signs", "anna@berg@halmstad.se", ""},
		{"no local part", "@halmstad.se", ""},
		{"no domain", "anna@", ""},
		{"no dot in the domain", "anna@halmstad", ""},
		{"dot at the end", "anna@halmstad.se.", ""},
		{"dot first in the domain", "anna@.halmstad.se", ""},
		{"two dots in the domain", "anna@halmstad..se", ""},
		{"dot last in the local part", "anna.@halmstad.se", ""},
		{"two dots in the local part", "anna..berg@halmstad.se", ""},
		{"comma in the domain", "anna@halmstad,se", ""},
		{"space inside", "anna berg@halmstad.se", ""},
		{"wide space inside", "anna\u00a0berg@halmstad.se", ""},
		{"mark of no width inside", "anna\u200bberg@halmstad.se", ""},
		{"text turned around", "anna\u202eberg@halmstad.se", ""},
		{"line break inside", "anna@halmstad.se\r\nBcc: bo@ale.se", ""},
		{"control character", "an\x00na@halmstad.se", ""},
		{"broken encoding", "an\xffna@halmstad.se", ""},
		{"with a name", "Anna Berg <anna@halmstad.se>", ""},
		{"in brackets", "<anna@halmstad.se>", ""},
		{"with a comment", "anna@halmstad.se (Anna)", ""},
		{"quoted local part", `"anna"@halmstad.se`, ""},
		{"quoted space", `"anna berg"@halmstad.se`, ""},
		{"two addresses", "anna@halmstad.se, bo@ale.se", ""},
		{"number instead of a domain", "anna@192.0.2.1", ""},
		{"number in brackets", "anna@[192.0.2.1]", ""},
		{"hyphen first in a label", "anna@-halmstad.se", ""},
		{"hyphen last in a label", "anna@halmstad-.se", ""},
		{"underscore in the domain", "anna@halm_stad.se", ""},
		{"local part too long", long + "a@ale.se", ""},
		{"label too long", "a@" + label + "b.se", ""},
		{"all of it too long", long + "@" + strings.Repeat(label+".", 3) + "se", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := event.ParseAddress(tt.raw)
			if got != tt.want || ok != (tt.want != "") {
				t.Errorf("ParseAddress(%q) = %q, %v; want %q", tt.raw, got, ok, tt.want)
			}
		})
	}
}

func TestNormalAddress(t *testing.T) {
	tests := []struct {
		name, a, b string
		same       bool
	}{
		{"case", "Anna.Berg@Halmstad.se", "anna.berg@halmstad.se", true},
		{"white space", " anna@halmstad.se\n", "anna@halmstad.se", true},
		{"Swedish capitals", "ÅSA@ale.se", "åsa@ale.se", true},
		{"letters and their dots apart", "a\u030asa@ale.se", "åsa@ale.se", true},
		{"dots may be two people", "anna.berg@gmail.com", "annaberg@gmail.com", false},
		{"tags may be two people", "anna+1@gmail.com", "anna+2@gmail.com", false},
		{"å is not a", "åsa@ale.se", "asa@ale.se", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := event.NormalAddress(tt.a), event.NormalAddress(tt.b)
			if (a == b) != tt.same {
				t.Errorf("%q became %q, %q became %q", tt.a, a, tt.b, b)
			}
		})
	}
}

func FuzzParseAddress(f *testing.F) {
	f.Add("jörgen@exämple.se")
	f.Add(`"a b"@[192.0.2.1]`)
	f.Add("a@b.se\r\nBcc: c@d.se")
	f.Fuzz(func(t *testing.T, raw string) {
		email, ok := event.ParseAddress(raw)
		if !ok {
			return
		}
		if strings.ContainsAny(email, "\r\n\t \"<>,;") || strings.Count(email, "@") != 1 || len(email) > 254 {
			t.Errorf("%q passed as %q", raw, email)
		}
		if again, ok := event.ParseAddress(email); !ok || again != email {
			t.Errorf("%q became %q when read again", email, again)
		}
		if n := event.NormalAddress(email); n != event.NormalAddress(n) {
			t.Errorf("normal form of %q is not stable", email)
		}
	})
}
