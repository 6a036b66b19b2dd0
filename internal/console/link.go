package console

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"samling/internal/event"
)

// linkPage has the one button that signs in. Programs that look at the links in
// mails open pages, but press no buttons.
type linkPage struct {
	Page
	Who event.User
}

// showLink answers GET /console/sign-in/:id/:code.
func (s *server) showLink(v *visit) error {
	id, err := s.ticketID(v, event.TicketSignIn)
	if err != nil {
		return s.linkGone(v, err)
	}
	t, err := s.store.Ticket(v.ctx(), event.TicketSignIn, id, s.now())
	if err != nil {
		return s.linkGone(v, err)
	}
	u, err := s.holder(v, t)
	if err != nil {
		return s.linkGone(v, err)
	}
	return s.render(v, "link", linkPage{s.loginPage(v, "signin.title"), u})
}

// useLink answers POST /console/sign-in/:id/:code.
func (s *server) useLink(v *visit) error {
	id, err := s.ticketID(v, event.TicketSignIn)
	if err != nil {
		return s.linkGone(v, err)
	}
	t, err := s.store.UseTicket(v.ctx(), event.TicketSignIn, id, s.now())
	if err != nil {
		return s.linkGone(v, err)
	}
	u, err := s.holder(v, t)
	if err != nil {
		return s.linkGone(v, err)
	}
	var e errand
	if err := json.Unmarshal([]byte(t.Data), &e); err != nil {
		return err
	}
	return s.proceed(v, u, "link", e.Next)
}

// ticketID is the ticket that an address names, if its code is right.
func (s *server) ticketID(v *visit, kind event.TicketKind) (uint, error) {
	id, err := strconv.ParseUint(v.Param("id"), 10, 32)
	if err != nil {
		return 0, event.ErrNotFound
	}
	return uint(id), s.links.CheckTicket(kind, uint(id), v.Param("code"))
}

// holder is whom a ticket was issued to.
func (s *server) holder(v *visit, t event.Ticket) (event.User, error) {
	if t.UserID == nil {
		return event.User{}, event.ErrNotFound
	}
	return s.store.User(v.ctx(), *t.UserID)
}

// linkGone asks for the address anew where a link can no longer be used. Whoever
// is signed in, perhaps by that very link, needs none. Any other error is passed
// on.
func (s *server) linkGone(v *visit, err error) error {
	if !errors.Is(err, event.ErrGone) && !errors.Is(err, event.ErrNotFound) {
		return err
	}
	if v.isSignedIn() {
		return s.leave(v, v.User, "")
	}
	p, err := s.signInPage(v)
	if err != nil {
		return err
	}
	p.IsGone = true
	return s.Render(v, http.StatusGone, "console/sign-in", p)
}
