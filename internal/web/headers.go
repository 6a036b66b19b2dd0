package web

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// ContentPolicy lets a page use its own style, fonts and pictures, and nothing
// else: no script, no other host. data: is for the mask icons of the style
// sheet.
const ContentPolicy = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// ScriptPolicy lets a page use its own scripts too.
const ScriptPolicy = ContentPolicy + "; script-src 'self'; connect-src 'self'"

// Scripts lets the pages of a group use scripts of our own.
func Scripts(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Content-Security-Policy", ScriptPolicy)
		return next(c)
	}
}

// secureHeaders goes on every answer, errors and files too.
func (h *Hall) secureHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		header := c.Response().Header()
		header.Set("Content-Security-Policy", ContentPolicy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("X-Frame-Options", "DENY")
		// Not no-referrer: it would make the Origin of our own forms null. A
		// private address still never reaches another site.
		header.Set("Referrer-Policy", "same-origin")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if h.secure {
			header.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		return next(c)
	}
}

// nameRequest gives every request a name of our own, to find it in the log. One
// that a visitor sends could hold anything.
func nameRequest(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderXRequestID, strings.ToLower(rand.Text()[:12]))
		return next(c)
	}
}

// NoStore keeps a personal page out of every cache and search engine.
func NoStore(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		c.Response().Header().Set("X-Robots-Tag", "noindex, nofollow")
		return next(c)
	}
}

// logRequests writes one line for each request. It names the route, never the
// path or the query, which may hold a private link or what somebody searched.
func (h *Hall) logRequests() echo.MiddlewareFunc {
	return middleware.RequestLoggerWithConfig(middleware.RequestLoggerConfig{
		LogStatus: true, LogMethod: true, LogLatency: true, LogRoutePath: true, LogError: true,
		HandleError: true,
		Skipper:     func(c echo.Context) bool { return c.Path() == assetsRoot+"*" || c.Path() == "/healthz" },
		LogValuesFunc: func(c echo.Context, v middleware.RequestLoggerValues) error {
			level := slog.LevelInfo
			attrs := []slog.Attr{
				slog.String("id", c.Response().Header().Get(echo.HeaderXRequestID)), slog.String("method", v.Method), slog.String("route", v.RoutePath),
				slog.Int("status", v.Status), slog.Duration("took", v.Latency),
			}
			if v.Status >= http.StatusInternalServerError {
				level = slog.LevelError
				attrs = append(attrs, slog.Any("cause", v.Error))
			}
			h.Log.LogAttrs(c.Request().Context(), level, "request", attrs...)
			return nil
		},
	})
}
