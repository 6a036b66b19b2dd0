package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

// assetsRoot is the address under which Assets expects to be reached.
const assetsRoot = "/static/"

// Assets serves style sheets, fonts, icons and scripts. The address of a file
// has a version in it, made of all files, so browsers may keep what they have
// for ever. One version for all keeps relative addresses inside a style sheet
// right.
type Assets struct {
	version string
	files   map[string]asset
}

type asset struct {
	contentType string
	tag         string
	plain       []byte
	gzipped     func() ([]byte, error) // nil for what is compressed already or too small to gain
}

// smallAsset is what fits into one packet on its way, compressed or not.
const smallAsset = 1000

// assetTypes lists what is served at all; files of other types are not.
var assetTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".png":   "image/png",
	".svg":   "image/svg+xml; charset=utf-8",
	".woff2": "font/woff2",
}

// NewAssets reads all files. They are not looked at again.
func NewAssets(fsys fs.FS) (*Assets, error) {
	a := &Assets{files: map[string]asset{}}
	all := sha256.New()
	err := fs.WalkDir(fsys, ".", func(name string, _ fs.DirEntry, err error) error {
		contentType := assetTypes[path.Ext(name)]
		if err != nil || contentType == "" {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(all, "%s %d ", name, len(data))
		all.Write(data)
		a.files[name] = newAsset(contentType, data)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read static files: %w", err)
	}
	a.version = hex.EncodeToString(all.Sum(nil)[:6])
	return a, nil
}

func newAsset(contentType string, data []byte) asset {
	sum := sha256.Sum256(data)
	file := asset{contentType: contentType, tag: hex.EncodeToString(sum[:8]), plain: data}
	if strings.Contains(contentType, "charset") && len(data) >= smallAsset {
		// Done once, when the first visitor asks: most tests start a server and never do.
		file.gzipped = sync.OnceValues(func() ([]byte, error) { return gzipped(data) })
	}
	return file
}

func gzipped(data []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Path is the address of a file such as "css/site.css". A name that does not
// exist is an error, so a template with a slip fails when it is first tried.
func (a *Assets) Path(name string) (string, error) {
	if _, ok := a.files[name]; !ok {
		return "", fmt.Errorf("no static file %q", name)
	}
	return assetsRoot + a.version + "/" + name, nil
}

// ServeHTTP answers what Path gave out, now or in an earlier version: a page
// kept from then still looks right with the present files.
func (a *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	version, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, assetsRoot), "/")
	file, ok := a.files[name]
	switch {
	case !ok:
		http.NotFound(w, r)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
	default:
		w.Header().Set("Cache-Control", a.keepFor(version))
		file.serve(w, r)
	}
}

// keepFor lets only the present version be kept unasked: under the address of
// another one, the next version of the program has other content.
func (a *Assets) keepFor(version string) string {
	if version == a.version {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache"
}

func (f asset) serve(w http.ResponseWriter, r *http.Request) {
	header, body, tag := w.Header(), f.plain, f.tag
	header.Set("Content-Type", f.contentType)
	header.Set("X-Content-Type-Options", "nosniff")
	if f.gzipped != nil {
		header.Add("Vary", "Accept-Encoding")
	}
	if zipped, ok := f.gzippedFor(r); ok {
		body, tag = zipped, f.tag+"-gzip"
		header.Set("Content-Encoding", "gzip")
		header.Set("Content-Length", strconv.Itoa(len(body))) // ServeContent leaves it out of encoded answers
	}
	header.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// gzippedFor gives the compressed form if there is one and the browser takes it.
func (f asset) gzippedFor(r *http.Request) ([]byte, bool) {
	if f.gzipped == nil || !acceptsGzip(r.Header) {
		return nil, false
	}
	zipped, err := f.gzipped()
	return zipped, err == nil // the plain form will do as well
}

// acceptsGzip reports whether the browser names gzip and does not refuse it.
func acceptsGzip(header http.Header) bool {
	for offer := range strings.SplitSeq(strings.Join(header.Values("Accept-Encoding"), ","), ",") {
		coding, params, _ := strings.Cut(offer, ";")
		if !strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			continue
		}
		_, weight, weighted := strings.Cut(strings.ToLower(params), "q=")
		q, err := strconv.ParseFloat(strings.TrimSpace(weight), 64)
		return !weighted || (err == nil && q > 0)
	}
	return false
}
