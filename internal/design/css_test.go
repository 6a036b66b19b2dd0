package design_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samling/internal/design"
)

func TestCSSOfAnOrganiser(t *testing.T) {
	want, err := os.ReadFile("testdata/brand-gr.css")
	if err != nil {
		t.Fatal(err)
	}
	theme, err := design.NewTheme("#2C4F9E")
	if err != nil {
		t.Fatal(err)
	}
	_, sheet, _ := strings.Cut(string(want), "\n") // the first line is a comment
	if diff := cmp.Diff(sheet, theme.CSS(`[data-brand="gr"]`)); diff != "" {
		t.Errorf("differs from the design (-want +got):\n%s", diff)
	}
}

// The style sheet of the site has the default colours written out: first the
// light ones for old browsers, then both.
func TestThemeFileHasTheDefaultColours(t *testing.T) {
	text, err := os.ReadFile("../../static/css/src/00-theme.css")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	rule := regexp.MustCompile(`--ds-color-((?:accent|neutral|info|success|warning|danger)-[a-z-]+):([^;]+);`)
	for _, m := range rule.FindAllStringSubmatch(string(text), -1) {
		got[m[1]] = append(got[m[1]], m[2])
	}
	families, err := design.Families()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{}
	for _, f := range families {
		for token, pair := range f.Palette {
			want[f.Name+"-"+token] = []string{pair.Light, "light-dark(" + pair.Light + "," + pair.Dark + ")"}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the theme is not what the palette makes (-palette +theme):\n%s", diff)
	}
}
