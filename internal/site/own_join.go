package site

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"samling/internal/event"
)

// joinPage is the door to a meeting on the net.
type joinPage struct {
	ownBase
	Arrived bool
}

// join answers GET /r/:reference/:code/join. It changes nothing: whoever comes
// presses a button. Those who have done so go on at once, by a header and not by
// the answer to the form: the policy of our forms ends at this site, and the
// meeting may lead on to who knows where.
func (s *server) join(c echo.Context) error {
	base, err := s.ownBase(c, "own.join_title")
	if err != nil {
		return err
	}
	if !base.HasMeeting || base.State == event.Past {
		return c.Redirect(http.StatusSeeOther, base.Address)
	}
	page := joinPage{ownBase: base}
	page.Arrived = base.CanJoin && base.Registration.ArrivedAt != nil
	if page.Arrived {
		c.Response().Header().Set("Refresh", "0; url="+base.Event.JoinURL)
	}
	return s.Render(c, http.StatusOK, "site/join", page)
}

// submitJoin answers POST /r/:reference/:code/join: the person has come.
func (s *server) submitJoin(c echo.Context) error {
	base, err := s.ownBase(c, "")
	if err != nil {
		return err
	}
	r := &base.Registration
	if err := s.store.Join(c.Request().Context(), r.ID, r.Generation, s.now()); err != nil && !errors.Is(err, event.ErrClosed) {
		return err
	}
	return c.Redirect(http.StatusSeeOther, base.Address+"/join")
}
