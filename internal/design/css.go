package design

import "strings"

// Theme is what one organiser's colour makes: 64 values, the accent and the
// greys in both schemes.
type Theme struct {
	Accent  Palette `json:"accent"`
	Neutral Palette `json:"neutral"`
}

// NewTheme makes the theme of an organiser with this colour.
func NewTheme(hex string) (Theme, error) {
	accent, err := Brand(hex)
	if err != nil {
		return Theme{}, err
	}
	hue, err := Hue(hex)
	if err != nil {
		return Theme{}, err
	}
	return Theme{accent, Neutral(hue)}, nil
}

// CSS writes the theme as a style sheet for the elements that match the
// selector, such as [data-brand="gr"]. The selector is the program's own text:
// it is written as it stands.
func (t Theme) CSS(selector string) string {
	families := []Family{{"accent", t.Accent}, {"neutral", t.Neutral}}
	return "@layer ds.theme{\n" +
		selector + "{" + declarations(families, lightOnly) + "}\n" +
		"@supports (color:light-dark(red,red)){" + selector + "{" + declarations(families, lightDark) + "}}\n" +
		"}\n"
}

// declarations lists the custom properties of the families, one family a line.
func declarations(families []Family, value func(Pair) string) string {
	lines := make([]string, 0, len(families))
	for _, f := range families {
		var line strings.Builder
		for _, s := range steps {
			line.WriteString("--ds-color-" + f.Name + "-" + s.token + ":" + value(f.Palette[s.token]) + ";")
		}
		lines = append(lines, line.String())
	}
	return strings.Join(lines, "\n")
}

// lightOnly is for browsers that do not know light-dark() yet.
func lightOnly(p Pair) string { return p.Light }

func lightDark(p Pair) string { return "light-dark(" + p.Light + "," + p.Dark + ")" }
