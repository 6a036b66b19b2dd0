package site

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"samling/internal/event"
	"samling/internal/web"
)

// address answers GET /r/:reference/:code/address.
func (s *server) address(c echo.Context) error {
	page, err := s.addressForm(c)
	if err != nil || c.Response().Committed {
		return err
	}
	page.Email = page.Registration.Email
	return s.Render(c, http.StatusOK, "site/address", page)
}

// addressForm is the form, or leads to the own page when it is too late for it.
func (s *server) addressForm(c echo.Context) (ownForm, error) {
	base, err := s.ownBase(c, "own.address_title")
	if err != nil {
		return ownForm{}, err
	}
	if !base.Event.MayMove(&base.Registration, s.now()) {
		return ownForm{}, c.Redirect(http.StatusSeeOther, base.Address)
	}
	return ownForm{ownBase: base}, nil
}

// submitAddress answers POST /r/:reference/:code/address. What follows is the
// same whether the new address is registered already or not.
func (s *server) submitAddress(c echo.Context) error {
	ctx := c.Request().Context()
	page, err := s.addressForm(c)
	if err != nil || c.Response().Committed {
		return err
	}
	var email string
	email, page.typed = s.typedAddress(c, page.Printer)
	if web.IsTooMany(c) {
		page.Complaints = []complaint{{"email", page.T("register.too_many")}}
		return s.refuseOwn(c, http.StatusTooManyRequests, "site/address", page)
	}
	if len(page.Complaints) > 0 {
		return s.refuseOwn(c, http.StatusUnprocessableEntity, "site/address", page)
	}
	r := &page.Registration
	if email == r.Email {
		return c.Redirect(http.StatusSeeOther, page.Address)
	}
	err = s.store.CorrectAddress(ctx, r.ID, r.Generation, email, s.now())
	if errors.Is(err, event.ErrClosed) {
		return c.Redirect(http.StatusSeeOther, page.Address)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, page.URL("/find/moved"))
}

// refuseOwn shows a form again with what is wrong with it.
func (s *server) refuseOwn(c echo.Context, status int, name string, page ownForm) error {
	page.Title = page.T("register.error") + " " + page.Title
	return s.Render(c, status, name, page)
}

// moved answers GET /find/moved, which follows a corrected address: the link that
// was used is dead by then.
func (s *server) moved(c echo.Context) error {
	return s.done(c, "own.moved_title", "own.moved_lead", "own.moved_more")
}

// handedOver answers GET /find/handed-over.
func (s *server) handedOver(c echo.Context) error {
	return s.done(c, "own.handed_over_title", "own.handed_over_lead", "own.handed_over_more")
}

// donePage says what will happen after something that leaves no own page.
type donePage struct {
	web.Page
	Lead, More string
}

func (s *server) done(c echo.Context, title, lead, more string) error {
	page := donePage{Page: s.Page(c)}
	page.Title, page.Nav, page.Plain, page.NoIndex = page.T(title), "mine", true, true
	page.Lead, page.More = page.T(lead), page.T(more)
	return s.Render(c, http.StatusOK, "site/done", page)
}
