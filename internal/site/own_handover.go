package site

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"samling/internal/event"
	"samling/internal/web"
)

// handOver answers GET /r/:reference/:code/hand-over.
func (s *server) handOver(c echo.Context) error {
	page, err := s.handOverForm(c)
	if err != nil || c.Response().Committed {
		return err
	}
	return s.Render(c, http.StatusOK, "site/hand-over", page)
}

// handOverForm is the form, or leads to the own page when it is too late for it.
func (s *server) handOverForm(c echo.Context) (ownForm, error) {
	base, err := s.ownBase(c, "own.hand_over_title")
	if err != nil {
		return ownForm{}, err
	}
	if !base.CanHandOver {
		return ownForm{}, c.Redirect(http.StatusSeeOther, base.Address)
	}
	return ownForm{ownBase: base}, nil
}

// submitHandOver answers POST /r/:reference/:code/hand-over. Whether the colleague
// is registered already is not said here: a mail tells them.
func (s *server) submitHandOver(c echo.Context) error {
	ctx := c.Request().Context()
	page, err := s.handOverForm(c)
	if err != nil || c.Response().Committed {
		return err
	}
	to := s.typedSuccessor(c, &page)
	if web.IsTooMany(c) {
		page.Complaints = []complaint{{"email", page.T("register.too_many")}}
		return s.refuseOwn(c, http.StatusTooManyRequests, "site/hand-over", page)
	}
	if len(page.Complaints) > 0 {
		return s.refuseOwn(c, http.StatusUnprocessableEntity, "site/hand-over", page)
	}
	r := &page.Registration
	err = s.store.HandOver(ctx, r.ID, r.Generation, to, s.now())
	switch {
	case errors.Is(err, event.ErrTooMany):
		page.Complaints = []complaint{{"email", page.T("own.hand_over_too_many")}}
		return s.refuseOwn(c, http.StatusTooManyRequests, "site/hand-over", page)
	case errors.Is(err, event.ErrClosed):
		return c.Redirect(http.StatusSeeOther, page.Address)
	case err != nil && !errors.Is(err, event.ErrKnown):
		return err
	}
	return c.Redirect(http.StatusSeeOther, page.URL("/find/handed-over"))
}

// typedSuccessor reads whom the place is for and notes what is wrong with it.
func (s *server) typedSuccessor(c echo.Context, page *ownForm) event.Successor {
	page.typed = readTyped(c)
	to, invalid := page.Registration.NewSuccessor(page.Name, page.Email, string(page.Lang()))
	if page.complain(page.Printer, invalid); len(invalid) == 0 {
		s.checkTyped(c, page.Printer, &page.typed, to.Email)
	}
	return to
}
