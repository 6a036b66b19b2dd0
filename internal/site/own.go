package site

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"samling/internal/ask"
	"samling/internal/event"
)

// ownPage is a person's own registration. Whoever has the link may see it.
type ownPage struct {
	eventBase
	Registration event.Registration
	Number       int    // in the waiting list
	Address      string // of this page
	CanCancel    bool
	HasCalendar  bool
	Stops        string
	Timeline     []happening
	NextInLine   bool // somebody gets the place at once
	Answers      []ask.Said
}

// happening is a line of what has happened to a registration.
type happening struct {
	At   time.Time
	Text string
}

// own answers GET /r/:reference/:code.
func (s *server) own(c echo.Context) error {
	page, err := s.ownPage(c)
	if err != nil {
		return err
	}
	page.Title = page.T("own.title") + " – " + page.Event.Title
	return s.Render(c, http.StatusOK, "site/own", page)
}

// ownPage finds the registration of a private link and what its page shows.
func (s *server) ownPage(c echo.Context) (ownPage, error) {
	ctx := c.Request().Context()
	held, err := s.held(c)
	if err != nil {
		return ownPage{}, err
	}
	places, err := s.store.Places(ctx, held.Event.ID)
	if err != nil {
		return ownPage{}, err
	}
	number, err := s.store.Number(ctx, &held.Registration)
	if err != nil {
		return ownPage{}, err
	}
	msgs, err := s.store.Messages(ctx, held.Registration.ID)
	if err != nil {
		return ownPage{}, err
	}
	page := ownPage{
		eventBase: s.eventPage(c, &held.Event, places[held.Event.ID]), Registration: held.Registration, Number: number,
		CanCancel: held.Registration.IsLive() && s.now().Before(held.Event.EndsAt) && held.Event.Status != event.Cancelled,
	}
	freed := page.Places
	freed.Confirmed--
	page.NextInLine = held.Event.Promotions(freed, s.now()) > 0
	page.HasCalendar = page.Registration.Standing == event.Confirmed && page.Event.HasTimes() && page.State != event.CalledOff
	page.Address = page.URL("/r/" + page.Registration.Reference + "/" + c.Param("code"))
	page.Stops = listStops(page.Printer, page.Event)
	page.Nav, page.Plain, page.NoIndex = "mine", true, true
	page.Timeline = page.happenings(msgs)
	if err := s.store.ReadSensitive(ctx, &page.Registration); err != nil {
		return ownPage{}, err
	}
	page.Answers = ask.Answers(page.Printer, page.Event, &page.Registration, true)
	return page, nil
}

// held finds the registration of a private link.
func (s *server) held(c echo.Context) (event.Held, error) {
	held, err := s.store.RegistrationByReference(c.Request().Context(), c.Param("reference"))
	if err != nil {
		return held, err
	}
	return held, s.links.CheckRegistration(&held.Registration, c.Param("code"))
}

// happenings tells the story of a registration, oldest first.
func (p ownPage) happenings(msgs []event.Message) []happening {
	loc := p.Event.Location()
	story := []happening{{p.Registration.CreatedAt.In(loc), p.T("own.happened_signup")}}
	for _, m := range msgs {
		if m.SentAt != nil {
			story = append(story, happening{m.SentAt.In(loc), p.T("own.happened_mail_" + mailWord(m.Kind))})
		}
	}
	return story
}

// mailWord is a kind of mail as it stands in keys.
func mailWord(k event.MessageKind) string {
	switch k {
	case event.MailEventChanged:
		return "event_changed"
	case event.MailEventCancelled:
		return "event_cancelled"
	}
	return string(k)
}

// Held is what stands on the tag: a place, a wait, or neither.
func (p ownPage) Held() event.Standing { return p.Registration.Standing }

// EraseBy is when the registration is erased.
func (p ownPage) EraseBy() string { return p.Date(p.Event.EraseBy()) }

// cancel answers GET /r/:reference/:code/cancel. It changes nothing: programs
// that follow the links of a mail must not cancel anybody's place.
func (s *server) cancel(c echo.Context) error {
	page, err := s.ownPage(c)
	if err != nil {
		return err
	}
	if !page.CanCancel {
		return c.Redirect(http.StatusSeeOther, page.Address)
	}
	page.Title = page.T("own.cancel_title") + " – " + page.Event.Title
	return s.Render(c, http.StatusOK, "site/cancel", page)
}

// submitCancel answers POST /r/:reference/:code/cancel. Cancelling twice is the
// same as cancelling once.
func (s *server) submitCancel(c echo.Context) error {
	page, err := s.ownPage(c)
	if err != nil {
		return err
	}
	if page.CanCancel {
		reason := event.CleanReason(c.FormValue("reason"))
		err := s.store.Withdraw(c.Request().Context(), page.Registration.ID, reason, s.now())
		if err != nil && !errors.Is(err, event.ErrNotLive) {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, page.Address)
}
