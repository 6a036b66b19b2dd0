package design_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samling/internal/design"
)

// readVectors reads a file that testdata/reference/vectors.mjs wrote.
func readVectors[T any](t *testing.T, name string) []T {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Vectors []T }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) < 30 {
		t.Fatalf("%s has %d vectors, want more", name, len(file.Vectors))
	}
	return file.Vectors
}

func TestThemeIsTheReference(t *testing.T) {
	type vector struct {
		Hex string
		design.Theme
	}
	for _, v := range readVectors[vector](t, "palettes.json") {
		t.Run(v.Hex, func(t *testing.T) {
			got, err := design.NewTheme(v.Hex)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(v.Theme, got); diff != "" {
				t.Errorf("differs from the reference (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHexIsReadAsInCSS(t *testing.T) {
	tests := []struct {
		name, in, want string
	}{
		{"six digits", "#2c4f9e", "#2c4f9e"},
		{"three digits stand for six", "#fc0", "#ffcc00"},
		{"capitals", "#FFCC00", "#ffcc00"},
		{"no hash sign", "ffcc00", "#ffcc00"},
		{"spaces around it", " #ffcc00\n", "#ffcc00"},
		{"nothing", "", ""},
		{"only the hash sign", "#", ""},
		{"four digits", "#fc0f", ""},
		{"eight digits", "#ffcc00ff", ""},
		{"not hexadecimal", "#ggcc00", ""},
		{"a sign among the digits", "#+fcc00", ""},
		{"two hash signs", "##fcc00", ""},
		{"three letters beyond ASCII", "#åäö", ""},
		{"three bytes of one letter", "#€", ""},
		{"a name", "rebeccapurple", ""},
		{"a way out of the style sheet", "#fff}</style>", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var wantErr error
			if tt.want == "" {
				wantErr = design.ErrColour
			}
			got, err := design.NormalHex(tt.in)
			if got != tt.want || !errors.Is(err, wantErr) {
				t.Errorf("NormalHex(%q) = %q, %v; want %q, %v", tt.in, got, err, tt.want, wantErr)
			}
			if _, err := design.NewTheme(tt.in); !errors.Is(err, wantErr) {
				t.Errorf("NewTheme(%q) gives %v, want %v", tt.in, err, wantErr)
			}
			if _, err := design.Contrast("#fff", tt.in); !errors.Is(err, wantErr) {
				t.Errorf("Contrast with %q gives %v, want %v", tt.in, err, wantErr)
			}
		})
	}
}

func TestAnyTextIsAColourOrAnError(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`#?[0-9a-fA-F]{0,8}`)).Draw(t, "text")
		p, err := design.Brand(text)
		if (err == nil) != (len(p) == 16) {
			t.Fatalf("Brand(%q) has %d tokens and error %v", text, len(p), err)
		}
	})
}

// promises are the figures of the design language: for any colour, the contrast
// between the two tokens is at least this in the light and in the dark scheme.
var promises = []struct {
	front, back string
	light, dark float64
}{
	{"text-default", "background-default", 15.3, 15.1},
	{"text-default", "surface-active", 10.4, 9.5},
	{"text-subtle", "background-default", 7.3, 8.1},
	{"text-subtle", "surface-tinted", 6.3, 6.6},
	{"text-subtle", "surface-active", 5.0, 5.1},
	{"base-contrast-default", "base-default", 5.2, 8.3},
	{"base-contrast-default", "base-hover", 6.6, 10.0},
	{"base-contrast-default", "base-active", 8.4, 11.6},
	{"base-default", "background-default", 5.2, 8.3},
	{"border-default", "background-default", 4.0, 4.3},
	{"border-default", "surface-tinted", 3.4, 3.5},
	{"border-default", "surface-hover", 3.1, 3.1},
	{"base-default", "surface-hover", 4.1, 6.0},
}

func TestContrastHoldsForAnyBrand(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2)) // the same colours each time
	for range 500 {
		hex := fmt.Sprintf("#%06x", rnd.IntN(1<<24))
		t.Run(hex, func(t *testing.T) {
			accent, err := design.Brand(hex)
			if err != nil {
				t.Fatal(err)
			}
			keepsPromises(t, accent)
		})
	}
}

func TestContrastHoldsForTheFamilies(t *testing.T) {
	families, err := design.Families()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		t.Run(f.Name, func(t *testing.T) { keepsPromises(t, f.Palette) })
	}
}

func TestContrastHoldsForAnyGreys(t *testing.T) {
	for hue := range 360 {
		keepsPromises(t, design.Neutral(float64(hue)))
	}
}

func keepsPromises(t *testing.T, p design.Palette) {
	t.Helper()
	for _, pr := range promises {
		atLeast(t, p[pr.front].Light, p[pr.back].Light, pr.light)
		atLeast(t, p[pr.front].Dark, p[pr.back].Dark, pr.dark)
	}
}

// atLeast allows for the figures of the design language being rounded.
func atLeast(t *testing.T, front, back string, want float64) {
	t.Helper()
	got, err := design.Contrast(front, back)
	if err != nil || got < want-0.05 {
		t.Errorf("contrast of %s on %s is %.2f (%v), want at least %.1f", front, back, got, err, want)
	}
}

func TestContrastOfWCAG(t *testing.T) {
	tests := []struct {
		a, b string
		want string
	}{
		{"#000", "#fff", "21.00"},
		{"#fff", "#000", "21.00"},
		{"#777", "#fff", "4.48"},
		{"#767676", "#fff", "4.54"},
		{"#0f5f72", "#0f5f72", "1.00"},
	}
	for _, tt := range tests {
		got, err := design.Contrast(tt.a, tt.b)
		if err != nil || fmt.Sprintf("%.2f", got) != tt.want {
			t.Errorf("Contrast(%q, %q) = %.2f, %v; want %s", tt.a, tt.b, got, err, tt.want)
		}
	}
}

func TestTheVeryColourIsKeptWhereWhiteTextReads(t *testing.T) {
	for b := range 256 {
		hex := fmt.Sprintf("#%02x%02x%02x", b, b, b)
		p, err := design.Brand(hex)
		if err != nil {
			t.Fatal(err)
		}
		y, err := design.Luminance(hex)
		if err != nil {
			t.Fatal(err)
		}
		if kept := p["base-default"].Light == hex; kept != (y >= 0.02 && y <= 0.15) {
			t.Errorf("%s with luminance %.3f: kept is %v", hex, y, kept)
		}
	}
}

func BenchmarkBrand(b *testing.B) {
	for _, hex := range []string{design.DefaultBrand, "#00ff00"} {
		b.Run(hex, func(b *testing.B) {
			for b.Loop() {
				if _, err := design.Brand(hex); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
