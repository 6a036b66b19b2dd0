package picture_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"strings"
	"testing"

	"samling/internal/picture"
)

func logo(t testing.TB, source string) string {
	t.Helper()
	p, err := picture.Logo(strings.NewReader(source))
	if err != nil {
		t.Fatalf("%v in %s", err, source)
	}
	return string(p.Bytes)
}

const frame = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 20 10">%s<path d="M0 0h9v9z"/></svg>`

// Nothing that runs, moves, fetches or points elsewhere is left of a drawing.
func TestDrawingsLoseWhatIsNotDrawn(t *testing.T) {
	tests := []struct{ name, inside, gone string }{
		{"script", `<script>alert(1)</script>`, "alert"},
		{"script in another case of letters", `<SCRIPT>alert(1)</SCRIPT>`, "alert"},
		{"script as CDATA", `<script><![CDATA[alert(1)]]></script>`, "alert"},
		{"handler", `<path d="M1 1" onload="alert(1)" onclick="alert(1)"/>`, "alert"},
		{"handler with a namespace", `<path d="M1 1" xlink:onload="alert(1)"/>`, "alert"},
		{"HTML inside", `<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="x" onerror="alert(1)"/></body></foreignObject>`, "alert"},
		{"link", `<a xlink:href="https://evil.example"><path d="M1 1"/></a>`, "evil"},
		{"script as a link", `<use href="javascript:alert(1)"/>`, "alert"},
		{"picture from elsewhere", `<image href="https://evil.example/x.png"/>`, "evil"},
		{"copy from elsewhere", `<use xlink:href="https://evil.example/x.svg#a"/>`, "evil"},
		{"copy of data", `<use href="data:image/svg+xml,x#a"/>`, "data:"},
		{"fill from elsewhere", `<path d="M1 1" fill="url(https://evil.example/#a)"/>`, "evil"},
		{"fill from elsewhere behind one of our own", `<path d="M1 1" fill="url(#a) url(//evil.example)"/>`, "evil"},
		{"style from elsewhere", `<path d="M1 1" style="fill:url('//evil.example')"/>`, "evil"},
		{"style sheet from elsewhere", `<style>@import url(//evil.example/x.css); path{fill:url(//evil.example)}</style>`, "evil"},
		{"escaped letters in a style", `<path d="M1 1" style="fill:u\72l(//evil.example)"/>`, "evil"},
		{"font from elsewhere", `<style>@font-face{font-family:x;src:url(//evil.example)}</style>`, "evil"},
		{"animation", `<animate attributeName="href" values="javascript:alert(1)"/><set attributeName="onload" to="alert(1)"/>`, "alert"},
		{"filter", `<filter id="f"><feImage href="https://evil.example"/></filter><path d="M1 1" filter="url(#f)"/>`, "evil"},
		{"comment", `<!-- secret -->`, "secret"},
		{"instruction", `<?xml-stylesheet href="https://evil.example"?>`, "evil"},
		{"what the drawing program notes", `<metadata>secret</metadata><sodipodi:namedview xmlns:sodipodi="http://s" secret="1"/>`, "secret"},
		{"a drawing in the drawing", `<svg onload="alert(1)"><script>alert(1)</script></svg>`, "alert"},
		{"an element of another namespace with a known name", `<x:path xmlns:x="http://www.w3.org/1999/xhtml" d="secret"/>`, "secret"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out := logo(t, fmt.Sprintf(frame, tt.inside))
			if strings.Contains(strings.ToLower(out), tt.gone) {
				t.Errorf("left: %s", out)
			}
			if !strings.Contains(out, `d="M0 0h9v9z"`) {
				t.Errorf("the drawing is gone: %s", out)
			}
			wellFormed(t, out)
			if again := logo(t, out); again != out {
				t.Errorf("cleaning again changes it:\n%s\n%s", out, again)
			}
		})
	}
}

func wellFormed(t *testing.T, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
	}
}

func TestDrawingsKeepWhatIsDrawn(t *testing.T) {
	tests := []struct{ name, inside, want string }{
		{"shapes", `<g transform="scale(2)"><circle cx="1" cy="2" r="3" fill="#fff"/></g>`, `<g transform="scale(2)"><circle cx="1" cy="2" r="3" fill="#fff"></circle></g>`},
		{"gradient", `<defs><linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient></defs><rect width="3" height="3" fill="url(#a)"/>`, `fill="url(#a)"`},
		{"style of an element", `<rect width="3" style="fill:#123456; stroke : none"/>`, `<rect width="3" fill="#123456" stroke="none">`},
		{"style sheet of a drawing program", `<style type="text/css"><![CDATA[ .st0{fill:#123456;} .st1,.st2{opacity:.5} ]]></style><rect class="st0 st2"/>`,
			`<rect fill="#123456" opacity=".5">`},
		{"a class weighs more than an element", `<style>.a{fill:red}rect{fill:blue}</style><rect class="a"/>`, `<rect fill="red">`},
		{"copy", `<defs><path id="p" d="M1 1"/></defs><use xlink:href="#p" x="4"/>`, `<use href="#p" x="4">`},
		{"title", `<title>Ale &amp; kommun</title>`, `<title>Ale &amp; kommun</title>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if out := logo(t, fmt.Sprintf(frame, tt.inside)); !strings.Contains(out, tt.want) {
				t.Errorf("no %s in\n%s", tt.want, out)
			}
		})
	}
}

func TestDrawingsThatAreRefused(t *testing.T) {
	tests := []struct {
		name, source string
		want         error
	}{
		{"no drawing", "<html><body/></html>", picture.ErrDrawing},
		{"cut off", `<svg viewBox="0 0 1 1"><path d="M0 0"`, picture.ErrDrawing},
		{"entities that multiply", `<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg viewBox="0 0 1 1"><text>&b;</text></svg>`, picture.ErrDrawing},
		{"a file read by an entity", `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg viewBox="0 0 1 1"><text>&x;</text></svg>`, picture.ErrDrawing},
		{"nothing in it", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><g/></svg>`, picture.ErrNoShapes},
		{"only a photograph in it", `<svg viewBox="0 0 1 1"><image href="data:image/png;base64,x"/></svg>`, picture.ErrNoShapes},
		{"no size", `<svg><path d="M0 0"/></svg>`, picture.ErrDrawing},
		{"no height", `<svg viewBox="0 0 10 0"><path d="M0 0"/></svg>`, picture.ErrDrawing},
		{"a size that is no number", `<svg viewBox="0 0 NaN 1"><path d="M0 0"/></svg>`, picture.ErrDrawing},
		{"too deep", `<svg viewBox="0 0 1 1">` + strings.Repeat("<g>", 100) + strings.Repeat("</g>", 100) + `</svg>`, picture.ErrComplex},
		{"too deep in what goes", `<svg viewBox="0 0 1 1">` + strings.Repeat("<x>", 100) + strings.Repeat("</x>", 100) + `</svg>`, picture.ErrComplex},
		{"too much", `<svg viewBox="0 0 1 1">` + strings.Repeat("<g/>", 6000) + `</svg>`, picture.ErrComplex},
		{"too heavy", `<svg viewBox="0 0 1 1"><path d="` + strings.Repeat("M0 0", 200_000) + `"/></svg>`, picture.ErrTooHeavy},
		{"another encoding", `<?xml version="1.0" encoding="utf-7"?><svg viewBox="0 0 1 1"><path d="M0 0"/></svg>`, picture.ErrDrawing},
		{"no picture", "hello", picture.ErrLogoFormat},
		{"nothing", "", picture.ErrLogoFormat},
		{"a GIF", "GIF89a", picture.ErrLogoFormat},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := picture.Logo(strings.NewReader(tt.source))
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v; %s", err, tt.want, p.Bytes)
			}
		})
	}
}

// Copies of copies of copies, and masks in masks, would keep a browser busy for
// ever.
func TestDrawingsDoNotMultiply(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<defs><path id="p0" d="M0 0h1"/>`)
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&b, `<g id="p%d">%s</g>`, i, strings.Repeat(fmt.Sprintf(`<use href="#p%d"/>`, i-1), 10))
	}
	b.WriteString(`</defs><use href="#p11"/><use href="#self" id="self"/>`)
	out := logo(t, fmt.Sprintf(frame, b.String()))
	if strings.Contains(out, `href="#p11"`) || strings.Contains(out, `href="#p1"`) || strings.Contains(out, "self") {
		t.Errorf("copies of copies are left: %.300s", out)
	}
	out = logo(t, fmt.Sprintf(frame, `<mask id="a"><rect mask="url(#b)"/></mask><clipPath id="c" clip-path="url(#d)"><rect clip-path="url(#c)"/></clipPath><rect mask="url(#a)"/>`))
	if strings.Contains(out, "#b") || strings.Contains(out, "#d") || !strings.Contains(out, `<rect mask="url(#a)">`) {
		t.Errorf("masks in masks are left: %s", out)
	}
}

func TestLogosAreSmall(t *testing.T) {
	tests := []struct{ w, h, wantW, wantH int }{
		{400, 100, 400, 100}, {4000, 400, 900, 90}, {100, 2000, 12, 240}, {1, 10_000, 1, 10_000}, {2400, 2400, 240, 240},
	}
	for _, tt := range tests {
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, tt.w, tt.h))); err != nil {
			t.Fatal(err)
		}
		p, err := picture.Logo(&b)
		if err != nil || p.Extension != ".png" || p.Width != tt.wantW || p.Height != tt.wantH {
			t.Errorf("%d × %d becomes %d × %d, %v", tt.w, tt.h, p.Width, p.Height, err)
		}
	}
	p, err := picture.Logo(strings.NewReader(fmt.Sprintf(frame, "")))
	if err != nil || p.Extension != ".svg" || p.Width != 480 || p.Height != 240 {
		t.Errorf("a drawing becomes %d × %d, %v", p.Width, p.Height, err)
	}
}

// Whatever is sent, what comes out can be read, and cleaning it again changes
// nothing.
func FuzzDrawing(f *testing.F) {
	f.Add(fmt.Sprintf(frame, `<g style="fill:url(#a)" class="b"><use href="#c"/></g><style>.b{fill:red}</style>`))
	f.Add(`<svg viewBox="0 0 1 1"><text>a<tspan>b</tspan></text></svg>`)
	f.Fuzz(func(t *testing.T, source string) {
		p, err := picture.Logo(strings.NewReader(source))
		if err != nil || p.Extension != ".svg" {
			return
		}
		out := string(p.Bytes)
		wellFormed(t, out)
		lower := strings.ToLower(out)
		for _, bad := range []string{"<script", "javascript:", "<image", "<style", "<foreignobject", "//evil"} {
			if strings.Contains(lower, bad) && !strings.Contains(lower, "<title>") && !strings.Contains(lower, "<text") && !strings.Contains(lower, "<desc") {
				t.Errorf("%s is left in %s", bad, out)
			}
		}
	})
}
