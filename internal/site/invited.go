package site

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"samling/internal/event"
	"samling/internal/web"
)

// codesPerMinute is how many codes one network may try, whatever else it may
// send. At that pace nobody finds one by chance: see event.NewInviteCode.
const codesPerMinute = 20

// invitedPage asks for the code of an invite.
type invitedPage struct {
	eventBase
	Code      string // as typed
	Complaint string // about the code
	Notice    string // why the link that was opened is of no use
}

// invite returns the invite of the address with what came of it, nil when there
// is none in it.
func (s *server) invite(c echo.Context, ev *event.Event) (*event.Invited, error) {
	if c.Param("invite") == "" {
		return nil, nil
	}
	id, err := strconv.ParseUint(c.Param("invite"), 10, 31)
	if err != nil {
		return nil, event.ErrNotFound
	}
	if err := s.links.CheckInvite(uint(id), c.Param("code")); err != nil {
		return nil, err
	}
	invite, err := s.store.FindInvite(c.Request().Context(), ev.ID, uint(id))
	return &invite, err
}

// barred says why whoever comes like this cannot register, however many places
// there are.
func barred(ev *event.Event, late *event.LateLink, invite *event.Invited, now time.Time) error {
	switch {
	case late != nil:
		return nil
	case invite != nil:
		return invite.Check(ev, invite.Used(), now)
	case ev.InviteOnly:
		return event.ErrInviteOnly
	}
	return nil
}

// turnAway answers whoever opens the form and is barred from it.
func (s *server) turnAway(c echo.Context, ev *event.Event, places event.Tally, invite *event.Invited, reason error) error {
	page := invitedPage{eventBase: s.eventPage(c, ev, places)}
	switch {
	case errors.Is(reason, event.ErrInviteUsed):
		page.Notice = page.T("invited.used", "Name", invite.Name)
		return s.renderInvited(c, http.StatusConflict, page)
	case errors.Is(reason, event.ErrGone):
		page.Notice = page.T("invited.gone_text")
		return s.renderInvited(c, http.StatusGone, page)
	}
	return c.Redirect(http.StatusSeeOther, s.Path(s.Lang(c), "/e/"+ev.Slug+"/invited"))
}

// invited answers GET /e/:slug/invited.
func (s *server) invited(c echo.Context) error {
	ev, places, err := s.publicEvent(c)
	if err != nil {
		return err
	}
	if !ev.State(places, s.now()).TakesSignups() {
		return c.Redirect(http.StatusSeeOther, s.Path(s.Lang(c), "/e/"+ev.Slug))
	}
	return s.renderInvited(c, http.StatusOK, invitedPage{eventBase: s.eventPage(c, ev, places)})
}

// submitCode answers POST /e/:slug/invited: a code leads to the link that the
// mail has. Codes that do not exist, are used up or expired get one answer, so
// that guessing teaches nothing.
func (s *server) submitCode(c echo.Context) error {
	ev, places, err := s.publicEvent(c)
	if err != nil {
		return err
	}
	page := invitedPage{eventBase: s.eventPage(c, ev, places), Code: c.FormValue("code")}
	if web.IsTooMany(c) {
		page.Complaint = page.T("invited.too_many")
		return s.renderInvited(c, http.StatusTooManyRequests, page)
	}
	if event.NormalInviteCode(page.Code) == "" {
		page.Complaint = page.T("invited.code_missing")
		return s.renderInvited(c, http.StatusUnprocessableEntity, page)
	}
	invite, err := s.store.FindInviteByCode(c.Request().Context(), ev.ID, page.Code)
	if err == nil {
		err = invite.Check(ev, invite.Used(), s.now())
	}
	switch {
	case errors.Is(err, event.ErrNotFound), errors.Is(err, event.ErrGone), errors.Is(err, event.ErrInviteUsed):
		page.Complaint = page.T("invited.code_wrong")
		return s.renderInvited(c, http.StatusUnprocessableEntity, page)
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, s.Path(s.Lang(c), s.links.InvitePath(ev, &invite.Invite)))
}

// InviteText is what the organiser says where only those who are invited can
// register, or "".
func (b eventBase) InviteText() string {
	return event.Fill(b.Event.Texts.InviteOnly, b.Fillings(b.Event))
}

// renderInvited writes the page that asks for a code.
func (s *server) renderInvited(c echo.Context, status int, page invitedPage) error {
	page.Title = page.T("invited.title") + " – " + page.Event.Title
	page.Plain, page.NoIndex = true, true
	if page.Complaint != "" {
		page.Title = page.T("register.error") + " " + page.Title
	}
	return s.Render(c, status, "site/invited", page)
}

// InviteLeft says for whom the invite is, and how many places are left of it.
func (p registerPage) InviteLeft() string {
	left, limited := p.Invite.Left()
	switch {
	case !limited:
		return p.T("invited.for_all", "Name", p.Invite.Name)
	case p.Invite.Uses == 1:
		return p.T("invited.for_one", "Name", p.Invite.Name)
	}
	return p.T("invited.left", "Name", p.Invite.Name, "Count", left, "Of", p.Invite.Uses)
}
