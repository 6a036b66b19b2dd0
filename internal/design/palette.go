// Package design turns one colour of an organiser into the colours of its
// pages, mails and papers, and the id of an event into a drawn landscape.
//
// Contrast in WCAG depends on relative luminance alone. So each token has a
// fixed luminance in the light and in the dark scheme, and the organiser's
// colour decides only hue and chroma: every contrast then holds for any colour.
//
// The package knows nothing of organisers, events, requests or files.
package design

import "strings"

// DefaultBrand is the colour of an installation whose organisers chose none.
const DefaultBrand = "#0f5f72"

// defaultHue is the hue of the greys beside DefaultBrand.
const defaultHue = 222

// Pair is the colour of one token in both schemes, each as "#rrggbb". Mails and
// papers use Light.
type Pair struct {
	Light string `json:"light"`
	Dark  string `json:"dark"`
}

// Palette holds a colour pair for each token, such as "text-subtle".
type Palette map[string]Pair

// Family is a palette with the name it has in style sheets: "accent" and so on.
type Family struct {
	Name    string
	Palette Palette
}

// step is how a token is made: its relative luminance in each scheme, and how
// much of the family's chroma it takes.
type step struct {
	token              string
	light, lightChroma float64
	dark, darkChroma   float64
}

// steps stand in the order in which style sheets list them.
var steps = []step{
	{"background-default", 1, 0, 0.0070, 0.16},
	{"background-tinted", 0.925, 0.14, 0.0105, 0.22},
	{"surface-default", 1, 0, 0.0125, 0.22},
	{"surface-tinted", 0.855, 0.24, 0.0200, 0.32},
	{"surface-hover", 0.765, 0.34, 0.0290, 0.38},
	{"surface-active", 0.670, 0.44, 0.0400, 0.44},
	{"border-subtle", 0.690, 0.26, 0.0480, 0.36},
	{"border-default", 0.210, 0.80, 0.2000, 0.60},
	{"border-strong", 0.120, 0.90, 0.3400, 0.70},
	{"text-subtle", 0.092, 0.95, 0.4200, 0.80},
	{"text-default", 0.018, 0.60, 0.8200, 0.22},
	{"base-default", 0.092, 1, 0.4300, 0.95},
	{"base-hover", 0.065, 1, 0.5300, 0.85},
	{"base-active", 0.045, 1, 0.6200, 0.70},
	{"base-contrast-subtle", 0.890, 0.18, 0.0180, 0.50},
	{"base-contrast-default", 1, 0, 0.0070, 0.30},
}

// Brand makes the accent colours of an organiser. Buttons get the very colour
// when white text can be read on it, else the nearest of the same hue.
func Brand(hex string) (Palette, error) {
	colour, err := parse(hex)
	if err != nil {
		return nil, err
	}
	own := colour.polar()
	p := scale(own.hue, min(own.chroma, 0.19))
	if y := colour.luminance(); y >= 0.02 && y <= 0.15 {
		p.setLight("base-default", colour.hex())
		p.setLight("base-hover", atLuminance(y*0.72, own.chroma, own.hue))
		p.setLight("base-active", atLuminance(y*0.5, own.chroma, own.hue))
	}
	return p, nil
}

// Neutral makes greys that lean towards the hue, so that they never clash with
// a brand of that hue. By night the surfaces lean a little more.
func Neutral(hue float64) Palette {
	p, night := scale(hue, 0.014), scale(hue, 0.05)
	for token, pair := range p {
		if leansAtNight(token) {
			p[token] = Pair{pair.Light, night[token].Dark}
		}
	}
	p["base-default"] = Pair{atLuminance(0.022, 0.02, hue), atLuminance(0.80, 0.006, hue)}
	p["base-hover"] = Pair{atLuminance(0.040, 0.02, hue), atLuminance(0.90, 0.006, hue)}
	p["base-active"] = Pair{atLuminance(0.060, 0.02, hue), atLuminance(0.70, 0.006, hue)}
	return p
}

// Hue is the hue of a colour in OKLab, in degrees, as Neutral wants it.
func Hue(hex string) (float64, error) {
	c, err := parse(hex)
	if err != nil {
		return 0, err
	}
	return c.polar().hue, nil
}

// Families makes the six families of an installation with its default brand.
func Families() ([]Family, error) {
	accent, err := Brand(DefaultBrand)
	if err != nil {
		return nil, err
	}
	return []Family{
		{"accent", accent},
		{"neutral", Neutral(defaultHue)},
		{"info", scale(248, 0.11)},
		{"success", scale(155, 0.115)},
		{"warning", scale(70, 0.145)},
		{"danger", scale(24, 0.17)},
	}, nil
}

func scale(hue, chroma float64) Palette {
	p := make(Palette, len(steps))
	for _, s := range steps {
		light := "#ffffff"
		if s.light < 1 {
			light = atLuminance(s.light, chroma*s.lightChroma, hue)
		}
		calm := min(chroma, 0.16) // neon does not glow at night
		p[s.token] = Pair{light, atLuminance(s.dark, calm*s.darkChroma, hue)}
	}
	return p
}

func (p Palette) setLight(token, hex string) {
	p[token] = Pair{hex, p[token].Dark}
}

func leansAtNight(token string) bool {
	for _, part := range []string{"background", "surface", "border-subtle", "contrast"} {
		if strings.Contains(token, part) {
			return true
		}
	}
	return false
}
