package picture

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// What can be wrong with a logo beside what can be wrong with any picture.
var (
	ErrLogoFormat = errors.New("must be an SVG, PNG or JPEG picture")
	ErrDrawing    = errors.New("is no SVG drawing that can be read")
	ErrNoShapes   = errors.New("holds nothing to draw")
	ErrComplex    = errors.New("holds too much")
)

// How large a logo is kept: three times as large as pages show it.
const (
	maxLogoWidth  = 900
	maxLogoHeight = 240
)

// Logo makes a logo fit to be shown: a drawing is written anew from what is known
// to be harmless, everything else is treated as Clean does.
func Logo(r io.Reader) (Picture, error) {
	source, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	switch {
	case err != nil:
		return Picture{}, fmt.Errorf("read logo: %w", err)
	case len(source) > maxBytes:
		return Picture{}, ErrTooHeavy
	case isMarkup(source):
		return drawing(source)
	}
	f, ok := formatOf(source)
	if !ok {
		return Picture{}, ErrLogoFormat
	}
	img, err := f.read(source)
	if err != nil {
		return Picture{}, err
	}
	orientation := f.orientation(source)
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if orientation >= 5 {
		w, h = h, w
	}
	shown := upright(img, orientation, max(1, min(maxLogoWidth, w*maxLogoHeight/h)))
	var out bytes.Buffer
	if err := f.encode(&out, shown); err != nil {
		return Picture{}, fmt.Errorf("write logo: %w", err)
	}
	size := shown.Bounds().Size()
	return Picture{out.Bytes(), f.extension, size.X, size.Y}, nil
}

// isMarkup tells a drawing from a photograph by how it begins.
func isMarkup(source []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(source, []byte("\xef\xbb\xbf")), " \t\r\n"), []byte("<"))
}
