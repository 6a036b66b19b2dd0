package site

import (
	"encoding/xml"
	"html/template"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"samling/internal/event"
	"samling/internal/web"
)

// aboutPage is privacy or accessibility.
type aboutPage struct {
	web.Page
	Operator   Operator
	AssessedOn string
	Texts      []privacyText
}

// privacyText is what one organiser tells about personal data.
type privacyText struct {
	Organisation event.Organisation
	Text         template.HTML
}

// privacy answers GET /privacy.
func (s *server) privacy(c echo.Context) error {
	page := s.aboutPage(c, "/privacy", "privacy.title")
	orgs, err := s.store.Organisations(c.Request().Context())
	if err != nil {
		return err
	}
	for _, o := range orgs {
		if o.PrivacyText == "" {
			continue
		}
		text, err := s.markdown.HTML(o.PrivacyText)
		if err != nil {
			return err
		}
		page.Texts = append(page.Texts, privacyText{o, text})
	}
	return s.Render(c, http.StatusOK, "site/privacy", page)
}

// accessibility answers GET /accessibility: the statement that Swedish law asks
// of public bodies, with what we know of our own shortcomings.
func (s *server) accessibility(c echo.Context) error {
	page := s.aboutPage(c, "/accessibility", "accessibility.title")
	if day, err := time.Parse(time.DateOnly, s.Operator.AssessedOn); err == nil {
		page.AssessedOn = page.Date(day)
	}
	return s.Render(c, http.StatusOK, "site/accessibility", page)
}

func (s *server) aboutPage(c echo.Context, path, title string) aboutPage {
	page := aboutPage{Page: s.Page(c), Operator: s.Operator}
	page.Plain, page.Title = true, page.T(title)
	page.Canonical = page.Absolute(path)
	return page
}

// robots answers GET /robots.txt.
func (s *server) robots(c echo.Context) error {
	return c.String(http.StatusOK, "User-agent: *\nDisallow: /r/\nDisallow: /en/r/\nDisallow: /sv/r/\nSitemap: "+s.links.Base+"/sitemap.xml\n")
}

// sitemapXML follows sitemaps.org.
type sitemapXML struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// sitemap answers GET /sitemap.xml.
func (s *server) sitemap(c echo.Context) error {
	ctx, now := c.Request().Context(), s.now()
	coming, err := s.store.ComingEvents(ctx, now)
	if err != nil {
		return err
	}
	past, err := s.store.PastEvents(ctx, now)
	if err != nil {
		return err
	}
	doc := sitemapXML{URLs: []sitemapURL{{Loc: s.links.Base + "/"}}}
	for _, l := range append(coming, past...) {
		doc.URLs = append(doc.URLs, sitemapURL{s.links.Event(l.Event.Slug, s.links.Main), l.Event.ContentChangedAt.Format(time.RFC3339)})
	}
	return c.XML(http.StatusOK, doc)
}

// health answers GET /healthz: the process is alive.
func (s *server) health(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// ready answers GET /readyz: it can serve visitors.
func (s *server) ready(c echo.Context) error {
	if err := s.store.Ping(c.Request().Context()); err != nil {
		return echo.NewHTTPError(http.StatusServiceUnavailable).SetInternal(err)
	}
	return c.String(http.StatusOK, "ready\n")
}
