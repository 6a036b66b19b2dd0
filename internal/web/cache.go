package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// How stale a public page may be, and how many are kept.
const (
	cacheLife = time.Second
	cacheSize = 1000
)

// cache keeps public pages rendered and compressed. While a page is fresh it
// costs no query, and while it is made anew one visitor makes it and the others
// wait for that.
type cache struct {
	mu    sync.Mutex
	pages map[string]*cached
}

type cached struct {
	mu   sync.Mutex // held while the page is made
	at   time.Time
	made *made
}

// made is a finished page.
type made struct {
	contentType string
	plain, gzip []byte
	etag        string
}

// Cached serves a page that is the same for everybody from memory. Pages with a
// query, and anything but 200, are made for each visitor.
func (h *Hall) Cached() echo.MiddlewareFunc {
	store := &cache{pages: map[string]*cached{}}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if c.Request().URL.RawQuery != "" {
				return next(c)
			}
			entry := store.entry(string(h.Lang(c)) + c.Request().URL.Path)
			page, err := entry.get(c, h.Now(), next)
			if err != nil || page == nil {
				return err
			}
			return page.serve(c)
		}
	}
}

// entry finds the place of a page. Made-up addresses cannot fill the memory:
// beyond its size the cache starts over.
func (s *cache) entry(key string) *cached {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.pages[key]
	if e == nil {
		if len(s.pages) >= cacheSize {
			clear(s.pages)
		}
		e = &cached{}
		s.pages[key] = e
	}
	return e
}

// get returns the page, made anew if it is stale. A nil page has been answered
// by the handler itself.
func (e *cached) get(c echo.Context, now time.Time, next echo.HandlerFunc) (*made, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	// A clock that was set back must not keep an old page alive.
	if e.made != nil && !now.Before(e.at) && now.Before(e.at.Add(cacheLife)) {
		return e.made, nil
	}
	e.made = nil
	rec := &recorder{ResponseWriter: c.Response().Writer, status: http.StatusOK}
	if err := rec.take(c, next); err != nil {
		return nil, err
	}
	if rec.status != http.StatusOK {
		return nil, rec.replay(c)
	}
	e.made, e.at = finish(rec), now
	return e.made, nil
}

// recorder takes an answer instead of sending it.
type recorder struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// take lets a handler answer into the recorder. Afterwards the real answer is
// still open, also when the handler panics and an error page has to follow.
func (r *recorder) take(c echo.Context, next echo.HandlerFunc) error {
	c.Response().Writer = r
	defer func() {
		c.Response().Writer = r.ResponseWriter
		c.Response().Committed, c.Response().Size = false, 0
	}()
	return next(c)
}

func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }

func (r *recorder) replay(c echo.Context) error {
	c.Response().WriteHeader(r.status)
	_, err := c.Response().Write(r.body.Bytes())
	return err
}

func finish(rec *recorder) *made {
	sum := sha256.Sum256(rec.body.Bytes())
	var zipped bytes.Buffer
	w, _ := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	_, _ = w.Write(rec.body.Bytes())
	_ = w.Close()
	return &made{
		contentType: rec.Header().Get(echo.HeaderContentType),
		plain:       rec.body.Bytes(), gzip: zipped.Bytes(),
		etag: `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`,
	}
}

func (m *made) serve(c echo.Context) error {
	header := c.Response().Header()
	header.Set("ETag", m.etag)
	header.Set("Vary", "Accept-Encoding")
	header.Set("Cache-Control", "no-cache")
	if strings.Contains(c.Request().Header.Get("If-None-Match"), m.etag) {
		return c.NoContent(http.StatusNotModified)
	}
	if acceptsGzip(c.Request().Header) {
		header.Set("Content-Encoding", "gzip")
		return c.Blob(http.StatusOK, m.contentType, m.gzip)
	}
	return c.Blob(http.StatusOK, m.contentType, m.plain)
}
