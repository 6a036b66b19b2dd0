package site

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"samling/internal/design"
	"samling/internal/event"
	"samling/internal/web"
)

// forever suits answers whose address changes with their content.
const forever = "public, max-age=31536000, immutable"

// file answers GET /files/:name: a picture of an event or a speaker.
func (s *server) file(c echo.Context) error {
	f, err := s.files.Open(c.Param("name"))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return event.ErrNotFound
	}
	if err != nil {
		return err
	}
	defer f.Close()
	header := c.Response().Header()
	header.Set("Cache-Control", forever)
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	return c.Stream(http.StatusOK, mime.TypeByExtension(path.Ext(c.Param("name"))), f)
}

// favicon answers GET /favicon.ico for those who do not read the link.
func (s *server) favicon(c echo.Context) error {
	icon, err := s.Assets.Path("icons/mark.svg")
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusFound, icon)
}

// brands keeps the style sheets of organisations by file name. A sheet is made
// when a page first names it; the name holds a hash, so what it names never
// changes.
type brands struct {
	mu     sync.Mutex
	names  map[string]string // by slug and colour
	sheets map[string]string // by name
}

func newBrands() *brands {
	return &brands{names: map[string]string{}, sheets: map[string]string{}}
}

// of returns the look of an organisation. One without a colour has the default.
func (b *brands) of(o *event.Organisation) web.Brand {
	if o.Colour == "" {
		return web.Brand{}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	name, ok := b.names[o.Slug+o.Colour]
	if !ok {
		theme, err := design.NewTheme(o.Colour)
		if err != nil {
			return web.Brand{} // a colour nobody can draw: the default look
		}
		sum := sha256.Sum256([]byte(theme.CSS("")))
		name = o.Slug + "-" + hex.EncodeToString(sum[:5])
		b.names[o.Slug+o.Colour] = name
		b.sheets[name] = theme.CSS(`[data-brand="` + name + `"]`)
	}
	return web.Brand{Name: name, Href: "/brand/" + name + ".css"}
}

// brand answers GET /brand/:file.
func (s *server) brand(c echo.Context) error {
	name := strings.TrimSuffix(c.Param("file"), ".css")
	sheet, err := s.brandSheet(c, name)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", forever)
	return c.Blob(http.StatusOK, "text/css; charset=utf-8", []byte(sheet))
}

// brandSheet finds a sheet, also in a process that has not shown the page yet.
func (s *server) brandSheet(c echo.Context, name string) (string, error) {
	if sheet, ok := s.brands.sheet(name); ok {
		return sheet, nil
	}
	orgs, err := s.store.Organisations(c.Request().Context())
	if err != nil {
		return "", err
	}
	for i := range orgs {
		s.brands.of(&orgs[i])
	}
	if sheet, ok := s.brands.sheet(name); ok {
		return sheet, nil
	}
	return "", event.ErrNotFound
}

func (b *brands) sheet(name string) (string, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	sheet, ok := b.sheets[name]
	return sheet, ok
}
