package web

import (
	"html/template"
	"strings"
	"testing"
	"testing/fstest"

	"samling/static"
)

func TestIcon(t *testing.T) {
	icons, err := NewIcons(static.FS)
	if err != nil {
		t.Fatal(err)
	}
	const open = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">`
	tests := []struct {
		name string
		want template.HTML
	}{
		{"check", open + `<path d="M20 6 9 17l-5-5"/></svg>`},
		{"bell", open + `<path d="M10.268 21a2 2 0 0 0 3.464 0"/><path d="M3.262 15.326A1 1 0 0 0 4 17h16a1 1 0 0 0 .74-1.673C19.41 13.956 18 12.499 18 8A6 6 0 0 0 6 8c0 4.499-1.411 5.956-2.738 7.326"/></svg>`},
		{"no-such-icon", ""},
		{"", ""},
		{"../mark", ""},
		{"LICENSE", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := icons.Icon(tt.name)
			if got != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("Icon(%q) = %q, %v; want %q", tt.name, got, err, tt.want)
			}
		})
	}
}

func TestEveryIconIsOneCleanDrawing(t *testing.T) {
	icons, err := NewIcons(static.FS)
	if err != nil {
		t.Fatal(err)
	}
	if len(icons.drawings) < 50 {
		t.Errorf("only %d icons", len(icons.drawings))
	}
	for name, drawing := range icons.drawings {
		svg := string(drawing)
		if strings.Count(svg, "<svg") != 1 || strings.ContainsAny(svg, "\n\t") || strings.Contains(svg, "<!--") || strings.Contains(svg, "stroke=") {
			t.Errorf("%s: %s", name, svg)
		}
	}
}

func TestBrokenIconIsNoted(t *testing.T) {
	for _, text := range []string{"", "<svg", "<svg>", "<path/></svg>"} {
		_, err := NewIcons(fstest.MapFS{"icons/lucide/broken.svg": {Data: []byte(text)}})
		if err == nil || !strings.Contains(err.Error(), "broken.svg") {
			t.Errorf("%q gives %v, want an error that names the file", text, err)
		}
	}
}
