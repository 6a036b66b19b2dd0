package web

import (
	"net/netip"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"
)

// limitKey is where a request is marked as one too many.
const limitKey = "too many"

// Limit lets one network send that many forms a minute, and all of them at once
// after a pause: a whole office may share an address. 0 means no limit. Whatever
// is above is only marked, so that the handler can give the form back instead of
// losing it: see IsTooMany. The count is in memory, so several processes allow
// several times as many.
func Limit(perMinute int) echo.MiddlewareFunc {
	if perMinute <= 0 {
		return func(next echo.HandlerFunc) echo.HandlerFunc { return next }
	}
	counts := middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
		Rate: rate.Limit(float64(perMinute) / 60), Burst: perMinute, ExpiresIn: 3 * time.Minute,
	})
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if ok, err := counts.Allow(network(c.RealIP())); err != nil || !ok {
				c.Set(limitKey, true)
			}
			return next(c)
		}
	}
}

// IsTooMany reports whether the visitor's network has sent too many forms.
func IsTooMany(c echo.Context) bool { return c.Get(limitKey) != nil }

// Network names the visitor's network, for limits that count elsewhere.
func Network(c echo.Context) string { return network(c.RealIP()) }

// network is what one customer of a provider is likely to have: an address of
// version 4, or a /64 of version 6, in which anybody has addresses without end.
func network(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil || addr.Unmap().Is4() {
		return ip
	}
	prefix, err := addr.Prefix(64)
	if err != nil {
		return ip
	}
	return prefix.String()
}
