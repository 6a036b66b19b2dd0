package site

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"samling/internal/event"
	"samling/internal/web"
)

// receiptForm corrects the address that a form was sent with.
type receiptForm struct {
	receiptPage
	typed
}

// receiptAddress answers GET /e/:slug/receipt/:key/address.
func (s *server) receiptAddress(c echo.Context) error {
	page, err := s.receiptForm(c)
	if err != nil || c.Response().Committed {
		return err
	}
	page.Email = page.Receipt.Email
	return s.Render(c, http.StatusOK, "site/receipt-address", page)
}

// receiptForm is the form, or leads to the receipt when it is too late for it.
func (s *server) receiptForm(c echo.Context) (receiptForm, error) {
	page, err := s.receiptPage(c)
	if err != nil {
		return receiptForm{}, err
	}
	if !page.Receipt.MayCorrect(page.Event, s.now()) {
		return receiptForm{}, c.Redirect(http.StatusSeeOther, page.Address())
	}
	page.Title = page.T("own.address_title") + " – " + page.Event.Title
	return receiptForm{receiptPage: page}, nil
}

// submitReceiptAddress answers POST /e/:slug/receipt/:key/address. It leads back
// to the receipt, whatever the address had before and has now.
func (s *server) submitReceiptAddress(c echo.Context) error {
	page, err := s.receiptForm(c)
	if err != nil || c.Response().Committed {
		return err
	}
	var email string
	email, page.typed = s.typedAddress(c, page.Printer)
	status := http.StatusUnprocessableEntity
	if web.IsTooMany(c) {
		status, page.Complaints = http.StatusTooManyRequests, []complaint{{"email", page.T("register.too_many")}}
	}
	if len(page.Complaints) > 0 {
		page.Title = page.T("register.error") + " " + page.Title
		return s.Render(c, status, "site/receipt-address", page)
	}
	err = s.store.CorrectReceipt(c.Request().Context(), page.Event.ID, page.Receipt.FormKey, email, s.now())
	if err != nil && !errors.Is(err, event.ErrTooMany) {
		return err
	}
	return c.Redirect(http.StatusSeeOther, page.Address())
}
