package console

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"samling/internal/event"
)

// Where the organisation's own sign-in begins and ends.
const (
	oidcPath     = "/sign-in/oidc"
	oidcCallback = oidcPath + "/callback"
)

// journey is what a ticket remembers of whoever left for the organisation's own
// sign-in.
type journey struct {
	Next    string `json:"next,omitempty"`
	Browser string `json:"browser"` // hash of what the browser keeps meanwhile
}

// departures are how often one network may set out.
const (
	departures      = 100
	departureWindow = 10 * time.Minute
)

// leaveForOIDC answers GET /console/sign-in/oidc. It is a link and no form,
// because a page whose policy is to send forms nowhere else is not redirected
// elsewhere from a form either. What it writes down is nobody's and does not
// last.
func (s *server) leaveForOIDC(v *visit) error {
	if s.proofs.sso == nil {
		return event.ErrNotFound
	}
	if err := s.slowDown(v, "oidc", departures, departureWindow); err != nil {
		return err
	}
	browser := rand.Text()
	data, err := json.Marshal(journey{localNext(v.QueryParam("next")), hashBrowser(browser)})
	if err != nil {
		return err
	}
	t := event.Ticket{Kind: event.TicketOIDC, Data: string(data), ExpiresAt: s.now().Add(event.OIDCLife)}
	if err := s.store.IssueTicket(v.ctx(), &t, nil, s.now()); err != nil {
		return err
	}
	address, err := s.proofs.sso.departure(v.ctx(), t.ID, s.state(t.ID))
	if err != nil {
		return s.ssoAway(v, err)
	}
	s.setBrowser(v, browser)
	return v.Redirect(http.StatusSeeOther, address)
}

// state is what the other side sends back unchanged.
func (s *server) state(id uint) string {
	return strconv.FormatUint(uint64(id), 10) + "." + s.links.TicketCode(event.TicketOIDC, id)
}

// returnFromOIDC answers GET /console/sign-in/oidc/callback.
func (s *server) returnFromOIDC(v *visit) error {
	if s.proofs.sso == nil {
		return event.ErrNotFound
	}
	id, j, err := s.journey(v)
	if err != nil {
		if isRefusal(err) {
			return s.refuse(v, http.StatusBadRequest, "oidc.lost_title", "oidc.lost_text")
		}
		return err
	}
	s.setBrowser(v, "")
	if v.QueryParam("error") != "" {
		return s.refuse(v, http.StatusForbidden, "oidc.denied_title", "oidc.denied_text")
	}
	who, err := s.proofs.sso.arrival(v.ctx(), id, v.QueryParam("code"))
	switch {
	case errors.Is(err, errUnverified):
		return s.refuse(v, http.StatusForbidden, "oidc.unverified_title", "oidc.unverified_text")
	case errors.Is(err, errRefused):
		s.Log.Warn("the organisation's sign-in gave an answer that is not good", "cause", err)
		return s.refuse(v, http.StatusForbidden, "oidc.denied_title", "oidc.denied_text")
	case err != nil:
		return s.ssoAway(v, err)
	}
	u, err := s.store.UserByEmail(v.ctx(), who)
	if errors.Is(err, event.ErrNotFound) {
		return s.refuse(v, http.StatusForbidden, "oidc.unknown_title", "oidc.unknown_text")
	}
	if err != nil {
		return err
	}
	return s.proceed(v, u, "oidc", j.Next)
}

// journey is the one that a visitor comes back from, which ends here. It must
// have begun in the same browser: a stranger's must not end in ours.
func (s *server) journey(v *visit) (uint, journey, error) {
	var j journey
	number, code, _ := strings.Cut(v.QueryParam("state"), ".")
	id, err := strconv.ParseUint(number, 10, 32)
	if err != nil {
		return 0, j, event.ErrNotFound
	}
	if err := s.links.CheckTicket(event.TicketOIDC, uint(id), code); err != nil {
		return 0, j, err
	}
	t, err := s.store.UseTicket(v.ctx(), event.TicketOIDC, uint(id), s.now())
	if err != nil {
		return 0, j, err
	}
	if err := json.Unmarshal([]byte(t.Data), &j); err != nil {
		return 0, j, err
	}
	cookie, err := v.Cookie(s.browserCookie())
	if err != nil || hashBrowser(cookie.Value) != j.Browser {
		return 0, j, fmt.Errorf("another browser: %w", errRefused)
	}
	return t.ID, j, nil
}

// ssoAway says that the organisation's sign-in does not answer. What is wrong
// with it is for the log.
func (s *server) ssoAway(v *visit, err error) error {
	s.Log.Error("the organisation's sign-in does not answer", "cause", err)
	return s.refuse(v, http.StatusBadGateway, "oidc.away_title", "oidc.away_text")
}

// browserCookie is kept while the visitor is away.
func (s *server) browserCookie() string { return s.cookieName() + "-oidc" }

func (s *server) setBrowser(v *visit, value string) {
	cookie := &http.Cookie{
		Name: s.browserCookie(), Value: value, Path: "/", HttpOnly: true, Secure: s.Secure(), SameSite: http.SameSiteLaxMode,
		MaxAge: int(event.OIDCLife.Seconds()),
	}
	if value == "" {
		cookie.MaxAge = -1
	}
	v.SetCookie(cookie)
}

func hashBrowser(value string) string {
	sum := sha256.Sum256([]byte(value))
	return hex.EncodeToString(sum[:])
}
