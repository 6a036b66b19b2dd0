package site

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"samling/internal/event"
	"samling/internal/web"
)

// findsPerMinute is how many forms one network address may send to ask for
// links. Each makes a mail, and it is not one's own mailbox it must land in.
const findsPerMinute = 20

// findPage asks for the address whose links are to be mailed.
type findPage struct {
	web.Page
	Email     string
	Complaint string
	Sent      bool
}

func (s *server) findPage(c echo.Context) findPage {
	page := findPage{Page: s.Page(c)}
	page.Title, page.Nav, page.Plain = page.T("find.title"), "mine", true
	return page
}

// find answers GET /find.
func (s *server) find(c echo.Context) error {
	return s.Render(c, http.StatusOK, "site/find", s.findPage(c))
}

// submitFind answers POST /find. Known and unknown addresses get the same
// answer, in the same time.
func (s *server) submitFind(c echo.Context) error {
	page := s.findPage(c)
	if web.IsTooMany(c) {
		page.Email, page.Complaint = c.FormValue("email"), page.T("register.too_many")
		return s.Render(c, http.StatusTooManyRequests, "site/find", page)
	}
	email, invalid := event.NewEmail(c.FormValue("email"))
	if invalid != "" {
		page.Email, page.Complaint = c.FormValue("email"), page.T(string(invalid))
		page.Title = page.T("register.error") + " " + page.Title
		return s.Render(c, http.StatusUnprocessableEntity, "site/find", page)
	}
	if err := s.store.RequestLinks(c.Request().Context(), email, string(page.Lang()), s.now()); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, page.URL("/find/sent"))
}

// findSent answers GET /find/sent.
func (s *server) findSent(c echo.Context) error {
	page := s.findPage(c)
	page.Sent, page.Title = true, page.T("find.sent_title")
	return s.Render(c, http.StatusOK, "site/find", page)
}
