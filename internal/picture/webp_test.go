package picture_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"testing"

	"samling/internal/picture"
)

// webpFile reads a WebP file of 80 × 40 pixels, as a browser writes them: with a
// colour profile. One has the four fields, the other nothing in the last.
func webpFile(t testing.TB, name string) []byte {
	t.Helper()
	source, err := os.ReadFile("testdata/" + name + ".webp")
	if err != nil {
		t.Fatal(err)
	}
	return source
}

// withEXIF adds the chunk that says how the camera was held.
func withEXIF(source []byte, content string) []byte {
	out := append(bytes.Clone(source), "EXIF"...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(content)))
	out = append(out, content...)
	if len(content)%2 == 1 {
		out = append(out, 0)
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

func TestWebPBecomesJPEG(t *testing.T) {
	p, img := clean(t, webpFile(t, "fields"), 40)
	if p.Extension != ".jpg" || p.Width != 40 || p.Height != 20 || fields(img) != [4]int{0, 1, 2, 3} {
		t.Errorf("%s, %d × %d, %v", p.Extension, p.Width, p.Height, fields(img))
	}
}

// What can be seen through stays so.
func TestWebPWithAlphaBecomesPNG(t *testing.T) {
	p, img := clean(t, webpFile(t, "clear"), 100)
	if _, _, _, alpha := img.At(70, 35).RGBA(); p.Extension != ".png" || alpha != 0 {
		t.Errorf("%s, alpha %d", p.Extension, alpha)
	}
}

func TestWebPIsTurnedAndCleaned(t *testing.T) {
	for _, before := range []string{"", "Exif\x00\x00"} {
		source := withEXIF(webpFile(t, "fields"), before+string(exif(binary.LittleEndian, 6))+"59.3293 N")
		p, img := clean(t, source, 100)
		if p.Width != 40 || p.Height != 80 || fields(img) != [4]int{2, 0, 3, 1} {
			t.Errorf("%d × %d, %v", p.Width, p.Height, fields(img))
		}
		if bytes.Contains(p.Bytes, []byte("59.3293")) || bytes.Contains(p.Bytes, []byte("Exif")) {
			t.Error("what the camera wrote is still there")
		}
	}
}

// A file that claims to be huge is refused before it is decoded, and one that
// says two things is damaged.
func TestWebPThatLies(t *testing.T) {
	claim := func(w, h uint32) []byte {
		source := webpFile(t, "fields")
		at := bytes.Index(source, []byte("VP8X")) + 12
		put := func(at int, n uint32) { source[at], source[at+1], source[at+2] = byte(n), byte(n>>8), byte(n>>16) }
		put(at, w-1)
		put(at+3, h-1)
		return source
	}
	for name, tt := range map[string]struct {
		source []byte
		want   error
	}{
		"too large":    {claim(16_000, 16_000), picture.ErrTooLarge},
		"another size": {claim(100, 40), picture.ErrDamaged},
	} {
		if _, err := picture.Clean(bytes.NewReader(tt.source), 100); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	whole := webpFile(t, "fields")
	for end := range len(whole) {
		if _, err := picture.Clean(bytes.NewReader(whole[:end]), 100); err != nil && !errors.Is(err, picture.ErrDamaged) && !errors.Is(err, picture.ErrFormat) {
			t.Errorf("%d bytes: %v", end, err)
		}
	}
}
