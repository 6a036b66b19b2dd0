package console

import (
	"errors"
	"io/fs"
	"net/http"
	"strings"

	"samling/internal/event"
	"samling/internal/picture"
)

// How wide pictures are kept: twice as wide as pages show them.
const (
	imageWidth = 1600
	photoWidth = 480
)

// showForm answers GET /…/upload: somebody has reloaded a form that had to be
// mended, or wants it in the other language.
func (s *server) showForm(v *visit) error {
	return v.redirect(strings.TrimSuffix(v.Request().URL.Path, "/upload"))
}

// receive keeps the picture that came with a form, re-encoded and without
// anything the camera wrote into it, and tells its name. Both are empty if no
// file was chosen; wrong is a key if the file will not do.
//
// A file that is kept stays, even if no event uses it any more: its name is made
// from its content, so events, clones and older versions may share it.
func (s *server) receive(v *visit, field string, width int) (name, wrong string, err error) {
	header, err := v.FormFile(field)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) || err == nil && header.Size == 0 && header.Filename == "" {
		return "", "", nil
	}
	if err != nil {
		return "", "", err
	}
	file, err := header.Open()
	if err != nil {
		return "", "", err
	}
	defer file.Close()
	var p picture.Picture
	err = s.paint(v, func() (err error) {
		p, err = picture.Clean(file, width)
		return err
	})
	if err != nil {
		if wrong = pictureFault(err); wrong != "" {
			err = nil
		}
		return "", wrong, err
	}
	name, err = s.files.Put(p.Bytes, p.Extension)
	return name, "", err
}

// paint works on a picture when it is its turn, as long as the visitor waits.
func (s *server) paint(v *visit, do func() error) error {
	select {
	case s.painting <- struct{}{}:
	case <-v.ctx().Done():
		return v.ctx().Err()
	}
	defer func() { <-s.painting }() // also when a decoder falls over
	return do()
}

// pictureFault is the sentence for what is wrong with a picture, or nothing if
// the fault is ours.
func pictureFault(err error) string {
	for _, f := range []struct {
		err error
		key string
	}{
		{picture.ErrFormat, "pictures.wrong_format"},
		{picture.ErrTooHeavy, "pictures.too_heavy"},
		{picture.ErrTooLarge, "pictures.too_large"},
		{picture.ErrDamaged, "pictures.damaged"},
		{picture.ErrTooSlow, "pictures.too_slow"},
	} {
		if errors.Is(err, f.err) {
			return f.key
		}
	}
	return ""
}

// measure finds a picture that is kept. A name that a form made up finds nothing.
func (s *server) measure(name string) (width, height int, err error) {
	file, err := s.files.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, 0, event.ErrNotFound
	}
	if err != nil {
		return 0, 0, err
	}
	defer file.Close()
	return picture.Size(file)
}
