package site

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"samling/internal/event"
	"samling/internal/i18n"
)

// receiptPage says what a sent form led to. It never holds a private link:
// that is in the mail, which only the owner of the address reads.
type receiptPage struct {
	eventBase
	Receipt    event.Receipt
	Stops      string // when the waiting list stops moving by itself
	CanCorrect bool   // the address
}

// receipt answers GET /e/:slug/receipt/:key.
func (s *server) receipt(c echo.Context) error {
	page, err := s.receiptPage(c)
	if err != nil {
		return err
	}
	ev, r := page.Event, &page.Receipt
	page.Stops, page.CanCorrect = listStops(page.Printer, ev), r.MayCorrect(ev, s.now())
	page.Title = page.Heading() + " – " + ev.Title
	return s.Render(c, http.StatusOK, "site/receipt", page)
}

// receiptPage begins a page about a sent form.
func (s *server) receiptPage(c echo.Context) (receiptPage, error) {
	ev, places, err := s.publicEvent(c)
	if err != nil {
		return receiptPage{}, err
	}
	r, err := s.store.Receipt(c.Request().Context(), ev.ID, c.Param("key"))
	switch {
	case errors.Is(err, event.ErrNotFound):
		return receiptPage{}, event.ErrGone // most likely an old one: it was kept for a while
	case err != nil:
		return receiptPage{}, err
	}
	page := receiptPage{eventBase: s.eventPage(c, ev, places), Receipt: r}
	page.Plain, page.NoIndex = true, true
	return page, nil
}

// Address is where the receipt is.
func (p receiptPage) Address() string {
	return p.URL("/e/" + p.Event.Slug + "/receipt/" + p.Receipt.FormKey)
}

// ShortPlace is where the person takes part.
func (p receiptPage) ShortPlace() string { return placeFor(p.Printer, p.Event, p.Receipt.Attendance) }

// Heading says what the form led to.
func (p receiptPage) Heading() string {
	switch {
	case len(p.Receipt.People) > 0:
		return p.T("receipt.group_title")
	case p.Unverified():
		return p.T("receipt.verify_title")
	case p.Receipt.Standing == event.Applied:
		return p.T("receipt.applied_title")
	case p.Receipt.Standing == event.Waiting:
		return p.T("receipt.waiting_title")
	}
	return p.T("receipt.confirmed_title")
}

// Unverified reports whether the address is to be confirmed before all else.
func (p receiptPage) Unverified() bool { return p.Receipt.VerifyBy != nil }

// VerifiedBy is until when it must be.
func (p receiptPage) VerifiedBy() string {
	return p.DayMoment(p.Receipt.VerifyBy.In(p.Event.Location()))
}

// listStops is when the waiting list stops moving by itself, or "" where it moves
// until the start.
func listStops(p *i18n.Printer, ev *event.Event) string {
	if !ev.HasTimes() || ev.WaitingListStops == 0 {
		return ""
	}
	return p.DayMoment(ev.ListStopsAt().In(ev.Location()))
}
