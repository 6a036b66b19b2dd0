package site

import (
	"cmp"
	"errors"
	"mime/multipart"
	"net/http"

	"github.com/labstack/echo/v4"

	"samling/internal/ask"
	"samling/internal/event"
	"samling/internal/files"
	"samling/internal/upload"
)

// filesRoom is how many bytes of files the form of a request may bring.
func (s *server) filesRoom(c echo.Context) (int64, error) {
	if c.Param("slug") == "" {
		held, err := s.held(c)
		return held.Event.FilesRoom(), err
	}
	ev, _, err := s.publicEvent(c)
	if err != nil {
		return 0, err
	}
	return ev.FilesRoom(), nil
}

// takeUploads finds the files that belong to a form: those it brings now are kept,
// those it brought before are found by their tokens, and the one whose button was
// pressed is dropped. What is not asked of the person is not looked at. own is the
// registration that is changed, nil for a new one.
func (s *server) takeUploads(c echo.Context, ev *event.Event, form *ask.Form, own *event.Registration) (event.Invalid, error) {
	invalid := event.Invalid{}
	if !ev.AsksForFiles() {
		return invalid, nil
	}
	for _, q := range form.Asked(ev) {
		if q.Kind != event.AskFile {
			continue
		}
		if c.Request().PostForm.Get(removeFileField) == q.ID {
			*form = form.DropFile(&q)
			continue
		}
		gone, err := s.findUpload(c, ev, &q, form, own)
		if err != nil {
			return nil, err
		}
		key, err := s.takeUpload(c, ev, &q, form)
		if err != nil {
			return nil, err
		}
		if form.Token(&q) == "" {
			key = cmp.Or(key, gone)
		}
		if key != "" {
			invalid[q.Field()] = key
		}
	}
	return invalid, nil
}

// removeFileField is the button that takes a file out of the form.
const removeFileField = "remove_file"

// findUpload looks up the file that a form brought before.
func (s *server) findUpload(c echo.Context, ev *event.Event, q *event.Question, form *ask.Form, own *event.Registration) (event.Key, error) {
	token := form.Token(q)
	if token == "" {
		return "", nil
	}
	id, err := s.links.CheckUploadToken(token)
	if err != nil {
		*form = form.DropFile(q)
		return event.MsgFileGone, nil
	}
	u, err := s.store.Upload(c.Request().Context(), ev.ID, id)
	switch {
	case errors.Is(err, event.ErrNotFound), err == nil && !u.MayAnswer(q, own, s.now()):
		*form = form.DropFile(q)
		return event.MsgFileGone, nil
	case err != nil:
		return "", err
	}
	*form = form.HoldFile(q, token, &u)
	return "", nil
}

// takeUpload keeps the file that a form brings, in place of the one before.
func (s *server) takeUpload(c echo.Context, ev *event.Event, q *event.Question, form *ask.Form) (event.Key, error) {
	sent := sentFile(c, q)
	if sent == nil {
		return "", nil
	}
	file, err := readFile(sent, q.FileLimit())
	switch {
	case errors.Is(err, upload.ErrEmpty):
		return event.MsgFileEmpty, nil
	case errors.Is(err, upload.ErrTooLarge):
		return event.MsgFileTooLarge, nil
	case errors.Is(err, upload.ErrKind):
		return event.MsgFileKind, nil
	case err != nil:
		return "", err
	}
	u := event.Upload{EventID: &ev.ID, Question: q.ID, Name: file.Name, Size: int64(len(file.Content))}
	if u.File, err = files.NewName(file.Extension); err != nil {
		return "", err
	}
	switch err := s.store.KeepUpload(c.Request().Context(), &u, s.now()); {
	case errors.Is(err, event.ErrTooMany):
		return event.MsgFileNoRoom, nil
	case err != nil:
		return "", err
	}
	if err := s.uploads.Keep(u.File, file.Content); err != nil {
		return "", err
	}
	*form = form.HoldFile(q, s.links.UploadToken(u.ID), &u)
	return "", nil
}

// sentFile is the file that came for a question, nil if none was chosen.
func sentFile(c echo.Context, q *event.Question) *multipart.FileHeader {
	form := c.Request().MultipartForm
	if form == nil || len(form.File[event.FileField(q.ID)]) == 0 {
		return nil
	}
	sent := form.File[event.FileField(q.ID)][0]
	if sent.Size == 0 && sent.Filename == "" {
		return nil
	}
	return sent
}

func readFile(sent *multipart.FileHeader, most int64) (upload.File, error) {
	f, err := sent.Open()
	if err != nil {
		return upload.File{}, err
	}
	defer f.Close()
	return upload.Read(f, sent.Filename, most)
}

// sendAgain shows the form after somebody else, in the same moment, has sent one
// with the same files. They have to be chosen anew.
func (s *server) sendAgain(c echo.Context, page registerPage) error {
	if accepted := s.unlessAccepted(c, page.Event, page.Form, event.ErrUploadGone); accepted == nil {
		return nil
	}
	page.Invalid = event.Invalid{}
	for _, q := range page.Form.Answers.Asked(page.Event) {
		if q.Kind == event.AskFile && page.Form.Answers.Token(&q) != "" {
			page.Form.Answers = page.Form.Answers.DropFile(&q)
			page.Invalid[q.Field()] = event.MsgFileGone
		}
	}
	return s.renderRegister(c, http.StatusUnprocessableEntity, page)
}
