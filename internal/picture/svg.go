package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// How much a drawing may hold. A logo is small; what is larger costs everybody
// who looks at the page.
const (
	maxDrawing  = 500 << 10
	maxElements = 5000
	maxDepth    = 40
)

const svgSpace = "http://www.w3.org/2000/svg"

// element is a part of a drawing that may stay.
type element struct {
	name     string
	attrs    [][2]string
	children []*element
	text     string // for title, desc, text and tspan
}

// drawing writes an SVG anew: only elements, attributes and values that draw
// something, and nothing that runs, moves, fetches or points out of the file.
func drawing(source []byte) (Picture, error) {
	if len(source) > maxDrawing {
		return Picture{}, ErrTooHeavy
	}
	root, err := parseDrawing(source)
	if err != nil {
		return Picture{}, err
	}
	if !root.draws() {
		return Picture{}, ErrNoShapes
	}
	w, h, err := root.frame()
	if err != nil {
		return Picture{}, err
	}
	root.dropNestedUse()
	var out bytes.Buffer
	root.write(&out, true)
	return Picture{out.Bytes(), ".svg", w, h}, nil
}

// parser keeps what the decoder has seen so far.
type parser struct {
	root     *element
	stack    []*element
	skipping int // how deep we are in something that goes
	sheet    strings.Builder
	inSheet  bool
	elements int
}

func parseDrawing(source []byte) (*element, error) {
	d := xml.NewDecoder(bytes.NewReader(source))
	// Without its own list the decoder knows the five entities of XML, and takes
	// no declaration of others: they cannot multiply.
	d.Strict = true
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, ErrDrawing }
	p := &parser{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.Join(ErrDrawing, err)
		}
		if err := p.take(token); err != nil {
			return nil, err
		}
	}
	if p.root == nil {
		return nil, ErrDrawing
	}
	p.root.apply(parseRules(p.sheet.String()))
	return p.root, nil
}

func (p *parser) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		p.elements++
		if p.elements > maxElements || len(p.stack)+p.skipping > maxDepth {
			return ErrComplex
		}
		return p.open(t)
	case xml.EndElement:
		p.close()
	case xml.CharData:
		p.say(string(t))
	}
	return nil // comments, declarations and instructions go
}

func (p *parser) open(t xml.StartElement) error {
	known := (t.Name.Space == svgSpace || t.Name.Space == "") && slices.Contains(elements, t.Name.Local)
	switch {
	case p.skipping > 0:
		p.skipping++
	case p.root == nil && (!known || t.Name.Local != "svg"):
		return ErrDrawing
	case p.root == nil:
		p.root = newElement(t)
		p.stack = []*element{p.root}
	case t.Name.Local == "style" && len(p.stack) > 0:
		p.inSheet, p.skipping = true, 1
	case !known || t.Name.Local == "svg" || len(p.stack) == 0:
		p.skipping = 1
	default:
		e := newElement(t)
		parent := p.stack[len(p.stack)-1]
		parent.children = append(parent.children, e)
		p.stack = append(p.stack, e)
	}
	return nil
}

func (p *parser) close() {
	switch {
	case p.skipping > 0:
		if p.skipping--; p.skipping == 0 {
			p.inSheet = false
		}
	case len(p.stack) > 0:
		p.stack = p.stack[:len(p.stack)-1]
	}
}

func (p *parser) say(text string) {
	switch {
	case p.inSheet:
		p.sheet.WriteString(text)
	case p.skipping == 0 && len(p.stack) > 0 && slices.Contains(speaking, p.stack[len(p.stack)-1].name):
		p.stack[len(p.stack)-1].text += text
	}
}

func newElement(t xml.StartElement) *element {
	e := &element{name: t.Name.Local}
	for _, a := range t.Attr {
		switch {
		case a.Name.Local == "style" && a.Name.Space == "":
			for name, value := range declarations(a.Value) {
				e.set(name, value)
			}
		case a.Name.Local == "href" && (a.Name.Space == "" || strings.HasSuffix(a.Name.Space, "xlink")):
			e.set("href", a.Value)
		case a.Name.Local == "class" || a.Name.Space == "":
			e.set(a.Name.Local, a.Value)
		}
	}
	return e
}

// set keeps an attribute if it is known and its value harmless. A later one wins.
func (e *element) set(name, value string) {
	value = strings.TrimSpace(value)
	if !isHarmless(name, value) {
		return
	}
	for i := range e.attrs {
		if e.attrs[i][0] == name {
			e.attrs[i][1] = value
			return
		}
	}
	e.attrs = append(e.attrs, [2]string{name, value})
}

func (e *element) get(name string) string {
	for _, a := range e.attrs {
		if a[0] == name {
			return a[1]
		}
	}
	return ""
}

// isLocal finds values that point to a part of the drawing itself.
var isLocal = regexp.MustCompile(`^url\(\s*(['"]?)#[\w.-]+(['"]?)\s*\)( none)?$`)

// isName finds what a part of the drawing may be called.
var isName = regexp.MustCompile(`^[\w.-]+$`)

func isHarmless(name, value string) bool {
	lower := strings.ToLower(value)
	switch {
	case len(value) > maxDrawing, strings.ContainsAny(value, "\\<>&"), strings.Contains(lower, "javascript"), strings.Contains(lower, "data:"):
		return false
	case name == "href":
		return strings.HasPrefix(value, "#") && isName.MatchString(value[1:])
	case name == "id":
		return isName.MatchString(value)
	case name == "class":
		return true // goes when the sheet has been applied
	case !slices.Contains(attributes, name):
		return false
	case strings.Contains(lower, "url("):
		return slices.Contains(referring, name) && isLocal.MatchString(value)
	}
	return true
}

// draws reports whether anything is left to be seen.
func (e *element) draws() bool {
	return slices.Contains(shapes, e.name) || slices.ContainsFunc(e.children, (*element).draws)
}

// frame makes sure that the drawing says how large it is, and returns that.
func (e *element) frame() (w, h int, err error) {
	box := strings.Fields(strings.ReplaceAll(e.get("viewBox"), ",", " "))
	if len(box) != 4 {
		box = []string{"0", "0", length(e.get("width")), length(e.get("height"))}
	}
	width, errW := strconv.ParseFloat(box[2], 64)
	height, errH := strconv.ParseFloat(box[3], 64)
	if errW != nil || errH != nil || !(width > 0) || !(height > 0) || width > 1e6 || height > 1e6 {
		return 0, 0, ErrDrawing
	}
	e.attrs = slices.DeleteFunc(e.attrs, func(a [2]string) bool {
		return slices.Contains([]string{"x", "y", "width", "height", "viewBox"}, a[0])
	})
	e.set("viewBox", strings.Join(box, " "))
	// As high as it is kept, so that browsers know its shape.
	w = max(1, min(maxLogoWidth*4, int(width*maxLogoHeight/height+0.5)))
	e.set("width", strconv.Itoa(w))
	e.set("height", strconv.Itoa(maxLogoHeight))
	return w, maxLogoHeight, nil
}

// length is a number of pixels, without the unit.
func length(text string) string { return strings.TrimSuffix(strings.TrimSpace(text), "px") }

// dropNestedUse keeps copies from copying copies: a few lines of those can draw
// more than any computer can.
func (e *element) dropNestedUse() {
	byID := map[string]*element{}
	e.each(func(x *element) {
		if id := x.get("id"); id != "" {
			byID[id] = x
		}
	})
	e.dropChildren(func(x *element) bool {
		if x.name != "use" {
			return false
		}
		target := byID[strings.TrimPrefix(x.get("href"), "#")]
		return target == nil || target == e || target.copies()
	})
	// The same goes for masks and clippings that mask and clip what is in them.
	e.each(func(x *element) {
		if x.name != "mask" && x.name != "clipPath" {
			return
		}
		x.each(func(inner *element) {
			inner.attrs = slices.DeleteFunc(inner.attrs, func(a [2]string) bool { return a[0] == "mask" || a[0] == "clip-path" })
		})
	})
}

func (e *element) copies() bool {
	return e.name == "use" || slices.ContainsFunc(e.children, (*element).copies)
}

func (e *element) each(do func(*element)) {
	do(e)
	for _, c := range e.children {
		c.each(do)
	}
}

func (e *element) dropChildren(goes func(*element) bool) {
	e.children = slices.DeleteFunc(e.children, goes)
	for _, c := range e.children {
		c.dropChildren(goes)
	}
}

func (e *element) write(out *bytes.Buffer, isRoot bool) {
	out.WriteString("<" + e.name)
	if isRoot {
		out.WriteString(` xmlns="` + svgSpace + `"`)
	}
	for _, a := range e.attrs {
		if a[0] == "class" {
			continue
		}
		out.WriteString(" " + a[0] + `="`)
		xml.EscapeText(out, []byte(a[1])) // a buffer takes everything
		out.WriteString(`"`)
	}
	out.WriteString(">")
	xml.EscapeText(out, []byte(strings.TrimSpace(e.text)))
	for _, c := range e.children {
		c.write(out, false)
	}
	out.WriteString("</" + e.name + ">")
}
