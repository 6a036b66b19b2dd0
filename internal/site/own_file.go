package site

import (
	"errors"
	"io/fs"
	"slices"

	"github.com/labstack/echo/v4"

	"samling/internal/event"
	"samling/internal/upload"
	"samling/internal/web"
)

// ownFile answers GET /r/:reference/:code/files/:question with the file that a
// person sent.
func (s *server) ownFile(c echo.Context) error {
	ctx := c.Request().Context()
	held, err := s.held(c)
	if err != nil {
		return err
	}
	questions := held.Event.Questions
	asked := func(q event.Question) bool { return q.ID == c.Param("question") && q.Kind == event.AskFile }
	at := slices.IndexFunc(questions, asked)
	if at < 0 {
		return event.ErrNotFound
	}
	if err := s.store.ReadSensitive(ctx, &held.Registration); err != nil {
		return err
	}
	u, err := s.store.Upload(ctx, held.Event.ID, event.UploadID(held.Registration.Said(&questions[at], true)))
	if err != nil {
		return err
	}
	f, err := s.uploads.Open(u.File)
	if errors.Is(err, fs.ErrNotExist) {
		return event.ErrGone // a backup that was put back without its files
	}
	if err != nil {
		return err
	}
	defer f.Close()
	return web.Attachment(c, u.Name, upload.MediaType(u.Name), f)
}
