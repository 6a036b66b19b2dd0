// Package picture makes a picture that somebody sent fit to be shown to others:
// it is decoded, turned upright, scaled down and written anew, so that nothing
// of the original file is left but what can be seen.
//
// It knows nothing of where pictures come from or where they are kept.
package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// What can be wrong with a picture.
var (
	ErrFormat   = errors.New("must be a JPEG, PNG or WebP picture")
	ErrTooHeavy = errors.New("must be at most 10 MB")
	ErrTooLarge = errors.New("must be at most 40 million pixels, and no side above 20 000")
	ErrDamaged  = errors.New("is damaged or cut off")
	ErrTooSlow  = errors.New("is put together from too many layers")
)

const (
	maxBytes  = 10 << 20
	maxPixels = 40_000_000
	maxSide   = 20_000

	// jpegQuality keeps faces clean and files small.
	jpegQuality = 85
)

// Picture is a picture fit to be shown.
type Picture struct {
	Bytes     []byte
	Extension string // ".jpg" or ".png"
	Width     int
	Height    int
}

// Clean reads a picture and makes it at most maxWidth wide. Colours are taken
// for sRGB, since the profile goes with the rest of what was sent along.
func Clean(r io.Reader, maxWidth int) (Picture, error) {
	source, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return Picture{}, fmt.Errorf("read picture: %w", err)
	}
	if len(source) > maxBytes {
		return Picture{}, ErrTooHeavy
	}
	f, ok := formatOf(source)
	if !ok {
		return Picture{}, ErrFormat
	}
	img, err := f.read(source)
	if err != nil {
		return Picture{}, err
	}
	shown := upright(img, f.orientation(source), maxWidth)
	if f.encode == nil {
		f = formatFor(shown)
	}
	var out bytes.Buffer
	if err := f.encode(&out, shown); err != nil {
		return Picture{}, fmt.Errorf("write picture: %w", err)
	}
	size := shown.Bounds().Size()
	return Picture{out.Bytes(), f.extension, size.X, size.Y}, nil
}

// Size measures a picture that Clean has made.
func Size(r io.Reader) (width, height int, err error) {
	source, err := io.ReadAll(io.LimitReader(r, maxBytes))
	if err != nil {
		return 0, 0, fmt.Errorf("read picture: %w", err)
	}
	f, ok := formatOf(source)
	if !ok {
		return 0, 0, ErrFormat
	}
	config, err := f.decodeConfig(bytes.NewReader(source))
	if err != nil {
		return 0, 0, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return config.Width, config.Height, nil
}

// format is a kind of file, told by how it begins. Its name means nothing, and
// a decoder that nobody asked for is not even linked.
type format struct {
	magic        string
	extension    string
	decodeConfig func(io.Reader) (image.Config, error)
	decode       func(io.Reader) (image.Image, error)
	check        func(source []byte) error
	orientation  func(source []byte) int
	encode       func(io.Writer, image.Image) error // nil if nothing is written so
}

// The formats, by how files of them begin. A question mark is any byte.
var (
	jpegFormat = format{"\xff\xd8\xff", ".jpg", jpeg.DecodeConfig, jpeg.Decode, checkScans, jpegOrientation, encodeJPEG}
	pngFormat  = format{"\x89PNG\r\n\x1a\n", ".png", png.DecodeConfig, png.Decode, nothingMore, pngOrientation, encodePNG}
	webpFormat = format{"RIFF????WEBPVP8", "", webp.DecodeConfig, webp.Decode, nothingMore, webpOrientation, nil}
)

func formatOf(source []byte) (format, bool) {
	for _, f := range []format{jpegFormat, pngFormat, webpFormat} {
		if f.begins(source) {
			return f, true
		}
	}
	return format{}, false
}

func (f format) begins(source []byte) bool {
	if len(source) < len(f.magic) {
		return false
	}
	for i, b := range []byte(f.magic) {
		if b != '?' && b != source[i] {
			return false
		}
	}
	return true
}

// formatFor is what a picture is written as that came in a format we only read.
func formatFor(img *image.RGBA) format {
	if img.Opaque() {
		return jpegFormat
	}
	return pngFormat
}

// read decodes a picture once it is known what that will cost: a file of a few
// bytes can claim to be larger than all memory.
func (f format) read(source []byte) (image.Image, error) {
	config, err := f.decodeConfig(bytes.NewReader(source))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	w, h := config.Width, config.Height
	switch {
	case w < 1 || h < 1:
		return nil, ErrDamaged
	case w > maxSide || h > maxSide || w*h > maxPixels:
		return nil, ErrTooLarge
	}
	if err := f.check(source); err != nil {
		return nil, err
	}
	img, err := f.decode(bytes.NewReader(source))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return img, nil
}

func nothingMore([]byte) error { return nil }

func encodeJPEG(w io.Writer, img image.Image) error {
	return jpeg.Encode(w, img, &jpeg.Options{Quality: jpegQuality})
}

func encodePNG(w io.Writer, img image.Image) error {
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	return encoder.Encode(w, img)
}
