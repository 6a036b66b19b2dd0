package design

import (
	"fmt"
	"math"
	"unicode/utf16"
)

// turn is a full circle as the drawings have always had it. With more decimals
// every landscape would change.
const turn = 6.28

type point struct{ x, y float64 }

// ridge is one line of hills.
type ridge struct {
	path   []byte // for the d attribute
	points []point
	width  float64
}

// newRidge draws a line of hills around the height base and closes it at the bottom.
func newRidge(rnd *random, width, base, swing float64, bends, bottom int) ridge {
	phase := rnd.next() * turn
	turns := 1 + rnd.next()*1.4
	n := float64(bends)
	points := make([]point, 0, bends+1)
	for i := range bends + 1 {
		wave := math.Sin(phase + turns*turn*float64(i)/n)
		points = append(points, point{width * float64(i) / n, base - swing*(0.55*wave+0.45*(rnd.next()*2-1))})
	}
	path := fmt.Appendf(appendCurve(nil, points), "V%dH0Z", bottom)
	return ridge{path, points, width}
}

// appendCurve goes smoothly through the points: a Catmull-Rom spline, written
// as cubic segments.
func appendCurve(path []byte, p []point) []byte {
	last := len(p) - 1
	path = fmt.Appendf(path, "M0 %d", round(p[0].y))
	for i := range last {
		before, from, to, after := p[max(0, i-1)], p[i], p[i+1], p[min(last, i+2)]
		path = fmt.Appendf(path, "C%d %d %d %d %d %d",
			round(from.x+(to.x-before.x)/6), round(from.y+(to.y-before.y)/6),
			round(to.x-(after.x-from.x)/6), round(to.y-(after.y-from.y)/6),
			round(to.x), round(to.y))
	}
	return path
}

// heightAt is where the ground is at x: close to the drawn curve, and cheaper.
func (r ridge) heightAt(x float64) float64 {
	n := float64(len(r.points) - 1)
	at := min(n-1e-6, max(0, x/r.width*n))
	i := int(at)
	f := at - float64(i)
	s := f * f * (3 - 2*f)
	return r.points[i].y*(1-s) + r.points[i+1].y*s
}

// random is mulberry32, started with the FNV-1a hash of a text. The generators
// of the standard library may change from one version of Go to the next; an
// event's landscape may not.
type random struct{ state uint32 }

func newRandom(seed string) *random {
	h := uint32(2166136261)
	for _, r := range seed {
		unit := r
		if high, _ := utf16.EncodeRune(r); high != '\uFFFD' {
			unit = high // browsers see a rune beyond U+FFFF as two halves, and the first one counts
		}
		h = (h ^ uint32(unit)) * 16777619
	}
	return &random{h}
}

// next is at least 0 and less than 1.
func (r *random) next() float64 {
	r.state += 0x6D2B79F5
	t := (r.state ^ r.state>>15) * (1 | r.state)
	t = (t + (t^t>>7)*(61|t)) ^ t
	return float64(t^t>>14) / (1 << 32)
}
