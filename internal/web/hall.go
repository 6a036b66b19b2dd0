// Package web is the hall that all pages share: the server's set-up, what every
// answer carries, rendering, forms and errors. It knows no page by name and no
// rule of the domain.
package web

import (
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"samling/internal/event"
	"samling/internal/i18n"
)

// Options is what the hall is built from.
type Options struct {
	Words *i18n.Catalogue
	Links event.Links
	Pages *Pages
	Now   func() time.Time
	Log   *slog.Logger
	// TrustedProxies may say in X-Forwarded-For who the visitor is.
	TrustedProxies []netip.Prefix
	Operator       Operator
	// MailboxPath is shown in the header while mail is caught, else empty.
	MailboxPath string
}

// Operator is who runs this installation and answers for it.
type Operator struct {
	Name           string
	Address        string
	Number         string
	Email          string
	Phone          string
	DataProtection string // how to reach the data protection officer
	AssessedOn     string // when accessibility was last assessed, "2026-11-23"
}

// Hall renders pages and answers errors for all page packages, which add their
// routes to its Echo.
type Hall struct {
	Options
	Echo   *echo.Echo
	Assets *Assets
	main   i18n.Lang
	secure bool            // reached over https
	files  map[string]bool // routes of TakesFiles
}

// maxBody is far above what any form needs, maxUpload what a form with a file may
// bring, and maxFiles one with several, whatever its event asks for.
const (
	maxBody   = "256K"
	maxUpload = "12M"
	maxFiles  = "64M"
)

// patience is how long a page may wait for the database. What has been handed
// to the store is finished all the same.
const patience = 12 * time.Second

// New builds the hall with everything that is the same for every page. Routes
// are added by the page packages; Handler is what to serve.
func New(o Options) (*Hall, error) {
	h := &Hall{Options: o, main: i18n.Lang(o.Links.Main), secure: isHTTPS(o.Links.Base), Assets: o.Pages.assets, files: map[string]bool{}}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = h.handleError
	e.IPExtractor = h.ipExtractor()
	forgery, err := h.refuseForgery()
	if err != nil {
		return nil, err
	}
	e.Use(nameRequest, h.logRequests(), middleware.Recover(), h.secureHeaders,
		readable, h.limitBody(), middleware.ContextTimeoutWithConfig(middleware.ContextTimeoutConfig{Skipper: h.bringsFiles, Timeout: patience}), forgery)
	e.GET(assetsRoot+"*", echo.WrapHandler(h.Assets))
	h.Echo = e
	return h, nil
}

// Secure reports whether visitors come over https.
func (h *Hall) Secure() bool { return h.secure }

// Upload marks routes whose forms bring a file.
func Upload(path string) bool { return strings.HasSuffix(path, "/upload") }

// limitBody refuses what is larger than any form. Routes that end in "/upload"
// take a file, and those of TakesFiles several, where the form says that it has
// files in it.
func (h *Hall) limitBody() echo.MiddlewareFunc {
	form, file, files := middleware.BodyLimit(maxBody), middleware.BodyLimit(maxUpload), middleware.BodyLimit(maxFiles)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		limited, roomy, roomiest := form(next), file(next), files(next)
		return func(c echo.Context) error {
			switch {
			case Upload(c.Path()):
				return roomy(c)
			case h.bringsFiles(c):
				return roomiest(c)
			}
			return limited(c)
		}
	}
}

// ipExtractor believes X-Forwarded-For only when it comes from a known proxy;
// anyone else could name any address and slip past the limits.
func (h *Hall) ipExtractor() echo.IPExtractor {
	if len(h.TrustedProxies) == 0 {
		return h.warnOfProxy(echo.ExtractIPDirect())
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range h.TrustedProxies {
		trust = append(trust, echo.TrustIPRange(ipNet(p)))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

// warnOfProxy says once that visitors seem to come through a proxy nobody told
// us of: they would all share one limit.
func (h *Hall) warnOfProxy(extract echo.IPExtractor) echo.IPExtractor {
	var once sync.Once
	return func(r *http.Request) string {
		if r.Header.Get(echo.HeaderXForwardedFor) != "" {
			once.Do(func() {
				h.Log.Warn("requests come through a proxy that is not trusted: set --trusted-proxy, or all visitors share one limit")
			})
		}
		return extract(r)
	}
}

// refuseForgery refuses posts that another site's page made a browser send. It
// needs no token and no cookie.
func (h *Hall) refuseForgery() (echo.MiddlewareFunc, error) {
	guard := http.NewCrossOriginProtection()
	// Behind a proxy that rewrites Host the origin is still the public one.
	if err := guard.AddTrustedOrigin(origin(h.Links.Base)); err != nil {
		return nil, err
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if guard.Check(c.Request()) != nil {
				return ErrForged
			}
			return next(c)
		}
	}, nil
}
