package web

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"testing"
	"testing/fstest"

	"samling/static"
)

const forEver = "public, max-age=31536000, immutable"

func newTestAssets(t *testing.T) *Assets {
	t.Helper()
	a, err := NewAssets(static.FS)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func pathOf(t *testing.T, a *Assets, name string) string {
	t.Helper()
	address, err := a.Path(name)
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// ask sends a request with header fields given as name, value, name, value …
func ask(a *Assets, method, target string, fields ...string) *http.Response {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(fields); i += 2 {
		r.Header.Add(fields[i], fields[i+1])
	}
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) []byte {
	t.Helper()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func wantField(t *testing.T, r *http.Response, name, want string) {
	t.Helper()
	if got := r.Header.Get(name); got != want {
		t.Errorf("%s is %q, want %q", name, got, want)
	}
}

func TestAssetsAreServedWithTheirType(t *testing.T) {
	a := newTestAssets(t)
	tests := []struct {
		name, contentType, vary string
	}{
		{"css/site.css", "text/css; charset=utf-8", "Accept-Encoding"},
		{"css/console.css", "text/css; charset=utf-8", "Accept-Encoding"},
		{"icons/mark.svg", "image/svg+xml; charset=utf-8", ""},
		{"fonts/text-sans-latin.woff2", "font/woff2", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want, err := static.FS.ReadFile(tt.name)
			if err != nil {
				t.Fatal(err)
			}
			r := ask(a, http.MethodGet, pathOf(t, a, tt.name))
			if r.StatusCode != http.StatusOK || !bytes.Equal(body(t, r), want) {
				t.Errorf("status %d or another body", r.StatusCode)
			}
			wantField(t, r, "Content-Type", tt.contentType)
			wantField(t, r, "Vary", tt.vary)
			wantField(t, r, "Cache-Control", forEver)
			wantField(t, r, "X-Content-Type-Options", "nosniff")
			wantField(t, r, "Content-Encoding", "")
		})
	}
}

func TestAssetsAreCompressedForThoseWhoAsk(t *testing.T) {
	a := newTestAssets(t)
	tests := []struct {
		name, file, accept, want string
	}{
		{"browser", "css/site.css", "gzip, deflate, br, zstd", "gzip"},
		{"not the first choice", "css/site.css", "br;q=1.0, GZIP;q=0.8, *;q=0.1", "gzip"},
		{"spaces around the weight", "css/site.css", "gzip ; Q= 0.5", "gzip"},
		{"refused", "css/site.css", "gzip;q=0, identity", ""},
		{"weight is no number", "css/site.css", "gzip;q=high", ""},
		{"something like it", "css/site.css", "x-gzip", ""},
		{"nothing named", "css/site.css", "", ""},
		{"too small to gain", "icons/mark.svg", "gzip", ""},
		{"compressed already", "fonts/text-sans-latin.woff2", "gzip", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want, err := static.FS.ReadFile(tt.file)
			if err != nil {
				t.Fatal(err)
			}
			r := ask(a, http.MethodGet, pathOf(t, a, tt.file), "Accept-Encoding", tt.accept)
			wantField(t, r, "Content-Encoding", tt.want)
			got := body(t, r)
			if r.ContentLength != int64(len(got)) {
				t.Errorf("Content-Length is %d for %d bytes", r.ContentLength, len(got))
			}
			if tt.want == "gzip" {
				got = unzipped(t, got)
			}
			if !bytes.Equal(got, want) {
				t.Error("another body")
			}
		})
	}
}

func unzipped(t *testing.T, text []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func TestAssetsNeedNotBeSentTwice(t *testing.T) {
	a := newTestAssets(t)
	address := pathOf(t, a, "css/site.css")
	plain := ask(a, http.MethodGet, address).Header.Get("ETag")
	zipped := ask(a, http.MethodGet, address, "Accept-Encoding", "gzip").Header.Get("ETag")
	if plain == zipped || plain == "" {
		t.Fatalf("tags %s and %s, want two different ones", plain, zipped)
	}
	tests := []struct {
		name, tag, accept string
		want              int
	}{
		{"same file", plain, "", http.StatusNotModified},
		{"same file, compressed", zipped, "gzip", http.StatusNotModified},
		{"weakened on the way", "W/" + zipped, "gzip", http.StatusNotModified},
		{"the other form", plain, "gzip", http.StatusOK},
		{"an older file", `"0000"`, "", http.StatusOK},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := ask(a, http.MethodGet, address, "If-None-Match", tt.tag, "Accept-Encoding", tt.accept)
			if r.StatusCode != tt.want {
				t.Fatalf("status %d, want %d", r.StatusCode, tt.want)
			}
			wantField(t, r, "Cache-Control", forEver)
			wantField(t, r, "Vary", "Accept-Encoding")
			if got := body(t, r); tt.want == http.StatusNotModified && len(got) > 0 {
				t.Errorf("%d bytes were sent all the same", len(got))
			}
		})
	}
}

func TestHeadOfAnAsset(t *testing.T) {
	a := newTestAssets(t)
	address := pathOf(t, a, "css/site.css")
	head := ask(a, http.MethodHead, address, "Accept-Encoding", "gzip")
	if got := body(t, head); len(got) > 0 {
		t.Errorf("%d bytes of body", len(got))
	}
	get := ask(a, http.MethodGet, address, "Accept-Encoding", "gzip")
	for name := range get.Header {
		wantField(t, head, name, get.Header.Get(name))
	}
}

func TestPartOfAnAsset(t *testing.T) {
	a := newTestAssets(t)
	r := ask(a, http.MethodGet, pathOf(t, a, "css/site.css"), "Range", "bytes=0-5", "Accept-Encoding", "gzip")
	if got := body(t, r); r.StatusCode != http.StatusPartialContent || len(got) != 6 || r.ContentLength != 6 {
		t.Errorf("status %d, length %d, %d bytes; want the 6 asked for", r.StatusCode, r.ContentLength, len(got))
	}
}

func TestOldVersionGetsThePresentFile(t *testing.T) {
	a := newTestAssets(t)
	want := body(t, ask(a, http.MethodGet, pathOf(t, a, "css/site.css")))
	r := ask(a, http.MethodGet, "/static/0123456789ab/css/site.css")
	if r.StatusCode != http.StatusOK || !bytes.Equal(body(t, r), want) {
		t.Errorf("status %d or another file", r.StatusCode)
	}
	wantField(t, r, "Cache-Control", "no-cache")
}

func TestNothingElseIsServed(t *testing.T) {
	a := newTestAssets(t)
	root := assetsRoot + a.version
	tests := []struct {
		name, method, target string
		want                 int
	}{
		{"unknown file", http.MethodGet, root + "/css/other.css", http.StatusNotFound},
		{"folder", http.MethodGet, root + "/css/", http.StatusNotFound},
		{"folder without a slash", http.MethodGet, root + "/css", http.StatusNotFound},
		{"root", http.MethodGet, root + "/", http.StatusNotFound},
		{"no version", http.MethodGet, "/static/css/site.css", http.StatusNotFound},
		{"nothing at all", http.MethodGet, "/static/", http.StatusNotFound},
		{"source", http.MethodGet, root + "/css/src/10-base.css", http.StatusNotFound},
		{"licence", http.MethodGet, root + "/fonts/OFL-source-sans-3.txt", http.StatusNotFound},
		{"Go file", http.MethodGet, root + "/embed.go", http.StatusNotFound},
		{"way up", http.MethodGet, root + "/css/../css/site.css", http.StatusNotFound},
		{"hidden way up", http.MethodGet, root + "/css/%2e%2e/%2e%2e/embed.go", http.StatusNotFound},
		{"post", http.MethodPost, root + "/css/site.css", http.StatusMethodNotAllowed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := ask(a, tt.method, tt.target)
			if r.StatusCode != tt.want {
				t.Errorf("status %d, want %d", r.StatusCode, tt.want)
			}
			wantField(t, r, "Cache-Control", "")
		})
	}
}

func TestPathKnowsItsFiles(t *testing.T) {
	a := newTestAssets(t)
	for _, name := range []string{"", "css", "/css/site.css", "css/none.css", "vendor/README.md"} {
		if got, err := a.Path(name); err == nil {
			t.Errorf("Path(%q) = %q, want an error", name, got)
		}
	}
}

func TestVersionFollowsEveryFile(t *testing.T) {
	version := func(files fstest.MapFS) string {
		a, err := NewAssets(files)
		if err != nil {
			t.Fatal(err)
		}
		return a.version
	}
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	first := version(fstest.MapFS{"a.css": file("1"), "b.css": file("2")})
	tests := []struct {
		name  string
		files fstest.MapFS
		same  bool
	}{
		{"the same files", fstest.MapFS{"a.css": file("1"), "b.css": file("2")}, true},
		{"a file that is not served", fstest.MapFS{"a.css": file("1"), "b.css": file("2"), "README.md": file("3")}, true},
		{"other content", fstest.MapFS{"a.css": file("1"), "b.css": file("3")}, false},
		{"another name", fstest.MapFS{"a.css": file("1"), "c.css": file("2")}, false},
		{"content changed places", fstest.MapFS{"a.css": file("2"), "b.css": file("1")}, false},
		{"one file less", fstest.MapFS{"a.css": file("1")}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := version(tt.files); (got == first) != tt.same {
				t.Errorf("version %s after %s, want the same: %v", got, first, tt.same)
			}
		})
	}
}

func TestWhatStyleSheetsNameIsServed(t *testing.T) {
	a := newTestAssets(t)
	sheet := pathOf(t, a, "css/site.css")
	text := body(t, ask(a, http.MethodGet, sheet))
	fonts := regexp.MustCompile(`url\("?(\.\./[^)"]+)"?\)`).FindAllSubmatch(text, -1)
	if len(fonts) != 4 {
		t.Fatalf("found %d addresses in %s, want the 4 fonts", len(fonts), sheet)
	}
	for _, font := range fonts {
		target := path.Join(path.Dir(sheet), string(font[1]))
		if r := ask(a, http.MethodGet, target); r.StatusCode != http.StatusOK {
			t.Errorf("%s answers %d", target, r.StatusCode)
		}
	}
}

// Names stand in templates as {{asset "css/site.css"}} and {{icon "check"}}. A
// page test may not come through every branch, so all are looked up here.
func TestTemplatesNameOnlyWhatExists(t *testing.T) {
	a := newTestAssets(t)
	icons, err := NewIcons(static.FS)
	if err != nil {
		t.Fatal(err)
	}
	names := namesInTemplates(t, "../../templates")
	if len(names) == 0 {
		t.Skip("no template names an asset or an icon")
	}
	for _, n := range names {
		if n.function == "asset" {
			_, err = a.Path(n.name)
		} else {
			_, err = icons.Icon(n.name)
		}
		if err != nil {
			t.Errorf("%s: %v", n.file, err)
		}
	}
}

type templateName struct{ file, function, name string }

func namesInTemplates(t *testing.T, folder string) []templateName {
	t.Helper()
	var names []templateName
	call := regexp.MustCompile(`\b(asset|icon) "([^"]*)"`)
	err := filepath.WalkDir(folder, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(file) != ".html" {
			return err
		}
		text, err := os.ReadFile(file)
		for _, m := range call.FindAllStringSubmatch(string(text), -1) {
			names = append(names, templateName{file, m[1], m[2]})
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return names
}

func BenchmarkNewAssets(b *testing.B) {
	for b.Loop() {
		if _, err := NewAssets(static.FS); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkServeAsset(b *testing.B) {
	a, err := NewAssets(static.FS)
	if err != nil {
		b.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, assetsRoot+a.version+"/css/site.css", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	for b.Loop() {
		a.ServeHTTP(httptest.NewRecorder(), r)
	}
}
