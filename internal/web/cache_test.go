package web

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"samling/internal/event"
)

func TestCachedPageIsMadeOncePerSecond(t *testing.T) {
	now := time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)
	h := &Hall{Options: Options{Now: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}}
	made, status := 0, http.StatusOK
	e := echo.New()
	e.GET("/*", func(c echo.Context) error {
		made++
		if status == 0 {
			return event.ErrNotFound
		}
		return c.HTML(status, "<p>hej")
	}, h.Cached())
	get := func(target string, header ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, target, nil)
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		return w
	}

	first := get("/a")
	get("/a")
	if made != 1 || first.Body.String() != "<p>hej" || first.Code != http.StatusOK {
		t.Fatalf("made %d times, answered %d %q", made, first.Code, first.Body)
	}
	if w := get("/a", "If-None-Match", first.Header().Get("ETag")); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("known page answered with %d and %d bytes", w.Code, w.Body.Len())
	}
	if w := get("/a", "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "gzip" {
		t.Error("not compressed for a browser that asks for it")
	}
	if get("/a?q=1"); made != 2 {
		t.Error("a page with a query came from memory")
	}
	if now = now.Add(cacheLife); get("/a").Code != http.StatusOK || made != 3 {
		t.Error("a stale page came from memory")
	}
	if status = 0; get("/missing").Code == http.StatusOK {
		t.Error("an error was answered as a page")
	}
	if status = http.StatusSeeOther; get("/moved").Code != http.StatusSeeOther || get("/moved").Code != http.StatusSeeOther {
		t.Error("a redirect was kept or lost")
	}
}
