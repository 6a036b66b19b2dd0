package design

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// ErrColour says that a text is not a colour such as "#0f5f72" or "#fc0".
var ErrColour = errors.New("a colour is # and three or six hexadecimal digits")

// linear is a colour in linear light: red, green and blue from 0 to 1. Values
// outside that range are colours a screen cannot show.
type linear [3]float64

// oklch is a colour in the cylindrical form of OKLab without its lightness,
// which the palette does not need: it decides luminance itself.
type oklch struct {
	chroma, hue float64 // hue in degrees
}

// NormalHex returns the colour as "#rrggbb" in lower case. The "#" may be
// missing and three digits stand for six, as in CSS.
func NormalHex(hex string) (string, error) {
	digits := strings.ToLower(strings.TrimPrefix(strings.TrimSpace(hex), "#"))
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	if len(digits) != 6 || strings.Trim(digits, "0123456789abcdef") != "" {
		return "", fmt.Errorf("%q: %w", hex, ErrColour)
	}
	return "#" + digits, nil
}

// Luminance is the relative luminance of WCAG 2, from 0 for black to 1 for white.
func Luminance(hex string) (float64, error) {
	c, err := parse(hex)
	if err != nil {
		return 0, err
	}
	return c.luminance(), nil
}

// Contrast is the contrast ratio of WCAG 2, from 1 to 21, in either order.
func Contrast(a, b string) (float64, error) {
	x, err := Luminance(a)
	if err != nil {
		return 0, err
	}
	y, err := Luminance(b)
	if err != nil {
		return 0, err
	}
	return (max(x, y) + 0.05) / (min(x, y) + 0.05), nil
}

func parse(hex string) (linear, error) {
	hex, err := NormalHex(hex)
	if err != nil {
		return linear{}, err
	}
	rgb, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		return linear{}, fmt.Errorf("%q: %w", hex, ErrColour)
	}
	return linear{toLinear(byte(rgb >> 16)), toLinear(byte(rgb >> 8)), toLinear(byte(rgb))}, nil
}

func (c linear) hex() string {
	return fmt.Sprintf("#%02x%02x%02x", toGamma(c[0]), toGamma(c[1]), toGamma(c[2]))
}

func (c linear) luminance() float64 {
	return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
}

// shown reports whether sRGB has the colour, give or take rounding.
func (c linear) shown() bool {
	return min(c[0], c[1], c[2]) >= -1e-5 && max(c[0], c[1], c[2]) <= 1.00001
}

func toLinear(b byte) float64 {
	v := float64(b) / 255
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func toGamma(v float64) byte {
	v = min(1, max(0, v))
	if v <= 0.0031308 {
		v *= 12.92
	} else {
		v = 1.055*math.Pow(v, 1/2.4) - 0.055
	}
	return byte(math.Floor(255*v + 0.5))
}

// polar gives hue and chroma in OKLab. The matrices here and in
// fromOKLab are Björn Ottosson's: https://bottosson.github.io/posts/oklab/
func (c linear) polar() oklch {
	l := math.Cbrt(0.4122214708*c[0] + 0.5363325363*c[1] + 0.0514459929*c[2])
	m := math.Cbrt(0.2119034982*c[0] + 0.6806995451*c[1] + 0.1073969566*c[2])
	s := math.Cbrt(0.0883024619*c[0] + 0.2817188376*c[1] + 0.6299787005*c[2])
	a := 1.9779984951*l - 2.428592205*m + 0.4505937099*s
	b := 0.0259040371*l + 0.7827717662*m - 0.808675766*s
	return oklch{math.Hypot(a, b), math.Mod(math.Atan2(b, a)*180/math.Pi+360, 360)}
}

func fromOKLab(lightness, a, b float64) linear {
	l := lightness + 0.3963377774*a + 0.2158037573*b
	m := lightness - 0.1055613458*a - 0.0638541728*b
	s := lightness - 0.0894841775*a - 1.291485548*b
	l, m, s = l*l*l, m*m*m, s*s*s
	return linear{
		4.0767416621*l - 3.3077115913*m + 0.2309699292*s,
		-1.2684380046*l + 2.6097574011*m - 0.3413193965*s,
		-0.0041960863*l - 0.7034186147*m + 1.707614701*s,
	}
}

// atLuminance finds the colour with this hue and chroma whose relative
// luminance is target, or the nearest lower chroma that a screen can show.
func atLuminance(target, chroma, hue float64) string {
	sin, cos := math.Sincos(hue * math.Pi / 180)
	for ; ; chroma = max(0, chroma-0.004) {
		c := bisect(target, chroma*cos, chroma*sin)
		if chroma == 0 || c.shown() {
			return c.hex()
		}
	}
}

// bisect finds the lightness that gives the luminance. Negative light counts
// as none, as on a screen.
func bisect(target, a, b float64) linear {
	low, high := 0.0, 1.0
	for range 40 {
		mid := (low + high) / 2
		c := fromOKLab(mid, a, b)
		if (linear{max(0, c[0]), max(0, c[1]), max(0, c[2])}).luminance() < target {
			low = mid
		} else {
			high = mid
		}
	}
	return fromOKLab((low+high)/2, a, b)
}
