package design_test

import (
	"testing"

	"samling/internal/design"
)

// Whatever colour an organiser has, all can read.
func TestRatiosHoldForEveryColour(t *testing.T) {
	for _, colour := range []string{"#000000", "#ffffff", "#ffcc00", "#00ff00", "#d0021b", "#2c4f9e", "#ff00ff", design.DefaultBrand} {
		theme, err := design.NewTheme(colour)
		if err != nil {
			t.Fatal(err)
		}
		ratios := theme.Ratios()
		if len(ratios) != 5 {
			t.Errorf("%d ratios", len(ratios))
		}
		for _, r := range ratios {
			if r.Light < r.Needs || r.Dark < r.Needs {
				t.Errorf("%s: %s is %.2f in light and %.2f in dark, needs %.1f", colour, r.Name, r.Light, r.Dark, r.Needs)
			}
		}
	}
}
