package console

import (
	"errors"
	"io/fs"
	"net/http"

	"samling/internal/event"
	"samling/internal/picture"
)

// logo is the name of the logo that a form leaves the organisation with: a new
// one, the one it had, or none.
func (s *server) logo(v *visit, field string, invalid event.Invalid) (string, error) {
	file, err := v.FormFile(field)
	switch {
	case errors.Is(err, http.ErrMissingFile), errors.Is(err, http.ErrNotMultipart), err == nil && file.Size == 0:
		return s.keptLogo(v, field)
	case err != nil:
		return "", err
	}
	open, err := file.Open()
	if err != nil {
		return "", err
	}
	defer open.Close()
	var cleaned picture.Picture
	err = s.paint(v, func() (err error) {
		cleaned, err = picture.Logo(open)
		return err
	})
	if key := logoFault(err); key != "" {
		invalid[field] = key
		return s.keptLogo(v, field)
	}
	if err != nil {
		return "", err
	}
	return s.files.Put(cleaned.Bytes, cleaned.Extension)
}

// keptLogo is the logo that the form had before, unless it is to go. The name
// comes from the form, so that a logo survives a fault in another field.
func (s *server) keptLogo(v *visit, field string) (string, error) {
	name := v.FormValue(field + "_kept")
	if name == "" || v.FormValue(field+"_remove") != "" {
		return "", nil
	}
	f, err := s.files.Open(name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return name, f.Close()
}

// logoFault puts into words what is wrong with a logo.
func logoFault(err error) event.Key {
	for _, fault := range []struct {
		err error
		key event.Key
	}{
		{picture.ErrLogoFormat, "branding.logo_format"},
		{picture.ErrDrawing, "branding.logo_drawing"},
		{picture.ErrNoShapes, "branding.logo_empty"},
		{picture.ErrComplex, "branding.logo_complex"},
		{picture.ErrTooHeavy, "branding.logo_heavy"},
		{picture.ErrTooLarge, "branding.logo_large"},
		{picture.ErrDamaged, "branding.logo_damaged"},
		{picture.ErrTooSlow, "branding.logo_damaged"},
	} {
		if errors.Is(err, fault.err) {
			return fault.key
		}
	}
	return ""
}
