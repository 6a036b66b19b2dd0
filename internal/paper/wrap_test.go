package paper

import (
	"slices"
	"testing"
	"unicode/utf8"
)

func TestNoLineEndsBetweenTheWordAndTheClock(t *testing.T) {
	width := func(s string) float64 { return float64(utf8.RuneCountInString(s)) }
	got := wrap("Torsdag 21 november,  kl.\u00a009.00–16.00", 24, width)
	if want := []string{"Torsdag 21 november,", "kl.\u00a009.00–16.00"}; !slices.Equal(got, want) {
		t.Errorf("lines %q", got)
	}
	if got := wrap("kl.\u00a009.00–16.00, sal 2.B", 18, width); !slices.Equal(got, []string{"kl.\u00a009.00–16.00,", "sal 2.B"}) {
		t.Errorf("lines %q", got)
	}
}
