package web

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"samling/internal/i18n"
)

// Pages are all pages by name: "site/event" is templates/site/event.html inside
// the layout. They belong to no hall, and several may share them.
type Pages struct {
	assets *Assets
	pages  map[string]*template.Template
}

// folders are where pages lie, with the layout that goes around them.
var folders = map[string]string{"site": "page", "console": "console"}

// ReadPages reads every page, and the static files that pages name, at start: so
// a broken one stops the program and not a visitor.
func ReadPages(files, static fs.FS) (*Pages, error) {
	assets, err := NewAssets(static)
	if err != nil {
		return nil, err
	}
	icons, err := NewIcons(static)
	if err != nil {
		return nil, err
	}
	layout, err := template.New("").Funcs(template.FuncMap{
		"icon": icons.Icon, "asset": assets.Path,
		// A template takes one value; this hands several to a part of a page.
		"arr": func(values ...any) []any { return values },
	}).ParseFS(files, "layout/*.html")
	if err != nil {
		return nil, fmt.Errorf("read the layout: %w", err)
	}
	t := &Pages{assets: assets, pages: map[string]*template.Template{}}
	names := []string{"error.html"}
	for folder := range folders {
		more, err := fs.Glob(files, folder+"/*.html")
		if err != nil {
			return nil, err
		}
		names = append(names, more...)
	}
	for _, name := range names {
		page, err := layout.Clone()
		if err != nil {
			return nil, err
		}
		if _, err := page.ParseFS(files, name); err != nil {
			return nil, fmt.Errorf("read page %s: %w", name, err)
		}
		t.pages[strings.TrimSuffix(name, path.Ext(name))] = page
	}
	return t, nil
}

// Render writes a page. It goes to a buffer first, so that a fault on the way
// never leaves half a page.
func (h *Hall) Render(c echo.Context, status int, name string, page any) error {
	t, ok := h.Pages.pages[name]
	if !ok {
		return fmt.Errorf("no page %q", name)
	}
	folder, _, _ := strings.Cut(name, "/")
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, cmp.Or(folders[folder], "page"), page); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	return c.HTMLBlob(status, b.Bytes())
}

// RenderPart writes a part of a page that a script puts in place of the old one:
// what {{define "part"}} of the page holds.
func (h *Hall) RenderPart(c echo.Context, name, part string, page any) error {
	t, ok := h.Pages.pages[name]
	if !ok {
		return fmt.Errorf("no page %q", name)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, part, page); err != nil {
		return fmt.Errorf("render %s of %s: %w", part, name, err)
	}
	return c.HTMLBlob(http.StatusOK, b.Bytes())
}

// Page is what the struct of every page embeds: words, and what stands around
// the content.
type Page struct {
	*i18n.Printer
	Title       string
	Description string
	Canonical   string // address of this page for search engines, empty for none
	NoIndex     bool
	Plain       bool   // a form or a receipt: the header without a sky
	Nav         string // which link of the header is current: "events", "mine" or none
	Home        string // name in the header, empty for the product's own
	Letter      string // of the mark in the header
	Logo        string // in place of the mark: a name in the file store
	LogoDark    string // the same for dark pages
	Brand       Brand  // the colours of the page
	Brands      []Brand
	Foot        Foot
	Mailbox     string
	Other       Translation

	hall *Hall
}

// Brand is the look of one organisation.
type Brand struct {
	Name string // value of data-brand, empty for the default look
	Href string // its style sheet
}

// Foot is who stands at the bottom of a page.
type Foot struct {
	Name    string
	Lines   []string
	Number  string
	Email   string
	Website string
}

// Translation is the same page in the other language.
type Translation struct {
	Lang i18n.Lang
	Name string
	Href string
}

// Page begins a page in the language that was asked for.
func (h *Hall) Page(c echo.Context) Page {
	lang := h.Lang(c)
	p := Page{Printer: h.Words.Printer(lang), hall: h, Mailbox: h.MailboxPath, Foot: h.foot()}
	other := i18n.English
	if lang == i18n.English {
		other = i18n.Swedish
	}
	there := c.Request().URL.Path
	if q := c.Request().URL.RawQuery; q != "" && c.Request().Method == http.MethodGet {
		there += "?" + q
	}
	p.Other = Translation{other, h.Words.Printer(other).T("site.language_name"), h.Path(other, there)}
	return p
}

// foot is the operator, for pages that belong to no organisation.
func (h *Hall) foot() Foot {
	f := Foot{Name: h.Operator.Name, Number: h.Operator.Number, Email: h.Operator.Email}
	if h.Operator.Address != "" {
		f.Lines = strings.Split(h.Operator.Address, ", ")
	}
	return f
}

// URL is an address of this site in the language of the page.
func (p Page) URL(path string) string { return p.hall.Path(p.Lang(), path) }

// Absolute is a whole address, for search engines and shared links.
func (p Page) Absolute(path string) string { return p.hall.Links.Base + p.URL(path) }

// Default is the address of the page in the main language.
func (p Page) Default() string {
	if p.Lang() == p.hall.main {
		return p.Canonical
	}
	return p.Base() + p.Other.Href
}

// Base is the address of this site, without a slash at the end.
func (p Page) Base() string { return p.hall.Links.Base }
