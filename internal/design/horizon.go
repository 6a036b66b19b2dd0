package design

import (
	"fmt"
	"html/template"
	"math"
)

// Size is the shape of a drawn landscape.
type Size int

// Wide is for the top of a page, Small for cards.
const (
	Wide  Size = iota // 2200 × 240, cut to fit
	Small             // 480 × 140
)

// frame holds what the size decides. All heights are thought for 240 and
// multiplied with scale.
type frame struct {
	width, height, scale float64
	bends                float64 // how many more bends a ridge has
	sunFrom, sunSpan     float64 // where the sun may stand, as parts of the width
	groves               int
}

func (s Size) frame() frame {
	if s == Small {
		return frame{480, 140, 140.0 / 240, 1, 0.34, 0.32, 3}
	}
	return frame{2200, 240, 1, 1.5, 0.41, 0.18, 5}
}

// Horizon draws a landscape from a seed, such as the id of an event: four
// ridges, a sun that sets behind the far one, and groves of spruce. The same
// seed gives the same picture for ever. Its colours are classes, so it follows
// the brand and turns to night in the dark scheme.
func Horizon(seed string, size Size) template.HTML {
	f, rnd := size.frame(), newRandom(seed)
	s := f.scale
	behind := round(f.height - 4*s) // back layers end above the edge, or they bleed through it
	far := newRidge(rnd, f.width, 104*s, 32*s, round(7*f.bends), behind)
	mid := newRidge(rnd, f.width, 142*s, 25*s, round(6*f.bends), behind)
	near := newRidge(rnd, f.width, 178*s, 19*s, round(6*f.bends), behind)
	front := newRidge(rnd, f.width, 223*s, 10*s, round(5*f.bends), int(f.height))
	sun := drawSun(rnd, f, far)
	trees := drawGroves(rnd, f, near)

	svg := fmt.Appendf(nil, `<svg class="hz" viewBox="0 0 %d %d" preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false">`,
		int(f.width), int(f.height))
	svg = append(svg, sun...)
	svg = appendPath(svg, "hz-1", far.path)
	svg = appendPath(svg, "hz-2", mid.path)
	svg = appendPath(svg, "hz-trees", trees)
	svg = appendPath(svg, "hz-3", near.path)
	svg = appendPath(svg, "hz-front", front.path)
	return template.HTML(append(svg, "</svg>"...)) // numbers and fixed words only: nothing of the seed is in it
}

// drawSun keeps to the middle, so that narrow screens see the sun too.
func drawSun(rnd *random, f frame, far ridge) []byte {
	x := round(f.width * (f.sunFrom + rnd.next()*f.sunSpan))
	r := round((34 + rnd.next()*8) * f.scale)
	sinks := float64(r) * (0.2 + rnd.next()*0.3)
	y := max(r+round(8*f.scale), round(far.heightAt(float64(x))-sinks))
	return fmt.Appendf(nil, `<circle class="hz-sun" cx="%d" cy="%d" r="%d"/>`, x, y, r)
}

func drawGroves(rnd *random, f frame, near ridge) []byte {
	var path []byte
	groves := f.groves + int(rnd.next()*2)
	for g := range groves {
		middle := f.width * (float64(g) + 0.25 + rnd.next()*0.5) / float64(groves)
		trees := 3 + int(rnd.next()*4)
		for i := range trees {
			x := round(middle + (float64(i)-float64(trees)/2)*(12+rnd.next()*9)*f.scale)
			foot := round(near.heightAt(float64(x)) + 3*f.scale)
			path = appendSpruce(path, x, foot, round((20+rnd.next()*24)*f.scale))
		}
	}
	return path
}

// appendSpruce draws a spruce of two tiers that stands at (x, y).
func appendSpruce(path []byte, x, y, height int) []byte {
	half := max(3, round(float64(height)*0.2))
	top := round(float64(height) * 0.52)
	notch, skirt := round(float64(half)*0.45), round(float64(half)*0.75)
	return fmt.Appendf(path, "M%d %dl%d %dh-%dl%d %dh-%dl%d-%dh-%dz",
		x, y-height, half, top, notch, skirt, height-top, 2*(half-notch+skirt), skirt, height-top, notch)
}

func appendPath(svg []byte, class string, d []byte) []byte {
	return fmt.Appendf(svg, `<path class="%s" d="%s"/>`, class, d)
}

// round goes to the nearest whole number, a half upwards also below zero.
func round(x float64) int { return int(math.Floor(x + 0.5)) }
