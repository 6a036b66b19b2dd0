package site

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"samling/internal/event"
)

// holdPage asks whether somebody wants what is held for them.
type holdPage struct {
	ownBase
	Until string
}

func (b ownBase) until(t *time.Time) string { return b.DayMoment(t.In(b.Event.Location())) }

// verify answers GET /r/:reference/:code/verify. Programs that open the links in
// mails must not confirm anybody's address: the page has one button.
func (s *server) verify(c echo.Context) error {
	base, err := s.ownBase(c, "own.verify_title")
	if err != nil {
		return err
	}
	if base.Registration.VerifyBy == nil || !base.Registration.IsLive() {
		return c.Redirect(http.StatusSeeOther, base.Address)
	}
	return s.Render(c, http.StatusOK, "site/verify", holdPage{base, base.until(base.Registration.VerifyBy)})
}

// submitVerify answers POST /r/:reference/:code/verify.
func (s *server) submitVerify(c echo.Context) error {
	base, err := s.ownBase(c, "")
	if err != nil {
		return err
	}
	err = s.store.Verify(c.Request().Context(), base.Registration.ID, base.Registration.Generation, s.now())
	switch {
	case err == nil:
		return c.Redirect(http.StatusSeeOther, base.after(doneVerified))
	case isOver(err):
		return c.Redirect(http.StatusSeeOther, base.Address)
	}
	return err
}

// offer answers GET /r/:reference/:code/offer: a place is free, does the person
// want it?
func (s *server) offer(c echo.Context) error {
	base, err := s.ownBase(c, "own.offer_title")
	if err != nil {
		return err
	}
	if !base.HasOffer() {
		return c.Redirect(http.StatusSeeOther, base.Address)
	}
	return s.Render(c, http.StatusOK, "site/offer", holdPage{base, base.until(base.Registration.OfferUntil)})
}

// submitOffer answers POST /r/:reference/:code/offer: yes or no.
func (s *server) submitOffer(c echo.Context) error {
	ctx := c.Request().Context()
	base, err := s.ownBase(c, "")
	if err != nil {
		return err
	}
	if base.HasOffer() {
		switch c.FormValue("answer") {
		case event.Yes:
			if err = s.store.AcceptOffer(ctx, base.Registration.ID, base.Registration.Generation, s.now()); err == nil {
				return c.Redirect(http.StatusSeeOther, base.after(doneAccepted))
			}
		case event.No:
			err = s.store.Withdraw(ctx, base.Registration.ID, base.Registration.Generation, "", s.now())
		}
	}
	if err != nil && !isOver(err) {
		return err
	}
	return c.Redirect(http.StatusSeeOther, base.Address)
}

// HasOffer reports whether a place is held for the person until they answer.
func (b ownBase) HasOffer() bool {
	r := &b.Registration
	return r.Standing == event.Waiting && r.OfferUntil != nil && b.Event.Status == event.Published
}

// OfferedUntil is until when the place is held.
func (b ownBase) OfferedUntil() string { return b.until(b.Registration.OfferUntil) }

// Unverified reports whether the address is still to be confirmed.
func (b ownBase) Unverified() bool {
	return b.Registration.VerifyBy != nil && b.Registration.IsLive() && b.Event.Status == event.Published
}

// VerifiedBy is until when it must be.
func (b ownBase) VerifiedBy() string { return b.until(b.Registration.VerifyBy) }
