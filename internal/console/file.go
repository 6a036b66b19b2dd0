package console

import (
	"errors"
	"io/fs"
	"slices"

	"samling/internal/event"
	"samling/internal/upload"
	"samling/internal/web"
)

// fetchFile answers GET …/participants/:reference/files/:question with the file
// that somebody sent. That it was fetched is written down first.
func (s *server) fetchFile(v *visit) error { return s.sendFile(v, false) }

// fetchSensitiveFile answers POST at the same address, for a sensitive question.
func (s *server) fetchSensitiveFile(v *visit) error { return s.sendFile(v, true) }

func (s *server) sendFile(v *visit, sensitive bool) error {
	r, err := s.store.RegistrationOf(v.ctx(), v.Event.ID, v.Param("reference"))
	if err != nil {
		return err
	}
	asked := func(q event.Question) bool { return q.ID == v.Param("question") && q.Kind == event.AskFile }
	at := slices.IndexFunc(v.Event.Questions, asked)
	if at < 0 || v.Event.Questions[at].Sensitive != sensitive {
		return event.ErrNotFound
	}
	u, err := s.store.FetchUpload(v.ctx(), v.actor(), &r, &v.Event.Questions[at], s.now())
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
	return web.Attachment(v, u.Name, upload.MediaType(u.Name), f)
}
