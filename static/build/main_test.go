package main

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"os"
	"strings"
	"testing"
)

func TestStyleSheetsAreUpToDate(t *testing.T) {
	static := os.DirFS("..")
	sheets, err := build(static)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := fs.Glob(static, "css/*.css")
	if err != nil {
		t.Fatal(err)
	}
	if len(kept) != len(sheets) {
		t.Errorf("css holds %v, want exactly what is built", kept)
	}
	for name, want := range sheets {
		got, err := fs.ReadFile(static, name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what its sources make: run go generate ./static", name)
		}
	}
}

func TestEverySourceIsUsed(t *testing.T) {
	tests := []struct {
		name, pattern string
		used          []string
	}{
		{"our own", "css/src/*.css", append(consoleParts[:1:1], siteParts...)},
		{"the component library's", "vendor/designsystemet-css/*.css", append(components[:len(components):len(components)], "base")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files, err := fs.Glob(os.DirFS(".."), tt.pattern)
			if err != nil {
				t.Fatal(err)
			}
			if len(files) != len(tt.used) {
				t.Errorf("%d files match %s, but %d are used: %v", len(files), tt.pattern, len(tt.used), tt.used)
			}
		})
	}
}

// What a page costs is a promise, most of all to those with slow connections.
func TestStyleSheetsStaySmall(t *testing.T) {
	tests := []struct {
		name string
		most int
	}{
		{"css/site.css", 23_000},
		{"css/console.css", 7_000},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sheet, err := os.ReadFile("../" + tt.name)
			if err != nil {
				t.Fatal(err)
			}
			if got := gzipped(t, sheet); got > tt.most {
				t.Errorf("%d bytes after gzip, want at most %d", got, tt.most)
			}
		})
	}
}

func gzipped(t *testing.T, text []byte) int {
	t.Helper()
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

// What the sheets are made of is newer than many tools that work on CSS.
func TestMinifyingKeepsModernCSS(t *testing.T) {
	tests := []struct {
		name, in, want string
	}{
		{"names of layers", "@layer base, ds.theme;", "@layer base,ds.theme"},
		{"a colour for each scheme", "a { color: light-dark(#ffffff, #000000) }", "light-dark(#ffffff,#000000)"},
		{"a relation", "html:has(.bar) { color: red }", "html:has(.bar){"},
		{"a nested rule", ".a { &[data-b|=top]:before { top: 0 } }", ".a{&[data-b|=top]:before{"},
		{"a range", "@media (width >= 48rem) { a { color: red } }", "(width>=48rem)"},
		{"a container", "@container (inline-size > 30rem) { a { color: red } }", "(inline-size > 30rem)"},
		{"a drawing", `a { mask: url("data:image/svg+xml;charset=utf-8,%3Csvg%20a%3D%22b%22%2F%3E") }`, "data:image/svg+xml;charset=utf-8,%3Csvg%20a%3D%22b%22%2F%3E"},
		{"an empty variable", "a { --focus: ; color: red }", "--focus: ;color"},
		{"a calculation", "a { width: calc(100% - 2 * var(--gutter)) }", "calc(100% - 2 * var(--gutter))"},
		{"an empty list style", `ul { list-style-type: "" }`, `list-style-type:""`},
		{"a unit on nothing", "a { rotate: 0deg }", "rotate:0deg"},
		{"a page with a footer", "@page { @bottom-right { content: counter(page) } }", "@bottom-right{content:counter(page)}"},
		{"a licence", "/*! MIT */ a { color: red }", "/*! MIT */"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := minified(tt.in)
			if err != nil || !strings.Contains(string(got), tt.want) {
				t.Errorf("got %s, %v; want %s in it", got, err, tt.want)
			}
		})
	}
}

func TestMistakeInASourceStopsTheBuild(t *testing.T) {
	if got, err := minified("a { color: red"); err == nil {
		t.Errorf("an open brace gives %s", got)
	}
}
