package picture

import (
	"image"

	"golang.org/x/image/draw"
)

// upright turns a picture the way it was seen, at most maxWidth wide. It is
// scaled before it is turned, because then there is less to turn.
func upright(img image.Image, orientation, maxWidth int) *image.RGBA {
	size := img.Bounds().Size()
	lying := orientation >= 5
	if lying {
		size = image.Pt(size.Y, size.X)
	}
	if size.X > maxWidth {
		size = image.Pt(maxWidth, max(1, (size.Y*maxWidth+size.X/2)/size.X))
	}
	if lying {
		size = image.Pt(size.Y, size.X)
	}
	scaled := image.NewRGBA(image.Rectangle{Max: size})
	if size == img.Bounds().Size() {
		draw.Copy(scaled, image.Point{}, img, img.Bounds(), draw.Src, nil)
	} else {
		draw.CatmullRom.Scale(scaled, scaled.Rect, img, img.Bounds(), draw.Src, nil)
	}
	return turn(scaled, orientation)
}

// turn undoes how the camera was held.
func turn(img *image.RGBA, orientation int) *image.RGBA {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if orientation == 1 {
		return img
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			to := target(orientation, x, y, w, h)
			copy(out.Pix[out.PixOffset(to.X, to.Y):][:4], img.Pix[img.PixOffset(x, y):][:4])
		}
	}
	return out
}

// target is where a pixel goes (CIPA DC-008, "Orientation").
func target(orientation, x, y, w, h int) image.Point {
	switch orientation {
	case 2:
		return image.Pt(w-1-x, y)
	case 3:
		return image.Pt(w-1-x, h-1-y)
	case 4:
		return image.Pt(x, h-1-y)
	case 5:
		return image.Pt(y, x)
	case 6:
		return image.Pt(h-1-y, x)
	case 7:
		return image.Pt(h-1-y, w-1-x)
	case 8:
		return image.Pt(y, w-1-x)
	}
	return image.Pt(x, y)
}
