package picture_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"samling/internal/picture"
)

// corners are the colours of the test picture: top left, top right, bottom
// left, bottom right.
var corners = [4]color.RGBA{{220, 0, 0, 255}, {0, 200, 0, 255}, {0, 0, 220, 255}, {230, 230, 0, 255}}

// draw paints a picture of four fields.
func draw(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			i := 0
			if x >= w/2 {
				i++
			}
			if y >= h/2 {
				i += 2
			}
			img.SetRGBA(x, y, corners[i])
		}
	}
	return img
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// clean cleans a picture and decodes what came of it.
func clean(t *testing.T, source []byte, maxWidth int) (picture.Picture, image.Image) {
	t.Helper()
	p, err := picture.Clean(bytes.NewReader(source), maxWidth)
	if err != nil {
		t.Fatal(err)
	}
	img, kind, err := image.Decode(bytes.NewReader(p.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]string{".jpg": "jpeg", ".png": "png"}[p.Extension]; kind != want {
		t.Errorf("a %s was named %s", kind, p.Extension)
	}
	if size := img.Bounds().Size(); size != image.Pt(p.Width, p.Height) {
		t.Errorf("is %v, says %d × %d", size, p.Width, p.Height)
	}
	return p, img
}

// fields tells which of the corners' colours the four fields of a picture have.
func fields(img image.Image) [4]int {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	var found [4]int
	for i, at := range []image.Point{{w / 4, h / 4}, {3 * w / 4, h / 4}, {w / 4, 3 * h / 4}, {3 * w / 4, 3 * h / 4}} {
		found[i] = nearest(img.At(at.X, at.Y))
	}
	return found
}

func nearest(c color.Color) int {
	r, g, b, _ := c.RGBA()
	best, distance := 0, 1<<30
	for i, corner := range corners {
		d := 0
		for _, pair := range [][2]int{{int(r >> 8), int(corner.R)}, {int(g >> 8), int(corner.G)}, {int(b >> 8), int(corner.B)}} {
			d += (pair[0] - pair[1]) * (pair[0] - pair[1])
		}
		if d < distance {
			best, distance = i, d
		}
	}
	return best
}

func TestWidth(t *testing.T) {
	tests := []struct {
		name          string
		w, h, most    int
		wantW, wantH  int
		wantExtension string
		source        func(testing.TB, image.Image) []byte
	}{
		{"wide JPEG is scaled down", 800, 600, 400, 400, 300, ".jpg", asJPEG},
		{"wide PNG is scaled down", 800, 600, 400, 400, 300, ".png", asPNG},
		{"small picture is never scaled up", 80, 60, 400, 80, 60, ".jpg", asJPEG},
		{"exact width stays", 400, 301, 400, 400, 301, ".png", asPNG},
		{"height is rounded", 1000, 333, 100, 100, 33, ".png", asPNG},
		{"a line keeps a height", 4000, 1, 100, 100, 1, ".png", asPNG},
		{"one pixel", 1, 1, 100, 1, 1, ".png", asPNG},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := clean(t, tt.source(t, draw(tt.w, tt.h)), tt.most)
			if p.Width != tt.wantW || p.Height != tt.wantH || p.Extension != tt.wantExtension {
				t.Errorf("got %d × %d %s", p.Width, p.Height, p.Extension)
			}
		})
	}
}

// exif is what cameras write, with an entry before the one that matters.
func exif(order binary.AppendByteOrder, orientation uint16) []byte {
	b := []byte("MM\x00*")
	if order.String() == "LittleEndian" {
		b = []byte("II*\x00")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	for _, entry := range [][2]uint16{{0x010f, 7}, {0x0112, orientation}} {
		b = order.AppendUint16(b, entry[0])
		b = order.AppendUint16(b, 3) // a short number
		b = order.AppendUint32(b, 1)
		b = order.AppendUint16(b, entry[1])
		b = order.AppendUint16(b, 0)
	}
	return b
}

// withSegment puts a segment at the front of a JPEG file.
func withSegment(source []byte, marker byte, content string) []byte {
	b := append([]byte{}, source[:2]...)
	b = append(b, 0xff, marker)
	b = binary.BigEndian.AppendUint16(b, uint16(len(content)+2))
	b = append(b, content...)
	return append(b, source[2:]...)
}

// withChunk puts a chunk after the header of a PNG file.
func withChunk(source []byte, kind, content string) []byte {
	const header = 8 + 25
	b := append([]byte{}, source[:header]...)
	b = binary.BigEndian.AppendUint32(b, uint32(len(content)))
	b = append(b, kind+content...)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE([]byte(kind+content)))
	return append(b, source[header:]...)
}

func TestOrientation(t *testing.T) {
	tests := []struct {
		orientation uint16
		want        [4]int // which corner of the file is seen where
		lying       bool
	}{
		{1, [4]int{0, 1, 2, 3}, false},
		{2, [4]int{1, 0, 3, 2}, false},
		{3, [4]int{3, 2, 1, 0}, false},
		{4, [4]int{2, 3, 0, 1}, false},
		{5, [4]int{0, 2, 1, 3}, true},
		{6, [4]int{2, 0, 3, 1}, true},
		{7, [4]int{3, 1, 2, 0}, true},
		{8, [4]int{1, 3, 0, 2}, true},
		{0, [4]int{0, 1, 2, 3}, false},
		{9, [4]int{0, 1, 2, 3}, false},
	}
	img := draw(64, 32)
	for _, tt := range tests {
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			sources := [][]byte{
				withSegment(asJPEG(t, img), 0xe1, "Exif\x00\x00"+string(exif(order, tt.orientation))),
				withChunk(asPNG(t, img), "eXIf", string(exif(order, tt.orientation))),
			}
			for _, source := range sources {
				p, got := clean(t, source, 1000)
				if fields(got) != tt.want {
					t.Errorf("%s, orientation %d, %v: fields %v, want %v", p.Extension, tt.orientation, order, fields(got), tt.want)
				}
				if (p.Height == 64) != tt.lying {
					t.Errorf("%s, orientation %d: %d × %d", p.Extension, tt.orientation, p.Width, p.Height)
				}
			}
		}
	}
}

func TestWidthIsThatOfTheUprightPicture(t *testing.T) {
	source := withSegment(asJPEG(t, draw(640, 320)), 0xe1, "Exif\x00\x00"+string(exif(binary.BigEndian, 6)))
	p, img := clean(t, source, 80)
	if p.Width != 80 || p.Height != 160 || fields(img) != [4]int{2, 0, 3, 1} {
		t.Errorf("got %d × %d, fields %v", p.Width, p.Height, fields(img))
	}
}

func TestBrokenExifIsUpright(t *testing.T) {
	whole := string(exif(binary.BigEndian, 6))
	for end := range len(whole) - 4 { // the last entry's value stands before its padding
		source := withSegment(asJPEG(t, draw(64, 32)), 0xe1, "Exif\x00\x00"+whole[:end])
		if p, _ := clean(t, source, 1000); p.Width != 64 {
			t.Errorf("cut after %d bytes: %d × %d", end, p.Width, p.Height)
		}
	}
	far := []byte("MM\x00*\xff\xff\xff\xff")
	if p, _ := clean(t, withSegment(asJPEG(t, draw(64, 32)), 0xe1, "Exif\x00\x00"+string(far)), 1000); p.Width != 64 {
		t.Error("directory beyond the end")
	}
}

func TestNothingElseSurvives(t *testing.T) {
	const secret = "59.3293N 18.0686E"
	const script = "<script>alert(1)</script><?php echo 1 ?>"
	img := draw(64, 64)
	sources := map[string][]byte{
		"place in Exif":        withSegment(asJPEG(t, img), 0xe1, "Exif\x00\x00"+string(exif(binary.BigEndian, 1))+secret),
		"comment":              withSegment(asJPEG(t, img), 0xfe, secret+script),
		"page behind the JPEG": append(asJPEG(t, img), script+secret...),
		"archive behind it":    append(asJPEG(t, img), "PK\x03\x04"+secret...),
		"text chunk":           withChunk(asPNG(t, img), "tEXt", "Comment\x00"+secret+script),
		"page behind the PNG":  append(asPNG(t, img), script+secret...),
	}
	for name, source := range sources {
		t.Run(name, func(t *testing.T) {
			p, got := clean(t, source, 1000)
			for _, word := range []string{secret, "script", "php", "Exif", "PK\x03\x04"} {
				if bytes.Contains(p.Bytes, []byte(word)) {
					t.Errorf("%q survived", word)
				}
			}
			if fields(got) != [4]int{0, 1, 2, 3} {
				t.Errorf("looks different: %v", fields(got))
			}
		})
	}
}

// claim is a PNG file of a few bytes that says how large it is.
func claim(w, h uint32) []byte {
	content := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	content = binary.BigEndian.AppendUint32(content, h)
	content = append(content, 8, 2, 0, 0, 0)
	b := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	b = append(b, content...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(content))
}

// claimJPEG does the same as a JPEG file.
func claimJPEG(w, h uint16) []byte {
	b := []byte{0xff, 0xd8, 0xff, 0xc0, 0, 11, 8}
	b = binary.BigEndian.AppendUint16(b, h)
	b = binary.BigEndian.AppendUint16(b, w)
	return append(b, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0)
}

func TestRefused(t *testing.T) {
	small := draw(64, 64)
	wholeJPEG, wholePNG := asJPEG(t, small), asPNG(t, small)
	damaged := append([]byte{}, wholePNG...)
	damaged[len(damaged)/2] ^= 0xff
	tests := []struct {
		name   string
		source []byte
		want   error
	}{
		{"nothing", nil, picture.ErrFormat},
		{"text", []byte("hello"), picture.ErrFormat},
		{"GIF", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), picture.ErrFormat},
		{"SVG", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), picture.ErrFormat},
		{"WebP that ends too early", []byte("RIFF\x24\x00\x00\x00WEBPVP8 "), picture.ErrDamaged},
		{"page that ends as a picture", append([]byte("<html>"), wholePNG...), picture.ErrFormat},
		{"ten MB and a byte", append(append([]byte{}, wholeJPEG...), make([]byte, 10<<20)...), picture.ErrTooHeavy},
		{"PNG bomb", claim(50_000, 50_000), picture.ErrTooLarge},
		{"PNG of the largest size there is", claim(1<<31-1, 1<<31-1), picture.ErrDamaged},
		{"PNG as a thread", claim(1, 30_000_000), picture.ErrTooLarge},
		{"a pixel too many", claim(8000, 5001), picture.ErrTooLarge},
		{"JPEG bomb", claimJPEG(65_535, 65_535), picture.ErrTooLarge},
		{"PNG of no size", claim(0, 10), picture.ErrDamaged},
		{"JPEG of no size", claimJPEG(0, 0), picture.ErrDamaged},
		{"PNG with nothing in it", claim(8000, 5000), picture.ErrDamaged},
		{"JPEG with nothing in it", claimJPEG(8000, 5000), picture.ErrDamaged},
		{"magic bytes alone", wholeJPEG[:3], picture.ErrDamaged},
		{"JPEG cut off", wholeJPEG[:len(wholeJPEG)-20], picture.ErrDamaged},
		{"PNG cut off", wholePNG[:len(wholePNG)-20], picture.ErrDamaged},
		{"PNG with a wrong sum", damaged, picture.ErrDamaged},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			begun := time.Now()
			p, err := picture.Clean(bytes.NewReader(tt.source), 1000)
			if !errors.Is(err, tt.want) || p.Bytes != nil {
				t.Errorf("Clean = %d bytes, %v; want %v", len(p.Bytes), err, tt.want)
			}
			if took := time.Since(begun); took > 5*time.Second {
				t.Errorf("took %s", took)
			}
		})
	}
}

func TestEveryCutIsRefusedOrWhole(t *testing.T) {
	for _, whole := range [][]byte{asJPEG(t, draw(16, 16)), asPNG(t, draw(16, 16))} {
		for end := range len(whole) {
			_, err := picture.Clean(bytes.NewReader(whole[:end]), 100)
			if !errors.Is(err, picture.ErrDamaged) && !errors.Is(err, picture.ErrFormat) {
				t.Errorf("%d of %d bytes: %v", end, len(whole), err)
			}
		}
	}
}

func TestManyLayersAreRefused(t *testing.T) {
	// A scan header and no data, over and over: each costs a pass over all
	// blocks of the picture.
	scan := "\xff\xda\x00\x08\x01\x01\x00\x00\x00\x00"
	source := []byte{0xff, 0xd8, 0xff, 0xc2, 0, 11, 8, 0x13, 0x88, 0x1f, 0x40, 1, 1, 0x11, 0}
	source = append(source, strings.Repeat(scan, 100_000)...)
	begun := time.Now()
	if _, err := picture.Clean(bytes.NewReader(source), 100); !errors.Is(err, picture.ErrTooSlow) {
		t.Errorf("Clean = %v", err)
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("took %s", took)
	}
}

func TestTransparencyStays(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 40, 40))
	img.SetNRGBA(20, 20, color.NRGBA{255, 0, 0, 255})
	_, got := clean(t, asPNG(t, img), 1000)
	if _, _, _, a := got.At(0, 0).RGBA(); a != 0 {
		t.Errorf("the empty corner has opacity %d", a)
	}
	if r, _, _, a := got.At(20, 20).RGBA(); r != 0xffff || a != 0xffff {
		t.Errorf("the dot is %d, opacity %d", r, a)
	}
}

func TestOtherColourModels(t *testing.T) {
	grey := image.NewGray(image.Rect(0, 0, 30, 30))
	deep := image.NewNRGBA64(image.Rect(0, 0, 30, 30))
	palette := image.NewPaletted(image.Rect(0, 0, 30, 30), color.Palette{color.Black, color.White})
	for _, img := range []image.Image{grey, deep, palette} {
		clean(t, asPNG(t, img), 20)
	}
	clean(t, asJPEG(t, grey), 20)
}

func TestReadersErrorIsPassedOn(t *testing.T) {
	broken := errors.New("the line went dead")
	if _, err := picture.Clean(io.MultiReader(strings.NewReader("\xff\xd8\xff"), iotest.ErrReader(broken)), 100); !errors.Is(err, broken) {
		t.Errorf("Clean = %v", err)
	}
}

func TestSize(t *testing.T) {
	p, _ := clean(t, asPNG(t, draw(300, 200)), 150)
	if w, h, err := picture.Size(bytes.NewReader(p.Bytes)); w != 150 || h != 100 || err != nil {
		t.Errorf("Size = %d, %d, %v", w, h, err)
	}
	if _, _, err := picture.Size(strings.NewReader("hello")); !errors.Is(err, picture.ErrFormat) {
		t.Errorf("Size of text = %v", err)
	}
	if _, _, err := picture.Size(strings.NewReader("\xff\xd8\xff")); !errors.Is(err, picture.ErrDamaged) {
		t.Errorf("Size of nothing = %v", err)
	}
}

func FuzzClean(f *testing.F) {
	img := draw(24, 16)
	f.Add(asJPEG(f, img))
	f.Add(asPNG(f, img))
	f.Add(withSegment(asJPEG(f, img), 0xe1, "Exif\x00\x00"+string(exif(binary.LittleEndian, 7))))
	f.Add(withChunk(asPNG(f, img), "eXIf", string(exif(binary.BigEndian, 8))))
	f.Add(claim(50_000, 50_000))
	f.Fuzz(func(t *testing.T, source []byte) {
		p, err := picture.Clean(bytes.NewReader(source), 16)
		if err != nil {
			return
		}
		if w, h, err := picture.Size(bytes.NewReader(p.Bytes)); err != nil || w != p.Width || h != p.Height || w > 16 {
			t.Errorf("made %d × %d, says %d × %d, %v", w, h, p.Width, p.Height, err)
		}
	})
}
