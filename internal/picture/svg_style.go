package picture

import (
	"iter"
	"regexp"
	"slices"
	"strings"
)

// What may stay in a drawing.
var (
	elements = strings.Fields(`svg g defs symbol use path rect circle ellipse line polyline polygon text tspan title desc
		linearGradient radialGradient stop clipPath mask`)
	shapes   = strings.Fields("path rect circle ellipse line polyline polygon text use")
	speaking = []string{"title", "desc", "text", "tspan"}

	attributes = strings.Fields(`viewBox preserveAspectRatio x y width height cx cy r rx ry x1 y1 x2 y2 dx dy fx fy d points pathLength transform
		fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray
		stroke-dashoffset opacity color display visibility vector-effect paint-order clip-path clip-rule mask
		clipPathUnits maskUnits maskContentUnits gradientUnits gradientTransform spreadMethod offset stop-color stop-opacity
		font-family font-size font-weight font-style text-anchor letter-spacing dominant-baseline`)
	// referring are those that may name another part of the drawing.
	referring = []string{"fill", "stroke", "clip-path", "mask"}
)

// rule is a line of a style sheet: what it is for, and what it sets. Drawing
// programs write colours so, and pages allow no style sheets in drawings.
type rule struct {
	selector string // "path", ".st0" or "#logo"
	body     string
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssRule    = regexp.MustCompile(`([^{}@]+)\{([^{}]*)\}`)
	cssSimple  = regexp.MustCompile(`^[.#]?[\w-]+$`)
)

// parseRules reads the simple rules of a style sheet, those for elements first,
// as CSS weighs them. Everything else in it goes.
func parseRules(sheet string) []rule {
	var rules []rule
	for _, found := range cssRule.FindAllStringSubmatch(cssComment.ReplaceAllString(sheet, " "), -1) {
		for selector := range strings.SplitSeq(found[1], ",") {
			if selector = strings.TrimSpace(selector); cssSimple.MatchString(selector) {
				rules = append(rules, rule{selector, found[2]})
			}
		}
	}
	slices.SortStableFunc(rules, func(a, b rule) int { return a.weight() - b.weight() })
	return rules
}

func (r rule) weight() int {
	switch r.selector[0] {
	case '#':
		return 2
	case '.':
		return 1
	}
	return 0
}

// matches reports whether the rule is for an element.
func (r rule) matches(e *element) bool {
	switch r.weight() {
	case 2:
		return e.get("id") == r.selector[1:]
	case 1:
		return slices.Contains(strings.Fields(e.get("class")), r.selector[1:])
	}
	return e.name == r.selector
}

// apply writes what a style sheet says onto the elements themselves.
func (e *element) apply(rules []rule) {
	if len(rules) == 0 {
		return
	}
	e.each(func(x *element) {
		for _, r := range rules {
			if !r.matches(x) {
				continue
			}
			for name, value := range declarations(r.body) {
				x.set(name, value)
			}
		}
	})
}

// declarations yields what a style sets.
func declarations(style string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for declaration := range strings.SplitSeq(style, ";") {
			name, value, ok := strings.Cut(declaration, ":")
			value = strings.TrimSuffix(strings.TrimSpace(value), "!important")
			if ok && !yield(strings.ToLower(strings.TrimSpace(name)), value) {
				return
			}
		}
	}
}
