package mail

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestReason(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"answer with an address", `550 "5.1.1 <sara@example.com>: no such user"`, "550 5.1.1 <***>: no such user"},
		{"list of recipients", "sending RCPT: 550 no, affected recipient(s): sara@example.com", "sending RCPT: 550 no"},
		{"several lines", `550 "first\nsecond\r\nthird"`, "550 first second third"},
		{"real line breaks", "550 first\r\nsecond", "550 first second"},
		{"address with letters and tag", "no <jörgen+x@exämple.se> here", "no <***> here"},
		{"several addresses", "a@b.se,c@d.se (e@f.se)", "***,*** (***)"},
		{"nothing to hide", "dial tcp 127.0.0.1:25: connect: connection refused", "dial tcp 127.0.0.1:25: connect: connection refused"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := reason(errors.New(tt.text)); got != tt.want {
				t.Errorf("reason %q, want %q", got, tt.want)
			}
		})
	}
}

func TestReasonIsShort(t *testing.T) {
	for _, unit := range []string{"x", "å", "字"} {
		got := reason(errors.New(strings.Repeat(unit, 1000)))
		if len(got) > maxReason+10 || !utf8.ValidString(got) {
			t.Errorf("reason of %d bytes: %q", len(got), got)
		}
	}
}
