package design

// Ratio is the contrast between two colours that stand on each other, in both
// schemes, and what WCAG 2.2 AA (for body text AAA) demands.
type Ratio struct {
	Name        string // "button", "link", "link_tinted", "text" or "border"
	Needs       float64
	Light, Dark float64
}

// Ratios are what an organiser wants to know about a colour.
func (t Theme) Ratios() []Ratio {
	pairs := []struct {
		name        string
		needs       float64
		front, back Pair
	}{
		{"button", 4.5, t.Accent["base-contrast-default"], t.Accent["base-default"]},
		{"link", 4.5, t.Accent["text-subtle"], t.Neutral["background-default"]},
		{"link_tinted", 4.5, t.Accent["text-subtle"], t.Accent["surface-tinted"]},
		{"text", 7, t.Neutral["text-default"], t.Neutral["background-default"]},
		{"border", 3, t.Neutral["border-default"], t.Neutral["background-default"]},
	}
	all := make([]Ratio, len(pairs))
	for i, p := range pairs {
		all[i] = Ratio{p.name, p.needs, contrast(p.front.Light, p.back.Light), contrast(p.front.Dark, p.back.Dark)}
	}
	return all
}

// contrast is Contrast for colours that this package has made.
func contrast(a, b string) float64 {
	ratio, err := Contrast(a, b)
	if err != nil {
		return 0
	}
	return ratio
}
