package site

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"samling/internal/event"
)

// lateLink returns the late link of the address, nil when there is none in it.
func (s *server) lateLink(c echo.Context, ev *event.Event) (*event.LateLink, error) {
	if c.Param("id") == "" {
		return nil, nil
	}
	id, err := strconv.ParseUint(c.Param("id"), 10, 32)
	if err != nil {
		return nil, event.ErrNotFound
	}
	if err := s.links.CheckLate(uint(id), c.Param("code")); err != nil {
		return nil, err
	}
	link, err := s.store.LateLink(c.Request().Context(), uint(id))
	switch {
	case err != nil:
		return nil, err
	case link.EventID != ev.ID:
		return nil, event.ErrNotFound
	case !link.Opens(ev, s.now()):
		return nil, event.ErrGone
	}
	return link, nil
}
