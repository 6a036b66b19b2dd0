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
	Receipt event.Receipt
	Stops   string // when the waiting list stops moving by itself
}

// receipt answers GET /e/:slug/receipt/:key.
func (s *server) receipt(c echo.Context) error {
	ev, places, err := s.publicEvent(c)
	if err != nil {
		return err
	}
	r, err := s.store.Receipt(c.Request().Context(), ev.ID, c.Param("key"))
	switch {
	case errors.Is(err, event.ErrNotFound):
		return event.ErrGone // most likely an old one: it was kept for a while
	case err != nil:
		return err
	}
	page := receiptPage{eventBase: s.eventPage(c, ev, places), Receipt: r, Stops: listStops(s.Words.Printer(s.Lang(c)), ev)}
	page.Plain, page.NoIndex = true, true
	page.Title = page.T("receipt.confirmed_title") + " – " + ev.Title
	if r.Standing == event.Waiting {
		page.Title = page.T("receipt.waiting_title") + " – " + ev.Title
	}
	return s.Render(c, http.StatusOK, "site/receipt", page)
}

// listStops is when the waiting list stops moving by itself, or "" where it moves
// until the start.
func listStops(p *i18n.Printer, ev *event.Event) string {
	if !ev.HasTimes() || ev.WaitingListStops == 0 {
		return ""
	}
	return p.DayMoment(ev.ListStopsAt().In(ev.Location()))
}
