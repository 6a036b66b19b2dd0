package web

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"samling/internal/i18n"
)

// langKey is where the language of a page lies in its request.
type langKey struct{}

// Handler is what to serve: it prepares requests for Echo, whose router looks
// at the request as it came.
func (h *Hall) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lang, path, named := cutLanguage(r.URL.Path)
		// In a link or a redirect, a path with two slashes names another host.
		path = "/" + strings.TrimLeft(path, "/")
		if named && lang == h.main && r.Method == http.MethodGet {
			target := url.URL{Path: path, RawQuery: r.URL.RawQuery}
			http.Redirect(w, r, target.String(), http.StatusMovedPermanently)
			return
		}
		if !named {
			lang = h.main
		}
		inner := r.WithContext(context.WithValue(r.Context(), langKey{}, lang))
		address := *r.URL
		address.Path, address.RawPath = path, ""
		inner.URL = &address
		if r.Method == http.MethodHead {
			inner.Method = http.MethodGet // the server leaves out the body, as it knows the outer request
		}
		h.Echo.ServeHTTP(w, inner)
	})
}

// cutLanguage takes the language off the front of a path, so that routes are
// written once.
func cutLanguage(path string) (lang i18n.Lang, rest string, named bool) {
	first, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if lang, named = i18n.ParseLang(first); !named {
		return "", path, false
	}
	return lang, "/" + rest, true
}

// readable refuses paths that are no text. PostgreSQL would, too, but as a
// fault.
func readable(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if path := c.Request().URL.Path; !utf8.ValidString(path) || strings.ContainsRune(path, 0) {
			return echo.ErrNotFound
		}
		return next(c)
	}
}

// Lang is the language of the page that was asked for.
func (h *Hall) Lang(c echo.Context) i18n.Lang {
	if lang, ok := c.Request().Context().Value(langKey{}).(i18n.Lang); ok {
		return lang
	}
	return h.main
}

// Path is an address of this site in a language: Path(English, "/find") is
// "/en/find" where Swedish is the main language.
func (h *Hall) Path(lang i18n.Lang, path string) string {
	switch {
	case lang == h.main:
		return path
	case path == "/":
		return "/" + string(lang)
	}
	return "/" + string(lang) + path
}

func isHTTPS(base string) bool { return strings.HasPrefix(base, "https://") }

// origin is the part of an address that browsers send as Origin.
func origin(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return base
	}
	return u.Scheme + "://" + u.Host
}

func ipNet(p netip.Prefix) *net.IPNet {
	return &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}
}
