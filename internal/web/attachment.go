package web

import (
	"io"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"
)

// Attachment sends a file that somebody else brought. A browser saves it and never
// shows it as a page of ours, whatever it holds.
func Attachment(c echo.Context, name, mediaType string, content io.Reader) error {
	header := c.Response().Header()
	header.Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	header.Set("X-Content-Type-Options", "nosniff")
	return c.Stream(http.StatusOK, mediaType, content)
}
