package web

import (
	"context"
	"errors"
	"html/template"
	"net/http"

	"github.com/labstack/echo/v4"

	"samling/internal/design"
	"samling/internal/event"
)

// ErrForged is a request that is refused before any page has seen it.
var ErrForged = errors.New("the form was sent from another site")

// answers says, once for all pages, what an error means to the visitor. The
// words stand in i18n under "error.<name>_title" and "error.<name>_text".
var answers = []struct {
	err    error
	status int
	name   string
}{
	{event.ErrNotFound, http.StatusNotFound, "not_found"},
	{event.ErrGone, http.StatusGone, "gone"},
	{event.ErrForbidden, http.StatusForbidden, "forbidden"},
	{event.ErrNotPublished, http.StatusNotFound, "not_found"},
	{event.ErrNotOpen, http.StatusConflict, "closed"},
	{event.ErrClosed, http.StatusConflict, "closed"},
	{event.ErrFull, http.StatusConflict, "closed"},
	{ErrForged, http.StatusForbidden, "forged"},
	{event.ErrTooMany, http.StatusTooManyRequests, "too_many"},
	{event.ErrBusy, http.StatusServiceUnavailable, "busy"},
	{context.Canceled, http.StatusServiceUnavailable, "busy"},
	{context.DeadlineExceeded, http.StatusServiceUnavailable, "busy"},
}

// byStatus names the answers to errors of Echo itself.
var byStatus = map[int]string{
	http.StatusBadRequest:            "bad_request",
	http.StatusNotFound:              "not_found",
	http.StatusMethodNotAllowed:      "not_found",
	http.StatusRequestEntityTooLarge: "too_large",
	http.StatusUnsupportedMediaType:  "bad_request",
}

// errorPage is what somebody sees instead of what they asked for.
type errorPage struct {
	Page
	Status  int
	Heading string
	Text    string
	ID      string // of the request, to find it in the log; only for our own faults
}

// Horizon is the landscape of a page that is not there.
func (p errorPage) Horizon() template.HTML { return design.Horizon(p.Heading, design.Small) }

// handleError turns whatever a handler returned into one page. The log line is
// written by logRequests.
func (h *Hall) handleError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	status, name := answer(err)
	p := h.Page(c)
	page := errorPage{Page: p, Status: status, Heading: p.T("error." + name + "_title"), Text: p.T("error." + name + "_text")}
	page.Title = page.Heading
	page.NoIndex = true
	if status >= http.StatusInternalServerError {
		page.ID = c.Response().Header().Get(echo.HeaderXRequestID)
	}
	if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
		c.Response().Header().Set("Retry-After", "30")
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	if err := h.Render(c, status, "error", page); err != nil && !c.Response().Committed {
		h.Log.Error("render error page", "cause", err)
		_ = c.String(status, page.Heading)
	}
}

// answer finds status and name for an error. What nobody has thought of is our
// own fault.
func answer(err error) (int, string) {
	for _, a := range answers {
		if errors.Is(err, a.err) {
			return a.status, a.name
		}
	}
	var http4 *echo.HTTPError
	if errors.As(err, &http4) {
		if name, ok := byStatus[http4.Code]; ok {
			return http4.Code, name
		}
		if http4.Code < http.StatusInternalServerError {
			return http4.Code, "bad_request"
		}
	}
	return http.StatusInternalServerError, "internal"
}
