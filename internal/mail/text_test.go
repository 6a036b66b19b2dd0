package mail

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTidy(t *testing.T) {
	long := strings.Repeat("ord ", 25)
	tests := []struct{ name, text, want string }{
		{"empty lines are not doubled", "\n\nA\n\n\n \nB\n\n", "A\n\nB\n"},
		{"white space at the end goes", "A \t\nB\r\n", "A\nB\n"},
		{"long lines are broken between words", long, strings.TrimSpace(strings.Repeat("ord ", 19)) + "\nord ord ord ord ord ord\n"},
		{"an address stays whole", "Se https://example.org/" + strings.Repeat("x", 80), "Se\nhttps://example.org/" + strings.Repeat("x", 80) + "\n"},
		{"letters are counted, not bytes", strings.Repeat("å", 76), strings.Repeat("å", 76) + "\n"},
		{"a no-break space does not break", strings.Repeat("x", 70) + " 1\u00a0200 kronor", strings.Repeat("x", 70) + " 1\u00a0200\nkronor\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tidy(tt.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestFactsStandInColumns(t *testing.T) {
	f := facts{{Term: "När", Text: "Tisdag"}, {Term: "Kostnad", Text: strings.TrimSpace(strings.Repeat("krona ", 14))}}
	want := "När:     Tisdag\n" +
		"Kostnad: krona krona krona krona krona krona krona krona krona krona krona\n" +
		"         krona krona krona\n"
	if diff := cmp.Diff(want, f.Plain()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
