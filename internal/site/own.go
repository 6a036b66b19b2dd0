package site

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"samling/internal/ask"
	"samling/internal/event"
)

// ownBase is what all pages below a private link share.
type ownBase struct {
	eventBase
	Registration event.Registration
	Address      string // of the own page
	CanChange    bool
	CanCancel    bool
	CanHandOver  bool
	CanJoin      bool
	HasMeeting   bool
}

// ownPage is a person's own registration. Whoever has the link may see it.
type ownPage struct {
	ownBase
	Number      int    // in the waiting list
	Why         string // they do not move up just now
	Chosen      []ownSession
	HasCalendar bool
	CanMove     bool
	Stops       string
	Timeline    []happening
	NextInLine  bool // somebody gets the place at once
	Answers     []ask.Said
	Lacks       bool // something is to be answered still
	Done        string
}

// own answers GET /r/:reference/:code.
func (s *server) own(c echo.Context) error {
	page, err := s.ownPage(c)
	if err != nil {
		return err
	}
	page.Title = page.T("own.title") + " – " + page.Event.Title
	page.Done = page.doneText(c.QueryParam("done"))
	return s.Render(c, http.StatusOK, "site/own", page)
}

// ownBase begins a page below a private link.
func (s *server) ownBase(c echo.Context, title string) (ownBase, error) {
	held, err := s.held(c)
	if err != nil {
		return ownBase{}, err
	}
	ev, r, now := &held.Event, &held.Registration, s.now()
	places, err := s.store.Places(c.Request().Context(), ev.ID)
	if err != nil {
		return ownBase{}, err
	}
	b := ownBase{
		eventBase: s.eventPage(c, ev, places[ev.ID]), Registration: *r,
		CanChange: ev.MayChange(r, now), CanCancel: ev.MayCancel(r, now), CanHandOver: ev.MayHandOver(r, now),
		CanJoin:    ev.MayJoin(r, now),
		HasMeeting: ev.HasMeeting(r) && ev.Status == event.Published,
	}
	b.Address = b.URL("/r/" + r.Reference + "/" + c.Param("code"))
	b.Nav, b.Plain, b.NoIndex = "mine", true, true
	if title != "" {
		b.Title = b.T(title) + " – " + ev.Title
	}
	return b, nil
}

// ownPage finds the registration of a private link and what its page shows.
func (s *server) ownPage(c echo.Context) (ownPage, error) {
	ctx := c.Request().Context()
	base, err := s.ownBase(c, "own.title")
	if err != nil {
		return ownPage{}, err
	}
	page := ownPage{ownBase: base}
	r := &page.Registration
	if page.Number, err = s.store.Number(ctx, page.Event, r); err != nil {
		return ownPage{}, err
	}
	if page.Timeline, err = s.story(ctx, &page.ownBase); err != nil {
		return ownPage{}, err
	}
	page.NextInLine = page.Event.NextInLine(page.Places, r, s.now())
	page.HasCalendar = r.Standing == event.Confirmed && page.Event.HasTimes() && page.State != event.CalledOff
	page.CanMove = page.Event.MayMove(r, s.now())
	page.Stops = listStops(page.Printer, page.Event)
	if err := s.store.ReadSensitive(ctx, r); err != nil {
		return ownPage{}, err
	}
	page.Answers = ask.Answers(page.Printer, page.Event, r, true)
	chosen, err := s.store.SessionChoices(ctx, r.ID)
	if err != nil {
		return ownPage{}, err
	}
	page.Lacks = page.CanChange && page.Event.Lacks(r, chosen[r.ID])
	if page.Chosen, err = s.sessions(ctx, &page.ownBase, chosen[r.ID]); err != nil {
		return ownPage{}, err
	}
	page.Why, err = s.whyWaiting(ctx, &page.ownBase)
	return page, err
}

// held finds the registration of a private link.
func (s *server) held(c echo.Context) (event.Held, error) {
	held, err := s.store.RegistrationByReference(c.Request().Context(), c.Param("reference"))
	if err != nil {
		return held, err
	}
	return held, s.links.CheckRegistration(&held.Registration, c.Param("code"))
}

// ShortPlace is where the person takes part.
func (b ownBase) ShortPlace() string {
	return placeFor(b.Printer, b.Event, b.Registration.Attendance)
}

// Held is what stands on the tag: a place, a wait, or neither.
func (b ownBase) Held() event.Standing { return b.Registration.Standing }

// EraseBy is when the registration is erased.
func (b ownBase) EraseBy() string { return b.Date(b.Event.EraseBy()) }

// ChangesUntil is until when the registration can be changed.
func (b ownBase) ChangesUntil() string {
	return b.DayMoment(b.Event.ChangesUntil().In(b.Event.Location()))
}

// CancelsUntil is until when the place can be given back, or "" if the organiser
// has set no time.
func (b ownBase) CancelsUntil() string {
	if b.Event.CancelBy == nil {
		return ""
	}
	return b.DayMoment(b.Event.CancelBy.In(b.Event.Location()))
}

// JoinOpens is when the meeting opens, "" where it has opened.
func (b ownBase) JoinOpens() string {
	if b.CanJoin {
		return ""
	}
	return b.DayMoment(b.Event.JoinOpensAt().In(b.Event.Location()))
}

// Category is the person's category, "" where there is none.
func (b ownBase) Category() string {
	if c := b.Event.Category(b.Registration.Category); c != nil {
		return c.Name
	}
	return ""
}

// isOver reports that what somebody answers is settled meanwhile, or their link has
// died: their page says so.
func isOver(err error) bool {
	return errors.Is(err, event.ErrGone) || errors.Is(err, event.ErrClosed) || errors.Is(err, event.ErrNotLive)
}

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
	page.Title = page.CancelTitle() + " – " + page.Event.Title
	return s.Render(c, http.StatusOK, "site/cancel", page)
}

// CancelTitle asks whether the person means to give up what they have.
func (p ownPage) CancelTitle() string {
	switch p.Held() {
	case event.Waiting:
		return p.T("own.leave_title")
	case event.Applied:
		return p.T("own.cancel_application_title")
	}
	return p.T("own.cancel_title")
}

// submitCancel answers POST /r/:reference/:code/cancel. Cancelling twice is the
// same as cancelling once.
func (s *server) submitCancel(c echo.Context) error {
	page, err := s.ownBase(c, "")
	if err != nil {
		return err
	}
	if page.CanCancel {
		reason := event.CleanReason(c.FormValue("reason"))
		err := s.store.Withdraw(c.Request().Context(), page.Registration.ID, page.Registration.Generation, reason, s.now())
		if err != nil && !isOver(err) {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, page.Address)
}
