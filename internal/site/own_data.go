package site

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"samling/internal/ask"
	"samling/internal/event"
	"samling/internal/store"
)

// dataPage is everything that is kept about a person, to read.
type dataPage struct {
	ownBase
	Parts []dataPart
}

// dataPart is one kind of what is kept.
type dataPart struct {
	Title string
	Lines []ask.Said
}

// data answers GET /r/:reference/:code/data.
func (s *server) data(c echo.Context) error {
	base, kept, err := s.kept(c)
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, "site/data", dataPage{base, kept.parts(&base)})
}

// dataJSON answers GET /r/:reference/:code/data.json, for programs.
func (s *server) dataJSON(c echo.Context) error {
	base, kept, err := s.kept(c)
	if err != nil {
		return err
	}
	file, err := json.MarshalIndent(kept.record(&base), "", "  ")
	if err != nil {
		return err
	}
	attach(c, base.Registration.Reference+".json")
	return c.Blob(http.StatusOK, "application/json; charset=utf-8", file)
}

// dataText answers GET /r/:reference/:code/data.txt, for people.
func (s *server) dataText(c echo.Context) error {
	base, kept, err := s.kept(c)
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString(base.T("own.data_title") + "\n")
	for _, part := range kept.parts(&base) {
		b.WriteString("\n" + part.Title + "\n")
		for _, l := range part.Lines {
			b.WriteString("  " + l.Label + ": " + strings.ReplaceAll(l.Text, "\n", "\n    ") + "\n")
		}
	}
	attach(c, base.Registration.Reference+".txt")
	return c.Blob(http.StatusOK, "text/plain; charset=utf-8", []byte(b.String()))
}

func attach(c echo.Context, name string) {
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
}

// kept is what the database holds of a person beside the registration itself.
type kept struct {
	at      time.Time
	number  int
	chosen  []event.SessionChoice
	group   string // who registered them, if that was somebody else
	invite  string // as who they were invited
	mails   []event.Message
	changes []store.RegistrationChange
}

// kept gathers what is kept of whoever has the private link now.
func (s *server) kept(c echo.Context) (ownBase, kept, error) {
	base, err := s.ownBase(c, "own.data_title")
	if err != nil {
		return base, kept{}, err
	}
	k := kept{at: s.now()}
	return base, k, s.gather(c.Request().Context(), &base, &k)
}

func (s *server) gather(ctx context.Context, base *ownBase, k *kept) error {
	r := &base.Registration
	if err := s.store.ReadSensitive(ctx, r); err != nil {
		return err
	}
	var err error
	if k.number, err = s.store.Number(ctx, base.Event, r); err != nil {
		return err
	}
	chosen, err := s.store.SessionChoices(ctx, r.ID)
	if err != nil {
		return err
	}
	k.chosen = chosen[r.ID]
	if k.group, k.invite, err = s.store.Origin(ctx, r); err != nil {
		return err
	}
	msgs, err := s.store.Messages(ctx, r.ID)
	if err != nil {
		return err
	}
	changes, err := s.store.RegistrationChanges(ctx, r.ID)
	k.mails, k.changes = ownSince(msgs, changes)
	return err
}

// ownSince leaves the mails and changes to whoever has the registration now.
func ownSince(msgs []event.Message, changes []store.RegistrationChange) ([]event.Message, []store.RegistrationChange) {
	own := event.SinceTakenOver(msgs)
	if len(own) == len(msgs) {
		return msgs, changes
	}
	var since []store.RegistrationChange
	for _, c := range changes {
		if c.CreatedAt.After(own[0].CreatedAt) {
			since = append(since, c)
		}
	}
	return own, since
}
