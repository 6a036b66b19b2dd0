package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// How stale a public page may be beyond the data it was made from, and how many
// are kept. The data may be as old once more, which makes the promised second.
const (
	cacheLife = time.Second / 2
	cacheSize = 1000
)

// cache keeps public pages rendered and compressed. While a page is fresh it
// costs no query, and while it is made anew one visitor makes it and the others
// wait for that.
type cache struct {
	mu    sync.Mutex
	pages map[string]*cached
}

// cached is the place of one page.
type cached struct {
	mu     sync.Mutex
	at     time.Time
	made   *made
	flight *flight // somebody is making it anew
}

// flight is one visitor making a page for all who wait.
type flight struct {
	done chan struct{} // closed when made and err are final
	made *made         // nil for an answer that is not kept, such as a redirect
	err  error
}

// made is a finished page.
type made struct {
	header      http.Header
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
			return store.entry(string(h.Lang(c))+c.Request().URL.Path).answer(c, h.Now, next)
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

// answer serves the page as it is kept, as somebody else makes it, or makes it.
func (e *cached) answer(c echo.Context, now func() time.Time, next echo.HandlerFunc) error {
	for {
		page, others, mine := e.board(now())
		switch {
		case page != nil:
			return page.serve(c)
		case mine != nil:
			return e.make(c, mine, now(), next)
		}
		select {
		case <-others.done:
		case <-c.Request().Context().Done():
			return c.Request().Context().Err()
		}
		switch {
		case others.made != nil:
			return others.made.serve(c)
		case others.err == nil:
			return next(c)
		case !errors.Is(others.err, context.Canceled):
			return others.err
		}
		// Whoever was making it has left: somebody else must.
	}
}

// board returns the page if it is fresh, the flight somebody else is on, or one
// of the caller's own.
func (e *cached) board(now time.Time) (page *made, others, mine *flight) {
	e.mu.Lock()
	defer e.mu.Unlock()
	// A clock that was set back must not keep an old page alive.
	if e.made != nil && !now.Before(e.at) && now.Before(e.at.Add(cacheLife)) {
		return e.made, nil, nil
	}
	if e.flight != nil {
		return nil, e.flight, nil
	}
	e.flight = &flight{done: make(chan struct{}), err: context.Canceled}
	return nil, nil, e.flight
}

// make runs the handler for the visitor and for all who wait.
func (e *cached) make(c echo.Context, f *flight, now time.Time, next echo.HandlerFunc) error {
	defer func() { // also when the handler panics
		e.mu.Lock()
		e.made, e.at, e.flight = f.made, now, nil
		e.mu.Unlock()
		close(f.done)
	}()
	rec := &recorder{ResponseWriter: c.Response().Writer, status: http.StatusOK}
	if f.err = rec.take(c, next); f.err != nil {
		return f.err
	}
	if rec.status != http.StatusOK {
		return rec.replay(c)
	}
	f.made = finish(rec)
	return f.made.serve(c)
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
	header := http.Header{}
	for _, name := range []string{echo.HeaderContentType, echo.HeaderContentDisposition} {
		if value := rec.Header().Get(name); value != "" {
			header.Set(name, value)
		}
	}
	return &made{
		header: header,
		plain:  rec.body.Bytes(), gzip: zipped.Bytes(),
		etag: `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`,
	}
}

func (m *made) serve(c echo.Context) error {
	header := c.Response().Header()
	maps.Copy(header, m.header)
	header.Set("ETag", m.etag)
	header.Set("Vary", "Accept-Encoding")
	header.Set("Cache-Control", "no-cache")
	if strings.Contains(c.Request().Header.Get("If-None-Match"), m.etag) {
		return c.NoContent(http.StatusNotModified)
	}
	if acceptsGzip(c.Request().Header) {
		header.Set("Content-Encoding", "gzip")
		return c.Blob(http.StatusOK, m.header.Get(echo.HeaderContentType), m.gzip)
	}
	return c.Blob(http.StatusOK, m.header.Get(echo.HeaderContentType), m.plain)
}
