package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// How much of a form with files is text at most, and how much of one is held in
// memory. The rest lies in a passing file.
const (
	mostText    = 256 << 10
	filesMemory = 1 << 20
)

// TakesFiles says which routes have forms that may bring several files. Each of them
// reads them with ReadFiles.
func (h *Hall) TakesFiles(paths ...string) {
	for _, path := range paths {
		h.files[path] = true
	}
}

// bringsFiles reports whether a request is a form that may have files in it.
func (h *Hall) bringsFiles(c echo.Context) bool {
	return h.files[c.Path()] && c.Request().Method == http.MethodPost && strings.HasPrefix(c.Request().Header.Get(echo.HeaderContentType), echo.MIMEMultipartForm)
}

// ReadFiles reads forms with files, after the limit on how many there may be and
// before the clock of the handler starts: a slow network must not look like a slow
// database. No more is read than there is room for, and of what is one form too many
// only the text. The passing files go when the handler is done. The server would
// remove those of the request it knows, which is another one: see Handler.
func (h *Hall) ReadFiles(room func(echo.Context) (int64, error)) echo.MiddlewareFunc {
	inTime := middleware.ContextTimeout(patience)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		handle := inTime(next)
		return func(c echo.Context) error {
			if !h.bringsFiles(c) {
				return next(c)
			}
			r, most := c.Request(), int64(0)
			err := inTime(func(c echo.Context) (err error) {
				most, err = room(c)
				return err
			})(c)
			c.SetRequest(r) // without the clock
			if err != nil {
				return err
			}
			r.Body = http.MaxBytesReader(c.Response(), r.Body, mostText+most)
			if err := readForm(r, IsTooMany(c)); err != nil {
				return err
			}
			defer r.MultipartForm.RemoveAll()
			return handle(c)
		}
	}
}

// readForm reads a form with its files, or its text alone.
func readForm(r *http.Request, textOnly bool) error {
	read := func() error { return r.ParseMultipartForm(filesMemory) }
	if textOnly {
		read = func() error { return readText(r) }
	}
	err := read()
	var ours *echo.HTTPError
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &ours):
		return ours
	case errors.As(err, &tooLarge):
		return echo.ErrStatusRequestEntityTooLarge.SetInternal(err)
	}
	return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
}

// readText reads what is typed into a form. Its files go by.
func readText(r *http.Request) error {
	parts, err := r.MultipartReader()
	if err != nil {
		return err
	}
	form, left := url.Values{}, int64(mostText)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if part.FileName() != "" {
			continue
		}
		text, err := io.ReadAll(io.LimitReader(part, left+1))
		if err != nil {
			return err
		}
		if left -= int64(len(text)); left < 0 {
			return &http.MaxBytesError{Limit: mostText}
		}
		form.Add(part.FormName(), string(text))
	}
	r.Form, r.PostForm, r.MultipartForm = form, form, &multipart.Form{Value: form}
	return nil
}
