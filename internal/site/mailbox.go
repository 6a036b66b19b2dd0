package site

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"samling/internal/event"
	"samling/internal/web"
)

// mailboxPage shows caught mail: the list, or one of them.
type mailboxPage struct {
	web.Page
	Mails []CaughtMail
	Mail  *CaughtMail
}

func (s *server) mailboxPage(c echo.Context) mailboxPage {
	page := mailboxPage{Page: s.Page(c), Mails: s.mailbox()}
	page.Plain, page.NoIndex, page.Nav = true, true, "mailbox"
	page.Title = page.T("mailbox.title")
	return page
}

// mails answers GET /mailbox, the newest mail first.
func (s *server) mails(c echo.Context) error {
	return s.Render(c, http.StatusOK, "site/mailbox", s.mailboxPage(c))
}

// mail answers GET /mailbox/:id.
func (s *server) mail(c echo.Context) error {
	page := s.mailboxPage(c)
	m, err := s.caught(c)
	if err != nil {
		return err
	}
	page.Mail, page.Title = m, m.Subject
	// The HTML part stands in a frame of its own, see mailPart.
	c.Response().Header().Set("Content-Security-Policy", web.ContentPolicy+"; frame-src 'self'")
	return s.Render(c, http.StatusOK, "site/mail", page)
}

// mailPart answers GET /mailbox/:id/:part with a part as the receiver's program
// gets it. The HTML part may style itself and do nothing else.
func (s *server) mailPart(c echo.Context) error {
	m, err := s.caught(c)
	if err != nil {
		return err
	}
	switch c.Param("part") {
	case "html":
		c.Response().Header().Set("Content-Security-Policy",
			"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups allow-top-navigation-by-user-activation")
		c.Response().Header().Set("X-Frame-Options", "SAMEORIGIN")
		return c.HTML(http.StatusOK, m.HTML)
	case "event.ics":
		if m.Calendar == "" {
			return event.ErrNotFound
		}
		c.Response().Header().Set("Content-Disposition", `attachment; filename="event.ics"`)
		return c.Blob(http.StatusOK, "text/calendar; charset=utf-8", []byte(m.Calendar))
	case "source":
		return c.String(http.StatusOK, m.Source)
	}
	return event.ErrNotFound
}

func (s *server) caught(c echo.Context) (*CaughtMail, error) {
	for _, m := range s.mailbox() {
		if m.ID == c.Param("id") {
			return &m, nil
		}
	}
	return nil, event.ErrNotFound
}
